"""The record: old bytes stay, what was written reads back, a changed file is never overwritten."""

from __future__ import annotations

import stat
import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.story import header
from valueback.drafting.between_meetings import homework, homework_done
from valueback.drafting.draft import Draft, Plan, drafts
from valueback.errors import Refused
from valueback.model.entries import Homework
from valueback.record import files
from valueback.record.append import Manner, append
from valueback.record.folder import Folder
from valueback.record.founding import begin_engagement, begin_practice
from valueback.record.toml import block, document, lines_of

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
PRACTICE = {"schema": 1, "practice": {"time_zone": "America/Sao_Paulo"}}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = begin_practice(tmp_path / "practice", PRACTICE)
    begin_engagement(made, "ana-souza", header())
    return made


def add_homework(text: str) -> Plan[Homework]:
    return homework(text=text, due=NOW.date())


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200).filter(
    str.strip
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts, min_size=1, max_size=3))
def test_old_bytes_are_a_prefix_and_what_was_written_reads_back(
    folder: Folder, words: list[str]
) -> None:
    twice = Manner(again=True)  # the same words may come twice
    path = folder.file_of("ana-souza")
    for word in words:
        before = path.read_bytes()
        append(folder, "ana-souza", add_homework(word), NOW, twice)
        assert path.read_bytes().startswith(before)
        assert folder.read("ana-souza").engagement.log.raws[-1]["text"] == word


values = st.one_of(
    texts,
    st.integers(-(2**60), 2**60),
    st.booleans(),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.lists(texts, max_size=3),
)
tables = st.dictionaries(texts, values, max_size=4)


@given(
    tables,
    st.dictionaries(texts, tables, max_size=2),
    st.lists(tables.filter(bool), min_size=1, max_size=3),
)
def test_any_table_survives_the_writer(
    fields: dict[str, object], inner: dict[str, object], lines: list[object]
) -> None:
    table = {**fields, "sub table": inner, "line": lines}
    assert tomllib.loads(block("log", table) + block("log", table)) == {"log": [table, table]}
    assert tomllib.loads(document(table)) == table


def test_comments_and_hand_formatting_survive(folder: Folder) -> None:
    path = folder.file_of("ana-souza")
    by_hand = "\ufeff# mine\r\n" + path.read_text().replace("\n", "\r\n") + "# the end, no newline"
    path.write_bytes(by_hand.encode())
    append(folder, "ana-souza", add_homework("x"), NOW)
    assert path.read_bytes().startswith(by_hand.encode())
    assert len(folder.read("ana-souza").engagement.log.entries) == 1


def test_several_entries_are_all_or_none(folder: Folder) -> None:
    path = folder.file_of("ana-souza")
    before = path.read_bytes()

    @drafts
    def both(draft: Draft) -> None:
        draft.carry_out(add_homework("fine"))
        draft.carry_out(homework_done(homework="H7"))

    with pytest.raises(Refused, match="H7"):
        append(folder, "ana-souza", both(), NOW)
    assert path.read_bytes() == before


def test_a_change_made_meanwhile_is_kept_and_the_entry_comes_after_it(folder: Folder) -> None:
    path = folder.file_of("ana-souza")
    calls = 0

    @drafts
    def meanwhile(draft: Draft) -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            path.write_text(path.read_text() + "# saved by an editor\n")
        draft.carry_out(add_homework("mine"))

    append(folder, "ana-souza", meanwhile(), NOW)
    assert calls == 2
    assert "# saved by an editor\n\n[[log]]" in path.read_text()


def test_a_dry_run_writes_nothing(folder: Folder) -> None:
    path = folder.file_of("ana-souza")
    before = path.read_bytes()
    written = append(folder, "ana-souza", add_homework("x"), NOW, Manner(dry_run=True)).written
    assert [raw["id"] for raw in written.entries] == ["H1"]
    assert path.read_bytes() == before


