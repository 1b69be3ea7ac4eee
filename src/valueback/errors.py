"""What can go wrong for a user: few exceptions, each with its exit code, each with a remedy.

A bug raises anything else and exits 1; nothing here is ever raised for a bug.
"""

from __future__ import annotations

from collections.abc import Mapping

from valueback.frozen import frozen, replace


@frozen
class Hint:
    """A sentence of a remedy that names a field: `{}` is for the flag by which it is given.

    Only the verb in hand knows that flag; where it has none, the sentence is left out.
    """

    text: str
    field: str


@frozen
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
    hint: Hint | None = None

    def told(self, flags: Mapping[str, str]) -> str:
        """The problem, a field that was typed named by the flag of the verb in hand."""
        name = self.field
        if self.file or name not in flags:
            return str(self)
        return f"{flags[name]}: {self.message}"

    def advice(self, flags: Mapping[str, str]) -> str:
        """The remedy in words that the verb in hand has: `flags` are its flags by field."""
        flag = flags.get(self.hint.field) if self.hint is not None else None
        hint = "" if self.hint is None or flag is None else self.hint.text.replace("{}", flag)
        return " ".join(part for part in (self.remedy, hint) if part)

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


MOST = 50
"""How many problems of one file are told: whoever mends so many looks again."""


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


def refused(message: str, remedy: str = "", hint: Hint | None = None) -> Refused:
    """A refusal with one problem."""
    return Refused(Problem(message, remedy, hint=hint))


def mistyped(
    message: str, remedy: str = "", hint: Hint | None = None, *, field: str = ""
) -> Mistyped:
    """A usage error with one problem; `field` is what it was typed for, where it is about one."""
    return Mistyped(Problem(message, remedy, (field,) if field else (), hint=hint))


class Stopped(Exception):  # somebody stopped; nothing went wrong
    """Whoever was asked gave up: nothing is written."""
