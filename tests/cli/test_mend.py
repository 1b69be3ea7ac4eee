"""Correct, take back, undo: both versions stay."""

from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.fixture(autouse=True)
def _session(practice: Path, run: Run) -> None:
    run("log-session", "ana", "--start", "2026-01-12 10:00")
    run("log-homework", "ana", "Write")


def ids(run: Run) -> list[str]:
    return [e["id"] for e in run("show", "ana", "--json").json["entries"] if not e["void"]]


def test_an_amendment_shows_both_versions_and_works_from_its_moment_on(run: Run) -> None:
    said = run("amend", "ana", "S1", "minutes=45", "recording=here", now="2026-01-14T10:00")
    assert "Before: Mon 2026-01-12 10:00, Meeting, 60 min, no recording" in said.out
    assert "After: Mon 2026-01-12 10:00, Meeting, 45 min, recording: here" in said.out

    def recording(day: str) -> str:
        report = run("check-guarantee", "ana", "--as-of", day, "--json").json
        [clause] = [c for c in report["clauses"] if c["id"] == "recording"]
        status: str = clause["status"]
        return status

    assert (recording("2026-01-13"), recording("2026-01-14")) == ("breached", "met")
    assert "was: Meeting, 60 min" in " ".join(run("show", "ana").out.split())


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("S1", "minuts=45"), 2, "Did you mean 'minutes'?"),
        (("S1", "minutes"), 2, "FIELD=VALUE"),
        (("S1", "minutes=long"), 3, "must be a whole number"),
        (("S1", "id=S9"), 3, "can never be changed"),
        (("S9", "minutes=1"), 3, "There is no entry S9"),
        (("S1", "recording="), 2, "cannot be emptied"),
        (("H1", "due=2026-01-01"), 3, "before it was given"),
        (("S1", "late_minutes=40", "left_early_minutes=40"), 3, "more than the whole meeting"),
        (("SG1", "by=provider"), 3, "has signed already"),
        (("SG1", "by=nobody"), 3, "must be one of: client or provider"),
    ],
)
def test_amendments_that_are_refused(
    run: Run, words: tuple[str, ...], code: int, message: str
) -> None:
    said = run("amend", "ana", *words)
    assert (said.exit_code, message in said.err) == (code, True), said.err


def test_a_bookings_start_looks_ahead_and_stays_inside_the_agreement(run: Run) -> None:
    run("book", "ana", "2026-01-26 10:00")
    assert run("amend", "ana", "B1", "to=tue 10:00").exit_code == 0
    assert run("show", "ana", "--kind", "booking").out.count("Tue 2026-01-13 10:00") == 1
    assert "outside the agreement" in run("amend", "ana", "B1", "to=2026-01-05 10:00").err


def test_a_due_day_moves_only_before_it_passes(run: Run) -> None:
    late = run("amend", "ana", "H1", "due=2026-02-01", now="2026-01-20T00:00")
    assert (late.exit_code, "had passed" in late.err) == (3, True)
    assert run("amend", "ana", "H1", "due=2026-02-01", now="2026-01-19T23:59").exit_code == 0


def test_a_void_waits_until_nothing_refers_to_its_entry(run: Run) -> None:
    run("log-feedback", "ana", "good")
    said = run("void", "ana", "S1", "--reason", "wrong client")
    assert (said.exit_code, "F1" in said.err) == (3, True)
    assert run("void", "ana", "F1", "--reason", "wrong client").exit_code == 0
    assert run("void", "ana", "S1", "--reason", "wrong client").exit_code == 0
    assert "voided already" in run("void", "ana", "S1", "--reason", "again").err
    assert "S1" not in ids(run)
    run("void", "ana", "Z2", "--reason", "it was right after all")
    assert "S1" in ids(run)


def test_undo_takes_back_one_command_at_a_time(run: Run) -> None:
    run("book", "ana", "2026-01-13 10:00", "--weekly", "3")
    assert [i for i in ids(run) if i[0] == "B"] == ["B1", "B2", "B3"]
    said = run("undo", "ana")
    assert "B3 taken back" in said.out
    assert [i for i in ids(run) if i[0] == "B"] == []
    run("undo", "ana")
    assert "H1" not in ids(run)
    run("undo", "ana")
    assert "S1" not in ids(run)


def test_undo_without_its_memory_asks_before_it_takes_what_was_written_in_one_moment(
    run: Run, practice: Path
) -> None:
    for remembered in (practice / ".valueback" / "seals").iterdir():
        remembered.unlink()
    run("book", "ana", "2026-01-13 10:00", "--weekly", "2", now="2026-01-12T13:00")
    for remembered in (practice / ".valueback" / "seals").iterdir():
        remembered.unlink()
    said = run("undo", "ana", now="2026-01-12T13:01")
    assert (said.exit_code, "It may be B2, B1; nothing was taken back." in said.err) == (3, True)
    run("undo", "ana", "--yes", now="2026-01-12T13:01")
    assert [i for i in ids(run) if i[0] in "BSH"] == ["SG1", "SG2", "S1", "H1"]


def test_undo_restores_what_a_void_took_back(run: Run) -> None:
    run("void", "ana", "H1", "--reason", "oops")
    assert "H1" not in ids(run)
    run("undo", "ana")
    assert "H1" in ids(run)
