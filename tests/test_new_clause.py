"""A made-up clause on each side, added to a copy of the program in two places and in words.

Its room, and its term in the agreement; its words in the catalogue. Then everything that tells of
clauses tells of it, without having been told.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

TERM = {
    "agreement.py": {
        '    "voice",\n    "clarity",': '    "voice",\n    "greeting",\n    "clarity",\n    "prepared",',
        '"voice", "move"\n]': '"voice", "move", "greeting"\n]',
        "    presence: Forgiven = Share(10)\n": (
            "    presence: Forgiven = Share(10)\n    greeting: Forgiven = 1\n"
        ),
    },
    "money_terms.py": {
        '    "move",\n    "payment",\n]': '    "move",\n    "payment",\n    "no-greeting",\n]',
    },
    "meetings.py": {
        '    ask_within: Term = TimeTerm(1, "day")\n': (
            '    ask_within: Term = TimeTerm(1, "day")\n'
            '    greeting_within: Term = TimeTerm(5, "hour")\n'
        ),
    },
}
"""What the two clauses put into the model, by module."""

GREETING = '''"""Greeting: the client sends feedback within so many hours of a meeting (made up, for a test)."""

from functools import partial

from valueback.model.message import say
from valueback.rules.clause import Clause
from valueback.rules.findings import Check, by_when

_CHECK = Check(clause="greeting", id="greeting", about=("session",), misses=("no-greeting",))


def find(timeline):
    within = timeline.agreement.meetings.greeting_within
    for session in timeline.attended:
        by = timeline.after(within, session.at)
        given = next(iter(timeline.feedback_on.get(session.id, ())), None)
        done = given is not None and timeline.in_time(given.at, by)
        status = by_when(timeline, by, done=done)
        yield _CHECK.finding(
            entry=session.id,
            status=status,
            wording=partial(_message, timeline, session),
            due=by,
            days=(timeline.day(by),),
            evidence=(session.id,),
        )


def _message(timeline, session):
    return say("greeting.found", start=timeline.local(session.at))


def agreed(agreement):
    return say("clause.greeting.agreed", within=agreement.meetings.greeting_within)


def due(standing):
    for finding in standing.findings("greeting", "greeting", "pending"):
        yield standing.task(
            due=finding.due, what="greeting", entry=finding.entry, message=finding.message
        )


CLAUSE = Clause(id="greeting", owner="client", checks=(_CHECK,), find=find, agreed=agreed, due=due)
'''

PREPARED = '''"""Prepared: the provider never writes short notes (made up, for a test)."""

from valueback.model.message import say
from valueback.rules.clause import Clause
from valueback.rules.findings import Check

_CHECK = Check(clause="prepared", id="prepared", about=("session",))


def find(timeline):
    for session in timeline.attended:
        yield _CHECK.finding(
            entry=session.id,
            status="breached",
            wording=lambda: say("prepared.missing"),
            due=session.at,
            evidence=(session.id,),
        )


def agreed(agreement):
    return say("clause.prepared.agreed")


CLAUSE = Clause(id="prepared", owner="provider", checks=(_CHECK,), find=find, agreed=agreed)
'''

WORDS = """
    "greeting.found": "MADE-UP greeting after {start}",
    "clause.greeting": "greeting",
    "clause-does.greeting": "Says hello",
    "clause.greeting.duty": "MADE-UP duty",
    "clause.greeting.agreed": "MADE-UP within {within}",
    "check.greeting": "greeting",
    "miss.no-greeting": "MADE-UP miss",
    "prepared.missing": "MADE-UP lateness",
    "clause.prepared": "prepared",
    "clause-does.prepared": "Comes prepared",
    "clause.prepared.agreed": "MADE-UP promise",
    "clause.prepared.owned": "MADE-UP confession.",
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with the two clauses in it."""
    top = tmp_path_factory.mktemp("program")
    shutil.copytree(ROOT / "src", top / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", top / "templates")
    package = top / "src" / "valueback"
    for module, changes in TERM.items():
        terms = package / "model" / module
        text = terms.read_text()
        for before, after in changes.items():
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        terms.write_text(text)
    (package / "rules" / "clauses" / "greeting.py").write_text(GREETING)
    (package / "rules" / "clauses" / "prepared.py").write_text(PREPARED)
    words = package / "render" / "catalogue" / "clauses.py"
    head, brace, rest = words.read_text().partition("= {\n")
    words.write_text(head + brace + WORDS + rest)
    subprocess.run(
        [sys.executable, "-m", "tests.schemas", "--write"],  # as `make fix` does
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(top / "src")},
        cwd=ROOT,
        check=True,
    )
    return top


def ran(program: Path, practice: Path, *words: str, now: str = "2026-01-12T12:00") -> str:
    """What a command of the copy answers."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(practice.parent),
        "LANG": "en_US.UTF-8",
        "PYTHONPATH": str(program / "src"),
        "VALUEBACK_PRACTICE": str(practice),
        "VALUEBACK_NOW": f"{now}:00-03:00",
    }
    command = [sys.executable, "-c", "from valueback.main import main; main()", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


@pytest.fixture(scope="module")
def practice(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice of that program: one meeting, on 12 January at 10."""
    path = tmp_path_factory.mktemp("made-up") / "practice"
    early = "2026-01-09T15:00"
    ran(program, path, "init", "--provider", "Clara", "--time-zone", "America/Sao_Paulo",
        "--currency", "USD", now=early)  # fmt: skip
    text = (path / "practice.toml").read_text()
    (path / "practice.toml").write_text(
        text.replace('"late-cancellation"]', '"late-cancellation", "no-greeting"]')
    )
    ran(program, path, "new-client", "Ana", "--objective", "x", "--result", "y", "--price", "900",
        "--starts", "2026-01-12", "--months", "1", now=early)  # fmt: skip
    ran(program, path, "sign", "ana", "--by", "both", now=early)
    ran(program, path, "log-session", "ana", "--start", "2026-01-12 10:00", "--recording", "r")
    return path


LATER = "2026-01-12T16:00"
"""An hour after the hours of the made-up clause are over."""


def test_everything_that_tells_of_clauses_tells_of_it(program: Path, practice: Path) -> None:
    def said(*words: str, now: str = LATER) -> str:
        return ran(program, practice, *words, now=now)

    paper = said("agreement", "ana", "--output", "-")
    assert "| MADE-UP duty | MADE-UP within 5 hours | 1 in the whole term |" in paper
    assert "- MADE-UP promise" in paper
    assert "- MADE-UP miss" in paper
    brief = said("check-guarantee", "ana")
    assert "By you prepared S1" in brief
    assert "greeting: one more miss" in brief
    guarantee = said("check-guarantee", "ana", "--all")
    assert "Says hello met 0 of 1 met · 1 of 1 allowed misses used" in guarantee
    assert "Comes prepared missed 0 of 1 met · 1 missed" in guarantee
    assert "greeting: one more miss" in guarantee
    assert "MADE-UP greeting after Mon 2026-01-12 10:00" in said("due", now="2026-01-12T12:00")
    ladder = json.loads(said("check-accountability", "ana", "--json"))
    assert [(m["what"], m["action"]) for m in ladder["misses"]] == [("no-greeting", "reminder")]
    assert "MADE-UP greeting after" in said("reminder", "ana")
    dossier = said("dossier", "ana", "--output", "-")
    assert "### Says hello (the client's part)" in dossier
    assert "### Comes prepared (the provider's part)" in dossier
    ending = said("end", "ana", "--by", "provider", "--reason", "x", "--dry-run")
    assert "MADE-UP confession." in ending
    ruled = ["rule", "ana", "S1", "excused", "--check", "greeting", "--reason", "x", "--dry-run"]
    assert "Ruling on S1 (greeting)" in said(*ruled)


def test_what_is_remembered_is_right_at_every_minute(program: Path, practice: Path) -> None:
    """Its hours end in the middle of a day: `practice` knows, as soon as `check-guarantee` does."""
    code = """
import random, sys
from datetime import datetime, timedelta
from pathlib import Path
from valueback.model.timeline import Timeline
from valueback.record.folder import existing
from valueback.record.portfolio import FactsManner, all_facts
from valueback.rules.portfolio import facts

folder = existing(Path(sys.argv[1]))
practice, numbers = folder.practice, random.Random(11)
engagement = folder.read("ana").engagement
first = datetime.fromisoformat("2026-01-12T09:00:00-03:00")
near = [first + timedelta(minutes=n) for n in range(0, 10 * 60, 7)]
edges = [datetime.fromisoformat(f"2026-01-12T15:0{m}:{s}-03:00") for m in "01" for s in ("00", "01")]
far = [first + timedelta(minutes=numbers.randrange(60 * 86400 // 60)) for _ in range(60)]
seen = set()
for moment in [*near, *edges, *far, *reversed(near)]:
    def work_out(engagement, practice, moment):
        timeline = Timeline(engagement, moment)
        return facts(timeline, practice), timeline.holds_until
    [remembered] = all_facts(folder, moment, FactsManner(work_out)).rows
    anew = facts(Timeline(engagement, moment), practice)
    assert remembered == anew, (moment, remembered, anew)
    seen.add(remembered.misses)
assert seen == {0, 1}, seen
print("right")
"""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(program / "src")}
    command = [sys.executable, "-c", code, str(practice)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "right\n", done.stderr
