"""Meetings of calendars and booking pages: what each would add.

That a meeting is booked is taken from the file. Who called it off and when, that it was held, who
came late is asked: it can cost the client money (SPEC section 10).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple, get_args

from valueback.identifiers import folded
from valueback.model.data import Party
from valueback.model.entries import Amendment, Booking, Cancellation, Entry, Session
from valueback.model.message import say
from valueback.model.observation import Event, Observation, Vanished
from valueback.model.timeline import Timeline
from valueback.rules.bookings import USUAL_MINUTES, agreed_minutes
from valueback.rules.matching.outcome import Answers, Ask, Outcome, Proposed, Replies, Settled
from valueback.rules.matching.people import Known
from valueback.rules.notice import latest_notice

PARTIES: tuple[Party, ...] = get_args(Party)
YES_NO = ("yes", "no")


class Place(NamedTuple):
    """An observation beside the engagement that it is about."""

    observation: Observation
    known: Known
    timeline: Timeline
    chosen: Replies

    @property
    def id(self) -> str:
        """The engagement's id."""
        return self.timeline.engagement.id

    def answers(self, part: str = "") -> Answers:
        """What was answered to a part of it."""
        return self.chosen.of(f"{self.observation.source.id}{part}")

    def settled(self, how: str, key: str, **values: Any) -> Settled:
        """It adds nothing, and why."""
        return Settled(self.observation, how, say(key, **values), self.id)  # type: ignore[arg-type]

    def proposal(
        self, entries: tuple[Entry, ...], key: str, *asks: Ask, part: str = "", **values: Any
    ) -> Proposed:
        """It would add these entries."""
        why = say(key, **values)
        return Proposed(self.observation, self.id, entries, why, asks, part=part)

    def confirmed(
        self, entries: tuple[Entry, ...], key: str, ask: Ask, *, part: str = "", **values: Any
    ) -> Outcome:
        """It would add these entries, once somebody says that it is so; else nothing."""
        answer = self.answers(part).get("confirm")
        if answer == "no":
            return self.settled("ignored", "import.left-out")
        asks = () if answer == "yes" else (ask,)
        return self.proposal(entries, key, *asks, part=part, **values)

    def of_source(self, kind: type[Entry]) -> list[Any]:
        """The live entries of a kind that came from the same place."""
        ids = {entry.id for _, entry in self.known.imported(self.observation.source)}
        return [entry for entry in self.timeline.of(kind) if entry.id in ids]


def meeting(place: Place) -> Iterator[Outcome]:
    """What a meeting in a calendar adds."""
    found = place.observation.what
    assert isinstance(found, Event)
    booking = _booking(place, found)
    if found.cancelled:
        yield from _called_off(place, found, booking)
    elif booking is None:
        yield from _new(place, found)
    elif booking.to == found.start:
        yield from _known(place, found, booking)
    elif booking.id in place.timeline.session_of or booking.id in place.timeline.cancellation_of:
        yield from _new(place, found)
    else:
        yield _moved(place, found, booking)


def _booking(place: Place, found: Event) -> Booking | None:
    """The booking that a meeting is about: of the same source, else of the same start, else the
    one that it was moved from.
    """
    timeline = place.timeline
    own = place.of_source(Booking)
    live = [b for b in own if b.id not in timeline.cancellation_of]
    same = [b for b in timeline.of(Booking) if b.to == found.start]
    before = [
        b
        for b in timeline.of(Booking)
        if b.to == found.original
        and b.id not in timeline.session_of
        and b.id not in timeline.cancellation_of
    ]
    open_ = [b for b in same if b.id not in timeline.cancellation_of]
    found_ = [b for b in live if b.to == found.start] or open_ or live or before or same
    return found_[-1] if found_ else None


def _new(place: Place, found: Event) -> Iterator[Outcome]:
    if any(session.at == found.start for session in place.timeline.of(Session)):
        yield place.settled("known", "import.already-held", start=local(place, found.start))
        return
    yield place.proposal((_made(place, found),), "import.booked", start=local(place, found.start))
    yield from _held(place, found)


def _made(place: Place, found: Event) -> Booking:
    """The booking; when it was made is what the file says, but not after its start, or later than
    now.
    """
    made = min(found.booked or found.start, found.start, place.known.now)
    return Booking(
        at=made,
        to=found.start,
        minutes=_minutes(place, found),
        source=place.observation.source,
    )


def _minutes(place: Place, found: Event) -> int | None:
    """How long it is to take, where that is not what the agreement says anyway."""
    usual = place.timeline.agreement.sessions_item
    agreed = None if usual is None else usual.minutes
    return None if found.minutes == agreed else found.minutes


def _known(place: Place, found: Event, booking: Booking) -> Iterator[Outcome]:
    """A meeting that is on record; it may have another length by now, and its outcome to tell."""
    timeline = place.timeline
    if booking.id in timeline.cancellation_of:
        start = local(place, found.start)
        ask = Ask("confirm", say("import.ask.booked-again", start=start), YES_NO)
        yield place.confirmed((_made(place, found),), "import.booked", ask, start=start)
        return
    own = booking.source is not None and booking.source.id == place.observation.source.id
    yield place.settled("known", "import.known" if own else "import.already", entry=booking.id)
    if booking.id in timeline.session_of:
        return
    length = agreed_minutes(timeline, booking, timeline.item_of(booking))
    if own and found.minutes and found.minutes != (length or USUAL_MINUTES):
        changed = Amendment(
            at=place.known.now,
            entry=booking.id,
            set={"minutes": found.minutes},
            source=place.observation.source,
        )
        ask = Ask("confirm", say("import.ask.length", count=found.minutes), YES_NO)
        told = {"part": "#length", "entry": booking.id}
        yield place.confirmed((changed,), "import.changed", ask, **told)
    yield from _held(place, found)


