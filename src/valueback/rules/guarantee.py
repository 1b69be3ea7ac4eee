"""Is this client still entitled to the money back? Clauses, allowances, verdict, refund."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from valueback.model.entries import Assessment, Claim, End, Factor, Ruling
from valueback.model.term import early_end, last_day
from valueback.model.timeline import Timeline
from valueback.moments import show_day
from valueback.rules.clauses import ClauseReport, ClauseStatus, client_clauses, provider_clauses
from valueback.rules.findings import Finding
from valueback.rules.payments import Refunds, refunds
from valueback.rules.results import Results, results
from valueback.rules.rulings import Circumstances

Verdict = Literal[
    "not-offered",
    "not-in-force",
    "value-delivered",
    "refunded",
    "not-eligible",
    "needs-judgement",
    "in-progress",
    "refund-due",
    "eligible",
    "expired",
]
Health = Literal["on-track", "at-risk"]

OPEN: tuple[Verdict, ...] = ("in-progress", "needs-judgement", "refund-due", "eligible")
"""The verdicts under which money can still go back."""


class ClaimState(NamedTuple):
    """Whether the client asked for the money back, and until when that counts."""

    status: Literal["none", "made", "late"]
    at: datetime | None
    deadline: datetime | None


class Question(NamedTuple):
    """What people have to settle: the words, the entry that it is about, and which check of it."""

    text: str
    on: str
    check: str | None = None


class Assessed(NamedTuple):
    """The answer: the verdict, why, and everything that it rests on."""

    timeline: Timeline
    verdict: Verdict
    health: Health | None
    reason: str
    question: Question | None
    refunds: Refunds
    amount: Decimal
    claim: ClaimState
    results: Results
    clauses: tuple[ClauseReport, ...]

    @property
    def gaps(self) -> list[Finding]:
        """What the provider did not do; it never costs the client anything."""
        return [
            finding
            for clause in self.clauses
            if clause.owner == "provider"
            for finding in clause.findings
            if finding.status == "breached"
        ]

    @property
    def deadlines(self) -> list[Finding]:
        """What is still open, soonest first."""
        pending = [f for clause in self.clauses for f in clause.findings if f.status == "pending"]
        return sorted(pending, key=lambda finding: finding.due)


def assess(timeline: Timeline) -> Assessed:
    """The verdict on an engagement's guarantee as of the timeline's moment, with its reasons."""
    return timeline.once(_assess)


def _assess(timeline: Timeline) -> Assessed:
    case = _Case(timeline)
    ruled = next(found for step in _STEPS if (found := step(case)) is not None)
    health = case.health if ruled.verdict == "in-progress" else None
    refund = case.refunds
    return Assessed(
        timeline=case.timeline,
        verdict=ruled.verdict,
        health=health,
        reason=ruled.reason,
        question=ruled.question,
        refunds=refund,
        amount=refund.outstanding if ruled.verdict in OPEN and case.can_be_claimed else Decimal(0),
        claim=case.claim,
        results=case.results,
        clauses=case.clauses,
    )


# --- the verdict: the first step that applies ---


class _Ruled(NamedTuple):
    verdict: Verdict
    reason: str
    question: Question | None = None


@dataclass(frozen=True)
class _Case:
    """Everything that the steps of the verdict look at, each worked out once."""

    timeline: Timeline

    @cached_property
    def clauses(self) -> tuple[ClauseReport, ...]:
        return client_clauses(self.timeline) + provider_clauses(self.timeline)

    def client_clauses_with(self, status: ClauseStatus) -> list[ClauseReport]:
        return [c for c in self.clauses if c.owner == "client" and c.status == status]

    @cached_property
    def circumstances(self) -> Circumstances:
        return Circumstances.of(self.timeline)

    @cached_property
    def results(self) -> Results:
        return results(self.timeline)

    @cached_property
    def refunds(self) -> Refunds:
        return refunds(self.timeline)

    @cached_property
    def end(self) -> End | None:
        """The early end, if there was one."""
        return early_end(self.timeline)

    @cached_property
    def end_ruling(self) -> Ruling | None:
        """The ruling on the early end that counts.

        Where the provider ended it, the provider alone cannot rule against the client.
        """
        if self.end is None:
            return None
        by_provider = self.end.by == "provider"
        counting = [
            ruling
            for ruling in self.circumstances.rulings.get(self.end.id, ())
            if not (by_provider and ruling.outcome == "upheld" and ruling.by in (None, "provider"))
        ]
        return counting[-1] if counting else None

    @property
    def settled_early(self) -> bool:
        """A ruling lets the early end count as the end of the term, the client's part settled."""
        return self.end_ruling is not None and self.end_ruling.outcome == "excused"

    @cached_property
    def claim(self) -> ClaimState:
        ends = last_day(self.timeline)
        if ends is None:
            return ClaimState("none", None, None)
        within = timedelta(days=self.timeline.agreement.guarantee.claim_within_days)
        ruled = self.timeline.day(self.end_ruling.at) if self.end_ruling else ends
        last = max(ends, ruled) + within
        claims = self.timeline.of(Claim)
        in_time = next((c for c in claims if self.timeline.day(c.at) <= last), None)
        first = in_time or (claims[0] if claims else None)
        status: Literal["none", "made", "late"] = (
            "made" if in_time else "late" if claims else "none"
        )
        return ClaimState(status, first.at if first else None, self.timeline.end_of(last))

    @property
    def can_be_claimed(self) -> bool:
        """Whether money can still go back: claimed in time, time left, or an end to rule on."""
        deadline = self.claim.deadline
        open_end = self.end is not None and self.end_ruling is None
        in_time = deadline is None or self.timeline.as_of <= deadline
        return self.claim.status == "made" or in_time or open_end

    @cached_property
    def unanswered(self) -> list[Finding]:
        """Concerns past their time without any answer."""
        return [
            finding
            for clause in self.clauses
            if clause.id == "adjusting"
            for finding in clause.findings
            if finding.status == "breached" and not self.timeline.adjustments_to.get(finding.entry)
        ]

    @property
    def health(self) -> Health:
        risky = self.client_clauses_with("at-risk") or self.client_clauses_with("judgement")
        return "at-risk" if (risky and not self.settled_early) or self.unanswered else "on-track"


