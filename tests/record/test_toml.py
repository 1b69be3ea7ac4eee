"""Two readers of TOML: the fast one is believed where it reads, and never says anything else."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import toml_rs
import tomli

from valueback.errors import Refused
from valueback.record import toml
from valueback.record.toml import parsed

ROOT = Path(__file__).parents[2]
FILES = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("examples/**/*.toml"))]
VALUES = (
    'a = [1, 2,]\nb = {x = 1, y = "z"}\nc = 1979-05-27T07:32:00Z\nd = 1e5\ne = 0x1F\nf = inf\n'
    'g = 07:32:00.123456789\nh = """\na\\\n b"""\ni = \'\'\'x\'\'\'\nk.l.m = nan\n"q r" = 1_000\n'
    't = 1979-05-27 07:32:00-07:00\nu = -0.0\nv = "\\u00e9\\U0001F600"\n'
    "[t1]\n[[t2]]\nx=1\n[[t2]]\n[t2.y]\nz=1\n"
)
PIECES = [
    '"',
    '"""',
    "'''",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "#",
    "\\",
    "_",
    "-",
    "+",
    "T",
    "Z",
    ":",
    "0",
    "0x",
    "0o8",
    "1e",
    "1e400",
    "9223372036854775808",
    "é",
    "a.b",
    "1979-05-27",
    "07:32",
    "07:32:60",
    "24:00",
    "0000-01-01",
    "1979-02-30",
    "+25:00",
    "+00:60",
    "true",
    "inf",
    "nan",
    "\\e",
    "\\x41",
    "2026-01-01T00:00:00.1234567",
    "\x00",
    "\x7f",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\u2028",
    "\x85",
    "[a]\n[a]\n",
    "a=1\na=1\n",
    "{a=1,}",
    "{\n}",
]


def mutated(chance: random.Random) -> str:
    text = chance.choice((*FILES, *[VALUES] * len(FILES)))
    begins = text.find("\n", chance.randrange(len(text))) + 1
    text = text[begins : begins + 400]
    text = text[: text.rfind("\n") + 1] or "a = 1\n"
    for _ in range(chance.choice((1, 1, 2))):
        at = chance.randrange(len(text) + 1)
        if chance.random() < 0.6:
            text = text[:at] + chance.choice(PIECES) + text[at:]
        else:
            text = text[:at] + text[at + chance.randrange(1, 4) :]
    return text


def said(reader: Any, text: str) -> str | None:
    try:
        return repr(reader.loads(text))
    except (ValueError, RecursionError):
        return None


def test_both_read_the_same() -> None:
    """A thousandth of what `python -m tests.record.test_toml` tries."""
    read = differences(random.Random(7), 4_000)
    assert read > 500


def differences(chance: random.Random, tries: int) -> int:
    """How many texts both read; AssertionError for one that they read otherwise. The fast one takes
    a line end in `{ }` at any place, which the other refuses, as it does a second mark.
    """
    both = 0
    for _ in range(tries):
        text = mutated(chance)
        fast, slow = said(toml_rs, text), said(tomli, text)
        lenient = fast is not None and slow is None
        assert not lenient or re.search(r"\{[^}]*\n|\A\ufeff", text), text
        assert fast is None or slow is None or fast == slow, text
        both += fast is not None and slow is not None
    return both


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a = " + "[" * 100_000 + "]" * 100_000,
        "a = " + "[\n" * 100_000 + "]" * 100_000,
        "a = " + '["]", ' * 100_000,
        "a = " + "{a=" * 100_000 + "1" + "}" * 100_000,
        "a = " + "[[log]]\n" * 100_000,
        "a = " + "[[log" * 100_000,
    ],
)
def test_lists_in_lists_without_end_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        parsed(text.encode(), "x.toml")


def test_what_the_fast_reader_refuses_is_told_with_its_line() -> None:
    with pytest.raises(Refused) as told:
        parsed(b"a = 1\nb = \n", "x.toml")
    assert told.value.problems[0].line == 2


def test_a_large_log_is_read_by_the_fast_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"schema = 2\n" + b'\n[[log]]\nid = "S1"\n[log.source]\nof = "x"\n' * 5_000
    monkeypatch.setitem(sys.modules, "tomli", None)  # only the other one is at hand
    assert len(parsed(content, "x.toml")["log"]) == 5_000


def test_where_there_is_no_fast_reader_the_other_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "toml_rs", None)
    toml._fastest.cache_clear()
    assert parsed(b"a = 1\n", "x.toml") == {"a": 1}
    toml._fastest.cache_clear()


if __name__ == "__main__":
    sys.stdout.write(f"{differences(random.Random(), 4_000_000)} texts read by both, the same\n")
