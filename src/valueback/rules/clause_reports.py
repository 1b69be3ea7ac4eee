"""Clauses with their findings settled, forgiven and summed up: written once, for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Literal

from valueback.frozen import frozen
from valueback.model.agreement import ClauseId
from valueback.model.data import Party, PerPeriod, Share
from valueback.model.entries import AGREEMENT
from valueback.model.message import Message, say
from valueback.model.periods import calendar_start
from valueback.model.term import early_end, moment_of_end, term_over
from valueback.model.timeline import Timeline
from valueback.rules.bookings import replacement_ahead
from valueback.rules.clause import Clause
from valueback.rules.clauses import owed_by
from valueback.rules.findings import Finding, Status, with_late_notes
from valueback.rules.rulings import Circumstances

ClauseStatus = Literal["breached", "at-risk", "judgement", "pending", "met", "not-applicable"]


@frozen(kw_only=True)
class ClauseReport:
    """A clause with all its findings, after rulings and allowance."""

    clause: Clause
    status: ClauseStatus
    findings: tuple[Finding, ...]
    allowance: int | PerPeriod | Share = 0
    allowed: int = 0
    forgiven: int = 0

    @property
    def id(self) -> ClauseId:
        """Which clause it is."""
        return self.clause.id

    @property
    def owner(self) -> Party:
        """Who owes it."""
        return self.clause.owner

    def count(self, *statuses: Status) -> int:
        """How many findings have one of these statuses."""
        return sum(finding.status in statuses for finding in self.findings)


def client_findings(timeline: Timeline) -> dict[ClauseId, list[Finding]]:
    """Every client clause's findings before the allowance: what a breach is, for all reports.

    What was due before both had signed is excused, and what was pending when it ended early;
    circumstances and rulings are taken in.
    """
    return timeline.once(_client_findings)


def _client_findings(timeline: Timeline) -> dict[ClauseId, list[Finding]]:
    circumstances = Circumstances.of(timeline)
    since = timeline.in_force_since
    found: dict[ClauseId, list[Finding]] = {}
    for clause in owed_by("client"):
        settled = []
        for finding in with_late_notes(timeline, clause.find(timeline)):
            before = timeline.passed(finding.due) if since is None else finding.due < since
            if before:
                settled.append(finding.now("excused", say("because.before-signed")))
            else:
                settled.append(circumstances.settle(finding))
        found[clause.id] = list(_ended_with(timeline, clause.find, settled))
    return found


Find = Callable[[Timeline], Iterator[Finding]]
"""What gives the findings of a clause."""


def _ended_with(timeline: Timeline, find: Find, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings; what was pending when the engagement ended early, and was not done since, is
    excused on both sides.
    """
    end, then = early_end(timeline), timeline.once(_at_the_end)
    pending = set()
    if then is not None:
        pending = {(f.check, f.entry) for f in find(then) if f.status == "pending"}
    for finding in findings:
        open_ = finding.status in ("pending", "breached", "judgement")
        if end is None or not open_ or (finding.check, finding.entry) not in pending:
            yield finding
        else:
            excused = finding.now("excused", say("because.ended-early", end=end.id), end.id)
            yield excused._replace(ruling=None)


def _at_the_end(timeline: Timeline) -> Timeline | None:
    """The engagement at its early end; None without one."""
    end = early_end(timeline)
    return None if end is None else timeline.back_at(moment_of_end(timeline, end))


def client_clauses(timeline: Timeline) -> tuple[ClauseReport, ...]:
    """The client's clauses after the allowance."""
    findings = client_findings(timeline)
    return tuple(_forgiven(timeline, clause, findings[clause.id]) for clause in owed_by("client"))


def _forgiven(timeline: Timeline, clause: Clause, findings: list[Finding]) -> ClauseReport:
    """A client's clause with what the agreement forgives excused: breaches in time order, then,
    of what is left of the allowance, what waits for a judgement.

    What was never booked is not forgiven: it has no moment of its own.
    """
    allowance = timeline.agreement.guarantee.allowed.of(clause.id)
    final = not isinstance(allowance, Share) or _is_final(timeline, findings)
    left = _Left(timeline, allowance, findings, final=final)
    after = list(findings)
    by_moment = sorted(range(len(findings)), key=lambda number: findings[number].moment)
    forgiven = 0
    for status in ("breached", "judgement"):
        for number in by_moment:
            finding = findings[number]
            if finding.status != status or finding.entry == AGREEMENT:
                continue
            why = left.take(finding)
            if why is not None:
                after[number] = finding.now("excused", why)
                forgiven += 1
    return ClauseReport(
        clause=clause,
        status=_status(after, final=final),
        findings=tuple(after),
        allowance=allowance,
        allowed=left.allowed,
        forgiven=forgiven,
    )


def _is_final(timeline: Timeline, findings: list[Finding]) -> bool:
    """Whether a percentage is settled: the term is over, and nothing more can fall due."""
    pending = any(finding.status == "pending" for finding in findings)
    return term_over(timeline) and not pending and replacement_ahead(timeline) is None


class _Left:
    """What is left of an allowance, as one miss after the other is forgiven.

    A percentage is of what fell due by now, and in the end of all findings, rounded down.
    """

    def __init__(
        self,
        timeline: Timeline,
        allowance: int | PerPeriod | Share,
        findings: list[Finding],
        *,
        final: bool,
    ) -> None:
        self._timeline = timeline
        self._per = allowance if isinstance(allowance, PerPeriod) else None
        self._used: Counter[date | None] = Counter()
        if isinstance(allowance, Share):
            due = sum(final or timeline.reached(finding.due) for finding in findings)
            self.allowed = int(due * allowance / 100)
        else:
            self.allowed = allowance.number if isinstance(allowance, PerPeriod) else allowance

    def take(self, finding: Finding) -> Message | None:
        """Why a miss is forgiven; None where nothing is left for it."""
        key = None
        if self._per is not None:
            key = calendar_start(self._per.per, self._timeline.day(finding.moment))
        if self._used[key] >= self.allowed:
            return None
        self._used[key] += 1
        if self._per is None:
            return say("because.allowed", used=self._used[key], allowed=self.allowed)
        return say(
            f"because.allowed-per.{self._per.per}", used=self._used[key], allowed=self.allowed
        )


def _status(findings: Iterable[Finding], *, final: bool) -> ClauseStatus:
    found = {finding.status for finding in findings}
    if not found:
        return "not-applicable"
    if "breached" in found:
        return "breached" if final else "at-risk"
    if "judgement" in found:
        return "judgement"
    return "pending" if "pending" in found else "met"


def provider_clauses(timeline: Timeline) -> tuple[ClauseReport, ...]:
    """The provider's clauses; nothing excuses them, and nothing hangs on them for the client."""
    return timeline.once(_provider_clauses)


def _provider_clauses(timeline: Timeline) -> tuple[ClauseReport, ...]:
    reports = []
    for clause in owed_by("provider"):
        noted = with_late_notes(timeline, clause.find(timeline))
        findings = tuple(_ended_with(timeline, clause.find, noted))
        status = _status(findings, final=True)
        reports.append(ClauseReport(clause=clause, status=status, findings=findings))
    return tuple(reports)


def findings_by_clause(timeline: Timeline) -> dict[ClauseId, list[Finding]]:
    """The findings of both sides, the client's before the allowance."""
    own = {report.id: list(report.findings) for report in provider_clauses(timeline)}
    return client_findings(timeline) | own
