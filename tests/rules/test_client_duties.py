"""The client's clauses: every row of the table, on both sides of every boundary."""

from zoneinfo import ZoneInfo

import pytest

from tests.story import as_of, clause, found, judged, status, story
from valueback.model.timeline import Timeline
from valueback.render.words import said
from valueback.rules.guarantee import assess

ASKED = """
S1 session 01-12T10:00 minutes=60
Q1 feedback-request 01-13T23:59 session=S1 channel=email
"""
SESSION = "S1 session 01-12T10:00 minutes=60\n"
NO_ALLOWANCE = {"feedback": 0, "homework": 0, "presence": 0, "cancellation": 0}


@pytest.mark.parametrize(
    ("lines", "when", "expected"),
    [
        (ASKED, "01-12", "pending"),
        (ASKED, "01-19", "pending"),  # the last second of the seventh day
        (ASKED, "01-19T23:59:59", "pending"),
        (ASKED, "01-20T00:00", "breached"),
        (ASKED + "F1 feedback 01-19T23:59:59 session=S1 text=x", "01-20", "met"),
        (ASKED + "F1 feedback 01-20T00:00 session=S1 text=x", "01-20", "breached"),
        (SESSION, "01-19", "pending"),  # not asked: still open until its day
        (SESSION, "01-20", "excused"),
        (SESSION + "Q1 feedback-request 01-14T00:00 session=S1 channel=email", "01-20", "excused"),
        (SESSION + "F1 feedback 01-21T09:00 session=S1 text=x", "01-21", "excused"),
        (SESSION + "F1 feedback 01-12T11:30 session=S1 text=x", "01-12", "met"),
        (
            ASKED
            + "F1 feedback 01-21T09:00 session=S1 text=x\nF2 feedback 01-22T09:00 session=S1 text=y",
            "01-22",
            "breached",
        ),
    ],
)
def test_feedback(lines: str, when: str, expected: str) -> None:
    assert status(judged(lines, when, allowed=NO_ALLOWANCE), "feedback", "S1") == expected


def test_feedback_is_owed_for_attended_sessions_only() -> None:
    answer = judged(
        """
        S1 session 01-12T10:00 minutes=60 no_show=client
        S2 session 01-19T10:00 minutes=60 no_show=provider
        """,
        "02-20",
    )
    assert clause(answer, "feedback").status == "not-applicable"


def test_feedback_day_ends_in_the_practices_zone() -> None:
    lines = """
    S1 session 2026-01-13T01:00+00:00 minutes=60
    Q1 feedback-request 01-12T23:00 session=S1 channel=email
    """  # still the 12th in Sao Paulo
    assert status(judged(lines, "01-19", allowed=NO_ALLOWANCE), "feedback", "S1") == "pending"
    assert status(judged(lines, "01-20", allowed=NO_ALLOWANCE), "feedback", "S1") == "breached"


HOMEWORK = "H1 homework 01-12T11:00 text=write due=01-19\n"


@pytest.mark.parametrize(
    ("lines", "grace", "when", "expected"),
    [
        (HOMEWORK, 0, "01-19", "pending"),
        (HOMEWORK, 0, "01-20T00:00", "breached"),
        (HOMEWORK, 2, "01-21", "pending"),
        (HOMEWORK, 2, "01-22T00:00", "breached"),
        (HOMEWORK + "D1 homework-done 01-19T23:59:59 homework=H1", 0, "01-20", "met"),
        (HOMEWORK + "D1 homework-done 01-20T00:00 homework=H1", 0, "01-20", "breached"),
        (HOMEWORK + "D1 homework-done 01-21T12:00 homework=H1", 2, "01-22", "met"),
        (
            HOMEWORK + "AM1 amendment 01-19T23:59 entry=H1 set.due=01-26",
            0,
            "01-26",
            "pending",
        ),
    ],
)
def test_homework(lines: str, grace: int, when: str, expected: str) -> None:
    answer = judged(lines, when, guarantee={"homework_grace_days": grace}, allowed=NO_ALLOWANCE)
    assert status(answer, "homework", "H1") == expected


def test_a_moved_due_day_works_from_the_amendment_on() -> None:
    lines = HOMEWORK + "AM1 amendment 01-18T12:00 entry=H1 set.due=01-26"
    before = found(judged(lines, "01-17"), "homework", "H1")
    after = found(judged(lines, "01-18"), "homework", "H1")
    assert (before.due, after.due) == (as_of("01-19"), as_of("01-26"))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("", "met"),
        ("late_minutes=5", "met"),
        ("late_minutes=6", "breached"),
        ("left_early_minutes=5", "met"),
        ("left_early_minutes=6", "breached"),
        ("no_show=client", "breached"),
    ],
)
def test_presence(fields: str, expected: str) -> None:
    answer = judged(f"S1 session 01-12T10:00 minutes=60 {fields}", "01-12", allowed=NO_ALLOWANCE)
    assert status(answer, "presence", "S1") == expected


