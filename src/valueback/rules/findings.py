"""Findings: one thing that could be met or missed, how it stands, and what proves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from valueback.model.data import Party
from valueback.model.timeline import Timeline

Status = Literal["met", "pending", "breached", "excused", "judgement"]

LATE_NOTE_DAYS = 7
"""From how many days on a late writing-down is worth telling."""


_NEARLY_LATE = timedelta(days=LATE_NOTE_DAYS - 1)


class Finding(NamedTuple):
    """One thing that a clause asks for, and how it stands.

    `entry` is the entry that it is about, or "agreement"; `due` is the last moment for it;
    `moment` is when it was missed, or would be; `days` are the days on which a circumstance
    outside anyone's control would have to fall to matter; `evidence` are the ids that prove it;
    `ruling` is the one that decided it.
    """

    clause: str
    check: str
    entry: str
    status: Status
    text: str
    due: datetime
    moment: datetime
    days: tuple[date, ...] = ()
    evidence: tuple[str, ...] = ()
    ruling: str | None = None

    def now(self, status: Status, why: str, *evidence: str) -> Finding:
        """The same finding with another status, and the reason added."""
        return self._replace(
            status=status,
            text=f"{self.text} ({why})",
            evidence=(*self.evidence, *(e for e in evidence if e not in self.evidence)),
        )


class Clause(NamedTuple):
    """A condition of the guarantee, owed by one side."""

    id: str
    owner: Party
    find: Callable[[Timeline], Iterable[Finding]]


def by_day(timeline: Timeline, day: date, *, done: bool) -> Status:
    """How something stands that must be done by the end of a day."""
    if done:
        return "met"
    return "pending" if timeline.today <= day else "breached"


def findings_of(clause: Clause, timeline: Timeline) -> Iterator[Finding]:
    """A clause's findings; what was written down long after it happened says so."""
    for finding in clause.find(timeline):
        notes = "".join(_late_note(timeline, id_) for id_ in finding.evidence)
        yield finding._replace(text=finding.text + notes) if notes else finding


def _late_note(timeline: Timeline, id_: str) -> str:
    entry = timeline.engagement.log.by_id.get(id_)
    if entry is None or entry.logged - entry.at < _NEARLY_LATE:
        return ""
    days = (timeline.day(entry.logged) - timeline.day(entry.at)).days
    return f"; {id_} was written down {days} days later" if days >= LATE_NOTE_DAYS else ""
