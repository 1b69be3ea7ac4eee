"""What the engagement costs by now: the agreed price, approved change orders, and what was sold."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from valueback.model.entries import ChangeOrder, OrderLine
from valueback.model.term import early_end, last_day
from valueback.model.timeline import Timeline
from valueback.moments import add_months, months_between


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
    approved = {o.id for o in timeline.of(ChangeOrder) if timeline.approved_on(o) is not None}
    pending = {o.id for o in timeline.of(ChangeOrder) if timeline.order_status(o) == "sent"}
    original, now = total(timeline, ()), total(timeline, approved)
    sold = sum(
        (d.price or Decimal(0) for d in timeline.decision_on.values() if d.outcome == "menu"),
        Decimal(0),
    )
    return Price(original, now - original, sold, total(timeline, approved | pending) - now)


def total(timeline: Timeline, orders: Collection[str]) -> Decimal:
    """The price were exactly these change orders approved; those still open, approved today.

    A price per month counts the months of the term or, without a last day, those begun so far.
    """
    agreement = timeline.agreement
    ends = ends_with(timeline, orders)
    whole = agreement.price
    if agreement.price_per == "month":
        whole = agreement.price * _months(timeline, agreement.starts, ends)
    for order in timeline.of(ChangeOrder):
        if order.id in orders:
            day = timeline.approved_on(order) or timeline.today
            whole += sum((_line(timeline, line, day, ends) for line in order.line), Decimal(0))
    return whole


def ends_with(timeline: Timeline, orders: Collection[str]) -> date | None:
    """The last day were exactly these change orders approved."""
    ends = timeline.agreement.ends
    if early_end(timeline) is not None:
        return last_day(timeline)
    if ends is None:
        return None
    return ends + timedelta(days=sum(o.days for o in timeline.of(ChangeOrder) if o.id in orders))


def months_charged(timeline: Timeline, day: date) -> int:
    """The months for which a monthly line counts that was approved on that day."""
    return _months(timeline, day, last_day(timeline))


def _line(timeline: Timeline, line: OrderLine, day: date, ends: date | None) -> Decimal:
    once = line.quantity * line.unit_price
    return once if line.per == "once" else once * _months(timeline, day, ends)


def _months(timeline: Timeline, starts: date, ends: date | None) -> int:
    """The months of a term; without a last day, those begun by now."""
    if ends is not None:
        return max(1, months_between(starts, ends))
    if not timeline.begun(starts):
        return 0
    whole = (timeline.today.year - starts.year) * 12 + timeline.today.month - starts.month
    return whole + 1 if timeline.begun(add_months(starts, whole)) else whole
