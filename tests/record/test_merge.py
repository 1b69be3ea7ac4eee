"""Two clones that each logged entries merge with all of them; git is really asked."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.story import header
from valueback.record.merge import merged
from valueback.record.toml import document, parsed

HEAD = document(header()).encode()


def block(id_: str, text: str = "x", **fields: str) -> bytes:
    kind = {"H": "homework", "D": "homework-done", "R": "request", "S": "session"}[id_[0]]
    own = {"homework": {"text": text}, "request": {"text": text}}.get(kind, {}) | fields
    lines = [f'{name} = "{value}"\n' for name, value in own.items()]
    lines += {"homework": ["due = 2026-03-01\n"], "session": ["minutes = 60\n"]}.get(kind, [])
    return (
        f'\n[[log]]\nid = "{id_}"\nkind = "{kind}"\nat = 2026-02-01T10:00:00Z\n'
        f"logged = 2026-02-01T10:00:00Z\n{''.join(lines)}"
    ).encode()


BASE = HEAD + block("H1")


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (b"", b"", b""),
        (block("H2"), b"", block("H2")),
        (b"", block("H2"), block("H2")),
        (block("H2"), block("R1"), block("H2") + block("R1")),
        (block("H2"), block("H2"), block("H2")),  # the same on both sides, once
        (block("H2"), block("H2") + block("R1"), block("H2") + block("R1")),
        (block("H2").rstrip(), block("R1"), block("H2") + block("R1")),
        # the same id for two things: theirs gets the next one, with what refers to it
        (block("H2", "a"), block("H2", "b"), block("H2", "a") + block("H3", "b")),
        (
            block("H2", "a") + block("H3", "c"),
            block("H2", "b") + block("D1", homework="H2") + block("D2", homework="H1"),
            block("H2", "a")
            + block("H3", "c")
            + block("H4", "b")
            + block("D1", homework="H4")
            + block("D2", homework="H1"),
        ),
        # comments and formatting by hand stay
        (
            b"\n# ours\n" + block("H2", "a"),
            block("H2", "b").replace(b'id = "H2"', b"id='H2'   # mine"),
            b"\n# ours\n"
            + block("H2", "a")
            + block("H3", "b").replace(b'id = "H3"', b"id='H3'   # mine"),
        ),
        # what U+2028 is elsewhere, a line of TOML does not end with
        (
            block("H2", "a\u2028b"),
            block("H2", "c\u2028d"),
            block("H2", "a\u2028b") + block("H3", "c\u2028d"),
        ),
    ],
)
def test_the_base_and_both_sides_blocks(ours: bytes, theirs: bytes, expected: bytes) -> None:
    assert merged(BASE, BASE + ours, BASE + theirs) == BASE + expected


SENT = b'\n[[log]]\nid = "Q1"\nkind = "feedback-request"\nat = 2026-02-01T11:00:00Z\nlogged = 2026-02-01T11:00:00Z\nsession = "S1"\nchannel = "mail"\n'


def test_what_a_message_named_keeps_its_id_on_either_side() -> None:
    plain, named = block("S1", note="plain"), block("S1", note="named") + SENT
    for ours, theirs in ((plain, named), (named, plain)):
        result = merged(HEAD, HEAD + ours, HEAD + theirs)
        assert result is not None
        log = parsed(result, "")["log"]
        assert [(raw["id"], raw.get("note")) for raw in log if raw["kind"] == "session"] == (
            [("S2", "plain"), ("S1", "named")]
            if ours == plain
            else [("S1", "named"), ("S2", "plain")]
        )
        assert [raw["session"] for raw in log if raw["id"] == "Q1"] == ["S1"]
    other = block("S1", note="other") + SENT.replace(b"mail", b"phone")
    assert merged(HEAD, HEAD + named, HEAD + other) is None


def test_an_id_that_is_remembered_is_not_given() -> None:
    result = merged(BASE, BASE + block("H2", "a"), BASE + block("H2", "b"), given=["H3", "H7"])
    assert result == BASE + block("H2", "a") + block("H8", "b")


def test_what_is_no_mere_appending_is_a_conflict() -> None:
    changed = BASE.replace(b'text = "x"', b'text = "y"')
    assert merged(BASE, changed, BASE + block("R1")) is None
    assert merged(BASE, BASE + b'\nx = "y', BASE + block("R1")) is None
    assert merged(BASE, b"\xff", BASE) is None


def test_a_comment_above_the_log_is_merged_beside_new_entries() -> None:
    changed = b"# by hand\n" + BASE
    assert merged(BASE, changed, BASE + block("R1")) == changed + block("R1")
    assert merged(BASE, BASE + block("R1"), changed) == changed + block("R1")
    twice = b"# another\n" + BASE
    assert merged(BASE, changed, twice) is None


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


def pulled(clones: tuple[Path, Path]) -> subprocess.CompletedProcess[str]:
    """Both commit what they have, and the first pulls the second's."""
    here, there = clones
    for clone in clones:
        git(clone, "add", "-A")
        assert git(clone, "commit", "-qm", "more").returncode == 0
    return git(here, "pull", "-q", "--no-rebase", "--no-edit", str(there), "HEAD")


