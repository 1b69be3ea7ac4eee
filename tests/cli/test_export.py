"""The record for other programs: what their own strict checks say of it."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import icalendar
import pytest
import vobject

from tests.conftest import Run

NOW = "2026-03-04T09:00"


def exported(run: Run, *words: str, now: str = NOW) -> str:
    said = run("export", *words, now=now)
    assert said.exit_code == 0, said.err
    return said.out


def test_a_table_is_safe_in_a_spreadsheet(run: Run, lima: Path) -> None:
    run("log-request", "ana", "=HYPERLINK(1)", now=NOW)
    run("log-request", "ana", "+2 meetings, please", now=NOW)
    rows = list(csv.DictReader(io.StringIO(exported(run, "csv", "ana"))))
    assert {row["engagement"] for row in rows} == {"ana-souza"}
    texts = [row["text"] for row in rows if row["kind"] == "request"]
    assert "'=HYPERLINK(1)" in texts
    assert "'+2 meetings, please" in texts
    assert all(row["minutes"].isdigit() for row in rows if row["minutes"])
    assert [row["kind"] for row in rows if row["id"] == "S1"] == ["session"]


def test_json_lines_are_known_when_they_come_back(run: Run, lima: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    exported(run, "jsonl", "-o", str(file))
    lines = len(file.read_text().splitlines())
    report = run("import", str(file), "--json", now=NOW).json
    assert (len(report["known"]), report["proposals"], report["refused"]) == (lines, [], [])


def test_a_time_is_a_time(run: Run, lima: Path) -> None:
    rows = exported(run, "jsonl", "ana", "--since", "2026-02-01", "--until", "2026-02-28")
    days = {line.split('"at": "')[1][:7] for line in rows.splitlines()}
    assert days == {"2026-02"}


def balances(journal: str, folder: Path) -> dict[str, Decimal]:
    """The balances of the receivables, as hledger adds them up."""
    file = folder / "x.journal"
    file.write_text(journal)
    words = ("hledger", "-f", str(file), "bal", "-O", "csv", "--flat", "-N", "assets:receivable")
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    rows = list(csv.reader(io.StringIO(done.stdout)))[1:]
    return {name.split(":")[-1]: Decimal(sum_.split()[0]) for name, sum_ in rows}


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed here")
def test_the_journal_passes_strict_checks_and_says_what_is_owed(
    run: Run, lima: Path, tmp_path: Path
) -> None:
    run("log-payment", "ana", "1000", now=NOW)
    journal = exported(run, "hledger")
    found = balances(journal, tmp_path)
    strict = ("hledger", "-f", str(tmp_path / "x.journal"), "check", "--strict")
    assert subprocess.run(strict, check=True).returncode == 0
    assert found == {"ana-souza": Decimal(1400)}
    for id_ in (path.stem for path in (lima / "engagements").glob("*.toml")):
        owed = run("check-payments", id_, "--json", now=NOW).json["outstanding"]
        assert found.get(id_, Decimal(0)) == Decimal(owed or "0"), id_


def test_the_ledger_passes_the_check_of_beancount(run: Run, lima: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.beancount"
    run("log-payment", "ana", "1000", now=NOW)
    exported(run, "beancount", "-o", str(file))
    check = Path(sys.executable).with_name("bean-check")
    assert subprocess.run([check, file], check=True).returncode == 0
    assert "Assets:Receivable:Ana-souza" in file.read_text()


def test_a_hostile_name_is_a_name(run: Run, lima: Path, tmp_path: Path) -> None:
    file = lima / "engagements" / "ana-souza.toml"
    hostile = 'name = "Ana \\"Q\\" ; | \\\\ Souza\\u001b[31m"'
    file.write_text(file.read_text().replace('name = "Ana Souza"', hostile, 1))
    out = tmp_path / "x.beancount"
    run("log-payment", "ana", "1000", now=NOW)
    exported(run, "beancount", "-o", str(out))
    check = Path(sys.executable).with_name("bean-check")
    assert subprocess.run([check, out], check=True).returncode == 0
    assert "\x1b" not in out.read_text()
    journal = exported(run, "hledger", "ana-souza")
    assert "\x1b" not in journal
    if shutil.which("hledger"):
        assert balances(journal, tmp_path)


def test_the_feed_is_sound_private_and_replaces_itself(
    run: Run, lima: Path, tmp_path: Path
) -> None:
    file = tmp_path / "feed.ics"
    exported(run, "ics", "-o", str(file))
    first = file.read_bytes()
    calendar = icalendar.Calendar.from_ical(first)
    events = calendar.walk("VEVENT")
    uids = [str(event["uid"]) for event in events]
    assert len(set(uids)) == len(uids) > 3
    assert all(str(event["class"]) == "PRIVATE" for event in events)
    assert all("DESCRIPTION" not in event for event in events)
    assert str(calendar["name"]) == str(calendar["x-wr-calname"])
    vobject.readOne(first.decode()).validate(raiseException=True)
    assert b"TRIGGER;VALUE=DATE-TIME:" in first
    exported(run, "ics", "-o", str(file), now="2026-03-04T09:30")
    assert file.read_bytes() == first
    run("book", "ana", "2026-03-20 10:00", now="2026-03-04T09:40")
    exported(run, "ics", "-o", str(file), now="2026-03-04T09:45")
    after = {
        str(e["uid"]): e.to_ical()
        for e in icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    }
    same = {str(e["uid"]): e.to_ical() for e in events}
    assert len(after) == len(same) + 1
    assert all(after[uid] == text for uid, text in same.items())


ICAL_JS = Path(__file__).parents[2] / ".run/node/node_modules/ical.js/dist/ical.es5.cjs"
"""Where `.ci/run` has the library that calendars in browsers are made with."""


@pytest.mark.skipif(not ICAL_JS.is_file(), reason="ical.js is not installed here")
def test_another_reader_reads_the_feed(run: Run, lima: Path, tmp_path: Path) -> None:
    file = tmp_path / "feed.ics"
    exported(run, "ics", "-o", str(file))
    script = (
        f"const I = require({str(ICAL_JS)!r});"
        f"const c = new I.Component(I.parse(require('fs').readFileSync({str(file)!r}, 'utf8')));"
        "for (const e of c.getAllSubcomponents('vevent')) {"
        "  const v = new I.Event(e); if (!v.uid || !v.startDate) throw new Error('no event');"
        "  for (const a of e.getAllSubcomponents('valarm'))"
        "    if (a.getFirstPropertyValue('trigger').icaltype !== 'date-time') throw new Error('t');"
        "} console.log(c.getAllSubcomponents('vevent').length);"
    )
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) == file.read_bytes().count(b"BEGIN:VEVENT")


def test_the_feed_has_what_rfc_7986_names(run: Run, lima: Path) -> None:
    text = exported(run, "ics")
    head = text.split("BEGIN:VEVENT")[0].splitlines()
    for line in ("NAME:", "X-WR-CALNAME:", "UID:", "REFRESH-INTERVAL;VALUE=DURATION:P"):
        assert len([each for each in head if each.startswith(line)]) == 1, line


def test_what_was_called_off_is_told_as_cancelled(run: Run, lima: Path) -> None:
    run("log-cancellation", "ana", "--by", "client", now=NOW)
    calendar = icalendar.Calendar.from_ical(exported(run, "ics", "ana"))
    cancelled = [e for e in calendar.walk("VEVENT") if str(e.get("status")) == "CANCELLED"]
    assert [int(str(e["sequence"])) for e in cancelled] == [1]


def test_a_file_of_somebody_else_is_not_replaced(run: Run, lima: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("mine")
    assert run("export", "csv", "-o", str(file), now=NOW).exit_code == 3
    assert run("export", "ics", "-o", str(file), now=NOW).exit_code == 3
    assert file.read_text() == "mine"
    exported(run, "csv", "-o", str(file), "--replace")
    assert file.read_text().startswith("engagement,")
    inside = lima / "engagements" / "x.csv"
    assert run("export", "csv", "-o", str(inside), "--replace", now=NOW).exit_code == 3


def test_words_are_found_wherever_they_were_written(run: Run, lima: Path) -> None:
    found = run("search", "OFFER", "--client", "ana", "--json", now=NOW).json["found"]
    assert {hit["engagement"] for hit in found} == {"ana-souza"}
    assert all(hit["text"] for hit in found)
    kinds = run("search", "offer", "--kind", "homework", "--json", now=NOW).json["found"]
    assert {hit["kind"] for hit in kinds} == {"homework"}
    assert run("search", "xyzzy", now=NOW).out == "Nothing was found.\n"
    assert run("search", "x", "--kind", "gossip", now=NOW).exit_code == 2
    late = run("search", "offer", "--since", "2026-03-01", "--json", now=NOW).json["found"]
    assert all(hit["at"] >= "2026-03-01" for hit in late)
