"""Something outside anyone's control happened."""

from __future__ import annotations

from typing import Annotated, Literal

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, NoteOption, TextArgument
from valueback.cli.context import Context
from valueback.cli.declared import Option


def run(
    context: Context,
    client: ClientArgument,
    text: TextArgument = None,
    cause: Annotated[
        Literal["economy", "disaster", "health", "other"],
        Option("--cause", help="What kind."),
    ] = "other",
    first: Annotated[
        str | None, Option("--from", metavar="DAY", help="Its first day; today if left out.")
    ] = None,
    last: Annotated[
        str | None, Option("--to", metavar="DAY", help="Its last day; the first if left out.")
    ] = None,
    affects: Annotated[
        Literal["attendance", "results", "both"],
        Option("--affects", help="What it kept back: attendance is anything the client does."),
    ] = "attendance",
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """What nobody could help turns misses on its days into questions for people to settle."""
    from valueback.drafting.outcome import factor

    words = context.prompts.text(text, "What happened?", "TEXT")
    begins = context.day(first, "back") or context.today
    plan = factor(
        text=words,
        cause=cause,
        first=begins,
        last=context.day(last, "back") or begins,
        affects=affects,
        at=context.at(at),
        note=note,
    )
    return context.save(client, plan, then="valueback check-guarantee {id}")
