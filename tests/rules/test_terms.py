"""Clauses by the terms that were agreed: a second before and after each deadline."""

from __future__ import annotations

from typing import Any

import pytest

from tests.story import as_of, clause, found, status, today
from valueback.model.timeline import Timeline
from valueback.render.words import said
from valueback.rules.guarantee import Assessed, assess

NONE = {"feedback": 0, "homework": 0, "presence": 0, "cancellation": 0}


def answer(lines: str, when: str, **terms: Any) -> Assessed:
    return assess(today(lines, when, allowed=NONE, **terms))


SESSION = "S1 session 01-13T10:00 minutes=60 recording=r\n"
ASKED = "Q1 feedback-request 01-13T11:00 session=S1 channel=mail\n"


@pytest.mark.parametrize(
    ("within", "came", "expected"),
    [
        ("48 hours", "01-15T10:00:00", "met"),  # from the meeting's start
        ("48 hours", "01-15T10:00:01", "breached"),
        ("2 days", "01-15T23:59:59", "met"),
        ("2 days", "01-16T00:00:00", "breached"),
        ("2 days by 16:00", "01-15T16:00:00", "met"),
        ("2 days by 16:00", "01-15T16:00:01", "breached"),
        ("4 working days", "01-19T23:59:59", "met"),  # Wed, Thu, Fri, Mon
        ("4 working days", "01-20T00:00:00", "breached"),
        ("1 week", "01-20T23:59:59", "met"),
        ("1 month", "02-13T23:59:59", "met"),
    ],
)
def test_feedback(within: str, came: str, expected: str) -> None:
    lines = f"{SESSION}{ASKED}F1 feedback {came} session=S1 text=x"
    assert status(
        answer(lines, "03-01", meetings={"feedback_within": within}), "feedback", "S1"
    ) == (expected)


@pytest.mark.parametrize(
    ("within", "when", "expected"),
    [
        ("48 hours", "01-15T10:00:00", "pending"),
        ("48 hours", "01-15T10:00:01", "breached"),
        ("0 days", "01-13T23:59:59", "pending"),
        ("0 days", "01-14T00:00:00", "breached"),
    ],
)
def test_feedback_is_open_until_its_last_second(within: str, when: str, expected: str) -> None:
    terms = {"feedback_within": within}
    assert status(answer(SESSION + ASKED, when, meetings=terms), "feedback", "S1") == expected


@pytest.mark.parametrize(
    ("within", "asked", "expected"),
    [
        ("2 hours", "01-13T12:00:00", "met"),
        ("2 hours", "01-13T12:00:01", "breached"),
        ("1 working day by 12:00", "01-14T12:00:00", "met"),
        ("1 working day by 12:00", "01-14T12:00:01", "breached"),
    ],
)
def test_asking(within: str, asked: str, expected: str) -> None:
    lines = f"{SESSION}Q1 feedback-request {asked} session=S1 channel=mail"
    found_ = answer(lines, "01-16", meetings={"ask_within": within})
    assert status(found_, "asking", "S1") == expected
    later = answer(lines, "02-01", meetings={"ask_within": within})
    assert status(later, "feedback", "S1") == ("breached" if expected == "met" else "excused")


@pytest.mark.parametrize(
    ("grace", "done", "expected"),
    [
        ("0 days", "01-16T23:59:59", "met"),  # due on Friday 16 January
        ("0 days", "01-17T00:00:00", "breached"),
        ("12 hours", "01-17T11:59:59", "met"),  # from the end of the day
        ("12 hours", "01-17T12:00:00", "breached"),
        ("1 working day", "01-19T23:59:59", "met"),
        ("1 working day", "01-20T00:00:00", "breached"),
        ("1 day by 09:00", "01-17T09:00:00", "met"),
        ("1 day by 09:00", "01-17T09:00:01", "breached"),
    ],
)
def test_homework(grace: str, done: str, expected: str) -> None:
    lines = f"H1 homework 01-13T10:00 text=x due=01-16\nD1 homework-done {done} homework=H1"
    assert status(answer(lines, "03-01", meetings={"homework_grace": grace}), "homework", "H1") == (
        expected
    )


