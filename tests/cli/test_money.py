"""Money as a user meets it: payments, refunds with a cause, ends with what they bring."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.test_every_meeting import logged, refusal
from tests.conftest import Run

NOW = "2026-02-20T10:00"
LEAVING = """
[[leaving]]
by = "client"
within = "30 days"
of = "paid"

[[leaving]]
of = "unused units"
percent = 90
"""


@pytest.fixture
def bo(run: Run, practice: Path) -> Path:
    """A client with a table of leaving: ten sessions for 1,200, paid, four of them held."""
    with (practice / "practice.toml").open("a") as file:
        file.write(LEAVING)
    new = ("--objective", "x", "--result", "y", "--price", "1200", "--starts", "2026-01-12")
    said = run("new-client", "Bo Reis", *new, "--months", "6", "--sessions", "10",
               "--set", "guarantee.refund_within=14 days", now="2026-01-09T10:00")  # fmt: skip
    assert said.exit_code == 0, said.err
    logged(run, "sign", "bo", "--by", "both", now="2026-01-09T10:00")
    logged(run, "log-payment", "bo", "1200", now="2026-01-12T10:00")
    for day in (14, 21, 28):
        logged(run, "log-session", "bo", "--start", f"2026-01-{day} 10:00", "--recording", "r",
               now=f"2026-01-{day}T11:00")  # fmt: skip
    return practice


def guarantee(run: Run, now: str = NOW) -> dict[str, object]:
    report: dict[str, object] = run("check-guarantee", "bo", "--json", now=now).json
    return report


def test_what_leaving_would_bring_is_known_before(run: Run, bo: Path) -> None:
    assert "If Bo Reis left today, USD 756.00 would come back (row 2" in " ".join(
        run("check-guarantee", "bo", now=NOW).out.split()
    )
    assert guarantee(run)["leaving"] == {
        "row": 2, "amount": "756.00", "paid_back": "0.00", "due": "0.00",
    }  # fmt: skip
    assert guarantee(run, "2026-02-11T23:59")["leaving"] == {
        "row": 1, "amount": "1200.00", "paid_back": "0.00", "due": "0.00",
    }  # fmt: skip


def test_an_end_says_what_it_brings_and_the_letter_states_it(run: Run, bo: Path) -> None:
    said = run("end", "bo", "--by", "client", "--reason", "Moves", "--dry-run", now=NOW)
    assert "Leaving brings back USD 756.00: row 2 of its table." in said.out
    assert "As we agreed for this, $756.00 comes back to you, by March 6, 2026." in said.out
    logged(run, "end", "bo", "--by", "client", "--reason", "Moves", now=NOW)
    assert guarantee(run)["verdict"] == "refund-due"
    assert guarantee(run)["refund"] == {
        "amount": "756.00", "currency": "USD", "percent": "90.00", "basis": "leaving",
    }  # fmt: skip
    back = run("log-refund", "bo", now="2026-02-21T10:00")
    assert "all that is owed: USD 756.00" in back.out
    assert "for leaving early" in back.out
    assert guarantee(run, "2026-02-21T10:00")["verdict"] == "refunded"


def test_notice_now_the_end_later(run: Run, bo: Path) -> None:
    ending = ("end", "bo", "--by", "client", "--reason", "Moves", "--last-day", "2026-03-20")
    [entry] = logged(run, *ending, now=NOW)
    assert entry["last_day"] == "2026-03-20"
    assert guarantee(run)["verdict"] == "in-progress"
    assert guarantee(run)["leaving"] == {
        "row": 2, "amount": "756.00", "paid_back": "0.00", "due": "0.00",
    }  # fmt: skip
    logged(run, "book", "bo", "2026-03-20 10:00", now=NOW)
    assert "outside the agreement" in refusal(run, "book", "bo", "2026-03-21 10:00", now=NOW)
    logged(run, "log-session", "bo", "--start", "2026-03-20 10:00", "--recording", "r",
           now="2026-03-20T11:00")  # fmt: skip
    assert guarantee(run, "2026-03-20T12:00")["verdict"] == "in-progress"
    after = guarantee(run, "2026-03-21T00:00")
    assert after["verdict"] == "refund-due"
    assert after["leaving"] == {
        "row": 2, "amount": "648.00", "paid_back": "0.00", "due": "648.00",
    }  # fmt: skip


def test_a_last_day_before_the_notice_is_refused(run: Run, bo: Path) -> None:
    ending = ("end", "bo", "--by", "both", "--reason", "x", "--last-day", "2026-02-19")
    assert "lies before the notice" in refusal(run, *ending, now=NOW)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("log-payment", "bo", "4000"), "more than what is open of the price: USD 0.00"),
        (("log-refund", "bo", "12000", "--for", "goodwill"), "more than what is left of the"),
        (("log-refund", "bo", "100"), "What is it for? Nothing is due now."),
        (("log-refund", "bo"), "No refund is due (in-progress)"),
    ],
)
def test_sums_that_cannot_be_are_asked_about(
    words: tuple[str, ...], told: str, run: Run, bo: Path
) -> None:
    assert told in refusal(run, *words, now=NOW)
    if words[2:]:
        assert run(*words, *(() if "--for" in words or words[0] == "log-payment" else (
            "--for", "goodwill")), "--yes", now=NOW).exit_code == 0  # fmt: skip


def test_money_for_a_meeting_is_no_refund_of_the_guarantee(run: Run, bo: Path) -> None:
    for day in (1, 8, 15):
        logged(run, "log-refund", "bo", "100", "--for", "meeting", "--at", f"2026-02-{day:02} 10:00",
               now=NOW)  # fmt: skip
    assert guarantee(run)["verdict"] == "in-progress"
    assert guarantee(run)["refund"] == {
        "amount": "900.00", "currency": "USD", "percent": "100.00", "basis": "payments",
    }  # fmt: skip
    report = run("check-payments", "bo", "--json", now=NOW).json
    assert report["paid_back"]["meeting"] == "300.00"
    assert report["outstanding"] == "0.00"


def test_a_smaller_sum_settles_what_both_agreed_on(run: Run, bo: Path) -> None:
    logged(run, "end", "bo", "--by", "client", "--reason", "Moves", now=NOW)
    some = ("log-refund", "bo", "500", "--settles")
    logged(run, *some, now="2026-02-21T10:00")
    assert guarantee(run, "2026-02-21T10:00")["verdict"] == "refunded"


def test_payments_overdue_are_an_answer_for_scripts(run: Run, practice: Path) -> None:
    new = ("--objective", "x", "--result", "y", "--price", "1200", "--starts", "2026-01-12")
    run("new-client", "Bo", *new, "--months", "6", "--set", "payment_within=7 days")
    logged(run, "sign", "bo", "--by", "both")
    ask = ("check-payments", "bo", "--exit-code")
    assert run(*ask, now="2026-01-19T23:59").exit_code == 0
    assert run(*ask, now="2026-01-20T00:00").exit_code == 4
    report = run("check-payments", "bo", "--json", now="2026-01-20T00:00").json
    assert (report["overdue"], report["outstanding"]) == ("1200.00", "1200.00")
    assert report["instalments"] == [
        {"due": "2026-01-12", "amount": "1200.00", "paid": "0.00", "status": "overdue"}
    ]


def test_what_is_overdue_is_asked_for_kindly_and_once(run: Run, practice: Path) -> None:
    new = ("--objective", "x", "--result", "y", "--price", "1200", "--starts", "2026-01-12")
    run("new-client", "Bo", *new, "--months", "6", "--set", "payment_within=7 days")
    logged(run, "sign", "bo", "--by", "both")
    late = "2026-01-20T09:00"
    text = run("reminder", "bo", now=late).out
    assert "- $1,200.00, due January 12, 2026" in text
    assert "we find a way" in text
    [entry] = logged(run, "reminder", "bo", "--sent", now=late)
    assert (entry["miss"], entry["action"]) == ("payment:2026-01-12", "reminder")
    assert "nothing to remind of" in refusal(run, "reminder", "bo", now=late)
    assert "USD 1,200.00 of it overdue" in run("show", "bo", now=late).out
    items = run("due", "--json", now=late).json["items"]
    assert [i["command"] for i in items if i["what"] == "payment"] == [
        "valueback check-payments bo"
    ]


def test_a_draft_owes_nothing(run: Run, practice: Path) -> None:
    new = ("--objective", "x", "--result", "y", "--price", "1200", "--starts", "2026-01-12")
    run("new-client", "Bo", *new, "--months", "6", "--set", "payment_within=7 days")
    report = run("check-payments", "bo", "--json", now="2026-03-01T09:00").json
    assert report["overdue"] is None
    assert report["charges"] == {"charged": "0.00", "paid": "0.00", "open": "0.00"}
    asked = refusal(run, "check-payments", "bo", "--html", now="2026-03-01T09:00")
    assert "No payment is written down yet" in asked


def test_the_account_adds_up(run: Run, bo: Path) -> None:
    """The rows of the paper come to its totals, and its totals to what JSON says."""
    logged(run, "log-payment", "bo", "0.01", "--yes", now=NOW)
    logged(run, "log-refund", "bo", "100", "--for", "meeting", now=NOW)
    report = run("check-payments", "bo", "--json", now=NOW).json
    text = run("check-payments", "bo", "--output", "-", now=NOW).out

    def sums(heading: str, column: int) -> tuple[Decimal, Decimal]:
        part = text.split(f"## {heading}")[1].split("##")[0]
        rows = [row.split("|")[column].strip(" *$").replace(",", "") for row in part.splitlines()
                if row.startswith("| ") and "$" in row]  # fmt: skip
        *each, total = (Decimal(cell) for cell in rows)
        return sum(each, Decimal(0)), total

    for heading, column, key in (
        ("What was agreed", 3, "agreed"),
        ("What was agreed", 5, "outstanding"),
        ("What you paid", 3, "paid"),
    ):
        rows, total = sums(heading, column)
        assert rows == total == Decimal(report[key]), (heading, text)
    rows, total = sums("What I paid back", 3)
    assert rows == total == sum(Decimal(sum_) for sum_ in report["paid_back"].values())


def test_nobody_is_asked_to_recommend_after_money_went_back(run: Run, bo: Path) -> None:
    for session in ("S1", "S2"):
        logged(run, "log-feedback", "bo", "Good", "--value", "5", "--session", session, now=NOW)
    assert run("check-service", "bo", "--json", now=NOW).json["referral"]["due"] is True
    logged(run, "log-refund", "bo", "100", "--for", "meeting", now=NOW)
    assert run("check-service", "bo", "--json", now=NOW).json["referral"]["due"] is True
    logged(run, "log-refund", "bo", "100", "--for", "leaving", now=NOW)
    report = run("check-service", "bo", "--json", now=NOW).json["referral"]
    assert (report["due"], report["reason"]) == (False, "Money went back (PR2).")


def test_an_assessment_against_value_asks_for_no_recommendation(run: Run, bo: Path) -> None:
    for session in ("S1", "S2"):
        logged(run, "log-feedback", "bo", "Good", "--value", "5", "--session", session, now=NOW)
    logged(run, "log-assessment", "bo", "no", "Not what I hoped", now=NOW)
    assert run("check-service", "bo", "--json", now=NOW).json["referral"]["due"] is False


def test_a_fee_is_charged_by_its_letter_or_by_hand(run: Run, practice: Path) -> None:
    with (practice / "practice.toml").open("a") as file:
        file.write('\n[[fee]]\nmiss = "no-show"\namount = "60.00"\nbasis = "the hour"\n')
    new = ("--objective", "x", "--result", "y", "--price", "1200", "--starts", "2026-01-12")
    for name in ("Bo", "Cy"):
        cap = ("--set", "accountability.penalty_cap=100.00")
        run("new-client", name, *new, "--months", "6", "--sessions", "10", *cap)
        logged(run, "sign", name, "--by", "both")
        logged(run, "log-session", name, "--start", "2026-01-14 10:00", "--no-show", "client",
               now="2026-01-14T11:00")  # fmt: skip
    later = "2026-01-15T09:00"
    assert "The agreed fee is owed" in run("due", now=later).out
    assert "the fee for this is $60.00" in run("reminder", "bo", now=later).out
    taken = logged(run, "reminder", "bo", "--sent", now=later)
    assert [(e["action"], e.get("amount")) for e in taken] == [
        ("reminder", None), ("fee", "60.00"),
    ]  # fmt: skip
    report = run("check-payments", "bo", "--json", now=later).json
    assert report["charges"] == {"charged": "60.00", "paid": "0.00", "open": "60.00"}
    assert "more than accrued" in refusal(
        run, "log-consequence", "cy", "S1", "fee", "--amount", "61", now=later
    )
    [entry] = logged(run, "log-consequence", "cy", "S1", "fee", now=later)
    assert entry["amount"] == "60.00"
    assert "No fee is owed" in refusal(run, "log-consequence", "cy", "S1", "fee", now=later)
    assert run("show", "cy", now=later).exit_code == 0
    assert run("dossier", "cy", "--output", "-", now=later).exit_code == 0


def test_the_clients_page_says_what_comes_back_to_whoever_left(run: Run, bo: Path) -> None:
    logged(run, "end", "bo", "--by", "client", "--reason", "Moves", now=NOW)
    page = run("report", "bo", "--for", "client", "--output", "-", now=NOW).out
    assert "As we agreed for an early end, I pay you back $756.00, by March 6, 2026." in page
    assert "was not reached" not in page
    account = run("check-payments", "bo", "--output", "-", now=NOW).out
    assert "I owe you $756.00" in account
