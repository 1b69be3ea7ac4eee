"""Asking: the provider asks for feedback each time; what comes by its own day needs no asking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from valueback.model.agreement import Agreement
from valueback.model.entries import FeedbackRequest, Session
from valueback.model.message import Message, say
from valueback.model.timeline import Timeline
from valueback.rules.clause import Clause
from valueback.rules.findings import Check, Finding, Status, as_said, by_when
from valueback.rules.tasks import Standing, Task

_CHECK = Check(clause="asking", id="asking", about=("session",))


def asked_in_time(timeline: Timeline, session: Session) -> list[FeedbackRequest]:
    """The requests for feedback on a session that came in time."""
    by = _ask_by(timeline, session)
    return [r for r in timeline.requests_on.get(session.id, ()) if timeline.in_time(r.at, by)]


def _ask_by(timeline: Timeline, session: Session) -> datetime:
    return timeline.after(timeline.agreement.meetings.ask_within, session.at)


def find(timeline: Timeline) -> Iterator[Finding]:
    """A finding per attended session."""
    for session in timeline.attended:
        by = _ask_by(timeline, session)
        given_by = timeline.after(timeline.agreement.meetings.feedback_within, session.at)
        came = next(iter(timeline.feedback_on.get(session.id, ())), None)
        in_time = came if came is not None and timeline.in_time(came.at, given_by) else None
        asked = asked_in_time(timeline, session)
        status = by_when(timeline, by, done=bool(asked or in_time))
        yield _CHECK.finding(
            entry=session.id,
            status=status,
            wording=partial(_message, timeline, session, status, asked=bool(asked)),
            due=by,
            evidence=tuple(e.id for e in (session, *asked[:1], in_time) if e is not None),
        )


def _message(timeline: Timeline, session: Session, status: Status, *, asked: bool) -> Message:
    key = {"met": "asking.met" if asked else "asking.came-by-itself", "pending": "asking.open"}
    by = as_said(timeline, _ask_by(timeline, session))
    return say(key.get(status, "asking.missing"), meeting=timeline.day(session.at), by=by)


def agreed(agreement: Agreement) -> Message:
    """Feedback asked for, within so many days."""
    return say("clause.asking.agreed", within=agreement.meetings.ask_within)


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
