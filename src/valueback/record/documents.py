"""Documents on the disk: whole or not at all, never through a link, never over anything else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from valueback.errors import Refused, refused
from valueback.record.files import LARGEST_MEMORY, exists, read_bytes, replace_bytes, replace_memory

_TRIES = 1000


def write_generated(path: Path, content: str | bytes, practice: Path) -> Path:
    """Write a document to its own place in the practice, over its earlier version; where it is.

    Never over one that was changed by hand since valueback wrote it: the new one then goes beside
    it, under the next free name.
    """
    new = content.encode() if isinstance(content, str) else content
    known = _written(practice)
    for place in _places(path):
        name = place.relative_to(practice).as_posix()
        old = read_bytes(place, within=practice) if exists(place, within=practice) else None
        if old is not None and old != new and known.get(name) != _digest(old):
            continue
        if old != new and not replace_bytes(place, old, new, within=practice):
            raise refused(f"{place} was changed by somebody else.", "Run the command again.")
        _note(practice, {**known, name: _digest(new)})
        return place
    raise refused(f"{path} and its copies were all changed.", "Move some of them away.")


def _places(path: Path) -> Iterator[Path]:
    """A document's own place, and those beside it: `agreement.md`, `agreement-2.md` and so on."""
    yield path
    for number in range(2, _TRIES):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")


def write_new(path: Path, content: str, practice: Path) -> None:
    """Write a file of the practice that is not there yet; Refused where it is."""
    if not replace_bytes(path, None, content.encode(), within=practice):
        raise refused(f"{path} exists already.", "Edit it there, or remove it first.")


def write_chosen(path: Path, content: str | bytes, practice: Path) -> None:
    """Write a document where the user wants it; Refused where something else stands already.

    Inside the practice only its documents folder is open: the record is no place for output.
    """
    real = path.parent.resolve() / path.name
    if real.is_relative_to(practice.resolve()) and not real.is_relative_to(
        practice.resolve() / "documents"
    ):
        raise refused(f"{path} would lie inside the record.", "Choose a file outside the practice.")
    if not real.parent.is_dir():
        raise refused(f"There is no folder {path.parent}.", "Choose one that exists.")
    new = content.encode() if isinstance(content, str) else content
    if not replace_bytes(real, None, new, within=real.parent):
        raise refused(f"{path} exists already.", "Choose another name, or remove it first.")


# --- what valueback wrote ---


def memory_of(practice: Path) -> Path:
    """Where the digests of the documents are kept, as valueback wrote them."""
    return practice / ".valueback" / "documents.json"


_OWN_NAME = re.compile(r"[a-z-]+(-[A-Z]{1,2}[0-9]+)?(-[0-9]+)?\.(md|html|pdf|txt|json)\Z")


def is_own_name(name: str) -> bool:
    """Whether a paper goes by a name that valueback gives, which says nothing of a client."""
    return _OWN_NAME.match(name) is not None


def forget(practice: Path, beginning: str) -> None:
    """Let go what is known of documents whose names begin so."""
    known = _written(practice)
    kept = {name: value for name, value in known.items() if not name.startswith(beginning)}
    if kept != known:
        _note(practice, kept)


def _written(practice: Path) -> dict[str, str]:
    """The digests by name inside the practice; none where there is no memory that can be read."""
    import json

    path = memory_of(practice)
    try:
        if not exists(path, within=practice):
            return {}
        found = json.loads(read_bytes(path, within=practice, largest=LARGEST_MEMORY))
    except (Refused, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _note(practice: Path, known: dict[str, str]) -> None:
    """A failure here costs only the memory: the next version then goes beside this one."""
    import json

    try:
        replace_memory(memory_of(practice), json.dumps(known).encode(), within=practice)
    except Refused:
        return


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
