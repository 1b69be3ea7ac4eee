"""Results and money on the command line, up to the refund."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run

TERMS = ("--price", "900", "--starts", "2026-01-12", "--months", "1", "--objective", "x")


@pytest.fixture(autouse=True)
def _bo(practice: Path, run: Run) -> None:
    """Bo: one month, a sum to reach and something attested."""
    run(
        "new-client",
        "Bo",
        *TERMS,
        "--result-sum",
        "500 Fees",
        "--result",
        "Calm",
        now="2026-01-12T08:00",
    )
    run("sign", "bo", "--by", "both", now="2026-01-12T08:00")


def verdict(run: Run, now: str) -> str:
    answer: str = run("check-guarantee", "bo", "--json", now=now).json["verdict"]
    return answer


def test_from_a_concern_to_the_refund(run: Run) -> None:
    run("log-payment", "bo", "600")
    run("log-payment", "bo", "50", "--for", "penalty")
    run("log-session", "bo", "--start", "2026-01-12 10:00", "--recording", "r")
    run("log-feedback", "bo", "too fast", "--value", "2")
    run("log-adjustment", "bo", "slower")
    run("log-result", "bo", "fees", "--amount", "499.99", "--confirmed", now="2026-02-01T10:00")
    assert verdict(run, "2026-02-13T10:00") == "eligible"
    said = run("log-claim", "bo", "Please pay me back", now="2026-02-20T10:00")
    assert "entitled to the money back → the refund is due" in said.out
    half = run("log-refund", "bo", "200", now="2026-02-21T10:00")
    assert half.exit_code == 0
    rest = run("log-refund", "bo", now="2026-02-22T10:00")
    assert "all that is owed: USD 400.00" in rest.out
    assert verdict(run, "2026-02-22T10:00") == "refunded"
    again = run("log-refund", "bo", now="2026-02-23T10:00")
    assert (again.exit_code, "No refund is due (refunded)" in again.err) == (3, True)


def test_a_result_counts_when_the_client_confirms_it(run: Run) -> None:
    run("log-result", "bo", "calm", "--text", "sleeps again")
    report = run("check-guarantee", "bo", "--json").json
    item = report["results"]["items"][1]
    assert (item["reached"], item["value"], item["unconfirmed"]) == (False, None, ["V1"])
    run("amend", "bo", "V1", "confirmed_by_client=true")
    assert verdict(run, "2026-01-12T12:00") == "value-delivered"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("log-result", "bo"), 2, "fees, calm"),
        (("log-result", "bo", "fame"), 3, "fame is no minimum result"),
        (("log-result", "bo", "fees"), 3, "fees is a sum"),
        (("log-result", "bo", "fees", "--amount", "10.0001"), 2, "more decimals"),
        (("log-result", "bo", "fees", "--amount", "1.001"), 2, "can be USD 1,001.00 or 1.001"),
        (("log-payment", "bo", "0"), 3, "no payment"),
        (("log-payment", "bo", "-5"), 2, "No such option"),
        (("log-payment", "bo", "1e3"), 2, "is not an amount"),
        (("log-refund", "bo"), 3, "No refund is due (in-progress)"),
        (("log-refund", "bo", "0", "--for", "goodwill"), 3, "An amount of zero is no payment"),
        (
            ("log-factor", "bo", "flood", "--from", "2026-01-10", "--to", "2026-01-09"),
            3,
            "end before it began",
        ),
        (("rule", "bo", "SG1", "excused", "--reason", "x"), 3, "nothing to decide"),
        (
            ("rule", "bo", "agreement", "excused", "--check", "notice", "--reason", "x"),
            3,
            "no question",
        ),
        (("rule", "bo", "S9", "excused", "--reason", "x"), 3, "no entry S9"),
        (("end", "bo", "--by", "both"), 2, "--reason is missing"),
        (("log-assessment", "bo", "--no-input"), 2, "yes|no is missing"),
    ],
)
def test_what_is_refused(run: Run, words: tuple[str, ...], code: int, message: str) -> None:
    said = run(*words)
    assert (said.exit_code, said.out) == (code, "")
    assert message in said.err


def test_an_early_end_is_settled_by_a_ruling_and_says_so(run: Run) -> None:
    ended = run("end", "bo", "--by", "provider", "--reason", "moving away", now="2026-01-20T10:00")
    assert "→ a decision is needed" in ended.out
    page = run("check-guarantee", "bo", now="2026-01-20T10:00").out
    assert "valueback rule bo E1 excused --reason" in page
    assert "E1: Engagement ended by the provider: moving away" in page
    alone = run(
        "rule", "bo", "E1", "upheld", "--reason", "x", "--by", "provider", now="2026-01-21T10:00"
    )
    assert "cannot alone rule" in alone.err
    run("rule", "bo", "E1", "excused", "--reason", "my doing", now="2026-01-21T10:00")
    assert verdict(run, "2026-01-21T10:00") == "eligible"
    assert (
        "ended already"
        in run("end", "bo", "--by", "client", "--reason", "x", now="2026-01-22T10:00").err
    )


def test_a_circumstance_turns_a_miss_into_a_question(run: Run) -> None:
    run("log-session", "bo", "--start", "2026-01-12 10:00", "--no-show", "client")
    said = run("log-factor", "bo", "flood", "--from", "2026-01-12", "--cause", "disaster")
    assert "To be decided: Meeting of Mon 2026-01-12 10:00: the client did not come" in said.out
    ruled = run("rule", "bo", "S1", "excused", "--check", "presence", "--reason", "flood")
    assert "Ruling on S1 (presence): excused" in ruled.out
    report = run("check-guarantee", "bo", "--json").json
    [presence] = [c for c in report["clauses"] if c["id"] == "presence"]
    assert presence["findings"][0]["status"] == "excused"
    shown = run("show", "bo").out
    assert "Outside anyone's control (disaster" in shown


def test_the_clients_word(run: Run) -> None:
    run("log-assessment", "bo", "yes", "it paid off")
    assert verdict(run, "2026-01-12T12:00") == "value-delivered"
    run("log-assessment", "bo", "no", "on second thoughts", now="2026-01-13T12:00")
    assert verdict(run, "2026-01-13T12:00") == "in-progress"
    shown = " ".join(run("show", "bo").out.split())
    assert "value came back: it paid off" in shown
    assert "value did not come back: on second thoughts" in shown


def test_currencies_with_other_decimals(run: Run) -> None:
    for number, (currency, price, shown) in enumerate(
        [("JPY", "90000", "JPY 90,000"), ("BHD", "90.125", "BHD 90.125")]
    ):
        id_ = f"c{number}"
        made = run(
            "new-client", "X", "--id", id_, "--price", price, "--currency", currency,
            "--months", "1", "--objective", "x", "--result", "y",
        )  # fmt: skip
        assert made.exit_code == 0, made.err
        run("sign", id_, "--by", "both")
        assert shown in run("check-guarantee", id_).out
    assert "more decimals" in run("log-payment", "c0", "1.5").err
