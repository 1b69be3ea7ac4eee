"""The ladder: which misses count, what each brings, what is owed, and who cares more."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.story import as_of, found, judged, story
from valueback.model.timeline import Timeline
from valueback.rules.accountability import Ladder, ladder

PENALTIES = {
    "counts": ["homework"],
    "penalty_cap": "120.00",
    "step": [
        {"misses": 1, "action": "reminder"},
        {"misses": 3, "action": "penalty", "amount": "50.00", "basis": "the hour kept free"},
        {"misses": 7, "action": "disengage"},
    ],
}


def undone(*days: str) -> str:
    """Homework due on these days, and never done."""
    return "".join(
        f"H{n} homework 01-12T10:00 text=task due={day}\n" for n, day in enumerate(days, 1)
    )


def standing(lines: str, when: str, **terms: Any) -> Ladder:
    return ladder(Timeline(story(lines, **terms), as_of(when)))


def brought(answer: Ladder) -> list[tuple[str, str | None]]:
    return [(miss.entry, miss.action) for miss in answer.misses]


SIX = undone("01-20", "01-21", "01-22", "01-23", "01-24", "01-25")

BUILT_IN = [
    pytest.param("01-19", [], None, "reminder", id="before the due day ends nothing is missed"),
    pytest.param("01-20T23:59:59", [], None, "reminder", id="the day's last second still counts"),
    pytest.param("01-21T00:00", ["reminder"], "reminder", "warning", id="the first"),
    pytest.param("01-21", ["reminder"], "reminder", "warning", id="the second is still open"),
    pytest.param("01-22", ["reminder", "warning"], "warning", "warning", id="the second"),
    pytest.param(
        "01-23", ["reminder", "warning", "warning"], "warning", "pause", id="steps stay until the next"
    ),
    pytest.param(
        "01-24", ["reminder", "warning", "warning", "pause"], "pause", "disengage", id="the fourth"
    ),
    pytest.param(
        "02-01",
        ["reminder", "warning", "warning", "pause", "disengage", "disengage"],
        "disengage",
        "disengage",
        id="beyond the last step it stays",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("when", "actions", "step", "following"), BUILT_IN)
def test_each_miss_brings_its_step(
    when: str, actions: list[str], step: str | None, following: str
) -> None:
    answer = standing(SIX, when)
    assert [miss.action for miss in answer.misses] == actions
    assert (answer.action, answer.next_action) == (step, following)
    assert answer.next_number == len(actions) + 1


def test_the_first_steps_may_bring_nothing() -> None:
    late = {"step": [{"misses": 3, "action": "warning"}]}
    answer = standing(SIX, "01-23", accountability=late)
    assert [m.action for m in answer.misses] == [None, None, "warning"]
    assert [owed.entry for owed in answer.owed] == ["H3"]


# --- penalties ---


def test_a_penalty_step_adds_its_amount_each_time_up_to_the_cap() -> None:
    answer = standing(SIX, "02-01", accountability=PENALTIES)
    assert [miss.penalty for miss in answer.misses] == [0, 0, 50, 50, 20, 0]
    assert answer.accrued == Decimal(120)
    assert [owed.amount for owed in answer.owed] == [None, None, 50, 50, 20]  # 0 is not owed


def test_a_miss_waived_later_moves_the_steps_of_those_after_it() -> None:
    waived = SIX + "J1 ruling 01-30T10:00 on=H2 outcome=excused reason=ill\n"
    before = standing(waived, "01-29", accountability=PENALTIES)
    after = standing(waived, "01-30", accountability=PENALTIES)
    assert before.accrued == Decimal(120)
    assert [m.entry for m in after.misses] == ["H1", "H3", "H4", "H5", "H6"]
    assert [m.penalty for m in after.misses] == [0, 0, 50, 50, 20]
    assert after.accrued == Decimal(120)


def test_what_was_charged_and_paid() -> None:
    lines = (
        SIX
        + """
        N1 consequence 01-26T10:00 miss=H3 action=penalty amount="50.00"
        P1 payment 01-27T10:00 amount="30.00" for=penalty
        P2 payment 01-27T10:00 amount="800.00" for=agreement
    """
    )
    answer = standing(lines, "02-01", accountability=PENALTIES)
    assert (answer.charged, answer.paid) == (Decimal(50), Decimal(30))
    assert [owed.entry for owed in answer.owed] == ["H1", "H2", "H4", "H5"]  # 0 is not owed


# --- the window ---

WINDOW = PENALTIES | {"window_days": 30}


@pytest.mark.parametrize(
    ("when", "entries"),
    [
        ("02-19T23:59:58", ["H1", "H2"]),
        ("02-19T23:59:59", ["H1", "H2"]),  # exactly 30 x 24 hours back still counts
        ("02-20T00:00", ["H2"]),
        ("02-20T23:59:59", ["H2"]),
        ("02-21", []),
    ],
)
def test_a_miss_counts_for_so_many_days(when: str, entries: list[str]) -> None:
    answer = standing(undone("01-20", "01-21"), when, accountability=WINDOW)
    assert [miss.entry for miss in answer.misses] == entries
    assert answer.next_number == len(entries) + 1


def test_penalties_are_fixed_at_each_miss_s_own_moment() -> None:
    lines = undone("01-20", "01-21", "01-22", "03-20")
    answer = standing(lines, "03-25", accountability=WINDOW)
    assert brought(answer) == [("H4", "reminder")]
    assert answer.accrued == Decimal(50)  # of H3, the third when it happened
    assert answer.action == "reminder"


def test_a_window_ends_with_its_last_day_also_across_a_clock_change() -> None:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Berlin")  # clocks go forward on 29 March 2026: one hour is missing
    terms = {
        "counts": ["homework"],
        "window_days": 1,
        "step": [{"misses": 1, "action": "reminder"}],
    }
    engagement = story(undone("03-28"), zone=zone, accountability=terms)
    assert len(ladder(Timeline(engagement, as_of("03-29T23:59:59", zone))).misses) == 1
    assert len(ladder(Timeline(engagement, as_of("03-30T00:00:00", zone))).misses) == 0


# --- which breaches count ---

EVERY_KIND = """
B1 booking 01-09T16:00 to=01-13T10:00
B2 booking 01-09T16:00 to=01-20T10:00
B3 booking 01-09T16:00 to=02-03T10:00
S1 session 01-13T10:00 minutes=60 no_show=client
C1 cancellation 01-19T15:00 booking=B2 by=client
S2 session 01-22T10:00 minutes=60 late_minutes=6
Q1 feedback-request 01-22T12:00 session=S2 channel=email
S3 session 01-23T10:00 minutes=60 left_early_minutes=6
Q2 feedback-request 01-23T12:00 session=S3 channel=email
C2 cancellation 02-01T10:00 booking=B3 by=client
H1 homework 01-13T10:00 text=task due=01-24
S4 session 01-25T10:00 minutes=60 no_show=provider
"""


@pytest.mark.parametrize(
    ("kind", "entries"),
    [
        ("no-show", ["S1"]),
        ("late-cancellation", ["C1"]),
        ("late", ["S2"]),
        ("left-early", ["S3"]),
        ("homework", ["H1"]),
        ("feedback", ["S2", "S3"]),
        ("reschedule", ["C2"]),
    ],
)
def test_only_the_agreed_kinds_count(kind: str, entries: list[str]) -> None:
    answer = standing(EVERY_KIND, "03-01", accountability={"counts": [kind]})
    assert [(m.entry, m.what) for m in answer.misses] == [(entry, kind) for entry in entries]


def test_misses_of_several_kinds_count_together_in_time_order() -> None:
    kinds = [
        "homework",
        "no-show",
        "late-cancellation",
        "feedback",
        "late",
        "left-early",
        "reschedule",
    ]
    answer = standing(EVERY_KIND, "03-01", accountability={"counts": kinds})
    assert [(m.entry, m.what) for m in answer.misses] == [
        ("S1", "no-show"),
        ("C1", "late-cancellation"),
        ("S2", "late"),
        ("S3", "left-early"),
        ("H1", "homework"),
        ("S2", "feedback"),
        ("S3", "feedback"),
        ("C2", "reschedule"),
    ]


def test_late_and_leaving_early_is_one_miss() -> None:
    lines = "S1 session 01-13T10:00 minutes=60 late_minutes=9 left_early_minutes=9\n"
    for counts, what in ((["late", "left-early"], "late"), (["left-early"], "left-early")):
        answer = standing(lines, "01-13", accountability={"counts": counts})
        assert [m.what for m in answer.misses] == [what]


def test_what_the_allowance_forgives_counts_here() -> None:
    line = "S1 session 01-13T10:00 minutes=60 no_show=client\n"
    assert (
        found(judged(line, "01-13", allowed={"presence": 1}), "presence", "S1").status == "excused"
    )
    assert brought(standing(line, "01-13", allowed={"presence": 1})) == [("S1", "reminder")]


def test_a_factor_leaves_it_open_and_a_ruling_settles_it() -> None:
    ill = "X1 factor 01-19T10:00 cause=health from=01-19 to=01-22 text=flu affects=attendance\n"
    lines = undone("01-20", "01-26") + ill
    upheld = lines + "J1 ruling 01-25T10:00 on=H1 outcome=upheld reason=no\n"
    assert brought(standing(lines, "01-30")) == [("H2", "reminder")]
    assert brought(standing(upheld, "01-30")) == [("H1", "reminder"), ("H2", "warning")]


def test_before_both_signed_nothing_is_missed() -> None:
    late = """
        SG1 signature 01-09T15:00 by=client
        SG2 signature 01-21T15:00 by=provider
    """
    answer = standing(late + undone("01-20", "01-26"), "02-01", signed=False)
    assert brought(answer) == [("H2", "reminder")]


# --- what was done about it ---


def test_a_step_taken_is_no_longer_owed() -> None:
    lines = SIX + "N1 consequence 01-26T10:00 miss=H1 action=reminder\n"
    answer = standing(lines, "01-26")
    assert [owed.entry for owed in answer.owed] == ["H2", "H3", "H4", "H5", "H6"]
    assert answer.reminders == 1


def test_a_reminder_before_the_due_day_is_no_answer_to_the_miss() -> None:
    lines = undone("01-20") + "N1 consequence 01-18T10:00 miss=H1 action=reminder\n"
    answer = standing(lines, "01-21")
    assert [owed.entry for owed in answer.owed] == ["H1"]
    assert answer.reminders == 1


def test_one_entry_missed_twice_is_answered_twice() -> None:
    lines = """
        B1 booking 01-09T16:00 to=01-13T10:00
        C1 cancellation 01-12T15:00 booking=B1 by=client
        N1 consequence 01-12T16:00 miss=C1 action=reminder
    """
    terms: dict[str, Any] = {
        "late_cancellation_uses_session": False,
        "accountability": {"counts": ["late-cancellation", "reschedule"]},
    }
    assert standing(lines, "01-28", **terms).owed == []
    [owed] = standing(lines, "01-29", **terms).owed
    assert (owed.entry, owed.action) == ("C1", "warning")


FOUR = undone("01-20", "01-21", "01-22", "01-23")


@pytest.mark.parametrize(
    ("then", "paused_by"),
    [
        ("", "H4"),
        ("N1 consequence 01-25T10:00 miss=H4 action=pause", "H4"),
        ("N1 consequence 01-25T10:00 miss=H1 action=reminder", "H4"),
        ("N1 consequence 01-25T10:00 miss=H4 action=warning", None),
        (
            "N1 consequence 01-25T10:00 miss=H4 action=pause\n"
            "N2 consequence 01-26T10:00 miss=H4 action=reminder",
            None,
        ),
        ("J1 ruling 01-25T10:00 on=H4 outcome=excused reason=ill", None),
        ("J1 ruling 01-25T10:00 on=H1 outcome=excused reason=ill", None),
        ("J1 ruling 01-25T10:00 on=H4 outcome=upheld reason=no", "H4"),
    ],
)
def test_a_pause_lasts_until_a_ruling_or_a_milder_step(then: str, paused_by: str | None) -> None:
    pause = standing(FOUR + then, "01-27").pause
    assert (pause.entry if pause else None) == paused_by


# --- abuse, commitments, caring more ---


def test_abuse_overrides_the_ladder_whoever_s_it_is() -> None:
    for by in ("client", "provider"):
        lines = SIX + f"I1 incident 01-21T10:00 text=shouted by={by}\n"
        before, after = standing(lines, "01-21T09:59"), standing(lines, "01-21T10:00")
        assert (before.abuse, before.action) == (None, "reminder")
        assert after.action == "disengage"
        assert [(o.entry, o.action) for o in after.owed] == [("I1", "disengage")]
    ended = lines + "E1 end 01-22T10:00 by=provider reason=abuse incident=I1\n"
    assert standing(ended, "01-22").owed == []


def test_commitments_leave_out_what_is_open_and_count_what_a_ruling_excused() -> None:
    lines = (
        undone("01-20", "01-21", "02-20")
        + """
        D1 homework-done 01-19T10:00 homework=H1
        J1 ruling 01-25T10:00 on=H2 outcome=excused reason=ill
        H4 homework 01-12T10:00 text=task due=01-22
    """
    )
    kept = standing(lines, "01-25").commitments
    assert (kept.kept, kept.total) == (2, 3)
    assert standing("", "01-25").commitments.percent is None


def test_what_was_not_asked_for_is_no_promise_that_was_broken() -> None:
    lines = "S1 session 01-13T10:00 minutes=60\n"
    kept = standing(lines, "01-25").commitments  # feedback excused: it was never asked for
    assert (kept.kept, kept.total) == (1, 1)


def test_caring_more_than_the_client_does() -> None:
    thirds = (
        undone("01-20", "01-21", "01-22")
        + """
        D1 homework-done 01-19T10:00 homework=H1
        D2 homework-done 01-19T10:00 homework=H2
    """
    )
    answer = standing(thirds, "01-25")
    assert answer.caring_more(1)
    assert not answer.caring_more(0)
    reminded = thirds + "".join(
        f"N{n} consequence 01-24T10:00 miss=H3 action=reminder\n" for n in (1, 2, 3)
    )
    assert standing(reminded, "01-25").caring_more(0)
    seventy = undone(*(f"01-{n}" for n in range(13, 23)))
    seventy += "".join(f"D{n} homework-done 01-12T12:00 homework=H{n}\n" for n in range(1, 8))
    assert not standing(seventy, "01-25").caring_more(60)  # exactly 70 % is no reason
