"""Exit codes, streams, JSON, hostile text, finding a client, completion."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run
from valueback.cli.catalogue import VERBS

HOSTILE = {
    "markup": "[red]x[/red] [/nothing] :warning:",
    "escape": "\x1b[2J\x1b]0;title\x07 \x9b31m",
    "template": "{{ 1+1 }} {% raw %} {# x #}",
    "long": "word " * 2_000,
    "emoji": "👩‍👩‍👧 🎉 ß é",
    "bidi": "a\u202eb\u2066c\u200f",
    "lines": "one\ntwo\r\nthree\ttab",
    "markdown": "| a | b |\n# head `code` *bold* <script>alert(1)</script> [x](y)",
    "toml": '"""\n[[log]]\nid = "S9"\n\'\'\' \\u0000',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_stored_exactly_and_shown_harmlessly(
    name: str, run: Run, practice: Path
) -> None:
    text = HOSTILE[name]
    said = run("log-homework", "ana", "-", "--json", stdin=text)
    assert said.exit_code == 0, said.err
    assert said.json["entries"][0]["text"] == text.rstrip("\n")
    for words in (("show", "ana"), ("check-guarantee", "ana", "--all"), ("show", "ana", "--json")):
        shown = run(*words)
        assert shown.exit_code == 0
        printed = set(shown.out) - {"\n"}
        assert not {c for c in printed if ord(c) < 32 or 127 <= ord(c) < 160}
        assert not printed & set("\u202e\u2066\u200f")
    if name == "markup":
        assert text in " ".join(run("show", "ana").out.split())
    if name == "template":
        assert "{{ 1+1 }}" in run("show", "ana").out


def test_hostile_names_in_every_document(run: Run, practice: Path) -> None:
    for number, text in enumerate(HOSTILE.values()):
        words = ("new-client", "-", "--id", f"c{number}", "--objective", text, "--result", text)
        made = run(*words, "--price", "100", "--starts", "2026-01-12", "--months", "1", stdin=text)
        assert made.exit_code == 0, made.err
        shown = run("agreement", f"c{number}", "--output", "-").out
        body = shown.replace("\n", "")
        assert not {c for c in body if ord(c) < 32 or 127 <= ord(c) < 160}
        assert "<script>" not in shown
        assert shown.count("\n## ") == 7  # no heading of the client's


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("list",), 0),
        (("check-guarantee", "nobody"), 3),
        (("chek-guarantee", "ana"), 2),
        (("check-guarantee",), 2),
        (("check-guarantee", "ana", "--as-of", "soonish"), 2),
        (("check-guarantee", "ana", "--exit-code"), 0),
        (("show", "ana", "--kind", "sesion"), 2),
        (("book", "ana", "2026-01-13 10:00", "--weekly", "many"), 2),
    ],
)
def test_exit_codes(words: tuple[str, ...], code: int, run: Run, practice: Path) -> None:
    said = run(*words)
    assert said.exit_code == code
    assert bool(said.out) == (code == 0)
    assert bool(said.err) == (code != 0)
    assert "Traceback" not in said.err


def test_exit_code_4_when_the_answer_is_no(run: Run, practice: Path) -> None:
    run("book", "ana", "2026-01-13 10:00", "--weekly", "2", now="2026-01-10T12:00")
    run("log-cancellation", "ana", "--booking", "B1")
    assert run("check-guarantee", "ana", "--exit-code").exit_code == 0
    run("log-cancellation", "ana", "--booking", "B2", now="2026-01-20T09:00")
    assert run("check-guarantee", "ana", "--exit-code", now="2026-01-20T09:00").exit_code == 4
    assert run("check-guarantee", "ana", now="2026-01-20T09:00").exit_code == 0


