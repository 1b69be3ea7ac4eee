"""Findings: one thing that could be met or missed, how it stands, and what proves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Literal, NamedTuple

from valueback.frozen import frozen
from valueback.model.agreement import ClauseId
from valueback.model.message import Message, say
from valueback.model.money_terms import MissKind
from valueback.model.timeline import Timeline

Status = Literal["met", "pending", "breached", "excused", "judgement"]

LATE_NOTE_DAYS = 7
"""From how many days on a late writing-down is worth telling."""


_NEARLY_LATE = timedelta(days=LATE_NOTE_DAYS - 1)


class Finding(NamedTuple):
    """One thing that a clause asks for, and how it stands.

    `entry` is the entry that it is about, or "agreement"; `wording` says it, and is asked only
    where somebody reads it: most findings are met; `due` is the last moment for it;
    `moment` is when it was missed, or would be; `days` are the days on which a circumstance
    outside anyone's control would have to fall to matter; `evidence` are the ids that prove it;
    `misses` are the kinds of miss that a breach of it is; `ruling` is the one that decided it.
    """

    clause: ClauseId
    check: str
    entry: str
    status: Status
    wording: Callable[[], Message]
    due: datetime
    moment: datetime
    days: tuple[date, ...] = ()
    evidence: tuple[str, ...] = ()
    misses: tuple[MissKind, ...] = ()
    ruling: str | None = None

    @property
    def message(self) -> Message:
        """What is to be said of it."""
        return self.wording()

    def now(self, status: Status, why: Message, *evidence: str) -> Finding:
        """The same finding with another status, and the reason added."""
        return self._replace(
            status=status,
            wording=lambda: say("finding.because", said=self.message, why=why),
            evidence=(*self.evidence, *(e for e in evidence if e not in self.evidence)),
        )


@frozen(kw_only=True)
class Check:
    """A question that a clause asks about entries of some kinds, or about the agreement.

    A client's check is what a ruling can be about; `misses` are the kinds of miss that its
    breaches can be.
    """

    clause: ClauseId
    id: str
    about: tuple[str, ...]
    misses: tuple[MissKind, ...] = ()

    def finding(
        self,
        *,
        entry: str,
        status: Status,
        wording: Callable[[], Message],
        due: datetime,
        moment: datetime | None = None,
        days: tuple[date, ...] = (),
        evidence: tuple[str, ...] = (),
        misses: tuple[MissKind, ...] | None = None,
    ) -> Finding:
        """What this check found; it was missed when it was due, unless said otherwise."""
        return Finding(
            clause=self.clause,
            check=self.id,
            entry=entry,
            status=status,
            wording=wording,
            due=due,
            moment=moment or due,
            days=days,
            evidence=evidence,
            misses=self.misses if misses is None else misses,
        )


def by_when(timeline: Timeline, deadline: datetime, *, done: bool) -> Status:
    """How something stands that must be done by a moment."""
    if done:
        return "met"
    return "breached" if timeline.expired(deadline) else "pending"


def as_said(timeline: Timeline, deadline: datetime) -> date | datetime:
    """A deadline as one says it: the day, where it ends with that day; else the time of day too."""
    day = timeline.day(deadline)
    return day if deadline == timeline.end_of(day) else timeline.local(deadline)


def as_told(timeline: Timeline, deadline: datetime) -> date | datetime:
    """A deadline as one tells it to the client: to one who lives by another clock, its moment."""
    elsewhere = timeline.engagement.client_zone is not None
    return timeline.local(deadline) if elsewhere else as_said(timeline, deadline)


def day_told(timeline: Timeline, moment: datetime) -> date | datetime:
    """When a meeting was, as one tells it to the client: the day; to one who lives by another
    clock, where that day may be another, its moment.
    """
    elsewhere = timeline.engagement.client_zone is not None
    return timeline.local(moment) if elsewhere else timeline.day(moment)


def with_late_notes(timeline: Timeline, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings; what was written down long after it happened says so."""
    late = timeline.once(_noted_late)
    if not late:
        yield from findings
        return
    for finding in findings:
        noted = [id_ for id_ in finding.evidence if id_ in late]
        yield finding._replace(wording=partial(_noting, finding, noted, late)) if noted else finding


def _noting(finding: Finding, noted: list[str], late: dict[str, int]) -> Message:
    """What a finding says, and how late its evidence was written down."""
    message = finding.message
    for id_ in noted:
        message = say("finding.noted-late", said=message, entry=id_, count=late[id_])
    return message


def _noted_late(timeline: Timeline) -> dict[str, int]:
    """How many days after it happened an entry was written down, where that is worth telling."""
    late = {}
    for entry in timeline.engagement.log.entries:
        if entry.logged - entry.at >= _NEARLY_LATE:
            days = (timeline.day(entry.logged) - timeline.day(entry.at)).days
            if days >= LATE_NOTE_DAYS:
                late[entry.id] = days
    return late
