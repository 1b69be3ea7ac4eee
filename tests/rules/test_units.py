"""Units of the scope: measured, carried, held, moved, added by orders; each on both sides."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.story import clause, today
from valueback.model.practice import ScopeAlert
from valueback.render.scope import scope_json
from valueback.rules.accounts import accounts
from valueback.rules.guarantee import assess
from valueback.rules.scope import EXTRA, Scope, scope

OPEN: dict[str, Any] = {"ends": None, "guarantee": {"offered": False}}


def item(**terms: Any) -> list[dict[str, Any]]:
    return [{"id": "hours", "text": "Work", "unit": "hour", "quantity": 8, "per": "month", **terms}]


def sessions(**terms: Any) -> list[dict[str, Any]]:
    return [
        {"id": "sessions", "text": "Meeting", "quantity": 2, "per": "month", "minutes": 60} | terms
    ]


def answer(lines: str, when: str, **terms: Any) -> Scope:
    return scope(today(lines, when, **terms), ScopeAlert())


def use(lines: str, when: str, **terms: Any) -> tuple[str, ...]:
    """Agreed, carried, used, remaining of the first item; then scope and overuse in minutes."""
    found = answer(lines, when, **terms)
    shown = scope_json(found)["items"][0]
    counts = [shown[key] for key in ("agreed", "carried", "used", "remaining")]
    return (*counts, str(found.minutes("scope")), str(found.minutes("overuse")))


def worked(number: int, day: str, minutes: int, more: str = "item=hours") -> str:
    return f"W{number} work {day}T10:00 minutes={minutes} text=x {more}\n"


# --- measured ---


def test_hours_are_used_by_minutes_and_split_at_the_limit() -> None:
    lines = worked(1, "01-13", 400) + worked(2, "01-14", 90)
    assert use(lines, "01-31", scope=item()) == ("8", "0", "8.17", "0", "480", "10")


def test_a_meeting_on_measured_time_takes_what_it_took_and_overruns_nothing() -> None:
    lines = "S1 session 01-13T10:00 minutes=60 actual_minutes=80"
    found = answer(lines, "01-31", scope=item())
    assert (found.minutes("scope"), found.minutes("overrun")) == (80, 0)
    assert scope_json(found)["items"][0]["used"] == "1.33"


@pytest.mark.parametrize(("minutes", "counted"), [(1, 15), (15, 15), (16, 30), (0, 0)])
def test_each_entry_is_rounded_up(minutes: int, counted: int) -> None:
    found = answer(worked(1, "01-13", minutes), "01-31", scope=item(increment_minutes=15))
    assert found.minutes() == counted
    assert found.items[0].used == Decimal(counted) / 60


def test_minutes_are_a_unit_too() -> None:
    scope_ = [{"id": "calls", "text": "Calls", "unit": "minute", "quantity": 90, "per": "month"}]
    lines = worked(1, "01-13", 100, "item=calls")
    assert use(lines, "01-31", scope=scope_) == ("90", "0", "100", "0", "90", "10")


@pytest.mark.parametrize("unit", ["Hour", "horas", "Stunden", "heure"])
def test_hours_in_each_language(unit: str) -> None:
    assert use(worked(1, "01-13", 90), "01-31", scope=item(unit=unit))[2] == "1.5"


def test_a_no_show_on_measured_time_uses_what_was_booked() -> None:
    lines = (
        "B1 booking 01-12T09:00 to=01-20T10:00 minutes=90\n"
        "S1 session 01-20T10:00 minutes=90 booking=B1 no_show=client"
    )
    assert use(lines, "01-31", scope=item())[2] == "1.5"
    assert answer(lines, "01-31", scope=item()).minutes() == 0


def test_a_meeting_without_an_item_is_on_the_sessions_item() -> None:
    two = [{"id": "reports", "text": "Report", "quantity": 4}, *item()]
    found = answer("S1 session 01-13T10:00 minutes=60", "01-31", scope=two)
    assert {i.id: i.used for i in found.items} == {"reports": 0, "hours": 1}
    named = [*two, {"id": "sessions", "text": "Meeting", "quantity": 4}]
    found = answer("S1 session 01-13T10:00 minutes=60", "01-31", scope=named)
    assert {i.id: i.used for i in found.items} == {"reports": 0, "hours": 0, "sessions": 1}


# --- periods ---


def test_by_the_calendar_a_part_has_its_share() -> None:
    """From 12 January: 20 of 31 days; 8 hours become 5.16, two meetings one."""
    terms: dict[str, Any] = {"counted_from": "calendar"}
    assert use(worked(1, "01-31", 60), "01-31", scope=item(**terms))[:3] == ("5.17", "0", "1")
    assert use(worked(1, "02-01", 60), "02-01", scope=item(**terms))[:3] == ("8", "0", "1")
    assert use("", "01-31", scope=sessions(**terms))[0] == "1"


@pytest.mark.parametrize(
    ("when", "used"), [("04-11", "1"), ("04-12", "0"), ("07-11", "0"), ("07-12", "0")]
)
def test_quarters(when: str, used: str) -> None:
    quarterly = [{"id": "reviews", "text": "Review", "quantity": 1, "per": "quarter"}]
    lines = worked(1, "04-11", 60, "item=reviews") if when == "04-11" else ""
    assert use(lines, when, scope=quarterly)[2] == used


# --- carried ---


@pytest.mark.parametrize(
    ("carry", "worked_first", "carried"),
    [
        ("all", 240, "4"),
        ("50%", 240, "4"),
        ("50%", 60, "4"),
        ("25%", 240, "2"),
        (1, 240, "1"),
        ("1.5", 240, "1.5"),
        ("all", 480, "0"),
        ("all", 600, "0"),
    ],
)
def test_what_is_left_is_carried(carry: object, worked_first: int, carried: str) -> None:
    lines = worked(1, "01-13", worked_first)
    found = use(lines, "02-12", scope=item(carry=carry))
    assert found[:2] == (f"{8 + Decimal(carried):f}", carried)


def test_shares_of_whole_units_are_rounded_down() -> None:
    assert use("", "02-12", scope=sessions(quantity=3, carry="50%"))[1] == "1"


def test_what_was_carried_is_used_first_and_lost_after_its_periods() -> None:
    lines = worked(1, "02-13", 300)  # of February's 8 own and January's 8
    assert use(lines, "02-20", scope=item(carry="all"))[:4] == ("16", "8", "5", "11")
    # 3 of January's and 8 of February's are left
    assert use(lines, "03-12", scope=item(carry="all"))[:2] == ("19", "11")
    assert use(lines, "03-12", scope=item(carry="all", carry_periods=1))[:2] == ("16", "8")
    assert use(lines, "03-12", scope=item(carry="50%"))[:2] == ("12", "4")


def test_the_newest_are_kept_where_not_all_may_be_carried() -> None:
    # 8 of January, 8 of February; 10 may come into March: February's 8, two of January's
    terms = item(carry=10, carry_periods=2)
    assert use("", "03-12", scope=terms)[1] == "10"
    # into April: of January's nothing any more, of February's 2, of March's 8
    assert use("", "04-12", scope=terms)[1] == "10"
    lines = worked(1, "03-13", 120)  # January's two go first
    assert use(lines, "04-12", scope=item(carry="all", carry_periods=2))[1] == "16"


def test_nothing_is_carried_unless_it_was_agreed() -> None:
    assert use("", "02-12", scope=item())[:2] == ("8", "0")


# --- chains ---

THREE = """
B1 booking 01-12T09:00 to=01-30T10:00
C1 cancellation 01-26T09:00 booking=B1 by=client
B2 booking 01-26T09:00 to=02-05T10:00 replaces=C1
C2 cancellation 02-02T09:00 booking=B2 by=client
B3 booking 02-02T09:00 to=02-20T10:00 replaces=C2
S1 session 02-20T10:00 minutes=60 booking=B3
"""


def test_a_chain_of_three_across_two_months_is_one_meeting_of_its_first() -> None:
    assert use(THREE, "02-28", scope=sessions(), meetings={"reschedule_within": "60 days"}) == (
        "2", "0", "0", "2", "60", "0",
    )  # fmt: skip
    own = "S2 session 02-13T10:00 minutes=60\nS3 session 02-14T10:00 minutes=60\n"
    assert use(THREE + own, "02-28", scope=sessions())[4:] == ("180", "0")
    january = "S4 session 01-13T10:00 minutes=60\nS5 session 01-14T10:00 minutes=60\n"
    assert use(THREE + january, "02-28", scope=sessions())[4:] == ("120", "60")


def test_a_booked_meeting_holds_its_unit() -> None:
    lines = "B1 booking 01-12T09:00 to=01-30T10:00\n"
    found = answer(lines, "01-20", scope=sessions()).items[0]
    assert [found.used, found.remaining, found.free] == [0, 2, 1]
    assert use(lines, "02-12", scope=sessions(carry="all"))[1] == "1"  # its outcome is not told
    held = lines + "S1 session 01-30T10:00 minutes=60 booking=B1\n"
    assert use(held, "02-12", scope=sessions(carry="all"))[1] == "1"
    gone = lines + "C1 cancellation 01-20T09:00 booking=B1 by=client\n"
    assert use(gone, "02-12", scope=sessions(carry="all"))[1] == "2"


def test_what_the_provider_called_off_holds_its_unit_until_the_new_date_or_the_end() -> None:
    lines = (
        "B1 booking 01-12T09:00 to=01-30T10:00\n"
        "C1 cancellation 01-29T09:00 booking=B1 by=provider\n"
    )
    assert use(lines, "02-12", scope=sessions(carry="all"))[1] == "1"
    new = lines + "B2 booking 02-20T09:00 to=03-20T10:00 replaces=C1\n"
    assert use(new, "02-21", scope=sessions(carry="all"))[1] == "1"
    missed = lines.replace(
        "C1 cancellation 01-29T09:00 booking=B1 by=provider",
        "S1 session 01-30T10:00 minutes=60 booking=B1 no_show=provider",
    )
    assert use(missed, "02-12", scope=sessions(carry="all"))[1] == "1"


def test_held_units_are_not_offered_as_included() -> None:
    from tests.rules.test_service import practice
    from valueback.rules.options import options

    one = sessions(quantity=1)
    asked = "R1 request 01-13T09:00 text=more item=sessions\n"
    booked = asked + "B1 booking 01-12T09:00 to=01-30T10:00\n"
    for lines, kinds in ((asked, True), (booked, False)):
        found = answer(lines, "01-14", scope=one)
        request = found.timeline.requests["R1"]
        offered = {option.kind for option in options(found, request, practice()).options}
        assert ("included" in offered) == kinds
    over = answer(asked, "07-20", scope=one)
    request = over.timeline.requests["R1"]
    assert "included" not in {o.kind for o in options(over, request, practice()).options}


# --- orders ---


def ordered(line: str, when: str, more: str = "") -> str:
    return (
        f"CO1 change-order {when}T09:00 title=x reason=y line={line} {more}\n"
        f"CS1 change-order-status {when}T10:00 change_order=CO1 status=sent\n"
        f"CS2 change-order-status {when}T11:00 change_order=CO1 status=approved\n"
    )


@pytest.mark.parametrize(
    ("line", "more", "agreed"),
    [
        ("1*10.00*sessions", "", ["2", "3", "3", "3"]),  # once, until it is used
        ("1*10.00*sessions*month", "", ["2", "3", "3", "3"]),
        ("1*0.00*sessions*period", "", ["2", "3", "3", "3"]),
        ("1*10.00*sessions*month", "from=04-01", ["2", "2", "3", "3"]),  # of the third month
        ("-1*10.00*sessions", "", ["2", "1", "2", "2"]),  # the period of the approval
        ("-3*10.00*sessions", "", ["2", "0", "1", "2"]),  # then the next, until it is used up
    ],
)
def test_lines_add_once_by_the_month_or_by_the_period(
    line: str, more: str, agreed: list[str]
) -> None:
    lines = ordered(line, "02-20", more)
    days = ("02-11", "02-28", "03-12", "04-12")
    assert [use(lines, day, scope=sessions())[0] for day in days] == agreed


def test_what_was_added_once_is_used_last_and_stays_until_it_is() -> None:
    lines = ordered("2*10.00*sessions", "01-20")
    held = "".join(f"S{n} session 01-2{n}T10:00 minutes=60\n" for n in (1, 2, 3))
    assert use(lines + held, "01-31", scope=sessions())[:4] == ("4", "0", "3", "1")
    assert use(lines + held, "02-12", scope=sessions())[:4] == ("3", "0", "0", "3")


@pytest.mark.parametrize(
    ("first", "second", "day", "agreed", "whole"),
    [
        (("4*1.00*sessions", "01-14"), ("-4*1.00*sessions", "01-15"), "01-31", "2", 12),
        (("4*1.00*sessions", "07-01"), ("-4*1.00*sessions", "07-02"), "07-05", "2", 12),
        (("4*1.00*sessions", "01-14"), ("-5*1.00*sessions", "01-15"), "01-31", "1", 11),
        (("4*1.00*extra", "01-14"), ("-4*1.00*extra", "01-15"), "01-31", "2", 12),
    ],
)
def test_a_reversal_takes_back_what_was_added_once(
    first: tuple[str, str], second: tuple[str, str], day: str, agreed: str, whole: int
) -> None:
    lines = ordered(*first) + ordered(*second).replace("CO1", "CO2").replace("CS1", "CS3").replace(
        "CS2", "CS4"
    )
    timeline = today(lines, day, scope=sessions())
    assert use(lines, day, scope=sessions())[0] == agreed
    assert accounts(timeline)["sessions"].whole_term == whole
    if "extra" in accounts(timeline):
        assert accounts(timeline)["extra"].now.agreed == 0


def test_what_holds_from_a_day_after_the_end_holds_for_nothing() -> None:
    lines = ordered("1*10.00*sessions*month", "02-20", "from=05-01")
    ended = lines + "E1 end 04-20T10:00 by=both reason=x\n"
    found = answer(ended, "04-21", scope=sessions())
    assert scope_json(found)["price"]["approved"] == "0.00"
    assert scope_json(found)["items"][0]["agreed"] == "2"


def test_an_early_end_keeps_the_month_that_an_order_added_and_that_was_begun() -> None:
    monthly: dict[str, Any] = {"price": "100.00", "price_per": "month", "scope": sessions()}
    lines = ordered("1*0.00", "02-20", "days=31") + "".join(
        f"S{n} session {day}T10:00 minutes=60\n"
        for n, day in enumerate(("06-15", "06-20", "07-15", "07-20"), 1)
    )
    ended = lines + "E1 end 08-01T10:00 by=both reason=x\n"
    for told in (lines, ended):
        assert use(told, "08-02", **monthly) == ("2", "0", "2", "0", "240", "0")
        assert scope_json(answer(told, "08-02", **monthly))["price"]["current"] == "700.00"


def test_once_units_that_an_earlier_month_holds_are_not_this_month_s() -> None:
    lines = (
        ordered("1*10.00*sessions", "01-13")
        + "S1 session 01-14T10:00 minutes=60\nS2 session 01-15T10:00 minutes=60\n"
        + "B1 booking 01-20T09:00 to=02-05T10:00\n"
    ).replace("to=02-05", "to=02-10") + (
        "C1 cancellation 02-01T09:00 booking=B1 by=client\n"
        "B2 booking 02-01T09:00 to=02-25T10:00 replaces=C1\n"
    )
    free = answer(lines, "02-20", scope=sessions()).items[0].free
    assert free == 2
    more = "".join(f"S{n} session 02-1{n}T10:00 minutes=60\n" for n in (3, 4, 5))
    before = answer(lines + more, "02-20", scope=sessions()).minutes("overuse")
    held = lines + more + "S9 session 02-25T10:00 minutes=60 booking=B2\n"
    assert answer(held, "02-28", scope=sessions()).minutes("overuse") == before == 60


@pytest.mark.parametrize(("asked", "covered"), [(20, True), (21, False), (None, False)])
def test_included_covers_by_the_minute(asked: int | None, covered: bool) -> None:
    [found] = answer(worked(1, "01-13", 460), "01-14", scope=item()).items
    assert found.covers(asked) == covered


def test_included_counts_what_an_entry_would_be_rounded_up_to() -> None:
    [found] = answer("", "01-14", scope=item(quantity="0.25", increment_minutes=30)).items
    assert not found.covers(10)
    [found] = answer("", "01-14", scope=item(quantity="0.5", increment_minutes=30)).items
    assert found.covers(10)


def test_percentages_are_rounded_once() -> None:
    found = scope_json(answer(worked(1, "01-13", 20), "01-14", scope=item()))["items"][0]
    assert (found["used"], found["percent_used"]) == ("0.33", "4.17")


def test_lines_have_their_share_of_a_part_of_the_calendar_too() -> None:
    terms = sessions(quantity=31, counted_from="calendar")
    lines = ordered("31*1.00*sessions*month", "01-11")
    assert use(lines, "01-20", scope=terms)[0] == "40"  # 20 of 31 days


def test_work_is_no_meeting_that_was_given() -> None:
    three = sessions(quantity=3, per="term")
    lines = "W1 work 02-01T10:00 minutes=60 text=x item=sessions quantity=3\n"
    verdict = assess(today(lines, "07-20", scope=three))
    assert clause(verdict, "delivery").status == "breached"
    assert clause(verdict, "presence").status == "judgement"


def test_a_chain_is_one_meeting_for_delivery_and_for_what_was_never_booked() -> None:
    two = sessions(quantity=2, per="term")
    lines = (
        "B1 booking 01-12T09:00 to=01-20T10:00\nC1 cancellation 01-20T09:00 booking=B1 by=client\n"
        "B2 booking 01-20T09:00 to=01-27T10:00 replaces=C1\n"
        "S1 session 01-27T10:00 minutes=60 booking=B2\n"
    )
    verdict = assess(today(lines, "07-20", scope=two, late_cancellation_uses_session=False))
    assert clause(verdict, "delivery").status == "breached"
    assert clause(verdict, "presence").status == "judgement"


def test_a_monthly_line_adds_to_a_whole_term_for_each_month_left() -> None:
    term = sessions(quantity=12, per="term")
    assert use(ordered("1*10.00*sessions*month", "02-20"), "02-28", scope=term)[0] == "17"


def test_days_of_an_order_multiply_neither_months_nor_periods() -> None:
    monthly: dict[str, Any] = {"price": "100.00", "price_per": "month", "scope": sessions()}
    for days, months in ((0, 6), (30, 6), (31, 7), (-30, 5), (-31, 5), (-61, 4)):
        lines = ordered("1*0.00", "02-20", f"days={days}")
        timeline = today(lines, "02-28", **monthly)
        assert accounts(timeline)["sessions"].whole_term == 2 * months, days
        price = scope_json(scope(timeline, ScopeAlert()))["price"]
        assert price["current"] == f"{100 * months}.00", days


@pytest.mark.parametrize(
    ("line", "more", "change"),
    [
        ("1*50.00**month", "", "250.00"),  # the second to the sixth month
        ("1*50.00**month", "from=01-01", "300.00"),  # before the first day: all of them
        ("1*50.00**month", "from=07-12", "50.00"),  # the last day is of the last month
        ("1*50.00", "", "50.00"),
    ],
)
def test_a_monthly_line_costs_from_its_own_month_on(line: str, more: str, change: str) -> None:
    found = answer(ordered(line, "02-20", more), "02-28", scope=sessions())
    assert scope_json(found)["price"]["approved"] == change


# --- requests ---

ASKED = "R1 request 01-13T09:00 text=more item=hours\n"


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        (ASKED + worked(1, "01-14", 30, "request=R1"), {"scope": 30}),
        (ASKED + worked(1, "01-14", 500, "request=R1"), {"scope": 480, "overuse": 20}),
        (
            "R1 request 01-13T09:00 text=more\n" + worked(1, "01-14", 30, "request=R1"),
            {"creep": 30},
        ),
        (
            "R1 request 01-13T09:00 text=more\n" + worked(1, "01-14", 30, "request=R1 item=hours"),
            {"scope": 30},
        ),
        (
            ASKED
            + "K1 decision 01-13T10:00 request=R1 outcome=included promoted=x\n"
            + worked(1, "01-14", 30, "request=R1"),
            {"scope": 30},
        ),
        (
            ASKED
            + "K1 decision 01-13T10:00 request=R1 outcome=goodwill\n"
            + worked(1, "01-14", 30, "request=R1"),
            {"creep": 30},
        ),
    ],
)
def test_open_requests_on_what_is_promised_are_in_scope(lines: str, kinds: dict[str, int]) -> None:
    found = answer(lines, "01-31", scope=item())
    names: tuple[Any, ...] = ("scope", "paid", "investment", *EXTRA)
    assert {k: found.minutes(k) for k in names if found.minutes(k)} == kinds
    used = Decimal(kinds.get("scope", 0) + kinds.get("overuse", 0)) / 60
    assert abs(found.items[0].used - used) < Decimal("0.01")


@pytest.mark.parametrize(
    ("more", "when", "counts"),
    [
        ("", "01-15T09:00:00", (0, 0, 1)),
        ("", "01-15T09:00:01", (0, 1, 0)),
        ("K1 decision 01-15T09:00 request=R1 outcome=declined\n", "01-31", (1, 0, 0)),
        ("K1 decision 01-15T09:01 request=R1 outcome=declined\n", "01-31", (0, 1, 0)),
        (worked(1, "01-14", 30, "request=R1"), "01-31", (1, 0, 0)),
        (
            "CO1 change-order 01-13T10:00 title=x reason=y request=R1 line=1*5.00\n"
            "CS1 change-order-status 01-14T10:00 change_order=CO1 status=sent\n",
            "01-31",
            (1, 0, 0),
        ),
        (
            "CO1 change-order 01-13T10:00 title=x reason=y request=R1 line=1*5.00\n",
            "01-31",
            (0, 1, 0),
        ),
    ],
)
def test_answers_in_time(more: str, when: str, counts: tuple[int, ...]) -> None:
    found = answer(ASKED + more, when, scope=item(answer_within="48 hours"))
    [told] = scope_json(found)["answers"]
    assert (told["kept"], told["late"], told["open"]) == counts


# --- open agreements, and what does not act where it stands ---


def test_a_pack_of_ten_without_an_end_and_without_a_guarantee() -> None:
    ten = sessions(quantity=10, per="term")
    found = answer("S1 session 01-13T10:00 minutes=60", "2027-05-01", scope=ten, **OPEN)
    assert [found.items[0].agreed, found.items[0].remaining] == [10, 9]
    assert found.price.current == 2400
    verdict = assess(today("S1 session 01-13T10:00 minutes=60", "05-01", scope=ten, **OPEN))
    assert verdict.verdict == "not-offered"
    assert clause(verdict, "delivery").status == "not-applicable"
    assert clause(verdict, "feedback").status == "met"


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"scope": item(per="term", carry="all")}, "has nothing to carry"),
        ({"scope": [{"id": "a", "text": "x", "per": "month", "carry": "all"}]}, "nothing to carry"),
        ({"scope": item(carry_periods=2)}, "does nothing without carry"),
        ({"scope": sessions(increment_minutes=15)}, "not measured"),
        ({"scope": sessions(per="term", counted_from="calendar")}, "has nothing to count"),
        ({"scope": item(minutes=50)}, "one hour is 60 minutes"),
        ({"calendar": {"working_days": []}}, "names no day"),
        ({"minimum_result": [{"id": "a", "text": "x", "unit": "client"}]}, "without a target"),
        ({"minimum_result": [{"id": "a", "text": "x", "target": 5}]}, "money in quotes"),
        ({"minimum_result": [{"id": "a", "text": "x", "target": "5.001"}]}, "more decimals"),
        ({"accountability": {"moves_allowed": 2}}, "moves are not counted"),
        ({"ends": None}, "A guarantee needs a last day"),
    ],
)
def test_a_key_that_cannot_act_where_it_stands_says_so(terms: dict[str, Any], message: str) -> None:
    from tests.story import SAO_PAULO, header
    from valueback.model.reading import engagement_from

    found = engagement_from(header(schema=2, **terms) | {"log": []}, "ana-souza", SAO_PAULO)
    assert isinstance(found, list), found
    assert any(message in f"{problem.message} {problem.remedy}" for problem in found), found


def test_terms_of_a_guarantee_that_is_not_offered_may_sleep() -> None:
    terms = {"guarantee": {"offered": False, "claim_within": "10 days", "refund_percent": 50}}
    assert today("", "01-31", **terms).agreement.guarantee.refund_percent == 50


def test_a_number_as_the_least_that_must_come_of_it() -> None:
    least = {
        "minimum_result": [{"id": "clients", "text": "New clients", "target": 5, "unit": "client"}]
    }
    three = "V1 result 02-01T10:00 result=clients quantity=3 confirmed_by_client=true\n"
    two = three + "V2 result 03-01T10:00 result=clients quantity=2 confirmed_by_client=true\n"
    assert assess(today(three, "03-02", **least)).results.items[0].total == 3
    assert assess(today(three, "03-02", **least)).verdict == "in-progress"
    assert assess(today(two, "03-02", **least)).verdict == "value-delivered"


def test_an_excused_no_show_uses_no_unit_and_is_delivered_all_the_same() -> None:
    one = sessions(quantity=1, per="term")
    lines = "S1 session 01-13T10:00 minutes=60 no_show=client\n"
    ruled = lines + "J1 ruling 01-14T10:00 on=S1 outcome=excused reason=ill\n"
    assert use(lines, "01-31", scope=one)[2:4] == ("1", "0")
    assert use(ruled, "01-31", scope=one)[2:4] == ("0", "1")
    assert clause(assess(today(ruled, "07-20", scope=one)), "delivery").status == "met"
