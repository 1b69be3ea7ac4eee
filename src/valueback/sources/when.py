"""Days and times as programs write them, and which of two numbers is the day.

Nothing is guessed: where day and month can be read either way, the file is `unsure`, and somebody
is asked once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from valueback.errors import ValuebackError
from valueback.moments import YEARS, fixed, on_wall
from valueback.sources.reading import FileReading, ReadingTerms, Unreadable
from valueback.sources.text import folded

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:t(?=\d)|[ ,]+|\Z)")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])[ ]?(\d{1,2})\2[ ]?(\d{4}|\d{2})\.?(?:t(?=\d)|[ ,]+|\Z)")
_NAMED = re.compile(
    r"(?:[^\W\d_]+,? )?(?:(?P<d1>\d{1,2})\.?(?: de)?[ -](?P<m1>[^\W\d_]{3,})\.?|"
    r"(?P<m2>[^\W\d_]{3,})\.? (?P<d2>\d{1,2})),?(?: de)?[ -](?P<y>\d{4})(?:[ ,]+(?:at |às )?|\Z)"
)
_CLOCK = re.compile(
    r"(?:klo |um |à |at )?(?P<h>\d{1,2})(?:[:.h](?P<m>\d{2})(?:[:.](?P<s>\d{2})(?:[.,]\d+)?)?)?"
    r" ?(?P<half>[ap]\.? ?m\.?)?(?: uhr)? ?(?P<zone>.*)\Z"
)
_SPAN = re.compile(r"(?:(\d+) ?h(?:rs?|ours?)?)? ?(?:(\d+) ?m(?:in|ins)?)? ?(?:(\d+) ?s)?\Z")
_OFFSET = re.compile(r"\(?(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?\)?\Z")


class DateOrder(NamedTuple):
    """Which of two numbers is the day; `unsure` where a file does not say it."""

    day_first: bool
    unsure: bool


def order_of(texts: Iterable[str], given: ReadingTerms, *, in_order: bool = False) -> DateOrder:
    """How a file writes its days, from all of them: a number above 12 says it; so do, where the
    rows stand in order, days that would jump back the other way round.
    """
    said = texts if in_order else dict.fromkeys(texts)
    found = [match for text in said if (match := _NUMBERS.match(folded(text)))]
    pairs = [(int(m[1]), int(m[3]), _year(m[4])) for m in found]
    firsts, seconds = any(a > 12 for a, _, _ in pairs), any(b > 12 for _, b, _ in pairs)
    if firsts != seconds:
        return DateOrder(firsts, unsure=False)
    if any(m[2] == "." for m in found):
        return DateOrder(day_first=True, unsure=False)
    if all(a == b for a, b, _ in pairs):
        return DateOrder(day_first=True, unsure=False)
    if in_order:
        by_day = _rises((year, b, a) for a, b, year in pairs)
        by_month = _rises((year, a, b) for a, b, year in pairs)
        if by_day != by_month:
            return DateOrder(by_day, unsure=False)
    if given.day_first is not None:
        return DateOrder(given.day_first, unsure=False)
    return DateOrder(given.likely_day_first, unsure=True)


def noted(order: DateOrder, reading: FileReading) -> DateOrder:
    """The order; that it is not sure is noted for the file."""
    if order.unsure:
        reading.open.add("day-month")
    return order


def _rises(days: Iterable[tuple[int, int, int]]) -> bool:
    return all(one <= other for one, other in pairwise(days))


def moment(text: str, zone: ZoneInfo, order: DateOrder) -> datetime:
    """The instant; by the clock of `zone` where the text names neither zone nor offset.

    Raises Unreadable.
    """
    day, rest = _day(folded(text), order)
    if not rest:
        raise Unreadable(f"{text!r} has no time of day")
    return _at(day, rest, text, zone)


def day(text: str, order: DateOrder) -> date:
    """The day, without what follows it. Raises Unreadable."""
    return _day(folded(text), order)[0]


def on(day_: date, clock: str, zone: ZoneInfo) -> datetime:
    """The instant of a day and a time that stand in two columns. Raises Unreadable."""
    return _at(day_, folded(clock), clock, zone)


def from_epoch(seconds: float) -> datetime:
    """The instant of a number of seconds since 1970 (UTC). Raises Unreadable."""
    try:
        found = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise Unreadable(f"{seconds} is no moment") from None
    return _within(found)


@lru_cache(maxsize=4096)
def minutes_of(text: str) -> int:
    """How many minutes a duration has, rounded: `01:05:00`, `1.08`, `1,08 h`, `65 min`.

    A plain number is hours, as trackers have it. Raises Unreadable.
    """
    words = folded(text)
    if found := re.match(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?\Z", words):
        seconds = int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)
        return _rounded(seconds)
    found = re.match(_SPAN, words)
    if found and any(found.groups()):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return _rounded(hours * 3600 + minutes * 60 + seconds)
    if found := re.match(r"(\d{1,6})(?:[.,](\d{1,6}))? ?h?\Z", words):
        return _rounded(round(float(f"{found[1]}.{found[2] or 0}") * 3600))
    raise Unreadable(f"{text!r} is no duration")


def _rounded(seconds: int) -> int:
    return (seconds + 30) // 60


@lru_cache(maxsize=4096)
def _day(text: str, order: DateOrder) -> tuple[date, str]:
    """The day at the beginning of a text, and what follows."""
    if found := _YEAR_FIRST.match(text):
        parts = int(found[1]), int(found[2]), int(found[3])
    elif found := _NUMBERS.match(text):
        one, other = int(found[1]), int(found[3])
        month, day_ = (other, one) if order.day_first else (one, other)
        parts = _year(found[4]), month, day_
    elif found := _NAMED.match(text):
        month = _month(found["m1"] or found["m2"])
        parts = int(found["y"]), month, int(found["d1"] or found["d2"])
    else:
        raise Unreadable(f"{text[:40]!r} is no day")
    try:
        return date(*parts), text[found.end() :].strip()
    except ValueError:
        raise Unreadable(f"{text[:40]!r} is no day of the calendar") from None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


@cache
def _month(word: str) -> int:
    """The month that a word names in a language of practices, cut short or not; 0 for none, and
    for what means two.
    """
    from valueback.typed_words import LANGUAGES, folded, numbered

    start, months = folded(word), set[int]()
    for language in LANGUAGES:
        for known, numbers in numbered(language, "months").items():
            if known == start:
                return min(numbers) + 1 if len(numbers) == 1 else 0
            months |= numbers if known.startswith(start) else frozenset()
    return min(months) + 1 if len(months) == 1 else 0


def _at(day_: date, clock: str, text: str, zone: ZoneInfo) -> datetime:
    wall, named = _time_of(clock, text)
    return _within(_in_place(datetime.combine(day_, wall), named, zone, text))


@lru_cache(maxsize=4096)
def _time_of(clock: str, text: str) -> tuple[time, str]:
    """The time of day, and the zone or offset that stands behind it."""
    found = _CLOCK.match(clock)
    if found is None:
        raise Unreadable(f"{text!r} has no time of day that can be read")
    hour = int(found["h"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise Unreadable(f"{text!r} is no time of day")
        hour = hour % 12 + (12 if found["half"][0] == "p" else 0)
    try:
        return time(hour, int(found["m"] or 0), int(found["s"] or 0)), found["zone"].strip()
    except ValueError:
        raise Unreadable(f"{text!r} is no time of day") from None


def _in_place(local: datetime, named: str, zone: ZoneInfo, text: str) -> datetime:
    """A local time as an instant: by the offset or zone that stands behind it, else by `zone`."""
    if not named:
        try:
            return on_wall(local.date(), local.time(), zone)
        except ValuebackError as error:
            raise Unreadable(str(error.problems[0].message)) from None
    if named.strip("()") in {"z", "utc", "gmt"}:
        return fixed(local.replace(tzinfo=UTC))
    if found := _OFFSET.match(named):
        span = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return local.replace(tzinfo=timezone(span if found[1] == "+" else -span))
    place = named.strip("()")
    if "/" in place:
        known = "/".join("_".join(w.capitalize() for w in p.split()) for p in place.split("/"))
        try:
            return on_wall(local.date(), local.time(), ZoneInfo(known))
        except (KeyError, ValueError, OSError):
            pass
    raise Unreadable(f"{text!r} names a zone that is not known", "Export it with UTC or an offset.")


def _within(found: datetime) -> datetime:
    if found.year not in YEARS:
        raise Unreadable(
            f"{found:%Y-%m-%d} lies outside the years {YEARS.start} to {YEARS.stop - 1}"
        )
    return found
