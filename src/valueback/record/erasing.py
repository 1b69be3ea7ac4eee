"""A client's names, contacts and texts taken out of everything that the practice keeps of them.

The one command that changes what was written, because the person asks for it. Several files are
touched, so what is to be done is noted first: after a kill or a power cut it is finished, by the
same command or by `doctor --fix`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from valueback.errors import Problem, Refused
from valueback.identifiers import folded
from valueback.model.engagement import Engagement
from valueback.model.erasure import ERASED, erased, with_names
from valueback.model.log import Raw
from valueback.moments import in_zone
from valueback.record import documents, learnt, place, seals
from valueback.record.files import (
    LARGEST_MEMORY,
    exists,
    locked,
    looked_at,
    make_folder,
    read_bytes,
    remove,
    replace_bytes,
    replace_memory,
)
from valueback.record.folder import Folder
from valueback.record.toml import block, document, parsed
from valueback.record.versions import editing
from valueback.system import opened

_WHAT = "names, contacts and texts, at the client's request"
_PAPERS = ("documents", "evidence")


class _Order(NamedTuple):
    """What is to be erased: the new ids by the old ones, when, and words that name the client."""

    names: dict[str, str]
    at: datetime
    words: list[str]


def _note(practice: Path) -> Path:
    return practice / ".valueback" / "erasing.json"


def is_under_way(practice: Path) -> bool:
    """Whether an erasure was begun and not finished."""
    try:
        return exists(_note(practice), within=practice)
    except Refused:
        return False


def new_ids(folder: Folder, ids: Sequence[str]) -> dict[str, str]:
    """What the engagements of an erased client are called: `erased-1`, and so on."""
    taken = {*folder.ids(), *seals.sealed_ids(folder.path)}
    free = (f"erased-{number}" for number in range(1, 10**6))
    unused = (id_ for id_ in free if id_ not in taken)
    return {id_: next(unused) for id_ in ids}


def erase(folder: Folder, engagements: Sequence[Engagement], now: datetime) -> dict[str, str]:
    """Erase a client's engagements; their new ids, by the old ones.

    Refused, with nothing done, where one of their files cannot be read.
    """
    with locked(folder.path):
        names = new_ids(folder, [engagement.id for engagement in engagements])
        order = _Order(names, now, words_of(engagements))
        for id_ in names:
            _erased_file(folder, id_, order)  # whatever speaks against it, before anything is done
        kept = {"names": order.names, "at": now.isoformat(), "words": order.words}
        replace_memory(_note(folder.path), json.dumps(kept).encode(), within=folder.path)
        _carry_out(folder, order)
    return names


def finish(folder: Folder) -> None:
    """Carry out what is left of an erasure that was interrupted."""
    with locked(folder.path):
        content = read_bytes(_note(folder.path), within=folder.path, largest=LARGEST_MEMORY)
        found = json.loads(content)
        at = datetime.fromisoformat(found["at"])
        _carry_out(folder, _Order(dict(found["names"]), at, list(found["words"])))


def _carry_out(folder: Folder, order: _Order) -> None:
    """Each step can be done again: new files first, then papers and memory, the old files last."""
    practice = folder.path
    for old, new in order.names.items():
        if exists(folder.file_of(old), within=practice):
            content = _erased_file(folder, old, order)
            _put(folder.file_of(new), content, practice)
            engagement = folder.engagement_from(parsed(content, ""), content, new)
            seals.save(practice, new, seals.as_it_stands(engagement, content))
        for top in _PAPERS:
            _erase_papers(practice, practice / top / old, practice / top / new)
        _erase_memory(practice, old)
    _erase_common(practice, order.words)
    learnt.unlearn(folder, order.names, order.words)
    _rename_previous(folder, order)
    for old in order.names:
        remove(folder.file_of(old), within=practice)
        seals.forget(practice, old)
    remove(_note(practice), within=practice)


def _erased_file(folder: Folder, id_: str, order: _Order) -> bytes:
    """The file of an engagement without its texts, comments too, and the note that it was done."""
    engagement = folder.read(id_).engagement
    tables = erased(parsed(folder.content(id_), id_), order.names)
    moment = in_zone(order.at, engagement.zone).replace(microsecond=0)
    note: Raw = {"id": engagement.log.next_id("forgotten"), "kind": "forgotten", "at": moment}
    log = [*tables.pop("log"), note | {"logged": moment, "what": _WHAT}]
    content = (document(tables) + "".join(block("log", raw) for raw in log)).encode()
    read = parsed(content, id_)
    assert read == {**tables, "log": log}, "what was erased reads back"
    folder.engagement_from(read, content, order.names[id_])
    return content


def _put(path: Path, content: bytes, practice: Path) -> None:
    """Write a file anew, over what an interrupted erasure left of it."""
    old = read_bytes(path, within=practice) if exists(path, within=practice) else None
    replace_bytes(path, old, content, within=practice)


def _erase_papers(practice: Path, old: Path, new: Path) -> None:
    """Papers and attachments: their names as far as they are valueback's own, nothing of them."""
    found = [each for each in looked_at(old, within=practice) if each.is_file]
    if not found:
        return
    make_folder(new, within=practice)
    for number, each in enumerate(found, 1):
        name = each.name if documents.is_own_name(each.name) else f"file-{number}"
        _put(new / name, f"{ERASED}\n".encode(), practice)
    for each in found:
        remove(old / each.name, within=practice)
    with opened(practice, old.parent.relative_to(practice).parts) as room:
        room.remove_folder(old.name)


