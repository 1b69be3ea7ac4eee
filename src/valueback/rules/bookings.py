"""What became of each agreed start: held, missed, or still without an outcome."""

from __future__ import annotations

from valueback.model.entries import Booking, Session
from valueback.model.timeline import Timeline


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


def without_outcome(timeline: Timeline) -> list[Booking]:
    """Bookings with neither session nor cancellation, by their start."""
    found = [
        b
        for b in timeline.of(Booking)
        if b.id not in timeline.session_of and b.id not in timeline.cancellation_of
    ]
    return sorted(found, key=lambda booking: booking.to)


def replacement_ahead(timeline: Timeline) -> Booking | None:
    """A new date for a meeting that lies ahead: until then nothing about it is settled."""
    return next(
        (
            b
            for b in without_outcome(timeline)
            if b.replaces is not None and not timeline.reached(b.to)
        ),
        None,
    )


USUAL_MINUTES = 60
"""How long a meeting takes where nobody said otherwise."""


def agreed_minutes(timeline: Timeline, booking: Booking | None, item: str) -> int | None:
    """How long a meeting is to take: as booked, else as its item says; None where neither does."""
    if booking is not None and booking.minutes:
        return booking.minutes
    agreed = timeline.agreement.items.get(item)
    return agreed.minutes if agreed is not None and not agreed.is_measured else None
