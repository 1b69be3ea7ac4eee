"""Edits by hand at every point between two operations of a command, as four kinds of editors save."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from typer.testing import CliRunner

from tests.soak.faults import OPERATIONS
from tests.soak.practice import Tally, crashed, practice
from valueback.cli.app import app
from valueback.system import OpenFolder

MARK = b"# edited by hand\n"


def in_place(path: Path, content: bytes) -> None:
    """The same file, emptied and written anew: nano, many small editors."""
    path.write_bytes(content)


def by_renaming(path: Path, content: bytes) -> None:
    """A new file under the old name: VS Code's and Kate's safe way."""
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(content)
    new.rename(path)


def with_backup(path: Path, content: bytes) -> None:
    """The old file aside, a new one under its name: vim, emacs."""
    path.rename(path.with_name(f"{path.name}~"))
    path.write_bytes(content)


def at_the_end(path: Path, content: bytes) -> None:  # whatever it had loaded
    """A line more at the end: `cat >>`, a script."""
    with path.open("ab") as file:
        file.write(MARK)


STYLES: tuple[Callable[[Path, bytes], None], ...] = (in_place, by_renaming, with_backup, at_the_end)


@contextmanager
def between(number: int, edit: Callable[[], None]) -> Iterator[list[int]]:
    """Let an edit be saved before the operation of that number; how many there were is counted."""
    count = [0]
    busy = [False]

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            if not busy[0]:
                count[0] += 1
                if count[0] == number:
                    busy[0] = True
                    edit()
                    busy[0] = False
            return real(*given, **named)

        return call

    functions: dict[str, Any] = {name: watched(getattr(os, name)) for name in OPERATIONS}
    renamed = watched(OpenFolder._renamed)
    with mock.patch.multiple(os, **functions), mock.patch.object(OpenFolder, "_renamed", renamed):
        yield count


def hand_edits(tally: Tally, words: tuple[str, ...], step: int = 1) -> None:
    """Save an edit before every `step`-th operation: it is there afterwards, and so is the entry,
    or the next command names it as gone: an editor that had loaded the file before saved it later.
    """
    for style in STYLES:
        for number in range(1, 2000, step):
            with practice() as path:
                file = path / "engagements" / "ana-souza.toml"
                loaded = file.read_bytes()

                def edit(
                    file: Path = file,
                    style: Callable[[Path, bytes], None] = style,
                    text: bytes = MARK + loaded,
                ) -> None:
                    style(file, text)

                with between(number, edit) as count:
                    result = CliRunner().invoke(app, [*words, "--no-input"])
                tally.count("edits by hand in the middle of a command")
                wrong = _looked_at(file, result, edited=count[0] >= number)
                where = f"{' '.join(words)}, {style.__name__} before operation {number}"
                tally.problems += [f"{where}: {problem}" for problem in wrong]
                if count[0] < number:
                    break


def _looked_at(file: Path, result: Any, *, edited: bool) -> list[str]:
    wrong = []
    if crashed(result):
        wrong.append(f"crashed: {result.exception!r}")
    now = file.read_bytes() if file.is_file() else b""
    if edited and MARK not in now:
        wrong.append("the edit is lost")
    saved = b'text = "soaked"' in now
    told = CliRunner().invoke(app, ["show", "ana"])
    if told.exit_code:
        wrong.append(f"cannot be read: {told.stderr}")
    if result.exit_code == 0 and not saved and "vanished" not in told.stderr:
        wrong.append("the entry is lost, and nobody says so")
    return wrong
