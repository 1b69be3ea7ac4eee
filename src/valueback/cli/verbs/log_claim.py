"""The client asks for the money back."""

from __future__ import annotations

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, NoteOption, TextArgument
from valueback.cli.context import Context


def run(
    context: Context,
    client: ClientArgument,
    text: TextArgument = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """The client's own words; the day on which they reached you decides whether it is in time."""
    from valueback.drafting.outcome import claim

    words = context.prompts.text(text, "What does the client write?", "TEXT")
    return context.save(
        client,
        claim(text=words, at=context.at(at), note=note),
        then="valueback check-guarantee {id}",
    )
