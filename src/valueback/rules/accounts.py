"""How many units of an item are left: period by period, with what is carried, held and added.

Units of a measured item are its minutes.

Over 300 lines by a hair: one account, and all that is agreed, carried, held and left of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from valueback.frozen import frozen
from valueback.model.data import Share
from valueback.model.entries import OrderLine
from valueback.model.promises import ScopeItem
from valueback.model.timeline import Timeline
from valueback.rules.chains import chains
from valueback.rules.price import months
from valueback.rules.promised import Holding, approved_lines, items_promised, term_of
from valueback.rules.units import Use, units_of, uses

_FAR = 1200
"""How many periods on something is looked for where a term has no last day."""

_ZERO = Decimal(0)
_WHOLE = Decimal(1)


@frozen(kw_only=True)
class PeriodUnits:
    """The units of an item in one of its periods; `own` is None where there is no limit.

    `carried` came from earlier periods, `once` is what orders added and earlier periods left;
    `held` is kept for meetings that are booked.
    """

    own: Decimal | None
    carried: Decimal
    once: Decimal
    used: Decimal
    held: Decimal

    @property
    def agreed(self) -> Decimal | None:
        """All that this period has."""
        return None if self.own is None else self.own + self.carried + self.once

    @property
    def remaining(self) -> Decimal | None:
        """What is not used, held units among it; None where there is no limit."""
        return None if self.agreed is None else max(self.agreed - self.used, _ZERO)

    @property
    def free(self) -> Decimal | None:
        """What is neither used nor held; None where there is no limit."""
        return None if self.remaining is None else max(self.remaining - self.held, _ZERO)


class _Lot(NamedTuple):
    """Units left of a period, to be used later."""

    period: int
    units: Decimal


class Account:
    """The units of one item over the term: what each entry takes, and what is left by then."""

    def __init__(self, timeline: Timeline, item: ScopeItem, taking: Sequence[Use]) -> None:
        self.item = item
        self.periods = term_of(timeline, item.per, by_calendar=item.counted_from == "calendar")
        self.present = timeline.number_in(self.periods)
        self._lines = [line for line in approved_lines(timeline) if line[1].item == item.id]
        self._months = months(timeline)
        self._taken_back, self._once_back = self._negative()
        self._by_period: dict[int, list[Use]] = defaultdict(list)
        self._units = {use.entry: use.units for use in taking}
        for use in taking:
            self._by_period[self.periods.number_of(use.day)].append(use)
        self._held: dict[int, Decimal] = defaultdict(Decimal)
        for chain in chains(timeline):
            if chain.item == item.id and chain.open is not None:
                units = units_of(timeline, item, chain.open)
                self._held[self.periods.number_of(chain.day)] += units
        self.within: dict[str, Decimal] = {}
        """How many units of each entry's use were still there."""
        self._states = self._worked_out()

    def state(self, period: int) -> PeriodUnits:
        """The units of a period."""
        return self._states[period]

    @property
    def now(self) -> PeriodUnits:
        """The units of the present period."""
        return self._states[self.present]

    @property
    def ahead(self) -> Decimal:
        """What is not used of the periods to come; 0 where no last day is agreed."""
        last = (self.periods.total or 0) - 1
        left = _ZERO
        for period in range(self.present + 1, last + 1):
            used = sum((use.units for use in self._by_period.get(period, ())), _ZERO)
            left += max((self.own(period) or _ZERO) - used, _ZERO)
        return left

    def added_in(self, period: int) -> Decimal:
        """What a period has of its own, with what orders add once in it."""
        once = self._once(period) - self._once_back.get(period, _ZERO)
        return (self.own(period) or _ZERO) + once

    def carried_into(self, period: int) -> Decimal:
        """What came into a period from earlier ones."""
        return self._states[period].carried if period in self._states else _ZERO

    @property
    def whole_term(self) -> Decimal | None:
        """All that was agreed for the term, orders included; None without a limit or an end."""
        count = self.periods.total
        if self.item.quantity is None or count is None:
            return None
        once = sum((self._once(n) - self._once_back.get(n, _ZERO) for n in range(count)), _ZERO)
        return sum((self.own(n) or _ZERO for n in range(count)), once)

    @property
    def minutes_owed(self) -> Decimal:
        """The minutes still to be worked: what is left now, what earlier periods still hold, and
        all of the periods to come.
        """
        earlier = (s.held for n, s in self._states.items() if n < self.present)
        units = (self.now.remaining or _ZERO) + sum(earlier, _ZERO) + self.ahead
        return units * (1 if self.item.is_measured else self.item.minutes or 0)

    def share_within(self, entry: str) -> Decimal:
        """How much of an entry's use was still there, from 0 to 1."""
        units = self._units.get(entry, _ZERO)
        return self.within[entry] / units if units else _WHOLE

    def shown(self, units: Decimal) -> Decimal:
        """Minutes as the hours that an item is promised in, in two decimals at most."""
        size = self.item.minutes_a_unit or 1
        return units if size == 1 else (units / size).quantize(Decimal("0.01"), ROUND_HALF_UP)

    # --- what is agreed ---

    @property
    def _size(self) -> int:
        return self.item.minutes_a_unit or 1

    def own(self, period: int) -> Decimal | None:
        """What a period has of its own: its quantity, and the lines that hold period by period."""
        quantity = self.item.quantity
        if quantity is None:
            return None
        own = self._before_taking_back(period, quantity)
        return max(own - self._taken_back.get(period, _ZERO), _ZERO)

    def _before_taking_back(self, period: int, quantity: Decimal) -> Decimal:
        own = quantity * self._size
        for holding, line in self._lines:
            own += self._times(holding, line, period) * line.quantity * self._size
        share = self.periods.share(period)
        if share == 1:
            return own
        return (own * share.numerator / share.denominator).quantize(_WHOLE, ROUND_HALF_UP)

    def _times(self, holding: Holding, line: OrderLine, period: int) -> int:
        """How many times a line adds its quantity to a period, where it holds more than once."""
        if line.per == "once":
            return 0
        if self.item.per == "term":
            return self._months.from_(holding.since) if line.per == "month" else 1
        return int(period >= self.periods.first_from(holding.since))

    def _once(self, period: int) -> Decimal:
        """What orders approved in a period add once."""
        return sum(
            (
                line.quantity * self._size
                for holding, line in self._lines
                if line.per == "once"
                and line.quantity > 0
                and self.periods.number_of(holding.approved) == period
            ),
            _ZERO,
        )

    def _negative(self) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
        """What orders took back, by the period that it lowers: that of the approval, then the next
        ones, until it is used up. Of what a period has, what was added once goes first, for most
        often that is what is reversed; then its own.
        """
        own: dict[int, Decimal] = defaultdict(Decimal)
        once: dict[int, Decimal] = defaultdict(Decimal)
        for holding, line in self._lines:
            if line.per != "once" or line.quantity >= 0 or self.item.quantity is None:
                continue
            wanted = -line.quantity * self._size
            first, count = self.periods.number_of(holding.approved), self.periods.total
            for period in range(first, first + _FAR if count is None else count):
                added = sum((self._once(n) for n in range(period + 1)), _ZERO)
                part = min(max(added - sum(once.values(), _ZERO), _ZERO), wanted)
                once[period], wanted = once[period] + part, wanted - part
                there = self._before_taking_back(period, self.item.quantity) - own[period]
                part = min(max(there, _ZERO), wanted)
                own[period], wanted = own[period] + part, wanted - part
                if not wanted:
                    break
        return own, once

    # --- what is left ---

    def _worked_out(self) -> dict[int, PeriodUnits]:
        states: dict[int, PeriodUnits] = {}
        lots: list[_Lot] = []
        once = _ZERO
        last = max(self.present, *self._by_period, *self._held, 0)
        for period in range(last + 1):
            own = self.own(period)
            lots = self._carried(lots, period, own)
            once = max(once + self._once(period) - self._once_back.get(period, _ZERO), _ZERO)
            states[period] = PeriodUnits(
                own=own,
                carried=sum((lot.units for lot in lots), _ZERO),
                once=once,
                used=sum((use.units for use in self._by_period[period]), _ZERO),
                held=self._held[period],
            )
            left, once = self._take(period, lots, own, once)
            lots, held = self._left(lots, _Lot(period, left), self._held[period])
            once = max(once - held, _ZERO)
        return states

    def _take(
        self, period: int, lots: list[_Lot], own: Decimal | None, once: Decimal
    ) -> tuple[Decimal, Decimal]:
        """What is left of a period's own and of the once added units, when all uses took theirs:
        what was carried first, the oldest before all; then its own; then what was added once.
        """
        left = own or _ZERO
        for use in self._by_period[period]:
            wanted = use.units
            if own is not None:
                for number, lot in enumerate(lots):
                    part = min(lot.units, wanted)
                    lots[number], wanted = lot._replace(units=lot.units - part), wanted - part
                part = min(left, wanted)
                left, wanted = left - part, wanted - part
                part = min(once, wanted)
                once, wanted = once - part, wanted - part
                self.within[use.entry] = use.units - wanted
            else:
                self.within[use.entry] = use.units
        return left, once

    def _left(self, lots: list[_Lot], own: _Lot, held: Decimal) -> tuple[list[_Lot], Decimal]:
        """What may be carried on, the oldest first: what is left, less what is held; and how much
        is held beyond it, of what was added once.
        """
        kept: list[_Lot] = []
        for lot in (own, *reversed(lots)):
            part = min(lot.units, held)
            held -= part
            kept.insert(0, lot._replace(units=lot.units - part))
        return (kept if self.item.carry is not None else []), held

    def _carried(self, lots: list[_Lot], period: int, own: Decimal | None) -> list[_Lot]:
        """What comes into a period: what is not lost yet, the newest, up to the agreed limit."""
        periods, limit = self.item.carry_periods, self._limit(own)
        kept: list[_Lot] = []
        for lot in reversed(lots):
            lost = periods is not None and period - lot.period > periods
            units = _ZERO if lost else lot.units if limit is None else min(lot.units, limit)
            if units > 0:
                kept.insert(0, lot._replace(units=units))
                limit = None if limit is None else limit - units
        return kept

    def _limit(self, own: Decimal | None) -> Decimal | None:
        """How much may be carried into a period that has so much of its own; None for all."""
        carry = self.item.carry
        if carry is None or carry == "all":
            return None
        if isinstance(carry, Share):
            return ((own or _ZERO) * carry / 100).quantize(_WHOLE, ROUND_FLOOR)
        return Decimal(carry) * self._size


def accounts(timeline: Timeline) -> dict[str, Account]:
    """The units of every item that is promised, by id."""
    return timeline.once(_accounts)


def _accounts(timeline: Timeline) -> dict[str, Account]:
    taking: dict[str, list[Use]] = defaultdict(list)
    for use in uses(timeline):
        taking[use.item].append(use)
    return {
        id_: Account(timeline, item, taking[id_]) for id_, item in items_promised(timeline).items()
    }
