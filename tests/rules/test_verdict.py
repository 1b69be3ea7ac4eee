"""The eleven steps to a verdict, and which of two comes first."""

import pytest

from tests.story import as_of, judged, story
from valueback.model.timeline import Timeline
from valueback.rules.guarantee import assess

ZERO = {"feedback": 0, "homework": 0, "presence": 0, "cancellation": 0}

MISS = "H1 homework 01-12T11:00 text=x due=01-19\n"
REACHED = 'V1 result 06-01T10:00 result=contracts amount="2400.00" confirmed_by_client=true\n'
HAPPY = "AS1 assessment 07-01T10:00 got_value=true text=it_paid_off\n"
CLAIM = "F1 feedback 01-13T10:00 session=S1 text=x value=2\nL1 claim 07-20T10:00 text=back_please\n"
SESSION = "S1 session 01-12T10:00 minutes=60 recording=r\nQ1 feedback-request 01-12T12:00 session=S1 channel=email\n"
DONE = (
    SESSION
    + "F1 feedback 01-13T10:00 session=S1 text=x value=2\nA1 adjustment 01-14T10:00 feedback=F1 text=y\n"
)
REFUND = 'PR1 refund 07-25T10:00 amount="2400.00"\n'
CLIENT_ENDS = "E1 end 03-01T10:00 by=client reason=moved\n"
BOTH_END = "E1 end 03-01T10:00 by=both reason=moved\n"
PROVIDER_ENDS = "E1 end 03-01T10:00 by=provider reason=moved\n"
ABUSE = "I1 incident 02-28T10:00 text=threats by=client\nE1 end 03-01T10:00 by=provider reason=abuse incident=I1\n"
SLUMP = "X1 factor 02-01T10:00 cause=economy from=02-01 to=06-30 text=recession affects=results\n"
EXCUSED = "J1 ruling 03-10T10:00 on=E1 outcome=excused reason=agreed by=both\n"
CLAIMED = DONE + "L1 claim 07-20T10:00 text=back\n"


@pytest.mark.parametrize(
    ("lines", "when", "terms", "expected"),
    [
        ("", "01-20", {"guarantee": {"offered": False}}, "not-offered"),
        ("", "01-20", {"signed": False}, "not-in-force"),
        ("SG1 signature 01-09T10:00 by=client", "01-20", {"signed": False}, "not-in-force"),
        (REACHED, "06-01", {}, "value-delivered"),
        (HAPPY, "07-01", {}, "value-delivered"),
        (CLAIMED + REFUND, "07-25", {}, "refunded"),
        (MISS, "01-20", {}, "not-eligible"),
        (ABUSE, "03-01", {}, "not-eligible"),
        (CLIENT_ENDS, "03-01", {}, "not-eligible"),
        (BOTH_END, "03-01", {}, "needs-judgement"),
        (PROVIDER_ENDS, "03-01", {}, "needs-judgement"),
        ("", "07-12", {}, "in-progress"),
        (SLUMP, "07-13", {}, "needs-judgement"),
        (CLAIMED, "07-20", {}, "refund-due"),
        (DONE, "07-13", {}, "eligible"),
        (DONE, "08-11", {}, "eligible"),  # 30 days after 12 July
        (DONE, "08-12T00:00", {}, "expired"),
    ],
)
def test_verdicts(lines: str, when: str, terms: dict[str, object], expected: str) -> None:
    assert judged(lines, when, allowed=ZERO, **terms).verdict == expected


