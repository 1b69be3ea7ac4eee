"""What became of each agreed start: notice, replacements, and which units of the scope are used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from valueback.model.agreement import ScopeItem
from valueback.model.entries import Booking, Cancellation, Session
from valueback.model.timeline import Timeline
from valueback.moments import add_months, elapsed, months_between
from valueback.rules.rulings import Circumstances


def client_cancellations(timeline: Timeline) -> list[Cancellation]:
    """What the client called off, one per booking; not what the provider called off or missed."""
    return [
        c
        for c in timeline.cancellation_of.values()
        if c.by == "client"
        and c.booking in timeline.bookings
        and not failed_by_provider(timeline, timeline.bookings[c.booking])
    ]


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


def counts_as_used(timeline: Timeline, cancellation: Cancellation) -> bool:
    """Whether by the agreement a cancellation short of notice uses up its session."""
    return timeline.agreement.late_cancellation_uses_session and is_short(timeline, cancellation)


def uses_session(circumstances: Circumstances, cancellation: Cancellation) -> bool:
    """Whether a cancellation uses up its session: as agreed, unless a ruling excused it."""
    timeline = circumstances.timeline
    if not counts_as_used(timeline, cancellation):
        return False
    days = notice_days(timeline, cancellation)
    ruling = circumstances.ruling_for(cancellation.id, "notice", days)
    return ruling is None or ruling.outcome != "excused"


def notice_days(timeline: Timeline, cancellation: Cancellation) -> tuple[date, date]:
    """The days on which something outside anyone's control can excuse short notice."""
    start = timeline.bookings[cancellation.booking].to
    return timeline.day(cancellation.at), timeline.day(start)


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
        if session.item == item and session.no_show != "provider" and _in_scope(timeline, session):
            yield timeline.day(session.at), session.id
    for cancellation in client_cancellations(timeline):
        booking = timeline.bookings[cancellation.booking]
        if booking.item == item and uses_session(circumstances, cancellation):
            yield timeline.day(booking.to), cancellation.id


def _in_scope(timeline: Timeline, session: Session) -> bool:
    """Whether a session belongs to what was promised; one sold apart or given uses no unit."""
    decision = timeline.decision_on.get(session.request or "")
    return session.request is None or (decision is not None and decision.outcome == "included")


def units_agreed(item: ScopeItem, starts: date, ends: date) -> Decimal:
    """The units that an item promises over a whole term."""
    return (item.quantity or Decimal(0)) * periods_in(item, starts, ends)


def units_left(circumstances: Circumstances, item: ScopeItem, ends: date) -> Decimal:
    """The agreed units of an item that nothing used up over the term, period by period.

    What was held after the last day, as a replacement, belongs to the last period.
    """
    starts = circumstances.timeline.agreement.starts
    periods = periods_in(item, starts, ends)
    used = Counter(
        min(period_of(item, starts, day), periods - 1)
        for day, _ in units_used_on(circumstances, item.id)
    )
    quantity = item.quantity or Decimal(0)
    return sum((max(quantity - used[n], Decimal(0)) for n in range(periods)), Decimal(0))


def periods_in(item: ScopeItem, starts: date, ends: date) -> int:
    """How many periods of an item a term has: the fewest that reach its last day."""
    if item.per == "term":
        return 1
    if item.per == "week":
        return max(1, -(-(ends - starts).days // 7))
    return max(1, months_between(starts, ends))


def period_of(item: ScopeItem, starts: date, day: date) -> int:
    """The number of the period in which a day lies, counted from the start of the agreement."""
    if item.per == "term" or day < starts:
        return 0
    if item.per == "week":
        return (day - starts).days // 7
    months = (day.year - starts.year) * 12 + day.month - starts.month
    return months if add_months(starts, months) <= day else months - 1


def without_outcome(timeline: Timeline) -> list[Booking]:
    """Bookings with neither session nor cancellation, by their start."""
    found = [
        b
        for b in timeline.of(Booking)
        if b.id not in timeline.session_of and b.id not in timeline.cancellation_of
    ]
    return sorted(found, key=lambda booking: booking.to)


USUAL_MINUTES = 60
"""How long a meeting takes where nobody said otherwise."""


def agreed_minutes(timeline: Timeline, booking: Booking | None, item: str) -> int | None:
    """How long a meeting is to take: as booked, else as its item says; None where neither does."""
    if booking is not None and booking.minutes:
        return booking.minutes
    agreed = timeline.agreement.items.get(item)
    return agreed.minutes if agreed is not None else None


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
