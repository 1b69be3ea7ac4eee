"""What the record looked like when statements were made: their documents, and the seals."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress

from valueback.errors import Refused
from valueback.model.engagement import Engagement
from valueback.model.entries import AGREEMENT
from valueback.record import seals
from valueback.record.files import names, read_bytes
from valueback.record.folder import Folder
from valueback.rules.statements import DIGITS, StatementPaper

_ROW = re.compile(
    rf"^\| ([A-Z]{{1,2}}[0-9]+|agreement) \|.*\| ([0-9a-f]{{{DIGITS}}}) \|$", re.MULTILINE
)
_PRINT = re.compile(r"^`([0-9a-f]{64})`$", re.MULTILINE)
_NAME = re.compile(r"statement-(ST[0-9]+)\.(md|txt)\Z")
_LINE = re.compile(r"(?P<id>[A-Z]{1,2}[0-9]+|agreement) [a-z-]+ \S+ (?P<digest>[0-9a-f]{64})\Z")


def papers(folder: Folder, id_: str) -> dict[str, StatementPaper]:
    """The documents of an engagement's statements, by entry, in the order of their numbers."""
    found: dict[str, StatementPaper] = {}
    place = folder.documents(id_)
    for each in sorted(names(place, within=folder.path), key=_number):
        name = _NAME.match(each)
        if name is not None:
            with suppress(Refused, UnicodeDecodeError):
                content = read_bytes(place / each, within=folder.path)
                paper = _of_text(content) if name[2] == "txt" else _of_first_edition(content)
                if paper is not None:
                    found[name[1]] = paper
    return found


def _of_text(content: bytes) -> StatementPaper | None:
    """A statement's text file: its own SHA-256 is the fingerprint."""
    content = content.replace(b"\r\n", b"\n")  # as git writes it on Windows
    rows = [_LINE.match(line) for line in content.decode().splitlines()]
    known = [row for row in rows if row is not None]
    if not known or len(known) < len(rows):
        return None
    digests = {row["id"]: row["digest"] for row in known}
    return StatementPaper(hashlib.sha256(content).hexdigest(), digests, public=True)


def _of_first_edition(content: bytes) -> StatementPaper | None:
    """A statement's paper as the first edition made it: the fingerprint and a table of digests."""
    text = content.decode().replace("\r\n", "\n")
    print_ = _PRINT.search(text)
    return None if print_ is None else StatementPaper(print_[1], dict(_ROW.findall(text)))


def _number(name: str) -> tuple[int, str]:
    return len(name), name


def sealed(folder: Folder, engagement: Engagement) -> dict[str, str]:
    """The digests that valueback remembers of an engagement's entries and agreement."""
    known = seals.load(folder.path, engagement.id).settled(engagement.log)
    return ({AGREEMENT: known.agreement} if known.agreement else {}) | known.entries


def given_ids(folder: Folder, engagement: Engagement) -> frozenset[str]:
    """Every id that seals or the papers of statements remember: none is given again."""
    known = seals.load(folder.path, engagement.id).ids
    told: dict[str, StatementPaper] = {}
    with suppress(Refused):  # papers behind a link are none: doctor says so
        told = papers(folder, engagement.id)
    return known.union(told, *(paper.digests for paper in told.values()))
