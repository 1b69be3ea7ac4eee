"""What is forgiven: as a count and as a percentage, in the middle and at the end of the term."""

import pytest

from tests.story import as_of, clause, judged, status
from valueback.render.words import said


def homework(*done: bool, start: int = 12) -> str:
    """Pieces of homework due on days after each other, each done or not."""
    lines = []
    for number, is_done in enumerate(done, 1):
        day = f"01-{start + number:02}"
        lines.append(f"H{number} homework 01-12T11:00 text=x due={day}")
        if is_done:
            lines.append(f"D{number} homework-done {day}T12:00 homework=H{number}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("allowed", "statuses", "expected"),
    [
        (0, ["breached", "breached"], "breached"),
        (1, ["excused", "breached"], "breached"),
        (2, ["excused", "excused"], "met"),
    ],
)
def test_a_count_forgives_the_first_misses_and_is_final_at_once(
    allowed: int, statuses: list[str], expected: str
) -> None:
    answer = judged(homework(False, False, True), "02-01", allowed={"homework": allowed})
    assert [status(answer, "homework", id_) for id_ in ("H1", "H2")] == statuses
    assert clause(answer, "homework").status == expected


def test_misses_are_forgiven_in_time_order_not_in_file_order() -> None:
    lines = """
    H2 homework 01-12T11:00 text=x due=01-20
    H1 homework 01-12T11:00 text=x due=01-15
    """
    answer = judged(lines, "02-01", allowed={"homework": 1})
    assert (status(answer, "homework", "H1"), status(answer, "homework", "H2")) == (
        "excused",
        "breached",
    )


def test_the_reason_counts_along() -> None:
    answer = judged(homework(False, False), "02-01", allowed={"homework": 2})
    texts = [said(f.message) for f in clause(answer, "homework").findings]
    assert [t.rpartition(" (")[2] for t in texts] == ["1 of 2 allowed)", "2 of 2 allowed)"]


@pytest.mark.parametrize(
    ("misses", "met", "percent", "mid_term", "at_end"),
    [
        (1, 8, "10%", "at-risk", "breached"),  # 10 % of 9 is 0.9: none
        (1, 9, "10%", "met", "met"),  # 10 % of 10 is one
        (2, 8, "10%", "at-risk", "breached"),
        (2, 8, "20%", "met", "met"),
        (1, 7, "12.5%", "met", "met"),
        (1, 0, "0%", "at-risk", "breached"),
        (3, 0, "100%", "met", "met"),
    ],
)
def test_a_percentage_is_rounded_down_and_final_when_the_term_is_over(
    misses: int, met: int, percent: str, mid_term: str, at_end: str
) -> None:
    lines = homework(*[False] * misses, *[True] * met, start=10)
    allowed = {"homework": percent}
    assert clause(judged(lines, "02-01", allowed=allowed), "homework").status == mid_term
    assert clause(judged(lines, "07-12", allowed=allowed), "homework").status == mid_term
    assert clause(judged(lines, "07-13", allowed=allowed), "homework").status == at_end


def test_a_percentage_is_of_what_fell_due_by_now() -> None:
    lines = homework(*[False], *[True] * 9, start=10)  # due 11 to 20 January
    at_risk = clause(judged(lines, "01-19", allowed={"homework": "10%"}), "homework")
    forgiven = clause(judged(lines, "01-20", allowed={"homework": "10%"}), "homework")
    assert (at_risk.status, forgiven.status) == ("at-risk", "met")


def test_a_percentage_is_not_final_while_something_is_pending() -> None:
    lines = homework(False) + "\nH9 homework 07-11T11:00 text=late due=07-20"
    pending = judged(lines, "07-13", allowed={"homework": "10%"})
    assert clause(pending, "homework").status == "at-risk"
    assert pending.verdict == "in-progress"
    over = judged(
        lines + "\nD1 homework-done 07-20T10:00 homework=H9", "07-21", allowed={"homework": "10%"}
    )
    assert clause(over, "homework").status == "breached"


def test_the_allowance_for_cancellations_covers_notice_and_new_date_alike() -> None:
    lines = """
    B1 booking 01-09T09:00 to=02-02T10:00
    C1 cancellation 02-02T09:00 booking=B1 by=client
    B2 booking 01-09T09:00 to=03-02T10:00
    C2 cancellation 02-20T09:00 booking=B2 by=client
    """
    terms = {"late_cancellation_uses_session": False}
    answer = judged(lines, "03-20", allowed={"cancellation": 2}, **terms)
    checks = {(f.check, f.entry): f.status for f in clause(answer, "cancellation").findings}
    assert checks == {
        ("notice", "C1"): "excused",
        ("reschedule", "C1"): "excused",
        ("notice", "C2"): "met",
        ("reschedule", "C2"): "breached",
    }


def test_what_a_ruling_excuses_uses_up_no_allowance() -> None:
    lines = homework(False, False) + "\nJ1 ruling 01-25T09:00 on=H1 outcome=excused reason=illness"
    answer = judged(lines, "02-01", allowed={"homework": 1})
    report = clause(answer, "homework")
    assert (report.status, report.forgiven) == ("met", 1)
    assert "ruling J1" in said(report.findings[0].message)
    assert "1 of 1 allowed" in said(report.findings[1].message)


def test_end_of_a_short_term() -> None:
    lines = homework(False)
    terms = {"ends": as_of("01-20").date(), "allowed": {"homework": "10%"}}
    assert judged(lines, "01-20", **terms).verdict == "in-progress"
    assert judged(lines, "01-21", **terms).verdict == "not-eligible"
