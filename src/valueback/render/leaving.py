"""What comes back, in words for the screen: by the guarantee, and to somebody who leaves early."""

from __future__ import annotations

from valueback import money
from valueback.model.term import day_of_end
from valueback.moments import show_day
from valueback.rules.guarantee import Assessed
from valueback.rules.leaving import Left


def stake(answer: Assessed) -> str:
    """What is to be paid back, or would be, and how it comes about."""
    refund = answer.refunds
    amount = money.coded(answer.amount, refund.currency)
    if not answer.amount:
        return "Nothing is to be paid back."
    if answer.by_leaving:
        return f"{amount}: what leaving brings back, by row {answer.leaving.row} of its table."
    basis = "what was paid" if refund.basis == "payments" else "the price (no payment is logged)"
    chosen = answer.timeline.agreement.guarantee.basis
    if chosen != "paid":
        basis = f"the {chosen}" if refund.basis == "payments" else f"the {chosen} as agreed"
    said = f"{amount}: {refund.percent} % of {basis}"
    if refund.plus:
        said += f", and {money.coded(refund.plus, refund.currency)} on top"
    if refund.made:
        said += f", less {money.coded(refund.made, refund.currency)} paid back already"
    return said


def left_today(answer: Assessed) -> str | None:
    """What leaving brings back, or would today; None where no row says anything of it."""
    left, currency = answer.leaving, answer.refunds.currency
    name = answer.timeline.engagement.client.name
    if not answer.timeline.agreement.leaving or (answer.by_leaving and answer.amount):
        return None
    if left.end is None:
        if left.row is None:
            return f"If {name} left today, nothing would come back: no row of the table fits."
        amount = money.coded(left.amount, currency)
        return f"If {name} left today, {amount} would come back (row {left.row} of the table)."
    return _after(answer, left, currency)


def _after(answer: Assessed, left: Left, currency: str) -> str:
    assert left.end is not None  # as it was asked
    day = show_day(day_of_end(answer.timeline, left.end))
    if left.row is None:
        return f"It ends on {day}; no row of the table of leaving fits, so nothing comes back."
    amount = money.coded(left.amount, currency)
    said = f"It ends on {day}; leaving brings back {amount} (row {left.row} of the table)"
    if left.settled:
        return f"{said}; it is settled."
    if left.paid_back:
        said += f", of which {money.coded(left.paid_back, currency)} were paid back"
    rest = left.due
    return f"{said}; {money.coded(rest, currency)} are still to be paid." if rest else f"{said}."
