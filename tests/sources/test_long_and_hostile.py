"""Long files and hostile texts of every kind: every row is accounted for, and none gets out."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.test_import import SAMPLES as _SAMPLES
from tests.cli.test_import import imported, roe, rows
from tests.conftest import Run
from tests.sources.test_readers import GIVEN
from valueback import sources
from valueback.frozen import replace
from valueback.model.observation import Observation
from valueback.model.source import SOURCE_KINDS, SourceKind
from valueback.sources.reading import FileReading

__all__ = ["_SAMPLES", "roe"]

START = datetime(2026, 1, 12, 10)
COLUMNS = {"kind": "Kind", "at": "When", "minutes": "Minutes", "text": "What", "client": "Who"}


def table(header: str, made: Callable[[int], list[str]], number: int) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(header.split(","))
    writer.writerows(made(n) for n in range(number))
    return written.getvalue()


def when(number: int) -> datetime:
    return START + timedelta(minutes=number)


def calendar(number: int, text: str) -> str:
    plain = text.replace("\\", "").replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART:{when(n):%Y%m%dT%H%M%SZ}\r\nSUMMARY:{plain}\r\n"
        f"ATTENDEE;CN=Ana:mailto:ana@example.com\r\nEND:VEVENT\r\n"
        for n in range(number)
    )
    return f"BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\n{events}END:VCALENDAR\r\n"


def bookings(number: int, text: str) -> str:
    return table(
        "Event Type Name,Invitee Name,Invitee Email,Start Date & Time,End Date & Time,Canceled,"
        "Event UUID",
        lambda n: [text, text, "ana@example.com", f"{when(n):%Y-%m-%d %H:%M}",
                   f"{when(n + 50):%Y-%m-%d %H:%M}", "false", str(n)],
        number,
    )  # fmt: skip


def attendance(number: int, text: str) -> str:
    return table(
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,"
        "In Waiting Room",
        lambda n: [text, f"a{n}@example.com", f"{START:%m/%d/%Y %I:%M:%S %p}",
                   f"{when(60):%m/%d/%Y %I:%M:%S %p}", "60", "Yes", "No"],
        number,
    )  # fmt: skip


def chat(number: int, text: str) -> str:
    said = text.replace("\n", " ")
    return "".join(f"[{when(n):%Y-%m-%d, %H:%M:%S}] Ana: {said}\n" for n in range(number))


def mail(number: int, text: str) -> str:
    subject = text.replace("\n", " ").replace("\r", " ")[:500]
    return "".join(
        f"From ana Mon Jan 12\nMessage-ID: <{n}@example.com>\nFrom: Ana <ana@example.com>\n"
        f"Subject: {subject}\nDate: Mon, 12 Jan 2026 18:00:00 -0600\n\nHi\n{subject}\n\n"
        for n in range(number)
    )


def forms(number: int, text: str) -> str:
    return table(
        "Timestamp,Email,How valuable was it?,What was missing?",
        lambda n: [f"{when(n):%Y-%m-%d %H:%M:%S}", "ana@example.com", "4", text],
        number,
    )


def tracker(number: int, text: str) -> str:
    return table(
        "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,"
        "End time,Duration",
        lambda n: ["Pat", "p@x.de", "Ana Doe", text, "", text, "Yes", f"{when(n):%Y-%m-%d}",
                   f"{when(n):%H:%M:%S}", f"{when(n):%Y-%m-%d}", "23:59:00", "00:01:00"],
        number,
    )  # fmt: skip


def payments(number: int, text: str) -> str:
    return table(
        "id,Description,Created (UTC),Amount,Amount Refunded,Currency,Status,Customer Email",
        lambda n: [f"ch_{n}", text, f"{when(n):%Y-%m-%d %H:%M:%S}", "10.00", "0.00", "usd",
                   "Paid", "ana@example.com"],
        number,
    )  # fmt: skip


def map_of_columns(number: int, text: str) -> str:
    return table(
        "Kind,When,Minutes,What,Who",
        lambda n: ["work", f"{when(n):%Y-%m-%d %H:%M}", "1", text, "Ana Doe"],
        number,
    )


def jsonl(number: int, text: str) -> str:
    return "".join(
        json.dumps({"engagement": "ana", "id": f"W{n}", "kind": "work", "minutes": 1,
                    "at": f"{when(n).isoformat()}Z", "text": text}) + "\n"
        for n in range(number)
    )  # fmt: skip


MADE: dict[SourceKind, Callable[[int, str], str]] = {
    "calendar": calendar,
    "bookings": bookings,
    "attendance": attendance,
    "chat": chat,
    "mail": mail,
    "forms": forms,
    "tracker": tracker,
    "payments": payments,
    "csv": map_of_columns,
    "jsonl": jsonl,
}


def test_there_is_a_file_of_every_kind() -> None:
    assert set(MADE) == set(SOURCE_KINDS)


def counted(reading: FileReading) -> int:
    return len(reading.observations) + len(reading.ignored) + len(reading.refused)


def read(kind: SourceKind, text: str) -> FileReading:
    content = text.encode()
    assert sources.kind_of(content) in ({None} if kind == "csv" else {kind})
    given = replace(GIVEN, columns=COLUMNS) if kind == "csv" else GIVEN
    return sources.read("x", content, kind, given)


@pytest.mark.parametrize("kind", SOURCE_KINDS)
def test_a_long_file_is_read_whole(kind: SourceKind) -> None:
    found = read(kind, MADE[kind](3_000, "Coaching"))
    if kind == "attendance":  # one call of three thousand people
        assert (len(found.observations), len(found.ignored), len(found.refused)) == (1, 2_999, 0)
    else:
        assert (len(found.observations), len(found.ignored), len(found.refused)) == (3_000, 0, 0)


HOSTILE = {
    "terminal": "\x1b[31m\x1b]0;owned\x07 \x9b2J\x08\x08 evil",
    "markup": "[bold red]x[/] {{ 7*7 }} {% for %} <script>alert(1)</script> *a* `b`",
    "formula": '=HYPERLINK("http://evil";"x") @SUM(1) +1 -1 | cmd \'/c calc\'',
    "path": "../../../etc/passwd C:\\Windows\\system32 \\\\server\\share %2e%2e",
    "lines": 'first\nsecond "quoted", and; more\tcells\nthird',
    "right to left": "\u202egnp.exe\u2066 \u200b\u2028\u2029\x85 end",
    "toml": 'a"""b\n[[log]]\nkind = "refund"\n\'\'\'',
    "long": "ab " * 5_000,
    "letters": "\U0001f600 \u0301e \ud7ff \ufffe ñandú 北京",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", SOURCE_KINDS)
