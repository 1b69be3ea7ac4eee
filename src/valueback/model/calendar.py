"""By when: where a term of time ends, in one zone, with its working days and free days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from valueback.frozen import frozen
from valueback.model.time_terms import TimeTerm
from valueback.moments import add_months, day_of, end_of_day, in_zone, on_clock

_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@frozen
class Calendar:
    """The days of an agreement: its zone, the weekdays on which one works (Monday is 0), and the
    days on which one does not.
    """

    zone: ZoneInfo
    working_days: frozenset[int] = frozenset(range(5))
    free_days: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        """Whether it is a working day."""
        return day.weekday() in self.working_days and day not in self.free_days

    def after(self, term: TimeTerm, since: date | datetime) -> datetime:
        """The last moment of a term that begins with a moment, or with the end of a bare day.

        Hours are elapsed. Days, weeks, months end with their day, or `by` their time of it.
        """
        if term.unit == "hour":
            begin = since if isinstance(since, datetime) else end_of_day(since, self.zone)
            return in_zone(begin + timedelta(hours=term.number), self.zone)
        day = day_of(since, self.zone) if isinstance(since, datetime) else since
        return self._end_of(self.day_after(term, day), term.by)

    def before(self, term: TimeTerm, start: datetime) -> datetime:
        """The last moment that lies so long before a start; never after the start itself.

        Hours are elapsed; days count back to the same time of day, or to the one after `by`.
        """
        if term.unit == "hour":
            return in_zone(start - timedelta(hours=term.number), self.zone)
        local = in_zone(start, self.zone)
        steps = self._working_days(local.date(), -_DAY) if term.unit == "working day" else None
        day = local.date() - timedelta(days=term.number)
        if steps is not None:
            day = _nth(steps, term.number) if term.number else local.date()
        wall = local.time() if term.by is None else term.by
        return min(on_clock(day, wall, self.zone), in_zone(start, self.zone))

    def day_after(self, term: TimeTerm, day: date) -> date:
        """The day with which a term ends that begins with a day; not for hours."""
        if term.same == "week":
            return day + timedelta(days=6 - day.weekday())
        if term.same == "month":
            return add_months(day.replace(day=1), 1) - _DAY
        if term.unit in _MONTHS:
            return add_months(day, term.number * _MONTHS[term.unit])
        if term.unit != "working day":
            return day + term.number * timedelta(days=7 if term.unit == "week" else 1)
        if term.number == 0:
            return day if self.works_on(day) else _nth(self._working_days(day, _DAY), 1)
        return _nth(self._working_days(day, _DAY), term.number)

    def _working_days(self, day: date, step: timedelta) -> Iterator[date]:
        """The working days after a day, or before it, nearest first."""
        while True:
            day += step
            if self.works_on(day):
                yield day

    def _end_of(self, day: date, by: time | None) -> datetime:
        return end_of_day(day, self.zone) if by is None else on_clock(day, by, self.zone)


def _nth(days: Iterator[date], number: int) -> date:
    for _ in range(number - 1):
        next(days)
    return next(days)
