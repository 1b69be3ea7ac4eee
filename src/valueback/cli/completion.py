"""What the shell proposes for a word that was begun: names, entries, and what practice.toml holds.

Files are looked through as text: a proposal is no answer, and must come at once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from valueback.errors import Refused
from valueback.record import place


class Begun(NamedTuple):
    """What a command line that was begun says already: the practice's folder, and the client."""

    practice: str | None
    client: str

    @property
    def folder(self) -> Path:
        """Where the practice is."""
        return place.wanted(self.practice, os.environ, Path.cwd())


def _beginning(found: Iterable[str], incomplete: str) -> list[str]:
    return [text for text in found if text.startswith(incomplete)]


def known_ids(begun: Begun, incomplete: str) -> list[str]:
    """Engagements whose ids begin like this; lists names, reads no file."""
    return _beginning(place.ids(begun.folder), incomplete)


def files_like(begun: Begun, incomplete: str) -> list[str]:
    """Files that may be changed by hand: engagements, and practice.toml."""
    return _beginning([*place.ids(begun.folder), "practice"], incomplete)


def _client_file(begun: Begun) -> str:
    """The file of the client that was typed; nothing where that is not sure."""
    path, client = begun.folder, begun.client
    fits = [id_ for id_ in place.ids(path) if id_ == client] or [
        id_ for id_ in place.ids(path) if client and id_.startswith(client)
    ]
    if len(fits) != 1:
        return ""
    try:
        file = place.engagements(path) / f"{fits[0]}.toml"
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def entries_like(begun: Begun, incomplete: str) -> list[str]:
    """The entries of the client that was typed, latest first, whose ids begin like this."""
    return _entries(_client_file(begun), incomplete, "[A-Z]+")


def bookings_like(begun: Begun, incomplete: str) -> list[str]:
    """The client's bookings, latest first."""
    return _entries(_client_file(begun), incomplete, "B")


def requests_like(begun: Begun, incomplete: str) -> list[str]:
    """What the client asked for, latest first."""
    return _entries(_client_file(begun), incomplete, "R")


def _entries(text: str, incomplete: str, letters: str) -> list[str]:
    found = re.findall(rf'^id = "({letters}[0-9]+)"$', text, re.MULTILINE)
    return _beginning(found[::-1], incomplete)


def _rows(begun: Begun, name: str) -> list[str]:
    """The ids of a list in practice.toml; none where it cannot be read now."""
    from valueback.record.toml import parsed

    try:
        data = parsed((begun.folder / place.PRACTICE_FILE).read_bytes(), place.PRACTICE_FILE)
        return [str(row["id"]) for row in data.get(name, [])]
    except (OSError, Refused, TypeError, KeyError):
        return []


def standards_like(begun: Begun, incomplete: str) -> list[str]:
    """The promises to clients."""
    return _beginning(_rows(begun, "standard"), incomplete)


def packages_like(begun: Begun, incomplete: str) -> list[str]:
    """The packages that are sold."""
    return _beginning(_rows(begun, "package"), incomplete)


def retainers_like(begun: Begun, incomplete: str) -> list[str]:
    """What clients can go on with, month by month."""
    return _beginning(_rows(begun, "retainer"), incomplete)


def items_like(begun: Begun, incomplete: str) -> list[str]:
    """What was promised to the client, and what stands on the menu."""
    header = _client_file(begun).partition("[[log]]")[0]
    scope = re.findall(r'\[\[agreement\.scope\]\][^\[]*?^id = "([^"]+)"', header, re.MULTILINE)
    return _beginning([*scope, *_rows(begun, "menu")], incomplete)


def answers_like(begun: Begun, incomplete: str) -> list[str]:
    """What can be answered to a request, and the requests themselves."""
    from typing import get_args

    from valueback.model.entries import Answered

    return _beginning([*get_args(Answered), *requests_like(begun, "")], incomplete)


def kinds_like(_: Begun, incomplete: str) -> list[str]:
    """The kinds of entries."""
    from valueback.model.entries import KINDS

    return _beginning(sorted(KINDS), incomplete)


def templates_like(begun: Begun, incomplete: str) -> list[str]:
    """What clients receive, by the names of its templates."""
    from valueback.record.templates import Templates

    return _beginning(Templates(begun.folder).names(), incomplete)
