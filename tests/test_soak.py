"""A little of what `make soak` does at length."""

import os

import pytest
from typer.testing import CliRunner

from tests.soak import (
    ELSEWHERE,
    WRITES,
    Tally,
    damaged_files,
    faults,
    practice,
    wild_arguments,
)
from valueback.cli.app import app
from valueback.cli.catalogue import VERBS


@pytest.fixture
def tally(monkeypatch: pytest.MonkeyPatch) -> Tally:
    for name in ("VALUEBACK_PRACTICE", "VALUEBACK_NOW", "EDITOR"):
        monkeypatch.setenv(name, os.environ.get(name, ""))  # put back what the soak sets
    return Tally()


def test_every_writing_verb_is_tried() -> None:
    writing = {name for name, verb in VERBS.items() if verb.writes}
    assert writing - {words[0] for words in WRITES} - set(ELSEWHERE) == set()


def test_every_writing_command_does_its_work(tally: Tally) -> None:
    for words in WRITES:
        with practice():
            if words[0] == "undo":
                CliRunner().invoke(app, ["log-request", "ana", "x"])
            result = CliRunner().invoke(app, [*words, "--no-input"])
            assert result.exit_code == 0, (words, result.output)


@pytest.mark.parametrize("how", ["kill", "error", "short"])
def test_a_fault_at_every_forty_third_file_operation(how: str, tally: Tally) -> None:
    faults(tally, how, WRITES, step=43)
    assert tally.problems == []
    assert sum(tally.counts.values()) > 2 * len(WRITES)


def test_damaged_files(tally: Tally) -> None:
    damaged_files(tally, 12, seed=1)
    assert tally.problems == []


def test_wild_arguments(tally: Tally) -> None:
    wild_arguments(tally, 150, seed=1)
    assert tally.problems == []
