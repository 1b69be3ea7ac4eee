"""Circumstances outside anyone's control, and what people decide about them."""

import pytest

from tests.story import clause, judged, status

ZERO = {"feedback": 0, "homework": 0, "presence": 0, "cancellation": 0}
MISSED = "H1 homework 01-12T11:00 text=x due=01-19\n"
ILL = "X1 factor 01-18T09:00 cause=health from={0} to={1} text=flu affects={2}\n"


@pytest.mark.parametrize(
    ("first", "last", "affects", "expected"),
    [
        ("01-19", "01-19", "attendance", "judgement"),
        ("01-10", "01-19", "both", "judgement"),
        ("01-19", "01-30", "attendance", "judgement"),
        ("01-10", "01-18", "attendance", "breached"),
        ("01-20", "01-30", "attendance", "breached"),
        ("01-10", "01-30", "results", "breached"),
    ],
)
def test_a_factor_on_the_due_day_makes_a_breach_a_judgement(
    first: str, last: str, affects: str, expected: str
) -> None:
    answer = judged(MISSED + ILL.format(first, last, affects), "02-01", allowed=ZERO)
    assert status(answer, "homework", "H1") == expected


@pytest.mark.parametrize(
    ("day", "expected"), [("02-01", "judgement"), ("02-02", "judgement"), ("02-03", "breached")]
)
def test_for_notice_the_day_of_notice_or_of_the_session_counts(day: str, expected: str) -> None:
    lines = (
        "B1 booking 01-09T09:00 to=02-02T10:00\n"
        "C1 cancellation 02-01T12:00 booking=B1 by=client\n" + ILL.format(day, day, "attendance")
    )
    assert status(judged(lines, "02-10", allowed=ZERO), "notice", "C1") == expected


SICK = MISSED + ILL.format("01-18", "01-20", "attendance")


@pytest.mark.parametrize(
    ("rulings", "expected"),
    [
        ("J1 ruling 01-25T09:00 on=H1 outcome=excused reason=x", "excused"),
        ("J1 ruling 01-25T09:00 on=H1 outcome=upheld reason=x", "breached"),
        ("J1 ruling 01-25T09:00 on=X1 outcome=excused reason=x", "excused"),
        ("J1 ruling 01-25T09:00 on=X1 outcome=upheld reason=x", "breached"),
        (
            "J1 ruling 01-25T09:00 on=X1 outcome=excused reason=x\n"
            "J2 ruling 01-26T09:00 on=H1 outcome=upheld reason=x",
            "breached",  # the entry's own ruling, else the factor's
        ),
        ("J1 ruling 01-25T09:00 on=H1 check=presence outcome=excused reason=x", "judgement"),
        ("J1 ruling 01-25T09:00 on=H1 check=homework outcome=excused reason=x", "excused"),
        (
            "J1 ruling 01-25T09:00 on=H1 outcome=upheld reason=x\n"
            "J2 ruling 01-26T09:00 on=H1 outcome=excused reason=x",
            "excused",  # the latest counts
        ),
    ],
)
def test_a_ruling_settles_a_judgement(rulings: str, expected: str) -> None:
    assert status(judged(SICK + rulings, "02-01", allowed=ZERO), "homework", "H1") == expected


def test_a_ruling_can_excuse_a_breach_without_any_factor() -> None:
    lines = MISSED + "J1 ruling 01-25T09:00 on=H1 outcome=excused reason=kindness"
    assert status(judged(lines, "01-24", allowed=ZERO), "homework", "H1") == "breached"
    assert status(judged(lines, "01-25", allowed=ZERO), "homework", "H1") == "excused"


def test_a_ruling_on_one_check_leaves_the_other() -> None:
    lines = """
    B1 booking 01-09T09:00 to=02-02T10:00
    C1 cancellation 02-02T09:00 booking=B1 by=client
    J1 ruling 02-03T09:00 on=C1 check=reschedule outcome=excused reason=x
    """
    answer = judged(lines, "02-20", allowed=ZERO, late_cancellation_uses_session=False)
    assert (status(answer, "notice", "C1"), status(answer, "reschedule", "C1")) == (
        "breached",
        "excused",
    )


def test_meetings_never_booked_are_settled_by_a_ruling_on_the_agreement() -> None:
    terms = {"scope": [{"id": "sessions", "text": "session", "quantity": 2}]}
    lines = (
        "S1 session 01-12T10:00 minutes=60 recording=r\nF1 feedback 01-13T10:00 session=S1 text=x\n"
    )
    assert judged(lines, "07-13", **terms).verdict == "needs-judgement"
    excused = lines + "J1 ruling 07-13T09:00 on=agreement outcome=excused reason=x"
    assert judged(excused, "07-13", **terms).verdict == "eligible"
    upheld = lines + "J1 ruling 07-13T09:00 on=agreement outcome=upheld reason=x"
    assert judged(upheld, "07-13", allowed={"presence": 0}, **terms).verdict == "not-eligible"


def test_of_two_factors_one_that_excuses_is_enough_and_all_must_be_ruled_out() -> None:
    two = (
        SICK + "X2 factor 01-18T09:00 cause=disaster from=01-19 to=01-19 text=flood affects=both\n"
    )
    one_out = two + "J1 ruling 01-25T09:00 on=X1 outcome=upheld reason=x\n"
    assert status(judged(one_out, "02-01", allowed=ZERO), "homework", "H1") == "judgement"
    both_out = one_out + "J2 ruling 01-25T09:00 on=X2 outcome=upheld reason=x"
    assert status(judged(both_out, "02-01", allowed=ZERO), "homework", "H1") == "breached"
    one_in = one_out + "J2 ruling 01-25T09:00 on=X2 outcome=excused reason=x"
    assert clause(judged(one_in, "02-01", allowed=ZERO), "homework").status == "met"
