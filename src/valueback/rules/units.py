"""What uses up a unit of the scope: meetings held, the client's no-shows, short notice, work.

One count for every report: the scope's, the delivery of what was agreed, the guarantee's text.
Units are counted as such or, for an item in hours or minutes, in minutes.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from valueback.model.entries import Booking, Cancellation, Session, Work
from valueback.model.promises import ScopeItem
from valueback.model.timeline import Timeline
from valueback.rules.bookings import USUAL_MINUTES, agreed_minutes
from valueback.rules.chains import chain_of
from valueback.rules.fees import fee_row
from valueback.rules.notice import client_cancellations, uses_session
from valueback.rules.promised import items_promised
from valueback.rules.rulings import Circumstances

Counted = Literal["paid", "investment", "included", "open", "creep"]
"""How work on a request counts: sold, made an offer for all, part of the scope, not yet answered,
or given (whatever was said, no sum came of it).
"""

_WHOLE = Decimal(1)


class Use(NamedTuple):
    """What an entry uses of an item: so many units (minutes, where it is measured), in the period
    to which that day belongs.
    """

    entry: str
    item: str
    day: date
    units: Decimal


def answered(timeline: Timeline, request: str) -> Counted:
    """How work on a request counts."""
    decision = timeline.decision_on.get(request)
    if decision is not None and decision.outcome == "menu":
        return "paid"
    if any(o.request == request and timeline.approved_on(o) for o in timeline.orders.values()):
        return "paid"
    if decision is None:
        return "open"
    if decision.outcome == "included":
        return "included"
    return "creep" if decision.promoted is None else "investment"


def in_scope(timeline: Timeline, entry: Session | Work) -> bool:
    """Whether an entry is part of what was promised, as far as its request says: what was sold
    apart or given away is not.
    """
    return entry.request is None or answered(timeline, entry.request) in ("included", "open")


def item_used(timeline: Timeline, entry: Session | Work) -> str | None:
    """The item on which an entry was spent: its own, else its request's; None without any."""
    if isinstance(entry, Session):
        return timeline.item_of(entry)
    request = timeline.requests.get(entry.request or "")
    return entry.item if entry.item is not None else request.item if request else None


def rounded_up(item: ScopeItem | None, minutes: int) -> int:
    """The minutes of an entry as they count: rounded up to the increment of a measured item."""
    step = item.increment_minutes if item is not None and item.is_measured else None
    return minutes if step is None else -(-minutes // step) * step


def minutes_of(item: ScopeItem | None, session: Session) -> int:
    """The minutes of a meeting in scope: the planned ones or, of a measured item, all of them."""
    actual = session.minutes if session.actual_minutes is None else session.actual_minutes
    if item is not None and item.is_measured:
        return rounded_up(item, actual)
    return min(actual, session.minutes)


def uses(timeline: Timeline) -> tuple[Use, ...]:
    """Everything that uses units of the scope, in time order: meetings held, the client's no-shows,
    short notice, and work.
    """
    return timeline.once(_uses)


def _uses(timeline: Timeline) -> tuple[Use, ...]:
    circumstances = Circumstances.of(timeline)
    items = items_promised(timeline)
    short = {c.id for c in client_cancellations(timeline) if uses_session(circumstances, c)}
    found: list[Use] = []
    for entry in timeline.entries:
        if isinstance(entry, Session):
            use = _of_session(circumstances, items, entry)
        elif isinstance(entry, Work):
            use = _of_work(timeline, items, entry)
        elif isinstance(entry, Cancellation) and entry.id in short:
            use = _of_booking(timeline, items, entry.id, timeline.bookings[entry.booking])
        else:
            continue
        if use is not None:
            found.append(use)
    return tuple(found)


def _of_session(
    circumstances: Circumstances, items: dict[str, ScopeItem], session: Session
) -> Use | None:
    timeline = circumstances.timeline
    item = items.get(timeline.item_of(session))
    if item is None or session.no_show == "provider" or not in_scope(timeline, session):
        return None
    if session.no_show == "client" and (
        is_excused(circumstances, session) or fee_row(timeline, ("no-show",), session.id)
    ):
        return None
    units = _WHOLE
    if item.is_measured:
        minutes = minutes_of(item, session)
        if session.no_show:
            booking = timeline.booking_of.get(session.id)
            minutes = booking.minutes if booking and booking.minutes else session.minutes
        units = Decimal(rounded_up(item, minutes))
    return Use(session.id, item.id, _period_day(timeline, session), units)


def is_excused(circumstances: Circumstances, session: Session) -> bool:
    """Whether a ruling excused the client's no-show."""
    day = circumstances.timeline.day(session.at)
    ruling = circumstances.ruling_for(session.id, "presence", (day,))
    return ruling is not None and ruling.outcome == "excused"


def _of_work(timeline: Timeline, items: dict[str, ScopeItem], work: Work) -> Use | None:
    item = items.get(item_used(timeline, work) or "")
    if item is None or not in_scope(timeline, work):
        return None
    units = Decimal(rounded_up(item, work.minutes)) if item.is_measured else work.quantity
    return Use(work.id, item.id, timeline.day(work.at), units)


def _of_booking(
    timeline: Timeline, items: dict[str, ScopeItem], entry: str, booking: Booking
) -> Use | None:
    item = items.get(timeline.item_of(booking))
    if item is None:
        return None
    day = chain_of(timeline)[booking.id].day
    return Use(entry, item.id, day, units_of(timeline, item, booking))


def units_of(timeline: Timeline, item: ScopeItem, booking: Booking) -> Decimal:
    """The units that a booked meeting would use: one or, of a measured item, its minutes."""
    if not item.is_measured:
        return _WHOLE
    minutes = agreed_minutes(timeline, booking, item.id) or USUAL_MINUTES
    return Decimal(rounded_up(item, minutes))


def _period_day(timeline: Timeline, session: Session) -> date:
    """The day by which a meeting belongs to a period: that of its first start, wherever it went."""
    booking = timeline.booking_of.get(session.id)
    return timeline.day(session.at) if booking is None else chain_of(timeline)[booking.id].day
