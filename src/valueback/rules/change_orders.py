"""A change order as it reads: what it does to the price and to the term."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from valueback.model.entries import ChangeOrder
from valueback.model.timeline import OrderStatus, Timeline
from valueback.rules.price import ends_with, monthly_sum, once_sum, total
from valueback.rules.promised import holds_from, term_of

_ZERO = Decimal(0)


class PriceLadder(NamedTuple):
    """The price, step by step."""

    original: Decimal
    approved_before: Decimal
    before: Decimal
    change: Decimal
    after: Decimal


class MonthLadder(NamedTuple):
    """The price of a month, step by step, where it is monthly or a change of it is."""

    original: Decimal
    approved_before: Decimal
    before: Decimal
    change: Decimal
    after: Decimal


class Order(NamedTuple):
    """A change order, how it stands, and what it does.

    `since` is the day from which its monthly and period lines hold, where it names one: the first
    of the month of the agreement that has that day. Without one they hold from the month in which
    it is signed: `ladder` is then what comes of it if it is signed by `signed_by`, the last day of
    the month in which it was drawn up or sent. `once` is what its other lines come to.
    """

    entry: ChangeOrder
    status: OrderStatus
    ladder: PriceLadder
    monthly: MonthLadder | None
    once: Decimal
    signed_by: date | None
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
        monthly=_monthly(then, order, before),
        once=once_sum(then, order),
        signed_by=_signed_by(then, order),
        ends_before=ends_with(then, before),
        ends_after=ends_with(then, before | {order.id}),
        since=_since(then, order),
    )


def _monthly(then: Timeline, order: ChangeOrder, before: Collection[str]) -> MonthLadder | None:
    """The ladder of a month; None where nothing is monthly."""
    is_monthly = then.agreement.price_per == "month"
    if not is_monthly and not _comes_again(order):
        return None
    original = then.agreement.price if is_monthly else _ZERO
    earlier = (monthly_sum(then, other) for other in then.of(ChangeOrder) if other.id in before)
    approved, change = sum(earlier, _ZERO), monthly_sum(then, order)
    so_far = original + approved
    return MonthLadder(original, approved, so_far, change, so_far + change)


def _comes_again(order: ChangeOrder) -> bool:
    return any(line.per == "month" for line in order.line)


def _signed_by(then: Timeline, order: ChangeOrder) -> date | None:
    """Until when a signature brings what the ladder says; None where no day matters."""
    if order.from_ is not None or not _comes_again(order) or then.agreement.ends is None:
        return None
    months = term_of(then, "month")
    return months.begins(months.number_of(then.today) + 1) - timedelta(days=1)


def _since(timeline: Timeline, order: ChangeOrder) -> date | None:
    if order.from_ is None:
        return None
    return holds_from(term_of(timeline, "month"), order, timeline.today)
