"""What of an agreement was used up by its last day: units, months, days, and so of its price."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cached_property

from valueback.model.engagement import Engagement
from valueback.model.entries import ChangeOrder, End
from valueback.model.money_terms import Leaving
from valueback.model.periods import Periods
from valueback.model.term import agreed_end, cut_short, day_of_end
from valueback.model.timeline import Timeline
from valueback.rules.accounts import accounts
from valueback.rules.instalments import dues, kept, payments
from valueback.rules.price import monthly_sum, months, once_sum, price
from valueback.rules.promised import holds_from
from valueback.rules.units import uses

_ZERO = Decimal(0)


class Used:
    """What was used of an agreement by its last day: of its units, months, days and price."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        end = cut_short(timeline)
        self.last = timeline.today if end is None else day_of_end(timeline, end)
        self._whole = timeline if end is None else _unended(timeline, end, self.last)
        """The engagement as if nobody had ended it: what was agreed of it by the last day."""

        self._monthly = timeline.agreement.price_per == "month"
        self._item = timeline.agreement.sessions_item

    @cached_property
    def kept(self) -> Decimal:
        """What was kept of the payments; where none was written down, what fell due."""
        if payments(self.timeline):
            return max(kept(self.timeline, "leaving"), _ZERO)
        fallen = [due.amount for due in dues(self.timeline) if due.day <= self.last]
        return sum(fallen, _ZERO)

    @cached_property
    def units(self) -> Decimal:
        """The units of the sessions' item that were used; hours, where it is in hours."""
        size = self._item.minutes_a_unit if self._item is not None else None
        return self._counted_since(self.timeline.agreement.starts) / (size or 1)

    def _counted_since(self, first: date) -> Decimal:
        """What was used from a day on; of hours and minutes, the minutes."""
        by_id = self.timeline.engagement.log.by_id
        item = self._item.id if self._item is not None else None
        return sum(
            (
                use.units
                for use in uses(self.timeline)
                if use.item == item
                and self.timeline.day(by_id[use.entry].at) <= self.last
                and use.day >= first
            ),
            _ZERO,
        )

    @cached_property
    def months(self) -> int:
        """The months begun by the last day: one that begins on it is."""
        starts = self.timeline.agreement.starts
        if self.last < starts:
            return 0
        return Periods("month", starts, None, None, None).number_of(self.last) + 1

    @cached_property
    def price(self) -> Decimal:
        """The whole price; by the month, that of the months begun."""
        if not self._monthly:
            return price(self._whole).current
        running = sum((self._month(number) for number in range(self.months)), _ZERO)
        return running + self._apart

    def up(self, terms: Leaving) -> Decimal:
        """How much of the price was used up, as a row counts it."""
        if terms.of == "repriced":
            assert terms.unit_price is not None  # as the agreement was read
            return self.units * terms.unit_price + self._apart
        if self._monthly:
            return self._up_by_month(terms)
        base = self.price - self._apart
        return base * self._part(terms) + self._apart

    def _part(self, terms: Leaving) -> Decimal:
        """How much of the term was used, from 0 to 1."""
        agreement, ends = self.timeline.agreement, agreed_end(self.timeline)
        if terms.of == "unused units":
            assert self._item is not None  # as the agreement was read
            agreed = accounts(self._whole)[self._item.id].whole_term or self._item.quantity
            return _ratio(self._counted_since(agreement.starts), agreed or _ZERO)
        assert ends is not None  # as the agreement was read
        if terms.of == "unused days":
            return _ratio(_days(agreement.starts, self.last), _days(agreement.starts, ends))
        term = Periods("month", agreement.starts, agreement.ends, ends, ends)
        return _ratio(Decimal(self.months), Decimal(term.total or 1))

    def _up_by_month(self, terms: Leaving) -> Decimal:
        """Past months are used up, the running one by its units or days."""
        if not self.months:
            return self._apart
        running = self.months - 1
        past = sum((self._month(number) for number in range(running)), _ZERO)
        periods = self._periods
        first, following = periods.begins(running), periods.begins(running + 1)
        part = Decimal(1)
        if terms.of == "unused days":
            part = _ratio(_days(first, self.last), Decimal((following - first).days))
        elif terms.of == "unused units":
            assert self._item is not None  # as the agreement was read
            account = accounts(self._whole)[self._item.id]
            own = max(self._counted_since(first) - account.carried_into(running), _ZERO)
            part = _ratio(own, account.added_in(running))
        without = self._month_apart(running)
        return past + (self._month(running) - without) * part + without + self._apart

    def _month(self, number: int) -> Decimal:
        """The price of a month, with what orders add to it, and what those that add meetings add
        once in it.
        """
        once = (
            once_sum(self.timeline, order)
            for order, approved in self.timeline.approved_orders
            if self._adds_units(order) and self._periods.number_of(approved) == number
        )
        return self.timeline.agreement.price + self._added(number, apart=False) + sum(once, _ZERO)

    @property
    def _periods(self) -> Periods:
        return months(self._whole).periods

    def _month_apart(self, number: int) -> Decimal:
        return self._added(number, apart=True)

    def _added(self, number: int, *, apart: bool) -> Decimal:
        """What orders add to a month; only those without units of the sessions, where asked."""
        periods = self._periods
        return sum(
            (
                monthly_sum(self.timeline, order)
                for order, approved in self.timeline.approved_orders
                if periods.number_of(holds_from(periods, order, approved)) <= number
                and not (apart and self._adds_units(order))
            ),
            _ZERO,
        )

    def _adds_units(self, order: ChangeOrder) -> bool:
        item = self._item.id if self._item is not None else None
        return any(line.item == item and line.quantity for line in order.line)

    @cached_property
    def _apart(self) -> Decimal:
        """What was sold beside the meetings: orders that add no units of theirs, and the menu; all
        of it is used up. By the month, what orders add to months is told with these.
        """
        sold = price(self._whole).sold
        charged = months(self._whole)
        for order, approved in self.timeline.approved_orders:
            if self._monthly:
                sold += _ZERO if self._adds_units(order) else once_sum(self.timeline, order)
            elif not self._adds_units(order):
                held = charged.from_(holds_from(charged.periods, order, approved))
                sold += once_sum(self.timeline, order) + monthly_sum(self.timeline, order) * held
        return sold


def _unended(timeline: Timeline, end: End, last: date) -> Timeline:
    """The engagement on its last day, without the entry that ended it."""
    engagement = timeline.engagement
    before = Engagement(engagement.header, engagement.log.without(end.id))
    return timeline.of_another(before).back_at(timeline.end_of(last))


def _ratio(part: Decimal, whole: Decimal) -> Decimal:
    return min(part / whole, Decimal(1)) if whole > 0 else Decimal(1)


def _days(first: date, last: date) -> Decimal:
    """How many days there are, the last one among them."""
    return Decimal(max((last - first).days + 1, 0))
