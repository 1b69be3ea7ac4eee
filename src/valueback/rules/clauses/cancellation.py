"""Cancellation: notice in time, and a new date in time, for all that the client cancelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial

from valueback.model.agreement import Agreement
from valueback.model.entries import Booking, Cancellation
from valueback.model.message import Message, say
from valueback.model.periods import calendar_start
from valueback.model.time_terms import TimeTerm
from valueback.model.timeline import Timeline
from valueback.moments import elapsed
from valueback.rules.bookings import failed_by_provider
from valueback.rules.chains import booked_later, clients_run, held_in
from valueback.rules.clause import Clause
from valueback.rules.findings import Check, Finding, Status, as_said, as_told, by_when, day_told
from valueback.rules.moves import MOVE
from valueback.rules.notice import (
    Notice,
    client_cancellations,
    counts_as_used,
    notice_days,
    notice_of,
)
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
    found = notice_of(timeline, cancelled)
    return _NOTICE.finding(
        entry=cancelled.id,
        status=found.status,
        wording=partial(_notice_message, timeline, cancelled, found),
        due=found.due,
        moment=cancelled.at,
        days=notice_days(timeline, cancelled),
        evidence=(cancelled.id, cancelled.booking),
    )


def _notice_message(timeline: Timeline, cancelled: Cancellation, found: Notice) -> Message:
    booking = timeline.bookings[cancelled.booking]
    start, given = timeline.local(booking.to), elapsed(cancelled.at, booking.to)
    if found.why == "grace":
        minutes = timeline.agreement.meetings.booking_grace_minutes
        return say("notice.just-booked", given=given, start=start, count=minutes)
    if found.why == "moving":
        day, key = timeline.day(cancelled.at), "notice.moved"
        key = key if found.status == "met" else "notice.to-be-moved"
        return say(key, given=given, start=start, notice=notice_words(found.term), day=day)
    key = "notice.before" if cancelled.at <= booking.to else "notice.after"
    return say(key, given=given, start=start, notice=notice_words(found.term))


def notice_words(term: TimeTerm) -> Message:
    """So much notice, as one says it: 24 hours' notice."""
    said = say(f"notice.{term.unit.replace(' ', '-')}", count=term.number)
    return said if term.by is None else say("notice.by", said=said, by=f"{term.by:%H:%M}")


def _before(term: TimeTerm) -> Message:
    """So long before, as one agrees it: 24 hours before."""
    said = say(f"before.{term.unit.replace(' ', '-')}", count=term.number)
    return said if term.by is None else say("term.by", said=said, by=f"{term.by:%H:%M}")


def _reschedule(timeline: Timeline, cancelled: Cancellation) -> Finding:
    first = _counted_from(timeline, cancelled)
    by = _by(timeline, first)
    chain = booked_later(timeline, timeline.bookings[cancelled.booking])
    serving = _serving(timeline, first, chain)
    status = by_when(timeline, by, done=bool(serving))
    wording: Callable[[], Message] = partial(_new_date_message, timeline, cancelled, status, by)
    failed = [
        b for b in chain if _lies_within(timeline, first, b.to) and failed_by_provider(timeline, b)
    ]
    if status != "met" and failed:
        status = "excused"
        wording = partial(_provider_failed, wording, failed[0])
    held = any(True for _ in held_in(timeline, chain))
    if counts_as_used(timeline, cancelled) and not (status == "met" and held):
        # a ruling that gives the session back makes nobody owe a date that nobody had to agree on
        # (decision 2026-11-22: a session used up by short notice owes no new date)
        status, wording = "excused", _used_up
    return _RESCHEDULE.finding(
        entry=cancelled.id,
        status=status,
        wording=wording,
        due=by,
        days=(timeline.day(by),),
        evidence=(cancelled.id, cancelled.booking, *serving[:1], *(b.id for b in failed[:1])),
    )


def _by(timeline: Timeline, first: Booking) -> datetime:
    """The last moment for a new date, for a booking from whose day the time counts."""
    return timeline.after(timeline.agreement.meetings.reschedule_within, first.to)