@pytest.mark.parametrize(
    ("first", "second", "lines", "when", "terms"),
    [
        (
            "not-offered",
            "not-in-force",
            "",
            "01-20",
            {"signed": False, "guarantee": {"offered": False}},
        ),
        ("not-offered", "value-delivered", REACHED, "06-01", {"guarantee": {"offered": False}}),
        ("not-offered", "refunded", REFUND, "07-25", {"guarantee": {"offered": False}}),
        ("not-offered", "not-eligible", MISS, "02-01", {"guarantee": {"offered": False}}),
        ("not-offered", "expired", DONE, "12-01", {"guarantee": {"offered": False}}),
        ("not-in-force", "value-delivered", REACHED, "06-01", {"signed": False}),
        ("not-in-force", "refunded", REFUND, "07-25", {"signed": False}),
        ("not-in-force", "not-eligible", CLIENT_ENDS, "03-02", {"signed": False}),
        ("not-in-force", "needs-judgement", BOTH_END, "03-02", {"signed": False}),
        ("not-in-force", "in-progress", "", "03-02", {"signed": False}),
        ("not-in-force", "expired", "", "12-02", {"signed": False}),
        ("refunded", "value-delivered", REACHED + REFUND, "07-25", {}),
        ("value-delivered", "not-eligible", REACHED + MISS, "06-01", {}),
        ("value-delivered", "needs-judgement", BOTH_END + HAPPY, "07-01", {}),
        ("value-delivered", "in-progress", REACHED, "06-01", {}),
        ("value-delivered", "refund-due", CLAIMED + REACHED, "07-20", {}),
        ("value-delivered", "eligible", DONE + HAPPY, "07-20", {}),
        ("value-delivered", "expired", DONE + HAPPY, "12-20", {}),
        ("refunded", "not-eligible", MISS + REFUND, "07-25", {}),
        ("refunded", "needs-judgement", BOTH_END + REFUND, "07-25", {}),
        ("refunded", "in-progress", 'PR1 refund 02-01T10:00 amount="2400.00"', "02-01", {}),
        ("refunded", "refund-due", CLAIMED + REFUND, "07-25", {}),
        ("refunded", "eligible", DONE + REFUND, "07-25", {}),
        ("refunded", "expired", DONE + REFUND, "12-25", {}),
        ("not-eligible", "needs-judgement", ABUSE, "03-02", {}),
        ("not-eligible", "needs-judgement", MISS + SLUMP, "07-13", {}),
        ("not-eligible", "in-progress", MISS, "02-01", {}),
        ("not-eligible", "refund-due", CLAIMED + MISS, "07-20", {}),
        ("not-eligible", "eligible", DONE + MISS, "07-20", {}),
        ("not-eligible", "expired", DONE + MISS, "12-20", {}),
        ("needs-judgement", "in-progress", BOTH_END, "03-01", {}),  # step 6 before step 7
        ("in-progress", "needs-judgement", SLUMP, "07-12", {}),  # step 7 before step 8
        ("in-progress", "refund-due", DONE + "L1 claim 07-01T10:00 text=back", "07-12", {}),
        ("in-progress", "eligible", DONE + "H1 homework 07-10T10:00 text=x due=07-20", "07-15", {}),
        ("in-progress", "expired", DONE + "H1 homework 07-10T10:00 text=x due=09-20", "09-15", {}),
        ("needs-judgement", "refund-due", CLAIMED + SLUMP, "07-20", {}),
        ("needs-judgement", "eligible", DONE + SLUMP, "07-20", {}),
        ("needs-judgement", "expired", DONE + SLUMP, "12-20", {}),
        ("refund-due", "expired", CLAIMED, "12-20", {}),
    ],
)
def test_precedence(
    first: str, second: str, lines: str, when: str, terms: dict[str, object]
) -> None:
    assert judged(lines, when, allowed=ZERO, **terms).verdict == first, f"{first} before {second}"


# --- early ends ---

GAP = "S1 session 01-12T10:00 minutes=60\n"  # no recording: the provider's breach


@pytest.mark.parametrize(
    ("lines", "when", "expected"),
    [
        (GAP + CLIENT_ENDS, "03-02", "needs-judgement"),
        (CLIENT_ENDS + EXCUSED, "03-09", "not-eligible"),
        (CLIENT_ENDS + EXCUSED, "03-10", "eligible"),
        (
            CLIENT_ENDS + "J1 ruling 03-10T10:00 on=E1 outcome=upheld reason=x",
            "03-10",
            "not-eligible",
        ),
        (
            GAP + CLIENT_ENDS + "J1 ruling 03-10T10:00 on=E1 outcome=upheld reason=x",
            "03-10",
            "not-eligible",
        ),
        (BOTH_END + EXCUSED, "03-10", "eligible"),
        (BOTH_END + EXCUSED, "04-09", "eligible"),  # 30 days after the ruling's day
        (BOTH_END + EXCUSED, "04-10", "expired"),
        (BOTH_END + "J1 ruling 03-10T10:00 on=E1 outcome=upheld reason=x", "03-10", "not-eligible"),
        # against the client, where the provider ended it, the provider alone cannot rule
        (
            PROVIDER_ENDS + "J1 ruling 03-10T10:00 on=E1 outcome=upheld reason=x",
            "03-10",
            "needs-judgement",
        ),
        (
            PROVIDER_ENDS + "J1 ruling 03-10T10:00 on=E1 outcome=upheld reason=x by=provider",
            "03-10",
            "needs-judgement",
        ),
        (
            PROVIDER_ENDS + "J1 ruling 03-10T10:00 on=E1 outcome=upheld reason=x by=mediator",
            "03-10",
            "not-eligible",
        ),
        (
            PROVIDER_ENDS + "J1 ruling 03-10T10:00 on=E1 outcome=excused reason=x by=mediator\n"
            "J2 ruling 03-11T10:00 on=E1 outcome=upheld reason=x by=provider",
            "03-11",
            "eligible",  # what cannot count does not undo what counts
        ),
        (
            PROVIDER_ENDS + "J1 ruling 03-10T10:00 on=E1 outcome=upheld reason=x by=client",
            "03-10",
            "not-eligible",
        ),
        (
            PROVIDER_ENDS + "J1 ruling 03-10T10:00 on=E1 outcome=excused reason=x by=provider",
            "03-10",
            "eligible",
        ),
        # the provider's own abuse is no loss for the client
        (
            "I1 incident 02-28T10:00 text=shouted by=provider\n"
            "E1 end 03-01T10:00 by=client reason=x incident=I1\nS9 session 01-12T10:00 minutes=60",
            "03-02",
            "needs-judgement",
        ),
        # a miss does not count once the end was excused: the client's part is settled with it
        (MISS + BOTH_END + EXCUSED, "03-10", "eligible"),
        (MISS + BOTH_END, "03-01", "needs-judgement"),
        # an end on the agreed last day is no early end
        ("E1 end 07-12T10:00 by=client reason=done", "07-13", "eligible"),
        ("E1 end 07-11T10:00 by=client reason=done", "07-13", "not-eligible"),
    ],
)
def test_early_ends(lines: str, when: str, expected: str) -> None:
    assert judged(lines, when, allowed=ZERO).verdict == expected


