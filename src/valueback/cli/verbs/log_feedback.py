"""What came from the client after a meeting: feedback, homework, and your answer to it."""

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
from valueback.cli.debriefing import homework_done, score
from valueback.cli.declared import Option
from valueback.errors import mistyped

CONCERN = 2
"""A value of so much or less is a concern, as is whatever is missing."""


def run(
    context: Context,
    client: ClientArgument,
    text: TextArgument = None,
    value: Annotated[
        int | None, Option("--value", min=1, max=5, help="How much value, 1 to 5.")
    ] = None,
    missing: Annotated[
        str | None, Option("--missing", metavar="TEXT", help="What the client found missing.")
    ] = None,
    done: Annotated[
        list[str] | None,
        Option("--done", metavar="ID", help="Homework that came, like H3; repeatable."),
    ] = None,
    change: Annotated[
        str | None,
        Option("--change", metavar="TEXT", help="What you change in answer to a concern."),
    ] = None,
    session: SessionOption = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Feedback belongs to the latest meeting without one, unless --session says otherwise. A value
    of 1 or 2, or something missing, is a concern that waits for an adjustment.
    """
    from valueback.drafting.between_meetings import came_back

    engagement = context.engagement(client)
    words = _words(context, text, only_homework=bool(done))
    lacks = context.prompts.optional_text(missing)
    if context.prompts.interactive:
        if words is not None:
            value = score(context) if value is None else value
            lacks = (
                lacks or context.prompts.ask("Did they miss anything? (Enter for nothing)") or None
            )
        done = done or list(homework_done(context, engagement))
        if words is not None and (lacks or (value or CONCERN + 1) <= CONCERN):
            change = change or _change(context)
    if words is None and (value is not None or lacks):
        raise mistyped("A score or something missing needs their words.", "Give what they wrote.")
    if words is None and not done:
        raise mistyped("Nothing was said, so nothing is written.", "Give what the client wrote.")
    plan = came_back(
        text=words,
        value=value,
        missing=lacks,
        session=session,
        done=done or (),
        change=context.prompts.optional_text(change),
        at=context.at(at),
        note=note,
    )
    written = context.append(engagement.id, plan)
    concern = written.made is not None and written.made.is_concern and change is None
    verb = "log-adjustment" if concern else "check-guarantee"
    return context.answered(written, f"valueback {verb} {{id}}")


def _words(context: Context, text: str | None, *, only_homework: bool) -> str | None:
    """What the client wrote; nothing where only homework came."""
    if text is None and only_homework:
        return None
    if text is None and context.prompts.interactive:
        question = "What did the client write about the meeting? (Enter if only homework came)"
        return context.prompts.ask(question) or None
    return context.prompts.text(text, "What did the client write?", "TEXT")


def _change(context: Context) -> str | None:
    question = "What will you change in answer? (Enter to say it later)"
    return context.prompts.ask(question) or None
