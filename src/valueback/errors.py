"""What can go wrong for a user: few exceptions, each with its exit code, each with a remedy.

A bug raises anything else and exits 1; nothing here is ever raised for a bug.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it is, and how to mend it.

    `path` names the field inside the file (`("log", 3, "due")`); `file` and `line` are filled
    in by the record, the only part that knows them.
    """

    message: str
    remedy: str = ""
    path: tuple[str | int, ...] = ()
    file: str = ""
    line: int = 0

    def at(self, file: str, line: int) -> Problem:
        """The same problem, placed in a file."""
        return replace(self, file=file, line=line)

    @property
    def field(self) -> str:
        """The field as a person would point at it: `log[3].due`."""
        name = ""
        for step in self.path:
            name += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if name else step
        return name

    def __str__(self) -> str:
        place = ":".join(part for part in (self.file, str(self.line or "")) if part)
        return ": ".join(part for part in (place, self.field, self.message) if part)


class ValuebackError(Exception):
    """Something that the user can mend; shown without a traceback."""

    exit_code = 3

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Refused(ValuebackError):
    """Not found, ambiguous, an invalid file, or an entry that cannot stand beside the record."""


class Mistyped(ValuebackError):
    """Words on the command line that cannot be understood, or cannot mean anything here."""

    exit_code = 2


def refused(message: str, remedy: str = "") -> Refused:
    """A refusal with one problem."""
    return Refused(Problem(message, remedy))


def mistyped(message: str, remedy: str = "") -> Mistyped:
    """A usage error with one problem."""
    return Mistyped(Problem(message, remedy))