def test_the_report_has_exactly_the_promised_keys(run: Run, practice: Path) -> None:
    run("log-session", "ana", "--start", "2026-01-12 10:00")
    report = run("check-guarantee", "ana", "--json").json
    promised = {
        "schema", "report", "engagement", "as_of", "verdict", "health", "reason", "refund", "claim",
        "results", "clauses", "gaps", "deadlines",
    }  # fmt: skip
    assert promised <= set(report)
    assert report["refund"] == {
        "amount": "2400.00", "currency": "USD", "percent": "100.00", "basis": "price",
    }  # fmt: skip
    assert set(report["clauses"][0]) == {"id", "owner", "status", "findings"}
    finding = report["clauses"][0]["findings"][0]
    assert set(finding) == {"entry", "check", "status", "text", "due", "evidence"}
    assert finding["due"] == "2026-01-19T23:59:59-03:00"
    assert set(report["deadlines"][0]) == {"due", "clause", "entry", "text"}
    assert report["claim"] == {
        "status": "none",
        "at": None,
        "deadline": "2026-08-11T23:59:59-03:00",
    }


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_json(verb: str, run: Run) -> None:
    said = run(verb, "--help")
    assert said.exit_code == 0
    assert VERBS[verb].summary.split()[0] in said.out
    for option in ("--json", "--practice", "--no-input"):
        assert option in said.out
    assert ("--dry-run" in said.out) == VERBS[verb].writes


def test_a_dry_run_changes_nothing_on_the_disk(run: Run, practice: Path, tmp_path: Path) -> None:
    run("log-session", "ana", "--start", "2026-01-12 10:00")

    def everything() -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}

    before = everything()
    commands = [
        ("init", str(tmp_path / "new")),
        ("new-client", "Bo", "--price", "1", "--months", "1", "--objective", "x", "--result", "y"),
        ("agreement", "ana"),
        ("book", "ana", "2026-01-20 10:00"),
        ("wrap-up", "ana", "--start", "2026-01-12 11:00"),
        ("log-session", "ana", "--start", "2026-01-12 11:00"),
        ("log-cancellation", "ana", "--start", "2026-01-20 10:00"),
        ("log-homework", "ana", "x"),
        ("request-feedback", "ana", "--sent"),
        ("log-feedback", "ana", "x"),
        ("amend", "ana", "S1", "minutes=45"),
        ("void", "ana", "S1", "--reason", "x"),
        ("undo", "ana"),
    ]
    for words in commands:
        said = run(*words, "--dry-run")
        assert said.exit_code == 0, (words, said.err)
        assert "Would" in said.out
    assert everything() == before


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ana-souza", 0),
        ("Ana Souza", 0),
        ("ANA", 0),
        ("souza", 0),
        ("Sóuza", 0),
        ("uz", 0),
        ("Anna", 3),
        ("", 3),
    ],
)
def test_finding_a_client(query: str, found: int, run: Run, practice: Path) -> None:
    assert run("check-guarantee", query).exit_code == found


def test_a_near_miss_is_suggested_and_two_fits_are_named(run: Run, practice: Path) -> None:
    assert "Did you mean ana-souza?" in run("show", "anna").err
    terms = ("--price", "1", "--months", "1", "--objective", "x", "--result", "y")
    run("new-client", "Anabel Reis", *terms)
    ambiguous = run("show", "ana")
    assert ambiguous.exit_code == 3
    assert "ana-souza (Ana Souza), anabel-reis (Anabel Reis)" in ambiguous.err


def test_of_several_engagements_the_current_one_is_meant(run: Run, practice: Path) -> None:
    terms = ("--price", "1", "--months", "3", "--objective", "x", "--result", "y")
    run("new-client", "Ana Souza", *terms, "--starts", "2026-08-01")
    assert run("show", "Ana", "--json").json["engagement"] == "ana-souza"
    assert run("show", "Ana", "--json", now="2026-09-01T10:00").json["engagement"] == "ana-souza-2"
    assert (
        run("show", "ana-souza", "--json", now="2026-09-01T10:00").json["engagement"] == "ana-souza"
    )


def test_a_broken_neighbour_stops_nobody(run: Run, practice: Path) -> None:
    broken = practice / "engagements" / "broken.toml"
    broken.write_text("a = [")
    (practice / "engagements" / "ana-souza (conflicted copy).toml").write_text("x")
    assert run("check-guarantee", "ana").exit_code == 0
    listed = run("list")
    assert listed.exit_code == 0
    assert "broken" in listed.out
    assert "conflicted copy" in listed.out
    assert (
        run("list", "--json")
        .json["engagements"][1]["error"]
        .startswith("engagements/broken.toml:1:")
    )


def test_without_a_practice_it_says_how_to_begin(run: Run) -> None:
    said = run("list")
    assert said.exit_code == 3
    assert "valueback init" in said.err


def test_the_first_client_begins_a_practice_and_says_so(run: Run, tmp_path: Path) -> None:
    terms = ("--price", "1", "--months", "1", "--objective", "x", "--result", "y")
    said = run("new-client", "Ana", *terms)
    assert "sound defaults" in said.out
    assert (tmp_path / "Documents" / "Valueback" / "practice.toml").exists()
    assert "sound defaults" not in run("new-client", "Bo", *terms).out


