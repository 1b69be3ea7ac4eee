"""Answers that change behind one's back, and ends of the road: each was once so."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.test_every_meeting import logged, refusal
from tests.conftest import Run
from valueback.record import seals
from valueback.record.files import LARGEST
from valueback.system import OpenFolder


@pytest.fixture
def file(practice: Path) -> Path:
    return practice / "engagements" / "ana-souza.toml"


@pytest.fixture
def settings(practice: Path) -> Path:
    return practice / "practice.toml"


def zone_changed(settings: Path) -> None:
    text = settings.read_text()
    settings.write_text(text.replace("America/Sao_Paulo", "Asia/Tokyo"))


# --- practice.toml ---


def test_another_time_zone_is_told_until_it_is_meant(run: Run, settings: Path) -> None:
    logged(run, "log-homework", "ana", "One")
    zone_changed(settings)
    what = "the time zone changed outside valueback, from America/Sao_Paulo to Asia/Tokyo"
    for words in (("check-guarantee", "ana"), ("verify", "ana"), ("due",), ("show", "ana")):
        assert what in run(*words).err, words
    said = run("doctor")
    assert (said.exit_code, what in " ".join(said.out.split())) == (3, True)
    logged(run, "log-request", "ana", "More")  # a write does not take it by the way
    assert what in run("show", "ana").err
    assert run("doctor", "--accept").exit_code == 0
    assert run("show", "ana").err == ""


def test_what_else_is_changed_there_is_doctors_to_say(run: Run, settings: Path) -> None:
    settings.write_text(
        settings.read_text() + '\n[[menu]]\nid = "cv"\ntext = "CV"\nprice = "9.00"\n'
    )
    assert run("show", "ana").err == ""
    said = run("doctor")
    assert (said.exit_code, "[menu] changed outside valueback" in said.out) == (0, True)
    logged(run, "log-request", "ana", "More")
    assert "[menu]" not in run("doctor").out


def test_a_new_agreement_has_its_own_time_zone(
    run: Run, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = "2026-01-12T23:30"
    logged(run, "log-homework", "ana", "One", "--due", "2026-01-12", now="2026-01-12T10:00")
    monkeypatch.setenv("EDITOR", "sed -i s=America/Sao_Paulo=Asia/Tokyo=")
    assert run("edit", "practice", now=evening).exit_code == 0
    assert b"Asia/Tokyo" in settings.read_bytes()
    assert run("check-accountability", "ana", "--json", now=evening).json["misses"] == []


def test_edit_says_what_a_change_does_to_whom(
    run: Run, first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = first / "practice.toml"
    evening = "2026-04-09T23:30"  # the last hour of the day on which Hana's homework is due
    monkeypatch.setenv("EDITOR", "sed -i s=America/Sao_Paulo=Asia/Tokyo=")
    before = settings.read_bytes()
    said = run("edit", "practice", now=evening)
    assert said.exit_code == 3
    assert "hana-okada: misses 1, then 2" in said.err
    assert "it would change answers that were given" in said.err
    assert settings.read_bytes() == before
    assert run("edit", "practice", "--force", now=evening).exit_code == 0
    assert b"Asia/Tokyo" in settings.read_bytes()
    assert run("show", "hana", now=evening).err == ""


def test_a_practice_that_lost_its_file_is_no_place_for_a_new_one(
    run: Run, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = settings.read_bytes()
    settings.unlink()
    new = ("new-client", "Bo", "--price", "1", "--months", "1")
    for words in (
        ("list",),
        ("due",),
        ("show", "ana"),
        ("init",),
        new,
        ("doctor",),
        ("edit", "practice"),
    ):
        said = run(*words)
        assert said.exit_code == 3, words
        assert f"{settings} is gone, and an engagement stands beside it." in said.err
        assert "valueback history practice --restore 1" in said.err
        assert not settings.exists()
    monkeypatch.delenv("VALUEBACK_PRACTICE")
    monkeypatch.chdir(settings.parent / "engagements")  # found by what is there
    assert "is gone" in run("list").err
    assert run("history", "practice", "--restore", "1").exit_code == 0
    assert settings.read_bytes() == before
    assert run("list").exit_code == 0


def test_copies_of_practice_toml_are_named(run: Run, practice: Path) -> None:
    names = (
        "practice (conflicted copy).toml",
        "practice.sync-conflict-1.toml",
        "practice.toml.orig",
    )
    for name in names:
        (practice / name).write_text("x")
    said = run("doctor")
    assert said.exit_code == 3
    for name in names:
        assert f"{name}: is a copy of practice.toml" in said.out


# --- seals ---


def test_a_kill_between_the_two_writes_leaves_no_entry_without_a_seal(
    run: Run, file: Path, practice: Path
) -> None:
    before = file.read_bytes()
    memory = practice / ".valueback" / "seals" / "ana-souza.json"
    logged(run, "log-payment", "ana", "800")
    ahead = seals.load(practice, "ana-souza")
    first = seals.Seals(**{**vars(ahead), "entries": {}, "batches": ()})
    assert first.known
    # as if the command had been ended after it wrote the record: the memory knows both contents
    after = file.read_bytes()
    file.write_bytes(before)
    run_killed_after_the_record(practice)
    file_now = file.read_bytes()
    assert file_now.startswith(before)
    assert file_now != before
    assert json.loads(memory.read_bytes().partition(b"\n")[2])["next"] is not None
    assert run("show", "ana").err == ""
    file.write_bytes(file_now.replace(b'amount = "800.00"', b'amount = "8.00"'))
    assert "P" in run("show", "ana").err
    assert "changed outside valueback" in run("show", "ana").err
    assert after


KILLED = """
import os, signal, sys
from valueback.record import seals
seals.confirm = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from valueback.main import main
sys.argv[1:] = ["log-payment", "ana", "800", "--note", "killed", "--accept-changes"]
main()
"""


def run_killed_after_the_record(practice: Path) -> None:
    environment = {
        **os.environ,
        "VALUEBACK_PRACTICE": str(practice),
        "VALUEBACK_NOW": "2026-01-12T13:00:00-03:00",
    }
    done = subprocess.run(
        [sys.executable, "-c", KILLED], env=environment, capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_what_could_not_be_noted_is_told_at_once_and_later(
    run: Run, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from valueback.errors import refused

    with monkeypatch.context() as broken:

        def failing(*_: object) -> None:
            raise refused("No room.")

        broken.setattr(seals, "save", failing)
        said = run("log-payment", "ana", "800")
        assert (said.exit_code, "P1 is saved, but could not be noted" in said.err) == (0, True)
    assert "P1 has no seal" in run("show", "ana").err
    assert "P1 has no seal" in run("doctor").out
    said = run("undo", "ana", now="2026-01-12T13:00")
    assert "It is not sure what the last command wrote" in said.err
    assert "P1 has no seal" in run("log-request", "ana", "x").err
    assert run("show", "ana").err == ""


def test_what_is_gone_is_let_go_and_what_is_changed_accepted(run: Run, file: Path) -> None:
    logged(run, "log-homework", "ana", "One")
    before = file.read_bytes()
    logged(run, "log-homework", "ana", "Two")
    file.write_bytes(before.replace(b'"One"', b'"Three"'))
    said = run("log-request", "ana", "x", "--accept-changes")
    assert said.err == "Accepted as it stands now: H1. Let go: H2.\n"


def test_an_id_that_a_statement_remembers_is_not_given_again(
    run: Run, practice: Path, file: Path
) -> None:
    before = file.read_bytes()
    logged(run, "log-homework", "ana", "One")
    run("statement", "ana")
    file.write_bytes(before)
    (practice / ".valueback" / "seals" / "ana-souza.json").unlink()
    [entry] = logged(run, "log-homework", "ana", "Two")
    assert entry["id"] == "H2"
    said = run("doctor")
    assert said.exit_code == 3
    assert "the record does not say any more what ST1 said" in " ".join(said.out.split())


def test_an_engagement_deleted_on_purpose_is_told_to_doctor(run: Run, file: Path) -> None:
    file.unlink()
    assert "is gone" in run("list").err
    assert run("doctor").exit_code == 3
    said = run("doctor", "--accept")
    assert (said.exit_code, "Taken as meant: engagements/ana-souza.toml" in said.out) == (0, True)
    assert run("list").err == ""
    new = ("--price", "9", "--months", "3", "--result", "x", "--objective", "y")
    assert run("new-client", "Ana Souza", *new, "--json").json["engagement"] == "ana-souza-2"


# --- ends of the road ---


def test_a_text_that_could_not_be_read_back_is_not_saved(run: Run, file: Path) -> None:
    before = file.read_bytes()
    said = run("log-request", "ana", "-", stdin="x" * (LARGEST + 1))
    assert said.exit_code == 3
    assert "would become larger than 8 MiB" in said.err
    assert file.read_bytes() == before


def test_a_file_that_grew_too_large_can_be_mended(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_bytes(file.read_bytes() + b"#" * LARGEST)
    assert "larger than 8 MiB" in refusal(run, "show", "ana-souza")
    assert run("history", "ana-souza").exit_code == 0
    said = run("undo", "ana-souza")
    assert (said.exit_code, "is still larger than 8 MiB" in said.err) == (0, True), said.err
    monkeypatch.setenv("EDITOR", "sed -i /^###/d")
    assert run("edit", "ana-souza").exit_code == 0
    assert run("show", "ana").exit_code == 0


def test_a_paper_that_was_changed_by_hand_stays(run: Run, practice: Path) -> None:
    run("agreement", "ana")
    papers = practice / "documents" / "ana-souza"
    mine = papers / "agreement.html"
    run("agreement", "ana")  # its own earlier version it writes over
    assert [path.name for path in papers.iterdir()] == ["agreement.html"]
    mine.write_text(mine.read_text() + "changed by hand\n")
    said = run("agreement", "ana")
    assert "agreement-2.html" in said.out
    assert mine.read_text().endswith("changed by hand\n")
    run("agreement", "ana")
    assert sorted(path.name for path in papers.iterdir()) == ["agreement-2.html", "agreement.html"]


def test_a_text_left_in_an_editor_is_found(run: Run, practice: Path, file: Path) -> None:
    editor = practice.parent / "editor.sh"
    editor.write_text('#!/bin/sh\necho "# typed" >> "$1"\nkill -9 $PPID\n')
    editor.chmod(0o755)
    environment = {
        **os.environ,
        "EDITOR": str(editor),
        "VALUEBACK_NOW": "2026-01-12T13:00:00-03:00",
    }
    done = subprocess.run(
        [sys.executable, "-m", "valueback.main", "edit", "ana"], env=environment, check=False
    )
    assert done.returncode == -signal.SIGKILL
    [copy] = (practice / ".valueback" / "editing").glob("*/ana-souza.toml")
    assert copy.read_text().endswith("# typed\n")
    assert copy.stat().st_mode & 0o777 == 0o600
    said = run("doctor")
    assert said.exit_code == 3
    assert "was open in an editor when valueback was ended" in " ".join(said.out.split())
    run("doctor", "--fix")
    assert copy.exists()  # what was typed is nobody's to throw away
    copy.write_bytes(file.read_bytes())
    run("doctor", "--fix")
    assert not copy.exists()


def test_the_first_fifty_problems_are_enough(run: Run, file: Path) -> None:
    file.write_text("".join(f"key{n} = 1\n" for n in range(100_000)) + file.read_text())
    began = time.monotonic()
    said = run("show", "ana-souza")
    assert time.monotonic() - began < 20
    assert said.exit_code == 3
    assert said.err.count("is not a field") == 50
    assert "These are the first 50; there may be more." in said.err


def test_voids_that_take_each_other_back(run: Run, file: Path) -> None:
    text = file.read_text()
    for id_, other in (("Z1", "Z2"), ("Z2", "Z1")):
        text += (
            f'\n[[log]]\nid = "{id_}"\nkind = "void"\nat = 2026-01-10T10:00:00Z\n'
            f'logged = 2026-01-10T10:00:00Z\nentry = "{other}"\nreason = "x"\n'
        )
    file.write_text(text)
    assert "Z1 and Z2 take each other back" in refusal(run, "show", "ana")


@pytest.mark.parametrize("name", ["\u200b", "\u3164\u2800", "\u202e \u00ad", "\u0301"])
def test_a_name_that_nobody_can_see(run: Run, practice: Path, name: str) -> None:
    new = ("--price", "9", "--months", "3", "--result", "x", "--objective", "y")
    assert "shows nothing" in refusal(run, "new-client", name, *new)


def test_marks_of_a_conflict_inside_a_text(run: Run, file: Path) -> None:
    logged(run, "log-homework", "ana", "One")
    text = '"""\n<<<<<<< ours\none\n=======\ntwo\n>>>>>>> theirs\n"""'
    file.write_text(file.read_text().replace('"One"', text))
    assert "is a merge marker" in refusal(run, "show", "ana")


def test_nothing_is_due_is_never_said_while_something_cannot_be_read(run: Run, file: Path) -> None:
    file.write_text("x")
    for words in (("due",), ()):
        said = run(*words, now="2027-01-12T10:00")
        assert "Enjoy it" not in said.out
        assert "Cannot be read" in said.out


def test_a_swap_that_brings_out_somebody_elses_text_is_taken_back(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = OpenFolder.exchange
    edits = iter([b"# mine\n"])

    def late(self: OpenFolder, one: str, other: str) -> bool:
        if other == file.name and (edit := next(edits, b"")):
            file.write_bytes(edit + file.read_bytes())
        return real(self, one, other)

    monkeypatch.setattr(OpenFolder, "exchange", late)
    logged(run, "log-homework", "ana", "One")
    assert file.read_bytes().startswith(b"# mine\n")
    assert b'"One"' in file.read_bytes()


def test_a_template_that_fails_lets_no_statement_be_noted(run: Run, practice: Path) -> None:
    (practice / "templates").mkdir()
    (practice / "templates" / "statement.md").write_text("{{ 1/0 }}")
    said = run("statement", "ana")
    assert said.exit_code == 3
    place = Path("templates/statement.md")
    assert f"{place}:1: the template cannot be used: ZeroDivisionError" in said.err
    assert [
        e for e in run("show", "ana", "--json").json["entries"] if e["kind"] == "statement"
    ] == []
