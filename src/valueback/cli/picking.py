"""Rows picked by their numbers, as somebody types them."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from valueback.errors import mistyped


def picked(text: str, most: int, letters: dict[str, str]) -> dict[int, str]:
    """`1f 3n` as which line is what."""
    found: dict[int, str] = {}
    for part in re.split(r"[,;\s]+", text.strip().lower()):
        if not part:
            continue
        match = re.fullmatch(r"([0-9]+)([a-z])", part) or re.fullmatch(r"([0-9]+)", part)
        number = int(match[1]) if match else 0
        letter = match[2] if match and match.lastindex == 2 else "f"
        if not 1 <= number <= most or letter not in letters:
            raise mistyped(f"{part!r} is not understood.", "Write it like 1f 3n.")
        found[number] = letters[letter]
    return found


def numbers(text: str, most: int) -> set[int]:
    """Numbers that were typed; none for yes, all for no."""
    words = text.strip().lower()
    if words in {"y", "yes"}:
        return set()
    if words in {"n", "no"}:
        return set(range(1, most + 1))
    found = {int(part) for part in re.findall(r"[0-9]+", words)}
    if not found or not all(1 <= number <= most for number in found):
        raise mistyped(f"{text!r} is not understood.", "Write yes, no, or numbers like 2 4.")
    return found


class Choice(NamedTuple):
    """What to do with a list: take it but for some, take nothing now, show more, change one."""

    what: Literal["take", "nothing", "show", "change"]
    numbers: frozenset[int] = frozenset()


def choice(text: str, most: int) -> Choice:
    """What was typed below a list: `y`, `n`, `?`, numbers to leave out, or `e 3` to change one."""
    words = text.strip().lower()
    if words == "?":
        return Choice("show")
    if words in {"n", "no"}:
        return Choice("nothing")
    if found := re.fullmatch(r"e ?([0-9]+)", words):
        return Choice("change", frozenset(numbers(found[1], most)))
    return Choice("take", frozenset(numbers(words, most)))