def test_homework_due_on_a_free_day_may_wait_for_the_next_working_day() -> None:
    lines = "H1 homework 01-13T10:00 text=x due=01-17\nD1 homework-done 01-19T10:00 homework=H1"
    terms = {"homework_grace": "0 working days"}
    assert status(answer(lines, "03-01", meetings=terms), "homework", "H1") == "met"


@pytest.mark.parametrize(
    ("within", "answered", "expected"),
    [
        ("24 hours", "01-15T09:00:00", "met"),
        ("24 hours", "01-15T09:00:01", "breached"),
        ("2 days", "01-16T23:59:59", "met"),
        ("2 days", "01-17T00:00:00", "breached"),
    ],
)
def test_adjusting(within: str, answered: str, expected: str) -> None:
    lines = (
        f"{SESSION}F1 feedback 01-14T09:00 session=S1 text=x value=2\n"
        f"A1 adjustment {answered} feedback=F1 text=y"
    )
    assert status(
        answer(lines, "03-01", meetings={"adjust_within": within}), "adjusting", "F1"
    ) == (expected)


# --- notice ---

BOOKED = "B1 booking 01-05T10:00 to=01-26T09:00\n"  # a Monday


@pytest.mark.parametrize(
    ("terms", "notice", "expected"),
    [
        ({"cancellation_notice": "24 hours"}, "01-25T09:00:00", "met"),
        ({"cancellation_notice": "24 hours"}, "01-25T09:00:01", "breached"),
        ({"cancellation_notice": "1 working day"}, "01-23T09:00:00", "met"),
        ({"cancellation_notice": "1 working day"}, "01-23T09:00:01", "breached"),
        ({"cancellation_notice": "2 working days by 16:00"}, "01-22T16:00:00", "met"),
        ({"cancellation_notice": "2 working days by 16:00"}, "01-22T16:00:01", "breached"),
        ({"cancellation_notice": "0 hours"}, "01-26T09:00:00", "met"),
        ({"cancellation_notice": "0 hours"}, "01-26T09:00:01", "breached"),
    ],
)
def test_notice(terms: dict[str, Any], notice: str, expected: str) -> None:
    lines = f"{BOOKED}C1 cancellation {notice} booking=B1 by=client"
    assert status(answer(lines, "01-27", meetings=terms), "notice", "C1") == expected


def test_a_free_day_before_the_meeting_is_no_working_day() -> None:
    lines = f"{BOOKED}C1 cancellation 01-22T09:00 booking=B1 by=client"
    terms: dict[str, Any] = {"meetings": {"cancellation_notice": "1 working day"}}
    assert status(answer(lines, "01-27", **terms), "notice", "C1") == "met"
    free = {"free_days": [as_of("01-23").date(), as_of("01-22").date()]}
    assert status(answer(lines, "01-27", **terms, calendar=free), "notice", "C1") == "breached"


def test_an_order_brings_free_days() -> None:
    lines = (
        "CO1 change-order 01-12T09:00 title=x reason=y free_days=01-22,01-23\n"
        "CS1 change-order-status 01-12T10:00 change_order=CO1 status=sent\n"
        "CS2 change-order-status 01-13T10:00 change_order=CO1 status=approved\n"
        f"{BOOKED}C1 cancellation 01-22T09:00 booking=B1 by=client"
    )
    terms = {"cancellation_notice": "1 working day"}
    assert status(answer(lines, "01-27", meetings=terms), "notice", "C1") == "breached"


@pytest.mark.parametrize(
    ("booked", "notice", "grace", "expected"),
    [
        ("01-26T06:00:00", "01-26T07:00:00", 60, "met"),  # three hours ahead
        ("01-26T06:00:00", "01-26T07:00:01", 60, "breached"),
        ("01-26T08:30:00", "01-26T08:59:59", 60, "met"),  # but before the start
        ("01-26T08:30:00", "01-26T09:00:00", 60, "breached"),
        ("01-26T06:00:00", "01-26T06:00:01", 0, "breached"),
        ("01-20T09:00:00", "01-25T09:00:00", 60, "met"),  # the agreed time is the later one
    ],
)
def test_nobody_breaches_a_notice_that_nobody_could_give(
    booked: str, notice: str, grace: int, expected: str
) -> None:
    lines = f"B1 booking {booked} to=01-26T09:00\nC1 cancellation {notice} booking=B1 by=client"
    terms = {"booking_grace_minutes": grace}
    assert status(answer(lines, "01-27", meetings=terms), "notice", "C1") == expected