def _lies_within(timeline: Timeline, first: Booking, start: datetime) -> bool:
    """Whether a new meeting lies within the time: by its end or, where the same week or month was
    agreed, anywhere in that.
    """
    within = timeline.agreement.meetings.reschedule_within
    if within.same is None:
        return timeline.in_time(start, _by(timeline, first))
    same = (calendar_start(within.same, timeline.day(moment)) for moment in (start, first.to))
    return len(set(same)) == 1


def _serving(timeline: Timeline, first: Booking, chain: Sequence[Booking]) -> list[str]:
    """What of a chain serves the time that counts from a booking: what was held within it, or
    booked within it (for the same week or month, where that was agreed).
    """
    terms = timeline.agreement.meetings
    if terms.reschedule_rule == "held":
        sessions = held_in(timeline, chain)
        return [s.id for s in sessions if _lies_within(timeline, first, s.at)]
    by = _by(timeline, first)
    return [
        b.id
        for b in chain
        if timeline.in_time(b.at, by)
        and (terms.reschedule_within.same is None or _lies_within(timeline, first, b.to))
    ]


def _counted_from(timeline: Timeline, cancelled: Cancellation) -> Booking:
    """The booking from whose day the time for a new date counts.

    A new date that the client calls off again does not restart the time, unless all had been served
    in time and it was over before: then it runs anew from the day of what was called off so late.
    """
    run = clients_run(timeline, cancelled)
    first = timeline.bookings[run[0].booking]
    served = 0
    for number, again in enumerate(run[1:], 1):
        over = not timeline.in_time(again.at, _by(timeline, first))
        before = run[served:number]
        if over and all(_was_served(timeline, first, c, again) for c in before):
            first, served = timeline.bookings[again.booking], number
    return first


def _was_served(
    timeline: Timeline, first: Booking, cancelled: Cancellation, until: Cancellation
) -> bool:
    """Whether a new date for a cancellation had come in time, or none was owed."""
    chain = booked_later(timeline, timeline.bookings[cancelled.booking])
    earlier = [b for b in chain if b.at <= until.at]
    return counts_as_used(timeline, cancelled) or bool(_serving(timeline, first, earlier))


def _new_date_message(
    timeline: Timeline, cancelled: Cancellation, status: Status, by: datetime
) -> Message:
    rule = timeline.agreement.meetings.reschedule_rule
    meeting = timeline.day(timeline.bookings[cancelled.booking].to)
    how = {"met": "met", "pending": "open"}.get(status, "missing")
    return say(f"reschedule.{rule}.{how}", meeting=meeting, by=as_said(timeline, by))


def _provider_failed(said: Callable[[], Message], booking: Booking) -> Message:
    return say("reschedule.provider-failed", said=said(), booking=booking.id)


def _used_up() -> Message:
    return say("reschedule.used-up")


def agreed(agreement: Agreement) -> Message:
    """So long before, with a new date within so many days; and what short notice costs."""
    terms = agreement.meetings
    fees = [fee for fee in agreement.fee if fee.miss == "late-cancellation"]
    always = any(fee.below is None for fee in fees)
    uses = ".uses" if agreement.late_cancellation_uses_session and not always else ""
    said = say(
        f"clause.cancellation.agreed.{terms.reschedule_rule}{uses}",
        notice=_before(terms.cancellation_notice),
        within=terms.reschedule_within,
    )
    if uses and fees:
        said = say("clause.cancellation.unless-fee", said=said)
    if terms.moving_notice is not None:
        said = say("clause.cancellation.moving", said=said, notice=_before(terms.moving_notice))
    if terms.booking_grace_minutes:
        said = say("clause.cancellation.grace", said=said, count=terms.booking_grace_minutes)
    return said


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
    meeting = day_told(timeline, timeline.bookings[cancelled.booking].to)
    if finding.check == MOVE.id:
        return say("recall.moved", meeting=meeting)
    if finding.check == _RESCHEDULE.id:
        return say("recall.new-date", meeting=meeting, by=as_told(timeline, finding.due))
    notice = notice_words(timeline.agreement.meetings.cancellation_notice)
    return say("recall.notice", meeting=meeting, notice=notice)


CLAUSE = Clause(
    id="cancellation",
    owner="client",
    checks=(_NOTICE, _RESCHEDULE),
    find=find,
    agreed=agreed,
    due=due,
    recall=recall,
)
