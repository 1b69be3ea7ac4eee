"""Editing by hand: checked before it counts, the old version kept, nothing protected altered."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.fixture
def file(practice: Path, run: Run) -> Path:
    run("log-homework", "ana", "first")
    return practice / "engagements" / "ana-souza.toml"


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that runs a script of Python with the text as `t`."""
    script = tmp_path / "change.py"
    program = tmp_path / "editor.py"
    program.write_text(
        "import sys; from pathlib import Path\n"
        "path = Path(sys.argv[1]); scope = {'t': path.read_text(), 'Path': Path}\n"
        f"exec(Path({str(script)!r}).read_text(), scope)\n"
        "path.write_text(scope['t'])\n"
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {program}")
    return script


def test_a_change_is_saved_and_can_be_taken_back(run: Run, file: Path, editor: Path) -> None:
    before = file.read_bytes()
    editor.write_text("t = t.replace('name = \"Ana Souza\"', 'name = \"Ana S. Souza\" # married')")
    said = run("edit", "ana")
    assert (said.exit_code, "Saved." in said.out) == (0, True), said.err
    assert b"# married" in file.read_bytes()
    listed = run("history", "ana", "--json").json["versions"]
    assert len(listed) == 1
    assert Path(listed[0]["path"]).read_bytes() == before
    assert run("history", "ana", "--restore", "1", now="2026-01-12T13:00").exit_code == 0
    assert file.read_bytes() == before
    assert len(run("history", "ana", "--json").json["versions"]) == 2
    assert run("history", "ana", "--restore", "9").exit_code == 3


def test_unchanged_does_nothing(run: Run, file: Path, editor: Path) -> None:
    before = file.stat().st_mtime_ns
    editor.write_text("")
    assert "Nothing was changed" in run("edit", "ana").out
    assert file.stat().st_mtime_ns == before
    assert "never changed by hand" in run("history", "ana").out


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("t = t.replace('2400.00', '2500.00')", "The agreement is signed"),
        ("t = t.replace('text = \"first\"', 'text = \"second\"')", "The entry H1 was changed"),
        ("t = t.partition('[[log]]\\nid = \"H1\"')[0]", "The entry H1 is gone"),
        ("t = t + 'x = '", "is not TOML"),
        ("t = t.replace('due = ', 'duo = ')", "Did you mean 'due'?"),
        ("t = ''", "is empty"),
    ],
)
def test_what_is_wrong_or_protected_is_kept_aside(
    change: str, message: str, run: Run, file: Path, editor: Path
) -> None:
    before = file.read_bytes()
    editor.write_text(change)
    said = run("edit", "ana")
    assert (said.exit_code, said.out) == (3, "")
    assert message in said.err
    assert file.read_bytes() == before
    aside = Path(said.err.rsplit("kept in ", 1)[1].strip())
    assert aside.exists()


def test_force_alters_what_is_protected_and_keeps_the_old(
    run: Run, file: Path, editor: Path
) -> None:
    before = file.read_bytes()
    editor.write_text("t = t.replace('2400.00', '2500.00')")
    assert run("edit", "ana", "--force").exit_code == 0
    assert b'"2500.00"' in file.read_bytes()
    kept = Path(run("history", "ana", "--json").json["versions"][0]["path"])
    assert kept.read_bytes() == before


def test_an_older_version_never_loses_entries_unasked(run: Run, file: Path, editor: Path) -> None:
    editor.write_text("t = t.replace('name = \"Ana Souza\"', 'name = \"Ana\"')")
    run("edit", "ana")
    run("log-homework", "ana", "second")
    said = run("history", "ana", "--restore", "1")
    assert (said.exit_code, "The entry H2 is gone" in said.err) == (3, True)
    assert b"second" in file.read_bytes()


def test_a_draft_may_be_edited_freely(run: Run, practice: Path, editor: Path) -> None:
    run("new-client", "Bo", "--price", "1", "--months", "1", "--objective", "x", "--result", "y")
    editor.write_text("t = t.replace('price = \"1.00\"', 'price = \"2.00\"')")
    assert run("edit", "bo").exit_code == 0


def test_a_change_made_meanwhile_is_noticed(run: Run, file: Path, editor: Path) -> None:
    editor.write_text(
        f"other = Path({str(file)!r}); other.write_text(other.read_text() + '# meanwhile\\n')\n"
        "t = t + '# mine\\n'"
    )
    said = run("edit", "ana")
    assert said.exit_code == 3
    assert "changed meanwhile" in said.err
    assert "Your text is kept in" in said.err
    assert file.read_text().endswith("# meanwhile\n")


def test_the_practice_itself_is_mended_so(run: Run, practice: Path, editor: Path) -> None:
    path = practice / "practice.toml"
    path.write_text(path.read_text().replace('currency = "USD"', 'currancy = "USD"'))
    assert run("list").exit_code == 3
    editor.write_text("t = t.replace('currancy', 'currency')")
    assert run("edit", "practice").exit_code == 0
    assert run("list").exit_code == 0


def test_an_editor_that_fails_or_is_missing(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file.read_bytes()
    monkeypatch.setenv("VISUAL", "false")
    assert run("edit", "ana").exit_code == 3
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    assert run("edit", "ana").exit_code == 2
    assert file.read_bytes() == before
