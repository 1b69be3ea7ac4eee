"""Instants, days and the times that people type. Reads no clock: `now` is always an argument.

An *instant* is a datetime with a fixed offset, never with a zone: two instants of one zone are
otherwise subtracted by wall clock, and 24 hours across a clock change become 23 or 25.
A *day* is a plain date; it ends at its 23:59:59 in the practice's time zone.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from valueback.errors import Mistyped, mistyped

Direction = Literal["back", "ahead"]

_END = time(23, 59, 59)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(
    r"(?:(?P<day>\S+?)[ T])?(?P<wall>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
    r"(?P<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})?\Z"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_STEP = re.compile(r"([+-][0-9]{1,4})([mhdw])\Z")

YEARS = range(1900, 2200)
"""The years in which a moment of a practice can lie."""

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}

MOMENT_REMEDY = (
    "Write a time like 2026-01-12 10:00, today 10:00, yesterday 14:00, tue 9:30, -2d or now."
)
DAY_REMEDY = "Write a day like 2026-01-12, today, tomorrow, fri, +7d or -2d."


def fixed(moment: datetime) -> datetime:
    """The same instant with a fixed offset instead of a zone."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("an instant needs an offset")
    return moment.replace(tzinfo=timezone(offset), fold=0)


def in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    """The same instant as a wall clock of that zone shows it."""
    return fixed(moment.astimezone(zone))


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The day on which an instant falls in that zone."""
    return moment.astimezone(zone).date()


@cache
def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day; where the clock change repeats it, the later one."""
    return fixed(datetime.combine(day, _END, zone).replace(fold=1))


@cache
def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a day, also where the clock change skips its midnight."""
    return fixed(datetime.combine(day, time(), zone).astimezone(UTC).astimezone(zone))


def on_clock(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The instant at which a day's clock shows that time; the later one where the clock change
    skips it or shows it twice.
    """
    local = datetime.combine(day, wall)
    both = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return in_zone(max(both), zone)


def elapsed(earlier: datetime, later: datetime) -> timedelta:
    """Real time between two instants, whatever the clocks did meanwhile."""
    return later.astimezone(UTC) - earlier.astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def months_between(starts: date, ends: date) -> int:
    """The smallest number of months after which `starts` is on or after `ends`."""
    months = max(0, (ends.year - starts.year) * 12 + ends.month - starts.month)
    return months if add_months(starts, months) >= ends else months + 1


