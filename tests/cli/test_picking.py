"""Rows picked by their numbers."""

from __future__ import annotations

import pytest

from valueback.cli.picking import Choice, choice, numbers, picked
from valueback.errors import Mistyped

LETTERS = {"f": "feedback", "n": "notice"}


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("y", Choice("take")),
        ("2, 4", Choice("take", frozenset({2, 4}))),
        ("n", Choice("nothing")),
        ("?", Choice("show")),
        ("e 3", Choice("change", frozenset({3}))),
        ("E3", Choice("change", frozenset({3}))),
    ],
)
def test_what_is_typed_below_a_list(text: str, means: Choice) -> None:
    assert choice(text, 4) == means


@pytest.mark.parametrize("text", ["5", "0", "e 9", "maybe", ""])
def test_what_is_no_choice_is_asked_again(text: str) -> None:
    with pytest.raises(Mistyped):
        choice(text, 4)


def test_lines_are_picked_with_what_they_are() -> None:
    assert picked("1f 3n", 4, LETTERS) == {1: "feedback", 3: "notice"}
    assert picked("2", 4, LETTERS) == {2: "feedback"}
    assert picked("", 4, LETTERS) == {}
    for wrong in ("9f", "1x", "f1"):
        with pytest.raises(Mistyped):
            picked(wrong, 4, LETTERS)
    assert numbers("no", 3) == {1, 2, 3}
