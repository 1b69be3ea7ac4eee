"""Files that may be changed by hand: which one is meant, and what to say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valueback.cli.answers import Answer
from valueback.cli.context import Context

if TYPE_CHECKING:
    from valueback.model.practice import Practice
    from valueback.record.folder import Folder
    from valueback.record.versions import HandFile


def hand_file(context: Context, name: str) -> HandFile:
    """The client's file, or practice.toml for `practice`."""
    from valueback.record.folder import Folder
    from valueback.record.place import has_lost_its_file
    from valueback.record.versions import HandFile

    if (discarded := _discarded(context, name)) is not None:
        return discarded
    if name == "practice" and has_lost_its_file(context.path):
        return HandFile(Folder(context.path), name)
    return HandFile(context.folder, name if name == "practice" else context.client(name))


def _discarded(context: Context, name: str) -> HandFile | None:
    """A draft that was discarded, and of which there is a copy; None where it is none."""
    from valueback.identifiers import is_identifier
    from valueback.record.versions import HandFile

    if name == "practice" or not is_identifier(name) or name in context.folder.ids():
        return None
    file = HandFile(context.folder, name)
    return file if file.versions() else None


def consequences(context: Context, file: HandFile, new: bytes) -> list[str]:
    """What a new practice.toml does to whom: the answers that are others under it, in words.

    Beside the one that valueback saw last, so that what was changed outside it is told, too.
    """
    from valueback.errors import Refused
    from valueback.model.practice import Practice
    from valueback.record.practice_file import remembered

    before = remembered(context.path) or file.content()
    if before is None or before == new:
        return []
    try:
        old, after = file.read(before), file.read(new)
    except Refused:
        return []  # what could not be read gave no answers
    assert isinstance(old, Practice)
    assert isinstance(after, Practice)
    found = []
    for id_ in file.folder.ids():
        was, now = (_answers(context, file.folder, id_, practice) for practice in (old, after))
        found += [
            f"{id_}: {what} {was[what]}, then {now[what]}" for what in was if was[what] != now[what]
        ]
    return found


def _answers(context: Context, folder: Folder, id_: str, practice: Practice) -> dict[str, str]:
    """What is answered about an engagement under a practice; nothing where it cannot be read."""
    from valueback.errors import Refused
    from valueback.rules.portfolio import facts

    try:
        engagement = folder.read_in(practice.identity.zone, id_)
        found = facts(context.timeline_of(engagement), practice)
    except Refused:
        return {}
    said = {"verdict": found.verdict, "health": found.health or "-", "scope": found.level}
    return said | {"misses": str(found.misses)}


def changed_answer(file: HandFile, said: str, *, saved: bool) -> Answer:
    """What became of the file."""
    report = {"schema": 1, "report": "edit", "file": str(file.path), "saved": saved}
    return Answer(report, lambda: f"{said}\n", saved=saved)
