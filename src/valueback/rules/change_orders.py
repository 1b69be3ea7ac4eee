"""A change order as it reads: what it does to the price and to the term."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from valueback.model.entries import ChangeOrder
from valueback.model.timeline import OrderStatus, Timeline
from valueback.rules.price import ends_with, monthly_sum, months_with, once_sum, total
from valueback.rules.promised import holds_from, term_of

_ZERO = Decimal(0)


class PriceLadder(NamedTuple):
    """A price, step by step: the whole one, or that of a month."""

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
    the month in which it was drawn up or sent. `once` is what its other lines come to;
    `added_months` are the months of a monthly price by which it moves the end.
    """

    entry: ChangeOrder
    status: OrderStatus
    ladder: PriceLadder
    monthly: PriceLadder | None
    once: Decimal
    added_months: int
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
        added_months=_added_months(then, order, before),
        signed_by=_signed_by(then, order),
        ends_before=ends_with(then, before),
        ends_after=ends_with(then, before | {order.id}),
        since=_since(then, order),
    )


def order_as_it_counts(timeline: Timeline, order: ChangeOrder) -> Order:
    """An approved change order as it is charged: from the month of its approval, where it names no
    day; any other as it reads.
    """
    approved = timeline.approved_on(order)
    if approved is None:
        return order_as_it_reads(timeline, order)
    earlier = {
        other.id
        for other in timeline.of(ChangeOrder)
        if other.id != order.id and (day := timeline.approved_on(other)) and day <= approved
    }
    reads = order_as_it_reads(timeline, order)
    original, before = total(timeline, ()), total(timeline, earlier)
    after = total(timeline, earlier | {order.id})
    lasting = any(line.per != "once" for line in order.line)
    return reads._replace(
        ladder=PriceLadder(original, before - original, before, after - before, after),
        monthly=_monthly(timeline, order, earlier),
        since=holds_from(term_of(timeline, "month"), order, approved) if lasting else None,
        signed_by=None,
    )


def _monthly(then: Timeline, order: ChangeOrder, before: Collection[str]) -> PriceLadder | None:
    """The ladder of a month; None where nothing is monthly."""
    is_monthly = then.agreement.price_per == "month"
    if not is_monthly and not _comes_again(order):
        return None
    original = then.agreement.price if is_monthly else _ZERO
    earlier = (monthly_sum(then, other) for other in then.of(ChangeOrder) if other.id in before)
    approved, change = sum(earlier, _ZERO), monthly_sum(then, order)
    so_far = original + approved
    return PriceLadder(original, approved, so_far, change, so_far + change)


def _added_months(then: Timeline, order: ChangeOrder, before: Collection[str]) -> int:
    if then.agreement.price_per != "month" or not order.days or then.agreement.ends is None:
        return 0
    return months_with(then, {*before, order.id}).charged - months_with(then, before).charged


def _comes_again(order: ChangeOrder) -> bool:
    return any(line.per == "month" for line in order.line)


def _signed_by(then: Timeline, order: ChangeOrder) -> date | None:
    """Until when a signature brings what the ladder says; None where no day matters."""
    if order.from_ is not None or not _comes_again(order) or then.agreement.ends is None:
        return None
    months = term_of(then, "month")
    last = months.begins(then.number_in(months) + 1) - timedelta(days=1)
    return last if order.valid_until is None else min(last, order.valid_until)


def _since(timeline: Timeline, order: ChangeOrder) -> date | None:
    if order.from_ is None:
        return None
    return holds_from(term_of(timeline, "month"), order, timeline.today)