MOVING = {"cancellation_notice": "48 hours", "moving_notice": "12 hours"}


@pytest.mark.parametrize(
    ("notice", "new", "when", "expected"),
    [
        ("01-25T21:00:00", "B2 booking 01-25T23:59 to=01-30T09:00 replaces=C1", "01-27", "met"),
        (
            "01-25T21:00:00",
            "B2 booking 01-26T00:00 to=01-30T09:00 replaces=C1",
            "01-27",
            "breached",
        ),
        (
            "01-25T21:00:01",
            "B2 booking 01-25T22:00 to=01-30T09:00 replaces=C1",
            "01-27",
            "breached",
        ),
        ("01-25T21:00:00", "", "01-25T23:59:59", "pending"),
        ("01-25T21:00:00", "", "01-26T00:00:00", "breached"),
        ("01-24T09:00:00", "", "01-24T10:00", "met"),  # in time without any new date
    ],
)
def test_moving_may_have_a_notice_of_its_own(
    notice: str, new: str, when: str, expected: str
) -> None:
    lines = f"{BOOKED}C1 cancellation {notice} booking=B1 by=client\n{new}"
    assert status(answer(lines, when, meetings=MOVING), "notice", "C1") == expected


def test_pending_is_not_short() -> None:
    from valueback.rules.units import uses

    lines = f"{BOOKED}C1 cancellation 01-25T21:00 booking=B1 by=client"
    terms: dict[str, Any] = {
        "scope": [{"id": "sessions", "text": "x", "quantity": 3}],
        "meetings": MOVING,
    }
    assert uses(today(lines, "01-25T23:59:59", **terms)) == ()
    assert [use.entry for use in uses(today(lines, "01-26T00:00", **terms))] == ["C1"]


# --- a new date ---


@pytest.mark.parametrize(
    ("within", "booked", "expected"),
    [
        ("15 days", "02-10T23:59:59", "met"),
        ("15 days", "02-11T00:00:00", "breached"),
        ("48 hours", "01-28T09:00:00", "met"),  # from the start that was called off
        ("48 hours", "01-28T09:00:01", "breached"),
        ("3 working days", "01-29T23:59:59", "met"),
    ],
)
def test_a_new_date_is_booked_within_its_time(within: str, booked: str, expected: str) -> None:
    lines = (
        f"{BOOKED}C1 cancellation 01-20T09:00 booking=B1 by=client\n"
        f"B2 booking {booked} to=03-30T09:00 replaces=C1"
    )
    found_ = answer(lines, "03-01", meetings={"reschedule_within": within})
    assert status(found_, "reschedule", "C1") == expected


@pytest.mark.parametrize(
    ("held", "expected"), [("02-01T18:00", "met"), ("02-02T09:00", "breached")]
)
def test_a_new_date_is_held_within_its_time(held: str, expected: str) -> None:
    lines = (
        f"{BOOKED}C1 cancellation 01-20T09:00 booking=B1 by=client\n"
        f"B2 booking 01-20T09:00 to={held} replaces=C1\nS1 session {held} minutes=60 booking=B2"
    )
    terms = {"reschedule_within": "same week", "reschedule_rule": "held"}
    assert status(answer(lines, "03-01", meetings=terms), "reschedule", "C1") == expected


CHAIN = """
B1 booking 01-05T10:00 to=01-26T09:00
C1 cancellation 01-20T09:00 booking=B1 by=client
B2 booking 01-20T10:00 to=02-20T09:00 replaces=C1
"""


def test_a_date_that_served_and_is_called_off_too_late_to_serve_begins_the_time_anew() -> None:
    """The 15 days of B1 were over on 10 February; B2 had served them."""
    lines = CHAIN + "C2 cancellation 02-15T09:00 booking=B2 by=client\n"
    open_ = found(answer(lines, "03-07T23:59:59"), "reschedule", "C2")
    assert (open_.status, open_.due) == ("pending", as_of("03-07"))
    assert status(answer(lines, "03-08"), "reschedule", "C2") == "breached"
    assert status(answer(lines, "03-08"), "reschedule", "C1") == "met"
    in_time = CHAIN + "C2 cancellation 02-05T09:00 booking=B2 by=client\n"
    assert found(answer(in_time, "02-05"), "reschedule", "C2").due == as_of("02-10")


