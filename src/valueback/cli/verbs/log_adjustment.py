"""What you changed in answer to a concern."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, NoteOption, TextArgument
from valueback.cli.context import Context
from valueback.cli.declared import Option


def run(
    context: Context,
    client: ClientArgument,
    text: TextArgument = None,
    feedback: Annotated[
        str | None,
        Option("--feedback", metavar="ID", help="The concern it answers, like F3."),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without --feedback, the oldest concern without an answer is meant."""
    from valueback.drafting.between_meetings import adjustment

    words = context.prompts.text(text, "What do you change?", "TEXT")
    plan = adjustment(text=words, feedback=feedback, at=context.at(at), note=note)
    return context.save(client, plan, then="valueback check-guarantee {id}")
