"""Two clones that each logged entries merge with all of them; git is really asked."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import Run
from valueback.record.merge import merged

BASE = b'schema = 1\n[client]\nname = "A"\n\n[[log]]\nid = "H1"\n'


def block(id_: str) -> bytes:
    return f'\n[[log]]\nid = "{id_}"\n'.encode()


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (b"", b"", b""),
        (block("H2"), b"", block("H2")),
        (b"", block("H2"), block("H2")),
        (block("H2"), block("S1"), block("H2") + block("S1")),
        (block("H2"), block("H2"), block("H2")),  # the same on both sides, once
        (block("H2"), block("H2") + block("S1"), block("H2") + block("S1")),
        (block("H2").rstrip(), block("S1"), block("H2") + block("S1")),
    ],
)
def test_the_base_and_both_sides_blocks(ours: bytes, theirs: bytes, expected: bytes) -> None:
    assert merged(BASE, BASE + ours, BASE + theirs) == BASE + expected


def test_what_is_no_mere_appending_is_left_to_git() -> None:
    changed = BASE.replace(b'"A"', b'"B"')
    assert merged(BASE, changed, BASE + block("S1")) is None
    assert merged(BASE, BASE + b'\nx = "y', BASE + block("S1")) is None


def git(where: Path, *words: str) -> subprocess.CompletedProcess[str]:
    names = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "init.defaultBranch=main")
    return subprocess.run(
        ["git", *names, *words], cwd=where, capture_output=True, text=True, check=False
    )


@pytest.fixture
def clones(practice: Path, run: Run, tmp_path: Path) -> tuple[Path, Path]:
    assert run("init", "--git").exit_code == 0
    git(practice, "add", "-A")
    assert git(practice, "commit", "-qm", "first").returncode == 0
    other = tmp_path / "other"
    assert git(tmp_path, "clone", "-q", str(practice), str(other)).returncode == 0
    assert run("init", "--git", "--practice", str(other)).exit_code == 0
    return practice, other


def test_two_clones_merge_with_all_entries(run: Run, clones: tuple[Path, Path]) -> None:
    here, there = clones
    assert not git(here, "ls-files").stdout.count(".valueback")
    run("log-homework", "ana", "Here", now="2026-01-13T10:00")
    run("log-request", "ana", "There", "--practice", str(there), now="2026-01-13T11:00")
    for clone in clones:
        assert git(clone, "commit", "-qam", "more").returncode == 0
    pulled = git(here, "pull", "-q", "--no-rebase", "--no-edit", str(there), "HEAD")
    assert pulled.returncode == 0, pulled.stderr
    kinds = [e["kind"] for e in run("show", "ana", "--json").json["entries"]]
    assert kinds == ["signature", "signature", "homework", "request"]
    assert run("doctor").exit_code == 0


def test_the_same_id_on_both_sides_is_kept_and_named(run: Run, clones: tuple[Path, Path]) -> None:
    here, there = clones
    run("log-homework", "ana", "Here", now="2026-01-13T10:00")
    run("log-homework", "ana", "There", "--practice", str(there), now="2026-01-13T11:00")
    run("complete-homework", "ana", "H1", "--practice", str(there), now="2026-01-13T12:00")
    for clone in clones:
        git(clone, "commit", "-qam", "more")
    assert git(here, "pull", "-q", "--no-rebase", "--no-edit", str(there), "HEAD").returncode == 0
    text = (here / "engagements" / "ana-souza.toml").read_text()
    assert text.count('id = "H1"') == 2
    said = run("doctor")
    assert said.exit_code == 3
    assert "the id H1 is used twice" in said.out
    words = " ".join(said.out.split())
    assert "next free number, H2. Where they mean this one, say so in: D1." in words
    first = text.index('id = "H1"')
    mended = text[: first + 5] + text[first + 5 :].replace('id = "H1"', 'id = "H2"').replace(
        'homework = "H1"', 'homework = "H2"'
    )
    (here / "engagements" / "ana-souza.toml").write_text(mended)
    assert run("doctor").exit_code == 0


def test_what_one_side_signed_and_the_other_changed_is_a_conflict(
    run: Run, clones: tuple[Path, Path]
) -> None:
    here, there = clones
    new = ("--price", "2400", "--months", "3", "--result", "x", "--objective", "y")
    run("new-client", "Rui", *new)
    git(here, "add", "-A")
    git(here, "commit", "-qm", "rui")
    assert git(there, "pull", "-q").returncode == 0
    run("sign", "rui", "--by", "both")
    file = there / "engagements" / "rui.toml"
    file.write_text(file.read_text().replace('price = "2400.00"', 'price = "1400.00"'))
    for clone in clones:
        git(clone, "commit", "-qam", "more")
    assert git(here, "pull", "-q", "--no-rebase", "--no-edit", str(there), "HEAD").returncode != 0
    said = run("show", "rui")
    assert said.exit_code == 3
    assert "merge marker" in said.err


def test_a_driver_whose_program_is_gone_is_set_anew(run: Run, clones: tuple[Path, Path]) -> None:
    here, _ = clones
    gone = "/no/such/python -m valueback.record.merge %O %A %B"
    git(here, "config", "merge.valueback.driver", gone)
    assert "no working merge driver" in run("doctor").out
    assert "no working merge driver" in run("init", "--git", "--dry-run").out
    assert run("init", "--git").exit_code == 0
    assert run("doctor").exit_code == 0


def test_a_practice_under_git_without_the_driver_is_told(
    run: Run, clones: tuple[Path, Path]
) -> None:
    here, _ = clones
    git(here, "config", "--unset", "merge.valueback.driver")
    said = run("doctor")
    assert said.exit_code == 3
    assert "no working merge driver" in said.out
    assert run("init", "--git").exit_code == 0
    assert run("doctor").exit_code == 0
    assert "Everything was in place." in run("init", "--git").out
