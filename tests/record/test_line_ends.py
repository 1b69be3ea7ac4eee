"""Files whose lines end as Windows ends them: everything is read, and written, as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from valueback.record import learnt
from valueback.record.folder import existing
from valueback.record.statements import papers
from valueback.rules.statements import DIGITS

NOW = "2026-03-04T09:00"


def saved_on_windows(practice: Path) -> None:
    """Every file of a practice with the line ends of the other system."""
    for file in practice.rglob("*"):
        if file.suffix in (".toml", ".md", ".txt") and ".valueback" not in file.parts:
            file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def ends(file: Path) -> set[bytes]:
    """How the lines of a file end."""
    lines = file.read_bytes().splitlines(keepends=True)
    return {b"\r\n" if line.endswith(b"\r\n") else line[-1:] for line in lines}


@pytest.mark.parametrize(
    "words",
    [("check-guarantee", "ana"), ("show", "ana"), ("practice",), ("due",), ("report", "ana")],
)
def test_every_answer_is_the_same(lima: Path, run: Run, words: tuple[str, ...]) -> None:
    before = run(*words, now=NOW).out
    saved_on_windows(lima)
    assert run(*words, now=NOW).out == before


def test_what_an_import_taught_is_written_and_taken_out(practice: Path) -> None:
    file = practice / "practice.toml"
    file.write_text(
        file.read_text()
        + '\n[[alias]]\nclient = "bo"\nname = "Bo"\n\n[import.mail] # seen\nignore = [\n  "x",\n]\n'
    )
    saved_on_windows(practice)
    folder = existing(practice)
    alias = {"client": "ana-souza", "name": "Ana S"}
    learnt.learn(folder, [alias], {"mail": ["y", "of ana-souza"], "calendar": ["z"]}, "Asia/Tokyo")
    taught = existing(practice).practice
    assert [a.name for a in taught.alias] == ["Bo", "Ana S"]
    found = taught.imports
    assert found is not None
    assert found.mail.ignore == ("x", "y", "of ana-souza")
    assert (found.calendar.ignore, str(found.calendar.floating)) == (("z",), "Asia/Tokyo")
    assert ends(file) == {b"\r\n"}
    assert b"[import.mail] # seen\r\n" in file.read_bytes()
    learnt.unlearn(existing(practice), ["ana-souza"], ["ana-souza"])
    left = existing(practice).practice
    assert [a.name for a in left.alias] == ["Bo"]
    assert left.imports is not None
    assert left.imports.mail.ignore == ("x", "y")
    assert ends(file) == {b"\r\n"}


def test_two_versions_in_a_text_are_no_text(practice: Path, run: Run) -> None:
    file = practice / "engagements" / "ana-souza.toml"
    run("log-homework", "ana", "One")
    text = '"""\n<<<<<<< ours\none\n=======\ntwo\n>>>>>>> theirs\n"""'
    file.write_text(file.read_text().replace('"One"', text))
    saved_on_windows(practice)
    said = run("show", "ana")
    assert said.exit_code == 3
    assert "is a merge marker" in said.err


def test_a_statement_that_git_wrote_there_is_the_same(practice: Path, run: Run) -> None:
    assert run("statement", "ana").exit_code == 0
    of_first_edition = f"`{'a' * 64}`\n\n| S1 | met | {'b' * DIGITS} |\n"
    (practice / "documents" / "ana-souza" / "statement-ST2.md").write_text(of_first_edition)
    folder = existing(practice)
    before = {id_: papers(folder, id_) for id_ in folder.ids()}
    assert sorted(before["ana-souza"]) == ["ST1", "ST2"]
    assert before["ana-souza"]["ST2"].digests == {"S1": "b" * DIGITS}
    saved_on_windows(practice)
    assert {id_: papers(folder, id_) for id_ in folder.ids()} == before


def test_an_own_template_and_a_piped_text(practice: Path, run: Run, monkeypatch: Any) -> None:
    run("templates", "--copy", "feedback.txt")
    before = run("request-feedback", "ana", "--json")
    saved_on_windows(practice)
    assert run("request-feedback", "ana", "--json").out == before.out
    run("log-homework", "ana", "-", stdin="one\r\ntwo\r\n")
    assert run("show", "ana", "--json").json["entries"][-1]["text"] == "one\r\ntwo"
