"""The periods of a term: where they begin, to which one a day belongs, and how many there are."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valueback.model.periods import Per, Periods

STARTS, ENDS = date(2026, 1, 12), date(2026, 7, 12)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("per", "text", "number"),
    [
        ("month", "01-12", 0),
        ("month", "02-11", 0),
        ("month", "02-12", 1),
        ("month", "07-11", 5),
        ("month", "07-12", 5),  # a next one would begin: it still belongs to the last
        ("month", "08-30", 5),  # after the end
        ("month", "01-01", 0),  # before the start
        ("week", "01-18", 0),
        ("week", "01-19", 1),
        ("quarter", "04-11", 0),
        ("quarter", "04-12", 1),
        ("year", "07-12", 0),
        ("term", "05-05", 0),
    ],
)
def test_a_day_belongs_to_a_period(per: Per, text: str, number: int) -> None:
    assert Periods(per, STARTS, ENDS, ENDS, ENDS).number_of(day(text)) == number


@pytest.mark.parametrize(
    ("per", "ends", "total"),
    [
        ("month", "07-12", 6),  # as signed
        ("month", "08-11", 6),  # some days more belong to the last month
        ("month", "08-12", 7),  # a whole month more is one more
        ("month", "05-01", 4),  # an earlier end has as many as that term
        ("week", "07-18", 26),
        ("week", "07-19", 27),
        ("quarter", "10-11", 2),
        ("quarter", "10-12", 3),
        ("term", "12-31", 1),
    ],
)
def test_days_of_an_order_make_a_period_only_where_they_fill_it(
    per: Per, ends: str, total: int
) -> None:
    assert Periods(per, STARTS, ENDS, day(ends), day(ends)).total == total


def test_months_count_from_the_first_day_also_from_the_31st() -> None:
    periods = Periods("month", date(2026, 1, 31), None, None, None)
    assert [periods.begins(n) for n in range(4)] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]
    assert periods.number_of(date(2026, 3, 30)) == 1
    assert periods.total is None


def test_by_the_calendar_the_ends_have_their_share_by_days() -> None:
    months = Periods("month", STARTS, ENDS, ENDS, ENDS, by_calendar=True)
    assert months.total == 7
    shares = [months.share(n) for n in range(7)]
    assert shares == [Fraction(20, 31), *[Fraction(1)] * 5, Fraction(12, 31)]
    longer = Periods("month", STARTS, ENDS, date(2026, 7, 20), date(2026, 7, 20), by_calendar=True)
    assert longer.share(6) == Fraction(20, 31)  # the part grows by days
    weeks = Periods("week", date(2026, 1, 14), None, None, None, by_calendar=True)
    assert (weeks.share(0), weeks.number_of(date(2026, 1, 19))) == (Fraction(5, 7), 1)
    quarters = Periods("quarter", STARTS, ENDS, ENDS, ENDS, by_calendar=True)
    assert (quarters.number_of(day("03-31")), quarters.number_of(day("04-01"))) == (0, 1)


@pytest.mark.parametrize(
    ("text", "number"), [("01-01", 0), ("01-12", 0), ("01-13", 1), ("02-12", 1), ("02-13", 2)]
)
def test_the_first_period_that_begins_from_a_day_on(text: str, number: int) -> None:
    assert Periods("month", STARTS, ENDS, ENDS, ENDS).first_from(day(text)) == number


dates = st.dates(date(2026, 1, 1), date(2031, 12, 31))
pers = st.sampled_from(["week", "month", "quarter", "year"])


@given(pers, dates, dates, dates, st.booleans())
def test_every_day_of_a_term_lies_in_its_period(
    per: Per, one: date, other: date, third: date, by_calendar: bool
) -> None:
    starts, within, ends = sorted([one, other, third])
    periods = Periods(per, starts, ends, ends, ends, by_calendar)
    number = periods.number_of(within)
    assert periods.total is not None
    assert 0 <= number < periods.total
    assert periods.begins(number) <= within
    if number + 1 < periods.total:
        assert within < periods.begins(number + 1)
    assert 0 < periods.share(number) <= 1


def test_an_early_end_keeps_the_months_that_were_begun_also_of_those_that_an_order_added() -> None:
    for last, total in (("08-01", 7), ("07-20", 7), ("07-12", 6), ("02-12", 1), ("02-13", 2)):
        assert Periods("month", STARTS, ENDS, day("08-12"), day(last)).total == total


def test_there_is_a_period_even_where_the_end_came_before_the_first_day() -> None:
    for by_calendar in (True, False):
        periods = Periods("month", day("02-02"), ENDS, ENDS, day("01-05"), by_calendar)
        assert (periods.total, periods.number_of(day("03-01"))) == (1, 0)
