"""What a command has to say: for programs, and for people; and messages on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TextIO

from valueback.frozen import frozen

if TYPE_CHECKING:
    from valueback.errors import Problem
    from valueback.render.page import Page


@frozen
class Answer:
    """What a command has to say, in its two forms; only the one that is asked for is made."""

    report: Mapping[str, Any] | Callable[[], Mapping[str, Any]]
    page: Callable[[], Page | str]
    exit_code: int = 0
    saved: bool = False

    def print(self, stream: TextIO, *, json: bool) -> None:
        """Write the answer in one of its two forms."""
        if json:
            import json as json_library

            report = self.report() if callable(self.report) else self.report
            stream.write(json_library.dumps(report, indent=2, default=_as_text) + "\n")
            return
        page = self.page()
        if isinstance(page, str):
            stream.write(page)
        else:
            page.print(stream)


def failure(problems: Iterable[Problem], flags: Mapping[str, str], exit_code: int) -> Answer:
    """What went wrong, for programs."""
    report = {
        "schema": 1,
        "report": "error",
        "problems": [
            {
                "file": problem.file or None,
                "line": problem.line or None,
                "field": problem.field or None,
                "message": problem.message,
                "remedy": problem.advice(flags) or None,
            }
            for problem in problems
        ],
    }
    return Answer(report, str, exit_code)


def _as_text(value: object) -> str:
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not for JSON")


def tell(message: str, remedy: str = "") -> None:
    """A message on stderr; a closed stderr changes nothing about the outcome."""
    from valueback.render.safe import safe

    try:
        sys.stderr.write(safe(message) + "\n" + (f"  {safe(remedy)}\n" if remedy else ""))
        sys.stderr.flush()
    except (OSError, ValueError):
        return
