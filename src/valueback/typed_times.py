"""Times as people type them: `tue 9:30`, `8 sep 10am`, `amanhã 15h`, `in 2 weeks`.

Reads no clock: the moment that it is belongs to whoever reads. Every way to understand a text is
looked for; what has none is refused, and what has two is refused with both.
Over 300 lines: the forms of a time are one grammar, and are read best beside each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from valueback.errors import mistyped
from valueback.frozen import frozen
from valueback.moments import (
    YEARS,
    Direction,
    add_months,
    day_of,
    end_of_day,
    in_zone,
    on_wall,
    show_day,
)
from valueback.typed_words import all_words, folded, numbered, words_of

MOMENT_REMEDY = (
    "Write a time like 2026-01-12 10:00, today 10:00, yesterday 2pm, tue 9:30, 8 sep 10am, -2d "
    "or now."
)
DAY_REMEDY = "Write a day like 2026-01-12, today, tomorrow, fri, 8 sep, in 2 weeks, +7d or -2d."

_HALF = r"(?P<half>[ap]\.?m\.?)"
_HOUR = "(?P<hour>[0-9]{1,2})"
_MINUTE = "(?P<minute>[0-9]{2})"
_CALLED = rf"(?: ?{_HALF})?(?: ?(?:uhr|h|hs|hrs))?"
_OFFSET = "z|[+-][0-9]{2}:[0-9]{2}"
_CLOCKS = tuple(
    re.compile(rf"(?<!\S){pattern}(?!\S)")
    for pattern in (
        rf"{_HOUR}:{_MINUTE}(?::(?P<second>[0-9]{{2}}))?{_CALLED}(?P<offset>{_OFFSET})?",
        rf"{_HOUR}\.{_MINUTE}{_CALLED}",
        rf"{_HOUR} ?(?:h|hs|uhr)(?: ?{_MINUTE})?(?:min)?",
        rf"{_HOUR} ?{_HALF}",
    )
)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_NUMBERS = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2})?)?\Z")
_STEP = re.compile(r"([+-][0-9]{1,4})([mhdw])\Z")
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|er|o|a|\.|º|ª|°)?\Z")
_LETTERS = {"m": "minute", "h": "hour", "d": "day", "w": "week"}

_HALF_DAY = 12
_CENTURY = 2000
_MONTH_FIRST = ("US", "PH")
"""Where people write the month before the day (source: Unicode CLDR, short dates)."""

_EITHER_FIRST = ("CA", "")
"""Where people write either first, and where nobody knows: a language without a country."""


class _Clock(NamedTuple):
    wall: time
    offset: str
    rest: str


class _Way(NamedTuple):
    """One way to understand a text: a day, and a time of day where it has one."""

    day: date
    wall: time | None = None
    offset: str = ""

    def __str__(self) -> str:
        return f"{self.day} {self.wall:%H:%M}" if self.wall else str(self.day)


@frozen
class Reader:
    """Reads times as somebody types them at a moment, in a zone, by the habits of a locale."""

    now: datetime
    zone: ZoneInfo
    locale: str = "en_US"

    def moment(self, text: str, look: Direction = "back", *, bare_day: bool = False) -> datetime:
        """The instant that was typed.

        `look` says to which side an unfinished time such as `tue 9:30` belongs. `bare_day` allows a
        day without a time, where only the day matters: today is then now, another day its last
        second. Raises Mistyped for anything that is not wholly understood.
        """
        words = _folded(text)
        if words in all_words(self._language, "now"):
            return in_zone(self.now, self.zone)
        if step := _STEP.match(words):
            return self._stepped(int(step[1]), _LETTERS[step[2]])
        if (hours := self._distance(words)) and hours[1] in ("hour", "minute"):
            return self._stepped(*hours)
        found, days = set(self._timed(words, look)), set(self._dated(words, look))
        if len(days) == 1 and not found and not bare_day:
            raise mistyped(f"{text!r} has no time of day.", f"Add it, like: {words} 10:00")
        return self._instant(_the_one(text, found | days if bare_day else found, MOMENT_REMEDY))

    def day(self, text: str, look: Direction = "back") -> date:
        """The day that was typed: ISO, a word, a weekday, a date or a distance from today."""
        words = _folded(text)
        found = set(self._dated(words, look))
        return _the_one(text, found, DAY_REMEDY).day

    def as_of(self, text: str) -> datetime:
        """The moment for which a question is asked; a day means its end."""
        words = _folded(text)
        if set(self._timed(words, "back")) or not set(self._dated(words, "back")):
            return self.moment(text)
        return end_of_day(self.day(text), self.zone)

    @cached_property
    def today(self) -> date:
        """The day on which it is typed."""
        return day_of(self.now, self.zone)

    @property
    def _language(self) -> str:
        return self.locale.replace("-", "_").partition("_")[0]

    @property
    def _country(self) -> str:
        return self.locale.replace("-", "_").partition("_")[2][-2:].upper()

    # --- a time of a day ---

    def _timed(self, words: str, look: Direction) -> Iterator[_Way]:
        """The ways to read words as a day with a time."""
        for clock in self._clocks(words):
            rest = self._meant(clock.rest)
            if not rest:
                yield _Way(self.today, clock.wall, clock.offset)
                continue
            for day in self._days(rest, look, clock.wall):
                yield _Way(day, clock.wall, clock.offset)
            if (step := _STEP.match(rest)) and step[2] in "dw":
                yield _Way(self._far(int(step[1]), _LETTERS[step[2]]), clock.wall)

    def _clocks(self, words: str) -> Iterator[_Clock]:
        """The times of day that stand in the words, each with what is left of them."""
        for pattern in _CLOCKS:
            for match in pattern.finditer(words):
                parts = match.groupdict()
                wall = _wall(parts)
                if wall is not None:
                    rest = f"{words[: match.start()]} {words[match.end() :]}"
                    yield _Clock(wall, (parts.get("offset") or "").upper(), rest.strip())
        for noon in all_words(self._language, "noon"):
            if re.search(rf"(?<!\S){noon}(?!\S)", words):
                yield _Clock(time(_HALF_DAY), "", words.replace(noon, " ").strip())

    def _instant(self, reading: _Way) -> datetime:
        if reading.wall is None:
            return self._end(reading.day)
        if reading.offset:
            try:
                return datetime.fromisoformat(f"{reading.day}T{reading.wall}{reading.offset}")
            except ValueError:
                raise mistyped(f"{reading.offset!r} is no offset.", MOMENT_REMEDY) from None
        return on_wall(reading.day, reading.wall, self.zone)

    def _end(self, day: date) -> datetime:
        return in_zone(self.now, self.zone) if day == self.today else end_of_day(day, self.zone)

    def _stepped(self, amount: int, unit: str) -> datetime:
        if unit in ("minute", "hour"):
            return in_zone(self.now + amount * timedelta(**{f"{unit}s": 1}), self.zone)
        local = self.now.astimezone(self.zone)
        return on_wall(self._far(amount, unit), local.time(), self.zone)

    # --- a day ---

    def _dated(self, words: str, look: Direction) -> Iterator[_Way]:
        """The ways to read words as a day."""
        meant = self._meant(words)
        if (step := _STEP.match(meant)) and step[2] in "dw":
            yield _Way(self._far(int(step[1]), _LETTERS[step[2]]))
        for day in self._days(meant, look):
            yield _Way(day)

    def _meant(self, words: str) -> str:
        """The words without those that change nothing, unless they are all there is."""
        fillers = all_words(self._language, "fillers")
        left = words.split()
        while left and left[-1] in fillers:  # what led to a time of day
            left.pop()
        meant = " ".join(left)
        if self._named(meant) is not None or self._distance(meant):
            return meant
        return " ".join(word for word in left if word not in fillers)

    def _days(self, words: str, look: Direction, wall: time | None = None) -> Iterator[date]:
        named = self._named(words)
        if named is not None:
            yield self.today + timedelta(days=named)
        distance = self._distance(words)
        if distance and distance[1] in ("day", "week", "month"):
            yield self._far(*distance)
        yield from self._dates(words, look)
        yield from self._weekdays(words, look, wall)
        first, _, rest = words.partition(" ")
        for number in self._weekday_numbers(first) if rest else ():
            for day in self._dates(self._meant(rest), look):
                if day.weekday() != number:
                    raise mistyped(
                        f"{show_day(day)} is no {_WEEKDAY[number]}.", "Leave the weekday out."
                    )
                yield day

    def _named(self, words: str) -> int | None:
        found = [own.named[words] for own in words_of(self._language) if words in own.named]
        return found[-1] if found else None

    def _distance(self, words: str) -> tuple[int, str] | None:
        """How far from now, in which unit: `in 2 weeks`, `há 3 dias`."""
        for own in words_of(self._language):
            for sign, patterns in ((1, own.ahead), (-1, own.back)):
                for pattern in patterns:
                    before, after = pattern.split("{}")
                    if not (words.startswith(before) and words.endswith(after)):
                        continue
                    amount, _, unit = words[len(before) : len(words) - len(after)].partition(" ")
                    named = [name for name, ways in own.units.items() if unit in ways.split()]
                    number = "1" if amount in own.ones else amount
                    if named and re.fullmatch("[0-9]{1,3}", number):
                        return sign * int(number), named[0]
        return None

    def _far(self, amount: int, unit: str) -> date:
        if unit == "month":
            return add_months(self.today, amount)
        return self.today + amount * timedelta(**{f"{unit}s": 1})

    def _weekday_numbers(self, word: str) -> frozenset[int]:
        return numbered(self._language, "weekdays").get(word.rstrip("."), frozenset())

    def _weekdays(self, words: str, look: Direction, wall: time | None) -> Iterator[date]:
        for number in self._weekday_numbers(words):
            yield self._towards(number, look, wall)
        for own in words_of(self._language):
            for sign, patterns in ((1, own.following), (-1, own.past)):
                for pattern in patterns:
                    before, after = pattern.split("{}")
                    if words.startswith(before) and words.endswith(after):
                        inner = words[len(before) : len(words) - len(after)]
                        for number in self._weekday_numbers(inner):
                            yield from self._beside(number, sign)

    def _towards(self, weekday: int, look: Direction, wall: time | None) -> date:
        """The nearest such day on the side that one looks to; today counts ahead only where its
        time has not come, and back only where it has.
        """
        ahead = (weekday - self.today.weekday()) % 7
        days = (ahead, ahead - 7, ahead + 7)
        if wall is None:
            fits = [d for d in days if (d > 0 if look == "ahead" else d <= 0)]
        else:
            passed = wall <= self.now.astimezone(self.zone).time().replace(microsecond=0)
            if look == "ahead":
                fits = [d for d in days if d > 0 or (d == 0 and not passed)]
            else:
                fits = [d for d in days if d < 0 or (d == 0 and passed)]
        return self.today + timedelta(days=min(fits, key=abs))

    def _beside(self, weekday: int, sign: int) -> Iterator[date]:
        """`Next tuesday`: the first one to come and that of next week, often the same day."""
        monday = self.today - timedelta(days=self.today.weekday())
        yield monday + timedelta(days=weekday + 7 * sign)
        near = sign * ((sign * (weekday - self.today.weekday())) % 7 or 7)
        yield self.today + timedelta(days=near)

    def _dates(self, words: str, look: Direction) -> Iterator[date]:
        """A date: ISO, in numbers, or with the name of a month."""
        if _ISO.match(words):
            yield from _day(*map(int, words.split("-")))
        if numbers := _NUMBERS.match(words):
            yield from self._in_numbers(numbers, look)
        parts = words.split()
        if len(parts) not in (2, 3):
            return
        year = parts[2] if len(parts) == 3 else None  # day, month, year
        for day, month in (parts[:2], parts[1::-1]):
            ordinal = _ORDINAL.match(day)
            months = numbered(self._language, "months").get(month.rstrip("."), frozenset())
            for number in months if ordinal else ():
                yield from self._of_year(year, number + 1, int(ordinal[1]), look)  # type: ignore[index]

    def _in_numbers(self, numbers: re.Match[str], look: Direction) -> Iterator[date]:
        first, sign, second, year = numbers.groups()
        dotted = sign == "." and (self._language == "de" or numbers[0].endswith("."))
        if not year and not (dotted or (sign == "/" and not numbers[0].endswith("/"))):
            return  # 8.45 is a time of day in most languages, 8-9 is nothing
        orders = {(first, second)} if self._country not in _MONTH_FIRST else {(second, first)}
        if self._country in _EITHER_FIRST and self._language == "en":
            orders = {(first, second), (second, first)}
        for day, month in orders:
            yield from self._of_year(year, int(month), int(day), look)

    def _of_year(self, year: str | None, month: int, day: int, look: Direction) -> Iterator[date]:
        """A date of a year, or the nearest one on the side that one looks to; today is on both."""
        if year is not None:
            if re.fullmatch("[0-9]{4}|[0-9]{2}", year):
                yield from _day(int(year) + (_CENTURY if len(year) == 2 else 0), month, day)
            return
        this = self.today.year
        near = [found for y in (this - 1, this, this + 1) for found in _day(y, month, day)]
        fits = [d for d in near if (d >= self.today if look == "ahead" else d <= self.today)]
        if fits:
            yield min(fits, key=lambda d: abs(d - self.today))


_WEEKDAY = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _folded(text: str) -> str:
    """Words as they are compared; 2026-01-12T10:00 in two."""
    bare = folded(text.replace(",", " "))
    return " ".join(re.sub(r"\b([0-9]{4}-[0-9]{2}-[0-9]{2})t(?=[0-9])", r"\1 ", bare).split())


def _wall(parts: dict[str, str | None]) -> time | None:
    """The time of day that the parts say; None where there is none such."""
    hour, half = int(parts["hour"] or 0), (parts.get("half") or "")[:1]
    if half:
        if not 1 <= hour <= _HALF_DAY:
            return None
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "p" else 0)
    try:
        return time(hour, int(parts.get("minute") or 0), int(parts.get("second") or 0))
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> Iterator[date]:
    """That date, where there is one in the years of a practice."""
    if year in YEARS:
        try:
            yield date(year, month, day)
        except ValueError:
            return


def _why_not(words: str) -> str:
    """What is wrong with words that look like a day or a time of day; nothing where none do."""
    for word in words.split():
        if _ISO.match(word) and not list(_day(*map(int, word.split("-")))):
            return f"{word} is not a day."
    for pattern in _CLOCKS:
        for match in pattern.finditer(words):
            if _wall(match.groupdict()) is None:
                return f"{match[0]} is not a time of day."
    return ""


def _the_one(text: str, found: set[_Way], remedy: str) -> _Way:
    """The only way to read a text. Raises Mistyped where there is none, or more than one."""
    if len(found) == 1:
        return found.pop()
    kind = "day" if remedy == DAY_REMEDY else "time"
    if not found:
        raise mistyped(
            _why_not(_folded(text)) or f"{text!r} is not a {kind} that I understand.", remedy
        )
    ways = sorted(map(str, found))
    raise mistyped(f"{text!r} has {len(ways)} readings.", f"Write {' or '.join(ways)}.")
