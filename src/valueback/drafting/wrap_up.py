"""After a meeting: everything that came of it, in one write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from valueback.drafting.between_meetings import feedback, homework, homework_done
from valueback.drafting.draft import Draft, drafts
from valueback.drafting.meetings import book, session
from valueback.errors import Hint, mistyped
from valueback.frozen import frozen
from valueback.model.data import Party
from valueback.model.entries import Homework, Session
from valueback.model.message import say
from valueback.rules.accountability import ladder
from valueback.rules.bookings import without_outcome


@frozen(kw_only=True)
class Meeting:
    """What is known of a meeting that has taken place, or should have."""

    start: datetime | None = None
    booking: str | None = None
    minutes: int | None = None
    no_show: Party | None = None
    late: int | None = None
    left_early: int | None = None
    provider_late: int | None = None
    actual: int | None = None
    recording: str | None = None
    homework: str | None = None
    due: date | None = None
    missing: str | None = None
    value: int | None = None
    said: str | None = None
    following: datetime | None = None
    note: str | None = None
    done: Sequence[str] = ()


@drafts
def wrap_up(draft: Draft, *, meeting: Meeting) -> Session:
    """The session, homework done and new, what was missed, and the next meeting."""
    held = draft.carry_out(
        session(
            start=meeting.start,
            booking=meeting.booking,
            minutes=meeting.minutes,
            no_show=meeting.no_show,
            late=meeting.late or 0,
            left_early=meeting.left_early or 0,
            provider_late=meeting.provider_late or 0,
            actual=meeting.actual,
            recording=meeting.recording,
            note=meeting.note,
        )
    )
    told = _told_at(draft, held)
    given = {task.id: task.at for task in draft.timeline.of(Homework)}
    for task in meeting.done:
        after = told is not None and task in given and given[task] > told
        draft.carry_out(homework_done(homework=task, at=None if after else told))
    if meeting.homework:
        draft.carry_out(homework(text=meeting.homework, due=meeting.due, session=held.id))
    if meeting.value is not None and not (meeting.missing or meeting.said):
        raise mistyped(
            "A score alone is no feedback.", "", Hint("Add a few of their words: {}.", "said")
        )
    if meeting.missing or meeting.said:
        _told(draft, held, meeting, told)
    if meeting.following is not None:
        _next(draft, meeting.following)
    return held


def _told_at(draft: Draft, held: Session) -> datetime | None:
    """When the client said what was said in the meeting: its end, where that was on an earlier day;
    else now.
    """
    minutes = held.actual_minutes if held.actual_minutes is not None else held.minutes
    over = held.at + timedelta(minutes=minutes)
    earlier = draft.timeline.day(over) < draft.timeline.day(draft.at(None))
    return over if earlier and held.no_show is None else None


def _told(draft: Draft, held: Session, meeting: Meeting, at: datetime | None) -> None:
    """What the client said in the meeting, of it and of what was missing: their own feedback."""
    if held.no_show == "client":
        raise mistyped("Nobody was there to miss anything.", "", Hint("Leave out {}.", "missing"))
    words = meeting.said or meeting.missing or ""
    draft.carry_out(
        feedback(session=held.id, text=words, value=meeting.value, missing=meeting.missing, at=at)
    )
    draft.assume(say("assumed.feedback-in-meeting"))


def _next(draft: Draft, start: datetime) -> None:
    booked = next((b for b in without_outcome(draft.timeline) if b.to == start), None)
    if ladder(draft.timeline).pause is not None:
        draft.assume(say("assumed.not-booked"))
    elif booked is not None:
        at = draft.timeline.local(booked.to)
        draft.assume(say("assumed.booked-already", start=at, booking=booked.id))
    else:
        draft.carry_out(book(starts=[start], new=True))
