"""What the client agreed to do: feedback, homework, being there, notice, speaking up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from valueback.model.agreement import SESSIONS, MissKind
from valueback.model.entries import (
    AGREEMENT,
    Cancellation,
    Claim,
    Feedback,
    Homework,
    Session,
)
from valueback.model.term import full_term_over, last_day
from valueback.model.timeline import Timeline
from valueback.moments import show_day, show_duration, show_moment
from valueback.rules.bookings import (
    client_cancellations,
    counts_as_used,
    failed_by_provider,
    first_cancelled,
    held,
    lost_by_provider,
    notice,
    notice_agreed,
    notice_days,
    replacements,
    units_agreed,
    units_left,
    without_outcome,
)
from valueback.rules.findings import Clause, Finding, Status, by_day
from valueback.rules.provider_duties import asked_in_time, asking
from valueback.rules.rulings import Circumstances


def feedback(timeline: Timeline) -> Iterator[Finding]:
    """Written feedback after every attended session, if it was asked for in time."""
    within = timedelta(days=timeline.agreement.guarantee.feedback_within_days)
    for session in timeline.attended:
        day = timeline.day(session.at) + within
        given = next(iter(timeline.feedback_on.get(session.id, ())), None)
        status = by_day(timeline, day, done=given is not None and timeline.day(given.at) <= day)
        asked = asked_in_time(timeline, session)
        if status == "breached" and not asked:
            status = "excused"
        due = timeline.end_of(day)
        yield Finding(
            "feedback",
            "feedback",
            session.id,
            status,
            _feedback_text(timeline, session, status, given),
            due,
            due,
            (day,),
            tuple(e.id for e in (session, *asked[:1], given) if e is not None),
        )


def _feedback_text(
    timeline: Timeline, session: Session, status: Status, given: Feedback | None
) -> str:
    day = timeline.day(session.at)
    by = day + timedelta(days=timeline.agreement.guarantee.feedback_within_days)
    came = f"came on {show_day(timeline.day(given.at))}" if given else "has not come"
    about = f"Feedback on the meeting of {show_day(day)}"
    if status == "pending":
        return f"{about} is open until {show_day(by)}"
    unasked = "; it was not asked for in time" if status == "excused" else ""
    return f"{about} {came}, agreed by {show_day(by)}{unasked}"


def homework(timeline: Timeline) -> Iterator[Finding]:
    """Homework, done by the end of its due day and the days of grace."""
    grace = timedelta(days=timeline.agreement.guarantee.homework_grace_days)
    for task in timeline.of(Homework):
        day = task.due + grace
        done = next(iter(timeline.done_of.get(task.id, ())), None)
        status = by_day(timeline, day, done=done is not None and timeline.day(done.at) <= day)
        when = f"was done on {show_day(timeline.day(done.at))}" if done else "was not done"
        text = f"Homework {task.id} {when}, agreed by {show_day(day)}"
        if status == "pending":
            text = f"Homework {task.id} is open until {show_day(day)}"
        due = timeline.end_of(day)
        yield Finding(
            "homework",
            "homework",
            task.id,
            status,
            f"{text}: {task.text}",
            due,
            due,
            (day,),
            tuple(e.id for e in (task, done) if e is not None),
        )


def presence(timeline: Timeline) -> Iterator[Finding]:
    """Being there, on time and to the end; and, at the end of a full term, having booked it all."""
    for session in timeline.of(Session):
        if session.no_show == "provider":
            continue
        missed = _absence_text(timeline, session)
        when = show_moment(session.at, timeline.engagement.zone)
        booking = timeline.booking_of.get(session.id)
        yield Finding(
            "presence",
            "presence",
            session.id,
            "breached" if missed else "met",
            f"Meeting of {when}: {missed or 'there, on time and to the end'}",
            session.at,
            session.at,
            (timeline.day(session.at),),
            (session.id, booking.id) if booking else (session.id,),
        )
    yield from _never_booked(timeline)


def absence(timeline: Timeline, session: Session) -> tuple[MissKind, ...]:
    """What the client missed of a session: all of it, its beginning, its end; nothing."""
    terms = timeline.agreement.guarantee
    if session.no_show == "client":
        return ("no-show",)
    missed: list[MissKind] = []
    if session.late_minutes > terms.late_grace_minutes:
        missed.append("late")
    if session.left_early_minutes > terms.early_leave_grace_minutes:
        missed.append("left-early")
    return tuple(missed)


def _absence_text(timeline: Timeline, session: Session) -> str:
    """The same in words; empty when nothing."""
    terms = timeline.agreement.guarantee
    words: dict[MissKind, str] = {
        "no-show": "the client did not come",
        "late": f"{session.late_minutes} minutes late, {terms.late_grace_minutes} are agreed",
        "left-early": f"left {session.left_early_minutes} minutes early, "
        f"{terms.early_leave_grace_minutes} are agreed",
    }
    return " and ".join(words[kind] for kind in absence(timeline, session))


def _never_booked(timeline: Timeline) -> Iterator[Finding]:
    item = timeline.agreement.items.get(SESSIONS)
    ends = last_day(timeline)
    if item is None or item.quantity is None or ends is None or not full_term_over(timeline):
        return
    waiting = [b for b in without_outcome(timeline) if b.item == SESSIONS]
    left = units_left(Circumstances.of(timeline), item, ends) - len(waiting)
    left -= lost_by_provider(timeline, SESSIONS)
    if left > 0:
        due = timeline.end_of(ends)
        plural = "session was" if left == 1 else "sessions were"
        agreed = units_agreed(item, timeline.agreement.starts, ends)
        text = f"{left.normalize():f} {plural} never booked, of {agreed.normalize():f} agreed"
        yield Finding("presence", "presence", AGREEMENT, "judgement", text, due, due, (ends,))


def cancellation(timeline: Timeline) -> Iterator[Finding]:
    """Notice in time, and a new date in time, for everything that the client cancelled."""
    for cancelled in client_cancellations(timeline):
        yield _notice(timeline, cancelled)
        yield _reschedule(timeline, cancelled)


def _notice(timeline: Timeline, cancelled: Cancellation) -> Finding:
    booking = timeline.bookings[cancelled.booking]
    given, agreed = notice(timeline, cancelled), notice_agreed(timeline)
    assert given is not None  # the booking is live
    hours = timeline.agreement.guarantee.cancellation_notice_hours
    start = show_moment(booking.to, timeline.engagement.zone)
    how = f"{show_duration(given)} before" if given.total_seconds() >= 0 else "after"
    return Finding(
        "cancellation",
        "notice",
        cancelled.id,
        "met" if given >= agreed else "breached",
        f"Cancelled {how} the meeting of {start}, {hours} h notice are agreed",
        booking.to - agreed,
        cancelled.at,
        notice_days(timeline, cancelled),
        (cancelled.id, booking.id),
    )


def _reschedule(timeline: Timeline, cancelled: Cancellation) -> Finding:
    terms = timeline.agreement.guarantee
    first_day = timeline.day(first_cancelled(timeline, cancelled).to)
    day = first_day + timedelta(days=terms.reschedule_within_days)
    chain = replacements(timeline, cancelled)
    sessions = [s for s in (held(timeline, b) for b in chain) if s is not None]
    if terms.reschedule_rule == "held":
        serving = [s.id for s in sessions if timeline.day(s.at) <= day]
    else:
        serving = [b.id for b in chain if timeline.day(b.at) <= day]
    status = by_day(timeline, day, done=bool(serving))
    text = _reschedule_text(timeline, cancelled, status)
    failed = [b for b in chain if timeline.day(b.to) <= day and failed_by_provider(timeline, b)]
    if status != "met" and failed:
        status, text = "excused", f"{text}; the provider could not keep {failed[0].id}"
    if counts_as_used(timeline, cancelled) and not (status == "met" and sessions):
        # a ruling that gives the session back makes nobody owe a date that nobody had to agree on
        status, text = "excused", "No new date is owed: by the agreement the session was used up"
    due = timeline.end_of(day)
    proof = (cancelled.id, cancelled.booking, *serving[:1], *(b.id for b in failed[:1]))
    return Finding(
        "cancellation", "reschedule", cancelled.id, status, text, due, due, (day,), proof
    )


def _reschedule_text(timeline: Timeline, cancelled: Cancellation, status: Status) -> str:
    terms = timeline.agreement.guarantee
    first_day = timeline.day(first_cancelled(timeline, cancelled).to)
    by = show_day(first_day + timedelta(days=terms.reschedule_within_days))
    what = "held" if terms.reschedule_rule == "held" else "booked"
    cancelled_day = timeline.day(timeline.bookings[cancelled.booking].to)
    instead = f"A new date for the meeting of {show_day(cancelled_day)}"
    match status:
        case "met":
            return f"{instead} was {what}, agreed by {by}"
        case "pending":
            return f"{instead} can be {what} until {by}"
        case _:
            return f"{instead} was not {what}, agreed by {by}"


def voice(timeline: Timeline) -> Iterator[Finding]:
    """Having said, before claiming, that something was missing."""
    for claim in timeline.of(Claim):
        concern = next(
            (f for f in timeline.of(Feedback) if f.is_concern and _before(timeline, f, claim)), None
        )
        evidence: tuple[str, ...] = (claim.id,)
        status: Status = "judgement"
        text = "The client never said that value was missing"
        if concern is not None:
            status, evidence = "met", (claim.id, concern.id)
            text = f"The client had said on {show_day(timeline.day(concern.at))} what was missing"
        elif unasked := _asking_breached_before(timeline, claim.at):
            status, evidence = "excused", (claim.id, unasked)
            text += f", but feedback on {unasked} was not asked for in time"
        yield Finding("voice", "voice", claim.id, status, text, claim.at, claim.at, (), evidence)


def _before(timeline: Timeline, feedback: Feedback, claim: Claim) -> bool:
    return timeline.position[feedback.id] < timeline.position[claim.id]


def _asking_breached_before(timeline: Timeline, moment: datetime) -> str | None:
    """The first session for which asking was breached at the moment of the claim."""
    then = timeline.back_at(moment)
    return next((f.entry for f in asking(then) if f.status == "breached"), None)


CLIENT_CLAUSES = (
    Clause("feedback", "client", feedback),
    Clause("homework", "client", homework),
    Clause("presence", "client", presence),
    Clause("cancellation", "client", cancellation),
    Clause("voice", "client", voice),
)
