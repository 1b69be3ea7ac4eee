"""The part for Windows: no folder can be held open or synced, no two names be swapped in one step,
and a file that somebody reads cannot be replaced, which passes when one waits a little.

Modes do not exist; a user's profile is the user's own (`is_own_place`).

Over 300 lines: whatever depends on Windows stands here and nowhere else.
"""

from __future__ import annotations

import ctypes
import errno
import msvcrt
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TypeVar

from valueback.system.common import Found, NotPlainError, TooLargeError, write_whole

assert sys.platform == "win32"  # for the type checker: what follows is there

__all__ = [
    "ENCODING",
    "OpenFolder",
    "can_exchange",
    "country",
    "full_name",
    "is_closed",
    "is_own_place",
    "is_root",
    "is_running",
    "itself",
    "limit_self",
    "make_folders",
    "opened",
    "quoted",
    "split",
    "usual_editor",
]

T = TypeVar("T")

ENCODING = "utf-8"
"""What is written to pipes and files: the code page of a console would lose letters."""

_PATIENCE = 1.6
"""Seconds to wait for whoever reads a file that is to be replaced: a scanner, a sync program."""

_LINK = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0x400)
_PRIVATE = 0o600
_SPECIAL = frozenset(["con", "prn", "aux", "nul", "conin$", "conout$"]) | {
    f"{name}{digit}" for name in ("com", "lpt") for digit in "123456789¹²³"
}


class OpenFolder:
    """A folder by its path: its way down was looked at for links when it was opened."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, name: str, largest: int) -> bytes:
        """The whole content of a plain file.

        Raises NotPlainError for anything else, links too, and TooLargeError beyond so many bytes.
        """
        with self._plain(name) as file:
            size = os.fstat(file.fileno()).st_size
            content = file.read(size + 1) if size <= largest else b""
            if len(content) > size:  # it grows: this much is set aside only where it is needed
                content += file.read(largest + 1 - len(content))
        if size > largest or len(content) > largest:
            raise TooLargeError(errno.EFBIG, "too large", name)
        return content

    def first_line(self, name: str, most: int) -> bytes:
        """The first line of a plain file, of so many bytes at most."""
        with self._plain(name) as file:
            return file.readline(most)

    @contextmanager
    def _plain(self, name: str) -> Iterator[BinaryIO]:
        path = _at(self._path, name)
        if not _is_plain(os.lstat(path)):
            raise NotPlainError(errno.EINVAL, "is not a plain file", name)
        with _patiently(lambda: path.open("rb")) as file:
            yield file

    def create(self, name: str, content: bytes) -> None:
        """A new file, whole and on the disk; FileExistsError where the name is taken."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_BINARY | os.O_NOINHERIT
        write_whole(os.open(_at(self._path, name), flags), content)

    def exchange(self, one: str, other: str) -> bool:
        """Nothing here swaps two names in one step."""
        for name in (one, other):
            os.lstat(_at(self._path, name))
        return False

    def settle(self, name: str, final: str) -> bool:
        """Give a file its final name; False where that is taken, and nothing is done."""
        try:
            _patiently(lambda: _at(self._path, name).rename(_at(self._path, final)))
        except FileExistsError:
            return False
        return True

    def move(self, name: str, final: str) -> None:
        """Give a file its final name, over what stands there."""
        _patiently(lambda: _at(self._path, name).replace(_at(self._path, final)))

    def remove(self, name: str) -> None:
        """Take a file away."""
        _patiently(lambda: _at(self._path, name).unlink())

    def remove_folder(self, name: str) -> None:
        """Take an empty folder away."""
        _patiently(lambda: _at(self._path, name).rmdir())

    def has(self, name: str) -> bool:
        """Whether anything of that name is there, be it a link that leads nowhere."""
        return os.path.lexists(_at(self._path, name))

    def names(self) -> list[str]:
        """The names in it, in order."""
        return sorted(path.name for path in self._path.iterdir())

    def found(self, name: str) -> Found:
        """What stands under a name, looked at without following it."""
        return _found(_at(self._path, name))

    def make_private(self, name: str) -> None:
        """There are no modes to take away."""

    def sync(self) -> None:
        """A folder cannot be synced here; what NTFS keeps of names at a power cut is its own."""

    def lock(self, name: str) -> int | None:
        """The lock file of that name, locked until it is closed or its process ends.

        None where another process holds it.
        """
        path = _at(self._path, name)
        if path.exists() and not _is_plain(os.lstat(path)):
            raise NotPlainError(errno.EINVAL, "is not a plain file", name)
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_BINARY | os.O_NOINHERIT)
        except PermissionError:
            return None  # somebody is just taking it away, or looks at it
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            os.close(descriptor)
            return None
        return descriptor


def _at(folder: Path, name: str) -> Path:
    """A name in a folder; the names that the system keeps for devices are none."""
    if name.partition(".")[0].strip().lower() in _SPECIAL:
        raise NotPlainError(errno.EINVAL, "is a device", name)
    return folder / name


