"""From nothing to the first feedback, and a week with ten clients: how much must be typed for it.

At a terminal of 80 columns and 24 lines. Every answer is counted, Enter too; and so is every
command.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import not_on_windows
from tests.cli.test_terminal import PROGRAM, Terminal
from tests.conftest import Run

if sys.platform != "win32":
    import pexpect

_QUESTION = re.compile(r"[^\r\n]*[:?\])] $")
"""A line that waits for an answer."""


@dataclass
class Desk:
    """Somebody at a terminal: what they typed, and what they saw."""

    monkeypatch: pytest.MonkeyPatch
    commands: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    seen: str = ""

    def type(self, now: str, *words: str, told: dict[str, str] | None = None) -> str:
        """A command, and an answer to each question that begins so; Enter to every other."""
        not_on_windows.needs_terminal()
        self.monkeypatch.setenv("VALUEBACK_NOW", f"{now}:00-03:00")
        self.commands.append(" ".join(words))
        program = pexpect.spawn(
            sys.executable,
            ["-c", PROGRAM, *words],
            encoding="utf-8",
            timeout=20,
            dimensions=(24, 80),
        )
        left, seen = dict(told or {}), ""
        while program.expect([_QUESTION, pexpect.EOF]) == 0:
            question = str(program.after)
            seen += f"{program.before}{question}"
            answer = next((left.pop(key) for key in list(left) if key in question), "")
            self.answers.append(answer)
            assert len(self.answers) < 500, seen
            program.sendline(answer)
        program.close()
        seen += str(program.before)
        assert program.exitstatus == 0, seen
        assert left == {}, seen
        self.seen += seen
        return seen


@pytest.mark.parametrize(
    ("profile", "package"),
    [("coach", "coaching-3m"), ("consultant", ""), ("bookkeeper", "books-monthly")],
)
def test_from_nothing_to_the_first_feedback(
    profile: str, package: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALUEBACK_PRACTICE", str(tmp_path / "practice"))
    desk = Desk(monkeypatch)
    who = {"Your name": "Lia Prado", "Your e-mail": "lia@example.com"}
    desk.type("2026-01-12T09:00", "init", "--profile", profile, told=who)
    client = {
        "client's name": "Ana Souza",
        "e-mail address": "ana@example.com",
        "want to reach": "Win contracts abroad",
    }
    offered = profile != "bookkeeper"  # the profile promises no money back, and so no results
    if offered:
        client |= {"What should come of it": "New contracts", "How much of it": "2 contracts"}
    price = {"Which package": package} if package else {"What does the client pay": "2.400,00"}
    desk.type("2026-01-12T09:05", "new-client", told=client | price)
    desk.type("2026-01-12T09:10", "agreement", "ana")
    desk.type("2026-01-12T09:20", "sign", "ana", told={"Who signed": "both"})
    desk.type("2026-01-12T09:21", "book", "ana", told={"When does": "tomorrow 10am"})
    meeting = {"New homework": "One page on the ideal client", "Next meeting": "tue 10am"}
    desk.type("2026-01-13T11:05", "wrap-up", "ana", told=meeting | {"Send it?": "copy"})
    came = {"write about the meeting": "Clear next steps", "How much": "5"}
    desk.type("2026-01-14T09:00", "log-feedback", "ana", told=came)
    answer = run("check-guarantee", "ana", "--json", now="2026-01-14T09:10").json
    stands = ("in-progress", "on-track") if offered else ("not-offered", None)
    assert (answer["verdict"], answer["health"]) == stands, desk.seen
    [feedback] = [c for c in answer["clauses"] if c["id"] == "feedback"]
    assert feedback["status"] == "met"
    assert len(desk.answers) < 40, desk.answers


NAMES = ["Ana", "Bo", "Carla", "Davi", "Eva", "Finn", "Gil", "Hana", "Ivo", "Jo"]


def test_a_week_with_ten_clients(run: Run, practice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten meetings, ten answers, a meeting moved, homework by chat, a payment, and every morning."""
    terms = ("--price", "900", "--starts", "2026-01-12", "--months", "6", "--no-guarantee")
    for hour, name in enumerate(NAMES):
        client = f"{name} Week"
        assert run("new-client", client, *terms, now="2026-01-12T08:00").exit_code == 0
        run("sign", client, "--by", "both", now="2026-01-12T08:01")
        day, at = divmod(hour, 2)
        start = f"2026-01-{12 + day} {10 + 2 * at}:00"
        done = run("book", client, start, "--every", "1w", "--times", "6", now="2026-01-12T08:05")
        assert done.exit_code == 0, done.err
    desk = Desk(monkeypatch)
    for number, name in enumerate(NAMES):
        client, (day, at) = f"{name} Week", divmod(number, 2)
        today = f"2026-01-{12 + day}"
        if not at:
            desk.type(f"{today}T09:00", "due", "--days", "1")
        held = {"New homework": f"Page {number}", "Send it?": "copy"}
        desk.type(f"{today}T{11 + 2 * at}:05", "wrap-up", client, told=held)
        came = {"write about the meeting": "It helped", "How much": "4"}
        desk.type(f"{today}T20:0{at}", "log-feedback", client, told=came)
    desk.type("2026-01-15T12:00", "move", "Ana Week", "wed 15:00", "--by", "client")
    desk.type("2026-01-15T12:05", "complete-homework", "Bo Week")
    desk.type("2026-01-16T12:00", "log-payment", "Carla Week", "150")
    desk.type("2026-01-16T12:05", "log-request", "Davi Week", "Read my contract, too?")
    desk.type("2026-01-16T17:00", "practice")
    assert len(desk.commands) < 60
    for name in NAMES:
        kinds = [
            e["kind"]
            for e in run("show", f"{name} Week", "--json", now="2026-01-17T09:00").json["entries"]
        ]
        for kind in ("session", "homework", "feedback-request", "feedback"):
            assert kinds.count(kind) == 1, (name, kinds)


def test_a_start_that_is_not_understood_is_asked_again(
    run: Run, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(["book", "ana"], "2026-01-12T09:00:00-03:00", monkeypatch)
    terminal.answer("When does the meeting start?", "soon")
    terminal.answer("When does the meeting start?", "tue 10:00")
    terminal.wait_for("Saved ana-souza B1")
    assert terminal.end() == 0