def test_an_early_end_moves_the_last_day() -> None:
    answer = judged(DONE + BOTH_END + EXCUSED, "03-10", allowed=ZERO)
    assert answer.claim.deadline == as_of("04-09")
    late = judged(REACHED + BOTH_END, "06-02", allowed=ZERO)
    assert not late.results.reached  # dated after the end


# --- claims ---


@pytest.mark.parametrize(
    ("claim", "when", "status", "verdict"),
    [
        ("L1 claim 08-11T23:59:59 text=x", "08-12", "made", "refund-due"),
        ("L1 claim 08-12T00:00 text=x", "08-12", "late", "expired"),
        ("L1 claim 05-01T10:00 text=x", "07-13", "made", "refund-due"),
        ("", "08-11", "none", "eligible"),
    ],
)
def test_claims(claim: str, when: str, status: str, verdict: str) -> None:
    answer = judged(DONE + claim, when, allowed=ZERO)
    assert (answer.claim.status, answer.verdict) == (status, verdict)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (HAPPY, "value-delivered"),
        (HAPPY + "L1 claim 07-20T10:00 text=x", "refund-due"),  # a claim after it
        ("L1 claim 06-20T10:00 text=x\n" + HAPPY, "value-delivered"),
        (HAPPY + "AS2 assessment 07-02T10:00 got_value=false text=no", "eligible"),
    ],
)
def test_the_clients_latest_word(lines: str, expected: str) -> None:
    assert judged(DONE + lines, "07-25", allowed=ZERO).verdict == expected


# --- results ---


@pytest.mark.parametrize(
    ("lines", "needed", "reached"),
    [
        (REACHED, "any", True),
        (REACHED, "all", False),
        (REACHED + "V2 result 06-02T10:00 result=standing confirmed_by_client=true", "all", True),
        (
            'V1 result 06-01T10:00 result=contracts amount="2399.99" confirmed_by_client=true',
            "any",
            False,
        ),
        (
            'V1 result 06-01T10:00 result=contracts amount="1200" confirmed_by_client=true\n'
            'V2 result 06-02T10:00 result=contracts amount="1200" confirmed_by_client=true',
            "any",
            True,
        ),
        ('V1 result 06-01T10:00 result=contracts amount="2400.00"', "any", False),  # not confirmed
        (
            'V1 result 07-12T23:59:59 result=contracts amount="2400" confirmed_by_client=true',
            "any",
            True,
        ),
        (
            'V1 result 07-13T00:00 result=contracts amount="2400" confirmed_by_client=true',
            "any",
            False,
        ),
        ("V1 result 06-01T10:00 result=standing", "any", False),
    ],
)
def test_results(lines: str, needed: str, reached: bool) -> None:
    answer = judged(lines, "07-13", guarantee={"results_needed": needed})
    assert answer.results.reached is reached


def test_health() -> None:
    assert judged("", "02-01").health == "on-track"
    assert judged(MISS, "02-01").health == "at-risk"  # 10 % of one is none
    concern = SESSION + "F1 feedback 01-13T10:00 session=S1 text=x value=1\n"
    assert judged(concern, "01-20").health == "on-track"
    assert judged(concern, "01-21").health == "at-risk"
    answered_late = concern + "A1 adjustment 01-25T10:00 feedback=F1 text=y"
    assert judged(answered_late, "01-24").health == "at-risk"
    assert judged(answered_late, "01-25").health == "on-track"
    assert judged(REACHED, "07-01").health is None


def test_the_same_answer_whatever_the_order_in_the_file() -> None:
    lines = (DONE + MISS + SLUMP + REFUND + "L1 claim 07-20T10:00 text=x").splitlines()
    answers = []
    for order in (lines, lines[::-1], lines[3:] + lines[:3]):
        found = assess(Timeline(story("\n".join(order), allowed=ZERO), as_of("07-26")))
        clauses = [(c.id, c.status, sorted(f.message for f in c.findings)) for c in found.clauses]
        answers.append((found.verdict, found.reason, found.amount, clauses))
    assert answers[0] == answers[1] == answers[2]
