"""Is this client still entitled to the money back? Clauses, allowances, verdict, refund.

Over 300 lines: a step of the verdict is a function, and there are thirteen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from valueback.frozen import frozen
from valueback.model.agreement import ClauseId
from valueback.model.entries import Assessment, Booking, Claim, End, Factor, Ruling
from valueback.model.message import Listed, Message, all_of, say
from valueback.model.term import day_of_end, early_end, last_day
from valueback.model.timeline import Timeline
from valueback.rules.bookings import failed_by_provider, held, replacement_ahead
from valueback.rules.clause_reports import (
    ClauseReport,
    ClauseStatus,
    client_clauses,
    provider_clauses,
)
from valueback.rules.findings import Finding
from valueback.rules.leaving import Left, is_abuse_by_client, leaving
from valueback.rules.refund import Refunds, refunds
from valueback.rules.results import Results, results
from valueback.rules.rulings import Circumstances

Verdict = Literal[
    "not-offered",
    "not-in-force",
    "refunded",
    "value-delivered",
    "not-eligible",
    "needs-judgement",
    "in-progress",
    "refund-due",
    "eligible",
    "expired",
]
_BY_LEAVING: tuple[Verdict, ...] = ("refund-due", "refunded")
"""The verdicts under which what leaving brings back stands for the guarantee's refund."""

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

    message: Message
    on: str
    check: str | None = None


@frozen(kw_only=True)
class Assessed:
    """The answer: the verdict, why, and everything that it rests on."""

    timeline: Timeline
    verdict: Verdict
    health: Health | None
    reason: Message
    question: Question | None
    refunds: Refunds
    amount: Decimal
    leaving: Left
    by_leaving: bool
    """Whether what comes back, or came back, is what leaving brings, not the guarantee's refund."""

    claim: ClaimState
    results: Results
    clauses: tuple[ClauseReport, ...]

    @property
    def percent(self) -> int:
        """How many percent come back: by the guarantee, or by the row of leaving."""
        row = self.leaving.terms if self.by_leaving else None
        return self.refunds.percent if row is None else row.percent

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
    case = _Judged(timeline)
    ruled = next(found for step in _STEPS if (found := step(case)) is not None)
    health = case.health if ruled.verdict == "in-progress" else None
    refund = case.refunds
    by_leaving = case.left_by_client and ruled.verdict in _BY_LEAVING and case.leaving.amount > 0
    back = refund.outstanding if ruled.verdict in OPEN and case.can_be_claimed else Decimal(0)
    return Assessed(
        timeline=case.timeline,
        verdict=ruled.verdict,
        health=health,
        reason=ruled.reason,
        question=ruled.question,
        refunds=refund,
        amount=case.leaving.due if by_leaving else back,
        leaving=case.leaving,
        by_leaving=by_leaving,
        claim=case.claim,
        results=case.results,
        clauses=case.clauses,
    )


# --- the verdict: the first step that applies ---


class _Ruled(NamedTuple):
    verdict: Verdict
    reason: Message
    question: Question | None = None


@frozen
class _Judged:
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
    def leaving(self) -> Left:
        return leaving(self.timeline)

    @property
    def left_by_client(self) -> bool:
        """The client ended it early, and no ruling on that excuses it."""
        return self.end is not None and self.end.by == "client" and not self.settled_early

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
        ruled = self.timeline.day(self.end_ruling.at) if self.end_ruling else ends
        since = max(ends, ruled, *self._made_up_for)
        within = self.timeline.agreement.guarantee.claim_within
        last = self.timeline.after(within, since)
        claims = self.timeline.of(Claim)
        in_time = next((c for c in claims if self.timeline.in_time(c.at, last)), None)
        first = in_time or (claims[0] if claims else None)
        status: Literal["none", "made", "late"] = (
            "made" if in_time else "late" if claims else "none"
        )
        return ClaimState(status, first.at if first else None, last)

    @property
    def _made_up_for(self) -> list[date]:
        """The days of new dates that were held, or that the provider called off or missed: where
        one lies after the last day, the time to claim counts from it.
        """
        timeline = self.timeline
        return [
            timeline.day(booking.to)
            for booking in timeline.of(Booking)
            if booking.replaces is not None
            and (held(timeline, booking) or failed_by_provider(timeline, booking))
        ]

    @property
    def can_be_claimed(self) -> bool:
        """Whether money can still go back: claimed in time, time left, or an end to rule on."""
        deadline = self.claim.deadline
        open_end = self.end is not None and self.end_ruling is None
        in_time = deadline is None or not self.timeline.passed(deadline)
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


