"""What falls due and when: instalments, months, what orders and the menu add; and what was paid.

Reads of an engagement what was agreed; what an early end changes of it is told by
`rules/payments.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from valueback.model.entries import ChangeOrder, Payment, Refund, RefundCause
from valueback.model.timeline import Timeline
from valueback.rules.price import monthly_sum, months, once_sum
from valueback.rules.promised import holds_from

_ZERO = Decimal(0)

AGREED = ("agreement", "change-order")
"""What a payment is for that the price asks for; fees, penalties and expenses are apart."""


class Due(NamedTuple):
    """A sum that falls due on a day.

    `of` is the agreement's own price, what orders and the menu add, or what remains after an end;
    `dated` says that the agreement itself names the day, so that it can be overdue on the next.
    """

    day: date
    amount: Decimal
    of: Literal["agreement", "order", "end"]
    dated: bool


class Row(NamedTuple):
    """A sum that falls due, how much of it is paid, and when it was in full."""

    due: Due
    paid: Decimal
    full_at: datetime | None

    @property
    def open(self) -> Decimal:
        """What is still to be paid of it."""
        return self.due.amount - self.paid


def payments(timeline: Timeline) -> list[Payment]:
    """What was paid for the agreement and its orders, in time order."""
    return [payment for payment in timeline.of(Payment) if payment.for_ in AGREED]


def paid_back(timeline: Timeline, *causes: RefundCause) -> Decimal:
    """What went back for these causes; for any, where none is named."""
    refunds = (r for r in timeline.of(Refund) if not causes or r.for_ in causes)
    return sum((refund.amount for refund in refunds), _ZERO)


def kept(timeline: Timeline, besides: RefundCause) -> Decimal:
    """What was kept: payments less refunds of every cause but the one in question."""
    paid = sum((payment.amount for payment in payments(timeline)), _ZERO)
    return paid - (paid_back(timeline) - paid_back(timeline, besides))


def own_dues(timeline: Timeline) -> list[Due]:
    """The agreement's own price as it falls due: instalments, months or all at once; those months
    that lie ahead among them, where a last day is agreed.
    """
    agreement = timeline.agreement
    if agreement.price_per == "month":
        charged = months(timeline)
        days = [charged.periods.begins(number) for number in range(charged.charged)]
        return [Due(day, agreement.price, "agreement", dated=True) for day in days]
    if agreement.instalment:
        return [Due(row.due, row.amount, "agreement", dated=True) for row in agreement.instalment]
    return [Due(agreement.starts, agreement.price, "agreement", dated=False)]


def dues(timeline: Timeline) -> tuple[Due, ...]:
    """All that falls due as agreed, in the order of its days: with the months that lie ahead, with
    what orders add month by month from their first day (from the approval, where that had passed),
    once on their approval, and what was sold from the menu. What orders take off is in none.
    """
    return timeline.once(_sums)[0]


def reductions(timeline: Timeline) -> Decimal:
    """What orders took off the price, once or of a month that had fallen due."""
    return timeline.once(_sums)[1]


def _sums(timeline: Timeline) -> tuple[tuple[Due, ...], Decimal]:
    """What falls due on a day of one kind, as one sum; and what is below zero, as a reduction."""
    sums: dict[tuple[date, bool, bool], Decimal] = {}
    for due in (*own_dues(timeline), *_of_orders(timeline), *_of_menu(timeline)):
        key = due.day, due.of != "agreement", due.dated
        sums[key] = sums.get(key, _ZERO) + due.amount
    found = tuple(
        Due(day, amount, "order" if apart else "agreement", dated=dated)
        for (day, apart, dated), amount in sorted(sums.items())
        if amount > 0
    )
    return found, -sum((amount for amount in sums.values() if amount < 0), _ZERO)


def begun(timeline: Timeline, due: Due) -> bool:
    """Whether a sum is part of what was agreed by now: a month is from its first day on."""
    by_month = timeline.agreement.price_per == "month" and due.of == "agreement"
    return not by_month or timeline.begun(due.day)


def begins_month(timeline: Timeline, day: date) -> bool:
    """Whether a month of the agreement begins on a day."""
    periods = months(timeline).periods
    return periods.begins(periods.number_of(day)) == day


def _approved(timeline: Timeline) -> Iterator[tuple[ChangeOrder, date]]:
    for order in timeline.of(ChangeOrder):
        approved = timeline.approved_on(order)
        if approved is not None:
            yield order, approved


def _of_orders(timeline: Timeline) -> Iterator[Due]:
    charged = months(timeline)
    for order, approved in _approved(timeline):
        once, monthly = once_sum(timeline, order), monthly_sum(timeline, order)
        if once:
            yield Due(approved, once, "order", dated=False)
        if not monthly:
            continue
        since = holds_from(charged.periods, order, approved)
        for number in range(charged.charged - charged.from_(since), charged.charged):
            day = max(charged.periods.begins(number), approved)
            by_month = timeline.agreement.price_per == "month"
            yield Due(day, monthly, "agreement" if by_month else "order", dated=True)


def _of_menu(timeline: Timeline) -> Iterator[Due]:
    for decision in timeline.decision_on.values():
        if decision.outcome == "menu" and decision.price:
            yield Due(timeline.day(decision.at), decision.price, "order", dated=False)


# --- what is paid of it ---


def rows(timeline: Timeline) -> tuple[Row, ...]:
    """All that falls due, with what is paid of each; what orders took off once has lowered the last
    open ones of those that were agreed by now.
    """
    return timeline.once(_rows)


def _rows(timeline: Timeline) -> tuple[Row, ...]:
    found: Sequence[Due] = dues(timeline)
    less = reductions(timeline)
    if less:
        found = _lowered(timeline, _filled(timeline, found), less)
    return tuple(_filled(timeline, found))


def _lowered(timeline: Timeline, filled: Sequence[Row], less: Decimal) -> list[Due]:
    """The sums lowered from the last one on: first of what is open, then of what was paid."""
    amounts = [row.due.amount for row in filled]
    for of_open in (True, False):
        for number in range(len(filled) - 1, -1, -1):
            row = filled[number]
            if begun(timeline, row.due):
                part = min(row.open if of_open else amounts[number], amounts[number], less)
                amounts[number] -= part
                less -= part
    lowered = zip(filled, amounts, strict=True)
    return [row.due._replace(amount=amount) for row, amount in lowered if amount]


def _filled(timeline: Timeline, found: Sequence[Due]) -> list[Row]:
    """Payments, in time order, fill what falls due: those for the agreement its own first, then
    orders and the menu; those for orders the other way round.
    """
    own = [number for number, due in enumerate(found) if due.of == "agreement"]
    others = [number for number, due in enumerate(found) if due.of != "agreement"]
    paid = [_ZERO] * len(found)
    full_at: list[datetime | None] = [None] * len(found)
    for payment, amount in _net(timeline):
        left = amount
        for number in own + others if payment.for_ == "agreement" else others + own:
            part = min(found[number].amount - paid[number], left)
            paid[number], left = paid[number] + part, left - part
            if part and paid[number] == found[number].amount:
                full_at[number] = payment.at
    return [Row(due, paid[n], full_at[n]) for n, due in enumerate(found)]


def _net(timeline: Timeline) -> list[tuple[Payment, Decimal]]:
    """The payments, less what corrections took back of the latest ones: no more than was paid above
    what had been agreed by then; a lower price is an order.
    """
    found = {payment: payment.amount for payment in payments(timeline)}
    for refund in timeline.of(Refund):
        if refund.for_ != "correction":
            continue
        then = timeline.back_at(refund.at)
        agreed = sum((due.amount for due in dues(then) if begun(then, due)), -reductions(then))
        before = [payment for payment in found if payment.at <= refund.at]
        above = sum((found[payment] for payment in before), -agreed)
        back = min(refund.amount, max(above, _ZERO))
        for payment in reversed(before):
            part = min(found[payment], back)
            found[payment], back = found[payment] - part, back - part
    return list(found.items())


def paid_net(timeline: Timeline) -> Decimal:
    """What was paid, less corrections."""
    return sum((amount for _, amount in _net(timeline)), _ZERO)
