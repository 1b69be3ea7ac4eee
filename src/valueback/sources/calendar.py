"""Calendars (iCalendar, RFC 5545): meetings, what became of them, and what their files prove.

The DTSTAMP of a cancellation message (METHOD:CANCEL) is when notice was given; LAST-MODIFIED of a
cancelled or moved event only says "not later than"; an EXDATE leaves no trace of when. SEQUENCE
and PARTSTAT prove nothing. An event is known by its UID and, in a series, its RECURRENCE-ID.

Over 300 lines: one format, with its series and their exceptions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from valueback.model.observation import Event, Vanished, Who
from valueback.moments import YEARS, fixed
from valueback.sources.reading import FileReading, ReadingTerms, Unreadable

MOST_OCCURRENCES = 5_000
"""How many occurrences a series may have up to the last day that is looked at."""


class Block(NamedTuple):
    """A component as it stands in the file: its name, its first line, its text, and METHOD."""

    name: str
    line: int
    text: str
    method: str


def fits(text: str) -> bool:
    """Whether a text is a calendar."""
    return "BEGIN:VCALENDAR" in text[:2000].upper()


def read(text: str, reading: FileReading, given: ReadingTerms) -> None:
    """The meetings of a calendar, those of a series up to `given.until`."""
    found = _Calendar(reading, given)
    for block in _blocks(text, reading):
        if block.name != "VEVENT":
            reading.ignore(block.line, f"is no meeting: {block.name}")
            continue
        try:
            found.add(block)
        except _AllDay as error:
            reading.ignore(block.line, str(error))
        except Unreadable as error:
            reading.refuse(block.line, str(error), error.remedy)
    found.tell()


def _blocks(text: str, reading: FileReading) -> Iterator[Block]:
    """The components of a calendar but for zones; one that is cut off is refused."""
    method, name, begins, kept = "", "", 0, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        key, _, value = line.strip("\ufeff").partition(":")
        key, value = key.strip().upper(), value.strip().upper()
        if key == "METHOD" and not name:
            method = value
        if key == "BEGIN" and not name and value != "VCALENDAR":
            name, begins, kept = value, number, []
        if name:
            kept.append(line)
        if key == "END" and value == name:
            if name not in {"VTIMEZONE", ""}:
                yield Block(name, begins, "\r\n".join(kept) + "\r\n", method)
            name = ""
    if name:
        reading.refuse(begins, f"is cut off: {name} has no end", "Export the calendar again.")


class _AllDay(Unreadable):
    """An event without a time of day."""


@dataclass
class _Event:
    """An event that could be read."""

    block: Block
    uid: str
    start: datetime
    zone: ZoneInfo | None
    minutes: int | None
    parts: Any
    recurrence: datetime | None = None
    floats: bool = False

    @property
    def version(self) -> tuple[int, datetime]:
        """Which of two events of one name is the later one."""
        return (int(self.parts.get("SEQUENCE", 0)), _utc(self.parts, "LAST-MODIFIED") or _NEVER)


_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass
class _Calendar:
    reading: FileReading
    given: ReadingTerms
    events: dict[str, _Event] = field(default_factory=dict)

    def add(self, block: Block) -> None:
        event = self._event(block)
        name = event.uid if event.recurrence is None else _occurrence(event.uid, event.recurrence)
        other = self.events.get(name)
        if other is None:
            self.events[name] = event
            return
        older, newer = sorted((other, event), key=lambda e: e.version)
        if older.version == newer.version and older.block.text != newer.block.text:
            message = f"has the UID of the event on line {other.block.line}, and says otherwise"
            raise Unreadable(message, "Delete one of the two in the calendar, and export it again.")
        self.events[name] = newer
        self.reading.ignore(older.block.line, f"is an older version of line {newer.block.line}")

    def _event(self, block: Block) -> _Event:
        from icalendar import Event as Component

        try:
            parts = Component.from_ical(block.text)
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise Unreadable(f"cannot be read: {str(error)[:80]}") from None
        uid = str(parts.get("UID", "")).strip()
        if not uid:
            raise Unreadable("has no UID", "Export it from the calendar itself.")
        if _is_day(parts.get("DTSTART")):
            raise _AllDay("lasts all day: no meeting")
        start, zone = self._moment(parts.get("DTSTART"))
        moved = parts.get("RECURRENCE-ID")
        of = None if moved is None or _is_day(moved) else self._moment(moved)[0]
        minutes = self._minutes(parts, start)
        floats = self.given.floating is None and _floats(parts.get("DTSTART"))
        return _Event(
            block, uid, start, zone, minutes=minutes, parts=parts, recurrence=of, floats=floats
        )

    def _minutes(self, parts: Any, start: datetime) -> int | None:
        if "DTEND" in parts and not _is_day(parts["DTEND"]):
            span = self._moment(parts["DTEND"])[0] - start
        else:
            span = _held(parts.get("DURATION"))
        if not isinstance(span, timedelta):
            return None
        minutes = round(span.total_seconds() / 60)
        return minutes if 0 < minutes < 24 * 60 else None

    def _moment(self, value: Any) -> tuple[datetime, ZoneInfo | None]:
        """The instant of a property and the zone by whose clock it goes, none for UTC."""
        if value is None or isinstance(value, list):
            raise Unreadable("has no beginning, or several")
        return self._instant(value.to_ical().decode(), str(value.params.get("TZID", "")))

    def _instant(self, text: str, named: str) -> tuple[datetime, ZoneInfo | None]:
        try:
            local = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007  # zone below
        except ValueError:
            raise Unreadable(f"{text!r} is no moment") from None
        if local.year not in YEARS:
            raise Unreadable(f"{local:%Y-%m-%d} lies outside the years that a record has")
        if text.endswith("Z"):
            return local.replace(tzinfo=UTC), None
        zone = zone_named(named) if named else self._floating()
        return fixed(local.replace(tzinfo=zone)), zone

    def _floating(self) -> ZoneInfo:
        """The zone of times that name none: as somebody said, else the practice's, to be asked."""
        if self.given.floating is None:
            self.reading.open.add("floating")
        return self.given.floating or self.given.zone

    def tell(self) -> None:
        """Note every meeting: single ones, occurrences, and what took their place."""
        for name, event in self.events.items():
            try:
                if "RRULE" in event.parts or "RDATE" in event.parts:
                    self._series(event)
                else:
                    self._saw(event, name, event.start, original=event.recurrence)
            except Unreadable as error:
                self.reading.refuse(event.block.line, str(error), error.remedy)

    def _series(self, event: _Event) -> None:
        left_out = {start for start, _ in self._listed(event, "EXDATE")}
        starts = self._starts(event)
        for start in left_out:
            what, name = Vanished(start), _occurrence(event.uid, start)
            if name not in self.events:
                raw = event.block.text + name
                self.reading.saw(what, _who(event.parts), raw=raw, line=event.block.line, id_=name)
        shown = [s for s in starts if s not in left_out]
        for start in shown:
            name = _occurrence(event.uid, start)
            if name not in self.events:
                self._saw(event, name, start)
        if not shown and not left_out:
            last = f"{self.given.until:%Y-%m-%d}"
            self.reading.ignore(event.block.line, f"has no occurrence up to {last}")

    def _starts(self, event: _Event) -> list[datetime]:
        """The starts of a series up to the last day that is looked at, at its wall clock."""
        from dateutil.rrule import rrulestr

        zone = event.zone or ZoneInfo("UTC")
        first = event.start.astimezone(zone).replace(tzinfo=None)
        last = self.given.until.astimezone(zone).replace(tzinfo=None)
        found: set[datetime] = {first} if first <= last else set()
        rules = event.parts.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            try:
                series = rrulestr(_in_local(rule.to_ical().decode(), zone), dtstart=first)
                found |= set(islice(series.between(first, last, inc=True), MOST_OCCURRENCES + 1))
            except (ValueError, TypeError, KeyError) as error:
                raise Unreadable(f"has a rule that cannot be read: {str(error)[:60]}") from None
        if len(found) > MOST_OCCURRENCES:
            raise Unreadable(f"has more than {MOST_OCCURRENCES} occurrences", "Shorten the series.")
        starts = {fixed(wall.replace(tzinfo=zone)) for wall in found}
        starts |= {start for start, _ in self._listed(event, "RDATE")}
        return sorted(start for start in starts if start <= self.given.until)

    def _listed(self, event: _Event, name: str) -> Iterator[tuple[datetime, ZoneInfo | None]]:
        value = event.parts.get(name, [])
        for each in value if isinstance(value, list) else [value]:
            named = str(each.params.get("TZID", ""))
            for text in each.to_ical().decode().split(","):
                if "T" in text and "/" not in text:
                    yield self._instant(text, named)

    def _saw(
        self, event: _Event, name: str, start: datetime, original: datetime | None = None
    ) -> None:
        parts = event.parts
        changed = _utc(parts, "LAST-MODIFIED")
        called_off = event.block.method == "CANCEL"
        meeting = Event(
            start=start,
            minutes=event.minutes,
            booked=_utc(parts, "CREATED"),
            cancelled=called_off or str(parts.get("STATUS", "")).upper() == "CANCELLED",
            changed=changed,
            notice=_utc(parts, "DTSTAMP") if called_off else None,
            original=original if original != start else None,
        )
        raw = event.block.text if name == event.uid else event.block.text + name
        self.reading.saw(
            meeting,
            _who(parts),
            raw=raw,
            line=event.block.line,
            id_=name,
            unsure=event.floats,
        )


