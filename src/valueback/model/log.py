"""The log of an engagement: entries in file order, what was taken back, what was corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from valueback.frozen import frozen, replace
from valueback.model.entries import KINDS, Amendment, Entry, Signature, Void, read_entry

Raw = dict[str, Any]
"""A table as the TOML file holds it."""


@frozen
class Log:
    """The entries of a file that could be read.

    `numbers` is the place of each in the file; `places` is how many decimals money may have;
    `unread` are the ids of entries that could not be read, so that nobody calls them missing.
    """

    entries: tuple[Entry, ...]
    raws: tuple[Raw, ...]
    numbers: tuple[int, ...]
    places: int | None
    zone: ZoneInfo
    unread: frozenset[str] = frozenset()

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Every entry ever written, void ones too."""
        return {entry.id: entry for entry in self.entries}

    def grown(self, entry: Entry, raw: Raw) -> Log:
        """The log with one more entry at its end; what is known of the others is not counted
        again, unless it corrects them.
        """
        grown = Log(
            entries=(*self.entries, entry),
            raws=(*self.raws, raw),
            numbers=(*self.numbers, len(self.entries)),
            places=self.places,
            zone=self.zone,
        )
        counts, highest = self.counts.copy(), dict(self._highest)
        counts[entry.id] += 1
        highest[entry.kind] = max(highest.get(entry.kind, 0), _number(entry.id, entry.letters))
        vars(grown).update(counts=counts, _highest=highest, by_id={**self.by_id, entry.id: entry})
        if not isinstance(entry, Void):
            vars(grown).update(void_ids=self.void_ids)
        return grown

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each id was given; once, where nothing is wrong."""
        return Counter(entry.id for entry in self.entries)

    @cached_property
    def _highest(self) -> dict[str, int]:
        """The highest number of an id, by kind of entry."""
        found: dict[str, int] = {}
        for entry in self.entries:
            number = _number(entry.id, entry.letters)
            if number > found.get(entry.kind, 0):
                found[entry.kind] = number
        return found

    def without(self, id_: str) -> Log:
        """The log as it would be had an entry never been written."""
        kept = [n for n, entry in enumerate(self.entries) if entry.id != id_]
        return replace(
            self,
            entries=tuple(self.entries[n] for n in kept),
            raws=tuple(self.raws[n] for n in kept),
            numbers=tuple(self.numbers[n] for n in kept),
        )

    @cached_property
    def void_ids(self) -> frozenset[str]:
        """Entries taken back, as things stand at the end of the log."""
        return self.voided()

    def voided(self, until: datetime | None = None) -> frozenset[str]:
        """The entries that voids dated by `until` take back.

        A void may itself be void: what it took back is then there again.
        """
        voids = {
            entry.id: entry
            for entry in self.entries
            if isinstance(entry, Void) and (until is None or entry.at <= until)
        }
        undecided = Counter(void.entry for void in voids.values())
        ready = [void for void in voids.values() if not undecided[void.id]]
        gone: set[str] = set()
        while ready:
            void = ready.pop()
            if void.id not in gone:
                gone.add(void.entry)
            undecided[void.entry] -= 1
            if void.entry in voids and not undecided[void.entry]:
                ready.append(voids[void.entry])
        return frozenset(gone)

    def as_amended(self, until: datetime | None = None) -> dict[str, Entry]:
        """Every entry by id, with the amendments dated by `until` that are not void."""
        gone = self.voided(until)
        amendments = [
            (entry.at, number, entry)
            for number, entry in enumerate(self.entries)
            if isinstance(entry, Amendment)
            and entry.id not in gone
            and entry.entry in self.by_id
            and (until is None or entry.at <= until)
        ]
        current = dict(self.by_id)
        raw: dict[str, Raw] = {}
        for _, _, amendment in sorted(amendments, key=lambda found: found[:2]):
            target = amendment.entry
            raw[target] = {**raw.get(target, self.raw_by_id[target]), **amendment.set}
            changed = read_entry(raw[target], self.places)
            if not isinstance(changed, list):
                current[target] = changed
        return current

    @cached_property
    def raw_by_id(self) -> dict[str, Raw]:
        """Every entry as the file holds it."""
        return {entry.id: raw for entry, raw in zip(self.entries, self.raws, strict=True)}

    @property
    def frozen(self) -> bool:
        """Whether somebody has signed: the agreement can no longer be edited."""
        return any(isinstance(e, Signature) and e.id not in self.void_ids for e in self.entries)

    def next_id(self, kind: str, given: Iterable[str] = ()) -> str:
        """The id that the next entry of that kind gets; an id is never reused.

        `given` are ids that were given before, to entries that are not there any more.
        """
        letters = KINDS[kind].letters
        taken = (self._highest.get(kind, 0), *(_number(id_, letters) for id_ in given))
        return f"{letters}{max(taken) + 1}"


def _number(id_: str, letters: str) -> int:
    """The number of an id of a kind; 0 for any other."""
    number = id_.removeprefix(letters)
    return int(number) if number.isdecimal() else 0