def test_a_session_that_the_provider_missed_is_no_finding_against_the_client() -> None:
    answer = judged("S1 session 01-12T10:00 minutes=60 no_show=provider", "07-12")
    assert [c.id for c in answer.clauses if c.owner == "client" and c.findings] == []


SCOPE = [{"id": "sessions", "text": "session", "quantity": 3}]
TWO_HELD = "S1 session 01-12T10:00 minutes=60\nS2 session 01-19T10:00 minutes=60\n"


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (TWO_HELD, "1 session was never booked, of 3 agreed"),
        (TWO_HELD + "S3 session 01-26T10:00 minutes=60", None),
        (TWO_HELD + "S3 session 01-26T10:00 minutes=60 no_show=client", None),
        (TWO_HELD + "S3 session 01-26T10:00 minutes=60 no_show=provider", None),
        (
            TWO_HELD + "B1 booking 01-20T09:00 to=01-26T10:00\n"
            "C1 cancellation 01-26T09:00 booking=B1 by=client",
            None,  # short of notice: the session counts as used
        ),
        (
            TWO_HELD + "B1 booking 01-20T09:00 to=01-26T10:00\n"
            "C1 cancellation 01-21T09:00 booking=B1 by=client",
            None,  # it was booked; that it got no new date is another question
        ),
        (
            TWO_HELD + "B1 booking 01-20T09:00 to=01-26T10:00\n"
            "C1 cancellation 01-21T09:00 booking=B1 by=provider",
            None,
        ),
        # booked, and nobody has said yet what became of it: that is no finding
        (TWO_HELD + "B1 booking 01-20T09:00 to=07-10T10:00", None),
        (
            TWO_HELD + "B1 booking 01-20T09:00 to=07-10T10:00\n"
            "C1 cancellation 07-09T09:00 booking=B1 by=provider\n"
            "B2 booking 07-09T09:00 to=07-20T10:00 replaces=C1",
            None,  # agreeing on a new date harms nobody
        ),
        (
            "S1 session 01-12T10:00 minutes=60\n"
            "B1 booking 01-20T09:00 to=01-26T10:00\n"
            "C1 cancellation 01-21T09:00 booking=B1 by=provider\n"
            "B2 booking 01-21T09:00 to=01-28T10:00 replaces=C1\n"
            "S2 session 01-28T10:00 minutes=60",
            "1 session was never booked, of 3 agreed",  # what the provider cancelled was made good
        ),
    ],
)
def test_sessions_never_booked_are_a_question_at_the_end_of_a_full_term(
    lines: str, left: str | None
) -> None:
    assert clause(judged(lines, "07-12", scope=SCOPE), "presence").count("judgement") == 0
    after = [
        f
        for f in clause(judged(lines, "07-13", scope=SCOPE), "presence").findings
        if f.entry == "agreement"
    ]
    assert [said(f.message) for f in after] == ([left] if left else [])
    assert all(f.status == "judgement" for f in after)


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ("S1 session 01-12T10:00 minutes=60\nS2 session 02-12T10:00 minutes=60", 0),
        # two in the first month, none in the second: over the whole term all were booked
        ("S1 session 01-12T10:00 minutes=60\nS2 session 02-11T10:00 minutes=60", 0),
        ("S1 session 01-12T10:00 minutes=60", 1),
        (
            "S1 session 01-12T10:00 minutes=60\n"
            "B1 booking 01-20T09:00 to=03-11T10:00\n"
            "C1 cancellation 03-01T09:00 booking=B1 by=client\n"
            "B2 booking 03-01T09:00 to=03-20T10:00 replaces=C1\n"
            "S2 session 03-20T10:00 minutes=60",
            0,  # a replacement after the end belongs to the last month
        ),
    ],
)
def test_sessions_per_month_are_counted_over_the_whole_term(lines: str, left: int) -> None:
    scope = [{"id": "sessions", "text": "call", "quantity": 1, "per": "month"}]
    settings = {"scope": scope, "ends": as_of("03-12").date(), "price_per": "month"}
    answer = judged(lines, "03-21", **settings)
    assert sum(f.entry == "agreement" for f in clause(answer, "presence").findings) == left


# --- cancellation: notice ---

