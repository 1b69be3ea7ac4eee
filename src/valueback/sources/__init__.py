"""Files as other programs export them → what they say happened. Pure: bytes in, observations out.

What a kind is, is known by content. Every row ends as an observation, ignored, or refused.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

from valueback.model.observation import Observation
from valueback.model.source import SourceKind
from valueback.sources import (
    attendance,
    bookings,
    calendar,
    chat,
    forms,
    mail,
    payments,
    tables,
    tracker,
)
from valueback.sources.reading import FileReading, ReadingTerms, Unreadable
from valueback.sources.text import decoded

LARGEST_UNPACKED = 64 * 1024 * 1024
"""How much of an archive is unpacked, in bytes."""

_Read = Callable[[str, FileReading, ReadingTerms], None]

_READERS: dict[SourceKind, _Read] = {
    "calendar": calendar.read,
    "attendance": attendance.read,
    "bookings": bookings.read,
    "tracker": tracker.read,
    "payments": payments.read,
    "forms": forms.read,
    "chat": chat.read,
    "csv": tables.read_csv,
    "jsonl": tables.read_jsonl,
}
_KNOWN_BY: tuple[tuple[SourceKind, Callable[[str], bool]], ...] = (
    ("calendar", calendar.fits),
    ("jsonl", tables.fits_jsonl),
    ("chat", chat.fits),
    ("bookings", bookings.fits),
    ("tracker", tracker.fits),
    ("payments", payments.fits),
    ("attendance", attendance.fits),
    ("forms", forms.fits),
)
"""What each kind is known by, the surest first."""


def kind_of(content: bytes) -> SourceKind | None:
    """The kind of a file by its content; None where nothing is known by it."""
    if mail.fits(content):
        return "mail"
    try:
        text = decoded(content)
    except Unreadable:
        return None
    return next((kind for kind, fits in _KNOWN_BY if fits(text)), None)


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The files in an archive that can hold something, or the file itself.

    Raises Unreadable for an archive that is damaged or too large.
    """
    if not content.startswith(b"PK\x03\x04"):
        yield name, content
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            left = LARGEST_UNPACKED
            for inside in archive.infolist():
                if inside.is_dir() or not inside.filename.lower().endswith(_MAY_HOLD):
                    continue
                with archive.open(inside) as file:
                    found = file.read(left + 1)
                left -= len(found)
                if left < 0:
                    raise Unreadable("holds more than can be read", "Export a shorter time.")
                yield f"{name}/{inside.filename}", found
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable("is an archive that cannot be opened", "Export it again.") from error


_MAY_HOLD = (".ics", ".txt", ".csv", ".eml", ".mbox", ".json", ".jsonl", ".tsv")


def read(
    name: str,
    content: bytes,
    kind: SourceKind,
    given: ReadingTerms,
    sink: Callable[[Observation], None] | None = None,
) -> FileReading:
    """What a file of that kind says; a `sink` is handed each observation, and none is kept."""
    reading = FileReading(kind, name, sink=sink)
    if kind == "mail":
        mail.read(content, reading, given)
        return reading
    try:
        text = decoded(content)
    except Unreadable as error:
        reading.refuse(1, str(error), error.remedy)
        return reading
    _READERS[kind](text, reading, given)
    return reading
