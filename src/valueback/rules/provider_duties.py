"""What the provider agreed to do; a breach here never costs the client anything."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from datetime import datetime, timedelta

from valueback.model.agreement import SESSIONS
from valueback.model.entries import (
    AGREEMENT,
    Adjustment,
    Feedback,
    FeedbackRequest,
    Session,
)
from valueback.model.term import full_term_over, last_day
from valueback.model.timeline import Timeline
from valueback.moments import show_day
from valueback.rules.bookings import units_agreed, units_left, units_used_on
from valueback.rules.findings import Clause, Finding, Status, by_day
from valueback.rules.rulings import Circumstances

ANSWER_WITHIN = timedelta(days=7)
"""A concern is answered before the next session, and within this at the latest."""


def clarity(timeline: Timeline) -> Iterator[Finding]:
    """The objective and the minimum results, in writing."""
    agreement = timeline.agreement
    lacks = [] if agreement.objective else ["an objective"]
    lacks += [] if agreement.minimum_result else ["a minimum result"]
    due = timeline.in_force_since or timeline.end_of(agreement.starts)
    text = "The agreement names an objective and at least one minimum result"
    if lacks:
        text = f"The agreement lacks {' and '.join(lacks)}"
    yield Finding("clarity", "clarity", AGREEMENT, "breached" if lacks else "met", text, due, due)


def recording(timeline: Timeline) -> Iterator[Finding]:
    """Every attended session recorded where both can hear it."""
    for session in timeline.attended:
        has = session.recording is not None
        day = show_day(timeline.day(session.at))
        yield Finding(
            "recording",
            "recording",
            session.id,
            "met" if has else "breached",
            f"The meeting of {day} has {'a' if has else 'no'} recording",
            session.at,
            session.at,
            (),
            (session.id,),
        )


def asked_in_time(timeline: Timeline, session: Session) -> list[FeedbackRequest]:
    """The requests for feedback on a session that came by the end of the asking day."""
    by = timeline.day(session.at) + timedelta(days=timeline.agreement.guarantee.ask_within_days)
    return [r for r in timeline.requests_on.get(session.id, ()) if timeline.day(r.at) <= by]


def asking(timeline: Timeline) -> Iterator[Finding]:
    """Feedback asked for each time; feedback that comes by its own day needs no asking."""
    terms = timeline.agreement.guarantee
    for session in timeline.attended:
        day = timeline.day(session.at)
        ask_by = day + timedelta(days=terms.ask_within_days)
        given_by = day + timedelta(days=terms.feedback_within_days)
        came = next(iter(timeline.feedback_on.get(session.id, ())), None)
        in_time = came if came is not None and timeline.day(came.at) <= given_by else None
        asked = asked_in_time(timeline, session)
        status = by_day(timeline, ask_by, done=bool(asked or in_time))
        due = timeline.end_of(ask_by)
        yield Finding(
            "asking",
            "asking",
            session.id,
            status,
            _asking_text(timeline, session, status, asked=bool(asked)),
            due,
            due,
            (),
            tuple(e.id for e in (session, *asked[:1], in_time) if e is not None),
        )


def _asking_text(timeline: Timeline, session: Session, status: Status, *, asked: bool) -> str:
    day = timeline.day(session.at)
    by = show_day(day + timedelta(days=timeline.agreement.guarantee.ask_within_days))
    about = f"Feedback on the meeting of {show_day(day)}"
    match status:
        case "met":
            return f"{about} was asked for by {by}" if asked else f"{about} came by itself"
        case "pending":
            return f"{about} is to be asked for by {by}"
        case _:
            return f"{about} was not asked for by {by}"


def adjusting(timeline: Timeline) -> Iterator[Finding]:
    """Every concern answered with an adjustment before the next session, within a week at most."""
    position = timeline.position
    for concern in timeline.of(Feedback):
        if not concern.is_concern:
            continue
        following = _next_attended(timeline, concern)
        last_day_for_it = timeline.day(concern.at) + ANSWER_WITHIN
        week_end = timeline.end_of(last_day_for_it)
        answers = [
            a
            for a in timeline.adjustments_to.get(concern.id, ())
            if position[a.id] > position[concern.id]
        ]
        in_time = [
            a
            for a in answers
            if timeline.day(a.at) <= last_day_for_it
            and (following is None or position[a.id] < position[following.id])
        ]
        status = by_day(timeline, last_day_for_it, done=bool(in_time))
        if status == "pending" and following is not None:
            status = "breached"
        due = week_end if following is None else min(week_end, following.at)
        yield _adjusting_finding(timeline, concern, status, due, in_time or answers)


def _next_attended(timeline: Timeline, concern: Feedback) -> Session | None:
    """The first attended session after a concern; file order breaks ties."""
    places = timeline.attended_positions
    number = bisect(places, timeline.position[concern.id])
    return timeline.attended[number] if number < len(places) else None


def _adjusting_finding(
    timeline: Timeline,
    concern: Feedback,
    status: Status,
    due: datetime,
    answers: list[Adjustment],
) -> Finding:
    by = show_day(timeline.day(due))
    about = f"The concern {concern.id} of {show_day(timeline.day(concern.at))}"
    text = {
        "met": f"{about} was answered in time",
        "pending": f"{about} waits for an adjustment, by {by} and before the next meeting",
    }.get(status, f"{about} was {'answered late' if answers else 'not answered'}, agreed by {by}")
    evidence = (concern.id, *(a.id for a in answers[:1]))
    return Finding("adjusting", "adjusting", concern.id, status, text, due, due, (), evidence)


def delivery(timeline: Timeline) -> Iterator[Finding]:
    """All agreed sessions held, or used up by the client, at the end of a full term."""
    item = timeline.agreement.items.get(SESSIONS)
    ends = last_day(timeline)
    if item is None or item.quantity is None or ends is None or not full_term_over(timeline):
        return
    circumstances = Circumstances.of(timeline)
    left = units_left(circumstances, item, ends)
    due = timeline.end_of(ends)
    agreed = f"{units_agreed(item, timeline.agreement.starts, ends).normalize():f}"
    text = f"All {agreed} agreed sessions were held or used up"
    if left:
        text = f"{left.normalize():f} of {agreed} agreed sessions were not held"
    status: Status = "breached" if left else "met"
    used = tuple(id_ for _, id_ in units_used_on(circumstances, SESSIONS))
    yield Finding("delivery", "delivery", AGREEMENT, status, text, due, due, (), used)


PROVIDER_CLAUSES = (
    Clause("clarity", "provider", clarity),
    Clause("recording", "provider", recording),
    Clause("asking", "provider", asking),
    Clause("adjusting", "provider", adjusting),
    Clause("delivery", "provider", delivery),
)