def _held(place: Place, found: Event) -> Iterator[Outcome]:
    """Whether a meeting that lies behind was held: always asked."""
    length = found.minutes or USUAL_MINUTES
    if not place.timeline.reached(found.start + timedelta(minutes=length)):
        return
    start = local(place, found.start)
    answer = place.answers("#held").get("held")
    if answer == "no":
        yield place.settled("ignored", "import.not-held")
        return
    missed: Party | None = "client" if answer == "client-missed" else None
    if answer == "provider-missed":
        missed = "provider"
    session = Session(
        at=found.start, minutes=length, no_show=missed, source=place.observation.source
    )
    likely = "client-missed" if found.missed else "yes"
    asks = () if answer else (Ask("held", say("import.ask.held", start=start), HELD, likely),)
    yield place.proposal(
        (session,), WHETHER_HELD[session.no_show], *asks, part="#held", start=start
    )


WHETHER_HELD: dict[Party | None, str] = {
    None: "import.held",
    "client": "import.missed-by-client",
    "provider": "import.missed-by-you",
}
HELD = ("yes", "no", "client-missed", "provider-missed")


def _called_off(place: Place, found: Event, booking: Booking | None) -> Iterator[Outcome]:
    timeline, start = place.timeline, local(place, found.start)
    if booking is None:
        yield place.proposal((_made(place, found),), "import.booked", start=start)
        yield _cancellation(place, found, None)
    elif booking.id in timeline.cancellation_of:
        yield place.settled("known", "import.known", entry=timeline.cancellation_of[booking.id].id)
    elif booking.id in timeline.session_of:
        yield place.settled("known", "import.already-held", start=start)
    else:
        yield _cancellation(place, found, booking)


def _cancellation(place: Place, found: Event, booking: Booking | None) -> Proposed:
    by, at, asks = _notice(place, found, booking)
    named = booking.id if booking is not None else f"@{found.start.isoformat()}"
    entry = Cancellation(
        at=at, booking=named, by=by, reason=found.reason, source=place.observation.source
    )
    start = local(place, found.start)
    return place.proposal((entry,), "import.called-off", *asks, part="#called-off", start=start)


def _notice(
    place: Place, found: Event, booking: Booking | None
) -> tuple[Party, datetime, tuple[Ask, ...]]:
    """Who called it off and when, as far as answers and the file prove it, and what is asked.

    A last change is "not later than": where even that is in time, it is taken for the notice.
    """
    given, asks = place.answers("#called-off"), list[Ask]()
    by = given.get("called-off-by")
    start = found.start if booking is None else booking.to
    likely = "client" if _is_clients(place, found.called_off_by) else ""
    if by not in PARTIES:
        words = say("import.ask.called-off-by", start=local(place, start))
        asks.append(Ask("called-off-by", words, PARTIES, likely))
    at = given.get("notice") or found.notice or _in_time(place, found, booking, start)
    if not isinstance(at, datetime):
        asks.append(Ask("notice", say("import.ask.notice", start=local(place, start))))
        at = min(place.known.now, start)
    party: Party = "provider" if by == "provider" else "client"
    return party, min(at, place.known.now), tuple(asks)


def _is_clients(place: Place, named: str | None) -> bool:
    return named is not None and folded(named) == folded(place.timeline.engagement.client.name)


def _in_time(
    place: Place, found: Event, booking: Booking | None, start: datetime
) -> datetime | None:
    """The last change, where even that would be notice in time."""
    if found.changed is None:
        return None
    timeline = place.timeline
    asked = booking or Booking(at=found.booked or found.changed, to=start)
    return found.changed if found.changed <= latest_notice(timeline, asked) else None


def _moved(place: Place, found: Event, booking: Booking) -> Outcome:
    """A meeting at another time than on record: called off and booked anew, in one."""
    by, at, asks = _notice(place, found, booking)
    source = place.observation.source
    called_off = Cancellation(at=at, booking=booking.id, by=by, source=source)
    anew = Booking(
        at=at, to=found.start, minutes=_minutes(place, found), replaces="=0", source=source
    )
    return place.proposal(
        (called_off, anew),
        "import.moved",
        *asks,
        part="#called-off",
        entry=booking.id,
        start=local(place, found.start),
    )


def vanished(place: Place) -> Iterator[Outcome]:
    """An occurrence that was taken out of its series: where it is on record, it is asked about."""
    found = place.observation.what
    assert isinstance(found, Vanished)
    timeline = place.timeline
    booking = next(
        (
            b
            for b in timeline.of(Booking)
            if b.to == found.start
            and b.id not in timeline.session_of
            and b.id not in timeline.cancellation_of
        ),
        None,
    )
    if booking is None:
        yield place.settled("ignored", "import.left-out-of-series", start=local(place, found.start))
        return
    yield _cancellation(place, Event(start=found.start, cancelled=True), booking)


def local(place: Place, moment: datetime) -> datetime:
    """A moment by the clock of the engagement, to be shown."""
    return place.timeline.local(moment)
