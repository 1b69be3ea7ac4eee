"""Trust: what was altered is noticed, the same is not logged twice, and doctor finds what is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.test_every_meeting import logged, refusal
from tests.conftest import Run


@pytest.fixture(autouse=True)
def _practice(practice: Path) -> None: ...


@pytest.fixture
def file(practice: Path) -> Path:
    return practice / "engagements" / "ana-souza.toml"


# --- seals ---


def test_an_old_editor_buffer_saved_over_newer_entries(run: Run, file: Path) -> None:
    logged(run, "log-homework", "ana", "One")
    buffer = file.read_bytes()
    logged(run, "log-homework", "ana", "Two", now="2026-01-13T10:00")
    logged(run, "log-homework", "ana", "Three", now="2026-01-13T11:00")
    file.write_bytes(buffer)
    said = run("show", "ana", now="2026-01-14T10:00")
    assert said.exit_code == 0
    assert "H2, H3 vanished from the file since Tue 2026-01-13 11:00" in said.err
    assert "vanished" in refusal(run, "log-homework", "ana", "Four", now="2026-01-14T10:00")
    assert file.read_bytes() == buffer
    [entry] = logged(run, "log-homework", "ana", "Four", "--accept-changes", now="2026-01-14T10:00")
    assert entry["id"] == "H4"  # H2 and H3 were given, and are let go
    assert run("show", "ana", now="2026-01-14T10:00").err == ""


def test_a_changed_entry_is_named_until_it_is_accepted(run: Run, file: Path) -> None:
    logged(run, "log-homework", "ana", "One")
    file.write_text(file.read_text().replace('"One"', '"Two"'))
    for words in (("show", "ana"), ("check-guarantee", "ana"), ("list",), ("due",)):
        assert "H1 changed outside valueback" in run(*words).err, words
    assert "H1 changed" in run("log-request", "ana", "More").err  # goes on, and goes on warning
    assert "H1 changed" in run("show", "ana").err
    accepted = run("log-request", "ana", "And more", "--accept-changes")
    assert accepted.err == "Accepted as it stands now: H1.\n"
    assert run("show", "ana").err == ""


def test_a_signed_agreement_changed_by_hand_is_noticed(run: Run, file: Path) -> None:
    logged(run, "log-homework", "ana", "One")
    file.write_text(file.read_text().replace('price = "2400.00"', 'price = "2900.00"'))
    assert "signed agreement changed" in run("show", "ana").err


def test_comments_and_formatting_are_no_alteration(run: Run, file: Path) -> None:
    logged(run, "log-homework", "ana", "One")
    file.write_text(file.read_text().replace('text = "One"', 'text    = "One"  # mine'))
    assert run("show", "ana").err == ""


def test_an_entry_by_hand_is_named_until_the_next_one_seals_it(run: Run, file: Path) -> None:
    logged(run, "log-homework", "ana", "One")
    text = file.read_text()
    text += (
        '\n[[log]]\nid = "H2"\nkind = "homework"\nat = 2026-01-12T13:00:00Z\n'
        'logged = 2026-01-12T13:00:00Z\ntext = "By hand"\ndue = 2026-02-01\n'
    )
    file.write_text(text)
    for words in (("show", "ana"), ("due",), ("doctor",)):
        said = run(*words)
        assert "H2 has no seal" in said.out + said.err, words
    assert "H2 has no seal" in run("log-request", "ana", "More").err
    assert run("show", "ana").err == ""
    file.write_text(file.read_text().replace("By hand", "By foot"))
    assert "H2 changed" in run("show", "ana").err  # sealed by the write before


def test_a_signed_agreement_is_never_accepted_by_the_way(run: Run, file: Path) -> None:
    logged(run, "log-homework", "ana", "One")
    file.write_text(file.read_text().replace('price = "2400.00"', 'price = "2900.00"'))
    assert "signed agreement changed" in run("log-request", "ana", "x", "--accept-changes").err
    assert "signed agreement changed" in run("show", "ana").err


def test_what_was_kept_of_the_practice_hides_no_old_buffer(run: Run, file: Path) -> None:
    run("due")
    buffer = file.read_bytes()
    logged(run, "log-payment", "ana", "100")
    file.write_bytes(buffer)
    for words in (("due",), ("practice",), ("list",), ()):
        assert "P1 vanished" in run(*words).err, words


def test_an_edit_tells_what_was_lost_before_it(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    buffer = file.read_bytes()
    logged(run, "log-payment", "ana", "100")
    file.write_bytes(buffer)
    monkeypatch.setenv("EDITOR", "sed -i 1i#hi")
    assert "P1 vanished" in run("edit", "ana").err
    assert "P1 vanished" in run("show", "ana").err


def test_entries_of_one_moment_in_another_order_are_noticed(run: Run, file: Path) -> None:
    logged(run, "log-homework", "ana", "One")
    logged(run, "log-homework", "ana", "Two")
    head, *blocks = file.read_text().split("\n[[log]]\n")
    blocks[-1], blocks[-2] = blocks[-2] + "\n", blocks[-1].rstrip("\n")
    file.write_text("\n[[log]]\n".join([head, *blocks]))
    assert "changed outside valueback" in run("show", "ana").err
    run("log-request", "ana", "More", "--accept-changes")
    assert run("show", "ana").err == ""


def test_an_engagement_that_is_gone_is_told_and_its_id_is_not_given_again(
    run: Run, file: Path
) -> None:
    file.unlink()
    for words in (("list",), ("due",), ("practice",)):
        assert "engagements/ana-souza.toml is gone" in run(*words).err
    new = ("--price", "9", "--months", "3", "--result", "x", "--objective", "y")
    assert run("new-client", "Ana Souza", *new, "--json").json["engagement"] == "ana-souza-2"
    assert run("new-client", "Practice", *new, "--json").json["engagement"] == "practice-2"


def test_what_edit_saved_is_meant(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logged(run, "log-homework", "ana", "One")
    monkeypatch.setenv("EDITOR", "sed -i s/One/Two/")
    assert run("edit", "ana", "--force").exit_code == 0
    assert run("show", "ana").err == ""


def test_without_the_memory_nothing_is_lost_but_the_memory(run: Run, practice: Path) -> None:
    logged(run, "log-homework", "ana", "One")
    shutil.rmtree(practice / ".valueback")
    said = run("show", "ana")
    assert (said.exit_code, said.err) == (0, "")
    assert "There are no seals of ana-souza" in " ".join(run("doctor").out.split())
    assert run("doctor").exit_code == 0


@pytest.mark.parametrize(
    "damage",
    [
        '\n{"whole": "", "at": "x", "agreement": "", "entries": {"H9": "1"}, "batches": []}',
        "",
        "{",
        "[]",
        '{"whole": 1}',
        '{"entries": [1]}',
        "\x00",
    ],
)
def test_a_damaged_memory_is_none_and_is_told(run: Run, practice: Path, damage: str) -> None:
    logged(run, "log-homework", "ana", "One")
    (practice / ".valueback" / "seals" / "ana-souza.json").write_text(damage)
    assert "SG1, SG2, H1 have no seal" in run("show", "ana").err
    logged(run, "log-homework", "ana", "Two")
    assert run("show", "ana").err == ""


# --- the same twice ---


def test_the_very_same_is_not_logged_twice_unless_it_is_said(run: Run) -> None:
    words = ("log-payment", "ana", "90", "--at", "2026-01-12 09:00")
    logged(run, *words)
    assert "exists already: P1" in refusal(run, *words, now="2026-01-12T12:05")
    assert "exists already: P1" in refusal(run, *words, "--dry-run", now="2026-01-12T12:05")
    [entry] = logged(run, *words, "--again", now="2026-01-12T12:05")
    assert entry["id"] == "P2"
    logged(run, "log-payment", "ana", "90.01", "--at", "2026-01-12 09:00")
    logged(run, "log-payment", "ana", "90", "--at", "2026-01-12 09:01")
    logged(run, "log-payment", "ana", "90", "--at", "2026-01-12 09:00", "--note", "cash")


def test_what_was_taken_back_may_be_logged_again(run: Run) -> None:
    logged(run, "log-payment", "ana", "90")
    logged(run, "undo", "ana")
    logged(run, "log-payment", "ana", "90")


# --- doctor ---


def test_doctor_is_content_with_a_practice_in_use(run: Run) -> None:
    logged(run, "log-homework", "ana", "One")
    said = run("doctor")
    assert said.exit_code == 0
    assert "Nothing is wrong." in said.out
    assert run("doctor", "--json").json["problems"] == []


WRONG: dict[str, Callable[[Path], object]] = {
    "file": lambda p: (p / "engagements" / "bad.toml").write_text("schema = 9\n"),
    "stray": lambda p: (p / "engagements" / "ana-souza (conflict).toml").write_text("x"),
    "lost": lambda p: (p / "engagements" / "ana-souza.toml").rename(p.parent / "away.toml"),
    "orphan": lambda p: (p / "documents" / "nobody").mkdir(parents=True, mode=0o700),
    "practice": lambda p: (p / "practice.toml").write_text(
        'schema = 1\n[practice]\ntime_zone = "X"'
    ),
    "leftover": lambda p: (p / "engagements" / ".a.toml.99999998.0123abcd.tmp").touch(mode=0o600),
    "rights": lambda p: (p / "engagements" / "ana-souza.toml").chmod(0o644),
    "template": lambda p: template(p, "ending.txt", "{% block x %}"),
    "link": lambda p: edit(p, "schema = 2", 'schema = 2\nprevious = "nobody"'),
    "folder": lambda p: (p / "documents").symlink_to("/tmp"),
    "seal": lambda p: edit(p, 'by = "client"', 'by = "provider"'),
}
SERIOUS = {"file", "stray", "lost", "practice", "template", "link", "seal", "folder"}


def template(practice: Path, name: str, text: str) -> None:
    (practice / "templates").mkdir()
    (practice / "templates" / name).write_text(text)


def edit(practice: Path, old: str, new: str) -> None:
    file = practice / "engagements" / "ana-souza.toml"
    file.write_text(file.read_text().replace(old, new, 1))


@pytest.mark.parametrize("what", WRONG)
def test_doctor_names_what_is_wrong_and_changes_nothing(
    run: Run, practice: Path, what: str
) -> None:
    WRONG[what](practice)
    before = {path: path.read_bytes() for path in practice.rglob("*") if path.is_file()}
    said = run("doctor", "--json")
    assert said.exit_code == (3 if what in SERIOUS else 0)
    problems = said.json["problems"]
    assert what in [problem["what"] for problem in problems]
    assert all(problem["text"] and problem["remedy"] for problem in problems)
    page = run("doctor").out
    assert problems[0]["text"].split()[0] in page
    assert {path: path.read_bytes() for path in practice.rglob("*") if path.is_file()} == before


def test_fix_mends_what_is_safe_and_says_so(run: Run, practice: Path) -> None:
    for what in ("rights", "leftover", "orphan"):
        WRONG[what](practice)
    said = run("doctor", "--fix")
    assert "Mended engagements/ana-souza.toml" in said.out
    assert "remove it" in said.out
    assert "holds papers" in said.out  # left for people
    assert (practice / "engagements" / "ana-souza.toml").stat().st_mode & 0o777 == 0o600
    assert not list((practice / "engagements").glob(".*.tmp"))
    assert run("doctor", "--fix", "--json").json["mended"] == []


def test_fix_stays_inside_and_carries_on(run: Run, practice: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "s.sh").write_text("x")
    (outside / "s.sh").chmod(0o755)
    (outside / ".b.toml.99999998.0123abcd.tmp").touch()
    (practice / "documents").symlink_to(outside)
    (practice / "backup.sh").write_text("x")
    (practice / "backup.sh").chmod(0o755)
    (practice / "engagements" / ".a.toml.99999998.0123abcd.tmp").touch(mode=0o644)
    said = run("doctor", "--fix")
    assert "Wrong: documents: is not a folder of its own." in said.out
    assert sorted(p.name for p in outside.iterdir()) == [".b.toml.99999998.0123abcd.tmp", "s.sh"]
    assert (outside / "s.sh").stat().st_mode & 0o777 == 0o755
    assert (practice / "backup.sh").stat().st_mode & 0o777 == 0o755
    assert not list((practice / "engagements").glob(".*"))


def test_engagements_that_are_no_folder(run: Run, practice: Path) -> None:
    shutil.rmtree(practice / "engagements")
    (practice / "engagements").write_text("x")
    said = run("doctor")
    assert said.exit_code == 3
    assert "engagements: is not a folder of its own." in said.out


def test_a_write_of_another_process_is_no_leftover(run: Run, practice: Path) -> None:
    import os

    busy = practice / "engagements" / f".a.toml.{os.getpid()}.0123abcd.tmp"
    busy.touch(mode=0o600)
    assert run("doctor", "--json").json["problems"] == []


# --- usual terms from which no client could be made ---

IN_NO_ORDER = """
[[accountability.step]]
misses = 2
action = "pause"