def _not_offered(case: _Case) -> _Ruled | None:
    if case.timeline.agreement.guarantee.offered:
        return None
    return _Ruled("not-offered", "The agreement offers no money-back guarantee.")


def _not_in_force(case: _Case) -> _Ruled | None:
    if case.timeline.in_force_since is not None:
        return None
    return _Ruled("not-in-force", "The agreement is not in force: a signature is missing.")


def _value_delivered(case: _Case) -> _Ruled | None:
    if case.results.reached:
        return _Ruled(
            "value-delivered", f"The agreed results were reached: {case.results.summary}."
        )
    assessments = case.timeline.of(Assessment)
    if not (assessments and assessments[-1].got_value):
        return None
    latest = assessments[-1]
    position = case.timeline.position
    if any(position[claim.id] > position[latest.id] for claim in case.timeline.of(Claim)):
        return None
    day = show_day(case.timeline.day(latest.at))
    return _Ruled(
        "value-delivered", f"The client said on {day} that value came back ({latest.id})."
    )


def _refunded(case: _Case) -> _Ruled | None:
    if not case.refunds.complete:
        return None
    return _Ruled("refunded", "The money that the guarantee promises has been paid back.")


def _early_loss(case: _Case) -> _Ruled | None:
    """An early end that costs the client the guarantee."""
    end = case.end
    if end is None:
        return None
    day = show_day(case.timeline.day(end.at))
    incident = next((e for e in case.timeline.entries if e.id == end.incident), None)
    if incident is not None and getattr(incident, "by", None) == "client":
        return _Ruled(
            "not-eligible", f"Ended on {day} because of the client's abuse ({incident.id})."
        )
    if end.by == "client" and not case.settled_early and not _provider_breached_at(case, end):
        return _Ruled(
            "not-eligible",
            f"The client ended the engagement on {day} ({end.id}), with nothing missing on the "
            "provider's side.",
        )
    return None


def _provider_breached_at(case: _Case, end: End) -> bool:
    then = case.timeline.back_at(end.at)
    return any(clause.status == "breached" for clause in provider_clauses(then))


def _clause_loss(case: _Case) -> _Ruled | None:
    """A breach by the client that nothing excuses."""
    breached = case.client_clauses_with("breached") if case.end is None else []
    if not breached:
        return None
    misses = [f for clause in breached for f in clause.findings if f.status == "breached"]
    first = min(misses, key=lambda finding: finding.moment)
    return _Ruled("not-eligible", f"{first.text}.")


