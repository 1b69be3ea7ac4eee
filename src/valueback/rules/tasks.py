"""What there is to do or to expect: by when, for whom, about which entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from valueback.model.agreement import ClauseId
from valueback.model.message import Message
from valueback.model.timeline import Timeline
from valueback.rules.findings import Finding, Status


class Task(NamedTuple):
    """Something to do or to expect: by when, for whom, about which entry.

    `what` is the kind of task, to which a command belongs; `minutes` is how long a meeting takes,
    None for everything else.
    """

    due: datetime
    engagement: str
    client: str
    what: str
    entry: str
    message: Message
    minutes: int | None = None


class Standing(NamedTuple):
    """How the findings of an engagement stand, clause by clause, before any allowance.

    `settled` is whether the term is over and its outcome known: then nothing missed can be made
    good.
    """

    timeline: Timeline
    found: Mapping[ClauseId, Sequence[Finding]]
    settled: bool

    def findings(self, clause: ClauseId, check: str, *statuses: Status) -> Iterator[Finding]:
        """The findings of a check that stand like that."""
        for finding in self.found.get(clause, ()):
            if finding.check == check and finding.status in statuses:
                yield finding

    @property
    def missing(self) -> tuple[Status, ...]:
        """The statuses of what is still to be done, as long as it can be made good."""
        return ("pending",) if self.settled else ("pending", "breached")

    def task(self, *, due: datetime, what: str, entry: str, message: Message) -> Task:
        """A task of this engagement."""
        return task(self.timeline, due=due, what=what, entry=entry, message=message)


def task(
    timeline: Timeline,
    *,
    due: datetime,
    what: str,
    entry: str,
    message: Message,
    minutes: int | None = None,
) -> Task:
    """A task of an engagement."""
    engagement = timeline.engagement
    return Task(
        due=due,
        engagement=engagement.id,
        client=engagement.client.name,
        what=what,
        entry=entry,
        message=message,
        minutes=minutes,
    )