NEW_YORK, SAO = ZoneInfo("America/New_York"), ZoneInfo("America/Sao_Paulo")
LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("start", "notice", "zone", "expected"),
    [
        ("02-03T14:00", "02-02T14:00", SAO, "met"),  # exactly 24 hours
        ("02-03T14:00", "02-02T14:00:01", SAO, "breached"),  # one second less
        ("02-03T14:00", "02-02T15:00", SAO, "breached"),
        # New York, spring: 8 March 2026 has 23 hours
        ("03-08T12:00", "03-07T12:00", NEW_YORK, "breached"),
        ("03-08T12:00", "03-07T11:00", NEW_YORK, "met"),
        ("03-08T12:00", "03-07T11:00:01", NEW_YORK, "breached"),
        # New York, autumn: 1 November 2026 has 25 hours
        ("11-01T12:00", "10-31T12:00", NEW_YORK, "met"),
        ("11-01T12:00", "10-31T13:00", NEW_YORK, "met"),
        ("11-01T12:00", "10-31T13:00:01", NEW_YORK, "breached"),
        # London: 29 March and 25 October 2026
        ("03-29T12:00", "03-28T11:00", LONDON, "met"),
        ("03-29T12:00", "03-28T11:00:01", LONDON, "breached"),
        ("10-25T12:00", "10-24T13:00", LONDON, "met"),
        ("10-25T12:00", "10-24T13:00:01", LONDON, "breached"),
        # two zones in one cancellation
        ("2026-02-03T14:00-03:00", "2026-02-02T17:00+00:00", LONDON, "met"),
        ("2026-02-03T14:00-03:00", "2026-02-02T17:00:01+00:00", LONDON, "breached"),
    ],
)
def test_notice(start: str, notice: str, zone: ZoneInfo, expected: str) -> None:
    lines = f"B1 booking 01-09T09:00 to={start}\nC1 cancellation {notice} booking=B1 by=client"
    terms = {"allowed": NO_ALLOWANCE, "ends": as_of("12-12").date()}
    assert status(judged(lines, "12-01", zone=zone, **terms), "notice", "C1") == expected


def test_cancelled_by_the_provider_is_no_finding_against_the_client() -> None:
    lines = (
        "B1 booking 01-09T09:00 to=02-03T14:00\nC1 cancellation 02-03T13:00 booking=B1 by=provider"
    )
    assert clause(judged(lines, "03-01"), "cancellation").status == "not-applicable"


# --- cancellation: a new date ---

CANCELLED = """
B1 booking 01-09T09:00 to=02-02T10:00
C1 cancellation 01-20T09:00 booking=B1 by=client
"""
BOOKED = {"reschedule_rule": "booked"}
HELD = {"reschedule_rule": "held"}


@pytest.mark.parametrize(
    ("rule", "lines", "when", "expected"),
    [
        (BOOKED, "", "02-17", "pending"),  # the 15th day after the cancelled one
        (BOOKED, "", "02-18T00:00", "breached"),  # the 16th
        (BOOKED, "B2 booking 02-17T23:59:59 to=03-30T10:00 replaces=C1", "02-18", "met"),
        (BOOKED, "B2 booking 02-18T00:00 to=02-20T10:00 replaces=C1", "02-18", "breached"),
        (HELD, "B2 booking 01-21T09:00 to=02-17T10:00 replaces=C1", "02-17T09:59", "pending"),
        (
            HELD,
            "B2 booking 01-21T09:00 to=02-17T10:00 replaces=C1\nS1 session 02-17T10:00 minutes=60",
            "02-18",
            "met",
        ),
        (
            HELD,
            "B2 booking 01-21T09:00 to=02-18T10:00 replaces=C1\nS1 session 02-18T10:00 minutes=60",
            "02-18",
            "breached",
        ),
        (
            HELD,  # the client did not come to it
            "B2 booking 01-21T09:00 to=02-10T10:00 replaces=C1\n"
            "S1 session 02-10T10:00 minutes=60 no_show=client",
            "02-18",
            "breached",
        ),
        (
            HELD,  # a link by the booking's id, at another moment
            "B2 booking 01-21T09:00 to=02-10T10:00 replaces=C1\n"
            "S1 session 02-10T11:00 minutes=60 booking=B2",
            "02-18",
            "met",
        ),
    ],
)
def test_reschedule(rule: dict[str, str], lines: str, when: str, expected: str) -> None:
    answer = judged(CANCELLED + lines, when, guarantee=rule, allowed=NO_ALLOWANCE)
    assert status(answer, "reschedule", "C1") == expected


CHAIN = (
    CANCELLED
    + """
B2 booking 01-21T09:00 to=02-10T10:00 replaces=C1
C2 cancellation 02-08T09:00 booking=B2 by=client
"""
)


