"""What each system's part gives and takes: names in folders, and what stands in the way."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext


class NotPlainError(OSError):
    """A link, a pipe, a device or a folder stands where a plain file or a folder is needed."""


class TooLargeError(OSError):
    """A file is larger than whoever reads it allows."""


class Found(NamedTuple):
    """A name in a folder, looked at without following it; `changed` is in seconds since 1970."""

    name: str
    is_file: bool
    is_folder: bool
    is_link: bool
    mode: int
    changed: float

    @property
    def is_open_to_others(self) -> bool:
        """Whether other users of this computer can read or change it."""
        return bool(self.mode & 0o077)

    @property
    def private_mode(self) -> int:
        """The same mode without what it lets others do."""
        return self.mode & ~0o077


def cores() -> int:
    """How many processes compute at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processes() -> BaseContext:
    """How further processes are begun: on Linux as copies of this one, which costs nothing;
    elsewhere that is not safe.
    """
    import multiprocessing

    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def write_whole(descriptor: int, content: bytes) -> None:
    """Write all of a content to an open file, have the disk confirm it, and close it."""
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
