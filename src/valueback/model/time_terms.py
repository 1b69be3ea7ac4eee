"""Terms of time as people agree them: `24 hours`, `2 working days by 16:00`, `same week`.

One kind of text everywhere, read and said here; when it is over, the calendar says
(`model/calendar.py`).
"""

from __future__ import annotations

import re
from datetime import time
from typing import Literal, NamedTuple, get_args

TimeUnit = Literal["hour", "day", "working day", "week", "month", "quarter", "year"]
"""What a term counts."""

Between = Literal["week", "month"]
"""The calendar week, from Monday, or the calendar month, in which something has to lie."""

DAYS: tuple[TimeUnit, ...] = ("day", "working day")
"""Units whose day can end at a time of its own: `2 working days by 16:00`."""

_UNITS: tuple[TimeUnit, ...] = get_args(TimeUnit)
_SAME: tuple[Between, ...] = get_args(Between)
_TERMS = re.compile(
    r"(?P<count>[0-9]{1,5}) (?P<unit>[a-z]+(?: day)?)s?(?: by (?P<by>[0-9]{1,2}:[0-9]{2}))?\Z"
)
_IN_DAYS = {"hour": 1 / 24, "day": 1, "working day": 1.4, "week": 7, "month": 31, "quarter": 92}
_A_CENTURY = 36_525


class TimeTerm(NamedTuple):
    """So many of a unit; `by` ends its day at that time; `same` asks for a calendar week or month
    instead, and counts nothing.
    """

    number: int
    unit: TimeUnit
    by: time | None = None
    same: Between | None = None

    def __str__(self) -> str:
        """The term as a file holds it."""
        if self.same is not None:
            return f"same {self.same}"
        unit = self.unit if self.number == 1 else f"{self.unit}s"
        return f"{self.number} {unit}" + (f" by {self.by:%H:%M}" if self.by is not None else "")

    def times(self, times: int) -> TimeTerm:
        """So many times as long."""
        return self._replace(number=self.number * times)


def read_term(text: str) -> TimeTerm:
    """The term that a text says. Raises ValueError for anything that is none."""
    words = " ".join(text.split())
    within: Between | None = next((w for w in _SAME if words == f"same {w}"), None)
    if within is not None:
        return TimeTerm(0, "day", same=within)
    found = _TERMS.match(words)
    unit = next((u for u in _UNITS if found and found["unit"].removesuffix("s") == u), None)
    if found is None or unit is None:
        raise ValueError(
            f'{text!r} is not a term of time; write it like "24 hours", "7 days", '
            '"2 working days by 16:00" or "1 month"'
        )
    count = int(found["count"])
    if count * _IN_DAYS.get(unit, 366) > _A_CENTURY:
        raise ValueError(f"{text!r} is longer than a hundred years")
    return TimeTerm(count, unit, _by(found["by"], unit))


def _by(text: str | None, unit: TimeUnit) -> time | None:
    if text is None:
        return None
    if unit not in DAYS:
        raise ValueError('only days and working days end "by" a time of day')
    try:
        return time.fromisoformat(text.zfill(5))
    except ValueError:
        raise ValueError(f"{text!r} is not a time of day; write it like 16:00") from None
