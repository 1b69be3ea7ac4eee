"""Punctual: the provider begins each meeting on time, within the same grace as the client."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from valueback.model.agreement import Agreement
from valueback.model.entries import Session
from valueback.model.message import Message, say
from valueback.model.timeline import Timeline
from valueback.rules.clause import Clause
from valueback.rules.findings import Check, Finding

_CHECK = Check(clause="punctual", id="punctual", about=("session",))


def find(timeline: Timeline) -> Iterator[Finding]:
    """A finding per attended session."""
    grace = timeline.agreement.meetings.late_grace_minutes
    for session in timeline.attended:
        late = session.provider_late_minutes > grace
        yield _CHECK.finding(
            entry=session.id,
            status="breached" if late else "met",
            wording=partial(_message, timeline, session, late=late),
            due=session.at,
            evidence=(session.id,),
        )


def _message(timeline: Timeline, session: Session, *, late: bool) -> Message:
    start = timeline.local(session.at)
    if not late:
        return say("punctual.met", start=start)
    allowed = timeline.agreement.meetings.late_grace_minutes
    return say("punctual.late", start=start, count=session.provider_late_minutes, allowed=allowed)


def agreed(agreement: Agreement) -> Message:
    """At most so late."""
    return say("clause.punctual.agreed", count=agreement.meetings.late_grace_minutes)


CLAUSE = Clause(id="punctual", owner="provider", checks=(_CHECK,), find=find, agreed=agreed)
