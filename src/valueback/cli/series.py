"""A series of meetings: the same time of day, so far apart, without the days that are left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from valueback.errors import mistyped
from valueback.frozen import frozen
from valueback.moments import add_months, on_wall

_EVERY = re.compile(r"([0-9]{1,2})? ?(d|days?|w|weeks?|m|months?)\Z")
_NAMED = {"week": "1w", "weekly": "1w", "fortnight": "2w", "month": "1m", "monthly": "1m"}


@frozen
class Series:
    """How many meetings, and how far apart: a number of days, or of months."""

    times: int
    days: int = 0
    months: int = 0

    @classmethod
    def typed(cls, every: str, times: int | None) -> Series:
        """The series that was typed. Raises Mistyped."""
        words = " ".join(every.lower().split())
        found = _EVERY.match(_NAMED.get(words, words))
        number = int(found[1] or 1) if found else 0
        if found is None or number == 0:
            raise mistyped(
                f"--every {every!r} is not understood.", "Write it like 1w, 2w, 1 month."
            )
        if times is None:
            raise mistyped("--times is missing: how many meetings?", "Add it, like --times 6.")
        if found[2].startswith("m"):
            return cls(times, months=number)
        return cls(times, days=number * (7 if found[2].startswith("w") else 1))

    def starts(self, first: datetime, zone: ZoneInfo, left_out: Collection[date]) -> list[datetime]:
        """So many starts, at the same time of day; a day that is left out is not counted."""
        local = first.astimezone(zone)
        found: list[datetime] = []
        for day in self._days(local.date()):
            if len(found) == self.times:
                break
            if day not in left_out:
                found.append(first if day == local.date() else on_wall(day, local.time(), zone))
        return found

    def meets(self, day: date, first: datetime, zone: ZoneInfo) -> bool:
        """Whether a day would be one of the series, were it not left out."""
        return day in self._days(first.astimezone(zone).date())

    def _days(self, first: date) -> Iterator[date]:
        for number in range(self.times * 3 + 10):  # where all days are free, it ends
            if self.months:
                yield add_months(first, number * self.months)
            else:
                yield first + timedelta(days=number * self.days)
