"""What other programs rely on stays as it was: the JSON of every report, and the files.

`tests/first_edition/` holds a practice as the first edition wrote it, with its seals and statements,
and what that edition answered; `tests/golden/reports/` every report on it at three moments, byte for
byte but for the values of SENTENCES. The story of the example practice, told anew, gives the very
files of `examples/`.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import EXAMPLE, Run

HERE = Path(__file__).parent
ROOT = HERE.parent
REPORTS = HERE / "golden" / "reports"

SENTENCES = ("assumed", "body", "reason", "subject", "text", "warnings")
"""Keys whose values are English sentences: they may be worded better, and are not compared."""

MOMENTS = ("2026-01-26T08:00", "2026-03-04T09:00", "2026-09-01T09:00")
CLIENTS = ("ana", "bruno", "carla", "davi", "elisa", "gil", "hana")
ONCE = (
    ("list",),
    ("due", "--days", "60"),
    ("practice",),
    ("check-service",),
    ("policies", "--output", "-"),
    ("bill-of-rights", "--output", "-"),
    ("templates",),
    ("change-order", "gil", "--reprint", "CO1", "--output", "-"),
    ("options", "ana", "R1"),
    ("options", "gil", "R1"),
    ("options", "elisa", "R1"),
    ("reply", "ana", "R1", "goodwill"),
    ("history", "practice"),
    ("report",),
    ("doctor",),
)
EACH = (
    ("check-guarantee",),
    ("check-scope",),
    ("check-accountability",),
    ("check-service",),
    ("show",),
    ("agreement", "--output", "-"),
    ("dossier", "--output", "-"),
    ("statement", "--dry-run"),
    ("verify",),
    ("request-feedback",),
    ("reminder",),
    ("ask-referral",),
    ("survey-form", "--output", "-"),
    ("log-payment", "10", "--dry-run"),
    ("log-request", "More", "--dry-run"),
    ("end", "--by", "client", "--reason", "x", "--dry-run"),
    ("renew", "--dry-run"),
)


def commands() -> list[tuple[str, ...]]:
    """Every report, of each client where it is about one."""
    each = [(verb, client, *rest) for verb, *rest in EACH for client in CLIENTS]
    return [*ONCE, *each]


def without_sentences(report: Any) -> Any:
    """A report with `…` in the place of every sentence; keys and their order stay."""
    if isinstance(report, dict):
        return {
            key: "…" if key in SENTENCES and value is not None else without_sentences(value)
            for key, value in report.items()
        }
    return [without_sentences(value) for value in report] if isinstance(report, list) else report


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_report_answers_as_before(moment: str, run: Run, first: Path) -> None:
    lines = []
    for words in commands():
        said = run(*words, "--json", now=moment)
        report = without_sentences(said.json) if said.exit_code == 0 else f"exit {said.exit_code}"
        text = json.dumps(report, indent=1, ensure_ascii=False).replace("\\\\", "/")
        text = text.replace(first.as_posix(), "/lima")
        lines.append(f"$ {shlex.join(words)}\n{text}\n")
    path = REPORTS / f"{moment[:10]}.txt"
    if os.environ.get("GOLDEN") == "first":  # once, by the program as it was
        path.write_text("".join(lines))
    assert "".join(lines) == path.read_text()


ANSWERS = json.loads((HERE / "first_edition" / "answers.json").read_text())
"""What the first edition answered: by day, then by client."""


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("client", CLIENTS)
def test_what_the_first_edition_answered_holds(
    moment: str, client: str, run: Run, first: Path
) -> None:
    """Verdicts, sums, clauses, misses, minutes, fingerprints; seals know every entry."""

    def said(verb: str) -> Any:
        return run(verb, client, "--json", now=moment).json

    was = ANSWERS[moment[:10]][client]
    guarantee, ladder = said("check-guarantee"), said("check-accountability")
    for key in ("verdict", "health", "refund", "claim"):
        assert guarantee[key] == was[key], key
    assert guarantee["results"]["reached"] == was["reached"]
    statuses = {clause["id"]: clause["status"] for clause in guarantee["clauses"]}
    assert {id_: statuses[id_] for id_ in was["statuses"]} == was["statuses"]
    assert [miss["entry"] for miss in ladder["misses"]] == was["misses"]
    assert (ladder["step"], ladder["penalties"]) == (was["step"], was["penalties"])
    assert said("check-scope")["minutes"] == was["minutes"]
    if "verify" in was:
        assert said("verify") == was["verify"]
    assert run("show", client, now=moment).err == ""


def test_a_file_of_the_first_edition_is_appended_to_in_its_own_form(run: Run, first: Path) -> None:
    file = first / "engagements" / "ana-souza.toml"
    before = file.read_bytes()
    now = "2026-03-06T09:00"
    assert run("log-payment", "ana", "100", now=now).exit_code == 0
    assert run("book", "ana", "2026-03-19 10:00", now=now).exit_code == 0
    after = file.read_bytes()
    assert after.startswith(before)
    assert b"schema = 1" in after
    assert run("verify", "ana", now=now).exit_code == 0
    assert run("doctor", now=now).exit_code == 0


RECORDER = """\
import json, os, sys
folder = os.environ["VALUEBACK_PRACTICE"]
os.makedirs(folder, exist_ok=True)
with open(os.environ["STORY"], "a") as file:
    file.write(json.dumps([os.environ["VALUEBACK_NOW"], sys.argv[1:]]) + "\\n")
"""


def story(folder: Path) -> tuple[list[tuple[str, list[str]]], str]:
    """The commands of the story with their moments, and what it adds to practice.toml."""
    recorder = folder / "recorder.py"
    recorder.write_text(RECORDER)
    script = (ROOT / "examples" / "tell-the-story.sh").read_text()
    script = script.replace("vb=.venv/bin/valueback", f'vb="{sys.executable} {recorder}"')
    script = script.replace("export VALUEBACK_PRACTICE=examples/lima\n", "")
    script = script.replace('rm -rf "$VALUEBACK_PRACTICE/.valueback"', 'true "$VALUEBACK_PRACTICE"')
    environment = {
        "PATH": os.environ["PATH"],
        "VALUEBACK_PRACTICE": str(folder / "scratch"),
        "STORY": str(folder / "story"),
    }
    subprocess.run(["bash", "-c", script], check=True, env=environment, cwd=folder)
    told = [json.loads(line) for line in (folder / "story").read_text().splitlines()]
    return told, (folder / "scratch" / "practice.toml").read_text()


def test_the_story_gives_the_files_of_the_example(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, further = story(tmp_path)
    practice = tmp_path / "lima"
    monkeypatch.setenv("VALUEBACK_PRACTICE", str(practice))
    for now, words in told:
        said = run(*words, now=now.strip().replace(" ", ""))
        assert said.exit_code == 0, (words, said.err)
        if words[0] == "init":
            file = practice / "practice.toml"
            file.write_text(file.read_text() + further)
    shutil.rmtree(practice / ".valueback")
    shutil.rmtree(practice / "documents")
    made, kept = (
        {path.relative_to(top): path.read_text() for path in top.rglob("*.toml")}
        for top in (practice, EXAMPLE)
    )
    assert len(told) > 100
    assert made == kept
