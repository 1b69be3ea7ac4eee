"""Answers that a mediator would give: what counts against whom, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.story import as_of, clause, found, status, today
from valueback.render.words import said
from valueback.rules.accountability import ladder
from valueback.rules.guarantee import Assessed, assess

NONE = {"feedback": 0, "homework": 0, "presence": 0, "cancellation": 0}
THREE = [{"id": "sessions", "text": "Meeting", "quantity": 3}]


def answer(lines: str, when: str, **terms: Any) -> Assessed:
    return assess(today(lines, when, **{"allowed": NONE, **terms}))


def held(*days: str) -> str:
    """Meetings that were held, recorded, asked about and told about."""
    return "".join(
        f"S{n} session {day}T10:00 minutes=60 recording=r\n"
        f"Q{n} feedback-request {day}T12:00 session=S{n} channel=mail\n"
        f"F{n} feedback {day}T18:00 session=S{n} text=x value=2\n"
        f"A{n} adjustment {day}T19:00 feedback=F{n} text=y\n"
        for n, day in enumerate(days, 1)
    )


CLAIM = "L1 claim 07-12T10:00 text=x\n"


def test_an_order_that_takes_meetings_out_is_kept_to() -> None:
    order = (
        "CO1 change-order 02-01T09:00 title=x reason=y line=-1*100.00*sessions\n"
        "CS1 change-order-status 02-01T10:00 change_order=CO1 status=sent\n"
        "CS2 change-order-status 02-02T10:00 change_order=CO1 status=approved\n"
    )
    lines = held("01-13", "02-10") + CLAIM
    assert answer(lines + order, "07-20", scope=THREE).verdict == "refund-due"
    without = answer(lines, "07-20", scope=THREE)
    assert without.verdict == "needs-judgement"
    assert clause(without, "delivery").status == "breached"


def test_a_chain_counts_once_whatever_became_of_it() -> None:
    moved = (
        held("01-13", "02-10")
        + "B1 booking 02-01T09:00 to=03-10T10:00\nC1 cancellation 03-01T09:00 booking=B1 by=client\n"
        + "B2 booking 03-01T09:00 to=03-20T10:00 replaces=C1\n"
        + "C2 cancellation 03-10T09:00 booking=B2 by=client\n"
        + "B3 booking 03-10T09:00 to=03-24T10:00 replaces=C2\n"
        + CLAIM
    )
    lost = answer(moved + "S9 session 03-24T10:00 minutes=60 booking=B3", "07-20", scope=THREE)
    assert clause(lost, "presence").status == "met"
    two = [{"id": "sessions", "text": "Meeting", "quantity": 4}]
    left = found(answer(moved, "07-20", scope=two), "presence", "agreement")
    assert said(left.message) == "1 session was never booked, of 4 agreed"


def test_nobody_s_illness_settles_what_was_never_booked() -> None:
    lines = (
        held("01-13", "02-10")
        + "X1 factor 07-01T09:00 cause=health from=07-01 to=07-12 text=flu affects=attendance\n"
        + "J1 ruling 07-12T09:00 on=X1 outcome=excused reason=flu\n"
        + CLAIM
    )
    open_ = answer(lines, "07-20", scope=THREE)
    assert (open_.verdict, open_.question and open_.question.on) == ("needs-judgement", "agreement")
    ruled = lines + "J2 ruling 07-14T09:00 on=agreement outcome=excused reason=agreed\n"
    assert answer(ruled, "07-20", scope=THREE).verdict == "refund-due"


def test_an_allowance_does_not_forgive_what_was_never_booked() -> None:
    allowed = NONE | {"presence": 1}
    assert answer(
        held("01-13", "02-10") + CLAIM, "07-20", scope=THREE, allowed=allowed
    ).verdict == ("needs-judgement")


# --- percentages ---

TEN = tuple(f"0{month}-{day}" for month in (2, 3, 4, 5, 6) for day in (10, 24))


def feedbacks(missing: str) -> str:
    lines = held(*TEN)
    return "\n".join(
        line for line in lines.splitlines() if not line.startswith((f"F{missing} ", f"A{missing} "))
    )


def test_a_percentage_is_final_over_all_findings_once_nothing_is_open() -> None:
    """Ten meetings, feedback on the last one missing; ten percent are allowed."""
    lines = feedbacks("10") + "\n" + CLAIM
    allowed = NONE | {"feedback": "10%"}
    terms: dict[str, Any] = {"allowed": allowed, "ends": as_of("06-28").date()}
    running = answer(lines, "06-28", **terms)
    assert (running.verdict, status(running, "feedback", "S10")) == ("in-progress", "pending")
    still_open = answer(lines, "07-01", **terms)  # its day, 1 July, has not ended
    assert still_open.verdict == "in-progress"
    settled = answer(lines.replace("07-12T10:00", "06-29T10:00"), "07-02", **terms)
    assert (settled.verdict, status(settled, "feedback", "S10")) == ("refund-due", "excused")


def test_a_replacement_ahead_leaves_a_percentage_open() -> None:
    ahead = (
        "B1 booking 06-01T09:00 to=06-20T10:00\nC1 cancellation 06-10T09:00 booking=B1 by=client\n"
        "B2 booking 06-10T09:00 to=07-25T10:00 replaces=C1\n"
    )
    terms: dict[str, Any] = {
        "allowed": NONE | {"feedback": "10%"},
        "meetings": {"reschedule_within": "60 days"},
    }
    lines = feedbacks("3") + "\n" + ahead + CLAIM
    assert answer(lines, "07-24", **terms).verdict == "in-progress"
    reason = said(answer(lines, "07-24", **terms).reason)
    assert reason == "The term is over; a meeting is made up for on Sat 2026-07-25 (B2)."
    assert answer(lines, "07-26", **terms).verdict == "refund-due"


def test_the_time_to_claim_counts_from_a_meeting_made_up_for_later() -> None:
    lines = (
        "B1 booking 06-01T09:00 to=07-10T10:00\nC1 cancellation 07-08T09:00 booking=B1 by=client\n"
        "B2 booking 07-08T09:00 to=07-20T10:00 replaces=C1\n"
    )
    missed = "S1 session 07-20T10:00 minutes=60 booking=B2 recording=r no_show=provider\n"
    attended = missed.replace(" no_show=provider", "")
    called_off = "C2 cancellation 07-19T10:00 booking=B2 by=provider\n"
    for what in (missed, attended, called_off):
        assert answer(lines + what, "07-21").claim.deadline == as_of("08-19")
    assert answer(lines, "07-21").claim.deadline == as_of("08-11")


# --- allowances ---

FLU = "X1 factor 02-01T09:00 cause=health from=02-01 to=02-20 text=flu affects=attendance\n"


def test_what_is_left_of_an_allowance_forgives_what_waits_for_a_judgement() -> None:
    lines = held("01-13") + FLU + "H1 homework 01-20T09:00 text=x due=02-10\n" + CLAIM
    assert answer(lines, "07-20").verdict == "needs-judgement"
    one = answer(lines, "07-20", allowed=NONE | {"homework": 1})
    assert (one.verdict, status(one, "homework", "H1")) == ("refund-due", "excused")
    missed = lines + "H2 homework 03-01T09:00 text=x due=03-10\n"
    both = answer(missed, "07-20", allowed=NONE | {"homework": 1})
    assert status(both, "homework", "H2") == "excused"  # breaches come first
    assert status(both, "homework", "H1") == "judgement"
    assert ladder(today(lines, "07-20", allowed=NONE | {"homework": 1})).misses == ()


@pytest.mark.parametrize(
    ("allowed", "days", "eligible"),
    [
        ("1 per quarter", ("02-10", "04-14"), True),
        ("1 per quarter", ("02-10", "03-03"), False),
        ("1 per quarter", ("03-31", "04-01"), True),  # the last day of a quarter, and the next
        ("1 per month", ("02-10", "03-03"), True),
        ("2 per year", ("02-10", "03-03"), True),
        ("1 per week", ("02-15", "02-16"), True),  # Sunday and Monday
        ("1 per week", ("02-16", "02-22"), False),
        (2, ("02-10", "03-03"), True),
    ],
)
def test_an_allowance_per_calendar_period(
    allowed: object, days: tuple[str, str], eligible: bool
) -> None:
    lines = "".join(
        f"S{n} session {day}T10:00 minutes=60 recording=r no_show=client\n"
        for n, day in enumerate(days, 1)
    )
    found_ = answer(lines + CLAIM, "07-20", allowed=NONE | {"presence": allowed})
    assert (found_.verdict != "not-eligible") == eligible


# --- an early end ---


def test_what_was_pending_when_it_ended_early_is_excused_on_both_sides() -> None:
    lines = (
        "S1 session 02-10T10:00 minutes=60 recording=r\n"
        "S2 session 02-10T16:00 minutes=60 recording=r\n"
        "Q1 feedback-request 02-10T12:00 session=S1 channel=mail\n"
        "H1 homework 02-01T09:00 text=x due=02-09\n"
        "H2 homework 02-01T09:00 text=x due=02-10\n"
        "B1 booking 02-01T09:00 to=02-20T10:00\n"
        "C1 cancellation 02-09T09:00 booking=B1 by=client\n"
        "F9 feedback 02-10T17:00 session=S1 text=x value=1\n"
        "E1 end 02-10T18:00 by=both reason=x\n"
    )
    after = answer(lines, "06-01")
    assert status(after, "homework", "H1") == "breached"
    for check, about in (
        ("homework", "H2"),
        ("feedback", "S2"),
        ("reschedule", "C1"),
        ("asking", "S2"),
        ("adjusting", "F9"),
    ):
        assert status(after, check, about) == "excused", check
    assert said(found(after, "homework", "H2").message).endswith(
        "(open when the engagement ended (E1))"
    )
    assert [miss.entry for miss in ladder(after.timeline).misses] == ["H1"]


def test_a_factor_that_was_upheld_ends_the_question() -> None:
    lines = (
        held("01-13", "02-10")
        + "X1 factor 03-01T09:00 cause=economy from=03-01 to=06-01 text=slump affects=results\n"
        + "J1 ruling 03-02T09:00 on=X1 outcome=upheld reason=x\n"
    )
    running = answer(lines, "03-03", scope=THREE)
    assert running.verdict == "not-eligible"
    assert answer(lines + "E1 end 03-05T10:00 by=both reason=x", "03-06").verdict == "not-eligible"


# --- commitments ---


def test_commitments_leave_out_what_nobody_asked_for() -> None:
    lines = "S1 session 01-13T10:00 minutes=60\nS2 session 01-14T10:00 minutes=60\n"
    asked = "Q1 feedback-request 01-13T11:00 session=S1 channel=mail\n"
    kept = ladder(today(lines + asked, "02-20")).commitments
    assert (kept.kept, kept.total) == (2, 3)  # two meetings attended, one feedback missed
    ruled = "J1 ruling 02-01T10:00 on=S1 check=feedback outcome=excused reason=x\n"
    kept = ladder(today(lines + asked + ruled, "02-20")).commitments
    assert (kept.kept, kept.total) == (3, 3)


# --- promises ---


def test_a_promise_cannot_be_late_before_it_begins() -> None:
    from tests.rules.test_service import practice
    from valueback.rules.service import Service

    standard = {
        "id": "call",
        "text": "x",
        "every": "2 weeks",
        "kept_by": ["session"],
        "since": as_of("03-01").date(),
    }
    own = practice(schema=2, standard=[standard])
    for when, state, due in (
        ("02-10", "ok", "03-15"),
        ("03-08", "due", "03-15"),
        ("03-16", "overdue", "03-15"),
    ):
        [promise] = Service(today("S1 session 01-14T10:00 minutes=60", when), own).promises
        assert (promise.status, promise.due) == (state, as_of(due).date())


@pytest.mark.parametrize(
    ("every", "ends"),
    [("1 month", ["02-28", "03-31", "04-30"]), ("1 quarter", ["04-30"]), ("5 working days", None)],
)
def test_a_promise_comes_again_by_its_own_term(every: str, ends: list[str] | None) -> None:
    from tests.rules.test_service import practice
    from valueback.rules.service import Service

    standard = {"id": "call", "text": "x", "every": every, "kept_by": ["session"]}
    own = practice(schema=2, standard=[standard])
    timeline = today("", "05-01", starts=as_of("01-31").date())
    [promise] = Service(timeline, own).promises
    if ends is None:
        assert promise.promised == 12  # of 64 working days
    else:
        assert promise.promised == len(ends)