def test_a_signed_agreement_needs_its_objective(run: Run, practice: Path) -> None:
    run("new-client", "Bo", "--price", "1", "--months", "1")
    said = run("sign", "bo", "--by", "client")
    assert said.exit_code == 3
    assert "without an objective and a minimum result" in said.err
    run("new-client", "Cy", "--price", "1", "--months", "1", "--no-guarantee")
    assert run("sign", "cy", "--by", "both").exit_code == 0
    assert run("check-guarantee", "cy", "--json").json["verdict"] == "not-offered"


def valueback(*words: str, **settings: object) -> subprocess.CompletedProcess[bytes]:
    code = "import sys; from valueback.main import main; sys.argv[0] = 'valueback'; main()"
    return subprocess.run([sys.executable, "-c", code, *words], check=False, **settings)  # type: ignore[call-overload, no-any-return]


def test_a_full_stdout_turns_no_saved_entry_into_a_failure(practice: Path, run: Run) -> None:
    run("list", now="2026-01-12T12:00")  # sets the clock
    with open("/dev/full", "wb") as full:
        done = valueback(
            "log-homework",
            "ana",
            "x",
            "--at",
            "2026-01-12 10:00",
            stdout=full,
            stderr=subprocess.PIPE,
        )
        looked = valueback("show", "ana", stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 0
    assert b"Saved" in done.stderr
    assert looked.returncode == 3
    assert run("show", "ana", "--json").json["entries"][-1]["id"] == "H1"


def test_a_reader_that_leaves_early_is_no_error(practice: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = valueback("show", "ana", stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_completion_lists_names_and_reads_no_file(practice: Path) -> None:
    (practice / "engagements" / "anything.toml").write_text("not = [toml")
    environment = {
        **os.environ,
        "_VALUEBACK_COMPLETE": "complete_bash",
        "COMP_WORDS": "valueback check-guarantee an",
        "COMP_CWORD": "2",
    }
    done = valueback(env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.stdout.decode().split() == ["ana-souza", "anything"]


def test_completion_of_entries(practice: Path) -> None:
    for words in ("amend ana SG", "rule ana-souza SG", "log-feedback ana --session S"):
        environment = {
            **os.environ,
            "_VALUEBACK_COMPLETE": "complete_bash",
            "COMP_WORDS": f"valueback {words}",
            "COMP_CWORD": str(len(words.split())),
        }
        done = valueback(env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert done.stdout.decode().split() == ["SG2", "SG1"], words


def proposed(words: str) -> list[str]:
    """What bash proposes at the end of a line that was begun."""
    environment = {
        **os.environ,
        "_VALUEBACK_COMPLETE": "complete_bash",
        "COMP_WORDS": f"valueback {words}",
        "COMP_CWORD": str(len(words.split())),
    }
    done = valueback(env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.stdout.decode().split()


def test_completion_of_what_practice_toml_holds(lima: Path) -> None:
    with (lima / "practice.toml").open("a") as file:
        file.write(STANDARD)
    assert proposed("log-touch ana --standard q") == ["quarterly"]
    assert proposed("new-client Eva --package mentoring-p") == ["mentoring-plus"]
    assert proposed("log-request ana --item cv") == ["cv-review"]
    assert proposed("log-work ana --item se") == ["sessions"]
    assert proposed("move ana B2") == proposed("log-session ana --booking B2") == ["B2"]
    assert proposed("reply ana r") == ["retainer", "referred-out"]
    assert proposed("show ana --kind feedback-") == ["feedback-request"]
    assert proposed("templates --copy agr") == ["agreement.md"]
    (lima / "practice.toml").write_text("not = [toml")
    assert proposed("log-touch ana --standard q") == []


STANDARD = """
[[standard]]
id = "quarterly"
text = "We review"
every = "1 quarter"

[[menu]]
id = "cv-review"
text = "CV review"
price = "90.00"
"""


def test_json_is_one_object_whatever_the_text(run: Run, practice: Path) -> None:
    run("log-homework", "ana", "-", stdin=HOSTILE["escape"])
    out = run("show", "ana", "--json").out
    assert json.loads(out)["schema"] == 1
    assert out.isascii()


def test_no_command_searches_the_installed_packages_for_plugins(practice: Path) -> None:
    code = (
        "import atexit, sys; from valueback.main import main\n"
        "sys.argv = ['valueback', 'check-guarantee', 'ana']\n"
        "unwanted = ('importlib.metadata', 'rich.console')\n"
        "atexit.register(lambda: print(*(name in sys.modules for name in unwanted)))\n"
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False False"


@pytest.mark.parametrize(
    "target", ["engagements/ana-souza.toml", "practice.toml", "new.md", "../mine.txt"]
)
@pytest.mark.parametrize(
    "words", [("agreement", "ana", "--output"), ("request-feedback", "ana", "--eml")]
)
def test_output_never_overwrites_the_record_or_anything_else(
    target: str, words: tuple[str, ...], run: Run, practice: Path
) -> None:
    run("log-session", "ana", "--start", "2026-01-12 10:00")
    (practice.parent / "mine.txt").write_text("mine")
    path = practice / target
    before = path.read_bytes() if path.exists() else None
    said = run(*words, str(path))
    assert said.exit_code == 3, said.out
    assert (path.read_bytes() if path.exists() else None) == before
    fresh = practice.parent / "fresh.md"
    assert run(*words, str(fresh)).exit_code == 0
    assert fresh.exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("init", "new", "--time-zone", "Mars/X"), 2),
        (("new-client", "Bo", "--time-zone", "Mars/X", "--price", "1", "--months", "1"), 3),
        (("new-client", "Bo", "--price", "1"), 2),
        (("new-client", "Bo", "--price", "1", "--months", "1", "--result-sum", "0 x"), 2),
        (("book", "ana", "2026-01-13T10:00+99:00"), 2),
        (("check-guarantee", "ana", "--as-of", "9999-12-31 23:00"), 2),
        (("check-guarantee", "ana", "--as-of", "0001-01-01"), 2),
        (("log-homework", "ana", "x", "--note", "\udcff"), 2),
        (("void", "ana", "S99", "--reason", "x"), 3),
    ],
)
def test_no_word_of_the_user_is_a_crash(
    words: tuple[str, ...], code: int, run: Run, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(practice.parent)
    assert run(*words).exit_code == code


def test_a_client_that_is_refused_leaves_no_practice_behind(run: Run, tmp_path: Path) -> None:
    assert run("new-client", "Bo").exit_code == 2
    assert not (tmp_path / "Documents" / "Valueback").exists()


def test_a_folder_that_cannot_be_read_is_not_an_empty_one(
    run: Run, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> list[str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuse)
    said = run("list")
    assert (said.exit_code, said.out) == (3, "")
    assert "Permission denied" in said.err


def test_a_second_engagement_says_which_it_renews(run: Run, practice: Path) -> None:
    terms = ("--price", "1", "--months", "1", "--objective", "x", "--result", "y")
    said = run("new-client", "Ana Souza", *terms)
    assert "The same client as ana-souza" in said.out
    assert 'previous = "ana-souza"' in (practice / "engagements/ana-souza-2.toml").read_text()


def test_the_next_command_names_the_practice_that_was_named(run: Run, practice: Path) -> None:
    said = run("log-homework", "ana", "x", "--practice", str(practice))
    assert f"Next: valueback complete-homework ana-souza --practice {practice}\n" in said.out


def test_a_copy_under_another_name_is_no_candidate(run: Run, practice: Path) -> None:
    text = (practice / "engagements/ana-souza.toml").read_text()
    (practice / "engagements/ana-souza-conflict.toml").write_text(text)
    assert run("show", "ana").exit_code == 0
    assert "rename the copy" in run("show", "ana-souza-conflict").err


@pytest.mark.parametrize("width", [30, 40, 80, 200])
def test_pages_fit_any_width(
    width: int, run: Run, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = ("--price", "1", "--months", "1", "--objective", "x", "--result", "y")
    run("new-client", "Maria Fernanda Albuquerque de Castro e Silva Neta", *terms)
    run("log-session", "ana", "--start", "2026-01-12 10:00")
    monkeypatch.setenv("COLUMNS", str(width))
    every = (
        ("list",),
        ("list", "--all"),
        ("practice",),
        ("show", "ana"),
        ("check-guarantee", "ana"),
    )
    for words in (*every, ("check-guarantee", "ana", "--all")):
        lines = run(*words).out.splitlines()
        assert max(map(len, lines)) <= width
        assert "2026" in " ".join(lines) or words == ("list",)