def test_two_clones_merge_with_all_entries(run: Run, clones: tuple[Path, Path]) -> None:
    here, there = clones
    assert not git(here, "ls-files").stdout.count(".valueback")
    run("log-homework", "ana", "Here", now="2026-01-13T10:00")
    run("log-request", "ana", "There", "--practice", str(there), now="2026-01-13T11:00")
    found = pulled(clones)
    assert found.returncode == 0, found.stderr
    said = run("show", "ana", "--json")
    assert [e["kind"] for e in said.json["entries"]] == [
        "signature",
        "signature",
        "homework",
        "request",
    ]
    assert "R1 has no seal: valueback did not write this here." in said.err
    assert "R1 has no seal" in run("doctor").out
    assert "R1 has no seal" in run("log-request", "ana", "More").err  # it is sealed by this
    assert run("doctor").exit_code == 0


def test_undo_after_a_merge_takes_back_what_was_written_here(
    run: Run, clones: tuple[Path, Path]
) -> None:
    _, there = clones
    run("log-homework", "ana", "There", "--practice", str(there), now="2026-01-13T10:00")
    run("log-homework", "ana", "Here", now="2026-01-13T11:00")
    assert pulled(clones).returncode == 0
    [void] = run("undo", "ana", "--json", now="2026-01-13T12:00").json["entries"]
    log = {e["id"]: e for e in run("show", "ana", "--json").json["entries"]}
    assert log[void["entry"]]["text"] == "Here"


def test_undo_asks_where_theirs_was_written_later(run: Run, clones: tuple[Path, Path]) -> None:
    _, there = clones
    run("log-homework", "ana", "Here", now="2026-01-13T10:00")
    run("log-homework", "ana", "There", "--practice", str(there), now="2026-01-13T11:00")
    assert pulled(clones).returncode == 0
    said = run("undo", "ana", now="2026-01-13T12:00")
    assert (said.exit_code, "It may be H2" in said.err) == (3, False)
    assert "It may be H1; nothing was taken back" in said.err


def test_the_same_id_on_both_sides_is_told_apart(run: Run, clones: tuple[Path, Path]) -> None:
    here, there = clones
    run("log-homework", "ana", "Here", now="2026-01-13T10:00")
    other = ("--practice", str(there))
    run("log-homework", "ana", "There", *other, now="2026-01-13T11:00")
    run("complete-homework", "ana", "H1", *other, now="2026-01-13T12:00")
    run("amend", "ana", "D1", "homework=H1", "note=x", *other, now="2026-01-13T12:30")
    found = pulled(clones)
    assert found.returncode == 0, found.stderr
    entries = {e["id"]: e for e in run("show", "ana", "--json").json["entries"]}
    assert (entries["H1"]["text"], entries["H2"]["text"]) == ("Here", "There")
    assert entries["D1"]["homework"] == "H2"
    assert entries["AM1"]["set"]["homework"] == "H2"
    # the other clone is told what its entries are called now, and takes them back rightly
    assert git(there, "pull", "-q", str(here), "HEAD").returncode == 0
    said = run("show", "ana", *other)
    assert "H1 is now H2: two records that both had gone on were merged." in said.err
    assert "H1 has no seal" in said.err
    assert "changed outside" not in said.err
    run("log-request", "ana", "More", *other, now="2026-01-13T13:00")
    assert run("show", "ana", *other).err == ""
    for _ in range(3):
        assert run("undo", "ana", *other, now="2026-01-13T14:00").exit_code == 0
    voids = [
        e["entry"]
        for e in run("show", "ana", "--json", *other).json["entries"]
        if e["kind"] == "void"
    ]
    assert voids == ["R1", "AM1", "D1"]


