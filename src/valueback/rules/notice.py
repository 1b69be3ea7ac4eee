"""Notice: whether a meeting was called off in time, and what it costs where it was not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from valueback.model.entries import Booking, Cancellation
from valueback.model.time_terms import TimeTerm
from valueback.model.timeline import Timeline
from valueback.rules.bookings import failed_by_provider
from valueback.rules.fees import fee_row
from valueback.rules.rulings import Circumstances


class Notice(NamedTuple):
    """How the notice of a cancellation stands: by when it was due, and by which term.

    `why` is `notice` where the agreed time decides, `moving` where a new date on the same day made
    or would make it enough, `grace` where the meeting had only just been booked.
    """

    status: Literal["met", "pending", "breached"]
    due: datetime
    term: TimeTerm
    why: Literal["notice", "moving", "grace"] = "notice"


def client_cancellations(timeline: Timeline) -> list[Cancellation]:
    """What the client called off, one per booking; not what the provider called off or missed."""
    return [
        c
        for c in timeline.cancellation_of.values()
        if c.by == "client"
        and c.booking in timeline.bookings
        and not failed_by_provider(timeline, timeline.bookings[c.booking])
    ]


def latest_notice(timeline: Timeline, booking: Booking) -> datetime:
    """Until when the client can call a meeting off: nobody breaches a notice that nobody could
    give, so one that was only just booked can be called off for a while.
    """
    agreed = timeline.calendar.before(timeline.agreement.meetings.cancellation_notice, booking.to)
    return max(agreed, _grace_until(timeline, booking) or agreed)


def _grace_until(timeline: Timeline, booking: Booking) -> datetime | None:
    """So long after it was booked a meeting can be called off, but before it begins; None where
    nothing of the kind was agreed.
    """
    minutes = timeline.agreement.meetings.booking_grace_minutes
    until = min(booking.at + timedelta(minutes=minutes), booking.to)
    return timeline.local(until) if minutes else None


def notice_of(timeline: Timeline, cancelled: Cancellation) -> Notice:
    """How the notice of a client's cancellation stands."""
    terms = timeline.agreement.meetings
    booking = timeline.bookings[cancelled.booking]
    agreed = timeline.calendar.before(terms.cancellation_notice, booking.to)
    until = _grace_until(timeline, booking)
    due = max(agreed, until or agreed)
    if timeline.in_time(cancelled.at, agreed):
        return Notice("met", due, terms.cancellation_notice)
    begun = cancelled.at >= booking.to
    if until is not None and not begun and timeline.in_time(cancelled.at, until):
        return Notice("met", due, terms.cancellation_notice, "grace")
    if terms.moving_notice is not None:
        moving = timeline.calendar.before(terms.moving_notice, booking.to)
        status = _moved(timeline, cancelled) if timeline.in_time(cancelled.at, moving) else None
        if status is not None:
            day_ends = timeline.end_of(timeline.day(cancelled.at))
            last = max(due, moving) if status == "met" else max(day_ends, moving)
            return Notice(status, last, terms.moving_notice, "moving")
    return Notice("breached", due, terms.cancellation_notice)


def _moved(timeline: Timeline, cancelled: Cancellation) -> Literal["met", "pending"] | None:
    """Whether a new date was booked on the day of the notice; None where it was not."""
    day = timeline.day(cancelled.at)
    moved = timeline.replacements_of.get(cancelled.id, ())
    if any(timeline.day(new.at) == day for new in moved):
        return "met"
    return None if timeline.over(day) else "pending"


def notice_days(timeline: Timeline, cancelled: Cancellation) -> tuple[date, date]:
    """The days on which something outside anyone's control can excuse short notice."""
    start = timeline.bookings[cancelled.booking].to
    return timeline.day(cancelled.at), timeline.day(start)


def counts_as_used(timeline: Timeline, cancelled: Cancellation) -> bool:
    """Whether by the agreement a cancellation short of notice uses up its session; what is still
    pending is not short, and what a fee row fits costs the fee instead.
    """
    uses = timeline.agreement.late_cancellation_uses_session and cancelled.by == "client"
    if not uses or notice_of(timeline, cancelled).status != "breached":
        return False
    return fee_row(timeline, ("late-cancellation",), cancelled.id) is None


def uses_session(circumstances: Circumstances, cancelled: Cancellation) -> bool:
    """Whether a cancellation uses up its session: as agreed, unless a ruling excused it."""
    timeline = circumstances.timeline
    if not counts_as_used(timeline, cancelled):
        return False
    ruling = circumstances.ruling_for(cancelled.id, "notice", notice_days(timeline, cancelled))
    return ruling is None or ruling.outcome != "excused"
