"""A change order as it reads: what it does to the price and to the term."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from valueback.model.entries import ChangeOrder
from valueback.model.timeline import OrderStatus, Timeline
from valueback.rules.price import ends_with, total
from valueback.rules.promised import holds_from, term_of


class PriceLadder(NamedTuple):
    """The price, step by step."""

    original: Decimal
    approved_before: Decimal
    before: Decimal
    change: Decimal
    after: Decimal


class Order(NamedTuple):
    """A change order, how it stands, and what it does.

    `since` is the day from which its monthly and period lines hold, where it names one: the first
    of the month of the agreement that has that day.
    """

    entry: ChangeOrder
    status: OrderStatus
    ladder: PriceLadder
    ends_before: date | None
    ends_after: date | None
    since: date | None


def order_as_it_reads(timeline: Timeline, order: ChangeOrder) -> Order:
    """A change order beside what was approved before it was drawn up or sent.

    The document of a sent order never changes: only what was approved by the moment of sending
    (for a draft, by now) counts as before.
    """
    marks = timeline.marks_of(order)
    sent = marks[0].at if marks and marks[0].status == "sent" else timeline.as_of
    then = timeline.back_at(sent)
    before = {
        other.id
        for other in then.of(ChangeOrder)
        if other.id != order.id and then.approved_on(other) is not None
    }
    original, earlier = total(then, ()), total(then, before)
    after = total(then, before | {order.id})
    return Order(
        entry=order,
        status=timeline.order_status(order),
        ladder=PriceLadder(
            original=original,
            approved_before=earlier - original,
            before=earlier,
            change=after - earlier,
            after=after,
        ),
        ends_before=ends_with(then, before),
        ends_after=ends_with(then, before | {order.id}),
        since=_since(then, order),
    )


def _since(timeline: Timeline, order: ChangeOrder) -> date | None:
    if order.from_ is None:
        return None
    return holds_from(term_of(timeline, "month"), order, timeline.today)