def _erase_memory(practice: Path, old: str) -> None:
    """Backups, copies from editors, what killed writes left, what was remembered of papers."""
    backups = practice / ".valueback" / "backups"
    for each in looked_at(backups, within=practice):
        if each.name.startswith(f"{old}."):
            remove(backups / each.name, within=practice)
    for each in looked_at(editing(practice), within=practice):
        remove(editing(practice) / each.name / f"{old}.toml", within=practice)
    for folder in (place.engagements(practice), seals.folder_of(practice)):
        for each in looked_at(folder, within=practice):
            if each.name.startswith(f".{old}."):
                remove(folder / each.name, within=practice)
    documents.forget(practice, f"documents/{old}/")
    remove(practice / ".valueback" / "cache" / "portfolio", within=practice)


def _erase_common(practice: Path, words: Sequence[str]) -> None:
    """Papers about the whole practice in which the client is named."""
    top = practice / "documents"
    for each in looked_at(top, within=practice):
        if each.is_file and _names(read_bytes(top / each.name, within=practice), words):
            _put(top / each.name, f"{ERASED}\n".encode(), practice)


def _names(content: bytes, words: Sequence[str]) -> bool:
    text = folded(content.decode(errors="replace"))
    return any(folded(word) in text for word in words)


def _rename_previous(folder: Folder, order: _Order) -> None:
    """Engagements of others that name one of these as the one before them."""
    for id_ in folder.ids():
        if id_ in order.names or id_ in order.names.values():
            continue
        try:
            content = folder.content(id_)
            tables = parsed(content, id_)
        except Refused:
            continue
        if tables.get("previous") not in order.names:
            continue
        before = str(tables["previous"])
        line = f'previous = "{before}"'.encode()
        new = content.replace(line, f'previous = "{order.names[before]}"'.encode(), 1)
        if parsed(new, id_) == with_names(tables, {before: order.names[before]}):
            replace_bytes(folder.file_of(id_), content, new, within=folder.path)


def still_named(folder: Folder, words: Sequence[str], but: Mapping[str, str]) -> Iterator[Problem]:
    """Where a client's name or address still stands, in what was written about others."""
    paths = [(folder.file_of(id_), id_) for id_ in folder.ids() if id_ not in {*but, *but.values()}]
    paths.append((folder.path / place.PRACTICE_FILE, "practice"))
    for path, id_ in paths:
        try:
            content = read_bytes(path, within=folder.path)
        except Refused:
            continue
        if _names(content, words):
            yield Problem(
                "still names this client, in what was written about another.",
                f"Look at it with: valueback edit {id_} --force",
                file=folder.shown(path),
            )


def words_of(engagements: Sequence[Engagement]) -> list[str]:
    """The words by which a client is named: name and e-mail address."""
    found = {e.client.name for e in engagements} | {e.client.email or "" for e in engagements}
    return sorted(word for word in found if word)
