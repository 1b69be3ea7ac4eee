"""Findings: one thing that could be met or missed, how it stands, and what proves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from valueback.model.data import Party
from valueback.model.entries import Entry
from valueback.model.timeline import Timeline

Status = Literal["met", "pending", "breached", "excused", "judgement"]

LATE_NOTE_DAYS = 7
"""From how many days on a late writing-down is worth telling."""


@dataclass(frozen=True)
class Finding:
    """One thing that a clause asks for, and how it stands.

    `entry` is the entry that it is about, or "agreement"; `due` is the last moment for it;
    `moment` is when it was missed, or would be; `days` are the days on which a circumstance
    outside anyone's control would have to fall to matter; `evidence` are the ids that prove it.
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

    def now(self, status: Status, why: str, *evidence: str) -> Finding:
        """The same finding with another status, and the reason added."""
        return replace(
            self,
            status=status,
            text=f"{self.text} ({why})",
            evidence=(*self.evidence, *(e for e in evidence if e not in self.evidence)),
        )


@dataclass(frozen=True)
class Clause:
    """A condition of the guarantee, owed by one side."""

    id: str
    owner: Party
    find: Callable[[Timeline], Iterable[Finding]]


def by_day(timeline: Timeline, day: date, *, done: bool) -> Status:
    """How something stands that must be done by the end of a day."""
    if done:
        return "met"
    return "pending" if timeline.today <= day else "breached"


def late_note(timeline: Timeline, *entries: Entry | None) -> str:
    """`; S3 was written down 12 days later`, for entries logged long after they happened."""
    notes = []
    for entry in entries:
        if entry is not None:
            days = (timeline.day(entry.logged) - timeline.day(entry.at)).days
            if days >= LATE_NOTE_DAYS:
                notes.append(f"; {entry.id} was written down {days} days later")
    return "".join(notes)
