"""What an agreement promises: the least that must come of it, and the items of its scope."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from valueback.errors import Problem
from valueback.model.data import Data, Identifier, Label, Minutes, Quantity, Text
from valueback.model.marks import Bounds
from valueback.model.values import Carry, Number, Target, Term

Period = Literal["term", "week", "month", "quarter", "year"]
"""What a quantity is promised for."""


class MinimumResult(Data):
    """What must come of it at least: a sum or, with `unit`, a number of something to reach;
    without `target`, something attested.
    """

    id: Identifier
    text: Text
    target: Target | None = None
    unit: Label | None = None

    def problems(self, places: int | None) -> Iterator[Problem]:
        """A target that is neither a sum nor, with a unit, a number."""
        target = self.target
        if self.unit is not None:
            if target is None:
                yield Problem(
                    "counts nothing without a target",
                    "Say how many are to be reached: target = 5.",
                    ("unit",),
                )
        elif isinstance(target, Number):
            yield Problem(
                'must be money in quotes, like "2400.00"',
                'Or say what is counted: unit = "client".',
                ("target",),
            )
        elif target is not None and target != target.quantize(Decimal(1).scaleb(-(places or 0))):
            yield Problem(
                f"{target:f} has more decimals than its currency, which has {places}",
                path=("target",),
            )


HOURS = ("hour", "hours", "hora", "horas", "stunde", "stunden", "heure", "heures")
MINUTES = ("minute", "minutes", "minuto", "minutos", "minuten")
"""Units that are measured: what is used of them are the minutes worked."""


class ScopeItem(Data):
    """Something promised: so many units a term, or a period of it; without quantity, no limit.

    `minutes` is what one unit takes. An item in hours or minutes is measured: its units are the
    minutes worked, each entry rounded up to `increment_minutes`. Periods count from the first day
    of the agreement, or by the calendar. At most `carry` of what is left of a period goes into the
    next ones, and is lost after `carry_periods` of them. What the client asks about it is answered
    within `answer_within`.
    """

    id: Identifier
    text: Text
    unit: Label = "unit"
    quantity: Quantity | None = None
    per: Period = "term"
    minutes: Minutes | None = None
    counted_from: Literal["starts", "calendar"] = "starts"
    increment_minutes: Annotated[int, Bounds(ge=1, le=1440)] | None = None
    carry: Carry | None = None
    carry_periods: Annotated[int, Bounds(ge=1, lt=1000)] | None = None
    answer_within: Term | None = None

    @property
    def minutes_a_unit(self) -> int | None:
        """The minutes of one unit of a measured item; None for one that is counted."""
        if self.unit.lower() in HOURS:
            return 60
        return 1 if self.unit.lower() in MINUTES else None

    @property
    def is_measured(self) -> bool:
        """Whether its units are the minutes worked."""
        return self.minutes_a_unit is not None

    def problems(self) -> Iterator[Problem]:
        """Keys that cannot act where they stand."""
        if self.quantity is not None and self.quantity < 0:
            yield Problem("must not be negative", path=("quantity",))
        periodic = self.per != "term"
        if self.counted_from == "calendar" and not periodic:
            yield Problem(
                "has nothing to count: this is promised once, for the whole term",
                'Say per = "month" (week, quarter, year), or leave it out.',
                ("counted_from",),
            )
        if self.carry is not None and (not periodic or self.quantity is None):
            yield Problem(
                "has nothing to carry: that takes a quantity in each period",
                'Say per = "month" (week, quarter, year) and a quantity, or leave it out.',
                ("carry",),
            )
        if self.carry_periods is not None and self.carry is None:
            yield Problem(
                "does nothing without carry",
                'Say carry = "all", a number or a share, or leave it out.',
                ("carry_periods",),
            )
        yield from self._measured_problems()

    def _measured_problems(self) -> Iterator[Problem]:
        if self.is_measured and self.minutes not in (None, self.minutes_a_unit):
            yield Problem(
                f"cannot be: one {self.unit} is {self.minutes_a_unit} minutes",
                "Leave it out.",
                ("minutes",),
            )
        if self.increment_minutes is not None and not self.is_measured:
            yield Problem(
                "rounds minutes, and this is not measured in them",
                'Say unit = "hour" or "minute", or leave it out.',
                ("increment_minutes",),
            )
