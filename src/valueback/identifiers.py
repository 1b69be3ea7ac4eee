"""Ids made from names: small letters, digits and single hyphens, accents folded."""

from __future__ import annotations

import re
import unicodedata

PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
LONGEST = 64
_ROOM_FOR_NUMBER = 8

DEVICES = frozenset(("con", "prn", "aux", "nul")) | {
    f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10)
}
"""Names that Windows keeps for devices: no file can have one there, and practices are shared."""


def is_identifier(text: str) -> bool:
    """Whether a text can name an engagement, an item or a result."""
    return len(text) <= LONGEST and PATTERN.match(text) is not None


_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs that show nothing: fillers of Hangul, and Braille without dots."""


def is_seen(character: str) -> bool:
    """Whether a character shows anything: no space, control, mark of direction or blank letter."""
    return unicodedata.category(character)[0] not in "ZCM" and character not in _BLANK


def folded(text: str) -> str:
    """A name without accents and capitals, for comparing."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().strip()


def slug(name: str) -> str:
    """A name as an id, with room for a number behind it; empty where nothing of it can stay."""
    plain = folded(name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST - _ROOM_FOR_NUMBER].strip("-")
