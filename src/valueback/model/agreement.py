"""The agreement: what was promised, for how much, and on which conditions money comes back.

Over 300 lines: every table of the agreement, in the order of the file.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal

from valueback.errors import Problem
from valueback.frozen import replace
from valueback.model.data import (
    Currency,
    Data,
    Day,
    Identifier,
    LanguageName,
    Minutes,
    Money,
    PerPeriod,
    Share,
    Text,
    ZoneName,
)
from valueback.model.marks import AS_LIST, Bounds
from valueback.model.meetings import Meetings, WorkingCalendar
from valueback.model.money_terms import (
    Basis,
    Fee,
    Instalment,
    Leaving,
    MissKind,
    Priced,
    fee_problems,
    instalment_problems,
    leaving_problems,
)
from valueback.model.promises import MinimumResult, ScopeItem
from valueback.model.time_terms import TimeTerm
from valueback.model.values import (
    Allowance,
    Forgiven,
    LongTerm,
    Term,
)
from valueback.money import decimals

ClauseId = Literal[
    "feedback",
    "homework",
    "presence",
    "cancellation",
    "payment",
    "voice",
    "clarity",
    "recording",
    "asking",
    "adjusting",
    "punctual",
    "delivery",
]
"""The clauses of the guarantee, in the order in which they are told; each has a room of that name
in `rules/clauses/`.
"""

CheckId = Literal[
    "feedback", "homework", "presence", "notice", "reschedule", "payment", "voice", "move"
]
"""What a ruling can be about: the questions that the client's clauses ask."""

StepAction = Literal["reminder", "warning", "penalty", "pause", "disengage"]
Action = Literal["reminder", "warning", "penalty", "pause", "disengage", "fee"]
"""What can follow a miss: a step of the ladder, or the fee for that kind of miss."""

ACTIONS: tuple[StepAction, ...] = ("reminder", "warning", "penalty", "pause", "disengage")
"""The steps of a ladder, from mild to severe."""

SESSIONS = "sessions"
"""The scope item that sessions use up."""


class Allowed(Data):
    """How many misses per clause are forgiven: a count, a count per calendar period, or a
    percentage of what fell due.
    """

    only_if_meant = ("payment",)

    feedback: Forgiven = Share(10)
    homework: Forgiven = Share(10)
    presence: Forgiven = Share(10)
    cancellation: Forgiven = 1
    payment: Forgiven = 0

    def of(self, clause: str) -> int | PerPeriod | Share:
        """The allowance of a clause; none for a clause that has none."""
        found: int | PerPeriod | Share = getattr(self, clause, 0)
        return found


class Guarantee(Data):
    """The terms on which money comes back."""

    only_if_meant = ("plus", "basis")

    offered: bool = True
    refund_percent: Annotated[int, Bounds(ge=0, le=300)] = 100
    plus: Money = Decimal(0)
    basis: Basis = "paid"
    results_needed: Literal["any", "all"] = "any"
    claim_within: LongTerm = TimeTerm(30, "day")
    refund_within: Term | None = None
    allowed: Allowed = Allowed()


class Step(Data):
    """What the miss of that number brings."""

    misses: Annotated[int, Bounds(ge=1, lt=10**6)]
    action: StepAction
    amount: Money | None = None
    basis: Text | None = None


_LADDER: tuple[tuple[int, StepAction], ...] = (
    (1, "reminder"),
    (2, "warning"),
    (4, "pause"),
    (5, "disengage"),
)
BUILT_IN_LADDER = tuple(Step(misses=misses, action=action) for misses, action in _LADDER)
"""What follows where a practice says nothing of its own; no penalty among it."""


class Accountability(Data):
    """Consequences that both know in advance."""

    counts: Annotated[tuple[MissKind, ...], AS_LIST] = (
        "homework",
        "no-show",
        "late-cancellation",
    )
    moves_allowed: Allowance | None = None
    window: LongTerm | None = None
    penalty_cap: Money | None = None
    step: Annotated[tuple[Step, ...], AS_LIST] = BUILT_IN_LADDER


def _at(place: tuple[str | int, ...], problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems of a part of the agreement, with the place where it stands."""
    return (replace(problem, path=(*place, *problem.path)) for problem in problems)


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
    tax: Text | None = None
    payment_within: Term | None = None
    time_zone: ZoneName | None = None
    language: LanguageName | None = None
    calendar: WorkingCalendar = WorkingCalendar()
    minimum_result: Annotated[tuple[MinimumResult, ...], AS_LIST] = ()
    scope: Annotated[tuple[ScopeItem, ...], AS_LIST] = ()
    meetings: Meetings = Meetings()
    guarantee: Guarantee = Guarantee()
    accountability: Accountability = Accountability()
    instalment: Annotated[tuple[Instalment, ...], AS_LIST] = ()
    leaving: Annotated[tuple[Leaving, ...], AS_LIST] = ()
    fee: Annotated[tuple[Fee, ...], AS_LIST] = ()

    @property
    def sessions_item(self) -> ScopeItem | None:
        """The item that sessions use up: the one of that name, else the first measured one, else
        the first; None without any.
        """
        measured = next((item for item in self.scope if item.is_measured), None)
        return self.items.get(SESSIONS) or measured or next(iter(self.scope), None)

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
            yield from _at(("scope", number), item.problems())
        yield from _at(("calendar",), self.calendar.problems())
        places = decimals(self.currency)
        for number, result in enumerate(self.minimum_result):
            yield from _at(("minimum_result", number), result.problems(places))
        yield from self._ladder_problems()
        yield from self._money_problems()

    def _money_problems(self) -> Iterator[Problem]:
        priced = Priced(self.price, self.price_per == "month", self.ends, self.sessions_item)
        yield from _at(("instalment",), instalment_problems(priced, self.instalment))
        for number, row in enumerate(self.leaving):
            yield from _at(("leaving", number), leaving_problems(priced, row))
        for number, fee in enumerate(self.fee):
            yield from _at(("fee", number), fee_problems(fee))

    def _term_problems(self) -> Iterator[Problem]:
        if self.ends is not None and self.ends < self.starts:
            yield Problem(
                f"lies before starts ({self.starts})", "Exchange the two days.", ("ends",)
            )
        if self.ends is None and self.guarantee.offered:
            yield Problem(
                "is missing",
                "A guarantee needs a last day: only without one may it be left out.",
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
        if self.accountability.moves_allowed is not None and (
            "move" not in self.accountability.counts
        ):
            yield Problem(
                "does nothing: moves are not counted",
                'Add "move" to counts, or leave it out.',
                ("accountability", "moves_allowed"),
            )

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
