"""What is begun: a practice, taken back where its first client was refused; an engagement."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from valueback.errors import Hint, Refused, refused
from valueback.identifiers import DEVICES, slug
from valueback.model.engagement import Engagement
from valueback.model.practice import practice_from
from valueback.model.reading import engagement_from
from valueback.record import place, practice_file, seals
from valueback.record.files import locked, make_folder, replace_bytes
from valueback.record.folder import Folder
from valueback.record.toml import document, parsed

_PREFACE = """# Your practice: who you are, and the terms that new agreements start from.
# Change anything here at any time: what a client has signed keeps the terms of its own file.
# Money stands in quotes ("120.00"), days without (2026-01-12).

"""


def discard(folder: Folder) -> None:
    """Take back a practice that was begun a moment ago and holds no engagement yet."""
    if folder.ids():
        return
    for name in (place.PRACTICE_FILE, ".valueback/lock", ".valueback/practice.toml"):
        (folder.path / name).unlink(missing_ok=True)
    for inner in (folder.path / ".valueback", place.engagements(folder.path), folder.path):
        with suppress(OSError):  # something of the user's stands there
            inner.rmdir()


def begin_practice(path: Path, table: Mapping[str, Any], further: str = "") -> Folder:
    """A new practice from the tables of its practice.toml, and the text of further ones.

    Refused where one is there already.
    """
    if path.is_dir() and not place.exists(path) and place.ids(path):
        raise practice_file.missing(path)  # no new practice over an old record
    text = _PREFACE + document(table) + further
    problems = practice_from(parsed(text.encode(), place.PRACTICE_FILE))
    if isinstance(problems, list):
        raise Refused(*problems)
    make_folder(path)
    make_folder(place.engagements(path), within=path)
    with locked(path):
        if not replace_bytes(path / place.PRACTICE_FILE, None, text.encode(), within=path):
            raise refused(
                f"There is a practice in {path} already.", "Use it, or choose another folder."
            )
        practice_file.remember(path, text.encode())
    return Folder(path)


# --- an engagement ---

_RESERVED = {"practice", *DEVICES}
"""Ids that would be taken for something else: `edit practice` means practice.toml, and what Windows
calls a device is a file nowhere: practices are shared.
"""


def begin_engagement(
    folder: Folder, id_: str, header: Mapping[str, Any], *, dry_run: bool = False
) -> tuple[Engagement, Path]:
    """A new engagement from its header; Refused where it is wrong or the id is taken."""
    path = folder.file_of(id_)
    another = Hint("Give another id with {}.", "id")
    if id_ in _RESERVED:
        means = "practice.toml" if id_ not in DEVICES else "a device on Windows, not a file"
        raise refused(f"{id_!r} means {means}.", hint=another)
    content = document(header).encode()
    engagement = engagement_from(parsed(content, ""), id_, folder.practice.identity.zone)
    if isinstance(engagement, list):
        raise Refused(*engagement)
    if dry_run:
        return engagement, path
    with locked(folder.path):
        with suppress(Refused):  # it then counts as one that has no memory
            seals.begin(folder.path, engagement, content)
        if not replace_bytes(path, None, content, within=folder.path):
            raise refused(f"There is an engagement {id_} already.", hint=another)
    return engagement, path


def free_id(folder: Folder, name: str) -> str:
    """An unused id made from a client's name: `ana-souza`, then `ana-souza-2`."""
    base = slug(name) or "client"
    taken = {*folder.ids(), *seals.sealed_ids(folder.path), *_RESERVED}
    number, id_ = 1, base
    while id_ in taken:
        number += 1
        id_ = f"{base}-{number}"
    return id_


def earlier_ids(folder: Folder, name: str) -> list[str]:
    """The ids of the engagements that a client of that name has already."""
    base = slug(name)
    return [id_ for id_ in folder.ids() if id_ == base or id_.rpartition("-")[0] == base]
