"""Kills, errors and short writes at every file operation of every command; undo after each."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from tests.soak.practice import Tally, but_erased, lost, practice, state, unreadable
from valueback.cli.app import app
from valueback.record.folder import existing
from valueback.system import OpenFolder

OPERATIONS = ("open", "write", "fsync", "replace", "mkdir", "unlink", "close", "rmdir")
"""Functions of `os` before which a fault is put; and the swapping of two names, which is none."""


class Deadly:
    """Counts file operations, and lets the one of a number go wrong."""

    def __init__(self, number: int, how: str) -> None:
        self.left, self.how, self.count = number, how, 0

    def install(self) -> None:
        """Stand before every operation that changes a disk."""
        for name in OPERATIONS:
            setattr(os, name, self._watched(name, getattr(os, name)))
        renamed = self._watched("rename", OpenFolder._renamed)
        OpenFolder._renamed = renamed  # type: ignore[method-assign]  # this process ends soon

    def _matters(self, name: str, given: tuple[Any, ...]) -> bool:
        """Whether this kind of fault differs here from the same one at the next operation: a kill
        before a reading is one before the next writing, closing never fails, only writes are short.
        """
        if self.how == "short":
            return name == "write"
        if name == "close":
            return False
        reads = name == "open" and not given[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        return self.how == "error" or not reads

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*given: Any, **named: Any) -> Any:
            if not self._matters(name, given):
                return real(*given, **named)
            self.count += 1
            if self.count == self.left:
                if self.how == "kill":
                    os.kill(os.getpid(), signal.SIGKILL)
                elif self.how == "short" and name == "write":
                    return real(given[0], bytes(given[1])[:1])
                elif self.how == "error" and name != "close":
                    raise OSError(errno.EIO, "Input/output error")
            return real(*given, **named)

        return watched


def attempt(words: tuple[str, ...], number: int, how: str) -> tuple[int, str]:
    """Run a command in a process of its own where one operation goes wrong: its status, its words.

    Status -9 is the kill, 200 a run that had fewer operations, 1 a crash.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover  # another process
        os.close(reading)
        tell = os.write
        deadly = Deadly(number, how)
        deadly.install()
        result = CliRunner().invoke(app, list(words))
        crashed = result.exception is not None and not isinstance(result.exception, SystemExit)
        said = repr(result.exception) if crashed else result.stderr
        tell(writing, said.encode(errors="replace")[:4000])
        os._exit(1 if crashed else 200 if deadly.count < number else result.exit_code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode(errors="replace")
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), said


def faults(tally: Tally, how: str, commands: tuple[tuple[str, ...], ...], step: int = 1) -> None:
    """Let every `step`-th file operation of each command go wrong, one at a time."""
    names = {"kill": "kills", "error": "errors of the disk", "short": "short writes"}
    for words in commands:
        for number in range(1, 2000, step):
            with practice() as path:
                if words[0] == "undo":
                    CliRunner().invoke(app, ["log-request", "ana", "x"])
                before = state(path)
                status, said = attempt(words, number, how)
                tally.count(names[how])
                where = f"{' '.join(words)}, {how} at operation {number}"
                wrong = [*lost(but_erased(words, before, path), path), *unreadable(path)]
                if status == 1 or (how == "kill" and status not in (-9, 200)):
                    wrong.append(f"ended with {status}: {said}")
                if how != "kill" and status not in (0, 3, 200):
                    wrong.append(f"exit {status}: {said}")
                again = CliRunner().invoke(app, ["log-request", "ana", f"after {number}"])
                if again.exit_code:
                    wrong.append(f"the next command failed: {again.output}")
                tally.problems += [f"{where}: {problem}" for problem in wrong]
                if status == 200:
                    break


def undo_after_faults(
    tally: Tally, how: str, commands: tuple[tuple[str, ...], ...], step: int = 1
) -> None:
    """After a fault at any operation, `undo` takes back one command: that one, where it was
    written, else the one before; or it says that it is not sure, and takes nothing.
    """
    for words in commands:
        for number in range(1, 1000, step):
            with practice() as path:
                CliRunner().invoke(app, ["log-request", "ana", "the one before"])
                before = _live(path)
                status, _ = attempt(words, number, how)
                after = _live(path)
                said = CliRunner().invoke(app, ["undo", "ana", "--no-input"])
                left = _live(path)
                tally.count("undo after a fault")
                wanted = before if after != before else before - {"R3"}
                unsure = said.exit_code == 3 and left == after
                if left != wanted and not unsure:
                    where = f"undo after {' '.join(words)}, {how} at operation {number}"
                    tally.problems.append(f"{where}: {sorted(after)} became {sorted(left)}")
                if status == 200:
                    break


def _live(path: Path) -> frozenset[str]:
    log = existing(path).read("ana-souza").engagement.log
    return frozenset(e.id for e in log.entries if e.id not in log.void_ids and e.kind != "void")
