"""Service at the command line: touches, audits, recommendations, papers, profiles, renewals."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.cli.test_every_meeting import logged, refusal
from tests.conftest import Run

HERE = Path(__file__).parent
STANDARDS = """
[[segment]]
id = "growth"
name = "Growth"

[[standard]]
id = "review"
text = "We review your progress"
every = "30 days"

[[standard]]
id = "note"
text = "You get a note"
every = "10 days"
segments = ["growth"]
"""
NOW = "2026-02-12T10:00"


@pytest.fixture(autouse=True)
def _standards(practice: Path, run: Run) -> None:
    with (practice / "practice.toml").open("a") as file:
        file.write(STANDARDS)
    new = ("--result", "x", "--objective", "y", "--price", "900", "--starts", "2026-01-12")
    assert (
        run("new-client", "Eva Rios", *new, "--months", "3", "--segment", "growth").exit_code == 0
    )
    logged(run, "sign", "eva", "--by", "both")


def test_one_touch_for_several_clients(run: Run) -> None:
    said = run("log-touch", "ana", "eva", "--standard", "review", "--json", now=NOW)
    assert [one["engagement"] for one in said.json["engagements"]] == ["ana-souza", "eva-rios"]
    assert [entry["standard"] for entry in said.json["entries"]] == ["review", "review"]
    for who in ("ana", "eva"):
        assert "T1" in run("show", who, "--kind", "touch").out


def test_nothing_is_saved_where_one_of_them_cannot_be(run: Run, practice: Path) -> None:
    (practice / "engagements" / "eva-rios.toml").write_text("schema = 2\n")
    refusal(run, "log-touch", "ana", "eva-rios", "--standard", "review", now=NOW)
    assert "T1" not in run("show", "ana").out
    assert refusal(run, "log-touch", "ana", "--standard", "reveiw", code=2)


def test_without_a_name_the_promise_due_first_is_meant(run: Run) -> None:
    [entry] = logged(run, "log-touch", "eva", now=NOW)
    assert entry["standard"] == "note"


def test_check_service_has_its_keys(run: Run) -> None:
    logged(run, "log-touch", "eva", "--standard", "review", now="2026-01-20T10:00")
    logged(run, "log-survey", "eva", "--score", "note=9", "--nps", "10", now=NOW)
    report = run("check-service", "eva", "--json", now=NOW).json
    note, review = report["standards"]
    assert note | {"text": "", "responsible": None} == {
        "id": "note", "every": "10 days", "last": None, "due": "2026-01-22", "status": "overdue",
        "kept": 0, "promised": 3, "percent": "0.00", "score": 9, "disconnect": True,
        "text": "", "responsible": None,
    }  # fmt: skip
    assert (review["last"], review["due"], review["status"]) == ("2026-01-20", "2026-02-19", "due")
    assert (report["segment"], report["fit_percent"]) == ("growth", None)
    assert report["referral"]["due"] is False
    assert run("check-service", "eva", "--exit-code", now=NOW).exit_code == 4
    assert run("check-service", "--exit-code", now="2026-01-13T10:00").exit_code == 0


def test_the_matrix_begins_with_who_needs_care(run: Run) -> None:
    report = run("check-service", "--json", now="2026-02-01T10:00").json
    assert [row["engagement"] for row in report["clients"]] == ["eva-rios", "ana-souza"]
    assert (report["nps"], report["nps_answers"]) == (None, 0)
    page = run("check-service", now="2026-02-01T10:00").out
    assert "Nobody has answered yet" in page
    assert "You have 1 segment;" in page
    rows = [line.split() for line in page.splitlines() if line.startswith("  eva-rios")]
    assert rows[0][1:3] == ["ok", "LATE"]


def test_the_audit_asks_what_was_promised(run: Run, practice: Path) -> None:
    assert run("survey-form", "eva", now=NOW).exit_code == 0
    form = (practice / "documents" / "eva-rios" / "survey-form.html").read_text()
    assert form.index("We review your progress") < form.index("You get a note")
    assert run("survey-form", "ana", "--output", "-", now=NOW).out.count("0 · 1 · 2") == 2
    link = run("survey-form", "ana", "--mailto", now=NOW).out
    assert link.startswith("mailto:ana@example.com?subject=How%20are%20we%20doing%3F&body=")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("log-survey", "eva"), 3),
        (("log-survey", "eva", "--score", "note=11"), 2),
        (("log-survey", "eva", "--score", "note"), 2),
        (("log-survey", "eva", "--score", "nothing=3"), 2),
        (("log-survey", "eva", "--score", "note=3", "--score", "note=4"), 2),
        (("log-survey", "eva", "--nps", "11"), 2),
    ],
)
def test_answers_that_are_none_are_refused(run: Run, words: tuple[str, ...], code: int) -> None:
    refusal(run, *words, code=code)


def test_a_referral_is_asked_for_and_noted(run: Run) -> None:
    early = run("ask-referral", "ana", now=NOW)
    assert "This may not be the moment." in early.err
    assert "Win contracts" in early.out
    [entry] = logged(run, "ask-referral", "ana", "--sent", now=NOW)
    assert entry["kind"] == "referral-ask"
    [entry] = logged(
        run, "log-referral", "ana", "Rui Dias", "--outcome", "Became a client", now=NOW
    )
    assert (entry["name"], entry["outcome"]) == ("Rui Dias", "Became a client")


def test_promises_audits_and_referrals_are_in_due(run: Run) -> None:
    items = run("due", "--json", now="2026-04-10T10:00").json["items"]
    commands = [item["command"] for item in items]
    assert "valueback log-touch eva-rios --standard note" in commands
    assert "valueback survey-form ana-souza" in commands


# --- papers ---


def test_policies_point_out_what_forbids(run: Run, practice: Path) -> None:
    with (practice / "practice.toml").open("a") as file:
        file.write('[[policy]]\nid = "late"\ntext = "Late arrivals will not be seen."\n')
        file.write('[[policy]]\nid = "kind"\ntext = "We keep your place."\n')
    said = run("policies")
    assert '"will not be" threatens.' in said.out
    assert "We keep your place" not in said.out
    [remark] = run("policies", "--json").json["wording"]
    assert remark["policy"] == "late"
    own = practice / "templates" / "wording-en.toml"
    own.parent.mkdir()
    own.write_text('[[pattern]]\nfind = ["we keep"]\nwhy = "boasts"\n')
    assert '"We keep" boasts.' in run("policies").out
    own.write_text('[[pattern]]\nfind = "we keep"\nwhy = "boasts"\n')
    assert "wording-en.toml:2: pattern[1].find" in refusal(run, "policies")


@pytest.mark.parametrize("profile", ["coach", "consultant", "bookkeeper"])
def test_a_profile_is_complete_and_its_papers_read_well(
    run: Run, tmp_path: Path, profile: str
) -> None:
    where = ("--practice", str(tmp_path / profile))
    assert (
        run(
            "init", "--profile", profile, "--name", "Lima", "--provider", "Clara Lima", *where
        ).exit_code
        == 0
    )
    text = (tmp_path / profile / "practice.toml").read_text()
    assert "# Three to five groups" in text
    for command in (("bill-of-rights",), ("policies",)):
        paper = run(*command, "--output", "-", *where).out
        golden = HERE.parent / "golden" / f"{command[0]}-{profile}.md"
        if os.environ.get("GOLDEN") == "write":
            golden.write_text(paper)
        assert paper == golden.read_text()
        html = MarkdownIt("commonmark").render(paper)
        assert html.count("<h1>") == 1
        assert html.count("<li>") >= 4
    assert run("policies", "--json", *where).json["wording"] == []
    package = text.split('[[package]]\nid = "')[1].split('"')[0]
    new = ("new-client", "Eva", "--package", package, "--objective", "y", "--result", "x")
    assert run(*new, *where).exit_code == 0
    assert run("sign", "eva", "--by", "both", *where).exit_code == 0
    form = run("survey-form", "eva", "--output", "-", *where).out
    assert MarkdownIt("commonmark").render(form).count("<li>") >= 3
    assert run("check-service", *where).err == ""


def test_segments_of_the_bill_of_rights(run: Run) -> None:
    assert "You get a note" in run("bill-of-rights", "--segment", "growth", "--output", "-").out
    assert refusal(run, "bill-of-rights", "--segment", "gold", code=2)


# --- renewals ---


def test_the_same_again_from_the_day_after(run: Run, practice: Path) -> None:
    said = run("renew", "ana", "--json", now="2026-07-01T10:00")
    assert said.json["engagement"] == "ana-souza-2"
    again = run("show", "ana-souza-2", "--json").json
    assert (again["agreement"]["starts"], again["agreement"]["ends"]) == (
        "2026-07-13",
        "2027-01-13",
    )
    assert again["client"] == run("show", "ana-souza", "--json").json["client"]
    assert 'previous = "ana-souza"' in (practice / "engagements" / "ana-souza-2.toml").read_text()
    assert "renews ana-souza already" in refusal(run, "renew", "ana-souza", now="2026-07-01T10:00")
    # by name, the current one is meant
    assert run("show", "ana", "--json", now="2026-07-12T10:00").json["engagement"] == "ana-souza"
    assert run("show", "ana", "--json", now="2026-07-13T10:00").json["engagement"] == "ana-souza-2"


def test_a_retainer_or_another_package(run: Run, practice: Path) -> None:
    with (practice / "practice.toml").open("a") as file:
        file.write(
            '[[retainer]]\nid = "monthly"\nname = "Monthly call"\nprice = "200.00"\n'
            '[[retainer.scope]]\nid = "sessions"\ntext = "Call"\nquantity = 1\nper = "month"\n'
            '[[package]]\nid = "plus"\nname = "Plus"\nprice = "3000.00"\nmonths = 3\n'
            '[[package.scope]]\nid = "sessions"\ntext = "Meeting"\nquantity = 12\n'
        )
    assert refusal(run, "renew", "ana", "--retainer", "x", code=2)
    assert refusal(run, "renew", "ana", "--retainer", "monthly", "--package", "plus", code=2)
    run("renew", "ana", "--retainer", "monthly", now="2026-07-20T10:00")
    retained = run("show", "ana-souza-2", "--json").json["agreement"]
    assert (retained["price"], retained["price_per"], retained["starts"]) == (
        "200.00", "month", "2026-07-20",
    )  # fmt: skip
    assert "ends" not in retained
    assert retained["guarantee"]["offered"] is False
    run("renew", "eva", "--package", "plus", "--price", "2700", "--objective", "z", now=NOW)
    plus = run("show", "eva-rios-2", "--json").json["agreement"]
    assert (plus["title"], plus["price"], plus["objective"]) == ("Plus", "2700.00", "z")
    assert (plus["starts"], plus["ends"]) == ("2026-04-13", "2026-07-13")


def test_a_renewal_keeps_what_was_agreed_and_how_long_it_ran(run: Run, practice: Path) -> None:
    new = ("--result", "x", "--objective", "y", "--price", "900", "--starts", "2026-01-05")
    own = ("--set", "guarantee.refund_percent=50", "--set", "goodwill_minutes=45")
    assert run("new-client", "Rui", *new, *own, "--ends", "2026-02-15").exit_code == 0
    assert run("new-client", "Gil", *new[:-1], "2026-01-01", "--ends", "2026-03-31").exit_code == 0
    for who in ("rui", "gil"):
        logged(run, "sign", who, "--by", "both")
        assert run("renew", who, now="2026-03-20T10:00").exit_code == 0
    again = run("show", "rui-2", "--json").json["agreement"]
    assert (again["starts"], again["ends"]) == ("2026-03-20", "2026-04-30")  # 41 days on
    assert again["guarantee"]["refund_percent"] == 50
    assert again["goodwill_minutes"] == 45
    quarter = run("show", "gil-2", "--json").json["agreement"]
    assert (quarter["starts"], quarter["ends"]) == ("2026-04-01", "2026-06-30")


def test_prices_stay_in_their_currency(run: Run, practice: Path) -> None:
    with (practice / "practice.toml").open("a") as file:
        file.write('[[retainer]]\nid = "monthly"\nname = "Call"\nprice = "200.00"\n')
    new = ("--result", "x", "--objective", "y", "--price", "900", "--currency", "EUR")
    assert run("new-client", "Rui", *new, "--months", "3").exit_code == 0
    renew = ("renew", "rui", "--retainer", "monthly")
    assert "priced in USD" in refusal(run, *renew, code=2)
    assert run(*renew, "--price", "180").exit_code == 0
    terms = run("show", "rui-2", "--json").json["agreement"]
    assert (terms["price"], terms["currency"]) == ("180.00", "EUR")


def test_the_list_shows_what_a_client_is_worth_and_who_stays(run: Run) -> None:
    run("renew", "ana", now="2026-07-01T10:00")
    logged(run, "sign", "ana-souza-2", "--by", "both", now="2026-07-01T11:00")
    report = run("list", "--json", now="2026-07-14T10:00").json
    assert report["retention"] == {"renewed": 1, "ended": 2}
    worth = {row["id"]: row["lifetime_value"] for row in report["engagements"]}
    assert worth["ana-souza"] == worth["ana-souza-2"] == {"USD": "4800.00"}
    assert "Renewed: 1 of 2 engagements that ended." in run("list", now="2026-07-14T10:00").out


def test_house_rules_are_looked_at_in_the_practices_language_and_in_english(
    run: Run, tmp_path: Path
) -> None:
    for locale, languages in (
        ("pt_BR", ["pt", "en"]),
        ("en_GB", ["en"]),
        ("fr_FR", ["fr", "en"]),
        ("nl_NL", ["en"]),
    ):
        path = tmp_path / locale
        run("init", str(path), "--locale", locale, "--currency", "EUR", "--time-zone", "UTC")
        with (path / "practice.toml").open("a") as file:
            file.write('[[policy]]\nid = "dogs"\ntext = "No dogs allowed."\n')
        said = run("policies", "--practice", str(path), "--json").json
        assert said["languages"] == languages
        assert said["wording"][0]["policy"] == "dogs"
    shown = run("policies", "--practice", str(tmp_path / "nl_NL")).out
    assert "Looked at as English." in shown
    assert "There is no table for nl_NL yet." in shown
