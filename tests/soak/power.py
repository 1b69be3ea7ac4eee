"""Power cuts: what a disk may hold when the current fails between any two operations.

Every operation of a command on the disk is noted. What was synced is on the disk; of what was not,
any part may be there: names in any order or not at all, contents torn. From the notes such disks are
made, and looked at.
"""

from __future__ import annotations

import os
import random
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from typer.testing import CliRunner

from tests.soak.practice import Tally, crashed, practice
from valueback.cli.app import app
from valueback.record.folder import existing
from valueback.system import OpenFolder

Names = dict[str, int | None]
"""Which file stands under a name; None where none does any more."""


@dataclass
class Disk:
    """What a command did to the files of a practice, in order, and what was synced when.

    Files and folders are numbered; `names` are those that programs see.
    """

    top: Path
    names: dict[str, int] = field(default_factory=dict)
    contents: dict[int, bytes] = field(default_factory=dict)
    folders: set[int] = field(default_factory=set)
    events: list[tuple[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, top: Path) -> Disk:
        """A disk on which everything is as it stands, and synced."""
        disk = cls(top)
        for path in sorted(top.rglob("*")):
            number = disk._new(str(path))
            if path.is_dir():
                disk.folders.add(number)
            else:
                disk.contents[number] = path.read_bytes()
        return disk

    def _new(self, path: str) -> int:
        number = len(self.contents) + len(self.folders) + 1
        self.names[path] = number
        return number

    # --- noting ---

    def made(self, path: str, *, folder: bool) -> None:
        """A file or a folder was made."""
        number = self._new(path)
        if folder:
            self.folders.add(number)
        else:
            self.contents[number] = b""
        self._renamed({path: number})

    def _renamed(self, names: Names) -> None:
        for path, number in names.items():
            if number is None:
                self.names.pop(path, None)
            else:
                self.names[path] = number
        self.events.append(("names", names))

    def swapped(self, one: str, other: str) -> None:
        """Two names were swapped."""
        self._renamed({one: self.names[other], other: self.names[one]})

    def moved(self, one: str, other: str) -> None:
        """A file got another name."""
        self._renamed({other: self.names[one], one: None})

    def removed(self, path: str) -> None:
        """A name was taken away."""
        if path in self.names:
            self._renamed({path: None})

    def written(self, path: str, data: bytes) -> None:
        """More was written to the end of a file."""
        number = self.names[path]
        self.contents[number] += data
        self.events.append(("write", (number, data)))

    def synced(self, path: str) -> None:
        """A file, or the names in a folder, were confirmed."""
        if path == str(self.top) or self.names.get(path) in self.folders:
            self.events.append(("sync-names", path))
        elif path in self.names:
            self.events.append(("sync", self.names[path]))

    # --- what may be there after a cut ---

    def after_cut(
        self, before: Disk, number: int, chance: random.Random
    ) -> dict[str, bytes | None]:
        """The files (None: a folder) that may be found if the power fails after so many events."""
        names: Names = dict(before.names)
        loose: list[Names] = []
        whole = dict(before.contents)
        synced = dict(before.contents)
        for kind, what in self.events[:number]:
            if kind == "names":
                loose.append(what)
            elif kind == "write":
                whole[what[0]] = whole.get(what[0], b"") + what[1]
            elif kind == "sync":
                synced[what] = whole.get(what, b"")
            else:
                kept = [each for each in loose if any(_is_in(path, what) for path in each)]
                for each in kept:
                    names.update(each)
                loose = [each for each in loose if each not in kept]
        for each in loose:  # the disk took them, or it did not
            if chance.random() < 0.5:
                names.update(each)
        found: dict[str, bytes | None] = {}
        for path, file in names.items():
            if file is None:
                continue
            if file in self.folders | before.folders:
                found[path] = None
            else:
                full, safe = whole.get(file, b""), synced.get(file, b"")
                found[path] = full if full == safe else _torn(full, safe, chance)
        return found


def _is_in(path: str, folder: str) -> bool:
    return str(Path(path).parent) == folder


def _torn(full: bytes, synced: bytes, chance: random.Random) -> bytes:
    """What may be found of a file that was written and not synced."""
    cut = chance.randrange(len(full) + 1)
    return chance.choice((synced, full, full[:cut], full[:cut] + bytes(len(full) - cut), b""))


@contextmanager
def noted(disk: Disk) -> Iterator[None]:
    """Note all that is done to the practice."""

    def at(name: Any, folder: int | None) -> str:
        if isinstance(name, int):
            return os.readlink(f"/proc/self/fd/{name}")
        top = os.readlink(f"/proc/self/fd/{folder}") if folder is not None else str(Path.cwd())
        return os.path.normpath(os.path.join(top, os.fsdecode(name)))

    def ours(path: str) -> bool:
        return path == str(disk.top) or path.startswith(f"{disk.top}/")

    real = {
        name: getattr(os, name)
        for name in ("open", "write", "fsync", "replace", "mkdir", "unlink", "rmdir")
    }
    renamed = OpenFolder._renamed

    def open_(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        place = at(path, named.get("dir_fd"))
        new = bool(flags & os.O_CREAT) and ours(place) and not os.path.lexists(place)
        descriptor: int = real["open"](path, flags, *rest, **named)
        if new:
            disk.made(place, folder=False)
        return descriptor

    def write(descriptor: int, data: Any) -> int:
        place = at(descriptor, None) if stat.S_ISREG(os.fstat(descriptor).st_mode) else ""
        count: int = real["write"](descriptor, data)
        if ours(place):
            disk.written(place, bytes(data)[:count])
        return count

    def fsync(descriptor: int) -> None:
        real["fsync"](descriptor)
        if ours(place := at(descriptor, None)):
            disk.synced(place)

    def replace(one: Any, other: Any, **named: Any) -> None:
        places = at(one, named.get("src_dir_fd")), at(other, named.get("dst_dir_fd"))
        real["replace"](one, other, **named)
        disk.moved(*places)

    def mkdir(path: Any, *rest: Any, **named: Any) -> None:
        place = at(path, named.get("dir_fd"))
        real["mkdir"](path, *rest, **named)
        if ours(place):
            disk.made(place, folder=True)

    def removing(name: str) -> Callable[..., None]:
        def remove(path: Any, **named: Any) -> None:
            place = at(path, named.get("dir_fd"))
            real[name](path, **named)
            disk.removed(place)

        return remove

    def rename(self: OpenFolder, one: str, other: str, how: int) -> bool:
        places = at(one, self._descriptor), at(other, self._descriptor)
        done = renamed(self, one, other, how)
        if done and how == 2:
            disk.swapped(*places)
        elif done:
            disk.moved(*places)
        return done

    patches: dict[str, Any] = {
        "open": open_,
        "write": write,
        "fsync": fsync,
        "replace": replace,
        "mkdir": mkdir,
    }
    patches |= {name: removing(name) for name in ("unlink", "rmdir")}
    with mock.patch.multiple(os, **patches), mock.patch.object(OpenFolder, "_renamed", rename):
        yield


def power_cuts(
    tally: Tally, commands: tuple[tuple[str, ...], ...], disks: int, seed: int, step: int = 1
) -> None:
    """Cut the power after every `step`-th operation of each command, and look at some of the disks
    that may be found then.
    """
    chance = random.Random(seed)
    for words in commands:
        with practice() as path:
            before, disk = Disk.of(path), Disk.of(path)
            with noted(disk):
                result = CliRunner().invoke(app, [*words, "--no-input"])
            said = _logged(path) if result.exit_code == 0 else {}
            last = len(disk.events)
            for number in sorted({*range(0, last, step), last}):
                for _ in range(disks):
                    files = disk.after_cut(before, number, chance)
                    wrong = _looked_at(path, files, before, said if number == last else {})
                    tally.count("power cuts")
                    where = f"{' '.join(words)}, power cut after operation {number} of {last}"
                    tally.problems += [f"{where}: {problem}" for problem in wrong]


def _logged(path: Path) -> dict[str, int]:
    """How many entries each engagement has."""
    return {e.id: len(e.log.entries) for e in existing(path).read_all().engagements}


def _looked_at(
    path: Path, files: dict[str, bytes | None], before: Disk, said: dict[str, int]
) -> list[str]:
    """What is wrong on a disk that was found after a cut: lost, unreadable, or in the way."""
    with tempfile.TemporaryDirectory() as name:
        found = Path(name) / "alone" / "lima"
        found.mkdir(parents=True)
        for place, content in sorted(files.items()):
            here = found / Path(place).relative_to(path)
            if content is None:
                here.mkdir(parents=True, exist_ok=True)
            elif here.parent.is_dir():  # else its folder was never confirmed
                here.write_bytes(content)
        successor = found / "engagements" / "erased-1.toml"
        erased = {str(path / "engagements" / "carla-nunes.toml")} if successor.is_file() else set()
        wrong = [
            f"{Path(place).name} lost bytes"
            for place, number in before.names.items()
            if number in before.contents
            and "/engagements/" in place
            and not _content(found / Path(place).relative_to(path)).startswith(
                before.contents[number]
            )
            and place not in erased
        ]
        read = existing(found).read_all()
        wrong += [f"{id_}: {why}" for id_, why in read.broken.items()]
        there = {e.id: len(e.log.entries) for e in read.engagements}
        wrong += [
            f"{id_} was saved, and is not" for id_, n in said.items() if there.get(id_, 0) < n
        ]
        os.environ["VALUEBACK_PRACTICE"] = str(found)
        for words in (["doctor"], ["log-request", "ana", "after"]):
            result = CliRunner().invoke(app, words)
            if (
                crashed(result)
                or result.exit_code not in (0, 3)
                or (words[0] != "doctor" and result.exit_code)
            ):
                wrong.append(f"{words}: {result.output} {result.exception!r}")
        os.environ["VALUEBACK_PRACTICE"] = str(path)
        shutil.rmtree(found)
        return wrong


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
