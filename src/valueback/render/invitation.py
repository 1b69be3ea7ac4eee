"""Meetings as an invitation: a calendar file to attach to a message or to open oneself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from valueback.model.entries import Booking
from valueback.model.message import say
from valueback.model.practice import Practice
from valueback.model.timeline import Timeline
from valueback.render.letters import is_address
from valueback.render.papers import words_of
from valueback.render.safe import safe
from valueback.rules.bookings import agreed_minutes


def invitation(
    timeline: Timeline, bookings: Sequence[Booking], practice: Practice, now: datetime
) -> bytes:
    """An event for each meeting, in UTC, from the provider to the client (RFC 5546, REQUEST).

    Where an address is lacking, it is a plain calendar file (PUBLISH): nobody is asked to answer.
    """
    from icalendar import Calendar, Event, vCalAddress

    engagement, identity = timeline.engagement, practice.identity
    sides = (identity.email, engagement.client.email)
    usable = [side for side in sides if side is not None and is_address(side)]
    title = say(
        "invitation.title",
        title=engagement.agreement.title,
        client=engagement.client.name,
        provider=identity.provider,
    )
    summary = safe(words_of(engagement, practice)(title))
    calendar = Calendar()
    calendar.add("prodid", "-//valueback//book//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST" if len(usable) == len(sides) else "PUBLISH")
    for booking in bookings:
        minutes = agreed_minutes(timeline, booking, timeline.item_of(booking))
        event = Event()
        event.add("uid", f"{engagement.id}-meeting-{booking.id}@valueback".lower())
        event.add("dtstamp", now)
        event.add("dtstart", booking.to.astimezone(UTC))
        if minutes is not None:  # else the calendar's own length
            event.add("duration", timedelta(minutes=minutes))
        event.add("summary", summary)
        if len(usable) == len(sides):
            event.add("organizer", vCalAddress(f"mailto:{usable[0]}"))
            event.add("attendee", vCalAddress(f"mailto:{usable[1]}"))
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
