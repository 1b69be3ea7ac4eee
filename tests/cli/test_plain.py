"""Two readers of a command line: whatever the short one reads, the library reads the same."""

from __future__ import annotations

import random
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from valueback.cli import command, plain
from valueback.cli.catalogue import VERBS
from valueback.cli.declared import Flags
from valueback.cli.verb import LoadedVerb, loaded

ROOT = Path(__file__).parents[2]
WORDS = ["ana", "x", "-", "", "5", "-5", "-2d", "--", "--at", "--json", "-h", "--help", "--at=1",
         "--no-such", "+5", "5.0", " 5", "S5", "--minutes", "--price=", "a=b", "--text", "-x", "99999"]  # fmt: skip


@pytest.fixture
def read_by_library(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the library makes of a line; None where it refuses it."""
    found: list[dict[str, Any]] = []

    def noted(verb: LoadedVerb, practice: str | None, given: dict[str, Any]) -> None:
        found.append(given)

    monkeypatch.setattr(command, "carried_out", noted)

    def read(words: list[str]) -> dict[str, Any] | None:
        found.clear()
        try:
            command.command_of(words[0]).main(words[1:], standalone_mode=False, obj=None)
        except Exception:  # noqa: BLE001  # whatever it says, it is no plain line
            return None
        return found[0] if found else None

    return read


def agree(words: list[str], read_by_library: Any) -> bool:
    """Whether the short reader read it; both must then have read the same."""
    line = plain.read(words)
    if line is None:
        return False
    given = read_by_library(words)
    assert given is not None, words
    assert {n: v or None for n, v in line.values.items()} == {
        n: v or None for n, v in given.items()
    }, words
    assert {n: type(v) for n, v in line.values.items() if v} == {
        n: type(v) for n, v in given.items() if v
    }, words
    return True


def test_every_example_is_read_by_both(read_by_library: Any) -> None:
    for name, verb in VERBS.items():
        words = shlex.split(verb.example)
        plainly = agree([name, *words], read_by_library)
        assert plainly or any(re.match("-[a-z]$", word) for word in words), name


def test_what_is_shown_to_people_is_read_by_both(read_by_library: Any) -> None:
    texts = [
        path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *ROOT.glob("docs/*.md"))
    ]
    texts.append((ROOT / "examples" / "tell-the-story.sh").read_text(encoding="utf-8"))
    lines = re.findall(r"^(?:\$ )?(?:valueback|vb|v) (.+)$", "\n".join(texts), re.MULTILINE)
    read = 0
    for line in lines:
        try:
            words = shlex.split(line, comments=True)
        except ValueError:
            continue
        if words and words[0] in VERBS:
            read += agree(words, read_by_library)
    assert read > 30


@pytest.mark.parametrize("name", VERBS)
def test_lines_of_any_words_are_never_read_otherwise(name: str, read_by_library: Any) -> None:
    chance = random.Random(name)
    flags = [
        flag
        for taken in loaded(name).taken.values()
        if isinstance(taken.mark, Flags)
        for flag in (*taken.mark.flags, taken.flag, f"{taken.flag}=5", taken.flag[:-1])
    ]
    for _ in range(60):
        words = [chance.choice((*WORDS, *flags)) for _ in range(chance.randrange(6))]
        agree([name, *words], read_by_library)


def test_a_practice_may_be_named_before_the_verb() -> None:
    line = plain.read(["--practice", "/x", "check-guarantee", "ana", "--json"])
    assert line is not None
    assert (line.practice, line.values["client"], line.values["json"]) == ("/x", "ana", True)
    assert plain.read(["--practice"]) is None
    assert plain.read([]) is None
    assert plain.read(["--help"]) is None