@pytest.mark.parametrize(
    ("rule", "lines", "when", "first", "second"),
    [
        (HELD, "", "02-17", "pending", "pending"),
        (HELD, "", "02-18", "breached", "breached"),  # 15 days from 2 February, not from the 10th
        (
            HELD,
            "B3 booking 02-08T09:00 to=02-17T10:00 replaces=C2\nS1 session 02-17T10:00 minutes=60",
            "02-18",
            "met",
            "met",
        ),
        (
            HELD,
            "B3 booking 02-08T09:00 to=02-18T10:00 replaces=C2\nS1 session 02-18T10:00 minutes=60",
            "02-18",
            "breached",
            "breached",
        ),
        (BOOKED, "", "02-18", "met", "breached"),  # B2 was booked in time; nothing replaced it
        (BOOKED, "B3 booking 02-17T09:00 to=03-18T10:00 replaces=C2", "02-18", "met", "met"),
        (BOOKED, "B3 booking 02-18T09:00 to=03-18T10:00 replaces=C2", "02-18", "met", "breached"),
    ],
)
def test_a_replacement_that_the_client_cancels_does_not_restart_the_days(
    rule: dict[str, str], lines: str, when: str, first: str, second: str
) -> None:
    answer = judged(CHAIN + lines, when, guarantee=rule, allowed=NO_ALLOWANCE)
    assert (status(answer, "reschedule", "C1"), status(answer, "reschedule", "C2")) == (
        first,
        second,
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "B2 booking 01-21T09:00 to=02-10T10:00 replaces=C1\n"
            "C2 cancellation 02-09T09:00 booking=B2 by=provider",
            "excused",
        ),
        (
            "B2 booking 01-21T09:00 to=02-10T10:00 replaces=C1\n"
            "S1 session 02-10T10:00 minutes=60 no_show=provider",
            "excused",
        ),
        (
            "B2 booking 01-21T09:00 to=02-18T10:00 replaces=C1\n"  # agreed for a day too late
            "C2 cancellation 02-09T09:00 booking=B2 by=provider",
            "breached",
        ),
        (
            "B2 booking 01-21T09:00 to=02-10T10:00 replaces=C1\n"
            "C2 cancellation 02-09T09:00 booking=B2 by=provider\n"
            "B3 booking 02-09T09:00 to=02-16T10:00 replaces=C2\n"
            "S1 session 02-16T10:00 minutes=60",
            "met",
        ),
    ],
)
def test_a_replacement_that_the_provider_could_not_keep_excuses(lines: str, expected: str) -> None:
    answer = judged(CANCELLED + lines, "02-20", guarantee=HELD, allowed=NO_ALLOWANCE)
    assert status(answer, "reschedule", "C1") == expected


SHORT = """
B1 booking 01-09T09:00 to=02-02T10:00
C1 cancellation 02-02T09:00 booking=B1 by=client
"""


@pytest.mark.parametrize(
    ("uses", "lines", "expected"),
    [
        (True, "", "excused"),
        (True, "B2 booking 02-02T09:30 to=02-05T10:00 replaces=C1", "excused"),
        (
            True,
            "B2 booking 02-02T09:30 to=02-05T10:00 replaces=C1\nS1 session 02-05T10:00 minutes=60",
            "met",
        ),
        (False, "", "breached"),
        # a ruling that gives the session back never makes the client's position worse
        (True, "J1 ruling 02-03T09:00 on=C1 check=notice outcome=excused reason=hail", "excused"),
    ],
)
def test_a_session_used_up_by_short_notice_owes_no_new_date(
    uses: bool, lines: str, expected: str
) -> None:
    answer = judged(
        SHORT + lines, "02-18", allowed=NO_ALLOWANCE, late_cancellation_uses_session=uses
    )
    assert status(answer, "reschedule", "C1") == expected


# --- voice ---

CLAIM = "L1 claim 07-20T10:00 text=money_back\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("F1 feedback 01-13T10:00 session=S1 text=x value=2", "met"),
        ("F1 feedback 01-13T10:00 session=S1 text=x value=5 missing=examples", "met"),
        ("F1 feedback 01-13T10:00 session=S1 text=x value=3", "judgement"),
        ("Q1 feedback-request 01-13T10:00 session=S1 channel=email", "judgement"),
        ("", "excused"),  # never asked for in time
        ("F1 feedback 07-21T10:00 session=S1 text=x value=1", "excused"),  # after the claim
    ],
)
def test_voice(lines: str, expected: str) -> None:
    answer = judged(f"S1 session 01-12T10:00 minutes=60\n{lines}\n{CLAIM}", "07-22")
    assert status(answer, "voice", "L1") == expected


