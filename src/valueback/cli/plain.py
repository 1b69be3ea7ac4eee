"""A plain command line, read without the library that reads every other one.

Importing that library takes a third of what a command may take. A line is plain where each word is
a verb, a value, an option by its whole name, or its value; anything else, help and mistakes among
it, is the library's. A test holds both against each other: they must never read a line otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args, get_origin

from valueback.cli.catalogue import VERBS
from valueback.cli.declared import Argument, Flags, Parameter
from valueback.cli.verb import LoadedVerb, loaded


class PlainLine(NamedTuple):
    """What a command line says: the verb, the folder that was named before it, the values."""

    verb: LoadedVerb
    practice: str | None
    values: dict[str, Any]


class _NotPlain(Exception):
    """The library is to read this line."""


def read(words: Sequence[str]) -> PlainLine | None:
    """A plain line, or nothing for one that is not."""
    practice, words = _apart(words)
    if not words or words[0] not in VERBS:
        return None
    verb = loaded(words[0])
    try:
        return PlainLine(verb, practice, _values(list(verb.taken.values()), list(words[1:])))
    except _NotPlain:
        return None


def begun(words: Sequence[str]) -> tuple[PlainLine, Parameter] | None:
    """A plain line that was begun, and what its next word gives; nothing where that is not sure."""
    verb, *rest = _apart(words)[1] or [""]
    if verb not in VERBS:
        return None
    taken = list(loaded(verb).taken.values())
    waiting = _by_flag(taken).get(rest[-1]) if rest else None
    if waiting is not None and waiting.kind[0] is not bool:
        line = read(words[:-1])
        return None if line is None else (line, waiting)
    line = read(words)
    if line is None:
        return None
    for argument in taken:
        is_open = argument.kind[1] or line.values[argument.name] is argument.default
        if isinstance(argument.mark, Argument) and is_open:
            return line, argument
    return None


def _apart(words: Sequence[str]) -> tuple[str | None, Sequence[str]]:
    """The folder that was named before the verb, and the words from the verb on."""
    if len(words) > 1 and words[0] == "--practice":
        return words[1], words[2:]
    return None, words


def _by_flag(taken: list[Parameter]) -> dict[str, Parameter]:
    return {f: t for t in taken if isinstance(t.mark, Flags) for f in _flags(t, t.mark)}


def _values(taken: list[Parameter], words: list[str]) -> dict[str, Any]:
    by_flag = _by_flag(taken)
    values = {t.name: t.default for t in taken}
    places: list[str] = []
    while words:
        word = words.pop(0)
        if not word.startswith("-") or word == "-":
            places.append(word)
            continue
        name, equals, value = word.partition("=")
        option = by_flag.get(name)
        if option is None:
            raise _NotPlain
        kind, several = option.kind
        if kind is bool:
            if equals:
                raise _NotPlain
            values[option.name] = True
            continue
        if not equals:
            if not words:
                raise _NotPlain
            value = words.pop(0)
        read_ = _value(kind, option.mark, value)
        values[option.name] = [*(values[option.name] or ()), read_] if several else read_
    return values | _by_place([t for t in taken if isinstance(t.mark, Argument)], places)


def _flags(taken: Parameter, mark: Flags) -> tuple[str, ...]:
    """The long names of an option; a short one, or one with an opposite, is the library's."""
    flags = mark.flags or (taken.flag,)
    return tuple(flag for flag in flags if flag.startswith("--") and "/" not in flag)


def _by_place(taken: list[Parameter], words: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for number, argument in enumerate(taken):
        kind, several = argument.kind
        if several and number != len(taken) - 1:
            raise _NotPlain
        if several and words:
            values[argument.name] = [_value(kind, argument.mark, word) for word in words]
            words = []
        elif words:
            values[argument.name] = _value(kind, argument.mark, words.pop(0))
    if words:
        raise _NotPlain
    return values


def _value(kind: Any, mark: Argument | Flags, word: str) -> Any:
    if kind is str:
        return word
    if kind is Path:
        return Path(word)
    if get_origin(kind) is Literal and word in get_args(kind):
        return word
    if kind is int and word.isascii() and word.isdigit():
        number = int(word)
        if (mark.min is None or number >= mark.min) and (mark.max is None or number <= mark.max):
            return number
    raise _NotPlain
