"""Money that came and money that went back: what for, how much, and nothing by mistake."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from valueback.drafting.draft import Draft, drafts
from valueback.errors import Hint, Problem, Refused, refused
from valueback.model.entries import Payment, Purpose, Refund, RefundCause
from valueback.model.message import FieldName, Sum, say
from valueback.model.timeline import Timeline
from valueback.money import coded
from valueback.rules.guarantee import assess
from valueback.rules.instalments import AGREED, paid_back, paid_net, payments, rows
from valueback.rules.leaving import leaving
from valueback.rules.payments import paid_above
from valueback.rules.price import price

_ZERO = Decimal(0)
_AHEAD = 12
"""So many months may be paid ahead of an agreement without a last day."""


class Proposal(NamedTuple):
    """Why money goes back, and how much of it is due."""

    cause: RefundCause
    amount: Decimal


@drafts
def payment(
    draft: Draft,
    *,
    amount: Decimal,
    purpose: Purpose,
    meant: bool = False,
    at: datetime | None = None,
    note: str | None = None,
) -> Payment:
    """Money that the client paid; more than is open of the price is asked about."""
    if purpose in AGREED and not meant:
        _refuse_too_much(draft.timeline, amount)
    return draft.add(Payment(at=draft.at(at), amount=amount, for_=purpose, note=note))


def _refuse_too_much(timeline: Timeline, amount: Decimal) -> None:
    agreement = timeline.agreement
    left = sum((row.due.amount for row in rows(timeline)), -paid_net(timeline))
    if agreement.price_per == "month" and agreement.ends is None:
        left += agreement.price * _AHEAD
    if amount > max(left, _ZERO):
        currency = agreement.currency
        raise Refused(
            Problem(
                f"{coded(amount, currency)} is more than what is open of the price: "
                f"{coded(max(left, _ZERO), currency)}.",
                hint=Hint("Check the sum. If it is meant, say so with {}.", "meant"),
            )
        )


@drafts
def refund(
    draft: Draft,
    *,
    amount: Decimal | None = None,
    cause: RefundCause | None = None,
    settles: bool = False,
    meant: bool = False,
    at: datetime | None = None,
    note: str | None = None,
) -> Refund:
    """Money that went back: for what it is due and all of it, unless said otherwise."""
    timeline = draft.timeline
    currency = timeline.agreement.currency
    proposed = proposal(timeline, cause)
    if amount is None:
        if proposed is None or not proposed.amount:
            verdict = assess(timeline).verdict
            raise refused(
                f"No refund is due ({verdict}).",
                f"See why: valueback check-guarantee {draft.engagement.id}. If you pay back all "
                "the same, give the amount and what it is for.",
            )
        draft.assume(say("assumed.all-owed", sum=Sum(proposed.amount, currency)))
        amount = proposed.amount
    if cause is None:
        if proposed is None:
            raise Refused(
                Problem(
                    "What is it for? Nothing is due now.",
                    hint=Hint(
                        "Say it with {}: guarantee, leaving, meeting (one that was not held), "
                        "correction (charged too much or twice) or goodwill.",
                        "cause",
                    ),
                )
            )
        cause = proposed.cause
        draft.assume(
            say("assumed.refund-for", cause=say(f"refund-for.{cause}")),
            say("otherwise", flag=FieldName("cause")),
        )
    if not meant:
        _refuse_more_than_kept(timeline, amount, cause)
    return draft.add(Refund(at=draft.at(at), amount=amount, for_=cause, settles=settles, note=note))


def proposal(timeline: Timeline, cause: RefundCause | None = None) -> Proposal | None:
    """What is due now: for a cause or, where none is said, the one for which something is."""
    answer, left = assess(timeline), leaving(timeline)
    guarantee = answer.amount if answer.verdict == "refund-due" and not answer.by_leaving else _ZERO
    due: dict[RefundCause, Decimal] = {
        "leaving": left.due,
        "guarantee": guarantee,
        "correction": paid_above(timeline),
    }
    if cause is not None:
        return Proposal(cause, due.get(cause, _ZERO))
    return next((Proposal(name, amount) for name, amount in due.items() if amount), None)


def _refuse_more_than_kept(timeline: Timeline, amount: Decimal, cause: RefundCause) -> None:
    """More than was paid and not paid back, and more than is due, goes back only if meant; as a
    correction only what was paid above what was agreed.
    """
    proposed = proposal(timeline, cause)
    due = _ZERO if proposed is None else proposed.amount
    paid = sum((payment.amount for payment in payments(timeline)), _ZERO)
    if not paid:
        paid = price(timeline).current
    there = max(paid - paid_back(timeline), _ZERO)
    if cause == "correction" and amount > due:
        currency = timeline.agreement.currency
        raise Refused(
            Problem(
                f"{coded(due, currency)} were paid above what was agreed, not "
                f"{coded(amount, currency)}.",
                "A lower price is a change order, for both to sign.",
                hint=Hint("If it is meant all the same, say so with {}.", "meant"),
            )
        )
    if amount > max(there, due):
        currency = timeline.agreement.currency
        raise Refused(
            Problem(
                f"{coded(amount, currency)} is more than what is left of the payments: "
                f"{coded(there, currency)}.",
                hint=Hint("Check the sum. If it is meant, say so with {}.", "meant"),
            )
        )
