"""docs/errors.md: every error, what brought it about, what it said. Made from the tests' own runs.

`make errors` runs the tests with VALUEBACK_ERRORS naming a file; each command that ends in an error
is noted there with the place in the source that raised it. Then this module writes the page.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from valueback import errors
from valueback.cli.catalogue import VERBS
from valueback.cli.verb import flags_of

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "valueback"
PAGE = ROOT / "docs" / "errors.md"
LOG = "VALUEBACK_ERRORS"
_RAISERS = ("refused", "mistyped", "Problem", "_wrong")
_LONGEST = 160
_MANY = 3
"""How many different messages of one place are shown."""


@contextmanager
def watching(words: tuple[str, ...]) -> Iterator[Callable[[str], None]]:
    """Note the problems of a command that is about to be run, where a log is wanted.

    What it gives is told what the command said.
    """
    log = os.environ.get(LOG)
    made: list[tuple[str, errors.Problem]] = []
    said: list[str] = []
    if not log:
        yield said.append
        return
    plain = errors.Problem.__init__

    def noted(self: errors.Problem, *given: Any, **named: Any) -> None:
        plain(self, *given, **named)
        made.append((_site(), self))

    with patch.object(errors.Problem, "__init__", noted):
        yield said.append
    heard = " ".join(" ".join(said).split())
    flags = flags_of(next((word for word in words if word in VERBS), None))
    with Path(log).open("a") as file:
        for site, problem in dict.fromkeys(made):
            message = " ".join(problem.message.split())
            if site and message in heard:
                told = next(p for _, p in reversed(made) if p.message == problem.message)
                line = {
                    "site": site,
                    "words": words,
                    "text": told.told(flags),
                    "do": told.advice(flags),
                }
                file.write(json.dumps(line) + "\n")


def _site() -> str:
    """The line of the source, outside errors.py, that made a problem."""
    frame = sys._getframe(2)
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(SOURCE) and path.name != "errors.py":
            return f"{path.relative_to(SOURCE).as_posix()}:{frame.f_lineno}"
        frame = frame.f_back  # type: ignore[assignment]
    return ""


class Place(NamedTuple):
    """A place in the source that makes an error: its file, its lines, its words."""

    file: str
    first: int
    last: int
    words: str
    remedy: str

    def holds(self, site: str) -> bool:
        """Whether a line of the source lies in this place."""
        file, _, line = site.rpartition(":")
        return file == self.file and self.first <= int(line) <= self.last


def places() -> list[Place]:
    """Every place in the source that makes an error."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        if path.name == "errors.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            name = (
                node.func.id
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                else ""
            )
            if isinstance(node, ast.Call) and name in _RAISERS and (told := _words(node)):
                file = path.relative_to(SOURCE).as_posix()
                words, *rest = told
                last = node.end_lineno or node.lineno
                found.append(Place(file, node.lineno, last, words, rest[0] if rest else ""))
    return found


def _words(call: ast.Call) -> list[str]:
    """The message of an error, and its remedy, as the source has them; `…` for what is filled in."""
    hints = [node for node in ast.walk(call) if isinstance(node, ast.Call) and node is not call]
    told = _texts(call)
    advice = [*told[1:], *(text for hint in hints for text in _texts(hint)[:1] if _is_hint(hint))]
    return [*told[:1], " ".join(advice).replace("{}", "…").strip()] if told else []


def _is_hint(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "Hint"


def _texts(call: ast.Call) -> list[str]:
    found = []
    for argument in call.args:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            found.append(argument.value)
        elif isinstance(argument, ast.JoinedStr):
            pieces = (v.value if isinstance(v, ast.Constant) else "…" for v in argument.values)
            found.append("".join(map(str, pieces)))
    return found


def _readable(text: str) -> str:
    """A text of a test as a person may meet it: no paths of the test's own, not too long."""
    text = re.sub(r"/tmp/\S*?/practice", "/home/clara/practice", text)
    text = re.sub(r"/tmp/pytest-\S*?(?=/[^/\s]*(\s|$))", "/home/clara", text)
    text = text.replace("|", "\\|").replace("\n", " ").replace("`", "'")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def page(log: Path) -> str:
    """The page, from what was noted."""
    noted = [json.loads(line) for line in log.read_text().splitlines()]
    shown: list[tuple[Place, list[dict[str, Any]]]] = []
    unseen: list[Place] = []
    for place in places():
        told = {e["text"]: e for e in noted if place.holds(e["site"])}
        if told:
            shown.append((place, list(told.values())))
        else:
            unseen.append(place)
    lines = [
        "# Errors",
        "",
        "What went wrong, what brought it about, and how to mend it. Made by `make errors`: each line is the answer",
        "to a command that the tests run. Exit 2: the command line is not understood. Exit 3: not found, ambiguous, an",
        "invalid file, or an entry that cannot stand beside the record. In both cases nothing was written. What `doctor` and",
        "notices on stderr tell stands here, too.",
        "",
        "| where it comes from | `valueback …` | it says | to mend it |",
        "|---|---|---|---|",
    ]
    for place, examples in shown:
        for example in sorted(examples, key=lambda e: len(shlex.join(e["words"])))[:_MANY]:
            words = _readable(shlex.join(example["words"]))
            cells = (place.file, f"`{words}`", _readable(example["text"]), _readable(example["do"]))
            lines.append(f"| {' | '.join(cells)} |")
    lines += [
        "",
        "## Not brought about by a single command",
        "",
        "Races, damaged disks and what other checks catch first. The tests of the record bring some of them about from",
        "below the command line. `…` stands for what is filled in.",
        "",
        "| where it comes from | it says | to mend it |",
        "|---|---|---|",
    ]
    for place in unseen:
        lines.append(f"| {place.file} | {_readable(place.words)} | {_readable(place.remedy)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(Path(sys.argv[1])), errors="backslashreplace")
