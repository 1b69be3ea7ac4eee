"""Presence: the client is there, on time and to the end; and has booked all that was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from valueback.model.agreement import Agreement
from valueback.model.entries import AGREEMENT, Session
from valueback.model.message import Message, say
from valueback.model.money_terms import MissKind
from valueback.model.term import full_term_over, last_day
from valueback.model.timeline import Timeline
from valueback.rules.clause import Clause
from valueback.rules.findings import Check, Finding, day_told
from valueback.rules.whole_term import meetings_agreed, meetings_made

_CHECK = Check(
    clause="presence",
    id="presence",
    about=("session", AGREEMENT),
    misses=("no-show", "late", "left-early"),
)


def find(timeline: Timeline) -> Iterator[Finding]:
    """A finding per session, and one at the end of a full term where sessions were never booked."""
    for session in timeline.of(Session):
        if session.no_show == "provider":
            continue
        missed = _absence(timeline, session)
        booking = timeline.booking_of.get(session.id)
        yield _CHECK.finding(
            entry=session.id,
            status="breached" if missed else "met",
            wording=partial(_message, timeline, session, missed),
            due=session.at,
            days=(timeline.day(session.at),),
            evidence=(session.id, booking.id) if booking else (session.id,),
            misses=missed,
        )
    yield from _never_booked(timeline)


def _absence(timeline: Timeline, session: Session) -> tuple[MissKind, ...]:
    """What the client missed of a session: all of it, its beginning, its end; nothing."""
    terms = timeline.agreement.meetings
    if session.no_show == "client":
        return ("no-show",)
    missed: list[MissKind] = []
    if session.late_minutes > terms.late_grace_minutes:
        missed.append("late")
    if session.left_early_minutes > terms.early_leave_grace_minutes:
        missed.append("left-early")
    return tuple(missed)


def _message(timeline: Timeline, session: Session, missed: tuple[MissKind, ...]) -> Message:
    terms, start = timeline.agreement.meetings, timeline.local(session.at)
    late = say("presence.late", count=session.late_minutes, allowed=terms.late_grace_minutes)
    early = say(
        "presence.left-early",
        count=session.left_early_minutes,
        allowed=terms.early_leave_grace_minutes,
    )
    match missed:
        case ():
            return say("presence.met", start=start)
        case ("no-show",):
            return say("presence.no-show", start=start)
        case ("late",):
            return say("presence.missed", start=start, what=late)
        case ("left-early",):
            return say("presence.missed", start=start, what=early)
        case _:
            return say("presence.missed-both", start=start, late=late, early=early)


def _never_booked(timeline: Timeline) -> Iterator[Finding]:
    """What was agreed over the whole term, and never booked; it has no day of its own, so that
    only a ruling on the agreement settles it.
    """
    agreed = meetings_agreed(timeline)
    if agreed is None or not full_term_over(timeline):
        return
    left = agreed - meetings_made(timeline)
    if left > 0:
        ends = last_day(timeline)
        assert ends is not None  # the term is over
        yield _CHECK.finding(
            entry=AGREEMENT,
            status="judgement",
            wording=lambda: say("presence.never-booked", count=left, agreed=agreed),
            due=timeline.end_of(ends),
            misses=(),
        )


def agreed(agreement: Agreement) -> Message:
    """At most so late, and leaving at most so early; what not coming costs."""
    terms = agreement.meetings
    said = say(
        "clause.presence.agreed",
        late=say("minutes", count=terms.late_grace_minutes),
        early=say("minutes", count=terms.early_leave_grace_minutes),
    )
    charged = any(fee.miss == "no-show" for fee in agreement.fee)
    return said if charged else say("clause.presence.held", said=said)


def recall(timeline: Timeline, finding: Finding) -> Message:
    """The meeting, and what of it was missed."""
    meeting = day_told(timeline, finding.moment)
    match finding.misses:
        case ("late", *_):
            return say("recall.late", meeting=meeting)
        case ("left-early",):
            return say("recall.left-early", meeting=meeting)
        case _:
            return say("recall.meeting", meeting=meeting)


CLAUSE = Clause(
    id="presence",
    owner="client",
    checks=(_CHECK,),
    find=find,
    agreed=agreed,
    recall=recall,
)