def on_wall(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks of a zone show that time.

    Raises Mistyped where the clock change skips that time, or shows it twice.
    """
    local = datetime.combine(day, wall)
    early, late = (fixed(local.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
    if early == late:
        return early
    if early > late:
        raise mistyped(
            f"{local:%Y-%m-%d %H:%M} does not exist: the clocks of {zone.key} skip it.",
            "Give the time an hour earlier or later.",
        )
    raise mistyped(
        f"{local:%Y-%m-%d %H:%M} happens twice: the clocks of {zone.key} go back.",
        f"Say which one: {early.isoformat()} or {late.isoformat()}.",
    )


def read_moment(
    text: str, now: datetime, zone: ZoneInfo, look: Direction = "back", *, bare_day: bool = False
) -> datetime:
    """The instant that a person typed.

    `look` says to which side an unfinished time such as `tue 9:30` belongs. `bare_day` allows a
    day without a time, where only the day matters: today is then now, another day its last second.
    Raises Mistyped for anything that is not wholly understood.
    """
    words = " ".join(text.split())
    if words.lower() == "now":
        return in_zone(now, zone)
    if step := _STEP.match(words):
        return _stepped(int(step[1]), step[2], now, zone)
    if clock := _CLOCK.match(words):
        return _on_clock(clock, now, zone, look)
    try:
        day = read_day(words, now, zone, look)
    except Mistyped:
        raise mistyped(f"{text!r} is not a time that I understand.", MOMENT_REMEDY) from None
    if not bare_day:
        raise mistyped(f"{text!r} has no time of day.", MOMENT_REMEDY)
    return in_zone(now, zone) if day == day_of(now, zone) else end_of_day(day, zone)


def read_day(text: str, now: datetime, zone: ZoneInfo, look: Direction = "back") -> date:
    """The day that a person typed: ISO, a word, a weekday or a number of days from today."""
    words = text.strip().lower()
    today = day_of(now, zone)
    named = {"today": 0, "yesterday": -1, "tomorrow": 1}.get(words)
    if named is not None:
        return today + timedelta(days=named)
    weekday = _weekday(words)
    if weekday is not None:
        back = (today.weekday() - weekday) % 7
        return today - timedelta(days=back) if look == "back" else today + timedelta(days=7 - back)
    step = _STEP.match(words)
    if step and step[2] in "dw":
        return _shifted(today, int(step[1]), step[2])
    try:
        if _DATE.match(words) and (found := date.fromisoformat(words)).year in YEARS:
            return found
    except ValueError as error:
        raise mistyped(f"{text!r} is not a day: {error}.", DAY_REMEDY) from None
    raise mistyped(f"{text!r} is not a day that I understand.", DAY_REMEDY)


def read_as_of(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment for which a question is asked; a day means its end."""
    words = " ".join(text.split())
    try:
        day = read_day(words, now, zone)
    except Mistyped:
        if _DATE.match(words):
            raise
        return read_moment(words, now, zone)
    return end_of_day(day, zone)


@cache
def show_day(day: date) -> str:
    """A day as people read it without mistaking day and month: `Mon 2026-01-12`."""
    return f"{day:%a %Y-%m-%d}"


def show_moment(moment: datetime, zone: ZoneInfo | None) -> str:
    """An instant on the wall clock of a zone, or of its own offset: `Mon 2026-01-12 10:00`."""
    local = moment.astimezone(zone) if zone is not None else moment
    return f"{show_day(local.date())} {local:%H:%M:%S}".removesuffix(":00")


def show_duration(span: timedelta) -> str:
    """An amount of time in its two largest units: `23 h 59 min`, `3 days 2 h`."""
    left = int(abs(span.total_seconds()))
    parts = []
    for name, size in (("day", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        amount, left = divmod(left, size)
        if amount:
            parts.append(f"{amount} {name}{'s' if name == 'day' and amount > 1 else ''}")
    return " ".join(parts[:2]) or "0 min"


def _stepped(amount: int, unit: str, now: datetime, zone: ZoneInfo) -> datetime:
    if unit in "mh":
        return in_zone(now + amount * timedelta(**{_UNITS[unit]: 1}), zone)
    local = now.astimezone(zone)
    return on_wall(_shifted(local.date(), amount, unit), local.time(), zone)


def _shifted(day: date, amount: int, unit: str) -> date:
    return day + amount * timedelta(**{_UNITS[unit]: 1})


def _on_clock(clock: re.Match[str], now: datetime, zone: ZoneInfo, look: Direction) -> datetime:
    wall = _wall(clock["wall"])
    word = (clock["day"] or "today").lower()
    day = read_day(word, now, zone, look)
    if clock["offset"]:
        try:
            return datetime.fromisoformat(f"{day}T{wall}{clock['offset'].upper()}")
        except ValueError:
            raise mistyped(f"{clock['offset']!r} is no offset.", MOMENT_REMEDY) from None
    if _weekday(word) is None:
        return on_wall(day, wall, zone)
    week = timedelta(days=7)
    if look == "ahead":
        sooner = day - week
        return later if (later := on_wall(sooner, wall, zone)) > now else on_wall(day, wall, zone)
    return found if (found := on_wall(day, wall, zone)) <= now else on_wall(day - week, wall, zone)


def _wall(text: str) -> time:
    try:
        return time.fromisoformat(text.zfill(5) if text.count(":") == 1 else text.zfill(8))
    except ValueError:
        raise mistyped(f"{text!r} is not a time of day.", MOMENT_REMEDY) from None


def _weekday(word: str) -> int | None:
    """The number of a weekday written out or by its first three letters."""
    for number, name in enumerate(_WEEKDAYS):
        if word.lower() in (name, name[:3]):
            return number
    return None
