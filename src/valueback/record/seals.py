"""What valueback wrote, remembered: a digest per entry, and which entries each command wrote.

A memory in `.valueback/seals/`, safe to delete. With it, an entry that was changed, lost or added
outside valueback is noticed, and `undo` takes back exactly one command. Without it, entries count
as they stand, and what is to be undone has to be said.

It is written before the record is (decision 2026-11-25: the memory first), and holds for both
contents of the file until the new one stands there: a command that is killed between the two leaves
no entry without its seal.

Over 300 lines: what is remembered, and what differs from it, are two sides of one thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from valueback.errors import Refused
from valueback.frozen import as_table, field, frozen, replace
from valueback.model.canonical import agreement_digest, digest
from valueback.model.engagement import Engagement
from valueback.model.entries import Void
from valueback.model.log import Log
from valueback.moments import YEARS
from valueback.record import place
from valueback.record.alterations import Alterations
from valueback.record.files import LARGEST_MEMORY, exists, names, read_bytes, remove, replace_memory
from valueback.system import opened

_KEPT = 50
"""How many commands can be undone."""

Batches = tuple[tuple[str, ...], ...]


@frozen
class Intent:
    """What the memory becomes once the file holds what a command is about to write.

    `sealed` are the digests that are new or other (`anew`: all of them, in their order), `let_go`
    the entries that are no longer missed.
    """

    whole: str
    clean: bool
    at: str
    agreement: str
    sealed: dict[str, str] = field(default_factory=dict)
    anew: bool = False
    let_go: tuple[str, ...] = ()
    batches: Batches = ()


@frozen
class Latest:
    """What the last command wrote, latest entry first; `sure` where the memory says so."""

    ids: tuple[str, ...]
    sure: bool


@frozen
class Seals:
    """The memory of one engagement.

    `whole` is the digest of its file after the last write, `clean` whether nothing in it differed
    from its seals then; `retired` are ids that are not given again; `deleted` says whether its
    file is meant to be gone. `known` is false where there is no memory that can be read.
    """

    whole: str = ""
    clean: bool = False
    at: str = ""
    agreement: str = ""
    entries: dict[str, str] = field(default_factory=dict)
    batches: Batches = ()
    retired: tuple[str, ...] = ()
    deleted: bool = False
    next: Intent | None = None
    known: bool = False

    # --- which of the two memories ---

    def settled(self, log: Log, content: bytes | None = None) -> Seals:
        """The memory that goes with what the file holds: before the step, or after it.

        Where somebody changed the file since, the step was taken if its entries are there.
        """
        step = self.next
        if step is None:
            return self
        whole = "" if content is None else _whole(content)
        added = [id_ for id_ in step.sealed if id_ not in self.entries]
        if whole == step.whole or (
            whole != self.whole and bool(added) and all(id_ in log.by_id for id_ in added)
        ):
            return self.confirmed()
        return replace(self, next=None)

    def confirmed(self) -> Seals:
        """The memory once what was about to be written stands in the file."""
        step = self.next
        if step is None:
            return self
        let_go = set(step.let_go)
        entries = {i: seal for i, seal in self.entries.items() if i not in let_go}
        return replace(
            self,
            next=None,
            whole=step.whole,
            clean=step.clean,
            at=step.at,
            agreement=step.agreement,
            entries=step.sealed if step.anew else entries | step.sealed,
            batches=step.batches,
            retired=tuple(dict.fromkeys((*self.retired, *step.let_go))),
        )

    def is_as_left(self, content: bytes) -> bool:
        """Whether a file holds what it held after the last write, and nothing in it differed."""
        return self.clean and self.whole == _whole(content)

    def _present(self, log: Log, content: bytes) -> Seals:
        """The memory that goes with the file, with the ids that its entries go by now."""
        known = self.settled(log, content)
        return known if known.is_as_left(content) else known.with_present_names(log)

    # --- what differs ---

    def alterations(self, engagement: Engagement, content: bytes) -> Alterations:
        """What was changed, lost or added since; nothing where the file is as it was left."""
        known = self.settled(engagement.log, content)
        if not known.known or known.is_as_left(content):
            return Alterations()
        log = engagement.log
        moved = known.renumbered(log)
        back = {new: old for old, new in moved.items()}
        there = {old: moved.get(old, old) for old in known.entries}
        gone = tuple(old for old, now in there.items() if now not in log.by_id)
        other = [
            old
            for old, now in there.items()
            if now in log.by_id and digest(log.by_id[now], log, back) != known.entries[old]
        ]
        other += [id_ for id_ in known.out_of_order(log, there) if id_ not in other]
        sealed = known.agreement if log.frozen else ""
        return Alterations(
            vanished=gone,
            changed=tuple(other),
            unsealed=tuple(id_ for id_ in log.by_id if id_ not in there.values()),
            renumbered=moved,
            agreement=bool(sealed) and sealed != agreement_digest(engagement.header),
            since=known.at,
        )

    def renumbered(self, log: Log) -> dict[str, str]:
        """The entries that now go by another id, as after a merge of two records: what they are
        called now, by what they were called. They say the same in all else.
        """
        lost = {
            id_: seal
            for id_, seal in self.entries.items()
            if id_ not in log.by_id or digest(log.by_id[id_], log) != seal
        }
        free = [entry for entry in log.entries if entry.id not in self.entries]
        found: dict[str, str] = {}
        searching = bool(lost and free)
        while searching:
            searching = False
            for old, seal in lost.items():
                back = {new: known for known, new in found.items()}
                for entry in free if old not in found else ():
                    named = {**back, entry.id: old}
                    if entry.id not in back and digest(entry, log, named) == seal:
                        found[old], searching = entry.id, True
                        break
        return found

    def out_of_order(self, log: Log, there: Mapping[str, str]) -> list[str]:
        """Entries of one moment that stand in another order: file order breaks ties."""
        sealed = [now for now in there.values() if now in log.by_id]
        present = [id_ for id_ in log.by_id if id_ in set(sealed)]
        before, now = (sorted(ids, key=lambda id_: log.by_id[id_].at) for ids in (sealed, present))
        return [id_ for id_, other in zip(now, before, strict=True) if id_ != other]

    # --- what a command is about to write ---

    def before_write(
        self,
        engagement: Engagement,
        contents: tuple[bytes, bytes],
        now: datetime,
        batches: Batches,
        *,
        accepts: bool = False,
    ) -> Seals:
        """The memory for a file that holds the first of two contents, or already the second.

        `engagement` is what the second says. Old seals stay, so that what was altered is not
        forgotten, unless that is accepted; the signed agreement never is.
        """
        (old, new), log = contents, engagement.log
        known = self._present(log, old)
        kept = {} if accepts else {i: s for i, s in known.entries.items() if i in log.by_id}
        sealed = {entry.id: kept.get(entry.id) or digest(entry, log) for entry in log.entries}
        gone = tuple(id_ for id_ in known.entries if id_ not in log.by_id) if accepts else ()
        signed = (known.agreement or agreement_digest(engagement.header)) if log.frozen else ""
        step = Intent(
            whole=_whole(new),
            clean=False,
            at=now.isoformat(),
            agreement=signed,
            sealed={i: s for i, s in sealed.items() if accepts or known.entries.get(i) != s},
            anew=accepts,
            let_go=gone,
            batches=batches[-_KEPT:],
        )
        if known.is_as_left(old):  # then what was just sealed is all that is new
            return replace(known, next=replace(step, clean=True), known=True)
        return known.about_to(step, engagement, new)

    def before_edit(
        self,
        before: Engagement | None,
        after: Engagement,
        contents: tuple[bytes, bytes],
        now: datetime,
    ) -> Seals:
        """The memory for a change by hand through valueback: what was changed there is meant.

        What had been altered or lost before it was opened keeps its old seal, and goes on being
        told.
        """
        log, known = after.log, self
        intact: dict[str, str] = {}
        if before is not None:
            known = self._present(before.log, contents[0])
            intact = {entry.id: digest(entry, before.log) for entry in before.log.entries}
        meant = [i for i, seal in known.entries.items() if intact.get(i) == seal]
        fresh = [e for e in log.entries if e.id not in known.entries or e.id in meant]
        was = "" if before is None else agreement_digest(before.header)
        signed = agreement_digest(after.header) if log.frozen else ""
        step = Intent(
            whole=_whole(contents[1]),
            clean=False,
            at=now.isoformat(),
            agreement=known.agreement if known.agreement and known.agreement != was else signed,
            sealed={entry.id: digest(entry, log) for entry in fresh},
            let_go=tuple(id_ for id_ in meant if id_ not in log.by_id),
            batches=known.batches,
        )
        return replace(known, known=True).about_to(step, after, contents[1])

    def about_to(self, step: Intent, engagement: Engagement, new: bytes) -> Seals:
        """This memory and a step, of which is known whether it leaves anything altered."""
        ahead = replace(self, next=step, known=True)
        clean = not ahead.alterations(engagement, new)
        at = step.at if clean or not self.at else self.at  # else: since when it is altered
        return replace(ahead, next=replace(step, clean=clean, at=at))

    def with_present_names(self, log: Log) -> Seals:
        """The memory with the ids that its entries go by now."""
        moved = self.renumbered(log)
        if not moved:
            return self
        back = {new: old for old, new in moved.items()}
        entries = {}
        for old, seal in self.entries.items():
            entry = log.by_id.get(moved.get(old, old))
            same = entry is not None and digest(entry, log, back) == seal
            entries[moved.get(old, old)] = digest(entry, log) if entry and same else seal
        batches = tuple(tuple(moved.get(id_, id_) for id_ in batch) for batch in self.batches)
        return replace(self, entries=entries, batches=batches)

    # --- what is remembered of ids and commands ---

    @property
    def ids(self) -> frozenset[str]:
        """Every id that was ever sealed here: none is given again."""
        coming = self.next.sealed if self.next is not None else {}
        return frozenset((*self.entries, *self.retired, *coming))

    def latest(self, log: Log, content: bytes) -> Latest:
        """What the last command wrote here that is not taken back yet.

        Not sure where no memory says so, or where entries without a seal were written down after
        what it knows. Nothing, where nothing is left.
        """
        known = self._present(log, content)
        live = [
            entry
            for entry in log.entries
            if entry.id not in log.void_ids and not isinstance(entry, Void)
        ]
        there = {entry.id for entry in log.entries if entry.id not in log.void_ids}
        for batch in reversed(known.batches):
            if ids := tuple(id_ for id_ in reversed(batch) if id_ in there):
                unknown = [e for e in live if e.id not in known.entries]
                later = [e for e in unknown if e.logged > max(log.by_id[i].logged for i in ids)]
                return Latest(ids, sure=not later)
        if not live:
            return Latest((), sure=True)
        moment = live[-1].logged
        return Latest(tuple(e.id for e in reversed(live) if e.logged == moment), sure=False)

    def batches_after(self, log: Log, content: bytes, written: Iterable[str]) -> Batches:
        """The commands that can be undone once some entries were written by one more."""
        known = self._present(log, content)
        return (*known.batches, tuple(written))

    def batches_without(self, log: Log, content: bytes, undone: Iterable[str]) -> Batches:
        """The commands that can be undone once some entries are taken back."""
        known = self._present(log, content)
        gone = {*undone, *log.void_ids}
        return tuple(batch for batch in known.batches if not set(batch) <= gone)


def _whole(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


# --- on the disk ---


def folder_of(practice: Path) -> Path:
    """Where the memories are."""
    return practice / ".valueback" / "seals"


def _file(practice: Path, id_: str) -> Path:
    return folder_of(practice) / f"{id_}.json"


def sealed_ids(practice: Path) -> list[str]:
    """The engagements that there is a memory of, deleted ones too."""
    found = names(folder_of(practice), within=practice)
    return [name.removesuffix(".json") for name in found if _is_memory(name)]


def _is_memory(name: str) -> bool:
    return name.endswith(".json") and not name.startswith(".")


def load(practice: Path, id_: str) -> Seals:
    """The memory of an engagement; an empty one where there is none that can be read."""
    import json

    path = _file(practice, id_)
    try:
        if not exists(path, within=practice):  # an editor never takes it away for a moment
            return Seals()
        kept = read_bytes(path, within=practice, largest=LARGEST_MEMORY)
        return _seals(json.loads(kept.partition(b"\n")[2]))
    except (Refused, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Seals()


def begin(practice: Path, engagement: Engagement, content: bytes) -> None:
    """Begin the memory of an engagement that is about to be drawn up. Refused as in `save`."""
    known = load(practice, engagement.id)
    if not known.known:
        save(practice, engagement.id, Seals(whole=_whole(content), clean=True, known=True))


def as_it_stands(engagement: Engagement, content: bytes) -> Seals:
    """A memory in which all that stands in a file counts as written here."""
    log = engagement.log
    return Seals(
        whole=_whole(content),
        clean=True,
        agreement=agreement_digest(engagement.header) if log.frozen else "",
        entries={entry.id: digest(entry, log) for entry in log.entries},
        known=True,
    )


def missed_ids(practice: Path) -> list[str]:
    """The engagements whose file is gone, unless that is meant."""
    there = set(place.ids(practice))
    gone = (id_ for id_ in sealed_ids(practice) if id_ not in there)
    return [id_ for id_ in gone if not load(practice, id_).deleted]


def let_go(practice: Path, id_: str) -> None:
    """Take it that an engagement's file is meant to be gone; its id is not given again."""
    save(practice, id_, replace(load(practice, id_), deleted=True, next=None))


