"""Feedback: the client writes after every attended meeting, if it was asked for in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from valueback.model.agreement import Agreement
from valueback.model.entries import Feedback, Session
from valueback.model.message import Message, say
from valueback.model.timeline import Timeline
from valueback.rules.clause import Clause
from valueback.rules.clauses.asking import asked_in_time
from valueback.rules.findings import Check, Finding, Status, as_said, as_told, by_when, day_told
from valueback.rules.tasks import Standing, Task

_CHECK = Check(clause="feedback", id="feedback", about=("session",), misses=("feedback",))


def find(timeline: Timeline) -> Iterator[Finding]:
    """A finding per attended session."""
    within = timeline.agreement.meetings.feedback_within
    for session in timeline.attended:
        by = timeline.after(within, session.at)
        given = next(iter(timeline.feedback_on.get(session.id, ())), None)
        done = given is not None and timeline.in_time(given.at, by)
        status = by_when(timeline, by, done=done)
        asked = asked_in_time(timeline, session)
        if status == "breached" and not asked:
            status = "excused"
        yield _CHECK.finding(
            entry=session.id,
            status=status,
            wording=partial(_message, timeline, session, status, given=given, by=by),
            due=by,
            days=(timeline.day(by),),
            evidence=tuple(e.id for e in (session, *asked[:1], given) if e is not None),
        )


def _message(
    timeline: Timeline, session: Session, status: Status, *, given: Feedback | None, by: datetime
) -> Message:
    meeting, said = timeline.day(session.at), as_said(timeline, by)
    if status == "pending":
        return say("feedback.open", meeting=meeting, by=said)
    unasked = status == "excused"
    if given is None:
        return say(
            "feedback.missing-unasked" if unasked else "feedback.missing", meeting=meeting, by=said
        )
    key = "feedback.came-unasked" if unasked else "feedback.came"
    came = timeline.local(given.at) if isinstance(said, datetime) else timeline.day(given.at)
    return say(key, meeting=meeting, by=said, came=came)


def agreed(agreement: Agreement) -> Message:
    """After every meeting, within so many days."""
    return say("clause.feedback.agreed", within=agreement.meetings.feedback_within)


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
    meeting = day_told(timeline, session.at)
    return say("recall.feedback", meeting=meeting, by=as_told(timeline, finding.due))


CLAUSE = Clause(
    id="feedback",
    owner="client",
    checks=(_CHECK,),
    find=find,
    agreed=agreed,
    due=due,
    recall=recall,
)
