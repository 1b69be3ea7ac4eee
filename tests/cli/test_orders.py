"""Change orders of monthly agreements, upgrades, and one order for each request: every sum on the
paper is the sum that JSON says, and the one that is charged when it is approved.
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_every_meeting import logged, refusal
from tests.conftest import Run

NOW = "2026-02-20T10:00"
pytestmark = pytest.mark.usefixtures("practice")


@pytest.fixture
def mo(run: Run, practice: Path) -> Path:
    """A client who pays 1,500 a month, without a last day."""
    terms = ("--price", "1500", "--price-per", "month", "--starts", "2026-01-12")
    said = run("new-client", "Mo Lima", *terms, "--no-guarantee",
               now="2026-01-09T10:00")  # fmt: skip
    assert said.exit_code == 0, said.err
    logged(run, "sign", "mo", "--by", "both", now="2026-01-09T10:00")
    return practice


def drawn(run: Run, *words: str, who: str = "mo", now: str = NOW) -> dict[str, Any]:
    said = run(
        "change-order", who, "--title", "More", "--reason", "Wished", *words, "--json", now=now
    )
    assert said.exit_code == 0, said.err
    found: dict[str, Any] = said.json
    return found


def paper(run: Run, who: str = "mo", now: str = NOW) -> str:
    return run("change-order", who, "--reprint", "CO1", "--output", "-", now=now).out


def test_a_month_is_told_and_not_the_months_begun_so_far(run: Run, mo: Path) -> None:
    order = drawn(run, "--line", "1 x 500.00 Bills", "--per", "month")
    assert order["price"]["monthly"] == {
        "before": "1500.00", "change": "500.00", "after": "2000.00", "from": None,
    }  # fmt: skip
    text = paper(run)
    assert "| **A month from now on** | **$2,000.00** |" in text
    assert "from the first day of the month of the agreement in which this is signed" in text
    assert "3,500" not in text
    assert "whole term" not in text  # there is none


@pytest.mark.parametrize("approved", ["2026-02-20", "2026-03-20", "2026-04-11"])
def test_what_was_signed_is_what_is_charged_whenever_it_is_approved(
    approved: str, run: Run, mo: Path
) -> None:
    drawn(run, "--line", "1 x 500.00 Bills", "--per", "month", "--valid-days", "90")
    run("mark-change-order", "mo", "sent", now=NOW)
    before = paper(run)
    said = run("mark-change-order", "mo", "approved", now=f"{approved}T10:00")
    assert "A month is USD 2,000.00 now." in said.out
    assert paper(run, now="2026-05-01T10:00") == before
    report = run("check-scope", "mo", "--json", now=f"{approved}T10:00").json
    assert report["price"]["monthly"] == {"original": "1500.00", "current": "2000.00"}


def test_from_a_day_the_paper_names_it(run: Run, mo: Path) -> None:
    order = drawn(run, "--line", "1 x 500.00 Bills", "--per", "month", "--from", "2026-03-20")
    assert order["price"]["monthly"]["from"] == "2026-03-12"
    assert "| **A month from March 12, 2026 on** | **$2,000.00** |" in paper(run)


def test_the_term_stands_beside_the_month_and_says_until_when(run: Run, practice: Path) -> None:
    said = run("new-client", "Ty", "--price", "1500", "--price-per", "month", "--starts", "2026-01-12",
               "--months", "6", "--objective", "x", "--result", "y", now="2026-01-09T10:00")  # fmt: skip
    assert said.exit_code == 0, said.err
    logged(run, "sign", "ty", "--by", "both", now="2026-01-09T10:00")
    order = drawn(run, "--line", "1 x 500.00 Bills", "--per", "month", "--valid-days", "60",
                  who="ty")  # fmt: skip
    assert (order["price"]["before"], order["price"]["after"]) == ("9000.00", "11500.00")
    text = paper(run, "ty")
    assert "comes to $11,500.00 instead of $9,000.00, if signed by March 11, 2026." in text


def test_lines_add_up_to_the_change(run: Run) -> None:
    lines = [word for _ in range(12) for word in ("--line", "0.25 x 87.35 Reading")]
    order = drawn(run, *lines, who="ana")
    assert order["price"]["change"] == "262.08"
    assert sum(Decimal(line["amount"]) for line in order["lines"]) == Decimal("262.08")
    rows = re.findall(r"\| \$([0-9.,]+) \|$", paper(run, "ana"), re.MULTILINE)
    assert [row for row in rows if row == "21.84"] == ["21.84"] * 12
    assert "| This change | $262.08 |" in paper(run, "ana")


def test_a_request_has_one_order_at_a_time(run: Run) -> None:
    logged(run, "log-request", "ana", "Bills", "--minutes", "60", now=NOW)
    order = ("change-order", "ana", "R1", "--line", "1 x 100.00 Bills")
    assert run(*order, now=NOW).exit_code == 0
    assert "CO1 answers R1 already (draft)" in refusal(run, *order, now=NOW)
    run("mark-change-order", "ana", "CO1", "void", now=NOW)
    order = (*order[:-1], "1 x 120.00 Bills")
    assert run(*order, now=NOW).exit_code == 0
    for status in ("sent", "approved"):
        assert run("mark-change-order", "ana", "CO2", status, now=NOW).exit_code == 0
    assert "CO2 answers R1 already (approved)" in refusal(run, *order, now=NOW)
    assert "answered already" in refusal(run, "decide", "ana", "R1", "goodwill", now=NOW)


def test_a_decided_request_is_not_decided_anew(run: Run) -> None:
    logged(run, "log-request", "ana", "Bills", "--minutes", "60", now=NOW)
    logged(run, "decide", "ana", "R1", "goodwill", now=NOW)
    assert "void ana-souza K1" in refusal(run, "decide", "ana", "R1", "declined", now=NOW)
    assert run("void", "ana", "K1", "--reason", "x", now=NOW).exit_code == 0
    logged(run, "decide", "ana", "R1", "declined", now=NOW)


PACKAGES = """
[[package]]
id = "three"
name = "Three months"
price = "900.00"
months = 3
[[package.scope]]
id = "sessions"
text = "Session"
unit = "session"
quantity = 2
per = "month"
minutes = 60

