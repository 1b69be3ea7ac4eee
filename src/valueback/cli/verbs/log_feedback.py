"""What the client wrote about a meeting."""

from __future__ import annotations

from typing import Annotated

import typer

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    AtOption,
    ClientArgument,
    NoteOption,
    SessionOption,
    TextArgument,
)
from valueback.cli.context import Context


def run(
    context: Context,
    client: ClientArgument,
    text: TextArgument = None,
    value: Annotated[
        int | None, typer.Option("--value", min=1, max=5, help="How much value, 1 to 5.")
    ] = None,
    missing: Annotated[
        str | None, typer.Option("--missing", metavar="TEXT", help="What the client found missing.")
    ] = None,
    session: SessionOption = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Feedback belongs to the latest meeting without one, unless --session says otherwise. A value
    of 1 or 2, or something missing, is a concern that waits for an adjustment.
    """
    from valueback.drafting.between_meetings import feedback

    words = context.prompts.text(text, "What did the client write?", "TEXT")
    lacks = context.prompts.optional_text(missing)
    plan = feedback(
        text=words, value=value, missing=lacks, session=session, at=context.at(at), note=note
    )
    written = context.append(context.client(client), plan)
    verb = "log-adjustment" if written.made.is_concern else "check-guarantee"
    return context.answered(written, f"valueback {verb} {{id}}")