def test_ids_that_papers_of_both_sides_name_are_a_conflict(
    run: Run, clones: tuple[Path, Path]
) -> None:
    here, there = clones
    for clone, text in ((here, "Here"), (there, "There")):
        own = ("--practice", str(clone))
        run("log-homework", "ana", text, *own, now="2026-01-13T10:00")
        run("statement", "ana", *own, now="2026-01-13T11:00")
        (clone / "documents" / "ana-souza" / "statement-ST1.txt").unlink()
    assert pulled(clones).returncode != 0
    said = run("show", "ana")
    assert (said.exit_code, "merge marker" in said.err) == (3, True)
    due = run("due")
    assert "Nothing is due. Enjoy it." not in due.out
    assert "Nothing is due among what can be read." in due.out


TRAP = """
import pathlib
pathlib.Path(%r).touch()
raise SystemExit(0)
"""


def test_nothing_of_the_work_tree_runs_in_a_merge(
    run: Run, clones: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = clones
    ran = tmp_path / "ran"
    trap = TRAP % str(ran)
    monkeypatch.setenv("PYTHONPATH", ".")
    files = ["tomli.py", "re.py", "pydantic.py", "sitecustomize.py", "valueback/__init__.py"]
    files += ["valueback/record/merge.py", "hooks/post-merge", ".git-hooks/post-merge"]
    for name in files:
        path = there / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(trap)
        path.chmod(0o755)
    for number in (1, 2):
        run("log-homework", "ana", f"Here {number}", now=f"2026-01-1{number + 2}T10:00")
        words = ("log-homework", "ana", f"There {number}", "--practice", str(there))
        run(*words, now=f"2026-01-1{number + 2}T11:00")
        found = pulled(clones)
        assert found.returncode == 0, found.stderr
        assert not ran.exists()
        assert (
            git(there, "pull", "-q", "--no-rebase", "--no-edit", str(here), "HEAD").returncode == 0
        )
        assert not ran.exists()
    texts = [
        e["text"] for e in run("show", "ana", "--json").json["entries"] if e["kind"] == "homework"
    ]
    assert sorted(texts) == ["Here 1", "Here 2", "There 1", "There 2"]
    import sys

    old = f"{sys.executable} -m valueback.record.merge %O %A %B"  # what the first edition set up
    git(here, "config", "merge.valueback.driver", old)
    assert "no working merge driver" in run("doctor").out
    assert "Mended" in run("doctor", "--fix").out
    assert "-P -E -m valueback.record.merge" in git(here, "config", "merge.valueback.driver").stdout


@pytest.mark.parametrize(
    "driver", ["", "'", '"', "x", "python \\", "\xff", "python -m valueback.record.merge '%O"]
)
def test_doctor_bears_an_odd_configuration(
    run: Run, clones: tuple[Path, Path], driver: str
) -> None:
    here, _ = clones
    config = here / ".git" / "config"
    with config.open("ab") as file:
        file.write(b'[merge "valueback"]\n\tdriver = ' + driver.encode("latin-1") + b"\n")
    assert run("doctor").exit_code == 3
    git(here, "config", "--replace-all", "merge.valueback.driver", driver)
    assert run("doctor").exit_code == 3


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
