"""Holding clients to what they agreed: misses, the ladder's steps, penalties, what is owed.

Over 300 lines: one property per question that the reports ask of the ladder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from valueback.model.agreement import ACTIONS, Accountability, Action, Step
from valueback.model.data import PerPeriod
from valueback.model.entries import Consequence, Incident, Payment
from valueback.model.money_terms import Fee, MissKind
from valueback.model.periods import calendar_start
from valueback.model.term import ended, moment_of_end
from valueback.model.timeline import Timeline
from valueback.rules.clause_reports import client_findings
from valueback.rules.fees import FeeRow, fee_amount, fee_row
from valueback.rules.findings import Finding
from valueback.rules.moves import moves_beyond

CARES_LESS_UNDER = 70
"""Under how many percent of commitments kept, giving more is caring more than the client does."""

_MANY_REMINDERS = 3
_ZERO = Decimal(0)

CHARGES: tuple[Action, ...] = ("penalty", "fee")
"""What costs money."""


class Miss(NamedTuple):
    """A breach that the ladder counts, or that a fee stands for, with what it brought.

    `number` is its place among the misses that were inside the window when it happened; None where
    the ladder does not count its kind. `penalty` and `fee` are what it costs, fixed at that moment:
    the higher of the two, under the cap; the other is 0.
    """

    finding: Finding
    what: MissKind
    number: int | None
    step: Step | None
    penalty: Decimal
    fee: Decimal = _ZERO
    fee_terms: Fee | None = None

    @property
    def entry(self) -> str:
        """The entry that it is about."""
        return self.finding.entry

    @property
    def action(self) -> Action | None:
        """What the step is that it brought; None where nothing was agreed for it."""
        return self.step.action if self.step else None

    @property
    def on(self) -> datetime:
        """Its moment: the due day's end, the agreed start, the notice."""
        return self.finding.moment


class Owed(NamedTuple):
    """An action that a miss, or abuse, calls for and that was not taken yet."""

    entry: str
    action: Action
    amount: Decimal | None
    miss: Miss | None = None


class Commitments(NamedTuple):
    """How many of the client's commitments were kept, of those that can be told by now."""

    kept: int
    total: int

    @property
    def percent(self) -> Decimal | None:
        """The share that was kept; None where nothing can be told."""
        return Decimal(self.kept * 100) / self.total if self.total else None


