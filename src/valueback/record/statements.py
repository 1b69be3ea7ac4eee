"""What the record looked like when statements were made: their documents, and the seals."""

from __future__ import annotations

import re
from contextlib import suppress

from valueback.errors import Refused
from valueback.record import seals
from valueback.record.files import read_bytes
from valueback.record.practice import Folder
from valueback.rules.statements import AGREEMENT

DIGITS = 12
"""How many digits of a digest stand beside each entry in a statement's document."""

_ROW = re.compile(
    rf"^\| ([A-Z]{{1,2}}[0-9]+|agreement) \|.*\| ([0-9a-f]{{{DIGITS}}}) \|$", re.MULTILINE
)
_NAME = re.compile(r"statement-(ST[0-9]+)\.md\Z")


def stated_digests(folder: Folder, id_: str) -> dict[str, dict[str, str]]:
    """Digests of entries by the statement that lists them; under "" those of the seals."""
    known = seals.load(folder.path, id_)
    found = {"": {AGREEMENT: known.agreement} if known.agreement else {}}
    found[""] |= known.entries
    papers = folder.path / "documents" / id_
    for path in sorted(papers.glob("statement-ST*.md")):
        name = _NAME.match(path.name)
        if name is not None:
            with suppress(Refused, UnicodeDecodeError):
                found[name[1]] = dict(_ROW.findall(read_bytes(path).decode()))
    return found