def test_the_time_does_not_begin_anew_where_it_had_not_been_served_to_the_last() -> None:
    lines = (
        "B1 booking 01-05T10:00 to=01-13T10:00\n"
        "C1 cancellation 01-10T09:00 booking=B1 by=client\n"
        "B2 booking 01-13T09:00 to=02-10T10:00 replaces=C1\n"
        "C2 cancellation 01-20T09:00 booking=B2 by=client\n"
        "B3 booking 02-05T09:00 to=02-20T10:00 replaces=C2\n"  # too late: 28 January
        "C3 cancellation 02-10T09:00 booking=B3 by=client\n"
    )
    found_ = answer(lines, "02-11")
    assert [status(found_, "reschedule", id_) for id_ in ("C1", "C2", "C3")] == [
        "met",
        "breached",
        "breached",
    ]


def test_a_voluntary_new_date_begins_a_time_of_its_own() -> None:
    """C1 used up its session and owes nothing; B2 is booked all the same, and called off in time."""
    lines = (
        f"{BOOKED}C1 cancellation 01-26T08:00 booking=B1 by=client\n"
        "B2 booking 02-15T09:00 to=03-10T10:00 replaces=C1\n"
        "C2 cancellation 03-01T09:00 booking=B2 by=client\n"
    )
    assert found(answer(lines, "03-02"), "reschedule", "C2").due == as_of("03-25")


def test_moving_that_was_open_when_it_ended_early_is_excused() -> None:
    lines = (
        f"{BOOKED}C1 cancellation 01-25T10:00 booking=B1 by=client\n"
        "E1 end 01-25T15:00 by=provider reason=x\n"
    )
    for when in ("01-25T16:00", "01-27"):
        assert status(answer(lines, when, meetings=MOVING), "notice", "C1") == "excused"
    open_ = found(
        answer(
            lines.splitlines()[0] + "\n" + lines.splitlines()[1], "01-25T22:00", meetings=MOVING
        ),
        "notice",
        "C1",
    )
    assert (open_.status, open_.due) == ("pending", as_of("01-25"))


def test_what_the_provider_missed_is_made_up_for_by_a_new_booking() -> None:
    lines = (
        "B1 booking 01-05T10:00 to=01-26T09:00\n"
        "S1 session 01-26T09:00 minutes=60 booking=B1 no_show=provider\n"
        "B2 booking 01-26T12:00 to=01-29T09:00 replaces=S1\n"
        "S2 session 01-29T09:00 minutes=60 booking=B2\n"
    )
    scope = [{"id": "sessions", "text": "x", "quantity": 1}]
    over = answer(lines, "07-20", scope=scope)
    assert clause(over, "delivery").status == "met"
    assert clause(over, "presence").status == "met"


# --- punctual, moves, windows ---


@pytest.mark.parametrize(("minutes", "expected"), [(5, "met"), (6, "breached")])
def test_the_provider_is_on_time_too(minutes: int, expected: str) -> None:
    lines = f"S1 session 01-13T10:00 minutes=60 provider_late_minutes={minutes}"
    found_ = answer(lines, "01-14")
    assert status(found_, "punctual", "S1") == expected
    assert clause(found_, "presence").status == "met"
    assert bool([gap for gap in found_.gaps if gap.clause == "punctual"]) == (expected != "met")


MOVED = """
B1 booking 01-05T10:00 to=01-19T09:00
C1 cancellation 01-14T09:00 booking=B1 by=client
B2 booking 01-14T09:00 to=01-21T09:00 replaces=C1
B3 booking 01-05T10:00 to=03-30T09:00
C2 cancellation 03-25T09:00 booking=B3 by=client
B4 booking 03-25T09:00 to=03-31T09:00 replaces=C2
B5 booking 01-05T10:00 to=04-06T09:00
C3 cancellation 04-01T09:00 booking=B5 by=client
B6 booking 04-01T09:00 to=04-07T09:00 replaces=C3
"""


