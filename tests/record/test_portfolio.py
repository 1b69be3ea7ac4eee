"""Facts kept beside their files: never another answer than without the memory."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import Run
from valueback.model.practice import Practice
from valueback.model.timeline import Timeline
from valueback.record.folder import existing
from valueback.rules.portfolio import Facts, facts


def memory(practice: Path) -> Path:
    return practice / ".valueback" / "cache" / "portfolio"


COMMANDS = (("practice", "--json"), ("due", "--json"), ("list", "--json"))


def test_the_second_answer_is_the_first_and_reads_no_engagement(
    run: Run, lima: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [run(*words, now="2026-03-04T09:00").out for words in COMMANDS]
    assert memory(lima).exists()
    monkeypatch.setattr("valueback.record.folder.engagement_from", None)  # would be called
    assert [run(*words, now="2026-03-04T09:00").out for words in COMMANDS] == first


def test_facts_hold_until_the_moment_that_they_name(lima: Path) -> None:
    folder = existing(lima)
    practice: Practice = folder.practice
    numbers = random.Random(7)
    for id_ in folder.ids():
        engagement = folder.read(id_).engagement
        start = datetime.fromisoformat("2025-12-20T08:00:00-03:00")
        for _ in range(60):
            moment = start + timedelta(seconds=numbers.randrange(250 * 86400))
            timeline = Timeline(engagement, moment)
            found, until = facts(timeline, practice), timeline.holds_until
            assert until is None or until > moment
            assert Facts(**json.loads(json.dumps(found._asdict()))) == found
            last = (until or moment + timedelta(days=400)) - timedelta(microseconds=1)
            assert facts(Timeline(engagement, last), practice) == found, (id_, moment, last)


def test_every_change_of_a_fact_comes_at_a_named_moment(lima: Path) -> None:
    folder = existing(lima)
    engagement = folder.read("ana-souza").engagement
    moment = datetime.fromisoformat("2026-01-29T00:00:00-03:00")
    end = moment + timedelta(days=12)
    steps = 0
    while moment < end:
        timeline = Timeline(engagement, moment)
        before = facts(timeline, folder.practice)
        until = timeline.holds_until
        assert until is not None
        between = moment + (until - moment) / 2
        assert facts(Timeline(engagement, between), folder.practice) == before
        moment, steps = until, steps + 1
    assert steps > 6  # entries, deadlines and starts


def test_a_day_s_end_leaves_nothing_for_the_days_after(run: Run, lima: Path) -> None:
    run("book", "gil", "2026-03-20 10:00", now="2026-03-04T09:00")
    run("log-homework", "gil", "x", "--due", "2026-03-06", now="2026-03-04T09:00")
    run("practice", "--as-of", "today", now="2026-03-04T09:00")
    kept = run("practice", "--json", now="2026-03-10T09:00").out
    memory(lima).unlink()
    assert run("practice", "--json", now="2026-03-10T09:00").out == kept


def test_moments_between_two_amendments_count(run: Run, lima: Path) -> None:
    def due(now: str) -> str:
        return run("due", "--json", now=now).out

    run("book", "gil", "2026-03-10 10:00", now="2026-03-04T09:00")
    run("amend", "gil", "B1", "to=2026-03-05 10:00", now="2026-03-04T09:10")
    run("amend", "gil", "B1", "to=2026-03-20 10:00", now="2026-03-05T12:00")
    due("2026-03-05T09:00")
    kept = due("2026-03-05T11:00")
    memory(lima).unlink()
    assert due("2026-03-05T11:00") == kept


def test_what_was_altered_is_told_each_time(run: Run, lima: Path) -> None:
    run("log-request", "gil", "More", now="2026-03-04T09:00")
    file = lima / "engagements" / "gil-ramos.toml"
    file.write_text(file.read_text().replace('text = "More"', 'text = "Less"'))
    for _ in range(3):
        assert "changed outside valueback" in run("practice", now="2026-03-04T10:00").err


def test_after_the_last_day_to_claim_nothing_is_at_stake(run: Run, lima: Path) -> None:
    rows = run("practice", "--json", now="2026-09-01T09:00").json["engagements"]
    stakes = {row["id"]: row["exposure"] for row in rows if row["exposure"] != "0.00"}
    assert stakes == {"carla-nunes": "900.00"}


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:-9]),
        lambda path: path.write_text(""),
        lambda path: path.write_text("x y\n{}"),
        lambda path: path.write_text(path.read_text().replace('"verdict"', '"verdct"')),
        lambda path: path.write_text(path.read_text().replace('"since": "', '"since": "x')),
        lambda path: path.write_text(path.read_text().replace('"tasks": [[', '"tasks": [[1, ')),
    ],
)
def test_a_damaged_memory_costs_only_time(run: Run, lima: Path, damage: object) -> None:
    first = run("practice", "--json", now="2026-03-04T09:00").out
    damage(memory(lima))  # type: ignore[operator]
    assert run("practice", "--json", now="2026-03-04T09:00").out == first


def test_what_changes_is_worked_out_anew(run: Run, lima: Path) -> None:
    def rows(now: str = "2026-03-04T09:00") -> dict[str, dict[str, object]]:
        report = run("practice", "--json", now=now).json
        return {row["id"]: row for row in report["engagements"]}

    assert rows()["carla-nunes"]["verdict"] == "refund-due"
    assert run("log-refund", "carla", now="2026-03-04T09:01").exit_code == 0
    assert rows("2026-03-04T09:02")["carla-nunes"]["verdict"] == "refunded"
    assert rows("2026-03-04T09:00")["carla-nunes"]["verdict"] == "refund-due"  # not yet then
    file = lima / "practice.toml"
    file.write_text(file.read_text() + "\n[scope_alert]\ncreeping_percent = 1\n")
    assert rows()["ana-souza"]["level"] == "creeping"


def test_a_broken_file_is_listed_and_stops_nothing(run: Run, lima: Path) -> None:
    (lima / "engagements" / "gil-ramos.toml").write_text("schema = 2\n")
    said = run("practice", "--json", now="2026-03-04T09:00")
    assert said.exit_code == 0
    [broken] = [row for row in said.json["engagements"] if "error" in row]
    assert broken["id"] == "gil-ramos"
    assert "gil-ramos cannot be read" in said.err
    assert "gil-ramos" not in [row["id"] for row in said.json["engagements"] if "error" not in row]
    assert "Cannot be read: gil-ramos" in run("practice", now="2026-03-04T09:00").out


def test_whatever_happens_to_the_files_the_memory_says_what_is(
    run: Run, lima: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Edits by hand, restored copies, another version, and a clock that goes both ways."""
    numbers = random.Random(20)
    files = sorted((lima / "engagements").glob("*.toml"))
    copies = {file: [file.read_bytes()] for file in files}
    kept: list[bytes] = []

    def edited() -> None:
        file = numbers.choice(files)
        old, new = numbers.choice([(b"minutes = 60", b"minutes = 30"), (b"\n", b"\n# seen\n")])
        file.write_bytes(file.read_bytes().replace(old, new, 1))

    def restored() -> None:
        file = numbers.choice(files)
        file.write_bytes(numbers.choice(copies[file]))

    def logged() -> None:
        run("log-homework", "gil", "Read", "--again", "--accept-changes", now=now)
        copies[files[-1]].append(files[-1].read_bytes())

    def another_version() -> None:
        monkeypatch.setattr("valueback.record.portfolio.__version__", str(numbers.random()))

    def old_memory() -> None:
        if kept:
            memory(lima).write_bytes(numbers.choice(kept))

    steps = (edited, restored, logged, another_version, old_memory)
    for _ in range(30):
        day = datetime.fromisoformat("2026-01-20T09:00") + timedelta(days=numbers.randrange(90))
        now = day.isoformat()[:16]
        numbers.choice(steps)()
        found = [run(*words, now=now).out for words in COMMANDS]
        kept.append(memory(lima).read_bytes())
        memory(lima).unlink()
        assert [run(*words, now=now).out for words in COMMANDS] == found


def test_two_at_once_answer_the_same_and_leave_a_memory_that_is_whole(lima: Path) -> None:
    program = "import sys; from valueback.main import main; sys.argv[0] = 'valueback'; main()"
    environment = {**os.environ, "VALUEBACK_NOW": "2026-03-04T09:00:00-03:00"}
    command = [sys.executable, "-c", program, "practice", "--json"]
    told = set()
    for _ in range(3):
        memory(lima).unlink(missing_ok=True)
        both = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in "ab"]
        told |= {one.communicate()[0] for one in both}
        known = memory(lima).read_bytes()
        told.add(
            subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout
        )
        assert memory(lima).read_bytes() == known  # it held for all of them
    assert len(told) == 1


def test_several_processes_find_what_one_finds(
    run: Run, lima: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = [run(*words, now="2026-03-04T09:00").out for words in COMMANDS]
    memory(lima).unlink()
    monkeypatch.setattr("valueback.record.portfolio._ALONE", 0)
    monkeypatch.setattr("valueback.record.portfolio._AT_ONCE", 2)
    monkeypatch.setattr("valueback.record.portfolio.cores", lambda: 2)
    assert [run(*words, now="2026-03-04T09:00").out for words in COMMANDS] == alone