def test_only_the_owner_can_read(folder: Folder) -> None:
    append(folder, "ana-souza", add_homework("x"), NOW)
    for found in (folder.path, *folder.path.rglob("*")):
        rights = stat.S_IMODE(found.stat().st_mode)
        assert rights == (0o700 if found.is_dir() else 0o600), found


def test_links_are_not_followed(folder: Folder, tmp_path: Path) -> None:
    outside = tmp_path / "outside.toml"
    path = folder.file_of("ana-souza")
    path.rename(outside)
    path.symlink_to(outside)
    before = outside.read_bytes()
    with pytest.raises(Refused, match="link"):
        append(folder, "ana-souza", add_homework("x"), NOW)
    assert outside.read_bytes() == before


def test_no_text_becomes_a_path(folder: Folder) -> None:
    for name in ("../practice", "a/b", "", ".", "A", "a" * 65, "ana-souza\n"):
        with pytest.raises(Refused, match="is not the id"):
            folder.file_of(name)


def test_a_name_that_an_editor_takes_away_for_a_moment_is_waited_for(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder.file_of("ana-souza")
    aside = path.with_name(".aside")
    path.rename(aside)

    def back_again(_: float) -> None:
        if aside.exists():
            aside.rename(path)

    monkeypatch.setattr(time, "sleep", back_again)
    assert folder.read("ana-souza").engagement.id == "ana-souza"


def test_a_missing_file_is_never_created_by_an_append(folder: Folder) -> None:
    folder.file_of("ana-souza").unlink()
    with pytest.raises(Refused, match="does not exist"):
        append(folder, "ana-souza", add_homework("x"), NOW)
    assert folder.ids() == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"schema = 1\nname = \xe9\n", ":2: is not UTF-8"),
        (b"a = 1\n<<<<<<< ours\nb = 1\n=======\nb = 2\n>>>>>>> theirs\n", ":2: is a merge marker"),
        (b"a = [1,\nb = 2\n", ":2: is not TOML"),
        (b"a = " + b"[" * 50_000, "is not TOML"),
        (b"a = " + b"9" * 5_000, "is not TOML"),
        (b"a = {" + b"b." * 100_000 + b"b = 1}", "a: is not a field"),
        (b"a." * 40_000 + b"a = 1", "key of too many parts"),
        (b"a = 1\n", "schema"),
    ],
)
def test_what_is_no_engagement_is_refused_and_left_alone(
    folder: Folder, content: bytes, message: str
) -> None:
    path = folder.file_of("ana-souza")
    path.write_bytes(content)
    with pytest.raises(Refused) as refusal:
        append(folder, "ana-souza", add_homework("x"), NOW)
    assert message in str(refusal.value)
    assert path.read_bytes() == content


def test_a_file_larger_than_the_cap_is_refused(folder: Folder) -> None:
    path = folder.file_of("ana-souza")
    with path.open("ab") as file:
        file.write(b"#" * files.LARGEST)
    with pytest.raises(Refused, match="larger than 8 MiB"):
        folder.read("ana-souza")


def test_a_log_that_stands_inline_is_refused_with_a_remedy(folder: Folder) -> None:
    path = folder.file_of("ana-souza")
    path.write_text("log = []\n" + path.read_text())
    before = path.read_bytes()
    with pytest.raises(Refused, match="cannot be appended") as refusal:
        append(folder, "ana-souza", add_homework("x"), NOW)
    assert "log = []" in refusal.value.problems[0].remedy
    assert path.read_bytes() == before


def test_lines_are_not_fooled_by_headers_inside_strings() -> None:
    text = (
        'note = """\n[[log]]\nid = 1\n"""\n[a]\n# [[log]]\nx = [\n 1, # ]\n]\n[[log]]\nid = "S1"\n'
    )
    lines = lines_of(text)
    assert (lines["log", 0], lines["log", 0, "id"], lines["a", "x"]) == (10, 11, 7)
    assert ("log", 1) not in lines