def _in_local(rule: str, zone: ZoneInfo) -> str:
    """A rule whose UNTIL, which is in UTC, is by the clock of the series."""
    parts = []
    for part in rule.split(";"):
        key, _, value = part.partition("=")
        if key.upper() == "UNTIL" and value.endswith("Z"):
            until = datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            value = f"{until.astimezone(zone):%Y%m%dT%H%M%S}"
        parts.append(f"{key}={value}")
    return ";".join(parts)


def _occurrence(uid: str, start: datetime) -> str:
    return f"{uid}/{start.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _floats(value: Any) -> bool:
    """Whether a time is in no zone: nine in the morning, wherever that is."""
    return not value.params.get("TZID") and not value.to_ical().endswith(b"Z")


def _is_day(value: Any) -> bool:
    return type(_held(value)) is date


def _held(value: Any) -> Any:
    """The day, moment or span of a property; None where it is absent or broken."""
    try:
        return getattr(value, "dt", None)
    except ValueError:
        return None


def _utc(parts: Any, name: str) -> datetime | None:
    found = _held(parts.get(name))
    if not isinstance(found, datetime) or found.year not in YEARS:
        return None
    return found.astimezone(UTC) if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _who(parts: Any) -> Who:
    """Everybody whom the event names."""
    emails, names = list[str](), list[str]()
    for key in ("ATTENDEE", "ORGANIZER"):
        value = parts.get(key, [])
        for person in value if isinstance(value, list) else [value]:
            address = str(person)
            if address.lower().startswith("mailto:"):
                emails.append(address[7:])
            if named := str(person.params.get("CN", "")).strip():
                names.append(named)
    return Who(tuple(emails), tuple(names), title=str(parts.get("SUMMARY", "")))


def zone_named(name: str) -> ZoneInfo:
    """A zone by its IANA name, or by the one that Windows has (source: Unicode CLDR).

    Raises Unreadable.
    """
    from tzlocal.windows_tz import win_tz

    plain = name.strip().strip('"').lstrip("/")
    try:
        return ZoneInfo(win_tz.get(plain, plain))
    except (KeyError, ValueError, OSError):
        message = f"is in a time zone that nobody knows: {name!r}"
        raise Unreadable(message, "Change it in the calendar, and export it again.") from None
