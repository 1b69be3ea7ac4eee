"""What falls due and when: instalments, months, what orders and the menu add; and what was paid.

Reads of an engagement what was agreed; what an early end changes of it is told by
`rules/payments.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from valueback.model.entries import Payment, Refund, RefundCause
from valueback.model.timeline import Timeline
from valueback.rules.price import Months, monthly_sum, months, once_sum
from valueback.rules.promised import holds_from

_ZERO = Decimal(0)

AGREED = ("agreement", "change-order")
"""What a payment is for that the price asks for; fees, penalties and expenses are apart."""


class Due(NamedTuple):
    """A sum that falls due on a day.

    `of` is the agreement's own price, what orders and the menu add, or what remains after an end;
    `dated` says that the agreement itself names the day, so that it can be overdue on the next;
    `own` is how much of it is the agreement's own price.
    """

    day: date
    amount: Decimal
    of: Literal["agreement", "order", "end"]
    dated: bool
    own: Decimal = _ZERO


class Row(NamedTuple):
    """A sum that falls due, how much of it is paid, and when the agreement's own part of it was, in
    full.
    """

    due: Due
    paid: Decimal
    own_at: datetime | None

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
        charged = _months_told(timeline)
        days = [charged.periods.begins(number) for number in range(charged.charged)]
        price = agreement.price
        return [Due(day, price, "agreement", dated=True, own=price) for day in days]
    if agreement.instalment:
        return [
            Due(row.due, row.amount, "agreement", dated=True, own=row.amount)
            for row in agreement.instalment
        ]
    price = agreement.price
    return [Due(agreement.starts, price, "agreement", dated=False, own=price)]


def dues(timeline: Timeline) -> tuple[Due, ...]:
    """All that falls due as agreed, in the order of its days: with the months that lie ahead, with
    what orders add month by month from their first day (from the approval, where that had passed),
    once on their approval, and what was sold from the menu. What orders take off is in none.
    """
    return timeline.once(_sums)[0]


def reductions(timeline: Timeline) -> tuple[tuple[date, Decimal], ...]:
    """What orders took off the price, and on which day: once, or of a month that had fallen due."""
    return timeline.once(_sums)[1]


def _sums(timeline: Timeline) -> tuple[tuple[Due, ...], tuple[tuple[date, Decimal], ...]]:
    """What falls due on a day of one kind, as one sum; and what is below zero, as a reduction."""
    sums: dict[tuple[date, bool, bool], tuple[Decimal, Decimal]] = {}
    for due in (*own_dues(timeline), *_of_orders(timeline), *_of_menu(timeline)):
        key = due.day, due.of != "agreement", due.dated
        amount, own = sums.get(key, (_ZERO, _ZERO))
        sums[key] = amount + due.amount, own + due.own
    rows = sorted(sums.items())
    found = tuple(
        Due(day, amount, "order" if apart else "agreement", dated=dated, own=min(own, amount))
        for (day, apart, dated), (amount, own) in rows
        if amount > 0
    )
    return found, tuple((day, -amount) for (day, _, _), (amount, _) in rows if amount < 0)


def begun(timeline: Timeline, due: Due) -> bool:
    """Whether a sum is part of what was agreed by now: a month is from its first day on."""
    by_month = timeline.agreement.price_per == "month" and due.of == "agreement"
    return not by_month or timeline.begun(due.day)


def begins_month(timeline: Timeline, day: date) -> bool:
    """Whether a month of the agreement begins on a day."""
    periods = months(timeline).periods
    return periods.begins(periods.number_of(day)) == day


def _of_orders(timeline: Timeline) -> Iterator[Due]:
    charged = _months_told(timeline)
    for order, approved in timeline.approved_orders:
        once, monthly = once_sum(timeline, order), monthly_sum(timeline, order)
        if once:
            yield Due(approved, once, "order", dated=False)
        if not monthly:
            continue
        since = holds_from(charged.periods, order, approved)
        by_month = timeline.agreement.price_per == "month"
        for number in range(charged.charged - charged.from_(since), charged.charged):
            first = charged.periods.begins(number)
            day = max(first, approved)  # what had fallen due falls due on the approval
            of: Literal["agreement", "order"] = "agreement" if by_month else "order"
            yield Due(day, monthly, of, dated=day == first)


def _months_told(timeline: Timeline) -> Months:
    """The months of a monthly price: those of the term or, without a last day, those begun and the
    next one.
    """
    charged = months(timeline)
    if charged.periods.ends is not None:
        return charged
    return charged._replace(charged=charged.charged + 1)


def _of_menu(timeline: Timeline) -> Iterator[Due]:
    for decision in timeline.decision_on.values():
        if decision.outcome == "menu" and decision.price:
            yield Due(timeline.day(decision.at), decision.price, "order", dated=False)


# --- what is paid of it ---


def rows(timeline: Timeline) -> tuple[Row, ...]:
    """All that falls due, with what is paid of each, lowered by what orders took off."""
    return timeline.once(_rows)


def _rows(timeline: Timeline) -> tuple[Row, ...]:
    found: Sequence[Due] = dues(timeline)
    for day, less in reductions(timeline):
        found = _lowered(timeline, found, day, less)
    return tuple(_filled(found, _net(timeline)))


def _lowered(timeline: Timeline, found: Sequence[Due], day: date, less: Decimal) -> list[Due]:
    """The sums lowered by what an order took off on a day: the last ones that were open then first
    (of months, those begun; then those that follow), at last what had been paid.
    """
    until = timeline.end_of(day)
    then = _filled(found, [(p, amount) for p, amount in _net(timeline) if p.at <= until])
    amounts = [row.due.amount for row in then]
    by_month = timeline.agreement.price_per == "month"
    now = [n for n, row in enumerate(then) if not by_month or row.due.day <= day]
    later = [n for n in range(len(then)) if n not in now]
    open_first = [(n, then[n].open) for n in (*reversed(now), *later)]
    for number, most in (*open_first, *((n, amounts[n]) for n in reversed(now))):
        part = min(most, amounts[number], less)
        amounts[number], less = amounts[number] - part, less - part
    lowered = zip(then, amounts, strict=True)
    return [
        row.due._replace(amount=amount, own=min(row.due.own, amount))
        for row, amount in lowered
        if amount
    ]


def _filled(found: Sequence[Due], paid_in: Sequence[tuple[Payment, Decimal]]) -> list[Row]:
    """Payments, in time order, fill what falls due: those for the agreement its instalments first
    (a month with what orders add to it), then orders and the menu; those for orders what orders
    ask, then the rest.
    """
    own = [(number, True) for number, due in enumerate(found) if due.own]
    others = [(number, False) for number, due in enumerate(found) if due.amount > due.own]
    parts = {(number, True): found[number].own for number, _ in own}
    parts |= {(n, False): found[n].amount - found[n].own for n, _ in others}
    months = [(n, is_own) for n, due in enumerate(found) if due.own for is_own in (True, False)]
    first = [part for part in months if part in parts]
    first += [part for part in others if part not in first]
    open_ = dict(parts)
    own_at: dict[int, datetime] = {}
    for payment, amount in paid_in:
        left = amount
        for part in first if payment.for_ == "agreement" else others + own:
            taken = min(open_[part], left)
            open_[part], left = open_[part] - taken, left - taken
            if taken and part[1] and not open_[part]:
                own_at[part[0]] = payment.at
            if not left:
                break
    paid = {part: parts[part] - rest for part, rest in open_.items()}
    return [
        Row(due, paid.get((n, True), _ZERO) + paid.get((n, False), _ZERO), own_at.get(n))
        for n, due in enumerate(found)
    ]


def _net(timeline: Timeline) -> list[tuple[Payment, Decimal]]:
    """The payments, less what corrections took back of the latest ones: no more than was paid above
    what had been agreed by then; a lower price is an order.
    """
    found = {payment: payment.amount for payment in payments(timeline)}
    for refund in timeline.of(Refund):
        if refund.for_ != "correction":
            continue
        then = timeline.back_at(refund.at)
        less = sum((amount for _, amount in reductions(then)), _ZERO)
        agreed = sum((due.amount for due in dues(then) if begun(then, due)), -less)
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
