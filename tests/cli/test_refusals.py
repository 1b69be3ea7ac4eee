"""What is refused, and in which words: one line per error, brought about as a person would."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.test_every_meeting import refusal
from tests.conftest import Run


@pytest.fixture(autouse=True)
def _practice(practice: Path) -> None: ...


FILE = [
    ('price = "2400.00"', "price = 2400", 'must be money in quotes, like "2400.00"'),
    ('currency = "USD"', 'currency = "XXZ"', "'XXZ' is not a currency"),
    ('title = "6 months"', 'title = "  "', "title: is empty"),
    ("starts = 2026-01-12", "starts = 1012-01-12", "lies outside the years"),
    ('name = "Ana Souza"', 'name = "Ana Souza"\ntime_zone = "Mars"', "'Mars' is not a time zone"),
    ('name = "Ana Souza"', 'name = "Ana Souza"\nlocale = "xx-yy"', "'xx-yy' is not a locale"),
    ('name = "Ana Souza"', 'name = "Ana Souza"\nsegment = "A b"', "must be small letters, digits"),
    ('feedback = "10%"', 'feedback = "10"', 'a percentage like "10%"'),
    ("quantity = 24", "quantity = 2.5", "or a decimal in quotes like"),
    ("quantity = 24", "quantity = -1", "must not be negative"),
    ("misses = 2\n", "misses = 1\n", "steps must come in order of misses"),
    ("counts = [", 'penalty_cap = "1.00"\ncounts = [', "is smaller than one penalty"),
    ('id = "SG1"\nkind = "signature"', 'id = "SG1"', "kind: is missing"),
    ('kind = "signature"', 'kind = "sgnature"', "'sgnature' is not a kind of entry"),
    ("-03:00\nlogged", "\nlogged", "has no offset; write it like 2026-01-12T10:00:00-03:00"),
    (
        "schema = 2",
        "<<<<<<< ours\nschema = 1",
        "is a merge marker: two versions stand in this file",
    ),
    ("schema = 2", "schema = = 1", "is not TOML"),
    ("schema = 2", "a." * 90 + "b = 1\nschema = 1", "has a key of too many parts"),
    ("schema = 2", "schema = 2\nx = " + "[" * 3000, "is not TOML that can be read"),
]


@pytest.mark.parametrize(("old", "new", "message"), FILE)
def test_a_file_that_is_wrong(run: Run, practice: Path, old: str, new: str, message: str) -> None:
    file = practice / "engagements" / "ana-souza.toml"
    text = file.read_text()
    assert old in text
    if "penalty_cap" in new:
        text = text.replace('action = "pause"', 'action = "penalty"\namount = "50.00"\nbasis = "x"')
    file.write_text(text.replace(old, new, 1))
    said = refusal(run, "show", "ana-souza")
    assert message in said
    assert said.startswith("engagements/ana-souza.toml:")


def test_a_file_that_is_none(run: Run, practice: Path) -> None:
    file = practice / "engagements" / "ana-souza.toml"
    whole = file.read_bytes()
    for content, message in (
        (b"", "is empty"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"x" * 9_000_000, "is larger than 8 MiB"),
    ):
        file.write_bytes(content)
        assert message in refusal(run, "show", "ana-souza")
    head = whole.partition(b"\n[[log]]")[0]
    file.write_bytes(b"log = 1\n" + head)
    assert "must be a list of [[log]] tables" in refusal(run, "show", "ana-souza")
    file.unlink()
    os.mkfifo(file)
    assert "is not a plain file" in refusal(run, "show", "ana-souza")
    file.unlink()
    file.symlink_to("/etc/hosts")
    assert "is a link" in refusal(run, "show", "ana-souza")


TABLES = [
    ('[[standard]]\nid = "a"\ntext = "x"\nevery = "9 days"\n' * 2, "the id 'a' is used twice"),
    ('[[standard]]\nid = "a"\ntext = "x"\nevery = "9 days"\nsegments = ["b"]\n', "no segment 'b'"),
    (
        '[[standard]]\nid = "a"\ntext = "x"\nevery = "9 days"\nkept_by = ["b"]\n',
        "not a kind of entry",
    ),
    ('[[scope_item]]\nid = "a"\n', "is not a field that valueback knows"),
]


@pytest.mark.parametrize(("table", "message"), TABLES)
def test_a_practice_that_is_wrong(run: Run, practice: Path, table: str, message: str) -> None:
    with (practice / "practice.toml").open("a") as file:
        file.write(table)
    assert message in refusal(run, "list")


NEW = ("new-client", "Bo", "--objective", "x", "--result", "y", "--starts", "2026-01-12")
WORDS = [
    (("end", "ana", "--reason", "x", "--by", "me"), 2, "is not one of"),
    (("log-cancellation", "ana"), 2, "Which meeting? None is booked ahead."),
    (("log-feedback", "ana", "fine"), 3, "no meeting yet that feedback could be about"),
    (("request-feedback", "ana"), 3, "There is no attended meeting"),
    (("request-feedback", "ana", "--eml", "-"), 3, "There is no attended meeting"),
    (
        (*NEW, "--price", "9", "--months", "3", "--ends", "2026-05-01"),
        2,
        "A last day and a number of months",
    ),
    ((*NEW, "--price", "9", "--months", "3", "--result-sum", "900"), 2, "has no words"),
    ((*NEW, "--price", "9", "--months", "3", "--currency", "XXZ"), 2, "is not a currency"),
    ((*NEW, "--price", "9", "--months", "3", "--set", "x"), 2, "is not FIELD=VALUE"),
    ((*NEW, "--price", "9", "--months", "3", "--set", "x=1"), 2, "is no term"),
    ((*NEW, "--price", "9", "--months", "3", "--set", "x.y=1"), 2, "there is no 'x.y'"),
    ((*NEW, "--price", "9", "--months", "3", "--id", "ana-souza"), 3, "There is an engagement"),
    (("log-touch", "ana"), 3, "Nothing is promised to this client yet."),
    (("survey-form", "ana"), 3, "nothing to ask about"),
    (("book", "ana", "2026-02-30 10:00"), 2, "is not a day"),
    (("book", "ana", "2026-02-20 25:00"), 2, "is not a time of day"),
    (("book", "ana", "2026-02-20"), 2, "has no time of day"),
    (("show", "../x"), 3, "No client fits"),
    (("dossier", "ana", "--output", "/no/such/folder/x.md"), 3, "There is no folder"),
    (("init", "--provider", "x"), 3, "There is a practice in"),
]


@pytest.mark.parametrize(("words", "code", "message"), WORDS)
def test_a_command_that_is_refused(
    run: Run, words: tuple[str, ...], code: int, message: str
) -> None:
    assert message in refusal(run, *words, code=code)


def test_when_nothing_is_left_to_undo(run: Run) -> None:
    assert run("undo", "ana").exit_code == 0
    assert "Nothing is left to undo." in refusal(run, "undo", "ana")


def test_meetings_that_cannot_be(run: Run) -> None:
    assert (
        run("log-session", "ana", "--start", "2026-01-12 09:00", "--no-show", "client").exit_code
        == 0
    )
    assert "did not come" in refusal(run, "log-feedback", "ana", "fine", "--session", "S1")
    words = ("wrap-up", "ana", "--start", "2026-01-12 11:00", "--no-show", "client")
    assert "Nobody was there to miss anything." in refusal(run, *words, "--missing", "x", code=2)
    assert run("book", "ana", "2026-01-14 10:00").exit_code == 0
    assert run("log-cancellation", "ana").exit_code == 0
    assert run("book", "ana", "2026-01-15 10:00").exit_code == 0
    said = refusal(run, "book", "ana", "2026-01-16 10:00", "--replaces", "C1")
    assert "B2 replaces C1 already." in said


def test_corrections_that_cannot_be(run: Run) -> None:
    run("log-homework", "ana", "x", "--due", "2026-01-14")
    run("amend", "ana", "H1", "text=y")
    assert "is itself a correction" in refusal(run, "amend", "ana", "AM1", "note=y")
    late = refusal(run, "amend", "ana", "H1", "due=2026-01-20", now="2026-01-16T10:00")
    assert "was due on 2026-01-14, which had passed" in late


def test_messages_without_an_address(run: Run, practice: Path) -> None:
    file = practice / "engagements" / "ana-souza.toml"
    run("log-homework", "ana", "x", "--due", "2026-01-14")
    text = file.read_text()
    file.write_text(text.replace('email = "ana@example.com"\nphone = "+5511912345678"\n', ""))
    assert "e-mail address is not known" in refusal(run, "reminder", "ana", "--mailto")
    assert "telephone number is not known" in refusal(run, "reminder", "ana", "--whatsapp")
    file.write_text(text.replace("ana@example.com", "ana at example"))
    assert "is not an e-mail address" in refusal(run, "reminder", "ana", "--mailto")
    assert "--eml needs a file." in refusal(run, "reminder", "ana", "--eml", "-", code=2)


def test_the_clock_change_and_a_clock_that_is_none(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "berlin"
    where = ("--practice", str(path))
    run("init", "--provider", "x", "--time-zone", "Europe/Berlin", *where)
    assert "There is no client yet." in refusal(run, "show", "x", *where)
    run(*NEW, "--price", "9", "--months", "12", *where)
    skipped = refusal(run, "book", "bo", "2026-03-29 02:30", *where, code=2)
    assert "does not exist: the clocks of Europe/Berlin skip it." in skipped
    assert "happens twice" in refusal(run, "book", "bo", "2026-10-25 02:30", *where, code=2)


def test_an_agreement_that_was_signed_stays(
    run: Run, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("log-homework", "ana", "Call", "--due", "2026-01-14")
    for old, new, message in (
        ("2400.00", "2900.00", "The agreement is signed, and was changed."),
        ("Call", "Ring", "The entry H1 was changed."),
    ):
        monkeypatch.setenv("EDITOR", f"sed -i s/{old}/{new}/")
        assert message in run("edit", "ana").err


def test_doctor_without_git(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "Git is not installed." in refusal(run, "init", "--git")


def test_standard_input_that_is_no_text(run: Run) -> None:
    assert "bytes that are not UTF-8" in refusal(run, "show", "\udcff", code=2)
