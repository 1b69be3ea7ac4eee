"""What became of each agreed start: notice, replacements, and which units of the scope are used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from valueback.model.agreement import ScopeItem
from valueback.model.entries import Booking, Cancellation, Session
from valueback.model.timeline import Timeline
from valueback.moments import add_months, elapsed
from valueback.rules.rulings import Circumstances


def notice(timeline: Timeline, cancellation: Cancellation) -> timedelta | None:
    """How long before the agreed start notice came; negative after the start."""
    booking = timeline.bookings.get(cancellation.booking)
    return None if booking is None else elapsed(cancellation.at, booking.to)


def notice_agreed(timeline: Timeline) -> timedelta:
    """How long before the start notice must come; exactly that long is enough."""
    return timedelta(hours=timeline.agreement.guarantee.cancellation_notice_hours)


def is_short(timeline: Timeline, cancellation: Cancellation) -> bool:
    """Whether the client gave less notice than agreed."""
    given = notice(timeline, cancellation)
    return cancellation.by == "client" and given is not None and given < notice_agreed(timeline)


def uses_session(circumstances: Circumstances, cancellation: Cancellation) -> bool:
    """Whether a cancellation short of notice uses up its session.

    It does where the agreement says so, unless a ruling excused the short notice.
    """
    timeline = circumstances.timeline
    if not (timeline.agreement.late_cancellation_uses_session and is_short(timeline, cancellation)):
        return False
    ruling = circumstances.ruling_on(cancellation.id, "notice")
    return ruling is None or ruling.outcome != "excused"


def first_cancelled(timeline: Timeline, cancellation: Cancellation) -> Booking:
    """The booking from whose day a new date is counted.

    A replacement that the client cancels does not restart the days, so this is the first booking
    of the client's unbroken run of cancellations; a cancellation by the provider breaks the run.
    """
    booking = timeline.bookings[cancellation.booking]
    seen = {booking.id}
    while booking.replaces is not None:
        before = timeline.cancellations.get(booking.replaces)
        if before is None or before.by != "client" or before.booking not in timeline.bookings:
            break
        booking = timeline.bookings[before.booking]
        if booking.id in seen:
            break
        seen.add(booking.id)
    return booking


def replacements(timeline: Timeline, cancellation: Cancellation) -> list[Booking]:
    """Every booking down the chain that began with a cancellation, whoever cancelled since."""
    found: list[Booking] = []
    waiting = list(timeline.replacements_of.get(cancellation.id, ()))
    seen: set[str] = set()
    while waiting:
        booking = waiting.pop(0)
        if booking.id in seen:
            continue
        seen.add(booking.id)
        found.append(booking)
        again = timeline.cancellation_of.get(booking.id)
        if again is not None:
            waiting += timeline.replacements_of.get(again.id, ())
    return found


def held(timeline: Timeline, booking: Booking) -> Session | None:
    """The session of a booking to which both came."""
    session = timeline.session_of.get(booking.id)
    return session if session is not None and session.attended else None


def failed_by_provider(timeline: Timeline, booking: Booking) -> bool:
    """Whether the provider cancelled a booking or did not show up."""
    cancellation = timeline.cancellation_of.get(booking.id)
    if cancellation is not None and cancellation.by == "provider":
        return True
    session = timeline.session_of.get(booking.id)
    return session is not None and session.no_show == "provider"


def units_used_on(circumstances: Circumstances, item: str) -> Iterator[tuple[date, str]]:
    """The day and entry of each unit that sessions of an item used up.

    Held sessions, the client's no-shows, and cancellations short of notice.
    """
    timeline = circumstances.timeline
    for session in timeline.of(Session):
        if session.item == item and session.no_show != "provider":
            yield timeline.day(session.at), session.id
    for cancellation in timeline.of(Cancellation):
        booking = timeline.bookings.get(cancellation.booking)
        if (
            booking is not None
            and booking.item == item
            and uses_session(circumstances, cancellation)
        ):
            yield timeline.day(booking.to), cancellation.id


def units_left(circumstances: Circumstances, item: ScopeItem, ends: date) -> Decimal:
    """The agreed units of an item that nothing used up by the end of the term, period by period."""
    quantity = item.quantity or Decimal(0)
    used: dict[int, int] = {}
    for day, _ in units_used_on(circumstances, item.id):
        number = period_of(item, circumstances.timeline.agreement.starts, day)
        used[number] = used.get(number, 0) + 1
    periods = period_of(item, circumstances.timeline.agreement.starts, ends) + 1
    return sum((max(quantity - used.get(n, 0), Decimal(0)) for n in range(periods)), Decimal(0))


def period_of(item: ScopeItem, starts: date, day: date) -> int:
    """The number of the period in which a day lies, counted from the start of the agreement."""
    if item.per == "term" or day < starts:
        return 0
    if item.per == "week":
        return (day - starts).days // 7
    months = (day.year - starts.year) * 12 + day.month - starts.month
    return months if add_months(starts, months) <= day else months - 1


def lost_by_provider(timeline: Timeline, item: str) -> int:
    """How many agreed starts the provider cancelled or missed, with nothing agreed instead."""
    failed = [b for b in timeline.of(Booking) if b.item == item and failed_by_provider(timeline, b)]
    lost = sum(1 for booking in failed if not _made_good(timeline, booking))
    unbooked = (s for s in timeline.of(Session) if s.no_show == "provider" and s.item == item)
    return lost + sum(1 for session in unbooked if session.id not in timeline.booking_of)


def _made_good(timeline: Timeline, booking: Booking) -> bool:
    """Whether what the provider cancelled was taken up again further down its chain."""
    cancellation = timeline.cancellation_of.get(booking.id)
    return cancellation is not None and bool(timeline.replacements_of.get(cancellation.id))