[[accountability.step]]
misses = 3
action = "reminder"
"""
TWICE = """
[[package]]
id = "p"
name = "P"
price = "100.00"

[[package.scope]]
id = "x"
text = "One"

[[package.scope]]
id = "x"
text = "Two"
"""
ONLY_MONTHLY = """
[[leaving]]
of = "unused units"
percent = 50
"""


@pytest.mark.parametrize(
    ("terms", "place"),
    [
        (IN_NO_ORDER, "accountability.step[2].action"),
        (TWICE, "package[1].scope[2].id"),
    ],
)
def test_usual_terms_that_no_client_could_have_are_refused(
    terms: str,
    place: str,
    run: Run,
    practice: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    file = practice / "practice.toml"
    before = file.read_text()
    broken = tmp_path / "broken.toml"
    ladder = before.partition("[[accountability.step]]")[0].rstrip() + "\n"
    broken.write_text((ladder if terms == IN_NO_ORDER else before) + terms)
    monkeypatch.setenv("EDITOR", f"cp {broken}")
    said = run("edit", "practice")
    assert (said.exit_code, file.read_text()) == (3, before)
    assert place in said.err
    file.write_text(broken.read_text())
    found = run("doctor")
    assert f"{place}: " in found.out + found.err
    assert found.exit_code == 3
    assert run("show", "ana").exit_code == 0, "what was agreed is read for ever"


def test_usual_terms_that_some_client_could_have_are_not(
    run: Run, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (practice / "practice.toml").open("a") as file:
        file.write(ONLY_MONTHLY)
    monkeypatch.setenv("EDITOR", "sed -i 1i#hi")
    said = run("edit", "practice")
    assert said.exit_code == 0, said.err
    assert "leaving" not in run("doctor").err
