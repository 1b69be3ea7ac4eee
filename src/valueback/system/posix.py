"""The part for Linux, macOS and other POSIX systems.

Over 300 lines: whatever depends on such a system stands here and nowhere else.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from valueback.system.common import Found, NotPlainError, TooLargeError, write_whole

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

ENCODING: str | None = None
"""What is written to pipes and files: as the user's locale says."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_NO_LINK = os.O_NOFOLLOW | os.O_CLOEXEC
_WHAT = {errno.ENXIO: "is not a plain file"}
_NO_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF)
"""What systems answer that cannot sync a folder, or need not."""

_NO_EXCHANGE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
"""What systems and disks answer that cannot swap two names."""


class OpenFolder:
    """A folder held open: what is done in it is done there, wherever its path leads by now."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def read(self, name: str, largest: int) -> bytes:
        """The whole content of a plain file.

        Raises NotPlainError for anything else, links too, and TooLargeError beyond so many bytes.
        """
        flags = os.O_RDONLY | os.O_NONBLOCK | _NO_LINK  # a pipe must not keep anybody waiting
        descriptor = self._open(name, flags)
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise NotPlainError(errno.EINVAL, "is not a plain file", name)
            content = file.read(largest + 1) if status.st_size <= largest else b""
            if status.st_size > largest or len(content) > largest:
                raise TooLargeError(errno.EFBIG, "too large", name)
            return content

    def first_line(self, name: str, most: int) -> bytes:
        """The first line of a plain file, of so many bytes at most."""
        descriptor = self._open(name, os.O_RDONLY | os.O_NONBLOCK | _NO_LINK)
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise NotPlainError(errno.EINVAL, "is not a plain file", name)
            return file.readline(most)

    def create(self, name: str, content: bytes) -> None:
        """A new private file, whole and on the disk; FileExistsError where the name is taken."""
        write_whole(self._open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK), content)

    def _open(self, name: str, flags: int) -> int:
        try:
            return os.open(name, flags, 0o600, dir_fd=self._descriptor)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.EMLINK, errno.ENXIO):
                raise NotPlainError(
                    error.errno, _WHAT.get(error.errno or 0, "is a link"), name
                ) from None
            raise

    def exchange(self, one: str, other: str) -> bool:
        """Swap two names in one step; False where this system or disk cannot, and nothing is done.

        Raises FileNotFoundError where one of them is not there.
        """
        return self._renamed(one, other, _EXCHANGE)

    def settle(self, name: str, final: str) -> bool:
        """Give a file its final name; False where that is taken, and nothing is done."""
        try:
            if self._renamed(name, final, _ONLY_WHERE_FREE):
                return True
        except FileExistsError:
            return False
        if self.has(final):
            return False
        self.move(name, final)
        return True

    def move(self, name: str, final: str) -> None:
        """Give a file its final name, over what stands there."""
        os.replace(name, final, src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)

    def _renamed(self, one: str, other: str, how: int) -> bool:
        function = _renaming()
        if function is None:
            return False
        import ctypes

        here = self._descriptor
        if function(here, os.fsencode(one), here, os.fsencode(other), how) == 0:
            return True
        number = ctypes.get_errno()
        if number in _NO_EXCHANGE:
            return False
        raise OSError(number, os.strerror(number), other)

    def remove(self, name: str) -> None:
        """Take a file away."""
        os.unlink(name, dir_fd=self._descriptor)

    def remove_folder(self, name: str) -> None:
        """Take an empty folder away."""
        os.rmdir(name, dir_fd=self._descriptor)

    def has(self, name: str) -> bool:
        """Whether anything of that name is there, be it a link that leads nowhere."""
        try:
            os.stat(name, dir_fd=self._descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return True

    def names(self) -> list[str]:
        """The names in it, in order."""
        return sorted(os.listdir(self._descriptor))

    def found(self, name: str) -> Found:
        """What stands under a name, looked at without following it."""
        status = os.stat(name, dir_fd=self._descriptor, follow_symlinks=False)
        kind = status.st_mode
        return Found(
            name=name,
            is_file=stat.S_ISREG(kind),
            is_folder=stat.S_ISDIR(kind),
            is_link=stat.S_ISLNK(kind),
            mode=stat.S_IMODE(kind),
            changed=status.st_mtime,
        )

    def make_private(self, name: str) -> None:
        """Take away from others what a file's or folder's mode lets them do."""
        descriptor = self._open(name, os.O_RDONLY | os.O_NONBLOCK | _NO_LINK)
        try:
            os.fchmod(descriptor, stat.S_IMODE(os.fstat(descriptor).st_mode) & ~0o077)
        finally:
            os.close(descriptor)

    def sync(self) -> None:
        """Have the disk confirm the names in it; OSError where it does not.

        Where a system has no such thing for folders, that is nobody's failure.
        """
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            if error.errno not in _NO_SYNC:
                raise

    def lock(self, name: str) -> int | None:
        """The lock file of that name, locked until it is closed or its process ends.

        None where another process holds it; OSError where this disk does not lock files.
        """
        descriptor = self._open(name, os.O_RDWR | os.O_CREAT | os.O_NONBLOCK | _NO_LINK)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise NotPlainError(errno.EINVAL, "is not a plain file", name)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self._is_still(descriptor, name):
                return descriptor
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EINTR):
                os.close(descriptor)
                raise
        os.close(descriptor)
        return None

    def _is_still(self, descriptor: int, name: str) -> bool:
        """Whether the locked file is still the one that others would lock."""
        try:
            now = os.stat(name, dir_fd=self._descriptor, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return os.path.samestat(os.fstat(descriptor), now)


@contextmanager
def opened(top: Path, below: Sequence[str] = (), *, make: bool = False) -> Iterator[OpenFolder]:
    """A folder below another, reached without following a link on the way down from `top`.

    `make` makes what is missing below `top`, private and confirmed by the disk. Raises
    NotPlainError where a link or a file stands in the way.
    """
    descriptor = os.open(top, _FOLDER)
    try:
        for name in below:
            if make:
                _make(descriptor, name)
            inner = _inner(descriptor, name)
            os.close(descriptor)
            descriptor = inner
        yield OpenFolder(descriptor)
    finally:
        os.close(descriptor)


def _make(descriptor: int, name: str) -> None:
    try:
        os.mkdir(name, 0o700, dir_fd=descriptor)
    except FileExistsError:
        return
    OpenFolder(descriptor).sync()


def _inner(descriptor: int, name: str) -> int:
    try:
        return os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=descriptor)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK, errno.ENOTDIR):
            raise NotPlainError(
                error.errno, "lies in a folder that is a link, or is none", name
            ) from None
        raise


def make_folders(path: Path) -> None:
    """A private folder and those above it that are missing, each confirmed by the disk."""
    if path.is_dir():
        return
    make_folders(path.parent)
    with opened(path.parent, (path.name,), make=True):
        pass


def itself(path: Path) -> list[Found]:
    """A folder as it is found in the one around it; nothing where that cannot be looked at."""
    try:
        with opened(path.parent) as room:
            return [room.found(path.name)]
    except OSError:
        return []


def can_exchange(folder: Path) -> bool:
    """Whether two names can be swapped in one step there; tried, and tidied up. True where nothing
    can be tried.
    """
    names = [f".{word}.{os.getpid()}.{os.urandom(4).hex()}.tmp" for word in ("one", "other")]
    try:
        with opened(folder) as room:
            try:
                for name in names:
                    room.create(name, b"")
                return room.exchange(*names)
            finally:
                for name in names:
                    if room.has(name):
                        room.remove(name)
    except OSError:
        return True


# --- swapping two names ---

_ONLY_WHERE_FREE, _EXCHANGE = (4, 2) if sys.platform == "darwin" else (1, 2)
_RENAMING = "renameatx_np" if sys.platform == "darwin" else "renameat2"


def _renaming() -> Callable[..., int] | None:
    """The system's call that renames with conditions; None where the C library lacks it."""
    import ctypes

    try:
        library = ctypes.CDLL(None, use_errno=True)
        function: Any = getattr(library, _RENAMING)
    except (OSError, AttributeError):
        return None
    number, name = ctypes.c_int, ctypes.c_char_p
    function.argtypes = (number, name, number, name, ctypes.c_uint)
    return function  # type: ignore[no-any-return]  # a C function gives an int