def test_a_hostile_text_is_text(kind: SourceKind, name: str) -> None:
    found = read(kind, MADE[kind](3, HOSTILE[name]))
    assert counted(found) >= 3
    assert found.observations


@pytest.mark.parametrize("name", ["terminal", "markup", "toml", "right to left"])
@pytest.mark.parametrize("kind", SOURCE_KINDS)
def test_a_hostile_file_leaves_no_trace_on_the_screen(
    kind: SourceKind, name: str, roe: Path, run: Run
) -> None:
    file = roe / "hostile.txt"
    file.write_text(MADE[kind](2, HOSTILE[name]), encoding="utf-8", newline="")
    if kind == "csv":
        columns = ", ".join(f'{field} = "{header}"' for field, header in COLUMNS.items())
        with (roe / "practice.toml").open("a") as practice:
            practice.write(f"\n[import.csv]\ncolumns = {{ {columns} }}\n")
    said = run("import", str(file), "--client", "ana", now="2026-03-05T08:00:00-06:00")
    assert said.exit_code == 0, said.err
    assert not set("\x1b\x07\x08\x9b\u202e\u2066") & set(said.out + said.err)
    assert rows(imported(run, str(file), "--client", "ana", "--yes")) >= 2
    for verb in (("show", "ana", "--log"), ("check", "ana"), ("doctor",)):
        shown = run(*verb, now="2026-03-05T08:00:00-06:00")
        assert not set("\x1b\x07\x08\x9b\u202e\u2066") & set(shown.out + shown.err)


def test_a_long_table_takes_no_more_memory_than_its_text() -> None:
    """What is handed on is not kept: 20,000 rows leave what 1,000 leave, and their digests."""

    def peak(number: int) -> int:
        content = tracker(number, "Coaching").encode()
        seen: list[Observation] = []

        def last(observation: Observation) -> None:
            seen[:] = [observation]

        tracemalloc.start()
        sources.read("x", content, "tracker", GIVEN, last)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert seen[0].line == number + 1
        return most - len(content)

    few, many = peak(1_000), peak(20_000)
    assert many - few < 20_000 * 250


@pytest.mark.parametrize("json_too", [False, True])
def test_a_long_file_is_counted_where_nobody_is_asked(json_too: bool, roe: Path, run: Run) -> None:
    (roe / "long.csv").write_text(tracker(1_500, "Coaching"))
    if json_too:
        assert rows(imported(run, "long.csv")) == 1_500
    else:
        said = run("import", "long.csv", now="2026-03-05T08:00:00-06:00")
        assert "1500 rows: 1500 not saved." in said.out
        assert "and 1488 more" in said.out
