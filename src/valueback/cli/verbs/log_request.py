"""The client asks for something more."""

from __future__ import annotations

from typing import Annotated

import typer

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    AtOption,
    ClientArgument,
    NoteOption,
    TextArgument,
    WishItemOption,
)
from valueback.cli.context import Context


def run(
    context: Context,
    client: ClientArgument,
    text: TextArgument = None,
    item: WishItemOption = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=1, help="How long it would take.")
    ] = None,
    not_competent: Annotated[
        bool, typer.Option("--not-competent", help="It is outside of what you can do well.")
    ] = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Write down every wish, whatever you answer. The answer may cost something."""
    from valueback.drafting.scope import request

    plan = request(
        text=context.prompts.text(text, "What does the client ask for?", "TEXT"),
        item=item,
        minutes=minutes,
        competent=not not_competent,
        at=context.at(at),
        note=note,
    )
    return context.save(client, plan, then="valueback options {id}")