def forget(practice: Path, id_: str) -> None:
    """Remember nothing of an engagement: its id can be given again."""
    remove(_file(practice, id_), within=practice)


def is_damaged(practice: Path, id_: str) -> bool:
    """Whether there is a memory of an engagement that cannot be read."""
    return exists(_file(practice, id_), within=practice) and not load(practice, id_).known


def is_as_left(practice: Path, id_: str, sha256: str) -> bool:
    """Whether a file is as valueback left it, by the digest of its bytes; true without a memory.

    Reads one line only: this is asked for every engagement of a practice.
    """
    try:
        with opened(practice, (".valueback", "seals")) as room:
            line = room.first_line(f"{id_}.json", 200)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return sha256.encode() in line.split()


def _seals(data: Any) -> Seals:
    step = data.get("next")
    found = Seals(
        whole=str(data["whole"]),
        clean=bool(data.get("clean", data["whole"])),  # the first edition forgot `whole` instead
        at=str(data["at"]),
        agreement=str(data["agreement"]),
        entries=_texts(data["entries"]),
        batches=_batches(data["batches"]),
        retired=tuple(str(id_) for id_ in data.get("retired", ())),
        deleted=bool(data.get("deleted")),
        next=None if step is None else _step(step),
        known=True,
    )
    for at in (found.at, found.next.at if found.next else ""):
        if at and datetime.fromisoformat(at).year not in YEARS:
            raise ValueError(at)
    return found


def confirm(practice: Path, id_: str, ahead: Seals) -> None:
    """Keep it that a step was taken. Where that fails, the file itself still says so."""
    with suppress(Refused):
        save(practice, id_, ahead.confirmed())


def _step(data: Any) -> Intent:
    return Intent(
        whole=str(data["whole"]),
        clean=bool(data["clean"]),
        at=str(data["at"]),
        agreement=str(data["agreement"]),
        sealed=_texts(data["sealed"]),
        anew=bool(data["anew"]),
        let_go=tuple(str(id_) for id_ in data["let_go"]),
        batches=_batches(data["batches"]),
    )


def _texts(data: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in data.items()}


def _batches(data: Any) -> Batches:
    return tuple(tuple(str(id_) for id_ in batch) for batch in data if batch)


def save(practice: Path, id_: str, seals: Seals) -> None:
    """Keep a memory; Refused where the disk does not take it."""
    import json

    step = seals.next
    marks = [seals.whole if seals.clean else "-", step.whole if step and step.clean else "-"]
    kept = {name: value for name, value in as_table(seals).items() if name != "known"}
    content = f"{' '.join(marks)}\n{json.dumps(kept)}".encode()
    replace_memory(_file(practice, id_), content, within=practice)
