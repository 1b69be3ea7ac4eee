"""Which entries each of the last commands wrote, so that `undo` takes back exactly one command.

A memory in `.valueback/`, safe to delete, and checked against the log before it is believed.
Without it, the last entries that were written down in one moment count as one command.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from valueback.errors import Refused
from valueback.model.entries import Void
from valueback.model.log import Log
from valueback.record.files import make_folder, read_bytes, replace_bytes

_KEPT = 50


def push(practice: Path, id_: str, written: list[str]) -> None:
    """Note what a command wrote."""
    _save(practice, id_, [*_load(practice, id_), written][-_KEPT:])


def pop(practice: Path, id_: str) -> None:
    """Forget the last command, after it was undone."""
    _save(practice, id_, _load(practice, id_)[:-1])


def latest(practice: Path, id_: str, log: Log) -> list[str]:
    """The live entries that the last command wrote, latest first; none when nothing is left."""
    live = [entry for entry in log.entries if entry.id not in log.void_ids]
    entries = [entry for entry in live if not isinstance(entry, Void)]
    ends = {group[-1].id for group in (live, entries) if group}
    remembered = _load(practice, id_)
    if remembered and ends & set(remembered[-1]):
        return [i for i in reversed(remembered[-1]) if i in log.by_id and i not in log.void_ids]
    return [e.id for e in reversed(entries) if e.logged == entries[-1].logged]


def _file(practice: Path, id_: str) -> Path:
    return practice / ".valueback" / "batches" / f"{id_}.json"


def _load(practice: Path, id_: str) -> list[list[str]]:
    path = _file(practice, id_)
    if not path.exists():
        return []
    try:
        found = json.loads(read_bytes(path))
    except (Refused, ValueError, RecursionError):
        return []
    is_memory = isinstance(found, list) and all(
        isinstance(batch, list) and batch for batch in found
    )
    return [[str(id_) for id_ in batch] for batch in found] if is_memory else []


def _save(practice: Path, id_: str, found: list[list[str]]) -> None:
    """A failure here costs only the memory: the entries are already saved."""
    path = _file(practice, id_)
    with suppress(Refused, OSError):
        old = read_bytes(path) if path.exists() else None
        make_folder(path.parent)
        replace_bytes(path, old, json.dumps(found).encode())
