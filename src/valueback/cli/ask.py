"""Questions at the terminal whose answers are asked again until they are understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from valueback.cli.desk import Desk
from valueback.errors import ValuebackError
from valueback.render.safe import safe

T = TypeVar("T")


def until_understood(desk: Desk, question: str, read: Callable[[str], T], default: str = "") -> T:
    """The answer to a question, read; what is not understood is said, and asked again."""
    import typer

    while True:
        answer = desk.ask(question, default)
        try:
            return read(answer)
        except (ValuebackError, ValueError) as error:
            problems = error.problems if isinstance(error, ValuebackError) else ()
            for problem in problems:
                typer.echo(safe(f"{problem} {problem.remedy}"), err=True)
            if not problems:
                typer.echo(safe(str(error)), err=True)
