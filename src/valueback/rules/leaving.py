"""What comes back to a client when it ends early: by the first row of the agreed table that fits.

Before an end it is told for today, as if the client left. Which row fits, and whether duties were
done, is judged when notice is given; what was used up, on the last day.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from valueback.model.data import Party, Share
from valueback.model.entries import End, Incident, Refund
from valueback.model.money_terms import Leaving
from valueback.model.term import cut_short, early_end, term_over
from valueback.model.timeline import Timeline
from valueback.money import rounded
from valueback.rules.clause_reports import client_clauses
from valueback.rules.instalments import paid_back, payments
from valueback.rules.used_up import Used

_ZERO = Decimal(0)


class Left(NamedTuple):
    """What an end brings back, or would bring today.

    `row` is the row of the table, from 1; `amount` what comes back before refunds for it; `keeps`
    what the provider keeps of the price in the end, None where a row looks at payments alone.
    """

    end: End | None
    has_ended: bool
    row: int | None = None
    terms: Leaving | None = None
    amount: Decimal = _ZERO
    keeps: Decimal | None = None
    paid_back: Decimal = _ZERO
    settled: bool = False

    @property
    def due(self) -> Decimal:
        """What is left to pay back; nothing before the end has come."""
        if not self.has_ended or self.settled:
            return _ZERO
        return max(self.amount - self.paid_back, _ZERO)


def leaving(timeline: Timeline) -> Left:
    """What leaving brings back as of the timeline's moment."""
    return timeline.once(_leaving)


def _leaving(timeline: Timeline) -> Left:
    end = cut_short(timeline)
    causes = [refund for refund in timeline.of(Refund) if refund.for_ == "leaving"]
    back = paid_back(timeline, "leaving")
    settled = any(refund.settles for refund in causes)
    has_ended = early_end(timeline) is not None
    over = end is None and term_over(timeline)
    row = None if over or is_abuse_by_client(timeline, end) else fitting(timeline)
    if row is None:
        return Left(end, has_ended, paid_back=back, settled=settled)
    terms = timeline.agreement.leaving[row]
    used = Used(timeline)
    there = used.kept
    if terms.of == "paid":
        amount, keeps = _share(there, terms), None
    else:
        keeps = used.price - _share(max(used.price - used.up(terms), _ZERO), terms)
        amount = max(there - keeps, _ZERO)
    amount = rounded(amount, timeline.agreement.currency)
    return Left(
        end,
        has_ended,
        row=row + 1,
        terms=terms,
        amount=amount,
        keeps=keeps,
        paid_back=back,
        settled=settled,
    )


def is_abuse_by_client(timeline: Timeline, end: End | None) -> bool:
    """Whether it was the client's abuse that ended it."""
    incident = next((i for i in timeline.of(Incident) if end and i.id == end.incident), None)
    return incident is not None and incident.by == "client"


def _share(whole: Decimal, terms: Leaving) -> Decimal:
    """A row's percentage of a sum, less what it keeps."""
    share = max(whole, _ZERO) * terms.percent / 100
    if isinstance(terms.less, Share):
        return share - share * terms.less / 100
    return max(share - (terms.less or _ZERO), _ZERO)


# --- which row fits ---


def fitting(timeline: Timeline) -> int | None:
    """The first row that fits the end or, before one, the client's leaving now; from 0. An end by
    both takes the client's rows.
    """
    end = cut_short(timeline)
    side: Party = "provider" if end is not None and end.by == "provider" else "client"
    notice = None if end is None else end.at
    then = timeline if end is None else timeline.back_at(end.at)
    rows = enumerate(timeline.agreement.leaving)
    return next((number for number, row in rows if _fits(then, row, side, notice)), None)


def _fits(then: Timeline, row: Leaving, side: Party, notice: datetime | None) -> bool:
    if row.by not in (None, side) or not _in_time(then, row, notice):
        return False
    if row.used_at_most is not None and Used(then).units > row.used_at_most:
        return False
    breached = any(clause.status == "breached" for clause in client_clauses(then))
    return not (row.duties and breached)


def _in_time(then: Timeline, row: Leaving, notice: datetime | None) -> bool:
    """Whether notice came, or would now, within the time of a row; what it counts from may not have
    come yet.
    """
    if row.within is None:
        return True
    since = _since(then, row)
    if since is None:
        return True
    by = then.after(row.within, since)
    return not then.expired(by) if notice is None else then.in_time(notice, by)


def _since(then: Timeline, row: Leaving) -> date | datetime | None:
    match row.from_:
        case "starts":
            return then.agreement.starts
        case "signature":
            return then.in_force_since
        case "first payment":
            return next((payment.at for payment in payments(then)), None)
        case "first session":
            return next((session.at for session in then.attended), None)
