"""Facts kept beside the files that they were worked out from: a memory, safe to delete.

An engagement's facts are used again only while its file holds the very same bytes, practice.toml
and the program are the same, and the moment asked about lies where they hold. Whatever of the
memory cannot be read is worked out anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from valueback import __version__
from valueback.errors import Problem, Refused
from valueback.record import place, seals
from valueback.record.files import LARGEST_MEMORY, exists, read_bytes, replace_memory
from valueback.rules.portfolio import Facts
from valueback.system import cores, processes

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement
    from valueback.model.practice import Practice
    from valueback.record.folder import Folder


class AllFacts(NamedTuple):
    """The facts of every engagement that can be read, what is wrong with the others, by id, and
    what had been altered outside valueback.
    """

    rows: list[Facts]
    broken: dict[str, str]
    altered: tuple[Problem, ...]


class WorkedOut(NamedTuple):
    """What an engagement's file gave: what is to be remembered, or why it cannot be read."""

    known: dict[str, Any]
    told: tuple[Problem, ...] = ()
    broken: str = ""


Work = Callable[["Engagement", "Practice", datetime], tuple[Facts, datetime | None]]
"""Gives an engagement's facts and until when (excluded) they hold, None for ever: a function of a
module, so that another process can be given it.
"""


class FactsManner(NamedTuple):
    """How facts are worked out: by what, and who is told how many of how many are."""

    work_out: Work
    progress: Callable[[int, int], None] = lambda done, of: None  # noqa: ARG005


def all_facts(folder: Folder, moment: datetime, manner: FactsManner) -> AllFacts:
    """The facts of all engagements: remembered where they hold, else worked out."""
    _ = folder.practice  # a practice that cannot be read is no matter of one client
    mark = _mark(folder)
    kept = _load(folder.path, mark)
    found: dict[str, WorkedOut] = {}
    stale: list[str] = []
    ids = folder.ids()
    for id_ in ids:
        try:
            digest = hashlib.sha256(folder.content(id_)).hexdigest()
        except Refused as error:
            found[id_] = _broken(error)
            continue
        as_left = seals.is_as_left(folder.path, id_, digest)  # else altered outside: read, and tell
        known = kept.get(id_)
        if as_left and known is not None and _holds(known, digest, moment):
            found[id_] = WorkedOut(known)
        else:
            stale.append(id_)
    found |= zip(stale, _worked_out(folder, stale, moment, manner), strict=True)
    whole = [(id_, found[id_]) for id_ in ids if not found[id_].broken]
    fresh = {id_: one.known for id_, one in whole if not one.told}  # that is told each time
    if fresh != kept:
        _save(folder.path, mark, fresh)
    return AllFacts(
        [Facts(**one.known["facts"]) for _, one in whole],
        {id_: one.broken for id_, one in found.items() if one.broken},
        (*(problem for _, one in whole for problem in one.told), *_gone(folder)),
    )


def _holds(known: Mapping[str, Any], digest: str, moment: datetime) -> bool:
    """Whether what was kept is of this very file, and still so at this moment."""
    if known["sha256"] != digest:
        return False
    since, until = datetime.fromisoformat(known["since"]), known["until"]
    return since <= moment and (until is None or moment < datetime.fromisoformat(until))


_ALONE = 60
"""Up to how many engagements one process is as fast as several."""

_AT_ONCE = 20
"""How many engagements a process is given at a time."""


def _worked_out(
    folder: Folder, ids: Sequence[str], moment: datetime, manner: FactsManner
) -> list[WorkedOut]:
    """The engagements of these ids, worked out by as many processes as there are cores."""
    parts = [ids[n : n + _AT_ONCE] for n in range(0, len(ids), _AT_ONCE)]
    work = partial(_some, folder, moment, manner.work_out)
    if len(ids) <= _ALONE or cores() == 1:
        done = map(work, parts)
        return [one for part in done for one in part]
    from concurrent.futures import ProcessPoolExecutor

    found: list[WorkedOut] = []
    with ProcessPoolExecutor(cores(), mp_context=processes()) as pool:
        for part in pool.map(work, parts):
            found += part
            manner.progress(len(found), len(ids))
    return found


def _some(folder: Folder, moment: datetime, work_out: Work, ids: Sequence[str]) -> list[WorkedOut]:
    return [_one(folder, moment, work_out, id_) for id_ in ids]


def _one(folder: Folder, moment: datetime, work_out: Work, id_: str) -> WorkedOut:
    try:
        content = folder.content(id_)
        engagement, told = folder.reading_of(id_, content)
        facts, until = work_out(engagement, folder.practice, moment)
    except Refused as error:
        return _broken(error)
    known = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "since": moment.isoformat(),
        "until": until.isoformat() if until else None,
        "facts": facts._asdict(),
    }
    return WorkedOut(known, told)


def _broken(error: Refused) -> WorkedOut:
    return WorkedOut({}, broken="; ".join(str(problem) for problem in error.problems))


def _gone(folder: Folder) -> list[Problem]:
    """Engagements that valueback wrote and whose file is not there any more."""
    return [
        Problem(
            f"engagements/{id_}.toml is gone, and valueback had written it.",
            "Put it back from a copy. If it is meant to be gone: valueback doctor --accept",
        )
        for id_ in seals.missed_ids(folder.path)
    ]


def _mark(folder: Folder) -> str:
    """What else facts rest on: practice.toml, and the program itself."""
    found = hashlib.sha256(__version__.encode())
    found.update(read_bytes(folder.path / place.PRACTICE_FILE, within=folder.path))
    for path in _program():
        status = path.stat()
        found.update(f"{path.name} {status.st_size} {status.st_mtime_ns}".encode())
    return found.hexdigest()


def _program() -> Iterator[Path]:
    package = Path(__file__).parent.parent
    for name in ("model", "rules"):
        yield from sorted((package / name).rglob("*.py"))
    yield from sorted(package.glob("*.py"))


def _file(practice: Path) -> Path:
    return practice / ".valueback" / "cache" / "portfolio"


def _load(practice: Path, mark: str) -> dict[str, Any]:
    """The facts that were kept under this mark; none where one byte of them is not as it was."""
    path = _file(practice)
    with suppress(Refused):
        if not exists(path, within=practice):
            return {}
        head, _, kept = read_bytes(path, within=practice, largest=LARGEST_MEMORY).partition(b"\n")
        if head == _head(mark, kept):
            found: dict[str, Any] = json.loads(kept)
            return found
    return {}


def _head(mark: str, kept: bytes) -> bytes:
    return f"{mark} {hashlib.sha256(kept).hexdigest()}".encode()


def _save(practice: Path, mark: str, found: dict[str, Any]) -> None:
    """A failure here costs only the memory."""
    path = _file(practice)
    kept = json.dumps(found).encode()
    with suppress(Refused):
        replace_memory(path, _head(mark, kept) + b"\n" + kept, within=practice)
