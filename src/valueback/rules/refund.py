"""How much the guarantee would give back: a percentage of what was kept, less what went back."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from valueback.model.entries import Refund
from valueback.model.money_terms import payments_in
from valueback.model.timeline import Timeline
from valueback.money import rounded
from valueback.rules.instalments import dues, kept, own_dues, paid_back, payments
from valueback.rules.price import price

_ZERO = Decimal(0)


class Refunds(NamedTuple):
    """The refund that the guarantee promises: a percentage of a basis, a sum on top, less what went
    back for it.
    """

    currency: str
    percent: int
    basis: Literal["payments", "price"]
    base: Decimal
    plus: Decimal
    made: Decimal
    settled: bool

    @property
    def promised(self) -> Decimal:
        """The whole refund, before anything went back."""
        return self.base * self.percent / 100 + self.plus

    @property
    def outstanding(self) -> Decimal:
        """What would still be paid, were it due; rounded once, half up."""
        left = _ZERO if self.settled else max(self.promised - self.made, _ZERO)
        return rounded(left, self.currency)

    @property
    def complete(self) -> bool:
        """Whether refunds were made and reach what was promised, or settle it."""
        reaches = self.settled or self.made >= rounded(self.promised, self.currency)
        return self.made > 0 and reaches


def refunds(timeline: Timeline) -> Refunds:
    """The refund as of the timeline's moment.

    Its basis is what was kept of the payments for the agreement and change orders, or of those that
    were agreed; with no such payment logged, what is agreed of the price and approved orders.
    """
    guarantee, paid = timeline.agreement.guarantee, payments(timeline)
    there = max(kept(timeline, "guarantee"), _ZERO)
    counted = sum((payment.amount for payment in payments_in(guarantee.basis, paid)), _ZERO)
    causes = [refund for refund in timeline.of(Refund) if refund.for_ == "guarantee"]
    return Refunds(
        currency=timeline.agreement.currency,
        percent=guarantee.refund_percent,
        basis="payments" if paid else "price",
        base=min(counted, there) if paid else _agreed(timeline, guarantee.basis),
        plus=guarantee.plus,
        made=paid_back(timeline, "guarantee"),
        settled=any(refund.settles for refund in causes),
    )


def _agreed(timeline: Timeline, basis: str) -> Decimal:
    """What the basis comes to where no payment was written down."""
    if basis == "paid":
        agreed = price(timeline)
        return agreed.original + agreed.approved
    by_month = timeline.agreement.price_per == "month"
    rows = [d for d in dues(timeline) if d.of == "agreement"] if by_month else own_dues(timeline)
    return sum((due.amount for due in payments_in(basis, rows)), _ZERO)
