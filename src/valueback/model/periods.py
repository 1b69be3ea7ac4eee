"""The periods of a term: months or weeks from its first day, or those of the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from valueback.moments import add_months

if TYPE_CHECKING:
    from fractions import Fraction

Per = Literal["term", "week", "month", "quarter", "year"]

_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def later(per: Per, day: date, number: int) -> date:
    """The day so many periods later; in months, that month's last day where it has no such day."""
    return (
        day + timedelta(weeks=number) if per == "week" else add_months(day, number * _MONTHS[per])
    )


def calendar_start(per: Per, day: date) -> date:
    """The first day of the calendar's week (from Monday), month, quarter or year of a day."""
    if per == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS[per]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


class Periods(NamedTuple):
    """The periods that a term has of something that is counted by them.

    `signed` is the last day as it was signed, `agreed` as orders moved it, `ends` as it is: an
    early end comes before. None is a term without a last day. Counted from the first day, a period
    that the last day cuts is whole, and days after the last day belong to it; a later end brings
    one more for each whole one. By the calendar, the parts at both ends have their share by days.
    """

    per: Per
    starts: date
    signed: date | None
    agreed: date | None
    ends: date | None
    by_calendar: bool = False

    @property
    def total(self) -> int | None:
        """How many there are; None for a term without a last day."""
        if self.per == "term":
            return 1
        if self.ends is None:
            return None
        if self.by_calendar:
            return max(1, self._index(self.ends) + 1)
        reached = _fewest(self.per, self.starts, self.ends)
        if self.signed is None or self.agreed is None or self.agreed <= self.signed:
            return reached
        added = _passed(self.per, self.signed, self.agreed)
        return min(_fewest(self.per, self.starts, self.signed) + added, reached)

    def begins(self, number: int) -> date:
        """The first day of a period; by the calendar, the one of a part is that of the term."""
        if self.per == "term" or number == 0:
            return self.starts
        if self.by_calendar:
            return later(self.per, calendar_start(self.per, self.starts), number)
        return later(self.per, self.starts, number)

    def number_of(self, day: date) -> int:
        """The number of the period to which a day belongs; what lies outside is in the nearest."""
        if self.per == "term" or day < self.starts:
            return 0
        total = self.total
        number = self._index(day)
        return number if total is None else min(number, total - 1)

    def first_from(self, day: date) -> int:
        """The number of the first period that begins on a day or after it; 0 before the term."""
        if day <= self.starts:
            return 0
        number = self._index(day)
        return number if self.begins(number) >= day else number + 1

    def share(self, number: int) -> Fraction:
        """How much of a whole period lies in the term: by the calendar, less than 1 at its ends."""
        from fractions import Fraction

        if self.per == "term" or not self.by_calendar:
            return Fraction(1)
        first = later(self.per, calendar_start(self.per, self.starts), number)
        following = later(self.per, first, 1)
        last = following - _DAY if self.ends is None else min(following - _DAY, self.ends)
        days = (last - max(first, self.starts)).days + 1
        return Fraction(max(days, 0), (following - first).days)

    def _index(self, day: date) -> int:
        begin = calendar_start(self.per, self.starts) if self.by_calendar else self.starts
        return _passed(self.per, begin, day)


def _passed(per: Per, begin: date, day: date) -> int:
    """How many whole periods lie between two days."""
    if per == "week":
        return (day - begin).days // 7
    months = (day.year - begin.year) * 12 + day.month - begin.month
    number = months // _MONTHS[per]
    return number if later(per, begin, number) <= day else number - 1


def _fewest(per: Per, begin: date, last: date) -> int:
    """The fewest periods that reach the last day; at least one."""
    number = _passed(per, begin, last)
    return max(1, number if later(per, begin, number) == last else number + 1)
