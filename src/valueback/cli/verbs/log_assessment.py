"""The client's own judgement: did value come back?"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, NoteOption, TextArgument
from valueback.cli.context import Context
from valueback.errors import mistyped


def run(
    context: Context,
    client: ClientArgument,
    got_value: Annotated[
        Literal["yes", "no"] | None, typer.Argument(metavar="yes|no", help="Did value come back?")
    ] = None,
    text: TextArgument = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """The client judges in the end whether value came back; write down the client's own words."""
    from valueback.drafting.outcome import assessment

    said = got_value or context.prompts.text(
        None, "Does the client say that value came back? (yes, no)", "yes|no"
    )
    if said not in ("yes", "no"):
        raise mistyped(f"{said!r} is neither yes nor no.", "Write yes or no.")
    words = context.prompts.text(text, "What does the client say?", "TEXT")
    plan = assessment(got_value=said == "yes", text=words, at=context.at(at), note=note)
    return context.save(client, plan, then="valueback check-guarantee {id}")
