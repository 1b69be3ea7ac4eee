"""What is promised by now: the items of the agreement, and what change orders made of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from valueback.model.entries import ChangeOrder, OrderLine
from valueback.model.periods import Per, Periods
from valueback.model.promises import ScopeItem
from valueback.model.term import agreed_end, last_day
from valueback.model.timeline import Timeline


def items_promised(timeline: Timeline) -> dict[str, ScopeItem]:
    """What is promised by now: the agreement's items, and those that change orders brought in."""
    return timeline.once(_items_promised)


def _items_promised(timeline: Timeline) -> dict[str, ScopeItem]:
    items = dict(timeline.agreement.items)
    for _, line in approved_lines(timeline):
        if line.item is not None and line.item not in items:
            items[line.item] = _added(line)
    return items


def _added(line: OrderLine) -> ScopeItem:
    """The item that a change order brings into the scope, with no units of it yet."""
    return ScopeItem(
        id=line.item or "",
        text=line.text,
        quantity=Decimal(0),
        per="month" if line.per == "month" else "term",
        minutes=line.minutes,
    )


class Holding(NamedTuple):
    """A line of an approved change order, with the day of its approval and the first day of the
    month of the agreement from which it holds month by month.
    """

    approved: date
    since: date


def approved_lines(timeline: Timeline) -> Iterator[tuple[Holding, OrderLine]]:
    """The lines of approved change orders, each with the days from which they hold."""
    for order in timeline.orders.values():
        day = timeline.approved_on(order)
        if day is not None:
            since = holds_from(term_of(timeline, "month"), order, day)
            yield from ((Holding(day, since), line) for line in order.line)


def holds_from(months: Periods, order: ChangeOrder, approved: date) -> date:
    """From when an order's lines hold that come again: the first day of the month of the agreement
    that it names, else of its approval; a day after the last one holds for nothing.
    """
    if order.from_ is not None and months.ends is not None and order.from_ > months.ends:
        return order.from_
    return months.begins(months.number_of(order.from_ or approved))


def term_of(timeline: Timeline, per: Per, *, by_calendar: bool = False) -> Periods:
    """The periods of the term as it stands, of a kind."""
    agreement = timeline.agreement
    return Periods(
        per,
        agreement.starts,
        agreement.ends,
        agreed_end(timeline),
        last_day(timeline),
        by_calendar=by_calendar,
    )