class Ladder:
    """Where a client stands on the ladder as of a moment. Pure; everything worked out once."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.terms: Accountability = timeline.agreement.accountability

    @cached_property
    def findings(self) -> list[Finding]:
        """The client's findings before the allowance: the very ones that the guarantee judges."""
        return [f for findings in client_findings(self.timeline).values() for f in findings]

    @cached_property
    def moves(self) -> list[Finding]:
        """Meetings moved more often than agreed; in good time, so that no clause is breached."""
        return list(moves_beyond(self.timeline))

    @cached_property
    def ended_at(self) -> datetime | None:
        """When the engagement was ended: what falls due later is missed by nobody."""
        end = ended(self.timeline)
        return moment_of_end(self.timeline, end) if end is not None else None

    @cached_property
    def all_misses(self) -> tuple[Miss, ...]:
        """Every miss that ever counted or had a fee, in time order, each with what it brought when
        it came.
        """
        breaches = [
            finding
            for finding in (*self.findings, *self.moves)
            if finding.status == "breached"
            and (self.ended_at is None or finding.moment <= self.ended_at)
        ]
        breaches.sort(key=lambda f: (f.moment, self.timeline.position.get(f.entry, 0)))
        moments: list[datetime] = []
        misses: list[Miss] = []
        free: Counter[tuple[int, date | None]] = Counter()
        accrued = _ZERO
        for finding in breaches:
            what, row = self._counted_as(finding), self._fee_row(finding)
            if what is None and row is None:
                continue
            number, step = None, None
            if what is not None:
                moments.append(finding.moment)
                number = self._within(moments, finding.moment)
                step = self.step_at(number)
            penalty, fee = self._cost(step, row, finding, free)
            penalty, fee = self._capped(penalty, accrued), self._capped(fee, accrued)
            accrued += penalty + fee
            kind = what or (row.terms.miss if row is not None else finding.misses[0])
            terms = None if row is None else row.terms
            misses.append(
                Miss(
                    finding=finding,
                    what=kind,
                    number=number,
                    step=step,
                    penalty=penalty,
                    fee=fee,
                    fee_terms=terms,
                )
            )
        return tuple(misses)

    def _fee_row(self, finding: Finding) -> FeeRow | None:
        return fee_row(self.timeline, finding.misses, finding.entry)

    def _cost(
        self,
        step: Step | None,
        row: FeeRow | None,
        finding: Finding,
        free: Counter[tuple[int, date | None]],
    ) -> tuple[Decimal, Decimal]:
        """The penalty and the fee of a miss: the higher of the two; nothing where it is free."""
        charges = step is not None and step.action == "penalty"
        penalty = (step.amount or _ZERO) if step is not None and charges else _ZERO
        if row is None:
            return penalty, _ZERO
        if self._is_free(row, finding, free):
            return _ZERO, _ZERO
        fee = fee_amount(self.timeline, row, finding.entry)
        return (_ZERO, fee) if fee > penalty else (penalty, _ZERO)

    def _is_free(
        self, row: FeeRow, finding: Finding, free: Counter[tuple[int, date | None]]
    ) -> bool:
        """Whether a miss is one of those that cost nothing; counts it."""
        allowed = row.terms.free
        if allowed is None:
            return False
        per = allowed.per if isinstance(allowed, PerPeriod) else None
        day = self.timeline.day(finding.moment)
        key = (row.number, None if per is None else calendar_start(per, day))
        free[key] += 1
        return free[key] <= (allowed.number if isinstance(allowed, PerPeriod) else allowed)

    @property
    def misses(self) -> tuple[Miss, ...]:
        """The misses that count now: those inside the window."""
        return tuple(miss for miss in self.listed if miss.number is not None)

    @property
    def listed(self) -> tuple[Miss, ...]:
        """The misses inside the window, with those that only have a fee."""
        return tuple(miss for miss in self.all_misses if self._counts_now(miss))

    def _counts_now(self, miss: Miss) -> bool:
        until = self._counts_until(miss.on)
        return until is None or not self.timeline.expired(until)

    @property
    def undecided(self) -> list[Finding]:
        """What would count, and waits for people to judge it."""
        return [
            f for f in self.findings if f.status == "judgement" and self._counted_as(f) is not None
        ]

    def _counted_as(self, finding: Finding) -> MissKind | None:
        """Which of the agreed kinds of miss a breach is; None where that kind does not count."""
        return next((what for what in finding.misses if what in self.terms.counts), None)

    def _counts_until(self, on: datetime) -> datetime | None:
        """The last moment at which a miss is inside the window; None where there is no window."""
        return None if self.terms.window is None else self.timeline.after(self.terms.window, on)

    def _within(self, moments: Iterable[datetime], at: datetime) -> int:
        """How many of the misses of these moments are inside the window at a later moment."""
        until = (self._counts_until(moment) for moment in moments)
        return sum(1 for last in until if last is None or self.timeline.in_time(at, last))

    def step_at(self, number: int) -> Step | None:
        """The step that the miss of that number triggers: the last one that begins by then."""
        reached = [step for step in self.terms.step if step.misses <= number]
        return reached[-1] if reached else None

    def _capped(self, amount: Decimal, accrued: Decimal) -> Decimal:
        """What of a charge is under the cap on all of them."""
        cap = self.terms.penalty_cap
        return amount if cap is None else min(amount, max(cap - accrued, _ZERO))

    # --- where the client stands ---

    @cached_property
    def abuse(self) -> Incident | None:
        """The latest abuse, whoever's: it overrides the ladder."""
        incidents = self.timeline.of(Incident)
        return incidents[-1] if incidents else None

    @property
    def action(self) -> Action | None:
        """The step reached by the misses that count now; under abuse, the end."""
        if self.abuse is not None:
            return "disengage"
        step = self.step_at(len(self.misses))
        return step.action if step else None

    @property
    def next_number(self) -> int:
        """The number that the next miss would have."""
        return len(self.misses) + 1

    @property
    def next_action(self) -> Action | None:
        """What the next miss would bring."""
        step = self.step_at(self.next_number)
        return step.action if step else None

    @property
    def cap_reached(self) -> bool:
        """Whether no further penalty can come due."""
        return self.terms.penalty_cap is not None and self.accrued >= self.terms.penalty_cap

    # --- what was done about it ---

    @cached_property
    def consequences(self) -> dict[str, list[Consequence]]:
        """The steps that were taken, by the entry that they are about, in time order."""
        found: dict[str, list[Consequence]] = {}
        for consequence in self.timeline.of(Consequence):
            found.setdefault(consequence.miss, []).append(consequence)
        return found

    @cached_property
    def _taken(self) -> dict[Miss, list[Consequence]]:
        """The steps taken for each miss.

        One entry can be missed twice, as a cancellation by its notice and by its new date: a step
        answers the first of them that had happened and is unanswered; further ones the latest.
        """
        found: dict[Miss, list[Consequence]] = {miss: [] for miss in self.all_misses}
        for entry, steps in self.consequences.items():
            for step in steps:
                happened = [m for m in self.all_misses if m.entry == entry and m.on <= step.at]
                waiting = [m for m in happened if not _answered(step, found[m])] or happened[-1:]
                if waiting:
                    found[waiting[0]].append(step)
        return found

    def taken_for(self, miss: Miss) -> list[Consequence]:
        """The steps taken for a miss, in time order."""
        return self._taken.get(miss, [])

    @property
    def owed(self) -> list[Owed]:
        """The actions and fees that nobody has taken yet, each by itself, oldest first; steps as
        long as their miss counts, charges until they are made; after the end, only charges, under
        abuse no step but the end.
        """
        over = self.ended_at is not None
        waiting = [owed for miss in self.all_misses for owed in self._owed_for(miss)]
        charges = [owed for owed in waiting if owed.action in CHARGES]
        if self.abuse is not None:
            done = over or self.abuse.id in self.consequences
            fees = [owed for owed in charges if owed.action == "fee"]
            return fees if done else [Owed(self.abuse.id, "disengage", None), *fees]
        now = set(self.listed)
        return charges if over else [o for o in waiting if o in charges or o.miss in now]

    def _owed_for(self, miss: Miss) -> Iterator[Owed]:
        taken = {consequence.action for consequence in self.taken_for(miss)}
        if miss.action == "penalty":
            if miss.penalty and "penalty" not in taken:
                yield Owed(miss.entry, "penalty", miss.penalty, miss)
        elif miss.action is not None and miss.action not in taken:
            yield Owed(miss.entry, miss.action, None, miss)
        if miss.fee and "fee" not in taken:
            yield Owed(miss.entry, "fee", miss.fee, miss)

    @property
    def end_announced(self) -> Consequence | None:
        """The step that told the client of the end, while that is not logged yet."""
        steps = [c for c in self.timeline.of(Consequence) if c.action == "disengage"]
        return steps[-1] if steps and self.ended_at is None else None

    @property
    def pause(self) -> Miss | None:
        """The miss for which no new meeting is booked now; None where booking is free.

        It is in force from the miss on, until a ruling excuses that, or a milder step is taken
        for it: then both have talked, and go on.
        """
        for miss in reversed(self.misses):
            taken = self.taken_for(miss)
            action = taken[-1].action if taken else miss.action
            if action in ("pause", "disengage"):
                return miss
        return None

    # --- penalties, commitments, caring ---

    @property
    def accrued(self) -> Decimal:
        """All penalties and fees that misses brought, capped; each fixed at its own moment."""
        return sum((miss.penalty + miss.fee for miss in self.all_misses), _ZERO)

    @property
    def charged(self) -> Decimal:
        """The penalties and fees that were charged: what was taken as a consequence."""
        charges = [c for c in self.timeline.of(Consequence) if c.action in CHARGES]
        return sum((c.amount or Decimal(0) for c in charges), Decimal(0))

    @property
    def paid(self) -> Decimal:
        """What the client paid of them."""
        payments = [p for p in self.timeline.of(Payment) if p.for_ == "penalty"]
        return sum((p.amount for p in payments), Decimal(0))

    @cached_property
    def commitments(self) -> Commitments:
        """What the client kept: met or excused by a ruling, of all that can be told; what was
        excused without one, as feedback that nobody asked for, was no promise that anybody broke.
        """
        excused = [f for f in self.findings if f.status == "excused" and f.ruling is not None]
        told = [f for f in self.findings if f.status in ("met", "breached")] + excused
        kept = sum(f.status == "met" for f in told) + len(excused)
        return Commitments(kept, len(told))

    @property
    def reminders(self) -> int:
        """How many reminders were sent: one for each thing that was reminded of."""
        return sum(c.action == "reminder" for c in self.timeline.of(Consequence))

    def caring_more(self, extra_minutes: int) -> bool:
        """Whether the provider cares more than the client does, who keeps little.

        `extra_minutes` are those given without being paid.
        """
        percent = self.commitments.percent
        gives = extra_minutes > 0 or self.reminders >= _MANY_REMINDERS
        return percent is not None and percent < CARES_LESS_UNDER and gives


def ladder(timeline: Timeline) -> Ladder:
    """Where the client stands as of the timeline's moment."""
    return timeline.once(Ladder)


def _answered(step: Consequence, taken: list[Consequence]) -> bool:
    """Whether a miss has been answered already by a step of the same sort: a fee, or one of the
    ladder.
    """
    return any((other.action == "fee") == (step.action == "fee") for other in taken)


def harsher(action: Action, than: Action | None) -> bool:
    """Whether an action goes beyond another; every one goes beyond none, a fee beyond no step."""
    if action == "fee":
        return False
    return than in (None, "fee") or ACTIONS.index(action) > ACTIONS.index(than)
