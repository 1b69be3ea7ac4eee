"""Documents on the disk: whole or not at all, never through a link."""

from __future__ import annotations

from pathlib import Path

from valueback.errors import refused
from valueback.record.files import make_folder, read_bytes, replace_bytes


def write_document(path: Path, content: str | bytes) -> None:
    """Write a document, in the place of an earlier version. Refused where a link stands there."""
    new = content.encode() if isinstance(content, str) else content
    make_folder(path.parent)
    old = read_bytes(path) if path.exists() or path.is_symlink() else None
    if old != new and not replace_bytes(path, old, new):
        raise refused(f"{path} was changed by somebody else.", "Run the command again.")
