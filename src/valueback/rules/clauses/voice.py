"""Voice: before claiming, the client had said that something was missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from valueback.model.agreement import Agreement
from valueback.model.entries import Claim, Feedback
from valueback.model.message import Message, say
from valueback.model.timeline import Timeline
from valueback.rules.clause import Clause
from valueback.rules.clauses import asking
from valueback.rules.findings import Check, Finding, Status

_CHECK = Check(clause="voice", id="voice", about=("claim",))


def find(timeline: Timeline) -> Iterator[Finding]:
    """A finding per claim."""
    position = timeline.position
    for claim in timeline.of(Claim):
        concern = next(
            (
                f
                for f in timeline.of(Feedback)
                if f.is_concern and position[f.id] < position[claim.id]
            ),
            None,
        )
        status: Status = "judgement"
        evidence: tuple[str, ...] = (claim.id,)
        if concern is not None:
            status, evidence = "met", (claim.id, concern.id)
            unasked = None
        elif unasked := _asking_breached_before(timeline, claim.at):
            status, evidence = "excused", (claim.id, unasked)
        wording = partial(_message, timeline, concern, unasked)
        yield _CHECK.finding(
            entry=claim.id, status=status, wording=wording, due=claim.at, evidence=evidence
        )


def _message(timeline: Timeline, concern: Feedback | None, unasked: str | None) -> Message:
    if concern is not None:
        return say("voice.spoke-up", on=timeline.day(concern.at))
    if unasked is not None:
        return say("voice.silent-unasked", session=unasked)
    return say("voice.silent")


def _asking_breached_before(timeline: Timeline, moment: datetime) -> str | None:
    """The first session for which asking was breached at the moment of the claim."""
    then = timeline.back_at(moment)
    return next((f.entry for f in asking.find(then) if f.status == "breached"), None)


def agreed(_: Agreement) -> Message:
    """In feedback, as we go."""
    return say("clause.voice.agreed")


CLAUSE = Clause(id="voice", owner="client", checks=(_CHECK,), find=find, agreed=agreed)