def test_what_was_due_before_both_had_signed_is_excused() -> None:
    lines = """
    SG1 signature 01-09T15:00 by=client
    S1 session 01-12T10:00 minutes=60 late_minutes=20
    H1 homework 01-12T11:00 text=write due=01-19
    H2 homework 01-12T11:00 text=read due=01-20
    SG2 signature 01-20T09:00 by=provider
    """
    answer = assess(Timeline(story(lines, signed=False, allowed=NO_ALLOWANCE), as_of("02-20")))
    assert status(answer, "presence", "S1") == "excused"
    assert status(answer, "homework", "H1") == "excused"
    assert status(answer, "homework", "H2") == "breached"


def test_an_entry_written_down_long_after_says_so() -> None:
    lines = "S1 session 01-12T10:00 minutes=60\n"
    late = "F1 feedback 01-13T10:00 session=S1 text=x logged=02-01T10:00"
    text = said(found(judged(lines + late, "02-02"), "feedback", "S1").message)
    assert text.endswith("F1 was written down 19 days later")


@pytest.mark.parametrize(("per", "ends"), [("month", "07-12"), ("week", "02-23")])
def test_a_term_has_the_fewest_periods_that_reach_its_last_day(per: str, ends: str) -> None:
    weeks = ["01-12", "01-19", "01-26", "02-02", "02-09", "02-16"]
    days = weeks if per == "week" else [f"0{month}-12" for month in range(1, 7)]
    lines = "\n".join(f"S{n} session {day}T10:00 minutes=60" for n, day in enumerate(days, 1))
    scope = [{"id": "sessions", "text": "call", "quantity": 1, "per": per}]
    answer = judged(lines, "07-20", scope=scope, ends=as_of(ends).date())
    assert (
        said(found(answer, "delivery", "agreement").message)
        == "All 6 agreed sessions were held or used up"
    )
    assert clause(answer, "presence").status == "met"


def test_what_the_client_called_off_at_short_notice_was_delivered_whatever_a_ruling_says() -> None:
    ill = (
        SHORT
        + "X1 factor 02-01T09:00 cause=health from=02-01 to=02-03 text=flu affects=attendance\n"
    )
    for on in ("C1", "X1"):
        lines = ill + f"J1 ruling 02-05T09:00 on={on} outcome=excused reason=ill"
        answer = judged(lines, "07-13", scope=[SCOPE[0] | {"quantity": 1}])
        assert clause(answer, "delivery").status == "met"
    assert (
        clause(judged(ill, "07-13", scope=[SCOPE[0] | {"quantity": 1}]), "delivery").status == "met"
    )


def test_what_the_provider_called_off_or_missed_is_never_a_finding_against_the_client() -> None:
    booked = "B1 booking 01-09T09:00 to=02-02T10:00\n"
    twice = "C1 cancellation 01-20T09:00 booking=B1 by=provider\nC2 cancellation 02-02T09:00 booking=B1 by=client"
    missed = "C1 cancellation 02-02T09:00 booking=B1 by=client\nS1 session 02-02T10:00 minutes=60 no_show=provider"
    for lines in (twice, missed):
        assert clause(judged(booked + lines, "03-01"), "cancellation").status == "not-applicable"


def test_a_session_that_names_its_booking_goes_before_one_that_does_not() -> None:
    lines = (
        CANCELLED
        + """
    B2 booking 01-21T09:00 to=02-10T10:00 replaces=C1
    B3 booking 01-21T09:00 to=02-10T10:00 item=review
    S1 session 02-10T10:00 minutes=30 item=review
    S2 session 02-10T10:00 minutes=60 booking=B2
    """
    )
    answer = judged(lines, "02-20", guarantee=HELD, allowed=NO_ALLOWANCE)
    assert status(answer, "reschedule", "C1") == "met"


def test_what_has_not_fallen_due_is_open_before_anybody_signed() -> None:
    answer = assess(Timeline(story(HOMEWORK, signed=False), as_of("01-15")))
    assert (answer.verdict, status(answer, "homework", "H1")) == ("not-in-force", "pending")


def test_a_void_session_proves_nothing_about_an_earlier_moment() -> None:
    lines = """
    S1 session 01-12T10:00 minutes=60
    L1 claim 02-20T10:00 text=back
    Z1 void 02-21T10:00 entry=S1 reason=never_happened
    """
    assert status(judged(lines, "02-20"), "voice", "L1") == "excused"
    assert status(judged(lines, "02-21"), "voice", "L1") == "judgement"