[[package]]
id = "six"
name = "Six months"
price = "2400.00"
months = 6
[[package.scope]]
id = "sessions"
text = "Session"
unit = "session"
quantity = 4
per = "month"
minutes = 60
"""


def test_an_upgrade_brings_units_in_every_period_and_the_term(run: Run, practice: Path) -> None:
    with (practice / "practice.toml").open("a") as file:
        file.write(PACKAGES)
    new = ("--package", "three", "--objective", "x", "--result", "y", "--starts", "2026-01-12")
    assert run("new-client", "Uma", *new, now="2026-01-09T10:00").exit_code == 0
    logged(run, "sign", "uma", "--by", "both", now="2026-01-09T10:00")
    logged(run, "log-request", "uma", "More meetings", "--item", "sessions", now=NOW)
    found = run("options", "uma", "--json", now=NOW).json["options"]
    [upgrade] = [option for option in found if option["kind"] == "upgrade"]
    assert (upgrade["item"], upgrade["price"]) == ("six", "1500.00")
    run("decide", "uma", "R1", "upgrade", now=NOW)
    for status in ("sent", "approved"):
        assert run("mark-change-order", "uma", "CO1", status, now=NOW).exit_code == 0
    report = run("check-scope", "uma", "--json", now="2026-03-20T10:00").json
    assert report["price"]["current"] == "2400.00"
    [item] = report["items"]
    assert Decimal(item["agreed"]) >= 4
    guarantee = run("check-guarantee", "uma", "--json", now=NOW).json
    assert guarantee["claim"]["deadline"].startswith("2026-08-11")  # 12 July and 30 days
    later = run("check-scope", "uma", "--json", now="2026-06-20T10:00").json
    assert later["items"][0]["agreed"] == "6"  # four a month, and what January lacked, once
    logged(run, "log-request", "uma", "Still more", "--item", "sessions", now="2026-02-21T10:00")
    again = run("options", "uma", "R2", "--json", now="2026-02-21T10:00").json["options"]
    assert "upgrade" not in [option["kind"] for option in again]


def test_a_bare_request_recommends_no_gift_and_asks_how_long(run: Run) -> None:
    logged(run, "log-request", "ana", "Could you just look at it?", now=NOW)
    report = run("options", "ana", "--json", now="2026-02-20T11:00").json
    assert report["recommended"] in (None, "upgrade", "package", "menu")
    page = run("options", "ana", now="2026-02-20T11:00").out
    if report["recommended"] is None:
        assert "→" not in page
        assert "How long would it take?" in page


def test_a_month_that_an_order_adds_is_a_line_of_its_paper(run: Run) -> None:
    said = run("new-client", "Ty", "--price", "200", "--price-per", "month", "--starts",
               "2026-01-12", "--months", "6", "--objective", "x", "--result", "y",
               now="2026-01-09T10:00")  # fmt: skip
    assert said.exit_code == 0, said.err
    logged(run, "sign", "ty", "--by", "both", now="2026-01-09T10:00")
    order = drawn(run, "--extend-days", "31", who="ty")
    assert [(line["text"], line["amount"]) for line in order["lines"]] == [
        ("Months by which it gets longer", "200.00")
    ]
    assert order["price"]["change"] == "200.00"
    assert "| Months by which it gets longer | 1 | $200.00 | $200.00 |" in paper(run, "ty")


def test_an_approval_in_a_later_month_says_what_is_charged(run: Run, mo: Path) -> None:
    drawn(run, "--line", "1 x 50.00 Extra", "--per", "month", "--valid-days", "40")
    run("mark-change-order", "mo", "sent", now=NOW)
    marked = run("mark-change-order", "mo", "approved", "--json", now="2026-03-16T10:00").json
    assert marked["price"]["monthly"]["from"] == "2026-03-12"
    scope = run("check-scope", "mo", "--json", now="2026-03-16T10:00").json["price"]
    assert marked["price"]["after"] == scope["current"]