def _early_question(case: _Case) -> _Ruled | None:
    """An early end on which people have to decide."""
    end = case.end
    if end is None or case.settled_early:
        return None
    day = show_day(case.timeline.day(end.at))
    who = {"client": "The client", "provider": "The provider", "both": "Both sides"}[end.by]
    if case.end_ruling is not None:
        ruling = case.end_ruling
        return _Ruled(
            "not-eligible", f"{who} ended it on {day}; ruling {ruling.id}: {ruling.reason}"
        )
    return _Ruled(
        "needs-judgement",
        f"{who} ended the engagement early, on {day} ({end.id}: {end.reason}).",
        Question(
            "Does the guarantee stay open in spite of this end (excused), or close (upheld)?",
            end.id,
        ),
    )


def _in_progress(case: _Case) -> _Ruled | None:
    ends = last_day(case.timeline)
    assert ends is not None  # a guarantee has a last day
    if case.timeline.today <= ends:
        return _Ruled("in-progress", _progress_reason(case))
    pending = [
        f for c in case.clauses if c.owner == "client" for f in c.findings if f.status == "pending"
    ]
    if pending and not case.settled_early:
        return _Ruled("in-progress", f"The term is over; still open: {pending[0].text}.")
    return None


def _progress_reason(case: _Case) -> str:
    names = [c.id for c in case.client_clauses_with("at-risk")]
    if names:
        return (
            f"More was missed in {_listed(names)} than is allowed so far; what is allowed grows as "
            "more falls due, and is counted at the end of the term."
        )
    names = [c.id for c in case.client_clauses_with("judgement")]
    if names:
        return f"People have to judge what happened in {_listed(names)}."
    if case.unanswered:
        return f"The client's concern {case.unanswered[0].entry} waits for an answer past its time."
    return "What fell due so far was done, or is forgiven."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _open_question(case: _Case) -> _Ruled | None:
    """What people have to settle after the term: a client's part, or a factor on the results."""
    open_clauses = [] if case.settled_early else case.client_clauses_with("judgement")
    for clause in open_clauses:
        finding = next(f for f in clause.findings if f.status == "judgement")
        return _Ruled(
            "needs-judgement",
            f"{finding.text}.",
            Question(
                "Is this excused, or does it stand against the client (upheld)?",
                finding.entry,
                finding.check,
            ),
        )
    factors = [f for f in case.timeline.of(Factor) if f.affects != "attendance"]
    rulings = [(factor, case.circumstances.ruling_on(factor.id)) for factor in factors]
    for factor, ruling in rulings:
        if ruling is not None and ruling.outcome == "upheld":
            return _Ruled(
                "not-eligible",
                f"The results were kept back by {factor.text} ({factor.id}); ruling {ruling.id}: "
                f"{ruling.reason}",
            )
    for factor, ruling in rulings:
        if ruling is None:
            return _Ruled(
                "needs-judgement",
                f"{factor.text}, {factor.from_} to {factor.to} ({factor.id}), may have kept the "
                "results back.",
                Question(
                    "Does the refund stay open in spite of this (excused), or close (upheld)?",
                    factor.id,
                ),
            )
    return None


def _refund_due(case: _Case) -> _Ruled | None:
    if case.claim.status != "made" or case.claim.at is None:
        return None
    day = show_day(case.timeline.day(case.claim.at))
    return _Ruled(
        "refund-due",
        f"The client did their part and claimed on {day}; the results were not reached.",
    )


def _eligible(case: _Case) -> _Ruled | None:
    deadline = case.claim.deadline
    if case.claim.status != "none" or deadline is None or case.timeline.as_of > deadline:
        return None
    day = show_day(case.timeline.day(deadline))
    return _Ruled(
        "eligible", f"The client did their part and can claim the money back until {day}."
    )


def _expired(case: _Case) -> _Ruled | None:
    deadline = case.claim.deadline
    day = show_day(case.timeline.day(deadline)) if deadline else "its last day"
    return _Ruled("expired", f"The time to claim the money back ended on {day}.")


_STEPS: tuple[Callable[[_Case], _Ruled | None], ...] = (
    _not_offered,
    _not_in_force,
    _value_delivered,
    _refunded,
    _early_loss,
    _clause_loss,
    _early_question,
    _in_progress,
    _open_question,
    _refund_due,
    _eligible,
    _expired,
)
