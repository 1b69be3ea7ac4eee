"""Clauses with their findings settled, forgiven and summed up: written once, for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from valueback.model.data import Party, Share
from valueback.model.term import term_over
from valueback.model.timeline import Timeline
from valueback.rules.client_duties import CLIENT_CLAUSES
from valueback.rules.findings import Clause, Finding, findings_of
from valueback.rules.provider_duties import PROVIDER_CLAUSES
from valueback.rules.rulings import Circumstances

ClauseStatus = Literal["breached", "at-risk", "judgement", "pending", "met", "not-applicable"]


class ClauseReport(NamedTuple):
    """A clause with all its findings, after rulings and allowance."""

    id: str
    owner: Party
    status: ClauseStatus
    findings: tuple[Finding, ...]
    allowance: int | Share
    allowed: int
    forgiven: int

    def count(self, *statuses: str) -> int:
        """How many findings have one of these statuses."""
        return sum(finding.status in statuses for finding in self.findings)


def client_findings(timeline: Timeline) -> dict[str, list[Finding]]:
    """Every client clause's findings before the allowance: what a breach is, for all reports.

    What was due before both had signed is excused; circumstances and rulings are taken in.
    """
    return timeline.once(_client_findings)


def _client_findings(timeline: Timeline) -> dict[str, list[Finding]]:
    circumstances = Circumstances.of(timeline)
    since = timeline.in_force_since or timeline.as_of
    found = {}
    for clause in CLIENT_CLAUSES:
        settled = []
        for finding in findings_of(clause, timeline):
            if finding.due < since:
                settled.append(finding.now("excused", "due before both had signed"))
            else:
                settled.append(circumstances.settle(finding))
        found[clause.id] = settled
    return found


def _client_clause(timeline: Timeline, clause: Clause, findings: list[Finding]) -> ClauseReport:
    allowance = timeline.agreement.guarantee.allowed.of(clause.id)
    allowed = _allowed(timeline, allowance, findings)
    in_order = sorted(
        (number for number, f in enumerate(findings) if f.status == "breached"),
        key=lambda number: findings[number].moment,
    )
    forgiven = in_order[:allowed]
    after = list(findings)
    for count, number in enumerate(forgiven, 1):
        after[number] = findings[number].now("excused", f"{count} of {allowed} allowed")
    pending = any(f.status == "pending" for f in after)
    final = isinstance(allowance, int) or (term_over(timeline) and not pending)
    return ClauseReport(
        clause.id,
        clause.owner,
        _status(after, final=final),
        tuple(after),
        allowance,
        allowed,
        len(forgiven),
    )


def _allowed(timeline: Timeline, allowance: int | Share, findings: list[Finding]) -> int:
    """How many misses are forgiven; a percentage is of what fell due by now, rounded down."""
    if isinstance(allowance, int):
        return allowance
    due = sum(finding.due <= timeline.as_of for finding in findings)
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
    reports = []
    for clause in PROVIDER_CLAUSES:
        findings = tuple(findings_of(clause, timeline))
        reports.append(
            ClauseReport(clause.id, clause.owner, _status(findings, final=True), findings, 0, 0, 0)
        )
    return tuple(reports)


def client_clauses(timeline: Timeline) -> tuple[ClauseReport, ...]:
    """The client's clauses after the allowance."""
    findings = client_findings(timeline)
    return tuple(_client_clause(timeline, clause, findings[clause.id]) for clause in CLIENT_CLAUSES)
