"""The agreement: what was promised, for how much, and on which conditions money comes back."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from valueback.errors import Problem
from valueback.model.data import (
    Allowance,
    Count,
    Currency,
    Data,
    Day,
    Identifier,
    Label,
    LocaleName,
    Minutes,
    Money,
    Name,
    Names,
    Percent,
    Quantity,
    Share,
    Text,
    ZoneName,
)

Period = Literal["term", "month", "week"]
MissKind = Literal[
    "homework", "no-show", "late-cancellation", "feedback", "late", "left-early", "reschedule"
]
ClauseId = Literal[
    "feedback",
    "homework",
    "presence",
    "cancellation",
    "voice",
    "clarity",
    "recording",
    "asking",
    "adjusting",
    "delivery",
]
"""The clauses of the guarantee, in the order in which they are told; each has a room of that name
in `rules/clauses/`.
"""

CheckId = Literal["feedback", "homework", "presence", "notice", "reschedule", "voice"]
"""What a ruling can be about: the questions that the client's clauses ask."""

Action = Literal["reminder", "warning", "penalty", "pause", "disengage"]

ACTIONS: tuple[Action, ...] = ("reminder", "warning", "penalty", "pause", "disengage")
"""Consequences, from mild to severe."""

SESSIONS = "sessions"
"""The scope item that sessions use up."""


class Client(Data):
    """The person who is served."""

    name: Name
    email: Text | None = None
    phone: Text | None = None
    time_zone: ZoneName | None = None
    locale: LocaleName | None = None
    segment: Identifier | None = None
    traits: Names = ()


class MinimumResult(Data):
    """What must come of it at least: a sum to reach or, without `target`, something attested."""

    id: Identifier
    text: Text
    target: Money | None = None


class ScopeItem(Data):
    """Something promised: so many units a term, month or week; without quantity, no limit."""

    id: Identifier
    text: Text
    unit: Label = "unit"
    quantity: Quantity | None = None
    per: Period = "term"
    minutes: Minutes | None = None


class Allowed(Data):
    """How many misses per clause are forgiven: a count, or a percentage of what fell due."""

    feedback: Allowance = Share(10)
    homework: Allowance = Share(10)
    presence: Allowance = Share(10)
    cancellation: Allowance = 1

    def of(self, clause: str) -> int | Share:
        """The allowance of a clause; none for a clause that has none."""
        found: int | Share = getattr(self, clause, 0)
        return found


class Guarantee(Data):
    """The terms of the value-back guarantee; days and hours as the client agreed to them."""

    offered: bool = True
    refund_percent: Percent = 100
    results_needed: Literal["any", "all"] = "any"
    claim_within_days: Count = 30
    ask_within_days: Count = 1
    feedback_within_days: Count = 7
    homework_due_days: Count = 7
    homework_grace_days: Count = 0
    late_grace_minutes: Count = 5
    early_leave_grace_minutes: Count = 5
    cancellation_notice_hours: Count = 24
    reschedule_within_days: Count = 15
    reschedule_rule: Literal["booked", "held"] = "booked"
    allowed: Allowed = Allowed()


class Step(Data):
    """What the miss of that number brings."""

    misses: Annotated[int, Field(ge=1, lt=10**6)]
    action: Action
    amount: Money | None = None
    basis: Text | None = None


_LADDER: tuple[tuple[int, Action], ...] = (
    (1, "reminder"),
    (2, "warning"),
    (4, "pause"),
    (5, "disengage"),
)
BUILT_IN_LADDER = tuple(Step(misses=misses, action=action) for misses, action in _LADDER)
"""What follows where a practice says nothing of its own; no penalty among it."""


class Accountability(Data):
    """Consequences that both know in advance."""

    counts: Annotated[tuple[MissKind, ...], Field(strict=False)] = (
        "homework",
        "no-show",
        "late-cancellation",
    )
    window_days: Count = 0
    penalty_cap: Money | None = None
    step: Annotated[tuple[Step, ...], Field(strict=False)] = BUILT_IN_LADDER


class Agreement(Data):
    """What both sides sign; frozen by the first signature."""

    title: Text
    package: Identifier | None = None
    objective: Text | None = None
    starts: Day
    ends: Day | None = None
    price: Money
    price_per: Literal["term", "month"] = "term"
    currency: Currency
    hourly_rate: Money | None = None
    late_cancellation_uses_session: bool = True
    goodwill_minutes: Minutes | None = None
    minimum_result: Annotated[tuple[MinimumResult, ...], Field(strict=False)] = ()
    scope: Annotated[tuple[ScopeItem, ...], Field(strict=False)] = ()
    guarantee: Guarantee = Guarantee()
    accountability: Accountability = Accountability()

    @cached_property
    def items(self) -> dict[str, ScopeItem]:
        """What was promised, by id."""
        return {item.id: item for item in self.scope}

    @property
    def unwritten(self) -> list[str]:
        """The terms on which a guarantee rests and that nobody wrote down."""
        lacks = [] if self.objective else ["objective"]
        return lacks if self.minimum_result else [*lacks, "minimum_result"]

    @property
    def missing_for_guarantee(self) -> list[str]:
        """The terms that an agreement with a guarantee still lacks before anybody can sign it."""
        return self.unwritten if self.guarantee.offered else []

    def problems(self) -> Iterator[Problem]:
        """What does not fit together, with paths inside `[agreement]`."""
        yield from self._term_problems()
        for name, items in (("minimum_result", self.minimum_result), ("scope", self.scope)):
            ids = [item.id for item in items]
            for number, id_ in enumerate(ids):
                if id_ in ids[:number]:
                    yield Problem(
                        f"the id {id_!r} is used twice", "Rename one.", (name, number, "id")
                    )
        for number, item in enumerate(self.scope):
            if item.quantity is not None and item.quantity < 0:
                yield Problem("must not be negative", path=("scope", number, "quantity"))
        yield from self._ladder_problems()

    def _term_problems(self) -> Iterator[Problem]:
        if self.ends is not None and self.ends < self.starts:
            yield Problem(
                f"lies before starts ({self.starts})", "Exchange the two days.", ("ends",)
            )
        if self.ends is None and (self.price_per == "term" or self.guarantee.offered):
            yield Problem(
                "is missing",
                'Only with price_per = "month" and without a guarantee may it be left out.',
                ("ends",),
            )

    def _ladder_problems(self) -> Iterator[Problem]:
        path = ("accountability", "step")
        steps = self.accountability.step
        for number, step in enumerate(steps):
            if step.action == "penalty" and not (step.amount and step.basis):
                yield Problem(
                    "a penalty needs an amount and its basis",
                    'Say what it stands for: basis = "the prepared hour that could not be used".',
                    (*path, number),
                )
        for number, (earlier, step) in enumerate(pairwise(steps), 1):
            if step.misses <= earlier.misses:
                yield Problem("steps must come in order of misses", path=(*path, number, "misses"))
            if ACTIONS.index(step.action) < ACTIONS.index(earlier.action):
                yield Problem(
                    f"{step.action} is milder than the step before it ({earlier.action})",
                    "A later miss brings the same or more.",
                    (*path, number, "action"),
                )
        yield from self._cap_problems()

    def _cap_problems(self) -> Iterator[Problem]:
        cap = self.accountability.penalty_cap
        largest = max(
            (step.amount or Decimal(0) for step in self.accountability.step), default=Decimal(0)
        )
        if cap is not None and largest > cap:
            yield Problem(
                "is smaller than one penalty",
                "Raise the cap or lower the amount.",
                ("accountability", "penalty_cap"),
            )
