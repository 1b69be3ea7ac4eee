"""The provider's clauses, on both sides of every boundary."""

import pytest

from tests.story import clause, found, judged, status
from valueback.render.words import said

SESSION = "S1 session 01-12T10:00 minutes=60\n"


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({}, "met"),
        ({"objective": None}, "breached"),
        ({"minimum_result": []}, "breached"),
    ],
)
def test_clarity(terms: dict[str, object], expected: str) -> None:
    assert clause(judged("", "01-12", **terms), "clarity").status == expected


@pytest.mark.parametrize(("fields", "expected"), [("", "breached"), ("recording=somewhere", "met")])
def test_recording(fields: str, expected: str) -> None:
    answer = judged(f"S1 session 01-12T10:00 minutes=60 {fields}", "01-12")
    assert status(answer, "recording", "S1") == expected


@pytest.mark.parametrize("who", ["client", "provider"])
def test_a_missed_meeting_needs_no_recording_and_no_question(who: str) -> None:
    answer = judged(f"S1 session 01-12T10:00 minutes=60 no_show={who}", "02-12")
    assert clause(answer, "recording").status == "not-applicable"
    assert clause(answer, "asking").status == "not-applicable"


@pytest.mark.parametrize(
    ("lines", "when", "expected"),
    [
        ("", "01-13", "pending"),
        ("", "01-14T00:00", "breached"),
        ("Q1 feedback-request 01-13T23:59:59 session=S1 channel=email", "01-14", "met"),
        ("Q1 feedback-request 01-14T00:00 session=S1 channel=email", "01-14", "breached"),
        ("F1 feedback 01-16T10:00 session=S1 text=x", "01-15", "breached"),  # not there yet
        ("F1 feedback 01-16T10:00 session=S1 text=x", "01-16", "met"),
        ("F1 feedback 01-19T23:59:59 session=S1 text=x", "01-20", "met"),
        ("F1 feedback 01-20T00:00 session=S1 text=x", "01-20", "breached"),  # after its own day
    ],
)
def test_asking(lines: str, when: str, expected: str) -> None:
    assert status(judged(SESSION + lines, when), "asking", "S1") == expected


CONCERN = SESSION + "F1 feedback 01-14T10:00 session=S1 text=x value=2\n"


@pytest.mark.parametrize(
    ("lines", "when", "expected"),
    [
        ("", "01-21", "pending"),  # the end of the seventh day
        ("", "01-22T00:00", "breached"),
        ("A1 adjustment 01-21T23:59:59 feedback=F1 text=y", "01-22", "met"),
        ("A1 adjustment 01-22T00:00 feedback=F1 text=y", "01-22", "breached"),
        ("S2 session 01-19T10:00 minutes=60", "01-19T10:00", "breached"),
        (
            "S2 session 01-19T10:00 minutes=60\nA1 adjustment 01-19T09:59 feedback=F1 text=y",
            "01-19",
            "met",
        ),
        (
            "S2 session 01-19T10:00 minutes=60\nA1 adjustment 01-19T10:00 feedback=F1 text=y",
            "01-19",
            "breached",
        ),
        ("S2 session 01-19T10:00 minutes=60 no_show=client", "01-21", "pending"),
    ],
)
def test_adjusting(lines: str, when: str, expected: str) -> None:
    assert status(judged(CONCERN + lines, when), "adjusting", "F1") == expected


@pytest.mark.parametrize(
    ("fields", "is_concern"),
    [("value=2", True), ("value=3", False), ("value=5 missing=more", True), ("", False)],
)
def test_what_a_concern_is(fields: str, is_concern: bool) -> None:
    answer = judged(SESSION + f"F1 feedback 01-14T10:00 session=S1 text=x {fields}", "01-15")
    assert bool(clause(answer, "adjusting").findings) == is_concern


SCOPE = [{"id": "sessions", "text": "session", "quantity": 2}]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (SESSION, "breached"),
        (SESSION + "S2 session 01-19T10:00 minutes=60", "met"),
        (SESSION + "S2 session 01-19T10:00 minutes=60 no_show=client", "met"),
        (SESSION + "S2 session 01-19T10:00 minutes=60 no_show=provider", "breached"),
        (
            SESSION + "B1 booking 01-10T09:00 to=01-19T10:00\n"
            "C1 cancellation 01-19T09:00 booking=B1 by=client",
            "met",
        ),
        (
            SESSION + "B1 booking 01-10T09:00 to=01-19T10:00\n"
            "C1 cancellation 01-19T09:00 booking=B1 by=provider",
            "breached",
        ),
    ],
)
def test_delivery(lines: str, expected: str) -> None:
    assert clause(judged(lines, "07-12", scope=SCOPE), "delivery").status == "not-applicable"
    assert found(judged(lines, "07-13", scope=SCOPE), "delivery", "agreement").status == expected


def test_delivery_is_not_asked_after_an_early_end() -> None:
    lines = SESSION + "E1 end 02-01T10:00 by=both reason=moved"
    assert clause(judged(lines, "08-01", scope=SCOPE), "delivery").status == "not-applicable"


def test_file_order_breaks_ties_between_an_adjustment_and_the_next_meeting() -> None:
    first = (
        CONCERN + "A1 adjustment 01-19T10:00 feedback=F1 text=y\nS2 session 01-19T10:00 minutes=60"
    )
    assert status(judged(first, "01-19"), "adjusting", "F1") == "met"


@pytest.mark.parametrize(
    ("lines", "check", "about", "note"),
    [
        (
            "A1 adjustment 01-15T10:00 feedback=F1 text=y logged=03-15T10:00",
            "adjusting",
            "F1",
            "A1",
        ),
        (
            "Q1 feedback-request 01-13T10:00 session=S1 channel=e logged=03-15T10:00",
            "asking",
            "S1",
            "Q1",
        ),
    ],
)
def test_what_was_written_down_long_after_says_so(
    lines: str, check: str, about: str, note: str
) -> None:
    text = said(found(judged(CONCERN + lines, "04-01"), check, about).message)
    assert f"; {note} was written down" in text
