"""What the engagement costs by now: the agreed price, approved change orders, and what was sold."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from valueback.model.entries import ChangeOrder, OrderLine
from valueback.model.periods import Periods
from valueback.model.term import cut_short, last_day
from valueback.model.timeline import Timeline
from valueback.moments import add_months
from valueback.money import rounded
from valueback.rules.promised import holds_from

_ZERO = Decimal(0)
_HOUR = Decimal(60)


class Price(NamedTuple):
    """The parts of the current price; pending change orders never count in it."""

    original: Decimal
    approved: Decimal
    sold: Decimal
    pending: Decimal

    @property
    def current(self) -> Decimal:
        """What the client pays as things stand."""
        return self.original + self.approved + self.sold


def price(timeline: Timeline) -> Price:
    """The price as of the timeline's moment."""
    approved = {order.id for order, _ in timeline.approved_orders}
    pending = {o.id for o in timeline.of(ChangeOrder) if timeline.order_status(o) == "sent"}
    original, now = total(timeline, ()), total(timeline, approved)
    sold = sum(
        (d.price or Decimal(0) for d in timeline.decision_on.values() if d.outcome == "menu"),
        Decimal(0),
    )
    return Price(original, now - original, sold, total(timeline, approved | pending) - now)


def total(timeline: Timeline, orders: Collection[str]) -> Decimal:
    """The price were exactly these change orders approved; those still open, approved today.

    A price per month counts the months of the term or, without a last day, those begun so far; a
    monthly line those from its own month on. Each line is rounded, as it is invoiced.
    """
    agreement = timeline.agreement
    months = months_with(timeline, orders)
    whole = agreement.price * (months.charged if agreement.price_per == "month" else 1)
    for order in timeline.of(ChangeOrder):
        if order.id in orders:
            approved = timeline.approved_on(order) or timeline.today
            held = months.from_(holds_from(months.periods, order, approved))
            whole += once_sum(timeline, order) + monthly_sum(timeline, order) * held
    return whole


def once_sum(timeline: Timeline, order: ChangeOrder) -> Decimal:
    """What an order's lines that hold once come to, each rounded as it is invoiced."""
    return _lines(timeline, order, "once")


def monthly_sum(timeline: Timeline, order: ChangeOrder) -> Decimal:
    """What an order adds to every month from its own on."""
    return _lines(timeline, order, "month")


def _lines(timeline: Timeline, order: ChangeOrder, per: str) -> Decimal:
    currency = timeline.agreement.currency
    return sum((line_amount(line, currency) for line in order.line if line.per == per), _ZERO)


def line_amount(line: OrderLine, currency: str) -> Decimal:
    """What a line comes to each time: rounded once, half up, as it is invoiced."""
    return rounded(line.quantity * line.unit_price, currency)


class Months(NamedTuple):
    """The months for which a monthly price is charged: those of the term or, without a last day,
    those begun by now.
    """

    periods: Periods
    charged: int

    def from_(self, day: date) -> int:
        """How many of them there are from the one of a day on; none from a day after the last."""
        if self.periods.ends is not None and day > self.periods.ends:
            return 0
        return max(self.charged - self.periods.number_of(day), 0)


def months_with(timeline: Timeline, orders: Collection[str]) -> Months:
    """The months charged were exactly these change orders approved."""
    agreement = timeline.agreement
    moved, ends = _moved_end(timeline, orders), ends_with(timeline, orders)
    periods = Periods("month", agreement.starts, agreement.ends, moved, ends)
    if periods.total is not None:
        return Months(periods, periods.total)
    begun = timeline.begun(agreement.starts)
    return Months(periods, timeline.number_in(periods) + 1 if begun else 0)


def months(timeline: Timeline) -> Months:
    """The months charged as things stand."""
    approved = {order.id for order, _ in timeline.approved_orders}
    return months_with(timeline, approved)


def ends_with(timeline: Timeline, orders: Collection[str]) -> date | None:
    """The last day were exactly these change orders approved."""
    if cut_short(timeline) is not None:
        return last_day(timeline)
    return _moved_end(timeline, orders)


def _moved_end(timeline: Timeline, orders: Collection[str]) -> date | None:
    ends = timeline.agreement.ends
    if ends is None:
        return None
    return ends + timedelta(days=sum(o.days for o in timeline.of(ChangeOrder) if o.id in orders))


def month_now(timeline: Timeline) -> Decimal | None:
    """The price of the present month, with what orders add to it by now; None where nothing is
    monthly.
    """
    agreement, charged = timeline.agreement, months(timeline)
    monthly = [(o, day) for o, day in timeline.approved_orders if monthly_sum(timeline, o)]
    if agreement.price_per != "month" and not monthly:
        return None
    present = timeline.number_in(charged.periods)
    added = sum(
        (
            monthly_sum(timeline, order)
            for order, approved in monthly
            if charged.periods.number_of(holds_from(charged.periods, order, approved)) <= present
        ),
        _ZERO,
    )
    return added + (agreement.price if agreement.price_per == "month" else _ZERO)


def last_of_months(starts: date, months: int) -> date:
    """The last day of so many months from a day on."""
    return add_months(starts, months) - timedelta(days=1)


def hourly_rate(timeline: Timeline) -> Decimal | None:
    """The agreed rate; where none was agreed, the price divided by the hours in scope.

    Both are those of the agreement as signed; of an open-ended one, those of a month, or of a year
    where something is promised by the quarter or the year.
    """
    agreement = timeline.agreement
    if agreement.hourly_rate is not None:
        return agreement.hourly_rate
    longest = 12 if any(item.per in ("quarter", "year") for item in agreement.scope) else 1
    ends = agreement.ends or last_of_months(agreement.starts, longest)
    months = Periods("month", agreement.starts, ends, ends, ends).total or 1
    minutes = _ZERO
    for item in agreement.scope:
        periods = Periods(item.per, agreement.starts, ends, ends, ends)
        each = item.minutes_a_unit or item.minutes or 0
        minutes += (item.quantity or _ZERO) * (periods.total or 1) * each
    times = months if agreement.price_per == "month" else 1
    return agreement.price * times * _HOUR / minutes if minutes else None
