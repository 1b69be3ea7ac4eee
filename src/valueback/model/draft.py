"""Entries in the making: each gets its id, is checked beside all before it, and can be referred to.

Pure: the record hands in the engagement as it stands on the disk, and appends what was drafted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from valueback.errors import Problem, Refused, mistyped, refused
from valueback.model.consistency import live_references
from valueback.model.data import changed
from valueback.model.engagement import Engagement
from valueback.model.entries import Amendment, Entry
from valueback.model.log import Raw
from valueback.model.plausibility import objections
from valueback.model.reading import with_entry
from valueback.model.timeline import Timeline
from valueback.moments import in_zone


@dataclass(frozen=True)
class Written:
    """What one command saved, or in a dry run would have saved, and what was assumed for it."""

    before: Engagement
    after: Engagement
    entries: tuple[Raw, ...]
    notes: tuple[str, ...]


class Draft:
    """What one command is about to write, all or none of it."""

    def __init__(self, engagement: Engagement, now: datetime) -> None:
        self.engagement = engagement
        self.now = in_zone(now, engagement.zone).replace(microsecond=0)
        self.raws: list[Raw] = []
        self.notes: list[str] = []

    @property
    def timeline(self) -> Timeline:
        """What had happened by now, what is drafted so far included."""
        return Timeline(self.engagement, self.now)

    def assume(self, note: str) -> None:
        """Note what was taken for granted; the answer says it."""
        self.notes.append(note)

    @property
    def repeats(self) -> list[str]:
        """The live entries that say the very same as one that is drafted: kind, moment, content."""
        log = self.engagement.log
        count = len(log.entries) - len(self.raws)
        earlier, drafted = log.entries[:count], log.entries[count:]
        return [
            known.id
            for entry in drafted
            for known in earlier
            if known.id not in log.void_ids and _same_but_for_id(entry, known)
        ]

    def add(self, kind: str, at: datetime | None = None, **fields: Any) -> Entry:
        """Draft one entry; fields that are None are left out, a final `_` is dropped from names.

        Raises Refused where the entry is wrong in itself or cannot stand beside the others.
        """
        raw: Raw = {
            "id": self.engagement.log.next_id(kind),
            "kind": kind,
            "at": in_zone(at or self.now, self.engagement.zone).replace(microsecond=0),
            "logged": self.now,
        }
        raw |= {name.rstrip("_"): v for name, v in fields.items() if v is not None}
        _refuse_what_is_no_text(raw)
        item = fields.get("item")
        if item is not None and item not in self.engagement.agreement.items:
            self.assume(f"{item} is not in the scope of the agreement.")
        if kind == "void":
            _refuse_while_referred_to(self.engagement, fields["entry"])
        grown = with_entry(self.engagement, raw)
        if isinstance(grown, list):
            raise Refused(*(_about(problem, kind) for problem in grown))
        entry = grown.log.entries[-1]
        wrong = list(objections(self.engagement, entry, self.now))
        if isinstance(entry, Amendment):
            wrong += objections(
                _without(self.engagement, entry.entry),
                grown.log.as_amended()[entry.entry],
                self.now,
            )
        if wrong:
            raise Refused(*wrong)
        self.engagement = grown
        self.raws.append(raw)
        return entry


def _same_but_for_id(one: Entry, other: Entry) -> bool:
    """Whether two entries say the same; when they were written down does not matter."""
    if type(one) is not type(other) or one.at != other.at:
        return False
    return changed(one, id=other.id, logged=other.logged) == other


def _without(engagement: Engagement, id_: str) -> Engagement:
    """The engagement without an entry: beside that, its corrected version must stand."""
    log = engagement.log
    kept = [
        number
        for number, entry in enumerate(log.entries)
        if entry.id != id_ and getattr(entry, "entry", None) != id_
    ]
    rest = replace(
        log,
        entries=tuple(log.entries[n] for n in kept),
        raws=tuple(log.raws[n] for n in kept),
        numbers=tuple(log.numbers[n] for n in kept),
    )
    return replace(engagement, log=rest)


def _refuse_while_referred_to(engagement: Engagement, id_: str) -> None:
    if id_ not in engagement.log.by_id:
        raise refused(f"There is no entry {id_}.", "See them with: valueback show")
    referring = live_references(engagement.log, id_)
    if referring:
        them = "that one" if len(referring) == 1 else "those"
        raise refused(
            f"{id_} cannot be void while others refer to it: {', '.join(referring)}.",
            f"Void {them} first.",
        )


def _refuse_what_is_no_text(raw: Raw) -> None:
    """Bytes of the command line that are no text are refused rather than changed."""
    try:
        "".join(value for value in raw.values() if isinstance(value, str)).encode()
    except UnicodeEncodeError:
        raise mistyped("A text holds bytes that are not UTF-8.", "Type it anew.") from None


def _about(problem: Problem, kind: str) -> Problem:
    """A problem of an entry that is not in a file yet: its field instead of its place."""
    field = ".".join(str(step) for step in problem.path[2:])
    return Problem(f"{kind}: {field} {problem.message}".replace(":  ", ": "), problem.remedy)


Write = Callable[[Draft], None]
"""What a command does to an engagement: it drafts entries."""