def _not_offered(case: _Judged) -> _Ruled | None:
    if case.timeline.agreement.guarantee.offered:
        return None
    return _Ruled("not-offered", say("verdict.not-offered"))


def _not_in_force(case: _Judged) -> _Ruled | None:
    if case.timeline.in_force_since is not None:
        return None
    return _Ruled("not-in-force", say("verdict.not-in-force"))


def _value_delivered(case: _Judged) -> _Ruled | None:
    if case.results.reached:
        reached = say("verdict.results-reached", results=case.results.summary)
        return _Ruled("value-delivered", reached)
    assessments = case.timeline.of(Assessment)
    if not (assessments and assessments[-1].got_value):
        return None
    latest = assessments[-1]
    position = case.timeline.position
    if any(position[claim.id] > position[latest.id] for claim in case.timeline.of(Claim)):
        return None
    on = case.timeline.day(latest.at)
    return _Ruled("value-delivered", say("verdict.assessed", on=on, assessment=latest.id))


def _refunded(case: _Judged) -> _Ruled | None:
    """Paid back in full, or settled; nothing that is said later changes that."""
    left = case.leaving
    if case.left_by_client and left.amount > 0:
        done = left.paid_back > 0 and not left.due
        return _Ruled("refunded", say("verdict.left-refunded")) if done else None
    return _Ruled("refunded", say("verdict.refunded")) if case.refunds.complete else None


def _abuse(case: _Judged) -> _Ruled | None:
    """The client's abuse ended it; whoever excuses that voids the incident instead."""
    end = case.end
    if end is None or end.incident is None or not is_abuse_by_client(case.timeline, end):
        return None
    on = day_of_end(case.timeline, end)
    return _Ruled("not-eligible", say("verdict.abuse", on=on, incident=end.incident))


def _client_left(case: _Judged) -> _Ruled | None:
    """The client ended it early: what leaving brings back, else nothing where the provider did all
    of the own part.
    """
    end = case.end
    if end is None or not case.left_by_client:
        return None
    on = day_of_end(case.timeline, end)
    if case.leaving.due > 0:
        return _Ruled("refund-due", say("verdict.left-due", on=on, end=end.id))
    if not _provider_breached_at(case, end):
        return _Ruled("not-eligible", say("verdict.client-left", on=on, end=end.id))
    return None


def _provider_breached_at(case: _Judged, end: End) -> bool:
    then = case.timeline.back_at(end.at)
    return any(clause.status == "breached" for clause in provider_clauses(then))


def _clause_loss(case: _Judged) -> _Ruled | None:
    """A breach by the client that nothing excuses."""
    breached = case.client_clauses_with("breached") if case.end is None else []
    if not breached:
        return None
    misses = [f for clause in breached for f in clause.findings if f.status == "breached"]
    first = min(misses, key=lambda finding: finding.moment)
    forgiven = sum(clause.forgiven for clause in case.clauses)
    key = "verdict.breached.forgiven" if forgiven else "verdict.breached"
    reason = say(key, first=first.message, count=len(misses), forgiven=forgiven)
    return _Ruled("not-eligible", reason)


def _on_results(case: _Judged) -> list[tuple[Factor, Ruling | None]]:
    """What may have kept the results back, each with what was decided about it."""
    factors = [f for f in case.timeline.of(Factor) if f.affects != "attendance"]
    return [(factor, case.circumstances.ruling_on(factor.id)) for factor in factors]


