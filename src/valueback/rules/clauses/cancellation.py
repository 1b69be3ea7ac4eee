"""Cancellation: notice in time, and a new date in time, for all that the client cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from valueback.model.agreement import Agreement
from valueback.model.entries import Cancellation
from valueback.model.message import Message, say
from valueback.model.timeline import Timeline
from valueback.rules.bookings import (
    client_cancellations,
    counts_as_used,
    failed_by_provider,
    first_cancelled,
    held,
    notice,
    notice_agreed,
    notice_days,
    replacements,
)
from valueback.rules.clause import Clause
from valueback.rules.findings import Check, Finding, Status, by_day
from valueback.rules.tasks import Standing, Task

_NOTICE = Check(
    clause="cancellation", id="notice", about=("cancellation",), misses=("late-cancellation",)
)
_RESCHEDULE = Check(
    clause="cancellation", id="reschedule", about=("cancellation",), misses=("reschedule",)
)


def find(timeline: Timeline) -> Iterator[Finding]:
    """Two findings per cancellation of the client's: its notice, and its new date."""
    for cancelled in client_cancellations(timeline):
        yield _notice(timeline, cancelled)
        yield _reschedule(timeline, cancelled)


def _notice(timeline: Timeline, cancelled: Cancellation) -> Finding:
    booking = timeline.bookings[cancelled.booking]
    given, agreed = notice(timeline, cancelled), notice_agreed(timeline)
    assert given is not None  # the booking is live
    in_advance = given.total_seconds() >= 0
    return _NOTICE.finding(
        entry=cancelled.id,
        status="met" if given >= agreed else "breached",
        message=say(
            "notice.before" if in_advance else "notice.after",
            given=given,
            start=timeline.local(booking.to),
            count=timeline.agreement.guarantee.cancellation_notice_hours,
        ),
        due=booking.to - agreed,
        moment=cancelled.at,
        days=notice_days(timeline, cancelled),
        evidence=(cancelled.id, booking.id),
    )


def _reschedule(timeline: Timeline, cancelled: Cancellation) -> Finding:
    by = _new_date_by(timeline, cancelled)
    chain = replacements(timeline, cancelled)
    sessions = [s for s in (held(timeline, b) for b in chain) if s is not None]
    if timeline.agreement.guarantee.reschedule_rule == "held":
        serving = [s.id for s in sessions if timeline.day(s.at) <= by]
    else:
        serving = [b.id for b in chain if timeline.day(b.at) <= by]
    status = by_day(timeline, by, done=bool(serving))
    message = _new_date_message(timeline, cancelled, status, by)
    failed = [b for b in chain if timeline.day(b.to) <= by and failed_by_provider(timeline, b)]
    if status != "met" and failed:
        status = "excused"
        message = say("reschedule.provider-failed", said=message, booking=failed[0].id)
    if counts_as_used(timeline, cancelled) and not (status == "met" and sessions):
        # a ruling that gives the session back makes nobody owe a date that nobody had to agree on
        # (decision 2026-11-22: a session used up by short notice owes no new date)
        status, message = "excused", say("reschedule.used-up")
    return _RESCHEDULE.finding(
        entry=cancelled.id,
        status=status,
        message=message,
        due=timeline.end_of(by),
        days=(by,),
        evidence=(cancelled.id, cancelled.booking, *serving[:1], *(b.id for b in failed[:1])),
    )


def _new_date_by(timeline: Timeline, cancelled: Cancellation) -> date:
    """The last day for a new date."""
    first = timeline.day(first_cancelled(timeline, cancelled).to)
    return first + timedelta(days=timeline.agreement.guarantee.reschedule_within_days)


def _new_date_message(
    timeline: Timeline, cancelled: Cancellation, status: Status, by: date
) -> Message:
    rule = timeline.agreement.guarantee.reschedule_rule
    meeting = timeline.day(timeline.bookings[cancelled.booking].to)
    how = {"met": "met", "pending": "open"}.get(status, "missing")
    return say(f"reschedule.{rule}.{how}", meeting=meeting, by=by)


def agreed(agreement: Agreement) -> Message:
    """So long before, with a new date within so many days; and what short notice costs."""
    terms = agreement.guarantee
    uses = ".uses" if agreement.late_cancellation_uses_session else ""
    return say(
        f"clause.cancellation.agreed.{terms.reschedule_rule}{uses}",
        notice=say("hours", count=terms.cancellation_notice_hours),
        within=say("days", count=terms.reschedule_within_days),
    )


def due(standing: Standing) -> Iterator[Task]:
    """New dates to agree on; what was agreed again and called off has a task of its own."""
    timeline = standing.timeline
    for finding in standing.findings("cancellation", "reschedule", "pending"):
        booked = timeline.replacements_of.get(finding.entry, ())
        if all(timeline.was_missed(booking) for booking in booked):
            yield standing.task(
                due=finding.due, what="replacement", entry=finding.entry, message=finding.message
            )


def recall(timeline: Timeline, finding: Finding) -> Message:
    """The notice, or the new date, that had been agreed for what was called off."""
    cancelled = timeline.cancellations[finding.entry]
    meeting = timeline.day(timeline.bookings[cancelled.booking].to)
    if finding.check == _RESCHEDULE.id:
        return say("recall.new-date", meeting=meeting, by=timeline.day(finding.due))
    hours = timeline.agreement.guarantee.cancellation_notice_hours
    return say("recall.notice", meeting=meeting, count=hours)


CLAUSE = Clause(
    id="cancellation",
    owner="client",
    checks=(_NOTICE, _RESCHEDULE),
    find=find,
    agreed=agreed,
    due=due,
    recall=recall,
)
