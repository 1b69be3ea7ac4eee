"""Chains: a meeting and all the dates that it was given, one after the other. It is one meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from valueback.frozen import frozen
from valueback.model.entries import Booking, Cancellation, Session
from valueback.model.term import is_over
from valueback.model.timeline import Timeline
from valueback.rules.bookings import failed_by_provider, held


@frozen
class Chain:
    """A booking that replaces nothing, and all that replaced it, in the order of the log.

    It belongs to the period of its first start, wherever it is moved to in the end.
    """

    timeline: Timeline
    bookings: tuple[Booking, ...]

    @property
    def first(self) -> Booking:
        """The booking with which it began."""
        return self.bookings[0]

    @property
    def day(self) -> date:
        """The day of its first start."""
        return self.timeline.day(self.first.to)

    @property
    def item(self) -> str:
        """The scope item that it uses."""
        return self.timeline.item_of(self.first)

    @cached_property
    def open(self) -> Booking | None:
        """The booking for which its unit is held: one that lies ahead, or waits for what became of
        it, or that the provider called off or missed and nothing has replaced yet.
        """
        timeline = self.timeline
        for booking in self.bookings:
            waits = (
                booking.id not in timeline.session_of and booking.id not in timeline.cancellation_of
            )
            if waits:
                return booking
            failed = failed_by_provider(timeline, booking)
            if failed and not timeline.replaced_by(booking) and not is_over(timeline):
                return booking
        return None


def chains(timeline: Timeline) -> tuple[Chain, ...]:
    """Every meeting that was booked, by when it was first booked."""
    return timeline.once(_chains)


def _chains(timeline: Timeline) -> tuple[Chain, ...]:
    links: dict[str, list[Booking]] = {}
    for booking in timeline.of(Booking):
        links.setdefault(_root(timeline, booking).id, []).append(booking)
    return tuple(
        Chain(timeline, (timeline.bookings[id_], *(b for b in found if b.id != id_)))
        for id_, found in links.items()
    )


def chain_of(timeline: Timeline) -> dict[str, Chain]:
    """The chain of each booking, by the booking's id."""
    return timeline.once(_chain_of)


def _chain_of(timeline: Timeline) -> dict[str, Chain]:
    return {booking.id: chain for chain in chains(timeline) for booking in chain.bookings}


def _root(timeline: Timeline, booking: Booking) -> Booking:
    """The booking with which a chain began; of bookings that replace each other, itself."""
    at, seen = booking, {booking.id}
    while (before := timeline.replaced(at)) is not None:
        if before.id in seen:
            return booking
        seen.add(before.id)
        at = before
    return at


def booked_later(timeline: Timeline, booking: Booking) -> list[Booking]:
    """Every booking down the chain that replaced one, whoever called off since."""
    found: list[Booking] = []
    waiting, seen = timeline.replaced_by(booking), {booking.id}
    while waiting:
        after = waiting.pop(0)
        if after.id not in seen:
            seen.add(after.id)
            found.append(after)
            waiting += timeline.replaced_by(after)
    return found


def clients_run(timeline: Timeline, cancelled: Cancellation) -> list[Cancellation]:
    """The client's cancellations up to this one since the provider last called off or missed."""
    run, at, seen = [cancelled], timeline.bookings[cancelled.booking], {cancelled.booking}
    while at.replaces is not None:
        before = timeline.cancellations.get(at.replaces)
        if before is None or before.by != "client" or before.booking not in timeline.bookings:
            break
        at = timeline.bookings[before.booking]
        if at.id in seen or failed_by_provider(timeline, at):
            break
        seen.add(at.id)
        run.insert(0, before)
    return run


def held_in(timeline: Timeline, bookings: Iterable[Booking]) -> Iterator[Session]:
    """The sessions of bookings to which both came."""
    return (session for b in bookings if (session := held(timeline, b)) is not None)
