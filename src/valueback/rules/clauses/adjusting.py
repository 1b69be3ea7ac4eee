"""Adjusting: every concern is answered before the next session, within the agreed time at most."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from valueback.model.agreement import Agreement
from valueback.model.entries import Feedback, Session
from valueback.model.message import Message, say
from valueback.model.timeline import Timeline
from valueback.rules.clause import Clause
from valueback.rules.findings import Check, Finding, Status, as_said, by_when
from valueback.rules.tasks import Standing, Task

_CHECK = Check(clause="adjusting", id="adjusting", about=("feedback",))


def find(timeline: Timeline) -> Iterator[Finding]:
    """A finding per concern."""
    position = timeline.position
    for concern in timeline.of(Feedback):
        if not concern.is_concern:
            continue
        following = _next_attended(timeline, concern)
        last = timeline.after(timeline.agreement.meetings.adjust_within, concern.at)
        answers = [
            a
            for a in timeline.adjustments_to.get(concern.id, ())
            if position[a.id] > position[concern.id]
        ]
        in_time = [
            a
            for a in answers
            if timeline.in_time(a.at, last)
            and (following is None or position[a.id] < position[following.id])
        ]
        status = by_when(timeline, last, done=bool(in_time))
        if status == "pending" and following is not None:
            status = "breached"
        by = last if following is None else min(last, following.at)
        first = (in_time or answers)[:1]
        yield _CHECK.finding(
            entry=concern.id,
            status=status,
            wording=partial(_message, timeline, concern, status, by=by, late=bool(answers)),
            due=by,
            evidence=(concern.id, *(a.id for a in first)),
        )


def _next_attended(timeline: Timeline, concern: Feedback) -> Session | None:
    """The first attended session after a concern; file order breaks ties."""
    places = timeline.attended_positions
    number = bisect(places, timeline.position[concern.id])
    return timeline.attended[number] if number < len(places) else None


def _message(
    timeline: Timeline, concern: Feedback, status: Status, *, by: datetime, late: bool
) -> Message:
    missed = "adjusting.late" if late else "adjusting.missing"
    key = {"met": "adjusting.met", "pending": "adjusting.open"}.get(status, missed)
    return say(key, concern=concern.id, of=timeline.day(concern.at), by=_said(timeline, by))


def _said(timeline: Timeline, by: datetime) -> date | datetime:
    """The day, but for a term that ends at a time of day."""
    term = timeline.agreement.meetings.adjust_within
    in_hours = term.unit == "hour" or term.by is not None
    return as_said(timeline, by) if in_hours else timeline.day(by)


def agreed(agreement: Agreement) -> Message:
    """What is missing answered with a change."""
    return say("clause.adjusting.agreed", within=agreement.meetings.adjust_within)


def due(standing: Standing) -> Iterator[Task]:
    """Concerns that wait for an answer, also late, while it can be given."""
    for finding in standing.findings("adjusting", "adjusting", *standing.missing):
        if not standing.timeline.adjustments_to.get(finding.entry):
            yield standing.task(
                due=finding.due, what="concern", entry=finding.entry, message=finding.message
            )


CLAUSE = Clause(
    id="adjusting", owner="provider", checks=(_CHECK,), find=find, agreed=agreed, due=due
)
