"""Two continuations of one log brought together: which entries need another id, and which cannot.

Pure: from tables of a file to the new ids. Both sides count on from what they have in common, so
that both give the same next id to entries of a kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from valueback.model.entries import KINDS, references
from valueback.model.log import Raw

_ID = re.compile(r"([A-Z]{1,2})([0-9]{1,9})\Z")
_OUT_OF_THE_HOUSE = ("sent", "approved")
"""What becomes of a change order whose paper, with its id, the client holds."""


class Renumbering(NamedTuple):
    """The new ids of each side's own entries, by the ids that they had."""

    ours: Mapping[str, str]
    theirs: Mapping[str, str]


class Clash(NamedTuple):
    """Ids that both sides gave and that papers or messages of both name: none may be changed."""

    ids: tuple[str, ...]


def renumbering(
    base: Sequence[Raw], ours: Sequence[Raw], theirs: Sequence[Raw], given: Iterable[str] = ()
) -> Renumbering | Clash:
    """Which of both sides' own entries get another id, so that each id means one entry.

    An id stays as it is where something that left the house names it: a statement, a change order
    that was sent or approved, a request for feedback. `given` are ids that are never given again.
    """
    mine, other = _by_id(ours), _by_id(theirs)
    double = [id_ for id_ in other if id_ in mine and mine[id_] != other[id_]]
    fixed_here, fixed_there = set(_fixed(ours)), set(_fixed(theirs))
    clash = tuple(id_ for id_ in double if id_ in fixed_here and id_ in fixed_there)
    if clash:
        return Clash(clash)
    taken = {*_by_id(base), *mine, *other, *given}
    found: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for id_ in double:
        side = found[0] if id_ in fixed_there else found[1]
        side[id_] = _next(id_, taken)
        taken.add(side[id_])
    return Renumbering(*found)


def _by_id(raws: Iterable[Raw]) -> dict[str, Raw]:
    return {str(raw.get("id")): raw for raw in raws}


def _next(id_: str, taken: Iterable[str]) -> str:
    match = _ID.match(id_)
    letters = match[1] if match else id_
    known = (_ID.match(other) for other in taken)
    numbers = (int(found[2]) for found in known if found and found[1] == letters)
    return f"{letters}{max(numbers, default=0) + 1}"


def _fixed(raws: Sequence[Raw]) -> Iterator[str]:
    """The ids that something names which left the house."""
    ids = [str(raw.get("id")) for raw in raws]
    for raw in raws:
        kind = raw.get("kind")
        if kind == "statement":
            yield str(raw.get("id"))  # its own paper bears it
            through = str(raw.get("through"))
            if through in ids:
                yield from ids[: ids.index(through) + 1]
        elif kind == "feedback-request":
            yield str(raw.get("session"))
        elif kind == "change-order-status" and raw.get("status") in _OUT_OF_THE_HOUSE:
            yield str(raw.get("change_order"))


def naming(raw: Raw, kinds: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Where an entry gives its own id or names another: the path of the field, and the id.

    `kinds` are the kinds of entries by id, which say what an amendment's fields mean.
    """
    if "id" in raw:
        yield ("id",), str(raw["id"])
    kind = str(raw.get("kind"))
    for name in _references(kind):
        if isinstance(raw.get(name), str):
            yield (name,), raw[name]
    changes = raw.get("set")
    if kind == "amendment" and isinstance(changes, dict):
        for name in _references(kinds.get(str(raw.get("entry")), "")):
            if isinstance(changes.get(name), str):
                yield ("set", name), changes[name]


def _references(kind: str) -> tuple[str, ...]:
    return tuple(references(KINDS[kind])) if kind in KINDS else ()


def renamed(raw: Raw, names: Mapping[str, str], kinds: Mapping[str, str]) -> Raw:
    """An entry with other ids, its own and those that it names."""
    changed: dict[str, Any] = dict(raw)
    for path, id_ in naming(raw, kinds):
        if id_ not in names:
            continue
        if path[0] == "set":
            changed["set"] = {**changed["set"], path[1]: names[id_]}
        else:
            changed[path[0]] = names[id_]
    return changed
