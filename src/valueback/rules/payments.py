"""What was paid, and how much of it the guarantee would give back."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from valueback.model.entries import Payment, Refund
from valueback.model.timeline import Timeline
from valueback.money import rounded
from valueback.rules.price import price


class Refunds(NamedTuple):
    """The refund that the guarantee promises: a percentage of a basis, less what went back."""

    currency: str
    percent: int
    basis: Literal["payments", "price"]
    base: Decimal
    made: Decimal

    @property
    def promised(self) -> Decimal:
        """The whole refund, before anything went back."""
        return self.base * self.percent / 100

    @property
    def outstanding(self) -> Decimal:
        """What would still be paid, were it due; rounded once, half up."""
        return rounded(max(self.promised - self.made, Decimal(0)), self.currency)

    @property
    def complete(self) -> bool:
        """Whether refunds were made and reach what was promised."""
        return self.made > 0 and self.made >= rounded(self.promised, self.currency)


def refunds(timeline: Timeline) -> Refunds:
    """The refund as of the timeline's moment.

    Its basis is what was paid for the agreement and change orders; with no such payment logged,
    the price. Penalties and expenses are never part of it.
    """
    agreement = timeline.agreement
    paid = [p for p in timeline.of(Payment) if p.for_ in ("agreement", "change-order")]
    agreed = price(timeline)
    return Refunds(
        currency=agreement.currency,
        percent=agreement.guarantee.refund_percent,
        basis="payments" if paid else "price",
        base=sum((p.amount for p in paid), Decimal(0))
        if paid
        else agreed.original + agreed.approved,
        made=sum((refund.amount for refund in timeline.of(Refund)), Decimal(0)),
    )
