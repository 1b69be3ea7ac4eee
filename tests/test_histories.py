"""Random histories: commands, hand edits, lost memories and faults, in any order; nothing is lost."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from typer.testing import CliRunner

from tests.soak.faults import attempt
from tests.soak.practice import EXAMPLE, NOW
from valueback.cli.app import app
from valueback.record.folder import existing

CLIENTS = st.sampled_from(["ana-souza", "bruno-reis", "gil-ramos"])
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda text: text.strip() and not text.startswith("-")
)
COMMANDS = st.sampled_from(
    [
        ("log-homework", "{client}", "{text}", "--due", "2026-04-01"),
        ("log-request", "{client}", "{text}"),
        ("log-work", "{client}", "30", "{text}"),
        ("log-payment", "{client}", "12.50", "--note", "{text}"),
        ("log-feedback", "{client}", "{text}", "--value", "2"),
        ("log-adjustment", "{client}", "{text}"),
        ("book", "{client}", "+3d 10:00", "--new"),
        ("log-cancellation", "{client}"),
        ("complete-homework", "{client}"),
        ("amend", "{client}", "SG1", "note={text}"),
        ("log-consequence", "{client}"),
        ("statement", "{client}"),
        ("undo", "{client}"),
        ("log-factor", "{client}", "{text}"),
        ("log-claim", "{client}", "{text}"),
    ]
)


class Histories(RuleBasedStateMachine):
    """A practice that lives through anything; every entry that was ever saved stays as it was."""

    def __init__(self) -> None:
        super().__init__()
        self.saved: dict[str, dict[str, dict[str, Any]]] = {}
        self.minutes = 0

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "lima"
        shutil.copytree(EXAMPLE, self.path)
        self.remember()

    def teardown(self) -> None:
        self.folder.cleanup()

    def remember(self) -> None:
        """Keep what is saved now: nothing of it may ever change."""
        engagements, broken, _ = existing(self.path).read_all()
        assert broken == {}
        for engagement in engagements:
            self.saved.setdefault(engagement.id, {}).update(engagement.log.raw_by_id)

    def words(self, command: tuple[str, ...], client: str, text: str) -> list[str]:
        self.minutes += 1
        os.environ["VALUEBACK_PRACTICE"] = str(self.path)
        os.environ["VALUEBACK_NOW"] = NOW.replace(
            "09:00", f"{9 + self.minutes // 60:02}:{self.minutes % 60:02}"
        )
        return [word.format(client=client, text=text) for word in command]

    @rule(command=COMMANDS, client=CLIENTS, text=TEXTS)
    def run(self, command: tuple[str, ...], client: str, text: str) -> None:
        result = CliRunner().invoke(app, [*self.words(command, client, text), "--no-input"])
        assert result.exit_code in (0, 2, 3), (result.output, result.exception)
        assert isinstance(result.exception, SystemExit | None)
        self.remember()

    @rule(
        command=COMMANDS,
        client=CLIENTS,
        text=TEXTS,
        number=st.integers(1, 60),
        how=st.sampled_from(["kill", "error", "short"]),
    )
    def run_with_a_fault(
        self, command: tuple[str, ...], client: str, text: str, number: int, how: str
    ) -> None:
        status, said = attempt(tuple(self.words(command, client, text)), number, how)
        assert status in (-9, 0, 2, 3, 200), said
        self.remember()

    @rule(client=CLIENTS, text=TEXTS)
    def edit_by_hand(self, client: str, text: str) -> None:
        file = self.path / "engagements" / f"{client}.toml"
        file.write_text(f"# {text}\n{file.read_text()}\n   # the end\n", newline="")

    @rule()
    def forget(self) -> None:
        shutil.rmtree(self.path / ".valueback", ignore_errors=True)

    @rule(client=CLIENTS)
    def ask(self, client: str) -> None:
        os.environ |= {"VALUEBACK_PRACTICE": str(self.path), "VALUEBACK_NOW": NOW}
        for words in (["practice"], ["due"], ["check-guarantee", client], ["verify", client]):
            result = CliRunner().invoke(app, words)
            assert result.exit_code in (0, 3), (words, result.output, result.exception)

    @precondition(lambda self: hasattr(self, "path"))
    @invariant()
    def nothing_is_lost(self) -> None:
        engagements, broken, _ = existing(self.path).read_all()
        assert broken == {}
        now = {engagement.id: engagement.log.raw_by_id for engagement in engagements}
        for id_, entries in self.saved.items():
            for entry, raw in entries.items():
                assert now[id_].get(entry) == raw


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=int(os.environ.get("VALUEBACK_HISTORIES", "8")),
    stateful_step_count=20,
    deadline=None,
)
