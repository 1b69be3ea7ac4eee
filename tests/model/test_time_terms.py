"""Terms of time: how they are read and said, and by when they end, in every zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valueback.model.agreement import Accountability, Guarantee
from valueback.model.calendar import Calendar
from valueback.model.data import Data, PerPeriod, Share, read
from valueback.model.meetings import Meetings
from valueback.model.promises import ScopeItem
from valueback.model.service import Standard
from valueback.model.time_terms import TimeTerm, TimeUnit, read_term
from valueback.moments import end_of_day, fixed

BERLIN, NEW_YORK, SYDNEY = (
    ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Australia/Sydney")
)
SAO_PAULO = ZoneInfo("America/Sao_Paulo")


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    """`2026-03-02 10:00` on the wall clock of a zone, or with an offset of its own."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else fixed(moment.replace(tzinfo=zone))


# --- reading and saying ---


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("24 hours", "24 hours"),
        ("1 hour", "1 hour"),
        ("1 hours", "1 hour"),
        ("0 days", "0 days"),
        ("7 day", "7 days"),
        ("2 working days", "2 working days"),
        ("1 working day by 16:00", "1 working day by 16:00"),
        ("3  days   by 9:30", "3 days by 09:30"),
        ("2 weeks", "2 weeks"),
        ("1 month", "1 month"),
        ("1 quarter", "1 quarter"),
        ("1 year", "1 year"),
        ("same week", "same week"),
        ("same month", "same month"),
    ],
)
def test_a_term_is_read_and_said(text: str, said: str) -> None:
    assert str(read_term(text)) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "hours",
        "-1 days",
        "1.5 hours",
        "two days",
        "2 working",
        "2 business days",
        "1 fortnight",
        "24 HOURS",
        "24hours",
        "2 weeks by 16:00",
        "24 hours by 16:00",
        "1 day by 25:00",
        "1 day by noon",
        "same year",
        "the same week",
        "101 years",
        "99999 days",
        "\u0662 days",
    ],
)
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r" (is|end) "):
        read_term(text)


units = st.sampled_from(["hour", "day", "working day", "week", "month", "quarter", "year"])
terms = st.builds(
    lambda number, unit, by: TimeTerm(number, unit, by if unit.endswith("day") else None),
    st.integers(0, 90),
    units,
    st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)


@given(terms)
def test_reading_what_was_said_gives_the_same_term(term: TimeTerm) -> None:
    assert read_term(str(term)) == term


@pytest.mark.parametrize(
    ("kind", "field", "text", "message"),
    [
        (Meetings, "cancellation_notice", "1 week", "must be hours, days or working days"),
        (Meetings, "moving_notice", "1 month", "must be hours, days or working days"),
        (Meetings, "feedback_within", "same week", "for a new date only"),
        (Meetings, "homework_due", "48 hours", "is never in hours"),
        (Meetings, "homework_due", "2 days by 16:00", 'cannot end "by" a time of day'),
        (Guarantee, "claim_within", "24 hours", "is never in hours"),
        (Accountability, "window", "24 hours", "is never in hours"),
        (Standard, "every", "24 hours", "is never in hours"),
        (Standard, "every", "0 days", 'must be at least "1 day"'),
    ],
)
def test_what_a_field_refuses_it_says(
    kind: type[Data], field: str, text: str, message: str
) -> None:
    needed = {"id": "a", "text": "x"} if kind is Standard else {}
    problems = read(kind, {**needed, field: text})
    assert isinstance(problems, list)
    assert message in problems[0].message
    assert problems[0].path == (field,)


@pytest.mark.parametrize("value", [24, True, None, 1.5])
def test_a_term_is_text(value: object) -> None:
    problems = read(Meetings, {"feedback_within": value})
    assert isinstance(problems, list)
    assert "in quotes" in problems[0].message


