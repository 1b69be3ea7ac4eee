"""The client agreed to do something by a day."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    AtOption,
    ClientArgument,
    NoteOption,
    SessionOption,
    TextArgument,
)
from valueback.cli.context import Context
from valueback.cli.declared import Option


def run(
    context: Context,
    client: ClientArgument,
    text: TextArgument = None,
    due: Annotated[
        str | None, Option("--due", metavar="DAY", help="The last day for it: fri, +7d.")
    ] = None,
    session: SessionOption = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without --due, it has as many days as the agreement gives."""
    from valueback.drafting.between_meetings import homework

    words = context.prompts.text(text, "What will the client do?", "TEXT")
    plan = homework(text=words, due=context.day(due), session=session, at=context.at(at), note=note)
    return context.save(client, plan, then="valueback complete-homework {id}")
