"""Asking: the provider asks for feedback each time; what comes by its own day needs no asking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from valueback.model.agreement import Agreement
from valueback.model.entries import FeedbackRequest, Session
from valueback.model.message import Message, say
from valueback.model.timeline import Timeline
from valueback.rules.clause import Clause
from valueback.rules.findings import Check, Finding, by_day
from valueback.rules.tasks import Standing, Task

_CHECK = Check(clause="asking", id="asking", about=("session",))


def asked_in_time(timeline: Timeline, session: Session) -> list[FeedbackRequest]:
    """The requests for feedback on a session that came by the end of the asking day."""
    by = timeline.day(session.at) + timedelta(days=timeline.agreement.guarantee.ask_within_days)
    return [r for r in timeline.requests_on.get(session.id, ()) if timeline.day(r.at) <= by]


def find(timeline: Timeline) -> Iterator[Finding]:
    """A finding per attended session."""
    terms = timeline.agreement.guarantee
    for session in timeline.attended:
        meeting = timeline.day(session.at)
        by = meeting + timedelta(days=terms.ask_within_days)
        given_by = meeting + timedelta(days=terms.feedback_within_days)
        came = next(iter(timeline.feedback_on.get(session.id, ())), None)
        in_time = came if came is not None and timeline.day(came.at) <= given_by else None
        asked = asked_in_time(timeline, session)
        status = by_day(timeline, by, done=bool(asked or in_time))
        key = {"met": "asking.met" if asked else "asking.came-by-itself", "pending": "asking.open"}
        yield _CHECK.finding(
            entry=session.id,
            status=status,
            message=say(key.get(status, "asking.missing"), meeting=meeting, by=by),
            due=timeline.end_of(by),
            evidence=tuple(e.id for e in (session, *asked[:1], in_time) if e is not None),
        )


def agreed(agreement: Agreement) -> Message:
    """Feedback asked for, within so many days."""
    return say(
        "clause.asking.agreed", within=say("days", count=agreement.guarantee.ask_within_days)
    )


def due(standing: Standing) -> Iterator[Task]:
    """Feedback to ask for, as long as the client still can give it in time."""
    timeline = standing.timeline
    open_for = {f.entry for f in standing.findings("feedback", "feedback", "pending")}
    for finding in standing.findings("asking", "asking", "pending", "breached"):
        asked = timeline.requests_on.get(finding.entry)
        given = timeline.feedback_on.get(finding.entry)
        if not asked and not given and finding.entry in open_for:
            yield standing.task(
                due=finding.due, what="ask-feedback", entry=finding.entry, message=finding.message
            )


CLAUSE = Clause(id="asking", owner="provider", checks=(_CHECK,), find=find, agreed=agreed, due=due)
