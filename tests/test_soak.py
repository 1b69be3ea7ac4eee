"""A little of what `make soak` does at length."""

import os

import pytest

from tests.soak import WRITES, Tally, damaged_files, faults, wild_arguments


@pytest.fixture
def tally(monkeypatch: pytest.MonkeyPatch) -> Tally:
    for name in ("VALUEBACK_PRACTICE", "VALUEBACK_NOW"):
        monkeypatch.setenv(name, os.environ.get(name, ""))  # put back what the soak sets
    return Tally()


@pytest.mark.parametrize("how", ["kill", "error", "short"])
def test_a_fault_at_every_seventh_file_operation(how: str, tally: Tally) -> None:
    faults(tally, how, WRITES, step=7)
    assert tally.problems == []
    assert sum(tally.counts.values()) > 2 * len(WRITES)


def test_damaged_files(tally: Tally) -> None:
    damaged_files(tally, 12, seed=1)
    assert tally.problems == []


def test_wild_arguments(tally: Tally) -> None:
    wild_arguments(tally, 150, seed=1)
    assert tally.problems == []
