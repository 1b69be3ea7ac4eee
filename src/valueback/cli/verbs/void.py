"""An entry taken back; it stays, marked as void."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, EntryArgument, NoteOption
from valueback.cli.context import Context
from valueback.cli.declared import Option


def run(
    context: Context,
    client: ClientArgument,
    entry: EntryArgument,
    reason: Annotated[
        str | None, Option("--reason", metavar="TEXT", help="Why it is taken back.")
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """An entry to which others refer cannot be voided; they are named. Voiding a void brings the
    entry back.
    """
    from valueback.drafting.mend import void

    why = context.prompts.text(reason, "Why is it taken back?", "--reason")
    plan = void(entry=entry, reason=why, at=context.at(at), note=note)
    return context.save(client, plan, then="valueback show {id}")
