"""A little of what `make soak` does at length."""

import os

import pytest
from typer.testing import CliRunner

from tests.soak import hostile
from tests.soak.damage import damaged_files, wild_arguments
from tests.soak.edits import hand_edits
from tests.soak.faults import faults, undo_after_faults
from tests.soak.merges import git_merges, merges
from tests.soak.power import power_cuts
from tests.soak.practice import ELSEWHERE, WRITES, Tally, practice
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


@pytest.mark.parametrize(("how", "step"), [("kill", 31), ("error", 61), ("short", 3)])
def test_a_fault_at_some_file_operations(how: str, step: int, tally: Tally) -> None:
    faults(tally, how, WRITES, step)
    assert tally.problems == []
    assert sum(tally.counts.values()) > 2 * len(WRITES)


def test_damaged_files(tally: Tally) -> None:
    damaged_files(tally, 12, seed=1)
    assert tally.problems == []


def test_wild_arguments(tally: Tally) -> None:
    wild_arguments(tally, 150, seed=1)
    assert tally.problems == []


REQUEST = ("log-request", "ana", "soaked")
OFTEN = (
    REQUEST,
    ("book", "ana", "2026-04-01 10:00"),
    ("new-client", "Eva", "--price", "9", "--months", "3", "--no-guarantee"),
)


def test_undo_after_a_fault(tally: Tally) -> None:
    undo_after_faults(tally, "kill", (REQUEST,), step=4)
    undo_after_faults(tally, "error", (REQUEST,), step=19)
    assert tally.problems == []
    assert tally.counts["undo after a fault"] > 15


def test_power_cuts(tally: Tally) -> None:
    power_cuts(tally, OFTEN, disks=2, seed=1, step=3)
    assert tally.problems == []
    assert tally.counts["power cuts"] > 40


def test_edits_by_hand_in_the_middle_of_a_command(tally: Tally) -> None:
    hand_edits(tally, REQUEST, step=11)
    assert tally.problems == []
    assert tally.counts["edits by hand in the middle of a command"] > 40


def test_merges_of_random_histories(tally: Tally) -> None:
    merges(tally, 120, seed=2)
    assert tally.problems == []
    assert tally.counts["merges in which both fixed the same id"] > 5
    assert tally.counts["merges that git reports as a conflict"] > 5


def test_merges_by_git(tally: Tally) -> None:
    git_merges(tally, 1, seed=2)
    assert tally.problems == []


def test_hostile_folders(tally: Tally) -> None:
    hostile.folders(tally, step=4)
    assert tally.problems == []


def test_hostile_templates(tally: Tally) -> None:
    hostile.templates(tally, step=6)
    assert tally.problems == []
