"""Two commands at once: one that waits at a question holds nobody up."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from tests.cli.test_terminal import Terminal
from tests.conftest import Run
from valueback.cli.catalogue import VERBS
from valueback.drafting.draft import Plan

NOW = "2026-01-12T12:00:00-03:00"
SOURCE = Path(__file__).parents[2] / "src" / "valueback"


@pytest.mark.parametrize(
    ("words", "question"),
    [
        (["log-work", "ana", "20", "did something"], "Does it answer R1"),
        (["wrap-up", "ana", "--start", "2026-01-12 10:00"], "Did it take place?"),
        (["log-homework", "ana"], "What will the client do?"),
        (
            ["log-request", "ana", "More", "--minutes", "30", "--at", "2026-01-12 09:00"],
            "Log it again?",
        ),
    ],
)
def test_a_command_left_at_a_question_locks_nothing(
    words: list[str],
    question: str,
    run: Run,
    practice: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = ("log-request", "ana", "More", "--minutes", "30", "--at", "2026-01-12 09:00")
    assert run(*asked).exit_code == 0
    waiting = Terminal(words, NOW, monkeypatch)
    waiting.wait_for(question)
    started = time.monotonic()
    said = run("log-payment", "ana", "100")
    assert said.exit_code == 0, said.err
    assert time.monotonic() - started < 5  # not the twenty seconds of patience
    waiting.program.terminate(force=True)


def test_plans_are_made_in_drafting_only() -> None:
    """What runs under the lock is a plan; and nothing in drafting can ask."""
    makers = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if re.search(r"\bPlan\(|@drafts|\bdrafts\(", path.read_text())
        and not path.is_relative_to(SOURCE / "drafting")
    ]
    assert makers == []
    assert Plan.__module__ == "valueback.drafting.draft"
    assert len(VERBS) == len(list((SOURCE / "cli" / "verbs").glob("[a-z]*.py")))
