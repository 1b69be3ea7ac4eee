"""Files of a practice: read without following links, put in place whole, one writer at a time.

Every file is reached from the practice's folder (`within`) downwards, and no link is followed on
the way: what a stranger, a sync tool or an archive put there leads nowhere else.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from valueback import system
from valueback.errors import Refused, refused
from valueback.system import Found, NotPlainError, OpenFolder, TooLargeError

LARGEST = 8 * 1024 * 1024
"""The largest file that is read or written, in bytes: far more than any engagement, little for an
attack.
"""

LARGEST_TO_MEND = 64 * 1024 * 1024
"""The largest file that is read in order to mend it, in bytes."""

LARGEST_MEMORY = 256 * 1024 * 1024
"""The largest file of our own memory, in `.valueback/`, in bytes."""

_PATIENCE = 20.0
"""Seconds to wait for another writer."""

_LOOKING = 0.05
"""Seconds between two looks at most."""

_RENAMING = 0.5
"""Seconds for which an editor that saves by renaming may leave a name missing."""


@contextmanager
def _room(path: Path, within: Path, *, make: bool = False) -> Iterator[OpenFolder]:
    """The folder of a file, held open."""
    below = path.parent.relative_to(within).parts
    with system.opened(within, below, make=make) as room:
        yield room


# --- reading ---


def read_bytes(path: Path, *, within: Path, largest: int = LARGEST) -> bytes:
    """The whole content of a plain file. Raises Refused where it is missing or something else."""
    started = time.monotonic()
    while True:
        try:
            with _room(path, within) as room:
                return room.read(path.name, largest)
        except FileNotFoundError:
            if time.monotonic() - started > _RENAMING or not path.parent.is_dir():
                raise refused(
                    f"{path} does not exist.", "List what there is: valueback list"
                ) from None
            time.sleep(0.02)
        except OSError as error:
            raise _unreadable(path, error, largest) from error


def _unreadable(path: Path, error: OSError, largest: int) -> Refused:
    if isinstance(error, NotPlainError):
        return refused(
            f"{path} {error.strerror}.",
            "Links are not followed, nor anything else read: put the file or folder itself there.",
        )
    if isinstance(error, TooLargeError):
        return refused(
            f"{path} is larger than {largest // 1024 // 1024} MiB.",
            "No engagement is that large: find the text that is too long, with: valueback edit",
        )
    return refused(f"{path} cannot be read: {error.strerror}.", "Check the file's permissions.")


def names(path: Path, *, within: Path) -> list[str]:
    """The names in a folder, in order; none where it is not there. Refused where it is a link."""
    try:
        with system.opened(within, path.relative_to(within).parts) as room:
            return room.names()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _unreadable(path, error, LARGEST) from error


def looked_at(path: Path, *, within: Path) -> list[Found]:
    """What stands in a folder, by name; nothing where it is not there, or is a link."""
    found = []
    with suppress(OSError), system.opened(within, path.relative_to(within).parts) as room:
        for name in room.names():
            with suppress(FileNotFoundError):
                found.append(room.found(name))
    return found


def exists(path: Path, *, within: Path) -> bool:
    """Whether anything of that name is there, be it a link. Refused behind a link."""
    try:
        with _room(path, within) as room:
            return room.has(path.name)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unreadable(path, error, LARGEST) from error


# --- writing ---


def replace_bytes(
    path: Path, old: bytes | None, new: bytes, *, within: Path, largest: int = LARGEST
) -> bool:
    """Put new content in the place of the old, whole or not at all; its folder is made if missing.

    Returns False, and changes nothing, where the file no longer holds `old` (None: where it exists
    already). Raises Refused where the disk does not take it, or could not read it back.
    """
    if len(new) > largest:
        raise refused(
            f"Nothing was saved: {path} would become larger than {largest // 1024 // 1024} MiB.",
            "Say it in a shorter text.",
        )
    try:
        with _room(path, within, make=True) as room:
            return _replaced(room, path.name, old, new)
    except NotPlainError as error:
        raise _unreadable(path, error, largest) from error
    except _UnconfirmedError as error:
        raise refused(
            f"{path} was written, but the disk did not confirm it: {error.strerror}.",
            "Look whether it is there before you say it again, and look after the disk.",
        ) from error
    except OSError as error:
        raise refused(
            f"Nothing was saved: {path} cannot be written: {error.strerror}.",
            "The file is as it was. Make room or mend the permissions, then run the command again.",
        ) from error


def replace_memory(path: Path, new: bytes, *, within: Path) -> None:
    """Put a file of our own memory in its place, whatever stood there. Raises Refused."""
    old = None
    if exists(path, within=within):
        old = read_bytes(path, within=within, largest=LARGEST_MEMORY)
    replace_bytes(path, old, new, within=within, largest=LARGEST_MEMORY)


class _UnconfirmedError(OSError):
    """New content stands in its place, cannot be taken back, and the disk did not confirm it."""


def _replaced(room: OpenFolder, name: str, old: bytes | None, new: bytes) -> bool:
    """Write the new content beside the old, put it in its place, and have the disk confirm it.

    Whatever happens, the file beside it is taken away only where it holds one of the two: what
    somebody else saved in between is kept, and `doctor` finds it.
    """
    aside = f".{name}.{os.getpid()}.{os.urandom(4).hex()}.tmp"
    try:
        room.create(aside, new)
        if _content(room, name) != old:
            return False
        placed = room.settle(aside, name) if old is None else _swapped(room, aside, name, old)
        if placed:
            _confirmed(room, aside, name, old)
        return placed
    finally:
        with suppress(OSError):
            if new.startswith(left := _content(room, aside) or b"") or left == old:
                room.remove(aside)


def _swapped(room: OpenFolder, aside: str, name: str, old: bytes) -> bool:
    """Swap the new content in; False where it is not `old` that came out, which then goes back.

    Between a last look and a renaming an editor could save, and its text would be lost. Where the
    system cannot swap, that tenth of a millisecond is left (docs/reliability.md).
    """
    try:
        if not room.exchange(aside, name):
            room.move(aside, name)
            return True
    except FileNotFoundError:  # an editor that saves by renaming took it away for a moment
        return False
    if _content(room, aside) == old:
        return True
    room.exchange(aside, name)
    return False


def _confirmed(room: OpenFolder, aside: str, name: str, old: bytes | None) -> None:
    """Have the disk confirm the names; where it does not, take the new content back."""
    try:
        room.sync()
    except OSError as error:
        back = False
        with suppress(OSError):
            back = room.settle(name, aside) if old is None else room.exchange(aside, name)
        if back:
            raise
        raise _UnconfirmedError(error.errno, error.strerror) from error


def _content(room: OpenFolder, name: str) -> bytes | None:
    try:
        return room.read(name, LARGEST_MEMORY)
    except FileNotFoundError:
        return None


def remove(path: Path, *, within: Path) -> None:
    """Take a file away where it is there, confirmed by the disk. Raises OSError."""
    with suppress(FileNotFoundError), _room(path, within) as room:
        room.remove(path.name)
        room.sync()


def make_folder(path: Path, *, within: Path | None = None) -> None:
    """A private folder, and those above it that are missing.

    Below `within` a link in its place is refused; without it, the folder is the user's own choice.
    """
    try:
        if within is None:
            system.make_folders(path)
            return
        with system.opened(within, path.relative_to(within).parts, make=True):
            pass
    except NotPlainError as error:
        raise _unreadable(path, error, LARGEST) from error
    except OSError as error:
        raise refused(
            f"{path} cannot be made: {error.strerror}.", "Choose another folder."
        ) from error


# --- one writer at a time ---


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Alone among the writers of a practice; the lock dies with its process."""
    path = folder / ".valueback" / "lock"
    make_folder(path.parent, within=folder)
    descriptor = _lock(path, folder)
    try:
        yield
    finally:
        os.close(descriptor)


def _lock(path: Path, within: Path) -> int:
    started, pause = time.monotonic(), 0.005
    while time.monotonic() - started < _PATIENCE:
        try:
            with _room(path, within) as room:
                descriptor = room.lock(path.name)
        except PermissionError as error:
            raise refused(
                f"{path} cannot be opened: {error.strerror}.",
                "Check the permissions of the practice.",
            ) from error
        except NotPlainError as error:
            raise _unreadable(path, error, LARGEST) from error
        except OSError as error:
            raise refused(
                f"This disk does not lock files: {error.strerror}.",
                "Keep the practice on a disk of this computer.",
            ) from error
        if descriptor is not None:
            return descriptor
        time.sleep(pause)
        pause = min(2 * pause, _LOOKING)  # who looks all the time, keeps the writer from its work
    raise refused(
        "Another valueback command has been writing for a long time.",
        "Wait for it, then try again.",
    )