# --- processes, and who uses the computer ---


def is_running(process: int) -> bool:
    """Whether a process of that number runs."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def limit_self(seconds: int, memory: int, stop: Callable[[int, object], NoReturn]) -> None:
    """Refuse this process more bytes of memory, and have `stop` called when it computed for so
    many seconds; a second later it is ended.

    macOS keeps to the time only.
    """
    import resource
    import signal

    signal.signal(signal.SIGXCPU, stop)
    limits = ((resource.RLIMIT_CPU, seconds, seconds + 1), (resource.RLIMIT_AS, memory, memory))
    for what, soft, hard in limits:
        _, allowed = resource.getrlimit(what)
        most = hard if allowed == resource.RLIM_INFINITY else min(hard, allowed)
        resource.setrlimit(what, (min(soft, most), most))


def full_name() -> str:
    """The user's full name as the computer knows it; empty where it knows none."""
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_gecos.split(",")[0].strip()
    except (KeyError, OSError):
        return ""


def is_root() -> bool:
    """Whether the program may do everything: what runs for the administrator, as in a container."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def usual_editor() -> str:
    """The editor of somebody who chose none."""
    import shutil

    return shutil.which("nano") or "vi"


def is_own_place(path: Path) -> bool:  # noqa: ARG001  # as on other systems
    """Modes keep a folder private wherever it lies."""
    return True


def country() -> str:
    """The locale that the environment asks for, such as `pt_BR`; empty where it asks for none."""
    for name in ("LC_ALL", "LC_MONETARY", "LANG"):
        value = os.environ.get(name, "").split(".")[0].split("@")[0]
        if value and value not in ("C", "POSIX"):
            return value
    return ""


# --- how a command line is written ---


def quoted(word: str) -> str:
    """A word as one pastes it into a command line."""
    import shlex

    return shlex.quote(word)


def split(line: str) -> list[str]:
    """The words of a command line. Raises ValueError for a quote that is not closed."""
    import shlex

    return shlex.split(line)


def is_closed(error: OSError) -> bool:
    """Whether an answer could not be written because nobody reads it any more."""
    return isinstance(error, BrokenPipeError)