@pytest.mark.parametrize(
    ("value", "expected"),
    [(2, 2), ("1 per quarter", PerPeriod(1, "quarter")), ("10%", Share(10)), ("0%", Share(0))],
)
def test_an_allowance_is_a_count_a_count_per_period_or_a_share(
    value: object, expected: object
) -> None:
    found = read(Guarantee, {"allowed": {"feedback": value}})
    assert isinstance(found, Guarantee)
    assert found.allowed.feedback == expected


@pytest.mark.parametrize("value", ["10", "1 per term", "one per month", "101%", -1, "1 per  day"])
def test_what_is_no_allowance_is_refused(value: object) -> None:
    assert isinstance(read(Guarantee, {"allowed": {"feedback": value}}), list)


def test_a_share_is_no_allowance_of_moves() -> None:
    assert isinstance(read(Accountability, {"moves_allowed": "10%"}), list)


@pytest.mark.parametrize(
    ("value", "right"), [("all", True), (4, True), ("1.5", True), ("50%", True), ("some", False)]
)
def test_what_is_carried_is_all_a_number_or_a_share(value: object, right: bool) -> None:
    found = read(ScopeItem, {"id": "a", "text": "x", "carry": value})
    assert isinstance(found, ScopeItem) == right


# --- after something ---

# Carnival on Monday and Tuesday; the clocks of Berlin go forward on 29 March, back on 25 October
CALENDAR = Calendar(BERLIN, free_days=frozenset({date(2026, 2, 16), date(2026, 2, 17)}))


@pytest.mark.parametrize(
    ("term", "since", "ends"),
    [
        ("24 hours", "2026-03-02 10:00", "2026-03-03 10:00"),
        ("24 hours", "2026-03-28 12:00", "2026-03-29 13:00"),  # one hour is missing
        ("24 hours", "2026-10-24 12:00", "2026-10-25 11:00"),  # one is there twice
        ("0 hours", "2026-03-02 10:00", "2026-03-02 10:00"),
        ("0 days", "2026-03-02 10:00", "2026-03-02 23:59:59"),
        ("7 days", "2026-03-02 10:00", "2026-03-09 23:59:59"),
        ("1 day", "2026-03-28 23:30", "2026-03-29 23:59:59"),
        ("1 day by 02:30", "2026-03-28 10:00", "2026-03-29 03:30"),  # skipped: the later moment
        ("1 day by 02:30", "2026-10-24 10:00", "2026-10-25T02:30:00+01:00"),  # twice: the later one
        ("2 weeks", "2026-03-02 10:00", "2026-03-16 23:59:59"),
        ("1 month", "2026-01-31 10:00", "2026-02-28 23:59:59"),
        ("1 quarter", "2026-01-31 10:00", "2026-04-30 23:59:59"),
        ("1 year", "2028-02-29 10:00", "2029-02-28 23:59:59"),
        ("1 working day", "2026-03-06 18:00", "2026-03-09 23:59:59"),  # from Friday to Monday
        ("0 working days", "2026-03-06 18:00", "2026-03-06 23:59:59"),
        ("0 working days", "2026-03-07 18:00", "2026-03-09 23:59:59"),  # on a Saturday
        ("2 working days by 16:00", "2026-02-13 10:00", "2026-02-19 16:00"),  # over carnival
        ("1 working day", "2026-02-16 10:00", "2026-02-18 23:59:59"),  # from a free day
        ("same week", "2026-03-04 10:00", "2026-03-08 23:59:59"),
        ("same week", "2026-03-08 10:00", "2026-03-08 23:59:59"),  # a Sunday is its week's last
        ("same month", "2026-02-03 10:00", "2026-02-28 23:59:59"),
    ],
)
def test_by_when_after_a_moment(term: str, since: str, ends: str) -> None:
    assert CALENDAR.after(read_term(term), at(since)) == at(ends)


@pytest.mark.parametrize(
    ("term", "ends"),
    [
        ("24 hours", "2026-03-03 23:59:59"),
        ("1 day", "2026-03-03 23:59:59"),
        ("1 working day by 12:00", "2026-03-03 12:00"),
        ("0 days", "2026-03-02 23:59:59"),
    ],
)
def test_by_when_after_a_bare_day(term: str, ends: str) -> None:
    assert CALENDAR.after(read_term(term), date(2026, 3, 2)) == at(ends)


