"""A practice begun, and taken back where its first client was refused."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from valueback.errors import Refused, refused
from valueback.model.practice import practice_from
from valueback.record import place
from valueback.record.files import locked, make_folder, replace_bytes
from valueback.record.practice import Folder
from valueback.record.toml import document, parsed

_PREFACE = """# Your practice: who you are, and the terms that new agreements start from.
# Change anything here at any time: what a client has signed keeps the terms of its own file.
# Money stands in quotes ("120.00"), days without (2026-01-12).

"""


def discard(folder: Folder) -> None:
    """Take back a practice that was begun a moment ago and holds no engagement yet."""
    if folder.ids():
        return
    for name in (place.PRACTICE_FILE, ".valueback/lock"):
        (folder.path / name).unlink(missing_ok=True)
    for inner in (folder.path / ".valueback", place.engagements(folder.path), folder.path):
        with suppress(OSError):  # something of the user's stands there
            inner.rmdir()


def create(path: Path, table: Mapping[str, Any], further: str = "") -> Folder:
    """A new practice from the tables of its practice.toml, and the text of further ones.

    Refused where one is there already.
    """
    text = _PREFACE + document(table) + further
    problems = practice_from(parsed(text.encode(), place.PRACTICE_FILE))
    if isinstance(problems, list):
        raise Refused(*problems)
    make_folder(path)
    make_folder(place.engagements(path))
    with locked(path):
        if not replace_bytes(path / place.PRACTICE_FILE, None, text.encode()):
            raise refused(
                f"There is a practice in {path} already.", "Use it, or choose another folder."
            )
    return Folder(path)
