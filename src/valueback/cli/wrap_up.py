"""After a meeting: a few questions, one write, and the question to send to the client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from valueback.cli.ask import until_understood
from valueback.cli.between_meetings import draft_homework
from valueback.cli.desk import Answer, Desk
from valueback.cli.meetings import held_booking, planned_minutes
from valueback.cli.options import ClientArgument, MinutesOption, NoteOption
from valueback.errors import mistyped
from valueback.moments import show_moment

if TYPE_CHECKING:
    from valueback.model.draft import Draft
    from valueback.model.engagement import Engagement

Party = Literal["client", "provider"]


@dataclass(frozen=True)
class _Meeting:
    """What is known of a meeting; what is None is asked for, or left out."""

    start: datetime | None
    booking: str | None
    minutes: int | None
    no_show: Party | None
    late: int | None
    left_early: int | None
    actual: int | None
    recording: str | None
    homework: str | None
    due: str | None
    missing: str | None
    following: datetime | None
    note: str | None
    done: tuple[str, ...] = field(default=())


def wrap_up(
    desk: Desk,
    client: ClientArgument,
    start: Annotated[
        str | None, typer.Option("--start", metavar="WHEN", help="The agreed start, if not booked.")
    ] = None,
    booking: Annotated[
        str | None, typer.Option("--booking", metavar="ID", help="Which booking, like B5.")
    ] = None,
    minutes: MinutesOption = None,
    no_show: Annotated[Party | None, typer.Option("--no-show", help="Who did not come.")] = None,
    late: Annotated[
        int | None, typer.Option("--late", min=0, help="Minutes the client was late.")
    ] = None,
    left_early: Annotated[
        int | None, typer.Option("--left-early", min=0, help="Minutes the client left early.")
    ] = None,
    actual: Annotated[
        int | None, typer.Option("--actual", min=0, help="How many minutes it took in the end.")
    ] = None,
    recording: Annotated[
        str | None, typer.Option("--recording", metavar="WHERE", help="Where both can hear it.")
    ] = None,
    done: Annotated[
        list[str] | None,
        typer.Option("--done", metavar="ID", help="Homework that was done; repeatable."),
    ] = None,
    homework: Annotated[
        str | None, typer.Option("--homework", metavar="TEXT", help="What the client will do.")
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="DAY", help="The last day for that homework.")
    ] = None,
    missing: Annotated[
        str | None, typer.Option("--missing", metavar="TEXT", help="What the client found missing.")
    ] = None,
    following: Annotated[
        str | None, typer.Option("--next", metavar="START", help="The next meeting's start.")
    ] = None,
    note: NoteOption = None,
) -> Answer:
    """At a terminal it asks, and Enter takes the likely answer; nothing is written until the last
    one, and everything at once. With --no-input, the flags say it all.
    """
    engagement = desk.engagement(client)
    meeting = _Meeting(
        desk.moment(start),
        booking,
        minutes,
        no_show,
        late,
        left_early,
        actual,
        desk.optional_text(recording),
        desk.optional_text(homework),
        due,
        desk.optional_text(missing),
        desk.moment(following, "ahead"),
        note,
        tuple(done or ()),
    )
    if desk.interactive:
        meeting = _asked(desk, engagement, meeting)
    return _saved(desk, engagement, meeting)


# --- the questions ---


def _asked(desk: Desk, engagement: Engagement, meeting: _Meeting) -> _Meeting:
    """The meeting with the answers to what was not given."""
    meeting = _which(desk, engagement, meeting)
    if meeting.no_show is None:
        held = until_understood(
            desk, "Did it take place? (yes / client / me: who did not come)", _who_missed, "yes"
        )
        meeting = replace(meeting, no_show=held)
    if meeting.no_show is None:
        meeting = _course(desk, meeting)
    meeting = replace(meeting, done=meeting.done or _homework_done(desk, engagement))
    if meeting.homework is None:
        meeting = replace(meeting, homework=desk.ask("New homework? (Enter for none)") or None)
        if meeting.homework and meeting.due is None:
            days = engagement.agreement.guarantee.homework_due_days
            given = until_understood(desk, "Due by?", _from_today(desk), f"+{days}d")
            meeting = replace(meeting, due=given.isoformat())
    if meeting.missing is None and meeting.no_show is None:
        missed = desk.ask("Anything they missed? (Enter for nothing)") or None
        meeting = replace(meeting, missing=missed)
    return replace(meeting, following=meeting.following or _next(desk, engagement))


def _which(desk: Desk, engagement: Engagement, meeting: _Meeting) -> _Meeting:
    from valueback.model.timeline import Timeline
    from valueback.rules.suggestions import booking_just_held

    if meeting.start or meeting.booking:
        return meeting
    latest = booking_just_held(Timeline(engagement, desk.now))
    if latest is not None:
        typer.echo(f"The meeting of {show_moment(latest.to, desk.zone)} ({latest.id}).", err=True)
        return replace(meeting, booking=latest.id)
    start = until_understood(
        desk, "When did the meeting start? (today 10:00)", _moment(desk, "back")
    )
    return replace(meeting, start=start)


def _moment(desk: Desk, look: Literal["back", "ahead"]) -> Callable[[str], datetime]:
    def read(text: str) -> datetime:
        moment = desk.moment(text, look)
        assert moment is not None  # a text was given
        return moment

    return read


def _from_today(desk: Desk) -> Callable[[str], date]:
    def read(text: str) -> date:
        day = desk.day_needed(text)
        if day < desk.today:
            raise ValueError("That day has passed; please give a later one.")
        return day

    return read


def _ahead(desk: Desk, start: datetime) -> datetime:
    if start <= desk.now:
        raise ValueError("That has passed; please give a later start.")
    return start


def _who_missed(text: str) -> Party | None:
    answers: dict[str, Party | None] = {"yes": None, "client": "client", "me": "provider"}
    word = text.strip().lower()
    found = [full for full in answers if word in (full, full[0])]
    if not found:
        raise ValueError("Please answer yes, client or me.")
    return answers[found[0]]


def _course(desk: Desk, meeting: _Meeting) -> _Meeting:
    """Late, cut short, recorded?"""
    if meeting.late is None:
        late = until_understood(desk, "Minutes the client was late?", _minutes, "0")
        meeting = replace(meeting, late=late)
    if meeting.left_early is None:
        early = until_understood(desk, "Minutes the client left early?", _minutes, "0")
        meeting = replace(meeting, left_early=early)
    if meeting.recording is None:
        where = desk.ask("Where is the recording? (Enter for none)") or None
        meeting = replace(meeting, recording=where)
    return meeting


def _minutes(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError("Please give whole minutes, like 10.")
    return int(text)


def _homework_done(desk: Desk, engagement: Engagement) -> tuple[str, ...]:
    from valueback.model.timeline import Timeline
    from valueback.render.safe import safe
    from valueback.rules.suggestions import open_homework

    waiting = open_homework(Timeline(engagement, desk.now))
    return tuple(
        task.id
        for task in waiting
        if desk.confirm(f"Homework {task.id} done? ({safe(task.text)})", default=False)
    )


def _next(desk: Desk, engagement: Engagement) -> datetime | None:
    from valueback.model.timeline import Timeline
    from valueback.rules.accountability import ladder
    from valueback.rules.suggestions import booking_ahead

    timeline = Timeline(engagement, desk.now)
    ahead = booking_ahead(timeline)
    if ladder(timeline).pause is not None:
        typer.echo("No new meetings are booked now: the agreed pause is in force.", err=True)
        return None
    if ahead is not None:
        typer.echo(f"Next meeting: {show_moment(ahead.to, desk.zone)} ({ahead.id}).", err=True)
        return None
    read = _moment(desk, "ahead")
    return until_understood(
        desk,
        "Next meeting? (tue 10:00; Enter for none yet)",
        lambda text: _ahead(desk, read(text)) if text else None,
    )


# --- the one write ---


def _saved(desk: Desk, engagement: Engagement, meeting: _Meeting) -> Answer:
    from valueback.cli.messages import feedback_message
    from valueback.model.entries import Session
    from valueback.rules.accountability import ladder

    def write(draft: Draft) -> None:
        session = _draft_session(desk, draft, meeting)
        for task in meeting.done:
            draft.add("homework-done", homework=task)
        if meeting.homework:
            draft_homework(desk, draft, meeting.homework, meeting.due, None, session)
        if meeting.missing:
            if meeting.no_show == "client":
                raise mistyped("Nobody was there to miss anything.", "Leave out --missing.")
            draft.add("feedback", session=session, text=meeting.missing, missing=meeting.missing)
            draft.assume("Counted as the client's own feedback, given in the meeting.")
        if meeting.following and ladder(draft.timeline).pause is not None:
            draft.assume(
                "Not booked: the agreed pause is in force. See: valueback check-accountability"
            )
        elif meeting.following:
            draft.add("booking", to=meeting.following)

    written = desk.folder.append(engagement.id, write, desk.now, dry_run=desk.dry_run)
    after = written.after
    session = next(e for e in after.log.entries[::-1] if isinstance(e, Session))
    if not session.attended:
        return desk.answered(written, "valueback check-guarantee {id}")
    message = feedback_message(desk, after, session).body
    then = (
        "valueback log-adjustment {id}"
        if meeting.missing
        else "valueback request-feedback {id} --sent"
    )
    return desk.answered(written, then, message)


def _draft_session(desk: Desk, draft: Draft, meeting: _Meeting) -> str:
    held = held_booking(desk, draft, meeting.booking, meeting.start)
    return draft.add(
        "session",
        held.to if meeting.start is None and held else meeting.start,
        minutes=meeting.minutes or planned_minutes(draft, held, None),
        booking=held.id if held else None,
        item=held.item if held and held.item != "sessions" else None,
        no_show=meeting.no_show,
        late_minutes=meeting.late or None,
        left_early_minutes=meeting.left_early or None,
        actual_minutes=meeting.actual,
        recording=meeting.recording,
        note=meeting.note,
    ).id