# --- before a start ---


@pytest.mark.parametrize(
    ("zone", "term", "start", "latest"),
    [
        (BERLIN, "24 hours", "2026-03-03 10:00", "2026-03-02 10:00"),
        (BERLIN, "24 hours", "2026-03-29 13:00", "2026-03-28 12:00"),
        (NEW_YORK, "24 hours", "2026-03-08 13:00", "2026-03-07 12:00"),
        (NEW_YORK, "24 hours", "2026-11-01 11:00", "2026-10-31 12:00"),
        (SYDNEY, "24 hours", "2026-04-05 11:00", "2026-04-04 12:00"),
        (SAO_PAULO, "24 hours", "2026-03-29 13:00", "2026-03-28 13:00"),
        (BERLIN, "1 day", "2026-03-29 13:00", "2026-03-28 13:00"),  # the same clock time
        (BERLIN, "1 day", "2026-10-26 02:30", "2026-10-25T02:30:00+01:00"),
        (BERLIN, "1 day", "2026-03-30 02:30", "2026-03-29 03:30"),
        (NEW_YORK, "1 day", "2026-03-09 02:30", "2026-03-08 03:30"),
        (SYDNEY, "1 day", "2026-10-05 02:30", "2026-10-04 03:30"),
        (BERLIN, "1 working day", "2026-03-09 09:00", "2026-03-06 09:00"),  # a Monday
        (BERLIN, "2 working days by 16:00", "2026-03-10 09:00", "2026-03-06 16:00"),
        (BERLIN, "1 working day", "2026-02-18 09:00", "2026-02-13 09:00"),  # after free days
        (BERLIN, "1 working day", "2026-02-17 09:00", "2026-02-13 09:00"),  # on a free day
        (BERLIN, "1 working day", "2026-03-08 09:00", "2026-03-06 09:00"),  # on a Sunday
        (BERLIN, "0 days by 08:00", "2026-03-09 09:00", "2026-03-09 08:00"),
        (BERLIN, "0 days by 18:00", "2026-03-09 09:00", "2026-03-09 09:00"),  # never after it
        (BERLIN, "0 hours", "2026-03-09 09:00", "2026-03-09 09:00"),
    ],
)
def test_by_when_before_a_start(zone: ZoneInfo, term: str, start: str, latest: str) -> None:
    calendar = Calendar(zone, free_days=CALENDAR.free_days)
    assert calendar.before(read_term(term), at(start, zone)) == at(latest, zone)


def test_the_working_week_is_the_agreement_s_own() -> None:
    sunday_to_thursday = Calendar(BERLIN, frozenset({6, 0, 1, 2, 3}))
    friday = at("2026-03-06 10:00")
    assert sunday_to_thursday.after(read_term("1 working day"), friday) == at("2026-03-08 23:59:59")


instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)


@given(terms, instants, st.sampled_from([BERLIN, NEW_YORK, SYDNEY, SAO_PAULO]))
def test_a_longer_term_never_ends_sooner_and_never_before_it_began(
    term: TimeTerm, since: datetime, zone: ZoneInfo
) -> None:
    calendar = Calendar(zone, free_days=CALENDAR.free_days)
    longer = term._replace(number=term.number + 1)
    assert calendar.after(longer, since) >= calendar.after(term, since)
    if term.by is None:
        assert calendar.after(term, since) >= since - timedelta(seconds=1)
    if term.unit in ("hour", "day", "working day"):
        assert calendar.before(longer, since) <= calendar.before(term, since) <= since


@given(st.integers(1, 30), instants)
def test_a_working_day_is_one(number: int, since: datetime) -> None:
    unit: TimeUnit = "working day"
    day = CALENDAR.after(TimeTerm(number, unit), since).astimezone(BERLIN).date()
    assert CALENDAR.works_on(day)
    assert CALENDAR.after(TimeTerm(number, unit), since) == end_of_day(day, BERLIN)
