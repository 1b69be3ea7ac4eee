"""A month of a coach with eight clients, from the files of five programs, in one sitting."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cli.test_first_week import Desk
from tests.conftest import Run

CLIENTS = ("Ana", "Bea", "Caio", "Davi", "Elis", "Fabio", "Gil", "Hugo")
ZONE = ZoneInfo("America/Sao_Paulo")
END = "2026-02-01T09:00"


def starts(number: int) -> list[datetime]:
    """Four Mondays of January, an hour after another."""
    first = datetime(2026, 1, 5, 8 + number, tzinfo=ZONE)
    return [first + timedelta(weeks=week) for week in range(4)]


def email(name: str) -> str:
    return f"{name.lower()}@example.com"


@pytest.fixture
def practices(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two practices with the same eight clients: one to be typed, one to be imported."""
    found = []
    for name in ("typed", "imported"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "practice.toml").write_text(
            'schema = 2\n\n[practice]\nname = "Lima"\nprovider = "Clara Lima"\n'
            'email = "clara@example.com"\ntime_zone = "America/Sao_Paulo"\nlocale = "pt_BR"\n'
        )
        monkeypatch.setenv("VALUEBACK_PRACTICE", str(folder))
        for client in CLIENTS:
            terms = ("--price", "1200", "--months", "3", "--starts", "2026-01-05")
            promised = ("--objective", "x", "--result", "y", "--email", email(client))
            words = ("new-client", f"{client} Reis", *terms, *promised)
            assert run(*words, now="2026-01-02T09:00").exit_code == 0
            run("sign", client.lower(), "--by", "both", now="2026-01-02T09:00")
            run("log-homework", client.lower(), "List ten", "--due", "2026-01-20", now=END)
        found.append(folder)
    return found[0], found[1]


def typed(run: Run) -> None:
    """All of it, as somebody would type it."""
    for number, client in enumerate(CLIENTS):
        name, meetings = client.lower(), starts(number)
        for start in meetings:
            at = start.isoformat(timespec="minutes")
            run("book", name, at, "--at", "2026-01-03 12:00", "--new", now=END)
            late = ("--late", "8") if (name, start) == ("bea", starts(1)[1]) else ()
            actual = ("--actual", "60") if name == "bea" and start != starts(1)[1] else ()
            assert run("log-session", name, "--start", at, *late, *actual, now=END).exit_code == 0
        answered = (meetings[0] + timedelta(hours=5)).isoformat(timespec="minutes")
        words = ("log-feedback", name, "Good", "--value", "4", "--session", "S1", "--at", answered)
        assert run(*words, now=END).exit_code == 0
        run("log-payment", name, "1200", "--at", "2026-01-06 10:00", now=END)
    run("complete-homework", "ana", "--at", "2026-01-19 18:00", now=END)


def files(folder: Path) -> list[str]:
    """The same, as five programs export it."""
    events, forms, stripe = "", "", ""
    for number, client in enumerate(CLIENTS):
        for week, start in enumerate(starts(number)):
            events += (
                f"BEGIN:VEVENT\r\nUID:{client}-{week}\r\n"
                f"DTSTART;TZID=America/Sao_Paulo:{start:%Y%m%dT%H%M%S}\r\nDURATION:PT1H\r\n"
                f"CREATED:20260103T150000Z\r\nSUMMARY:Coaching\r\n"
                f"ATTENDEE:mailto:{email(client)}\r\nEND:VEVENT\r\n"
            )
        answered = starts(number)[0] + timedelta(hours=5)
        forms += f"{answered:%Y-%m-%d %H:%M:%S},{email(client)},4,Good\r\n"
        stripe += f"ch_{number},2026-01-06 13:00:00,1200.00,usd,Paid,{email(client)}\r\n"
    bea = starts(1)[1]
    zoom = (
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\r\n"
        f"Clara Lima,clara@example.com,{bea:%Y-%m-%d %H:%M:%S},"
        f"{bea + timedelta(hours=1):%Y-%m-%d %H:%M:%S},60\r\n"
        f"Bea Reis,,{bea + timedelta(minutes=8):%Y-%m-%d %H:%M:%S},"
        f"{bea + timedelta(hours=1):%Y-%m-%d %H:%M:%S},52\r\n"
    )
    chat = (
        "19/01/2026 18:00 - Ana Reis: Feito, são dez\n19/01/2026 18:05 - Clara Lima: Ótimo!\n"
        "20/01/2026 09:00 - Ana Reis: Até segunda\n"
    )
    contents = {
        "1-zoom.csv": zoom,
        "2-calendar.ics": f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n",
        "3-forms.csv": f"Timestamp,Email,How valuable was it?,What else?\r\n{forms}",
        "4-stripe.csv": f"id,Created date (UTC),Amount,Currency,Status,Customer Email\r\n{stripe}",
        "5-chat.txt": chat,
    }
    for name, text in contents.items():
        (folder / name).write_text(text)
    order = ("2-calendar.ics", "1-zoom.csv", "3-forms.csv", "4-stripe.csv", "5-chat.txt")
    return [str(folder / name) for name in order]


def verdicts(run: Run) -> dict[str, Any]:
    found = {}
    for client in CLIENTS:
        report = run("check-guarantee", client.lower(), "--json", now=END).json
        money = run("check-payments", client.lower(), "--json", now=END).json
        found[client] = (
            report["verdict"],
            sorted(
                (clause["id"], finding["status"], finding["check"])
                for clause in report["clauses"]
                for finding in clause["findings"]
            ),
            money["outstanding"],
        )
    return found


def test_a_month_from_files_is_a_month_that_was_typed(
    practices: tuple[Path, Path], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_hand, by_files = practices
    monkeypatch.setenv("VALUEBACK_PRACTICE", str(by_hand))
    typed(run)
    wanted = verdicts(run)
    monkeypatch.setenv("VALUEBACK_PRACTICE", str(by_files))
    desk = Desk(monkeypatch)
    told = {"Were these 31 meetings held": "", "Whose is it: Bea": "", "Which of these count": "1h"}
    seen = desk.type(END, "import", *files(tmp_path), told=told)
    assert len(desk.answers) < 40
    assert "refused" not in seen
    assert verdicts(run) == wanted
    again = run("import", *files(tmp_path), "--yes", "--json", now=END).json
    assert again["entries"] == []


def test_what_was_denied_is_asked_once(
    practices: tuple[Path, Path], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("book", "ana", "2026-01-19 08:00", "--at", "2026-01-03 12:00", now=END)
    run("log-cancellation", "ana", "--by", "client", "--at", "2026-01-10 12:00", now=END)
    desk = Desk(monkeypatch)
    event = (
        "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=America/Sao_Paulo:20260119T080000\r\n"
        f"ATTENDEE:mailto:{email('Ana')}\r\nEND:VEVENT\r\n"
    )
    file = tmp_path / "x.ics"
    file.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}END:VCALENDAR\r\n")
    seen = desk.type(END, "import", str(file), told={"Was it booked again?": "no"})
    assert len(desk.answers) == 1, seen
    assert "1 ignored" in seen
    assert 'ignore = ["1"]' in (practices[1] / "practice.toml").read_text()
