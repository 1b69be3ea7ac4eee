"""Between meetings: what the client agreed to do, what they wrote, what changed in answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.options import (
    AtOption,
    ClientArgument,
    NoteOption,
    SessionOption,
    TextArgument,
)
from valueback.errors import refused
from valueback.moments import show_day

if TYPE_CHECKING:
    from valueback.model.draft import Draft


def log_homework(
    desk: Desk,
    client: ClientArgument,
    text: TextArgument = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="DAY", help="The last day for it: fri, +7d.")
    ] = None,
    session: SessionOption = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without --due, it has as many days as the agreement gives."""
    words = desk.text(text, "What will the client do?", "TEXT")

    def write(draft: Draft) -> None:
        draft_homework(desk, draft, words, due, desk.at(at), session, note)

    return desk.save(client, write, then="valueback complete-homework {id}")


def draft_homework(
    desk: Desk,
    draft: Draft,
    text: str,
    due: str | None,
    at: datetime | None,
    session: str | None,
    note: str | None = None,
) -> None:
    """Draft one piece of homework, with the due day that the agreement suggests."""
    day = desk.day(due)
    if day is None:
        given = draft.timeline.day(at or draft.now)
        day = given + timedelta(days=draft.engagement.agreement.guarantee.homework_due_days)
        draft.assume(f"Due by {show_day(day)}, as the agreement has it; say --due otherwise.")
    draft.add("homework", at, text=text, due=day, session=session, note=note)


def complete_homework(
    desk: Desk,
    client: ClientArgument,
    homework: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Which homework, like H3.")
    ] = None,
    evidence: Annotated[
        str | None,
        typer.Option("--evidence", metavar="TEXT", help="What shows it: a link, a file."),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without an id, the open homework that is due first is meant."""

    def write(draft: Draft) -> None:
        from valueback.rules.suggestions import open_homework

        waiting = open_homework(draft.timeline)
        if homework is None and not waiting:
            raise refused("No homework is open.", "See the log with: valueback show")
        if homework is None:
            draft.assume(f"Taken to be {waiting[0].id}: {waiting[0].text}")
        done = homework or waiting[0].id
        draft.add("homework-done", desk.at(at), homework=done, evidence=evidence, note=note)

    return desk.save(client, write, then="valueback check-guarantee {id}")


def log_feedback(
    desk: Desk,
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
    words = desk.text(text, "What did the client write?", "TEXT")
    lacks = desk.optional_text(missing)

    def write(draft: Draft) -> None:
        about = session or _awaiting_feedback(draft)
        draft.add(
            "feedback",
            desk.at(at),
            session=about,
            text=words,
            value=value,
            missing=lacks,
            note=note,
        )

    is_concern = lacks or (value is not None and value <= 2)
    then = "valueback log-adjustment {id}" if is_concern else "valueback check-guarantee {id}"
    return desk.save(client, write, then=then)


def _awaiting_feedback(draft: Draft) -> str:
    from valueback.rules.suggestions import session_awaiting_feedback

    session = session_awaiting_feedback(draft.timeline)
    if session is None:
        raise refused(
            "There is no meeting yet that feedback could be about.",
            "Say which one it is about: --session S1, or log it first.",
        )
    day = show_day(draft.timeline.day(session.at))
    draft.assume(f"Taken to be about {session.id}, the meeting of {day}.")
    return session.id


def log_adjustment(
    desk: Desk,
    client: ClientArgument,
    text: TextArgument = None,
    feedback: Annotated[
        str | None,
        typer.Option("--feedback", metavar="ID", help="The concern it answers, like F3."),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without --feedback, the oldest concern without an answer is meant."""
    words = desk.text(text, "What do you change?", "TEXT")

    def write(draft: Draft) -> None:
        from valueback.rules.suggestions import concern_to_answer

        concern = None if feedback else concern_to_answer(draft.timeline)
        if feedback is None and concern is None:
            raise refused("No concern waits for an answer.", "Say which one: --feedback F1.")
        if concern is not None:
            draft.assume(f"Taken to answer {concern.id}: {concern.missing or concern.text}")
        answered = feedback or (concern and concern.id)
        draft.add("adjustment", desk.at(at), feedback=answered, text=words, note=note)

    return desk.save(client, write, then="valueback check-guarantee {id}")
