"""What a miss costs by its kind: the first row of the agreed fees that fits, and its sum.

Which row fits is told from the entries alone, so that the count of units can ask: a miss that a fee
row fits uses no unit.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from valueback.model.entries import Booking, Session
from valueback.model.money_terms import Fee
from valueback.model.periods import Periods
from valueback.model.promises import ScopeItem
from valueback.model.timeline import Timeline
from valueback.money import rounded
from valueback.rules.bookings import USUAL_MINUTES
from valueback.rules.price import hourly_rate, last_of_months

_ZERO = Decimal(0)
_HOUR = Decimal(60)
_YEAR = 12


class FeeRow(NamedTuple):
    """A row of the fees, and its place among them from 0."""

    number: int
    terms: Fee


def fee_row(timeline: Timeline, kinds: Collection[str], entry: str) -> FeeRow | None:
    """The first row that fits a miss of these kinds; None where none does."""
    for number, fee in enumerate(timeline.agreement.fee):
        if fee.miss in kinds and (fee.below is None or _is_shorter(timeline, entry, fee)):
            return FeeRow(number, fee)
    return None


def _is_shorter(timeline: Timeline, entry: str, fee: Fee) -> bool:
    """Whether a meeting was called off with less notice than a row asks for."""
    cancelled = timeline.cancellations.get(entry)
    booking = None if cancelled is None else timeline.bookings.get(cancelled.booking)
    if cancelled is None or booking is None or fee.below is None:
        return False
    return not timeline.in_time(cancelled.at, timeline.calendar.before(fee.below, booking.to))


def fee_amount(timeline: Timeline, row: FeeRow, entry: str) -> Decimal:
    """What a row charges for a miss: its sum, or its share of one session's price."""
    if row.terms.amount is not None:
        return row.terms.amount
    share = session_price(timeline, entry) * (row.terms.percent or 0) / 100
    return rounded(share, timeline.agreement.currency)


def session_price(timeline: Timeline, entry: str) -> Decimal:
    """One session's price: the term's price as signed (by the month without a last day, a year's)
    by its sessions; of hours or minutes, the meeting's part of those agreed; where there is no
    limit, the hourly rate by the meeting's minutes.
    """
    item, minutes = timeline.agreement.sessions_item, Decimal(_minutes(timeline, entry))
    agreed = None if item is None else _agreed_over_term(timeline, item)
    if item is None or not agreed:
        return (hourly_rate(timeline) or _ZERO) * minutes / _HOUR
    price = _price_over_term(timeline)
    return price * minutes / agreed if item.is_measured else price / agreed


def _price_over_term(timeline: Timeline) -> Decimal:
    agreement, ends = timeline.agreement, _ends(timeline)
    if agreement.price_per == "term":
        return agreement.price
    assert ends is not None  # a month is always of a year, at least
    months = Periods("month", agreement.starts, ends, ends, ends).total or 1
    return agreement.price * months


def _ends(timeline: Timeline) -> date | None:
    """The last day as signed; of a monthly price without one, that of a year."""
    agreement = timeline.agreement
    if agreement.ends is None and agreement.price_per == "month":
        return last_of_months(agreement.starts, _YEAR)
    return agreement.ends


def _agreed_over_term(timeline: Timeline, item: ScopeItem) -> Decimal | None:
    """How many units of an item were signed for over that time (minutes, where it is measured);
    None without a limit.
    """
    ends = _ends(timeline)
    if item.quantity is None or (ends is None and item.per != "term"):
        return None
    quantity, starts = item.quantity * (item.minutes_a_unit or 1), timeline.agreement.starts
    periods = Periods(
        item.per, starts, ends, ends, ends, by_calendar=item.counted_from == "calendar"
    )
    shares = (periods.share(number) for number in range(periods.total or 1))
    return sum(
        (
            (quantity * share.numerator / share.denominator).quantize(Decimal(1), ROUND_HALF_UP)
            if share != 1
            else quantity
            for share in shares
        ),
        _ZERO,
    )


def _minutes(timeline: Timeline, entry: str) -> int:
    """How long the meeting was to take: the booking's minutes, else the session's, the item's, an
    hour.
    """
    found = timeline.engagement.log.by_id.get(entry)
    session = found if isinstance(found, Session) else None
    booking: Booking | None = timeline.booking_of.get(entry)
    if (cancelled := timeline.cancellations.get(entry)) is not None:
        booking = timeline.bookings.get(cancelled.booking)
    item = timeline.agreement.sessions_item
    own = booking.minutes if booking is not None else None
    minutes = own or (session.minutes if session is not None else None)
    usual = item.minutes if item is not None and not item.is_measured else None
    return minutes or usual or USUAL_MINUTES
