"""What a verb takes, as its annotations declare it: arguments by their place, options by name.

Nothing here imports what reads a command line: a plain one is read without it (cli/plain.py).
"""

from __future__ import annotations

from collections.abc import Callable
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from valueback.cli.completion import Begun

REQUIRED: Any = object()
"""The default of what a verb cannot do without."""

Complete = Callable[[Begun, str], list[str]]
"""Gives what a shell proposes for a word that was begun."""


class Argument(NamedTuple):
    """A word that a verb takes by its place."""

    help: str
    metavar: str | None = None
    min: int | None = None
    max: int | None = None
    autocompletion: Complete | None = None


class Flags(NamedTuple):
    """An option's names, and what its help says."""

    flags: tuple[str, ...]
    help: str | None
    metavar: str | None
    min: int | None
    max: int | None
    autocompletion: Complete | None


def Option(  # noqa: N802  # reads as a class does, beside Argument
    *flags: str,
    help: str | None = None,  # noqa: A002  # as everybody calls it
    metavar: str | None = None,
    min: int | None = None,  # noqa: A002
    max: int | None = None,  # noqa: A002
    autocompletion: Complete | None = None,
) -> Flags:
    """What a verb takes by name."""
    return Flags(flags, help=help, metavar=metavar, min=min, max=max, autocompletion=autocompletion)


class Parameter(NamedTuple):
    """Something that a verb takes: its name, what kind of value it is, how it is declared."""

    name: str
    annotation: Any
    mark: Argument | Flags
    default: Any

    @property
    def flag(self) -> str:
        """Its first long name, or that of its place."""
        if isinstance(self.mark, Argument):
            return (self.mark.metavar or self.name).strip("[]")
        long = (flag for flag in self.mark.flags if flag.startswith("--"))
        return next(long, "--" + self.name.replace("_", "-"))

    @property
    def kind(self) -> tuple[Any, bool]:
        """The kind of value, and whether there can be several."""
        plain = self.annotation
        if get_origin(plain) in (Union, UnionType):
            inner = [part for part in get_args(plain) if part is not type(None)]
            plain = inner[0] if len(inner) == 1 else plain
        return (get_args(plain)[0], True) if get_origin(plain) is list else (plain, False)


def taken_by(verb: Callable[..., Any]) -> dict[str, Parameter]:
    """All that a function takes and declares, by name, in its order."""
    hints = get_type_hints(verb, include_extras=True)
    names = verb.__code__.co_varnames[: verb.__code__.co_argcount]
    defaults = dict(zip(reversed(names), reversed(verb.__defaults__ or ()), strict=False))
    found = {}
    for name in names:
        annotation, *marks = get_args(hints[name]) or (None,)
        mark = next((mark for mark in marks if isinstance(mark, (Argument, Flags))), None)
        if mark is not None:
            found[name] = Parameter(name, annotation, mark, defaults.get(name, REQUIRED))
    return found
