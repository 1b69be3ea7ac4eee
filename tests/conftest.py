"""What the tests share: a practice, the command line with a clock, and nothing of this machine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from typer.testing import CliRunner

from tests import errors_page, not_on_windows
from tests.json_keys import unlisted
from valueback.cli.app import app

settings.register_profile("valueback", deadline=None)  # a busy machine is no failure
settings.load_profile("valueback")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what this system cannot run."""
    not_on_windows.left_out(items)


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        report = json.loads(self.out)
        assert unlisted(report) == [], "docs/json.md lists the keys of every report"
        return report


Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def _nothing_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("VALUEBACK_PRACTICE", "VALUEBACK_NOW", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("TZ", "America/Sao_Paulo")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command: `run("check-guarantee", "ana", now="2026-02-01T10:00")`."""

    def call(*words: str, now: str = "2026-01-12T12:00", stdin: str = "") -> Said:
        if words[:1] in (("edit",), ("init",)):
            not_on_windows.needs_editor()
        offset = "" if now[-6:-5] in "+-" else "-03:00"
        monkeypatch.setenv("VALUEBACK_NOW", f"{now}{offset}")
        with errors_page.watching(words) as told:
            result = CliRunner().invoke(app, list(words), input=stdin, prog_name="valueback")
            told(result.output)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture
def practice(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A practice with Ana's signed agreement: six months from 12 January 2026, 24 meetings."""
    path = tmp_path / "practice"
    monkeypatch.setenv("VALUEBACK_PRACTICE", str(path))
    early = "2026-01-09T15:00"
    for words in (
        ("init", "--provider", "Clara Lima", "--time-zone", "America/Sao_Paulo", "--currency", "USD"),
        (
            "new-client", "Ana Souza", "--email", "ana@example.com", "--phone", "+5511912345678",
            "--objective", "Win contracts", "--result", "Better feedback",
            "--price", "2400", "--starts", "2026-01-12", "--months", "6", "--sessions", "24",
        ),
        ("sign", "ana", "--by", "both"),
    ):  # fmt: skip
        said = run(*words, now=early)
        assert said.exit_code == 0, said.err
    return path


EXAMPLE = Path(__file__).parents[1] / "examples" / "lima"


@pytest.fixture
def lima(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example practice."""
    path = tmp_path / "lima"
    shutil.copytree(EXAMPLE, path, ignore=shutil.ignore_patterns(".valueback", "documents"))
    monkeypatch.setenv("VALUEBACK_PRACTICE", str(path))
    return path


FIRST = Path(__file__).parent / "first_edition" / "lima"


@pytest.fixture
def first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a practice as the first edition wrote it, its seals and statements with it."""
    path = tmp_path / "first"
    shutil.copytree(FIRST, path)
    for each in (path, *path.rglob("*")):  # as they were written, not as git checks them out
        each.chmod(0o700 if each.is_dir() else 0o600)
    monkeypatch.setenv("VALUEBACK_PRACTICE", str(path))
    return path
