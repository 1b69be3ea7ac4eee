"""Who owes what: what was agreed, what is paid of it, what is outstanding, overdue, due next.

Fees and penalties are an account of their own. Early ends change what is still due.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

from valueback.model.entries import RefundCause
from valueback.model.money_terms import Leaving, LeftOf
from valueback.model.term import day_of_end, early_end, last_day
from valueback.model.timeline import Timeline
from valueback.money import rounded
from valueback.rules.accountability import ladder
from valueback.rules.guarantee import assess
from valueback.rules.instalments import Due, Row, begun, paid_back, paid_net, payments, rows
from valueback.rules.leaving import is_abuse_by_client, leaving
from valueback.rules.used_up import Used

_ZERO = Decimal(0)

CAUSES: tuple[RefundCause, ...] = get_args(RefundCause)
"""Why money went back, in the order in which it is told."""

PaymentStatus = Literal["paid", "ahead", "due", "overdue"]


class Charges(NamedTuple):
    """Fees and penalties: what was charged, and what was paid of it."""

    charged: Decimal
    paid: Decimal

    @property
    def open(self) -> Decimal:
        """What is still to be paid."""
        return max(self.charged - self.paid, _ZERO)


class Next(NamedTuple):
    """What falls due next, or has and is not overdue."""

    due: date
    amount: Decimal


class Payments(NamedTuple):
    """The account of payments; without `rows` where nothing is known of what is owed."""

    timeline: Timeline
    known: bool
    rows: tuple[Row, ...]
    ahead: tuple[Row, ...]
    charges: Charges

    @property
    def agreed(self) -> Decimal:
        """All that was agreed by now, months that lie ahead apart."""
        return sum((row.due.amount for row in self.rows), _ZERO)

    @property
    def paid(self) -> Decimal:
        """What was paid for the agreement and its orders, as it was written down."""
        return sum((payment.amount for payment in payments(self.timeline)), _ZERO)

    @property
    def paid_back(self) -> dict[RefundCause, Decimal]:
        """What went back, by its cause."""
        return {cause: paid_back(self.timeline, cause) for cause in CAUSES}

    @property
    def outstanding(self) -> Decimal:
        """What is still to be paid of what was agreed."""
        return sum((row.open for row in self.rows), _ZERO)

    @property
    def overdue(self) -> Decimal:
        """What of it should have been paid by now."""
        late = (row.open for row in self.rows if self.status(row) == "overdue")
        return sum(late, _ZERO)

    @property
    def next(self) -> Next | None:
        """What is to be paid next; None where nothing is."""
        waiting = (row for row in self.rows if self.status(row) in ("due", "ahead"))
        row = next(waiting, None) or next((row for row in self.ahead if row.open), None)
        return None if row is None else Next(row.due.day, row.open)

    def status(self, row: Row) -> PaymentStatus:
        """How a sum stands: paid, ahead, due, or overdue where the agreement says by when."""
        if not row.open:
            return "paid"
        if is_overdue(self.timeline, row.due):
            return "overdue"
        return "due" if self.timeline.begun(row.due.day) else "ahead"


def is_overdue(timeline: Timeline, due: Due) -> bool:
    """Whether the time for a sum is over: what was agreed after its day or, without that, the day
    itself, where the agreement dates it.
    """
    within = timeline.agreement.payment_within
    if within is not None:
        return timeline.expired(timeline.after(within, due.day))
    return due.dated and timeline.over(due.day)


def payment_account(timeline: Timeline) -> Payments:
    """The account of payments as of the timeline's moment."""
    return timeline.once(_account)


def _account(timeline: Timeline) -> Payments:
    agreement = timeline.agreement
    dated = bool(agreement.instalment or agreement.payment_within)
    known = bool(payments(timeline)) or (dated and timeline.in_force_since is not None)
    every = rows(timeline)
    now = tuple(row for row in every if begun(timeline, row.due))
    ahead = tuple(row for row in every if not begun(timeline, row.due))
    if _falls_away(timeline):
        now, ahead = _after_end(timeline, now), ()
    taken = ladder(timeline)
    return Payments(timeline, known, now, ahead, Charges(taken.charged, taken.paid))


def _falls_away(timeline: Timeline) -> bool:
    """Whether an early end took what is open: by both or the provider, or where a row of leaving
    fits; never the client's abuse.
    """
    end = early_end(timeline)
    if end is None or is_abuse_by_client(timeline, end):
        return False
    return end.by != "client" or leaving(timeline).row is not None


def _after_end(timeline: Timeline, now: tuple[Row, ...]) -> tuple[Row, ...]:
    """What was paid, and what remains due of what the provider keeps in the end."""
    paid = tuple(row._replace(due=row.due._replace(amount=row.paid)) for row in now if row.paid)
    day, rest = last_day(timeline), max(_keeps(timeline) - paid_net(timeline), _ZERO)
    assert day is not None  # it ended
    rest = rounded(rest, timeline.agreement.currency)
    return (*paid, Row(Due(day, rest, "end", dated=True), _ZERO, None)) if rest else paid


def _keeps(timeline: Timeline) -> Decimal:
    """What the provider keeps of the price in the end; of a row that looks at payments, no more
    than they are.
    """
    left = leaving(timeline)
    if left.row is not None:
        return _ZERO if left.keeps is None else left.keeps
    used, of = Used(timeline), _counted_by(timeline)
    return used.price if of is None else min(used.up(Leaving(of=of)), used.price)


def _counted_by(timeline: Timeline) -> LeftOf | None:
    """What tells what was used up where no row of leaving does; None where nothing does."""
    agreement = timeline.agreement
    if agreement.price_per == "month":
        return "unused days"
    item = agreement.sessions_item
    if item is not None and item.quantity is not None and (item.per == "term" or agreement.ends):
        return "unused units"
    return "unused days" if agreement.ends is not None else None


def to_pay_back(timeline: Timeline) -> Decimal:
    """What is due to the client: by the guarantee, or for leaving."""
    answer = assess(timeline)
    guarantee = answer.verdict == "refund-due" and not answer.by_leaving
    return answer.leaving.due + (answer.amount if guarantee else _ZERO)


def back_by(timeline: Timeline) -> date | None:
    """The last day for what is due to the client; None where nothing is, or no term was agreed."""
    answer, since = assess(timeline), None
    within, left = timeline.agreement.guarantee.refund_within, answer.leaving
    if left.due and left.end is not None:
        since = day_of_end(timeline, left.end)
    elif answer.verdict == "refund-due" and answer.claim.at is not None:
        since = timeline.day(answer.claim.at)
    return None if within is None or since is None else timeline.day(timeline.after(within, since))


def paid_above(timeline: Timeline) -> Decimal:
    """What was paid above all that was agreed, months that lie ahead among it."""
    account = payment_account(timeline)
    if early_end(timeline) is not None:
        return _ZERO  # what comes back then is told by leaving
    every = account.agreed + sum((row.due.amount for row in account.ahead), _ZERO)
    return rounded(max(paid_net(timeline) - every, _ZERO), timeline.agreement.currency)