@pytest.mark.parametrize(
    ("allowed", "missed"),
    [(3, []), (1, ["C2", "C3"]), ("1 per quarter", ["C2"]), ("1 per month", []), (None, [])],
)
def test_how_often_a_meeting_may_be_moved(allowed: object, missed: list[str]) -> None:
    from valueback.rules.accountability import ladder

    terms = {"counts": ["move"], "moves_allowed": allowed}
    terms = {key: value for key, value in terms.items() if value is not None}
    standing = ladder(today(MOVED, "04-08", accountability=terms))
    assert [miss.entry for miss in standing.misses] == missed
    assert all(
        miss.on == standing.timeline.bookings[new].at
        for miss, new in zip(standing.misses, ["B4", "B6"], strict=False)
    )
    assert clause(assess(standing.timeline), "cancellation").status == "met"


def test_what_a_ruling_excuses_uses_up_no_move() -> None:
    from valueback.rules.accountability import ladder

    terms = {"counts": ["move"], "moves_allowed": 2}
    ruled = MOVED + "J1 ruling 04-02T09:00 on=C1 check=move outcome=excused reason=strike\n"
    assert ladder(today(ruled, "04-08", accountability=terms)).misses == ()
    early = (
        "B1 booking 01-05T10:00 to=01-12T09:00\nC1 cancellation 01-06T09:00 booking=B1 by=client\n"
        "B2 booking 01-06T09:00 to=01-14T09:00 replaces=C1\n"  # both signed on the 9th
    )
    none = {"counts": ["move"], "moves_allowed": 0}
    assert ladder(today(early, "02-01", accountability=none)).misses == ()


def test_a_ruling_excuses_a_move() -> None:
    from valueback.rules.accountability import ladder

    terms = {"counts": ["move"], "moves_allowed": 2}
    ruled = MOVED + "J1 ruling 04-02T09:00 on=C3 check=move outcome=excused reason=strike\n"
    assert [m.entry for m in ladder(today(MOVED, "04-08", accountability=terms)).misses] == ["C3"]
    assert ladder(today(ruled, "04-08", accountability=terms)).misses == ()


@pytest.mark.parametrize(
    ("window", "last"),
    [
        ("2 days", "01-18T23:59:59"),
        ("1 month", "02-16T23:59:59"),
        ("1 working day", "01-19T23:59:59"),
    ],
)
def test_a_miss_counts_until_its_window_ends(window: str, last: str) -> None:
    from valueback.rules.accountability import ladder

    lines = "H1 homework 01-13T10:00 text=x due=01-16"
    terms = {"window": window}
    assert len(ladder(today(lines, last, accountability=terms)).misses) == 1
    from datetime import timedelta

    after = as_of(last) + timedelta(seconds=1)
    engagement = today(lines, last, accountability=terms).engagement
    assert ladder(Timeline(engagement, after)).misses == ()


# --- the claim ---


@pytest.mark.parametrize(
    ("within", "claimed", "expected"),
    [
        ("30 days", "08-11T23:59:59", "made"),  # of 12 July
        ("30 days", "08-12T00:00:00", "late"),
        ("1 month", "08-12T23:59:59", "made"),
        ("10 working days", "07-24T23:59:59", "made"),
        ("10 working days", "07-25T00:00:00", "late"),
    ],
)
def test_the_time_to_claim(within: str, claimed: str, expected: str) -> None:
    lines = f"L1 claim {claimed} text=x"
    assert answer(lines, "09-01", guarantee={"claim_within": within}).claim.status == expected


def test_the_agreement_has_a_zone_of_its_own() -> None:
    """Its days end in Tokyo, wherever the practice is."""
    lines = "H1 homework 01-13T10:00 text=x due=01-16\nD1 homework-done 01-16T20:00 homework=H1"
    assert status(answer(lines, "03-01"), "homework", "H1") == "met"
    assert status(answer(lines, "03-01", time_zone="Asia/Tokyo"), "homework", "H1") == "breached"


def test_what_was_agreed_is_said_in_its_own_words() -> None:
    lines = f"{BOOKED}C1 cancellation 01-24T20:00 booking=B1 by=client"
    terms = {"cancellation_notice": "2 working days by 16:00", "feedback_within": "48 hours"}
    late = found(answer(lines, "01-27", meetings=terms), "notice", "C1")
    assert said(late.message).endswith("2 working days' notice, by 16:00, was agreed")
    open_ = found(answer(SESSION + ASKED, "01-13", meetings=terms), "feedback", "S1")
    assert said(open_.message).endswith("is open until Thu 2026-01-15 10:00")
