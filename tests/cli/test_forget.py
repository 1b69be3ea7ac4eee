"""A client is erased on request: nothing of the person stays, every figure does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run

NOW = "2026-09-01T10:00"
TEXTS = ("Carla", "carla", "nunes", "Nunes")


def named(practice: Path) -> list[str]:
    """Files in which the client still stands, by name or in their own name."""
    return [
        str(path.relative_to(practice))
        for path in sorted(practice.rglob("*"))
        if any(word in path.name for word in TEXTS)
        or (path.is_file() and any(word.encode() in path.read_bytes() for word in TEXTS))
    ]


@pytest.fixture
def carla(run: Run, lima: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Carla's engagement has ended; papers, backups and a renewal of it are there."""
    for words in (
        ("agreement", "carla"), ("statement", "carla"), ("report", "carla"), ("report",),
        ("log-assessment", "carla", "yes", "It was worth it"), ("amend", "carla", "AS1", "text=Carla says yes"),
        ("renew", "carla", "--months", "3"), ("due",),
    ):  # fmt: skip
        said = run(*words, now=NOW)
        assert said.exit_code in (0, 3), said.err
    monkeypatch.setenv("EDITOR", "sed -i 1i#Carla")
    assert run("edit", "carla-nunes", now=NOW).exit_code == 0
    assert len(named(lima)) > 8
    return lima


def answers(run: Run, client: str) -> dict[str, object]:
    found = run("check-guarantee", client, "--json", now=NOW).json
    scope = run("check-scope", client, "--json", now=NOW).json
    ladder = run("check-accountability", client, "--json", now=NOW).json
    return {
        "verdict": found["verdict"],
        "refund": found["refund"],
        "clauses": [(c["id"], c["status"], len(c["findings"])) for c in found["clauses"]],
        "minutes": scope["minutes"],
        "misses": len(ladder["misses"]),
    }


def test_names_go_and_figures_stay(run: Run, carla: Path) -> None:
    before = answers(run, "carla-nunes")
    log = run("show", "carla-nunes", "--json", now=NOW).json["entries"]
    said = run("forget", "carla-nunes", "--yes", "--force", "--json", now=NOW)
    assert said.exit_code == 0, said.err
    assert said.json["erased"] == [
        {"engagement": "carla-nunes", "now": "erased-1"},
        {"engagement": "carla-nunes-2", "now": "erased-2"},
    ]
    assert named(carla) == []
    assert answers(run, "erased-1") == before
    after = run("show", "erased-1", "--json", now=NOW).json["entries"]
    assert after[-1]["kind"] == "forgotten"
    for was, now in zip(log, after, strict=False):
        for field in ("id", "kind", "at", "logged", "amount", "booking", "session", "minutes"):
            assert was.get(field) == now.get(field)
    assert run("show", "erased-2", "--json", now=NOW).json["agreement"]["title"] == "(erased)"
    assert run("doctor", now=NOW).exit_code == 0
    verified = run("verify", "erased-1", now=NOW)
    assert "Erased on Tue 2026-09-01: names, contacts and texts, on request." in verified.out
    assert run("undo", "erased-1", "--yes", now=NOW).exit_code == 3
    due = run("due", now=NOW).out
    assert "erased-2" not in due, "a draft of nobody's waits for no signature"


def test_what_is_said_of_the_client_elsewhere_is_named(run: Run, carla: Path) -> None:
    run("log-referral", "ana", "Carla Nunes", now="2026-03-04T10:00")
    said = run("forget", "carla-nunes", "--yes", "--force", now=NOW)
    assert "engagements/ana-souza.toml: still names this client" in said.err
    assert "What git's history still holds" in said.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("ana", "--yes", "--force"), "ana-souza has not ended"),
        (("davi", "--yes"), "money may still come back"),
        (("carla-nunes", "--force"), "say so with --yes"),
        (("nobody", "--yes"), "No client fits"),
    ],
)
def test_what_is_needed_is_asked_about_first(
    run: Run, carla: Path, words: tuple[str, ...], message: str
) -> None:
    before = {path: path.read_bytes() for path in carla.rglob("*.toml")}
    said = run("forget", *words, now="2026-03-10T10:00")
    assert (said.exit_code, message in said.err) == (3, True), said.err
    assert {path: path.read_bytes() for path in carla.rglob("*.toml")} == before


def test_a_dry_run_erases_nothing(run: Run, carla: Path) -> None:
    before = {path: path.read_bytes() for path in carla.rglob("*") if path.is_file()}
    assert run("forget", "carla-nunes", "--yes", "--force", "--dry-run", now=NOW).exit_code == 0
    assert {path: path.read_bytes() for path in carla.rglob("*") if path.is_file()} == before


KILLED = """
import os, signal, sys
from valueback.record import erasing
count = 0
limit = int(sys.argv[1])
del sys.argv[1]
def watched(real):
    def call(*given, **named):
        global count
        count += 1
        if count == limit:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given, **named)
    return call
for name in ("remove", "replace_bytes", "replace_memory"):
    setattr(erasing, name, watched(getattr(erasing, name)))
from valueback.main import main
main()
"""


@pytest.mark.parametrize("number", [2, 4, 7, 10, 13, 16])
def test_an_erasure_that_is_interrupted_is_finished(run: Run, carla: Path, number: int) -> None:
    environment = {**os.environ, "VALUEBACK_NOW": f"{NOW}:00-03:00"}
    words = [sys.executable, "-c", KILLED, str(number), "forget", "carla-nunes", "--yes", "--force"]
    done = subprocess.run(words, env=environment, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    said = run("doctor", "--fix", now=NOW)
    assert "The erasure of a client was interrupted" in " ".join(said.out.split())
    assert named(carla) == []
    assert run("doctor", now=NOW).exit_code == 0
    assert run("show", "erased-1", now=NOW).exit_code == 0
