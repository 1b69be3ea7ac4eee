"""Clauses with their findings settled, forgiven and summed up: written once, for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from valueback.model.agreement import ClauseId
from valueback.model.data import Party, Share
from valueback.model.message import say
from valueback.model.term import term_over
from valueback.model.timeline import Timeline
from valueback.rules.clause import Clause
from valueback.rules.clauses import owed_by
from valueback.rules.findings import Finding, Status, with_late_notes
from valueback.rules.rulings import Circumstances

ClauseStatus = Literal["breached", "at-risk", "judgement", "pending", "met", "not-applicable"]


@dataclass(frozen=True, kw_only=True)
class ClauseReport:
    """A clause with all its findings, after rulings and allowance."""

    clause: Clause
    status: ClauseStatus
    findings: tuple[Finding, ...]
    allowance: int | Share = 0
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

    What was due before both had signed is excused; circumstances and rulings are taken in.
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
        found[clause.id] = settled
    return found


def client_clauses(timeline: Timeline) -> tuple[ClauseReport, ...]:
    """The client's clauses after the allowance."""
    findings = client_findings(timeline)
    return tuple(_forgiven(timeline, clause, findings[clause.id]) for clause in owed_by("client"))


def _forgiven(timeline: Timeline, clause: Clause, findings: list[Finding]) -> ClauseReport:
    """A client's clause with the breaches that the agreement forgives excused, in time order."""
    allowance = timeline.agreement.guarantee.allowed.of(clause.id)
    allowed = _allowed(timeline, allowance, findings)
    in_order = sorted(
        (number for number, f in enumerate(findings) if f.status == "breached"),
        key=lambda number: findings[number].moment,
    )
    forgiven = in_order[:allowed]
    after = list(findings)
    for count, number in enumerate(forgiven, 1):
        why = say("because.allowed", used=count, allowed=allowed)
        after[number] = findings[number].now("excused", why)
    pending = any(f.status == "pending" for f in after)
    final = isinstance(allowance, int) or (term_over(timeline) and not pending)
    return ClauseReport(
        clause=clause,
        status=_status(after, final=final),
        findings=tuple(after),
        allowance=allowance,
        allowed=allowed,
        forgiven=len(forgiven),
    )


def _allowed(timeline: Timeline, allowance: int | Share, findings: list[Finding]) -> int:
    """How many misses are forgiven; a percentage is of what fell due by now, rounded down."""
    if isinstance(allowance, int):
        return allowance
    due = sum(timeline.reached(finding.due) for finding in findings)
    return int(due * allowance / 100)


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
        findings = tuple(with_late_notes(timeline, clause.find(timeline)))
        status = _status(findings, final=True)
        reports.append(ClauseReport(clause=clause, status=status, findings=findings))
    return tuple(reports)


def findings_by_clause(timeline: Timeline) -> dict[ClauseId, list[Finding]]:
    """The findings of both sides, the client's before the allowance."""
    own = {report.id: list(report.findings) for report in provider_clauses(timeline)}
    return client_findings(timeline) | own
