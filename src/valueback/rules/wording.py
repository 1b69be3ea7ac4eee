"""Whether a house rule says what we do for the client, or forbids, threatens and demands."""

import re
from collections.abc import Iterable
from typing import Annotated, NamedTuple

from valueback.model.data import Data, Text
from valueback.model.marks import AS_LIST

_UP_TO_THREE_WORDS = r"(?:\w+\W+){0,3}?"


class Pattern(Data):
    """Words that forbid, threaten or demand, and a positive way to say the same.

    `*` stands for up to three words; what matches a `but` is kind after all.
    """

    find: Annotated[tuple[Text, ...], AS_LIST]
    why: Text
    say: Text | None = None
    but: Annotated[tuple[Text, ...], AS_LIST] = ()


class Remark(NamedTuple):
    """A wording that could be kinder: which words, what they do, what to say instead."""

    words: str
    why: str
    say: str | None


def remarks(text: str, patterns: Iterable[Pattern]) -> list[Remark]:
    """Every wording of a house rule that forbids, threatens or demands; each place once."""
    found: list[Remark] = []
    taken: list[range] = []
    for pattern in patterns:
        kind = [m.span() for words in pattern.but for m in _matches(words, text)]
        for words in pattern.find:
            for match in _matches(words, text):
                place = range(*match.span())
                excused = any(a < place.stop and place.start < b for a, b in kind)
                known = any(p.start < place.stop and place.start < p.stop for p in taken)
                if not excused and not known:
                    taken.append(place)
                    found.append(Remark(match[0], pattern.why, pattern.say))
    return found


def _matches(words: str, text: str) -> Iterable[re.Match[str]]:
    """Where the words of a pattern stand, as whole words, whatever the capitals."""
    text = text.replace("\u2019", "'")
    pieces = [_UP_TO_THREE_WORDS if w == "*" else re.escape(w) + r"\W+" for w in words.split()]
    expression = "".join(pieces).removesuffix(r"\W+")
    return re.finditer(rf"(?<!\w){expression}(?!\w)", text, re.IGNORECASE)
