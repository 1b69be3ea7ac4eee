"""The days on which nobody works, as they are written into an agreement: the practice's own, and
the public holidays of its region, for as long as the agreement can matter.

Dates, once and for all: no later version of a library changes what was signed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from valueback.errors import refused
from valueback.model.calendar import Calendar
from valueback.model.practice import Practice
from valueback.model.term import KNOWN_YEARS
from valueback.moments import add_months


class FreeDay(NamedTuple):
    """A day on which nobody works; one of the practice's own has no name."""

    day: date
    name: str = ""


def span_of(practice: Practice, starts: date, ends: date | None, *, offered: bool) -> date:
    """The last day for which free days are written down: the term and the time to claim or,
    without a last day, two years.
    """
    if ends is None:
        return add_months(starts, 12 * KNOWN_YEARS)
    if not offered:
        return ends
    calendar = Calendar(practice.identity.zone, practice.calendar.weekdays)
    return calendar.day_after(practice.guarantee.claim_within, ends)


def free_days(practice: Practice, first: date, last: date) -> list[FreeDay]:
    """The free days from one day to another, as far as they fall on working weekdays.

    Raises Refused where public holidays are asked for and cannot be had.
    """
    own = dict.fromkeys(practice.calendar.free_days, "")
    region = practice.calendar.holidays
    found = own | (public_holidays(region, first, last) if region is not None else {})
    weekdays = practice.calendar.weekdays
    return [
        FreeDay(day, name)
        for day, name in sorted(found.items())
        if first <= day <= last and day.weekday() in weekdays
    ]


def public_holidays(region: str, first: date, last: date) -> dict[date, str]:
    """The public holidays of a country or a part of one, like `DE-BY` (source: the library
    `holidays`, an extra). Raises Refused where it is missing or knows no such region.
    """
    try:
        from holidays import country_holidays
    except ImportError:
        raise refused(
            f"The public holidays of {region} come with an extra that is not installed.",
            "Install it: pip install 'valueback[holidays]'; or write the days into practice.toml, "
            "under [calendar]: free_days = [2026-12-25]",
        ) from None
    country, _, part = region.partition("-")
    years = range(first.year, last.year + 1)
    try:
        known = country_holidays(country, subdiv=part or None, years=years)
    except NotImplementedError as error:
        raise refused(
            f"No public holidays are known of {region!r}: {error}.",
            'Correct it in practice.toml, under [calendar]: holidays = "DE-BY", say.',
        ) from None
    return {day: str(name) for day, name in known.items()}


def added_by(practice: Practice, last: date | None, days: int) -> list[FreeDay]:
    """The free days of the days by which an order moves the end later."""
    if last is None or days <= 0:
        return []
    day = timedelta(days=1)
    return free_days(practice, last + day, last + days * day)
