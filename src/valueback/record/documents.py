"""Documents on the disk: whole or not at all, never through a link, never over anything else."""

from __future__ import annotations

from pathlib import Path

from valueback.errors import refused
from valueback.record.files import make_folder, read_bytes, replace_bytes


def write_generated(path: Path, content: str) -> None:
    """Write a document to its own place in the practice, over its earlier version."""
    make_folder(path.parent)
    _write(path, content.encode())


def write_new(path: Path, content: str) -> None:
    """Write a file of the practice that is not there yet; Refused where it is."""
    make_folder(path.parent)
    if not replace_bytes(path, None, content.encode()):
        raise refused(f"{path} exists already.", "Edit it there, or remove it first.")


def write_chosen(path: Path, content: str | bytes, practice: Path) -> None:
    """Write a document where the user wants it; Refused where something else stands already.

    Inside the practice only its documents folder is open: the record is no place for output.
    """
    real = path.parent.resolve() / path.name
    if real.is_relative_to(practice.resolve()) and not real.is_relative_to(
        practice.resolve() / "documents"
    ):
        raise refused(f"{path} would lie inside the record.", "Choose a file outside the practice.")
    if path.exists() or path.is_symlink():
        raise refused(f"{path} exists already.", "Choose another name, or remove it first.")
    if not path.parent.is_dir():
        raise refused(f"There is no folder {path.parent}.", "Choose one that exists.")
    _write(path, content.encode() if isinstance(content, str) else content)


def _write(path: Path, new: bytes) -> None:
    old = read_bytes(path) if path.exists() or path.is_symlink() else None
    if old != new and not replace_bytes(path, old, new):
        raise refused(f"{path} was changed by somebody else.", "Run the command again.")
