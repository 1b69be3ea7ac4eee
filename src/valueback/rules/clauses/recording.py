"""Recording: every attended session is recorded where both can hear it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from valueback.model.agreement import Agreement
from valueback.model.entries import Session
from valueback.model.message import Message, say
from valueback.model.timeline import Timeline
from valueback.rules.clause import Clause
from valueback.rules.findings import Check, Finding

_CHECK = Check(clause="recording", id="recording", about=("session",))


def find(timeline: Timeline) -> Iterator[Finding]:
    """A finding per attended session."""
    for session in timeline.attended:
        has = session.recording is not None
        yield _CHECK.finding(
            entry=session.id,
            status="met" if has else "breached",
            wording=partial(_message, timeline, session),
            due=session.at,
            evidence=(session.id,),
        )


def _message(timeline: Timeline, session: Session) -> Message:
    key = "recording.missing" if session.recording is None else "recording.met"
    return say(key, meeting=timeline.day(session.at))


def agreed(_: Agreement) -> Message:
    """Every meeting recorded for both."""
    return say("clause.recording.agreed")


CLAUSE = Clause(id="recording", owner="provider", checks=(_CHECK,), find=find, agreed=agreed)
