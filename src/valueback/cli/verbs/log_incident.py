"""Abuse; the answer is to end it."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, NoteOption, PartyChoice, TextArgument
from valueback.cli.context import Context
from valueback.cli.declared import Option


def run(
    context: Context,
    client: ClientArgument,
    text: TextArgument = None,
    by: Annotated[PartyChoice, Option("--by", help="Who was abusive.")] = "client",
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Abuse overrides the ladder: from then on every report of this client says one thing, to end
    the engagement, whoever is at fault.
    """
    from valueback.drafting.accountability import incident

    words = context.prompts.text(text, "What happened?", "TEXT")
    plan = incident(text=words, by=by, at=context.at(at), note=note)
    written = context.append(context.client(client), plan)
    return context.answered(written, f"valueback end {{id}} --incident {written.made.id}")