def _factor_loss(case: _Judged) -> _Ruled | None:
    """Something outside anyone's control kept the results back: that was decided, and ends it."""
    for factor, ruling in _on_results(case):
        if ruling is not None and ruling.outcome == "upheld":
            reason = say(
                "verdict.factor-upheld",
                text=factor.text,
                factor=factor.id,
                ruling=ruling.id,
                reason=ruling.reason,
            )
            return _Ruled("not-eligible", reason)
    return None


def _early_question(case: _Judged) -> _Ruled | None:
    """An early end on which people have to decide."""
    end = case.end
    if end is None or case.settled_early:
        return None
    on, ruling = day_of_end(case.timeline, end), case.end_ruling
    if ruling is not None:
        reason = say(f"verdict.end-ruled.{end.by}", on=on, ruling=ruling.id, reason=ruling.reason)
        return _Ruled("not-eligible", reason)
    reason = say(f"verdict.ended-early.{end.by}", on=on, end=end.id, reason=end.reason)
    return _Ruled("needs-judgement", reason, Question(say("question.end"), end.id))


def _in_progress(case: _Judged) -> _Ruled | None:
    ends = last_day(case.timeline)
    assert ends is not None  # a guarantee has a last day
    if not case.timeline.over(ends):
        return _Ruled("in-progress", _progress_reason(case))
    if case.settled_early:
        return None
    pending = [
        f for c in case.clauses if c.owner == "client" for f in c.findings if f.status == "pending"
    ]
    if pending:
        return _Ruled("in-progress", say("verdict.still-open", what=pending[0].message))
    ahead = replacement_ahead(case.timeline) if case.end is None else None
    if ahead is not None:
        on = case.timeline.day(ahead.to)
        return _Ruled("in-progress", say("verdict.replacement-ahead", on=on, booking=ahead.id))
    return None


def _progress_reason(case: _Judged) -> Message:
    clauses = [c.id for c in case.client_clauses_with("at-risk")]
    if clauses:
        return say("verdict.at-risk", clauses=_named(clauses))
    clauses = [c.id for c in case.client_clauses_with("judgement")]
    if clauses:
        return say("verdict.to-judge", clauses=_named(clauses))
    if case.unanswered:
        return say("verdict.unanswered", concern=case.unanswered[0].entry)
    return say("verdict.on-track")


def _named(clauses: list[ClauseId]) -> Listed:
    return all_of(say(f"clause.{id_}") for id_ in clauses)


def _open_question(case: _Judged) -> _Ruled | None:
    """What people have to settle after the term: a client's part, or a factor on the results."""
    open_clauses = [] if case.settled_early else case.client_clauses_with("judgement")
    for clause in open_clauses:
        finding = next(f for f in clause.findings if f.status == "judgement")
        question = Question(say("question.finding"), finding.entry, finding.check)
        return _Ruled("needs-judgement", say("sentence", said=finding.message), question)
    for factor, ruling in _on_results(case):
        if ruling is None:
            reason = say(
                "verdict.factor-open",
                text=factor.text,
                first=factor.from_,
                last=factor.to,
                factor=factor.id,
            )
            return _Ruled("needs-judgement", reason, Question(say("question.factor"), factor.id))
    return None


def _refund_due(case: _Judged) -> _Ruled | None:
    if case.claim.status != "made" or case.claim.at is None:
        return None
    on = case.timeline.day(case.claim.at)
    return _Ruled("refund-due", say("verdict.refund-due", on=on))


def _eligible(case: _Judged) -> _Ruled | None:
    deadline = case.claim.deadline
    if case.claim.status != "none" or deadline is None or case.timeline.passed(deadline):
        return None
    return _Ruled("eligible", say("verdict.eligible", until=case.timeline.day(deadline)))


def _expired(case: _Judged) -> _Ruled | None:
    deadline = case.claim.deadline
    assert deadline is not None  # a guarantee has a last day
    return _Ruled("expired", say("verdict.expired", on=case.timeline.day(deadline)))


_STEPS: tuple[Callable[[_Judged], _Ruled | None], ...] = (
    _not_offered,
    _not_in_force,
    _refunded,
    _value_delivered,
    _abuse,
    _client_left,
    _clause_loss,
    _factor_loss,
    _early_question,
    _in_progress,
    _open_question,
    _refund_due,
    _eligible,
    _expired,
)
