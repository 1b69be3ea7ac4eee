"""Files that prove something, kept in `evidence/<engagement>/` by the digest of their content.

What is there under a digest is never written over: the same file again is the same file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from valueback.errors import Problem, mistyped, refused
from valueback.model.engagement import Engagement
from valueback.model.source import ERASED_DIGEST, Attachment
from valueback.record.files import exists, make_folder, read_bytes, replace_bytes
from valueback.record.folder import Folder

LARGEST_EVIDENCE = 64 * 1024 * 1024
"""How large a file may be, in bytes."""

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")


def attached(paths: Sequence[Path]) -> list[tuple[Attachment, bytes]]:
    """Files as they are to be kept: name and digest, and what they hold. Raises Mistyped."""
    found = []
    for path in paths:
        try:
            content = path.read_bytes() if path.stat().st_size <= LARGEST_EVIDENCE else None
        except OSError as error:
            told = f"{path}: {error.strerror or error}."
            raise mistyped(told, "Give a file that exists.") from None
        if content is None:
            most = LARGEST_EVIDENCE // 1024 // 1024
            raise mistyped(f"{path} is larger than {most} MiB.", "Attach a smaller one.")
        digest = hashlib.sha256(content).hexdigest()
        found.append((Attachment(name=path.name, sha256=digest), content))
    return found


def place_of(folder: Folder, id_: str, attachment: Attachment) -> Path:
    """Where a file is kept: under its digest, with an ending by which it can be opened."""
    ending = _ENDING.search(attachment.name)
    name = f"{attachment.sha256}{ending[0].lower() if ending else ''}"
    return folder.path / "evidence" / id_ / name


def keep(folder: Folder, id_: str, files: Sequence[tuple[Attachment, bytes]]) -> None:
    """Keep files, before the entry that names them is written: what nobody names does no harm."""
    for attachment, content in files:
        path = place_of(folder, id_, attachment)
        make_folder(path.parent, within=folder.path)
        if exists(path, within=folder.path):
            continue
        largest = LARGEST_EVIDENCE + 1
        if not replace_bytes(path, None, content, within=folder.path, largest=largest):
            raise refused(f"{path} appeared meanwhile.", "Try again.")


def problems(folder: Folder, engagement: Engagement) -> Iterator[Problem]:
    """Files that entries name and that are gone, or are not what they were."""
    for entry in engagement.log.entries:
        for attachment in entry.attachments:
            if attachment.sha256 == ERASED_DIGEST:
                continue
            path = place_of(folder, engagement.id, attachment)
            shown = folder.shown(path)
            if not exists(path, within=folder.path):
                what = f"{attachment.name}, attached to {entry.id}, is gone."
                yield Problem(what, "Put it back from a copy, under this very name.", file=shown)
                continue
            content = read_bytes(path, within=folder.path, largest=LARGEST_EVIDENCE)
            if hashlib.sha256(content).hexdigest() != attachment.sha256:
                what = f"{attachment.name}, attached to {entry.id}, is not what it was."
                yield Problem(what, "Put it back from a copy.", file=shown)
