"""Bytes on the disk: read without following links, replace all or nothing, one writer at a time."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from valueback.errors import Refused, refused

LARGEST = 8 * 1024 * 1024
"""The largest file that is read, in bytes: far more than any engagement, little for an attack."""

LARGEST_MEMORY = 256 * 1024 * 1024
"""The largest file of our own memory, in `.valueback/`, in bytes."""

_PATIENCE = 20.0
"""Seconds to wait for another writer."""

_RENAMING = 0.5
"""Seconds for which an editor that saves by renaming may leave a name missing."""


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """The whole content of a regular file. Raises Refused where it is missing or no plain file."""
    started = time.monotonic()
    while True:
        try:
            return _read_once(path, largest)
        except FileNotFoundError:
            if time.monotonic() - started > _RENAMING or not path.parent.is_dir():
                raise refused(
                    f"{path} does not exist.", "List what there is: valueback list"
                ) from None
            time.sleep(0.02)
        except OSError as error:
            raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> Refused:
    if error.errno == errno.ELOOP:
        return refused(
            f"{path} is a link, and links are not followed.", "Put the file itself there."
        )
    return refused(f"{path} cannot be read: {error.strerror}.", "Check the file's permissions.")


def _read_once(path: Path, largest: int) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise refused(f"{path} is not a plain file.", "Move it out of the practice.")
        if status.st_size > largest:
            raise refused(
                f"{path} is larger than {largest // 1024 // 1024} MiB.",
                "No engagement is that large: check what was saved there.",
            )
        return file.read(largest + 1)


def replace_bytes(path: Path, old: bytes | None, new: bytes) -> bool:
    """Put new content in the place of the old, whole or not at all.

    Returns False, and changes nothing, where the file no longer holds `old` (None: where it exists
    already). Raises Refused where the disk does not take it.
    """
    temporary = path.parent / f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.tmp"
    try:
        _write_new(temporary, new)
        if _content(path) != old:
            return False
        os.replace(temporary, path)
    except OSError as error:
        raise refused(
            f"Nothing was saved: {path} cannot be written: {error.strerror}.",
            "The file is as it was. Make room or mend the permissions, then run the command again.",
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink()
    with suppress(OSError):  # the new content stands there: that is saved, and must be told so
        _sync_folder(path.parent)
    return True


def _content(path: Path) -> bytes | None:
    try:
        return _read_once(path, LARGEST_MEMORY)
    except FileNotFoundError:
        return None


def _write_new(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o600)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """A private folder, and those above it that are missing; a link in its place is refused."""
    if not path.parent.is_dir():
        make_folder(path.parent)
    try:
        with suppress(FileExistsError):
            path.mkdir(mode=0o700)
    except OSError as error:
        raise refused(
            f"{path} cannot be made: {error.strerror}.", "Choose another folder."
        ) from error
    if path.is_symlink() or not path.is_dir():
        raise refused(f"{path} is not a folder of its own.", "Move what is there out of the way.")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Alone among the writers of a practice; the lock dies with its process."""
    private = folder / ".valueback"
    make_folder(private)
    descriptor = _lock(private / "lock")
    try:
        yield
    finally:
        os.close(descriptor)


def _lock(path: Path) -> int:
    started = time.monotonic()
    while time.monotonic() - started < _PATIENCE:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise refused(
                f"{path} cannot be opened: {error.strerror}.",
                "Check the permissions of the practice.",
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_same(descriptor, path):
                return descriptor
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EINTR):
                os.close(descriptor)
                raise refused(
                    f"This disk does not lock files: {error.strerror}.",
                    "Keep the practice on a disk of this computer.",
                ) from error
        os.close(descriptor)
        time.sleep(0.005)
    raise refused(
        "Another valueback command has been writing for a long time.",
        "Wait for it, then try again.",
    )


def _is_same(descriptor: int, path: Path) -> bool:
    """Whether the locked file is still the one that others would lock."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path, follow_symlinks=False))
    except FileNotFoundError:
        return False
