"""Where every minute falls, what is used, and what it is worth."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.story import SAO_PAULO, SIGNED, as_of, entry, header, story
from valueback.model.engagement import Engagement
from valueback.model.practice import MenuItem, ScopeAlert
from valueback.model.reading import engagement_from
from valueback.model.timeline import Timeline
from valueback.render.scope import scope_json
from valueback.rules.scope import EXTRA, Scope, scope

TWO = [{"id": "sessions", "text": "session", "quantity": 2, "minutes": 60}]
WITH_MAILS = [*TWO, {"id": "mails", "text": "answers", "quantity": 4, "minutes": 15}]


def answered(lines: str, when: str = "07-01", **terms: Any) -> Scope:
    settings = {"scope": TWO, "hourly_rate": "100.00", "price": "1000.00"} | terms
    return scope(Timeline(story(lines, **settings), as_of(when)), ScopeAlert())


SESSION = "S{0} session 02-0{0}T10:00 minutes=60\n"
ASKED = "R1 request 02-01T09:00 text=more item=sessions\n"
WORK = "W1 work 02-05T10:00 minutes=30 text=x request=R1\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (SESSION.format(1), {"scope": 60}),
        (SESSION.format(1) + SESSION.format(2) + SESSION.format(3), {"scope": 120, "overuse": 60}),
        ("S1 session 02-01T10:00 minutes=60 actual_minutes=75", {"scope": 60, "overrun": 15}),
        ("S1 session 02-01T10:00 minutes=60 actual_minutes=50", {"scope": 50}),
        ("S1 session 02-01T10:00 minutes=60 item=review", {"seep": 60}),
        ("S1 session 02-01T10:00 minutes=60 no_show=client", {}),
        ("W1 work 02-05T10:00 minutes=30 text=x", {"seep": 30}),
        ("W1 work 02-05T10:00 minutes=30 text=x item=other", {"seep": 30}),
        ("W1 work 02-05T10:00 minutes=30 text=x item=sessions", {"scope": 30}),
        ("W1 work 02-05T10:00 minutes=90 text=x item=sessions quantity=3", {"scope": 60, "overuse": 30}),
        (ASKED + WORK, {"scope": 30}),  # nothing is said yet, and it is promised
        (ASKED.replace(" item=sessions", "") + WORK, {"creep": 30}),
        (ASKED + "K1 decision 02-02T09:00 request=R1 outcome=goodwill\n" + WORK, {"creep": 30}),
        (ASKED + "K1 decision 02-02T09:00 request=R1 outcome=declined\n" + WORK, {"creep": 30}),
        (ASKED + "K1 decision 02-02T09:00 request=R1 outcome=included\n" + WORK, {"scope": 30}),
        (ASKED + 'K1 decision 02-02T09:00 request=R1 outcome=menu price="90.00"\n' + WORK, {"paid": 30}),
        (ASKED + "K1 decision 02-02T09:00 request=R1 outcome=goodwill promoted=cv\n" + WORK, {"investment": 30}),
        (ASKED + "K1 decision 02-02T09:00 request=R1 outcome=menu promoted=cv\n" + WORK, {"paid": 30}),
        (ASKED + "K1 decision 02-02T09:00 request=R1 outcome=change-order\n" + WORK, {"creep": 30}),
        (
            ASKED + "CO1 change-order 02-02T09:00 title=x reason=y request=R1 line=1*50.00\n"
            "CS1 change-order-status 02-02T10:00 change_order=CO1 status=sent\n"
            "CS2 change-order-status 02-03T10:00 change_order=CO1 status=approved\n" + WORK,
            {"paid": 30},
        ),
        (ASKED + "S1 session 02-01T10:00 minutes=60 actual_minutes=70 request=R1", {"scope": 60, "overrun": 10}),
    ],
)  # fmt: skip
def test_where_minutes_fall(lines: str, expected: dict[str, int]) -> None:
    found = answered(lines)
    kinds = ("paid", "investment", "scope", *EXTRA)
    assert {k: found.minutes(k) for k in kinds if found.minutes(k)} == expected


@pytest.mark.parametrize(
    ("lines", "used", "status"),
    [
        (SESSION.format(1), "1", "ok"),
        (SESSION.format(1) + SESSION.format(2), "2", "near"),
        (SESSION.format(1) + SESSION.format(2) + SESSION.format(3), "3", "over"),
        (SESSION.format(1) + "S2 session 02-02T10:00 minutes=60 no_show=client", "2", "near"),
        (SESSION.format(1) + "S2 session 02-02T10:00 minutes=60 no_show=provider", "1", "ok"),
        (
            "B1 booking 01-20T09:00 to=02-02T10:00\nC1 cancellation 02-02T09:00 booking=B1 by=client",
            "1",
            "ok",
        ),
        (
            "B1 booking 01-20T09:00 to=02-02T10:00\nC1 cancellation 02-02T09:00 booking=B1 by=client\n"
            "J1 ruling 02-03T09:00 on=C1 check=notice outcome=excused reason=x",
            "0",
            "ok",
        ),
        (ASKED + "K1 decision 02-02T09:00 request=R1 outcome=goodwill\n" + WORK, "0", "ok"),
        (ASKED + "K1 decision 02-02T09:00 request=R1 outcome=included\n" + WORK, "1", "ok"),
    ],
)
def test_units(lines: str, used: str, status: str) -> None:
    [item] = answered(lines).items
    assert (f"{item.used:f}", item.status) == (used, status)


def test_near_begins_at_exactly_eighty_percent() -> None:
    lines = "".join(SESSION.format(n) for n in range(1, 5))
    five = [{"id": "sessions", "text": "session", "quantity": 5}]
    assert answered(lines, scope=five).items[0].status == "near"
    three = "".join(SESSION.format(n) for n in range(1, 4))
    assert answered(three, scope=five).items[0].status == "ok"


def test_items_per_month_have_no_roll_over_and_show_the_present_period() -> None:
    monthly = [{"id": "sessions", "text": "call", "quantity": 1, "per": "month", "minutes": 60}]
    lines = "S1 session 01-20T10:00 minutes=60\nS2 session 02-20T10:00 minutes=60\nS3 session 02-25T10:00 minutes=60"
    answer = answered(lines, "02-26", scope=monthly)
    assert (answer.minutes("scope"), answer.minutes("overuse")) == (120, 60)
    assert f"{answer.items[0].used:f}" == "2"
    assert f"{answered(lines, '03-12', scope=monthly).items[0].used:f}" == "0"


@pytest.mark.parametrize(
    ("minutes", "level", "percent"),
    [(29, "ok", "4.83"), (30, "watch", "5.00"), (59, "watch", "9.83"), (60, "creeping", "10.00")],
)
def test_levels(minutes: int, level: str, percent: str) -> None:
    answer = answered(f"W1 work 02-05T10:00 minutes={minutes} text=x")
    assert (answer.level, scope_json(answer)["percent_of_price"]) == (level, percent)


def test_the_effective_hourly_rate() -> None:
    term = [{"id": "sessions", "text": "s", "quantity": 100, "minutes": 60}]
    lines = 'W1 work 02-05T10:00 minutes=600 text=x\nG1 expense 02-05T10:00 amount="500.00" text=x'
    answer = answered(lines, price="15000.00", scope=term)
    assert scope_json(answer)["effective_hourly_rate"] == "131.82"  # 14,500 over 110 hours
    after = answered(lines, "07-13", price="15000.00", scope=term)
    assert scope_json(after)["effective_hourly_rate"] == "1450.00"  # nothing is owed any more


def test_without_an_agreed_rate_the_price_is_divided_by_the_hours_in_scope() -> None:
    assert scope_json(answered("", hourly_rate=None))["hourly_rate"] == "500.00"


@pytest.mark.parametrize(
    ("day", "trend"),
    [("06-01T12:00", (0, 10)), ("06-01T12:00:01", (10, 0)), ("05-02T12:00:01", (0, 10))],
)
def test_the_trend(day: str, trend: tuple[int, int]) -> None:
    assert answered(f"W1 work {day} minutes=10 text=x", "07-01T12:00").trend == trend


def test_an_item_given_away_twice_belongs_in_scope() -> None:
    lines = "".join(
        f"R{n} request 02-0{n}T09:00 text=cv item=cv-review\n"
        f"K{n} decision 02-0{n}T10:00 request=R{n} outcome=goodwill\n"
        f"W{n} work 02-0{n}T11:00 minutes={n * 30} text=x request=R{n}\n"
        for n in (1, 2)
    )
    answer = answered(lines)
    assert [(s.item, s.minutes, s.price) for s in answer.suggestions] == [
        ("cv-review", 45, Decimal(75))
    ]
    assert answer.goodwill_minutes == 90
    menu = (MenuItem(id="cv-review", text="CV review", price=Decimal(90)),)
    found = scope(
        Timeline(story(lines, scope=TWO, hourly_rate="100.00"), as_of("07-01")), ScopeAlert(), menu
    )
    assert found.suggestions[0].price == Decimal(90)


# --- change orders ---

ORDER = "CO{0} change-order 02-0{0}T09:00 title=x reason=y {1}\n"
SENT = "CS{1} change-order-status 02-0{0}T10:00 change_order=CO{0} status=sent\n"
APPROVED = "CS{1} change-order-status 02-0{0}T11:00 change_order=CO{0} status=approved\n"


def ordered(number: int, fields: str, *steps: str) -> str:
    return ORDER.format(number, fields) + "".join(
        step.format(number, number * 10 + n) for n, step in enumerate(steps)
    )


@pytest.mark.parametrize(
    ("price", "lines", "current"),
    [
        ("10000.00", ordered(1, "line=1*1500.00", SENT, APPROVED), "11500.00"),
        ("1350.00", ordered(1, "line=-3*450.00 line=5*420.00", SENT, APPROVED), "2100.00"),
        ("348447.36", ordered(1, "line=1*49800.00", SENT, APPROVED), "398247.36"),
        ("10000.00", ordered(1, "line=1*1500.00", SENT), "10000.00"),
        ("10000.00", ordered(1, "line=1*1500.00"), "10000.00"),
        ("10000.00", ordered(1, "line=1*1500.00", APPROVED), "10000.00"),  # never sent
        (
            "10000.00",  # approved on 1 February for a month each until 12 July: six of them
            ordered(1, "line=1*500.00**month", SENT, APPROVED),
            "13000.00",
        ),
    ],
)
def test_prices(price: str, lines: str, current: str) -> None:
    assert scope_json(answered(lines, price=price))["price"]["current"] == current


def test_a_late_approval_does_not_count() -> None:
    lines = ordered(1, "line=1*100.00 valid_until=02-02", SENT)
    late = "CS9 change-order-status 02-03T00:00 change_order=CO1 status=approved"
    in_time = "CS9 change-order-status 02-02T23:59:59 change_order=CO1 status=approved"
    assert scope_json(answered(lines + late))["price"]["approved"] == "0.00"
    assert scope_json(answered(lines + in_time))["price"]["approved"] == "100.00"


def test_pending_orders_stand_apart_until_they_expire() -> None:
    lines = ordered(1, "line=1*100.00 valid_until=02-10", SENT)
    assert scope_json(answered(lines, "02-10"))["price"]["pending"] == "100.00"
    assert scope_json(answered(lines, "02-11"))["price"]["pending"] == "0.00"


def test_approved_lines_add_to_what_was_agreed_and_days_to_the_term() -> None:
    lines = ordered(1, "line=2*100.00*sessions days=30", SENT, APPROVED)
    answer = answered(lines)
    assert f"{answer.items[0].agreed:f}" == "4"
    new = answered(ordered(1, "line=3*100.00*reviews", SENT, APPROVED)).items[1]
    assert (new.id, f"{new.agreed:f}") == ("reviews", "3")
    from valueback.rules.guarantee import assess

    guarantee = assess(Timeline(answer.timeline.engagement, as_of("08-11")))
    assert guarantee.verdict == "in-progress"
    assert guarantee.claim.deadline == as_of("09-10")
    assert f"{guarantee.amount:f}" == "1200.00"


def test_an_open_ended_month_by_month_price() -> None:
    terms = {"ends": None, "price_per": "month", "price": "500.00", "guarantee": {"offered": False}}
    for day, current in (("01-12", "500.00"), ("02-11", "500.00"), ("02-12", "1000.00")):
        assert scope_json(answered("", day, **terms))["price"]["current"] == current
    # a monthly line holds from the first day of the month of the agreement in which it is approved
    lines = ordered(1, "line=1*500.00**month", SENT, APPROVED)
    assert scope_json(answered(lines, "02-28", **terms))["price"]["current"] == "2000.00"


# --- nothing counted twice, no minute lost ---


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[dict[str, Any]], int]:
    """A random log of meetings and work on requests of every outcome, and all the minutes in it."""
    log = [entry(line) for line in SIGNED.split("\n") if line]
    outcomes = [None, "included", "goodwill", "menu", "declined", "change-order", "retainer"]
    requests, worked = draw(st.integers(0, 3)), 0
    for number in range(1, requests + 1):
        log.append(entry(f"R{number} request 01-20T09:00 text=x item=mails"))
        outcome = draw(st.sampled_from(outcomes))
        if outcome:
            promoted = draw(st.sampled_from(["", " promoted=mails"]))
            log.append(
                entry(
                    f"K{number} decision 01-20T10:00 request=R{number} outcome={outcome}{promoted}"
                )
            )
    for number in range(1, draw(st.integers(0, 8)) + 1):
        day = draw(st.integers(1, 28))
        request = (
            f" request=R{draw(st.integers(1, requests))}"
            if requests and draw(st.booleans())
            else ""
        )
        item = draw(st.sampled_from(["", " item=mails", " item=sessions", " item=other"]))
        if draw(st.booleans()):
            actual = draw(st.integers(0, 120))
            missed = draw(st.sampled_from(["", "", " no_show=client", " no_show=provider"]))
            worked += 0 if missed else actual
            log.append(
                entry(
                    f"S{number} session 02-{day:02}T10:00 minutes=60 actual_minutes={actual}{item}{request}{missed}"
                )
            )
        else:
            minutes, quantity = draw(st.integers(0, 90)), draw(st.integers(1, 4))
            worked += minutes
            log.append(
                entry(
                    f"W{number} work 02-{day:02}T10:00 minutes={minutes} quantity={quantity} text=x{item}{request}"
                )
            )
    return log, worked


@given(logs(), st.sampled_from(["term", "month", "week"]))
def test_no_minute_is_lost_or_counted_twice(
    found: tuple[list[dict[str, Any]], int], per: str
) -> None:
    log, worked = found
    items = [{**item, "per": per} for item in WITH_MAILS]
    engagement = engagement_from({**header(scope=items), "log": log}, "ana-souza", SAO_PAULO)
    assert isinstance(engagement, Engagement), engagement
    answer = scope(Timeline(engagement, as_of("07-01")), ScopeAlert())
    parts = [answer.minutes(k) for k in ("paid", "investment", "scope", *EXTRA)]
    assert sum(parts) == answer.minutes() == worked
    assert all(part >= 0 for part in parts)


def test_the_derived_rate_is_that_of_the_agreement_as_signed() -> None:
    monthly = [{"id": "sessions", "text": "call", "quantity": 4, "per": "month", "minutes": 60}]
    terms: dict[str, Any] = {
        "scope": monthly,
        "price": "400.00",
        "price_per": "month",
        "hourly_rate": None,
    }
    longer = ordered(1, "days=184", SENT, APPROVED)
    for lines in ("", longer, "E1 end 02-10T10:00 by=both reason=x"):
        assert scope_json(answered(lines, **terms))["hourly_rate"] == "100.00"
    open_ended = terms | {"ends": None, "guarantee": {"offered": False}}
    assert scope_json(answered("", "01-01", **open_ended))["hourly_rate"] == "100.00"


def test_the_last_day_belongs_to_the_last_month() -> None:
    monthly = [{"id": "sessions", "text": "call", "quantity": 1, "per": "month"}]
    lines = "".join(
        f"S{n} session 0{day}T10:00 minutes=60\n"
        for n, day in enumerate(("6-20", "7-11", "7-12"), 1)
    )
    answer = answered(lines, "07-12", scope=monthly)
    assert (f"{answer.items[0].used:f}", answer.minutes("overuse")) == ("3", 120)


@pytest.mark.parametrize(
    ("per", "line", "when", "agreed"),
    [
        (
            "term",
            "line=1*100.00*sessions*month",
            "07-01",
            "8",
        ),  # two, and one for each of six months
        ("term", "line=1*100.00*sessions", "07-01", "3"),
        ("month", "line=1*100.00*sessions", "02-05", "3"),
        ("month", "line=1*100.00*sessions", "03-05", "3"),  # once, until it is used
        ("month", "line=1*100.00*sessions*month", "01-31", "2"),
        ("month", "line=1*100.00*sessions*month", "03-05", "3"),
    ],
)
def test_units_that_change_orders_add(per: str, line: str, when: str, agreed: str) -> None:
    items = [{**TWO[0], "per": per}]
    answer = answered(ordered(1, line, SENT, APPROVED), when, scope=items)
    assert f"{answer.items[0].agreed:f}" == agreed


def test_a_missed_session_that_was_sold_apart_uses_no_unit() -> None:
    lines = ASKED + 'K1 decision 02-02T09:00 request=R1 outcome=menu price="90.00"\n'
    missed = lines + "S1 session 02-03T10:00 minutes=60 request=R1 no_show=client"
    assert f"{answered(missed).items[0].used:f}" == "0"


def test_nothing_is_owed_from_an_early_end_on() -> None:
    lines = SESSION.format(1) + "E1 end 02-10T10:00 by=both reason=x"
    assert scope_json(answered(lines, "02-10"))["effective_hourly_rate"] == "1000.00"
