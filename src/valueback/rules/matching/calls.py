"""Calls, as meeting services report them: the session that each would be, all of it asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from valueback.identifiers import folded
from valueback.model.data import Party, changed
from valueback.model.entries import Booking, Session
from valueback.model.message import say
from valueback.model.observation import Attendee, Call
from valueback.model.timeline import Timeline
from valueback.rules.bookings import USUAL_MINUTES, agreed_minutes
from valueback.rules.matching.meetings import HELD, WHETHER_HELD, Place, local
from valueback.rules.matching.outcome import Ask, Outcome

_NEAR = timedelta(minutes=90)
"""How far from the agreed start a call may begin, and still be that meeting."""


def call(place: Place) -> Iterator[Outcome]:
    """What a call adds: a session, with how long it took and who was late, all of it asked."""
    found = place.observation.what
    assert isinstance(found, Call)
    timeline = place.timeline
    booking = _near(timeline, found)
    start = booking.to if booking is not None else _quarter(found.start)
    if any(session.at == start for session in timeline.of(Session)):
        yield place.settled("known", "import.already-held", start=local(place, start))
        return
    item = timeline.item_of(booking) if booking is not None else None
    usual = timeline.agreement.sessions_item
    agreed = agreed_minutes(timeline, booking, item or (usual.id if usual else ""))
    minutes = agreed or USUAL_MINUTES
    client, own = _sides(place, found)
    answer = place.answers("#held").get("held")
    if answer == "no":
        yield place.settled("ignored", "import.not-held")
        return
    missed = _missed(answer, came=bool(client))
    session = Session(at=start, minutes=minutes, no_show=missed, source=place.observation.source)
    if missed is None:
        session = _attended(session, client, own)
    told = say("import.ask.attended", start=local(place, start))
    likely = "yes" if client else "client-missed"
    asks = () if answer else (Ask("held", told, HELD, likely),)
    yield place.proposal(
        (session,), WHETHER_HELD[session.no_show], *asks, part="#held", start=local(place, start)
    )


def _missed(answer: Any, *, came: bool) -> Party | None:
    """Who did not come: as somebody said, else the client where the report has them nowhere."""
    if answer in {"client-missed", "provider-missed"}:
        return "provider" if answer == "provider-missed" else "client"
    return None if came or answer == "yes" else "client"


_Spans = tuple[tuple[datetime, datetime], ...]


def _attended(session: Session, client: _Spans, own: _Spans) -> Session:
    """The session as the report has it: minutes that were only begun count against nobody."""
    if not client:
        return session
    ends = session.at + timedelta(minutes=session.minutes)
    together = _together(client, own) if own else sum((b - a for a, b in client), timedelta())
    return changed(
        session,
        actual_minutes=round(together.total_seconds() / 60),
        late_minutes=_minutes_after(session.at, client[0][0]),
        left_early_minutes=_minutes_after(client[-1][1], min(ends, _last(client, own))),
        provider_late_minutes=_minutes_after(session.at, own[0][0]) if own else 0,
    )


def _last(client: _Spans, own: _Spans) -> datetime:
    """When the last of both left: who leaves together with the other does not leave early."""
    return max(client[-1][1], own[-1][1]) if own else client[-1][1]


def _minutes_after(earlier: datetime, later: datetime) -> int:
    return max(0, int((later - earlier).total_seconds() // 60))


def _together(one: _Spans, other: _Spans) -> timedelta:
    spans = (min(b, d) - max(a, c) for a, b in one for c, d in other)
    return sum((span for span in spans if span > timedelta()), timedelta())


def _sides(place: Place, found: Call) -> tuple[_Spans, _Spans]:
    """When the client was there, and the provider; the only other person is the client."""
    known, client = place.known, place.timeline.engagement.client
    own = [a for a in found.attendees if known.is_provider(a.name, a.email)]
    others = [a for a in found.attendees if a not in own]
    theirs = [a for a in others if _is_client(a, client.name, client.email)]
    client_side = theirs or (others if len(others) == 1 and own else [])
    return _present(client_side), _present(own)


def _is_client(attendee: Attendee, name: str, email: str | None) -> bool:
    if attendee.email and email:
        return attendee.email.casefold() == email.casefold()
    return f" {folded(name)} " in f" {folded(attendee.name).replace('(', ' ').replace(')', ' ')} "


def _present(attendees: list[Attendee]) -> _Spans:
    return tuple(sorted(span for attendee in attendees for span in attendee.present))


def _near(timeline: Timeline, found: Call) -> Booking | None:
    """The booking without an outcome whose start lies nearest to the call's."""
    open_ = [
        b
        for b in timeline.of(Booking)
        if b.id not in timeline.cancellation_of and abs(b.to - found.start) <= _NEAR
    ]
    return min(open_, key=lambda b: abs(b.to - found.start), default=None)


def _quarter(moment: datetime) -> datetime:
    """The nearest quarter of an hour: nobody agrees on 9:58."""
    seconds = round(moment.timestamp() / 900) * 900
    return datetime.fromtimestamp(seconds, moment.tzinfo)
