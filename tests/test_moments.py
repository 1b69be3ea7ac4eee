"""Times that people type, days that end, clocks that change."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valueback import moments
from valueback.errors import Mistyped
from valueback.typed_times import Reader

SAO = ZoneInfo("America/Sao_Paulo")
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime.fromisoformat("2026-01-13T11:00:00-03:00")  # a Tuesday


@pytest.mark.parametrize(
    ("text", "back", "ahead"),
    [
        ("now", "2026-01-13T11:00:00", None),
        ("2026-01-12 10:00", "2026-01-12T10:00:00", None),
        ("2026-01-12T10:00", "2026-01-12T10:00:00", None),
        ("2026-01-12 10:00:30", "2026-01-12T10:00:30", None),
        ("  2026-01-12   10:00 ", "2026-01-12T10:00:00", None),
        ("today 9:05", "2026-01-13T09:05:00", None),
        ("yesterday 14:00", "2026-01-12T14:00:00", None),
        ("tomorrow 14:00", "2026-01-14T14:00:00", None),
        ("14:00", "2026-01-13T14:00:00", None),
        ("tue 9:30", "2026-01-13T09:30:00", "2026-01-20T09:30:00"),
        ("tue 11:00", "2026-01-13T11:00:00", "2026-01-20T11:00:00"),  # now itself
        ("Tuesday 11:01", "2026-01-06T11:01:00", "2026-01-13T11:01:00"),
        ("wed 9:30", "2026-01-07T09:30:00", "2026-01-14T09:30:00"),
        ("-2d", "2026-01-11T11:00:00", None),
        ("-2d 14:00", "2026-01-11T14:00:00", None),
        ("+1w", "2026-01-20T11:00:00", None),
        ("-90m", "2026-01-13T09:30:00", None),
        ("-2h", "2026-01-13T09:00:00", None),
    ],
)
def test_times(text: str, back: str, ahead: str | None) -> None:
    assert Reader(NOW, SAO).moment(text, "back").isoformat() == f"{back}-03:00"
    assert Reader(NOW, SAO).moment(text, "ahead").isoformat() == f"{ahead or back}-03:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-12T10:00:00+02:00", "2026-01-12T10:00:00+02:00"),
        ("2026-01-12 10:00Z", "2026-01-12T10:00:00+00:00"),
        ("yesterday 10:00-05:00", "2026-01-12T10:00:00-05:00"),
    ],
)
def test_an_offset_is_taken_as_it_is(text: str, expected: str) -> None:
    assert Reader(NOW, SAO).moment(text).isoformat() == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "2026-13-01 10:00", "2026-02-30 10:00", "25:00", "10:60", "9:5", "10", "tuesd 9:30",
        "2026-01-12 10:00 +0200", "13/01/2026 10:00", "٢٠٢٦-٠١-١٢ 10:00", "-2y", "2026-01-12 10:00 x",
        "1 2026-01-12 10:00", "today", "yesterday", "2026-01-12", "tue",
    ],
)  # fmt: skip
def test_nothing_is_half_understood(text: str) -> None:
    with pytest.raises(Mistyped):
        Reader(NOW, SAO).moment(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2026-01-13T11:00:00-03:00"),
        ("yesterday", "2026-01-12T23:59:59-03:00"),
        ("2026-01-12", "2026-01-12T23:59:59-03:00"),
    ],
)
def test_where_only_the_day_matters_a_day_is_enough(text: str, expected: str) -> None:
    assert Reader(NOW, SAO).moment(text, bare_day=True).isoformat() == expected


@pytest.mark.parametrize(
    ("text", "back", "ahead"),
    [
        ("today", "2026-01-13", "2026-01-13"),
        ("fri", "2026-01-09", "2026-01-16"),
        ("tue", "2026-01-13", "2026-01-20"),
        ("+7d", "2026-01-20", "2026-01-20"),
        ("-1w", "2026-01-06", "2026-01-06"),
        ("2026-02-28", "2026-02-28", "2026-02-28"),
    ],
)
def test_days(text: str, back: str, ahead: str) -> None:
    assert Reader(NOW, SAO).day(text, "back").isoformat() == back
    assert Reader(NOW, SAO).day(text, "ahead").isoformat() == ahead


def test_a_time_that_the_clock_change_skips_is_refused() -> None:
    with pytest.raises(Mistyped, match="does not exist"):
        Reader(NOW, NEW_YORK).moment("2026-03-08 02:30")


def test_a_time_that_it_repeats_needs_an_offset() -> None:
    with pytest.raises(Mistyped, match="happens twice") as refusal:
        Reader(NOW, NEW_YORK).moment("2026-11-01 01:30")
    remedy = refusal.value.problems[0].remedy
    for offset in ("-04:00", "-05:00"):
        text = f"2026-11-01T01:30:00{offset}"
        assert text in remedy
        assert Reader(NOW, NEW_YORK).moment(text).isoformat() == text


def test_elapsed_time_is_real_time_across_clock_changes() -> None:
    def noon(day: int, month: int) -> datetime:
        return datetime(2026, month, day, 12, tzinfo=NEW_YORK)

    assert moments.elapsed(noon(7, 3), noon(8, 3)) == timedelta(hours=23)
    assert moments.elapsed(noon(31, 10), noon(1, 11)) == timedelta(hours=25)


def test_a_day_ends_with_its_last_second_even_where_that_comes_twice() -> None:
    assert moments.end_of_day(date(2026, 1, 12), SAO).isoformat() == "2026-01-12T23:59:59-03:00"
    # on 17 February 2018, Sao Paulo set its clocks back at midnight: 23:59:59 came twice
    assert moments.end_of_day(date(2018, 2, 17), SAO).isoformat() == "2018-02-17T23:59:59-03:00"


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)), st.integers(0, 600))
def test_months_between_is_the_smallest_that_reaches(starts: date, months: int) -> None:
    ends = moments.add_months(starts, months)
    found = moments.months_between(starts, ends)
    assert found <= months
    assert moments.add_months(starts, found) >= ends
    assert found == 0 or moments.add_months(starts, found - 1) < ends


@pytest.mark.parametrize(
    ("starts", "ends", "months"),
    [
        (date(2026, 1, 12), date(2026, 7, 11), 6),
        (date(2026, 1, 12), date(2026, 7, 12), 6),
        (date(2026, 1, 12), date(2026, 7, 13), 7),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2024, 1, 31), date(2024, 2, 28), 1),
    ],
)
def test_months_of_a_term(starts: date, ends: date, months: int) -> None:
    assert moments.months_between(starts, ends) == months


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 min"), (59, "59 s"), (86_399, "23 h 59 min"), (86_400, "1 day"),
        (180_000, "2 days 2 h"), (82_800, "23 h"),
    ],
)  # fmt: skip
def test_durations_in_words(seconds: int, words: str) -> None:
    assert moments.show_duration(timedelta(seconds=seconds)) == words


@given(st.text(max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    reader = Reader(NOW, SAO, "de_DE")
    for read in (reader.moment, reader.day, reader.as_of):
        try:
            read(text)
        except Mistyped:
            continue


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-01-12T10:00:00-03:00", "Mon 2026-01-12 10:00"),
        ("2026-01-12T10:00:31-03:00", "Mon 2026-01-12 10:00"),
        ("2026-01-12T23:59:58-03:00", "Mon 2026-01-12 23:59"),
        ("2026-01-12T23:59:59-03:00", "Mon 2026-01-12"),
    ],
)
def test_moments_without_seconds(moment: str, shown: str) -> None:
    assert moments.show_minute(datetime.fromisoformat(moment), SAO) == shown
