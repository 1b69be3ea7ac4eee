"""A request answered: options with prices, decisions carried out, messages, templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run

OFFERS = """
# my offers
[[package]]
id = "mentoring-6m"
name = "Six-month mentoring"
price = "2400.00"
months = 6
[[package.scope]]
id = "sessions"
text = "session"
quantity = 24
minutes = 60

[[package]]
id = "mentoring-plus"
name = "Mentoring plus"
price = "3000.00"
months = 6
[[package.scope]]
id = "sessions"
text = "session"
quantity = 26
minutes = 60
[[package.scope]]
id = "cv-review"
text = "CV review"
quantity = 2

[[menu]]
id = "cv-review"
text = "CV review"
price = "90.00"
minutes = 60

[[retainer]]
id = "monthly"
name = "Monthly call"
price = "200.00"
[[retainer.scope]]
id = "cv-review"
text = "CV review"
quantity = 1
"""


@pytest.fixture(autouse=True)
def _offers(practice: Path, run: Run) -> None:
    path = practice / "practice.toml"
    path.write_text(path.read_text() + OFFERS)
    run("log-request", "ana", "Could you read my CV?", "--item", "cv-review")


def kinds(run: Run, now: str = "2026-01-12T12:00", *words: str) -> list[tuple[str, str | None]]:
    report = run("options", "ana", *words, "--json", now=now).json
    return [(o["kind"], o["price"]) for o in report["options"]]


def test_all_that_apply_in_order(run: Run) -> None:
    assert kinds(run) == [
        ("menu", "90.00"),
        ("upgrade", "600.00"),
        ("change-order", "100.00"),
        ("goodwill", None),
        ("declined", None),
    ]
    report = run("options", "ana", "--json").json
    assert (report["report"], report["request"], report["recommended"]) == ("options", "R1", "menu")
    [upgrade] = [o for o in report["options"] if o["kind"] == "upgrade"]
    assert upgrade["outstanding"] == ["26 x session", "2 x CV review"]


@pytest.mark.parametrize(
    ("now", "offered"),
    [
        ("2026-05-27T12:00", False),
        ("2026-05-28T12:00", True),
        ("2026-07-12T12:00", True),
        ("2026-07-13T12:00", False),
    ],
)
def test_a_retainer_is_offered_in_the_last_45_days(now: str, offered: bool, run: Run) -> None:
    assert (("retainer", "200.00") in kinds(run, now)) is offered


def test_included_while_units_are_left(run: Run) -> None:
    run("log-request", "ana", "One more meeting?", "--item", "sessions")
    report = run("options", "ana", "R2", "--json").json
    assert (report["options"][0]["kind"], report["recommended"]) == ("included", "included")


def test_outside_of_ones_competence(run: Run) -> None:
    run("log-request", "ana", "Could you check my contract?", "--not-competent")
    assert [kind for kind, _ in kinds(run)] == ["referred-out", "declined"]


def test_a_menu_sale_counts_in_the_price(run: Run) -> None:
    said = run("decide", "ana", "menu")
    assert "Answered R1: from the menu for USD\n90.00" in said.out
    run("log-work", "ana", "60", "Read it", "--request", "R1")
    report = run("check-scope", "ana", "--json").json
    assert (report["price"]["current"], report["minutes"]["paid"]) == ("2490.00", 60)
    assert "CV review, for $90.00" in run("reply", "ana", "menu").out


def test_an_upgrade_is_carried_out_by_a_change_order(run: Run) -> None:
    entries = run("decide", "ana", "R1", "upgrade", "--json").json["entries"]
    assert [e["id"] for e in entries] == ["K1", "CO1"]
    run("mark-change-order", "ana", "sent")
    run("mark-change-order", "ana", "approved")
    report = run("check-scope", "ana", "--json").json
    assert report["price"]["current"] == "3000.00"
    assert [(i["id"], i["agreed"]) for i in report["items"]] == [
        ("sessions", "26"),
        ("cv-review", "2"),
    ]


def test_a_gift_says_the_running_total(run: Run) -> None:
    run("decide", "ana", "goodwill")
    run("log-work", "ana", "25", "Read it", "--request", "R1")
    run("log-request", "ana", "And the letter?")
    assert "Given away so far: 25 minutes" in run("decide", "ana", "goodwill").out


def test_what_was_worked_out_once_becomes_an_offer(run: Run, practice: Path) -> None:
    path = practice / "practice.toml"
    run("log-request", "ana", "A pitch deck?", "--minutes", "90")
    before = path.read_bytes()
    promote = ("decide", "ana", "goodwill", "--promote", "pitch-deck", "--name", "Pitch deck")
    said = run(*promote)
    assert said.exit_code == 0, said.err
    assert "A pitch deck?" not in path.read_text()  # the client's words are for nobody else
    assert path.read_bytes().startswith(before)
    run("log-work", "ana", "80", "Made it", "--request", "R2")
    assert run("check-scope", "ana", "--json").json["minutes"]["investment"] == 80
    run("log-request", "ana", "Another deck?", "--item", "pitch-deck")
    assert ("menu", "150.00") in kinds(run)
    twice = run(*promote, "--price", "1")
    assert (twice.exit_code, "on the menu already" in twice.err) == (3, True)
    assert run("options", "ana").exit_code == 0  # nothing was decided


@pytest.mark.parametrize("kind", ["goodwill", "menu", "upgrade", "change-order", "declined"])
def test_every_answer_has_its_message(kind: str, run: Run) -> None:
    said = run("reply", "ana", "R1", kind)
    assert said.exit_code == 0, said.err
    assert said.out.startswith('Hello Ana,\n\nYou asked: "Could you read my CV?"\n\n')
    assert said.out.endswith("\n\nClara Lima\n")


def test_a_reply_of_no_kind_is_quoted_as_it_was_typed(run: Run) -> None:
    said = run("reply", "ana", "maybe")
    assert (said.exit_code, "'maybe' is not understood" in said.err) == (2, True)
    said = run("reply", "ana", "R1")
    assert (said.exit_code, "valueback options ana-souza" in said.err) == (2, True)


def test_a_template_of_ones_own_may_change_one_block(run: Run, practice: Path) -> None:
    assert "reply-menu.txt  built-in" in run("templates").out
    assert run("templates", "--copy", "reply-menu.txt").exit_code == 0
    own = practice / "templates" / "reply-menu.txt"
    assert own.exists()
    assert run("templates", "--copy", "reply-menu.txt").exit_code == 3
    own.write_text(
        '{% extends "built-in/reply-menu.txt" %}\n{% block greeting %}\nDear {{ client.name }},\n{% endblock %}\n'
    )
    said = run("reply", "ana", "menu").out
    assert said.startswith("Dear Ana Souza,")
    assert "CV review, for $90.00" in said


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one\n{% if %}\n", 2),
        ("one\ntwo\n{{ nothing.there }}\n", 3),
        ("{{ ''.__class__.__mro__ }}\n", 1),
        ("one\n{% include '../practice.toml' %}\n", 2),
    ],
)
def test_a_broken_template_names_its_line_and_nothing_is_written(
    text: str, line: int, run: Run, practice: Path
) -> None:
    own = practice / "templates" / "agreement.md"
    own.parent.mkdir()
    own.write_text(text)
    said = run("agreement", "ana")
    assert (said.exit_code, said.out) == (3, "")
    place = Path("templates/agreement.md")
    assert f"{place}:{line}: the template cannot be used" in said.err
    assert not (practice / "documents").exists()


def test_a_package_becomes_an_agreement(run: Run) -> None:
    terms = ("--objective", "x", "--result", "y", "--starts", "2026-01-12")
    made = run("new-client", "Bo", "--package", "mentoring-plus", *terms)
    assert made.exit_code == 0, made.err
    agreement = run("show", "bo", "--json").json["agreement"]
    assert (agreement["title"], agreement["package"], agreement["ends"]) == (
        "Mentoring plus", "mentoring-plus", "2026-07-12",
    )  # fmt: skip
    assert [item["id"] for item in agreement["scope"]] == ["sessions", "cv-review"]
    assert "practice.toml has" in run("new-client", "Cy", "--package", "none", *terms).err


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("decide", "ana", "perhaps"), 2, "not understood"),
        (
            ("decide", "ana", "retainer"),
            3,
            "There are: menu, upgrade, change-order, goodwill, decl",
        ),
        (("reply", "ana", "included"), 3, "included is no answer to R1 now"),
        (("decide", "ana", "R9", "menu"), 3, "no request R9"),
        (("options", "ana", "R9"), 3, "no request R9"),
        (("templates", "--copy", "../x"), 3, "no template"),
    ],
)
def test_what_is_refused(words: tuple[str, ...], code: int, message: str, run: Run) -> None:
    said = run(*words)
    assert (said.exit_code, said.out, message in said.err) == (code, "", True)


def test_included_only_while_the_units_left_cover_it(run: Run) -> None:
    run("log-request", "ana", "A whole weekend?", "--item", "sessions", "--minutes", "1500")
    assert kinds(run)[0][0] != "included"  # 25 units of an hour, 24 are agreed
    run("log-request", "ana", "A long day?", "--item", "sessions", "--minutes", "1440")
    assert kinds(run)[0][0] == "included"


def test_prices_are_not_carried_over_into_another_currency(run: Run) -> None:
    terms = ("--price", "90000", "--currency", "JPY", "--months", "1", "--hourly-rate", "9000")
    run("new-client", "Ken", *terms, "--objective", "x", "--result", "y")
    run("log-request", "ken", "My CV?", "--item", "cv-review")
    mixed = run("decide", "ken", "goodwill", "--promote", "cv", "--price", "9000", "--name", "CV")
    assert (mixed.exit_code, "Your menu is in USD" in mixed.err) == (3, True)
    package = (
        "--package",
        "mentoring-plus",
        "--currency",
        "JPY",
        "--objective",
        "x",
        "--result",
        "y",
    )
    assert "priced in USD" in run("new-client", "Bo", *package).err
    report = run("options", "ken", "--json").json
    assert [o["kind"] for o in report["options"]] == ["change-order", "goodwill", "declined"]