def _is_plain(status: os.stat_result) -> bool:
    link = getattr(status, "st_file_attributes", 0) & _LINK
    return stat.S_ISREG(status.st_mode) and not link


def _found(path: Path) -> Found:
    status = os.lstat(path)
    link = bool(getattr(status, "st_file_attributes", 0) & _LINK) or stat.S_ISLNK(status.st_mode)
    return Found(
        name=path.name,
        is_file=stat.S_ISREG(status.st_mode) and not link,
        is_folder=stat.S_ISDIR(status.st_mode) and not link,
        is_link=link,
        mode=_PRIVATE,
        changed=status.st_mtime,
    )


def _patiently(work: Callable[[], T]) -> T:
    """Do something to a file that another program may have open for a moment."""
    since = time.monotonic()
    while True:
        try:
            return work()
        except PermissionError:
            if time.monotonic() - since > _PATIENCE:
                raise
            time.sleep(0.01)


@contextmanager
def opened(top: Path, below: Sequence[str] = (), *, make: bool = False) -> Iterator[OpenFolder]:
    """A folder below another, with no link on the way down from `top`.

    `make` makes what is missing below `top`. Raises NotPlainError where a link or a file stands in
    the way.
    """
    path = top
    if not path.is_dir():
        raise FileNotFoundError(errno.ENOENT, "there is no such folder", str(path))
    for name in below:
        path = _at(path, name)
        if make:
            path.mkdir(exist_ok=True)
        if not _found(path).is_folder:
            raise NotPlainError(errno.ENOTDIR, "lies in a folder that is a link, or is none", name)
    yield OpenFolder(path)


def make_folders(path: Path) -> None:
    """A folder and those above it that are missing."""
    path.mkdir(parents=True, exist_ok=True)


def itself(path: Path) -> list[Found]:
    """A folder as it is found in the one around it; nothing where that cannot be looked at."""
    try:
        return [_found(path)]
    except OSError:
        return []


def can_exchange(folder: Path) -> bool:  # noqa: ARG001  # as on other systems
    """Nothing can be tried: it is never so here, and docs/reliability.md says what follows."""
    return True


# --- processes, and who uses the computer ---

_ASKS_ONLY, _STILL_RUNS, _DISPLAY_NAME = 0x1000, 259, 3


def is_running(process: int) -> bool:
    """Whether a process of that number runs."""
    kernel: Any = ctypes.windll.kernel32
    handle = kernel.OpenProcess(_ASKS_ONLY, 0, process) if process < 2**32 else 0
    if not handle:
        return False
    code = ctypes.c_ulong()
    known = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return bool(known) and code.value == _STILL_RUNS


def limit_self(
    seconds: int,
    memory: int,  # noqa: ARG001  # as on other systems
    stop: Callable[[int, object], NoReturn],  # noqa: ARG001
) -> None:
    """End this process when so many seconds have passed: what it was to make is then missing. Its
    memory is not limited.
    """
    import threading

    timer = threading.Timer(seconds + 1, lambda: os._exit(1))
    timer.daemon = True
    timer.start()


def full_name() -> str:
    """The user's full name as the computer knows it; empty where it knows none."""
    size = ctypes.c_ulong(256)
    name = ctypes.create_unicode_buffer(size.value)
    try:
        secure: Any = ctypes.windll.secur32
        known = secure.GetUserNameExW(_DISPLAY_NAME, name, ctypes.byref(size))
    except (OSError, AttributeError):
        return ""
    return name.value.strip() if known else ""


def is_root() -> bool:
    """Nobody is so by chance."""
    return False


def is_own_place(path: Path) -> bool:
    """Whether a folder lies in the user's own profile: elsewhere others may read it."""
    return path.resolve().is_relative_to(Path.home().resolve())


def country() -> str:
    """The locale that the user chose in the settings, such as `pt_BR`; empty where none is said."""
    name = ctypes.create_unicode_buffer(85)
    try:
        kernel: Any = ctypes.windll.kernel32
        known = kernel.GetUserDefaultLocaleName(name, len(name))
    except (OSError, AttributeError):
        return ""
    return name.value.replace("-", "_") if known else ""


def usual_editor() -> str:
    """The editor of somebody who chose none."""
    return "notepad"


# --- how a command line is written ---


def quoted(word: str) -> str:
    """A word as one pastes it into a command line: in double quotes where it needs any."""
    plain = word and all(letter.isalnum() or letter in "-_./\\:@+=," for letter in word)
    return word if plain else '"' + word.replace('"', '""') + '"'


def split(line: str) -> list[str]:
    """The words of a command line; a backslash is a part of a path."""
    import shlex

    reader = shlex.shlex(line, posix=True, punctuation_chars=False)
    reader.whitespace_split, reader.escape, reader.commenters = True, "", ""
    return list(reader)


def is_closed(error: OSError) -> bool:
    """Whether an answer could not be written because nobody reads it any more."""
    return isinstance(error, BrokenPipeError) or error.errno == errno.EINVAL
