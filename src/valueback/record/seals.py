"""What valueback wrote, remembered: a digest per entry, and which entries each command wrote.

A memory in `.valueback/seals/`, safe to delete. With it, an entry that was changed or lost outside
valueback is noticed, and `undo` takes back exactly one command. Without it, entries count as they
stand, and the last ones that were written down in one moment count as one command.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from valueback.errors import Problem, Refused
from valueback.model.canonical import agreement_digest, digest
from valueback.model.engagement import Engagement
from valueback.model.entries import Void
from valueback.model.log import Log
from valueback.moments import YEARS, show_moment
from valueback.record.files import LARGEST_MEMORY, make_folder, read_bytes, replace_bytes

_KEPT = 50
"""How many commands can be undone."""


@dataclass(frozen=True)
class Alterations:
    """What differs from what valueback wrote, and when it last saw everything in place."""

    vanished: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    agreement: bool = False
    since: str = ""

    def __bool__(self) -> bool:
        return bool(self.vanished or self.changed or self.agreement)

    def problems(self, file: str, zone: ZoneInfo) -> list[Problem]:
        """What was altered outside valueback, in words, each with how to mend it."""
        since = datetime.fromisoformat(self.since) if self.since else None
        when = f"since {show_moment(since, zone)}" if since else "since it was written"
        found = []
        if self.vanished:
            found.append(
                Problem(
                    f"{', '.join(self.vanished)} vanished from the file {when}; an older copy was "
                    "probably saved over it.",
                    "Put the entries back from a copy, or let them go for good: run a writing "
                    "command with --accept-changes.",
                    file=file,
                )
            )
        if self.changed:
            found.append(
                Problem(
                    f"{', '.join(self.changed)} changed outside valueback {when}.",
                    "A correction belongs into an amendment (valueback amend). If the change is "
                    "right, run a writing command with --accept-changes.",
                    file=file,
                )
            )
        if self.agreement:
            found.append(
                Problem(
                    f"the signed agreement changed outside valueback {when}.",
                    "Only an approved change order changes it: put it back as it was signed.",
                    file=file,
                )
            )
        return found


@dataclass(frozen=True)
class Seals:
    """The memory of one engagement; `whole` is the digest of its file after the last write."""

    whole: str = ""
    at: str = ""
    agreement: str = ""
    entries: dict[str, str] = field(default_factory=dict)
    batches: tuple[tuple[str, ...], ...] = ()

    def alterations(self, engagement: Engagement, content: bytes) -> Alterations:
        """What was changed or lost since; nothing where the file is as it was left."""
        if not self.entries or self.whole == _whole(content):
            return Alterations()
        known = engagement.log.by_id
        gone = tuple(id_ for id_ in self.entries if id_ not in known)
        other = [
            id_
            for id_, seal in self.entries.items()
            if id_ in known and digest(known[id_], engagement.log) != seal
        ]
        other += [id_ for id_ in self._moved(engagement) if id_ not in other]
        sealed = self.agreement if engagement.log.frozen else ""
        signed = bool(sealed) and sealed != agreement_digest(engagement.header)
        return Alterations(gone, tuple(other), signed, self.at)

    def _moved(self, engagement: Engagement) -> list[str]:
        """Entries of one moment that stand in another order: file order breaks ties."""
        known = engagement.log.by_id
        there = [id_ for id_ in known if id_ in self.entries]
        sealed = [id_ for id_ in self.entries if id_ in known]
        before, now = (sorted(ids, key=lambda id_: known[id_].at) for ids in (sealed, there))
        return [id_ for id_, other in zip(now, before, strict=True) if id_ != other]

    def after(
        self,
        engagement: Engagement,
        contents: tuple[bytes, bytes],
        written: Iterable[str],
        now: datetime,
    ) -> Seals:
        """The memory after a command wrote: old seals stay, so that what was altered is not
        forgotten. `contents` are the file's bytes before and after.
        """
        (old, new), log = contents, engagement.log
        entries = {e.id: self.entries.get(e.id) or digest(e, log) for e in log.entries}
        altered = self.alterations(engagement, old)
        signed = (self.agreement or agreement_digest(engagement.header)) if log.frozen else ""
        return replace(
            self,
            whole="" if altered else _whole(new),
            at=self.at if altered else now.isoformat(),
            agreement=signed,
            entries=entries,
            batches=(*self.batches, tuple(written))[-_KEPT:],
        )

    def accepting(self, engagement: Engagement) -> Seals:
        """The memory with every entry sealed as it stands; never the signed agreement."""
        log = engagement.log
        return replace(self, whole="", entries={e.id: digest(e, log) for e in log.entries})

    def after_edit(
        self, before: Engagement | None, after: Engagement, new: bytes, now: datetime
    ) -> Seals:
        """The memory after a change by hand through valueback: what was changed there is meant.

        What had been altered or lost before it was opened keeps its old seal, and goes on being
        told.
        """
        log = after.log
        intact = {} if before is None else {e.id: digest(e, before.log) for e in before.log.entries}
        entries = {
            id_: seal
            for id_, seal in self.entries.items()
            if id_ not in intact or intact[id_] != seal
        }
        entries |= {e.id: digest(e, log) for e in log.entries if e.id not in entries}
        was = "" if before is None else agreement_digest(before.header)
        signed = agreement_digest(after.header) if log.frozen else ""
        agreement = self.agreement if self.agreement and self.agreement != was else signed
        known = replace(self, entries=entries, agreement=agreement, whole="")
        return replace(
            known,
            whole="" if known.alterations(after, b"") else _whole(new),
            at=self.at or now.isoformat(),
        )

    def latest_batch(self, log: Log) -> list[str]:
        """The live entries that the last command wrote, latest first; none when nothing is left."""
        live = [entry for entry in log.entries if entry.id not in log.void_ids]
        entries = [entry for entry in live if not isinstance(entry, Void)]
        ends = {group[-1].id for group in (live, entries) if group}
        if self.batches and ends & set(self.batches[-1]):
            last = reversed(self.batches[-1])
            return [i for i in last if i in log.by_id and i not in log.void_ids]
        return [e.id for e in reversed(entries) if e.logged == entries[-1].logged]

    def without_last(self, count: int) -> Seals:
        """The memory after the last commands were undone."""
        return replace(self, batches=self.batches[:-count])


def _whole(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


def _file(practice: Path, id_: str) -> Path:
    return practice / ".valueback" / "seals" / f"{id_}.json"


def sealed_ids(practice: Path) -> list[str]:
    """The engagements that there is a memory of."""
    return sorted(path.stem for path in (practice / ".valueback" / "seals").glob("*.json"))


def load(practice: Path, id_: str) -> Seals:
    """The memory of an engagement; an empty one where there is none that can be read."""
    path = _file(practice, id_)
    if not path.exists():
        return Seals()
    import json

    try:
        _, _, kept = read_bytes(path, LARGEST_MEMORY).partition(b"\n")
        return _seals(json.loads(kept))
    except (Refused, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Seals()


def is_as_left(practice: Path, id_: str, sha256: str) -> bool:
    """Whether a file is as valueback left it, by the digest of its bytes; true without a memory.

    Reads one line only: this is asked for every engagement of a practice.
    """
    try:
        with _file(practice, id_).open("rb") as file:
            return file.readline(80).strip() == sha256.encode()
    except OSError:
        return True


def _seals(data: Any) -> Seals:
    found = Seals(
        whole=str(data["whole"]),
        at=str(data["at"]),
        agreement=str(data["agreement"]),
        entries={str(id_): str(seal) for id_, seal in data["entries"].items()},
        batches=tuple(tuple(str(id_) for id_ in batch) for batch in data["batches"] if batch),
    )
    if found.entries and datetime.fromisoformat(found.at).year not in YEARS:
        return Seals()
    return found


def save(practice: Path, id_: str, seals: Seals) -> None:
    """Keep a memory. A failure here costs only the memory: the entries are already saved."""
    import json

    path = _file(practice, id_)
    with suppress(Refused, OSError):
        old = read_bytes(path, LARGEST_MEMORY) if path.exists() else None
        make_folder(path.parent)
        kept = f"{seals.whole}\n{json.dumps(vars(seals))}"
        replace_bytes(path, old, kept.encode())
