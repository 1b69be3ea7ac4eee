"""Instants and days. Reads no clock: the moment that it is is always an argument.

An *instant* is a datetime with a fixed offset, never with a zone: two instants of one zone are
otherwise subtracted by wall clock, and 24 hours across a clock change become 23 or 25.
A *day* is a plain date; it ends at its 23:59:59 in the practice's time zone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import TYPE_CHECKING, Literal

from valueback.errors import mistyped

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Direction = Literal["back", "ahead"]

_END = time(23, 59, 59)
_LAST = _END.replace(fold=1)
YEARS = range(1900, 2200)
"""The years in which a moment of a practice can lie."""


def fixed(moment: datetime) -> datetime:
    """The same instant with a fixed offset instead of a zone."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("an instant needs an offset")
    return moment.replace(tzinfo=_offset_of(offset), fold=0)


_offset_of = cache(timezone)
"""Of each offset one object: a record has thousands of moments."""


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
    if (steady := _steady(day, zone)) is not None:
        return datetime.combine(day, wall, steady)
    local = datetime.combine(day, wall)
    early = fixed(local.replace(tzinfo=zone))
    late = fixed(local.replace(tzinfo=zone, fold=1))
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


@cache
def _steady(day: date, zone: ZoneInfo) -> tzinfo | None:
    """The offset of a whole day; None for a day on which the clocks change."""
    first, last = (datetime.combine(day, wall, zone).utcoffset() for wall in (time(), _LAST))
    return _offset_of(first) if first == last and first is not None else None


@cache
def show_day(day: date) -> str:
    """A day as people read it without mistaking day and month: `Mon 2026-01-12`."""
    return f"{day:%a %Y-%m-%d}"


def show_moment(moment: datetime, zone: ZoneInfo | None) -> str:
    """An instant on the wall clock of a zone, or of its own offset: `Mon 2026-01-12 10:00`."""
    local = moment.astimezone(zone) if zone is not None else moment
    return f"{show_day(local.date())} {local:%H:%M:%S}".removesuffix(":00")


def show_minute(moment: datetime, zone: ZoneInfo | None) -> str:
    """An instant without its seconds; the end of a day is the day: `Mon 2026-01-12`."""
    text = show_moment(moment, zone).removesuffix(f" {_END:%H:%M:%S}")
    return text[:-3] if text.count(":") > 1 else text


def show_duration(span: timedelta) -> str:
    """An amount of time in its two largest units: `23 h 59 min`, `3 days 2 h`."""
    parts = largest_parts(span)
    more = {unit: "s" * (unit == "day" and amount > 1) for unit, amount in parts}
    return " ".join(f"{amount} {_SHORT[unit]}{more[unit]}" for unit, amount in parts)


_SHORT = {"day": "day", "hour": "h", "minute": "min", "second": "s"}
_SECONDS = {"day": 86400, "hour": 3600, "minute": 60, "second": 1}


def largest_parts(span: timedelta) -> list[tuple[str, int]]:
    """The two largest units of an amount of time, with how many of each; no minutes for none."""
    left, parts = int(abs(span.total_seconds())), []
    for unit, size in _SECONDS.items():
        amount, left = divmod(left, size)
        if amount:
            parts.append((unit, amount))
    return parts[:2] or [("minute", 0)]
