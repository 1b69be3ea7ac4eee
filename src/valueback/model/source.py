"""Where an entry comes from: the row, event or message that was read, and files that prove it."""

import re
from typing import Annotated, Literal, get_args

from valueback.model.data import Data, Name, Text, WrongValue
from valueback.model.marks import AS_LIST, After

SourceKind = Literal[
    "calendar",
    "bookings",
    "attendance",
    "chat",
    "mail",
    "forms",
    "tracker",
    "payments",
    "csv",
    "jsonl",
]
"""What other programs keep, by what it is; SPEC section 10 lists the programs."""
SOURCE_KINDS: tuple[SourceKind, ...] = get_args(SourceKind)

MOST_SAID = 2048
"""How much of what the client wrote is kept in an entry, in bytes of UTF-8."""

ERASED_DIGEST = "(erased)"
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def _digest(value: str) -> str:
    if value != ERASED_DIGEST and not _SHA256.match(value):
        raise WrongValue("must be a SHA-256: 64 of 0-9 and a-f")
    return value


def _said(value: str) -> str:
    if not value.strip():
        raise WrongValue("is empty")
    if len(value.encode()) > MOST_SAID:
        raise WrongValue(f"is longer than {MOST_SAID} bytes; keep the file with --keep instead")
    return value


Digest = Annotated[str, After(_digest)]
"""The SHA-256 of exactly what was read, in hexadecimal digits."""

Said = Annotated[str, After(_said)]
"""What the client wrote, as far as an entry keeps it."""


class Origin(Data):
    """What another program keeps of it: `id` is its name there (UID, Message-ID, transaction).

    `said` is what the client wrote, where it is part of what was read.
    """

    of: SourceKind
    id: Text
    sha256: Digest
    said: Said | None = None


class Attachment(Data):
    """A file that is kept in `evidence/`, by the digest of its content."""

    name: Name
    sha256: Digest


Attachments = Annotated[tuple[Attachment, ...], AS_LIST]
