"""Holding clients to what they agreed: misses, the ladder's steps, penalties, what is owed.

Over 300 lines by a hair: one property per question that the reports ask of the ladder.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from valueback.model.agreement import ACTIONS, Accountability, Action, Step
from valueback.model.entries import Consequence, Incident, Payment
from valueback.model.money_terms import MissKind
from valueback.model.term import ended, moment_of_end
from valueback.model.timeline import Timeline
from valueback.rules.clause_reports import client_findings
from valueback.rules.findings import Finding
from valueback.rules.moves import moves_beyond

CARES_LESS_UNDER = 70
"""Under how many percent of commitments kept, giving more is caring more than the client does."""

_MANY_REMINDERS = 3


class Miss(NamedTuple):
    """A breach that the ladder counts, with what it brought.

    `number` is its place among the misses that were inside the window when it happened; `penalty`
    is what it adds to the penalties, fixed at that moment; 0 without one.
    """

    finding: Finding
    what: MissKind
    number: int
    step: Step | None
    penalty: Decimal

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
        """Every miss that ever counted, in time order, each with what it brought when it came."""
        breaches = [
            (finding, what)
            for finding in (*self.findings, *self.moves)
            if finding.status == "breached"
            and (what := self._counted_as(finding)) is not None
            and (self.ended_at is None or finding.moment <= self.ended_at)
        ]
        breaches.sort(key=lambda b: (b[0].moment, self.timeline.position.get(b[0].entry, 0)))
        moments: list[datetime] = []
        misses: list[Miss] = []
        accrued = Decimal(0)
        for finding, what in breaches:
            moments.append(finding.moment)
            number = self._within(moments, finding.moment)
            step = self.step_at(number)
            penalty = self._penalty(step, accrued)
            accrued += penalty
            misses.append(
                Miss(finding=finding, what=what, number=number, step=step, penalty=penalty)
            )
        return tuple(misses)

    @property
    def misses(self) -> tuple[Miss, ...]:
        """The misses that count now: those inside the window."""
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

    def _penalty(self, step: Step | None, accrued: Decimal) -> Decimal:
        if step is None or step.action != "penalty" or step.amount is None:
            return Decimal(0)
        cap = self.terms.penalty_cap
        return step.amount if cap is None else min(step.amount, max(cap - accrued, Decimal(0)))

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
                waiting = [m for m in happened if not found[m]] or happened[-1:]
                if waiting:
                    found[waiting[0]].append(step)
        return found

    def taken_for(self, miss: Miss) -> list[Consequence]:
        """The steps taken for a miss, in time order."""
        return self._taken.get(miss, [])

    @property
    def owed(self) -> list[Owed]:
        """The actions that nobody has taken yet, oldest first; after the end, only penalties."""
        over = self.ended_at is not None
        if self.abuse is not None:
            done = over or self.abuse.id in self.consequences
            return [] if done else [Owed(self.abuse.id, "disengage", None)]
        waiting = (m for m in self.misses if m.action is not None and not self.taken_for(m))
        return [
            Owed(miss.entry, miss.action, miss.penalty if miss.action == "penalty" else None, miss)
            for miss in waiting
            if miss.action is not None and (not over or miss.action == "penalty")
        ]

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
        """All penalties that misses brought, capped; each fixed at its own moment."""
        return sum((miss.penalty for miss in self.all_misses), Decimal(0))

    @property
    def charged(self) -> Decimal:
        """The penalties that were charged: what was taken as a consequence."""
        charges = [c for c in self.timeline.of(Consequence) if c.action == "penalty"]
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


def harsher(action: Action, than: Action | None) -> bool:
    """Whether an action goes beyond another; every one goes beyond none."""
    return than is None or ACTIONS.index(action) > ACTIONS.index(than)
