"""What must hold between the entries of a log: ids, references, voids and amendments."""

from __future__ import annotations

from collections.abc import Iterator

from valueback.errors import Problem
from valueback.model.entries import (
    AGREEMENT,
    KINDS,
    Amendment,
    Entry,
    Homework,
    Refers,
    Void,
    payment_day,
    read_entry,
    references,
)
from valueback.model.log import Log
from valueback.moments import end_of_day

_REFERENCES: dict[str, dict[str, Refers]] = {name: references(kind) for name, kind in KINDS.items()}
_UNCHANGEABLE = ("id", "kind", "logged")


def log_problems(log: Log) -> Iterator[Problem]:
    """Everything that is wrong between the entries, in file order."""
    yield from _id_problems(log)
    yield from _void_problems(log)
    amendments = list(_amendment_problems(log))
    yield from amendments
    if not amendments:
        yield from _due_problems(log)
    current = log.as_amended()
    for number, written in zip(log.numbers, log.entries, strict=True):
        if written.id not in log.void_ids:
            yield from _reference_problems(log, current[written.id], ("log", number))


def problems_of_last(log: Log) -> Iterator[Problem]:
    """Everything that is wrong with the last entry beside the others, where nothing was wrong
    before it. What corrects others may put them in the wrong: then all are looked at.
    """
    last = log.entries[-1]
    if isinstance(last, Amendment | Void) or log.counts[last.id] > 1:
        yield from log_problems(log)
        return
    yield from _reference_problems(log, last, ("log", log.numbers[-1]))


def live_references(log: Log, id_: str) -> list[str]:
    """The live entries that refer to an entry: while there are any, it cannot be voided."""
    return [
        entry.id
        for entry in log.as_amended().values()
        if entry.id not in log.void_ids
        and not isinstance(entry, Void)
        and any(getattr(entry, name) == id_ for name in _REFERENCES[entry.kind])
    ]


def _id_problems(log: Log) -> Iterator[Problem]:
    counts = log.counts
    places = {id(entry): number for number, entry in zip(log.numbers, log.entries, strict=True)}
    seen: set[str] = set()
    for number, entry in zip(log.numbers, log.entries, strict=True):
        digits = entry.id.removeprefix(entry.letters)
        if not _is_number(digits) or digits == entry.id:
            yield Problem(
                f"{entry.id!r} is not the id of a {entry.kind}",
                f"Write {entry.letters} and a number, like {log.next_id(entry.kind)}.",
                ("log", number, "id"),
            )
        elif counts[entry.id] > 1 and entry.id in seen:
            free = log.next_id(entry.kind)
            after = [e.id for e in log.entries if number < places[id(e)] and _means(e, entry.id)]
            means = f" Where they mean this one, say so in: {', '.join(after)}." if after else ""
            yield Problem(
                f"the id {entry.id} is used twice",
                f"Two sides gave it? Give this one the next free number, {free}.{means}",
                ("log", number, "id"),
            )
        seen.add(entry.id)


def _means(entry: Entry, id_: str) -> bool:
    """Whether an entry refers to another by that id."""
    return any(getattr(entry, name) == id_ for name in _REFERENCES[entry.kind])


def _is_number(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and digits[0] != "0" and len(digits) < 10


def _reference_problems(log: Log, entry: Entry, path: tuple[str | int, ...]) -> Iterator[Problem]:
    for name, mark in _REFERENCES[entry.kind].items():
        target, where = getattr(entry, name), (*path, name)
        if (
            target is None
            or target in log.unread
            or (entry.kind in ("ruling", "consequence") and payment_day(target) is not None)
            or (target == AGREEMENT and entry.kind == "ruling")
        ):
            continue
        found = log.by_id.get(target)
        if found is None or target == entry.id:
            yield Problem(
                f"there is no entry {target} for {entry.id} to refer to",
                "Write the id of an entry of this file.",
                where,
            )
        elif mark.kinds and found.kind not in mark.kinds:
            yield Problem(
                f"{target} is a {found.kind}, not a {' or '.join(mark.kinds)}",
                "Write the id of an entry of that kind.",
                where,
            )
        elif target in log.void_ids and not isinstance(entry, Void):
            yield Problem(
                f"{target} is void, and {entry.id} still refers to it",
                f"Void {entry.id} first, or take one of the two out with: valueback edit",
                where,
            )


def _void_problems(log: Log) -> Iterator[Problem]:
    """Voids that take each other back: which of them holds, nobody could say."""
    voids = {entry.id: entry.entry for entry in log.entries if isinstance(entry, Void)}
    numbers = {entry.id: n for n, entry in zip(log.numbers, log.entries, strict=True)}
    told: set[str] = set()
    for first, entry in voids.items():
        circle, at = [first], entry
        while at in voids and at not in circle:
            circle.append(at)
            at = voids[at]
        if at == first and first not in told and len(circle) > 1:
            told.update(circle)
            yield Problem(
                f"{' and '.join(circle)} take each other back",
                "Nobody can say which of them holds: take one out with: valueback edit",
                ("log", numbers[first], "entry"),
            )


def _amendment_problems(log: Log) -> Iterator[Problem]:
    for number, amendment in zip(log.numbers, log.entries, strict=True):
        if not isinstance(amendment, Amendment):
            continue
        path = ("log", number)
        target = log.by_id.get(amendment.entry)
        unchangeable = [name for name in _UNCHANGEABLE if name in amendment.set]
        if isinstance(target, Amendment | Void):
            yield Problem(
                f"{target.id} is itself a correction",
                f"Void {target.id} and correct the entry anew.",
                (*path, "entry"),
            )
        elif unchangeable:
            yield Problem(
                "can never be changed",
                "Void the entry and write it anew.",
                (*path, "set", unchangeable[0]),
            )
        elif not amendment.set:
            yield Problem("changes nothing", "Name a field and its new value.", (*path, "set"))
        elif target is not None:
            changed = {**log.raw_by_id[target.id], **amendment.set}
            after = read_entry(changed, log.places, (*path, "set"))
            if isinstance(after, list):
                yield from after


def _due_problems(log: Log) -> Iterator[Problem]:
    """A due day moves only before it passes."""
    amendments = [
        (entry.at, number, entry)
        for number, entry in zip(log.numbers, log.entries, strict=True)
        if isinstance(entry, Amendment) and entry.id not in log.void_ids and "due" in entry.set
    ]
    due = {e.id: e.due for e in log.entries if isinstance(e, Homework)}
    for at, number, amendment in sorted(amendments, key=lambda found: found[:2]):
        before, after = due.get(amendment.entry), amendment.set["due"]
        if before is None:
            continue
        if before != after and at > end_of_day(before, log.zone):
            yield Problem(
                f"{amendment.entry} was due on {before}, which had passed",
                "A due day moves only before it passes; a ruling can excuse a miss.",
                ("log", number, "set", "due"),
            )
        due[amendment.entry] = after
