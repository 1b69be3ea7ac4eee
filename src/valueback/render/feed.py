"""What lies ahead as a calendar to subscribe to: meetings and deadlines, with alarms.

Each event has an opaque name that stays (RFC 7986, 5.3), is private, and says a name at most: no
reasons, no homework, no words of health, unless details are asked for. What did not change is the
same, byte for byte, in the next export.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from valueback.model.entries import Booking
from valueback.model.timeline import Timeline
from valueback.moments import day_of, start_of_day
from valueback.render.safe import safe
from valueback.render.words import said
from valueback.rules.bookings import USUAL_MINUTES, agreed_minutes
from valueback.rules.notice import latest_notice
from valueback.rules.tasks import Task

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Event

PRODUCT = "-//valueback//feed//EN"
"""What a file says that may be replaced."""

_DAY = timedelta(days=1)
_GONE_FOR = timedelta(days=30)
"""How long what was called off stays in the feed, as called off."""


class Feed(NamedTuple):
    """What a feed tells: engagements, tasks that fall due, and whether it says what about."""

    timelines: Sequence[Timeline]
    tasks: Sequence[Task]
    name: str
    details: bool = False


def as_feed(feed: Feed, now: datetime) -> bytes:
    """The feed as iCalendar (RFC 5545, RFC 7986)."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", safe(feed.name))
    calendar.add("x-wr-calname", safe(feed.name))
    calendar.add("uid", _opaque("calendar", feed.name))
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    _fill(calendar, feed, now)
    content: bytes = calendar.to_ical()
    return content


def _fill(calendar: Calendar, feed: Feed, now: datetime) -> None:
    for timeline in feed.timelines:
        for event in _meetings(timeline, details=feed.details):
            calendar.add_component(event)
    known = {timeline.engagement.id: timeline for timeline in feed.timelines}
    for task in feed.tasks:
        if task.engagement in known and task.what != "meeting":
            calendar.add_component(_deadline(known[task.engagement], task, now, feed.details))


def _meetings(timeline: Timeline, *, details: bool) -> Iterator[Event]:
    """Meetings ahead, and those called off lately."""
    for booking in sorted(timeline.of(Booking), key=lambda b: (b.to, b.id)):
        called_off = timeline.cancellation_of.get(booking.id)
        if called_off is None and timeline.reached(booking.to):
            continue
        if called_off is not None and timeline.reached(called_off.at + _GONE_FOR):
            continue
        event = _event(timeline, booking.id, timeline.engagement.client.name)
        minutes = agreed_minutes(timeline, booking, timeline.item_of(booking)) or USUAL_MINUTES
        event.add("dtstart", booking.to.astimezone(UTC))
        event.add("duration", timedelta(minutes=minutes))
        event.add("transp", "OPAQUE")
        changed = booking.logged if called_off is None else called_off.logged
        event.add("sequence", 0 if called_off is None else 1)
        event.add("status", "CONFIRMED" if called_off is None else "CANCELLED")
        event.add("dtstamp", changed.astimezone(UTC))
        if details:
            title = timeline.agreement.title
            event.add("description", safe(f"{title} ({timeline.engagement.id} {booking.id})"))
        if called_off is None:
            last = latest_notice(timeline, booking)
            event.add_component(_alarm(last - timedelta(hours=2), "Last moment to call off"))
        yield event


def _deadline(timeline: Timeline, task: Task, now: datetime, details: bool) -> Event:  # noqa: FBT001
    """A deadline as a whole day, today where it has passed; the alarm comes a day before."""
    zone, entry = timeline.engagement.zone, timeline.engagement.log.by_id.get(task.entry)
    day = max(day_of(task.due, zone), day_of(now, zone))
    label = task.what.replace("-", " ")
    event = _event(timeline, f"{task.what}/{task.entry}", f"{label}: {task.client}")
    event.add("dtstart", day)
    event.add("dtend", day + _DAY)
    event.add("transp", "TRANSPARENT")
    event.add("sequence", 0)
    since = entry.logged if entry is not None else start_of_day(timeline.agreement.starts, zone)
    event.add("dtstamp", since.astimezone(UTC))
    if details:
        event.add("description", safe(said(task.message)))
    event.add_component(_alarm(start_of_day(day - _DAY, zone) + timedelta(hours=9), label))
    return event


def _event(timeline: Timeline, of: str, summary: str) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", _opaque(timeline.engagement.id, of))
    event.add("summary", safe(summary))
    event.add("class", "PRIVATE")
    return event


def _alarm(at: datetime, text: str) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", safe(text))
    alarm.add("trigger", at.astimezone(UTC), parameters={"VALUE": "DATE-TIME"})
    return alarm


def _opaque(engagement: str, of: str) -> str:
    """A name that says nothing of anybody, and is the same in every export."""
    return f"{hashlib.sha256(f'{engagement}/{of}'.encode()).hexdigest()[:32]}@valueback.invalid"
