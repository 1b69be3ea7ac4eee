"""Whom a client sent."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, NoteOption
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option


def run(
    context: Context,
    client: ClientArgument,
    name: Annotated[str | None, Argument(metavar="[NAME]", help="Whom the client sent.")] = None,
    outcome: Annotated[
        str | None, Option("--outcome", metavar="TEXT", help="What came of it.")
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Whom the client sent, and what came of it."""
    from valueback.drafting.service import referral

    who = context.prompts.text(name, "Whom did the client send?", "NAME")
    plan = referral(name=who, outcome=outcome, at=context.at(at), note=note)
    return context.save(client, plan, then="valueback check-service {id}")
