"""Facts kept beside the files that they were worked out from: a memory, safe to delete.

An engagement's facts are used again only while its file holds the very same bytes, practice.toml
and the program are the same, and the moment asked about lies where they hold. Whatever of the
memory cannot be read is worked out anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from valueback import __version__
from valueback.errors import Problem, Refused
from valueback.record import place, seals
from valueback.record.files import LARGEST_MEMORY, exists, read_bytes, replace_memory
from valueback.rules.portfolio import Facts

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement
    from valueback.record.folder import Folder


class AllFacts(NamedTuple):
    """The facts of every engagement that can be read, what is wrong with the others, by id, and
    what had been altered outside valueback.
    """

    rows: list[Facts]
    broken: dict[str, str]
    altered: tuple[Problem, ...]


def all_facts(
    folder: Folder,
    moment: datetime,
    work_out: Callable[[Engagement], tuple[Facts, datetime | None]],
) -> AllFacts:
    """The facts of all engagements.

    `work_out` gives an engagement's facts and until when (excluded) they hold; None for ever.
    """
    mark = _mark(folder)
    kept = _load(folder.path, mark)
    found: list[Facts] = []
    broken: dict[str, str] = {}
    altered: list[Problem] = []
    fresh: dict[str, Any] = {}
    for id_ in folder.ids():
        try:
            content = folder.content(id_)
            digest = hashlib.sha256(content).hexdigest()
            known = kept.get(id_)
            facts = _remembered(known, digest, moment)
            told: tuple[Problem, ...] = ()
            if not seals.is_as_left(folder.path, id_, digest):
                facts = None  # altered outside: read it, and tell
            if facts is None:
                engagement, told = folder.reading_of(id_, content)
                facts, until = work_out(engagement)
                known = {
                    "sha256": digest,
                    "since": moment.isoformat(),
                    "until": until.isoformat() if until else None,
                    "facts": facts._asdict(),
                }
        except Refused as error:
            broken[id_] = "; ".join(str(problem) for problem in error.problems)
        else:
            found.append(facts)
            altered += told
            if not told:  # what was altered is told each time
                fresh[id_] = known
    altered += _gone(folder)
    if fresh != kept:
        _save(folder.path, mark, fresh)
    return AllFacts(found, broken, tuple(altered))


def _gone(folder: Folder) -> list[Problem]:
    """Engagements that valueback wrote and whose file is not there any more."""
    return [
        Problem(
            f"engagements/{id_}.toml is gone, and valueback had written it.",
            "Put it back from a copy. If it is meant to be gone: valueback doctor --accept",
        )
        for id_ in seals.missed_ids(folder.path)
    ]


def _remembered(known: Any, digest: str, moment: datetime) -> Facts | None:
    """The facts that were kept, where they are of this very file and hold at this moment."""
    if known is None or known["sha256"] != digest:
        return None
    since, until = datetime.fromisoformat(known["since"]), known["until"]
    holds = since <= moment and (until is None or moment < datetime.fromisoformat(until))
    return Facts(**known["facts"]) if holds else None


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
