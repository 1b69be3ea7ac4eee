"""Files that may be changed by hand: which one is meant, and what to say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valueback.cli.answers import Answer
from valueback.cli.context import Context

if TYPE_CHECKING:
    from valueback.record.versions import HandFile


def hand_file(context: Context, name: str) -> HandFile:
    """The client's file, or practice.toml for `practice`."""
    from valueback.record.versions import HandFile

    meant = "practice" if name == "practice" else context.client(name)
    return HandFile(context.folder, meant)


def changed_answer(file: HandFile, said: str, *, saved: bool) -> Answer:
    """What became of the file."""
    report = {"schema": 1, "report": "edit", "file": str(file.path), "saved": saved}
    return Answer(report, lambda: f"{said}\n", saved=saved)
