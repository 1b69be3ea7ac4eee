"""Feedback: the client writes after every attended meeting, if it was asked for in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from valueback.model.agreement import Agreement
from valueback.model.entries import Feedback, Session
from valueback.model.message import Message, say
from valueback.model.timeline import Timeline
from valueback.rules.clause import Clause
from valueback.rules.clauses.asking import asked_in_time
from valueback.rules.findings import Check, Finding, Status, by_day
from valueback.rules.tasks import Standing, Task

_CHECK = Check(clause="feedback", id="feedback", about=("session",), misses=("feedback",))


def find(timeline: Timeline) -> Iterator[Finding]:
    """A finding per attended session."""
    within = timedelta(days=timeline.agreement.guarantee.feedback_within_days)
    for session in timeline.attended:
        by = timeline.day(session.at) + within
        given = next(iter(timeline.feedback_on.get(session.id, ())), None)
        status = by_day(timeline, by, done=given is not None and timeline.day(given.at) <= by)
        asked = asked_in_time(timeline, session)
        if status == "breached" and not asked:
            status = "excused"
        yield _CHECK.finding(
            entry=session.id,
            status=status,
            message=_message(timeline, session, status, given=given, by=by),
            due=timeline.end_of(by),
            days=(by,),
            evidence=tuple(e.id for e in (session, *asked[:1], given) if e is not None),
        )


def _message(
    timeline: Timeline, session: Session, status: Status, *, given: Feedback | None, by: date
) -> Message:
    meeting = timeline.day(session.at)
    if status == "pending":
        return say("feedback.open", meeting=meeting, by=by)
    unasked = status == "excused"
    if given is None:
        return say(
            "feedback.missing-unasked" if unasked else "feedback.missing", meeting=meeting, by=by
        )
    key = "feedback.came-unasked" if unasked else "feedback.came"
    return say(key, meeting=meeting, by=by, came=timeline.day(given.at))


def agreed(agreement: Agreement) -> Message:
    """After every meeting, within so many days."""
    within = say("days", count=agreement.guarantee.feedback_within_days)
    return say("clause.feedback.agreed", within=within)


def due(standing: Standing) -> Iterator[Task]:
    """Feedback that was asked for and can still come in time."""
    for finding in standing.findings("feedback", "feedback", "pending"):
        if standing.timeline.requests_on.get(finding.entry):
            yield standing.task(
                due=finding.due, what="feedback", entry=finding.entry, message=finding.message
            )


def recall(timeline: Timeline, finding: Finding) -> Message:
    """The client's feedback on that meeting, and when it was agreed for."""
    session = next(s for s in timeline.of(Session) if s.id == finding.entry)
    return say("recall.feedback", meeting=timeline.day(session.at), by=timeline.day(finding.due))


CLAUSE = Clause(
    id="feedback",
    owner="client",
    checks=(_CHECK,),
    find=find,
    agreed=agreed,
    due=due,
    recall=recall,
)
