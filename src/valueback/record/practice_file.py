"""practice.toml as valueback last saw it: what was changed since, and how to bring it back.

A copy in `.valueback/`, safe to delete. The time zone of the practice says when the days of every
agreement end; whoever changes it outside valueback changes answers that were given.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from valueback.errors import Problem, Refused, refused
from valueback.record import place
from valueback.record.files import exists, read_bytes, replace_memory
from valueback.record.toml import parsed


def missing(practice: Path) -> Refused:
    """What there is to say where engagements are there and practice.toml is not."""
    count = len(place.ids(practice))
    what = "an engagement stands" if count == 1 else f"{count} engagements stand"
    if remembered(practice) is not None:
        remedy = "Bring it back as it was last seen here: valueback history practice --restore 1"
    else:
        remedy = (
            "Put it back from a copy of yours. Without one, write a new one by hand, with the "
            'time zone that it had: schema = 2, then [practice] and time_zone = "Europe/Berlin"'
        )
    return refused(f"{practice / place.PRACTICE_FILE} is gone, and {what} beside it.", remedy)


class Changes(NamedTuple):
    """What was changed in practice.toml outside valueback: its tables, and the two time zones."""

    tables: tuple[str, ...]
    zones: tuple[str, str] | None

    @property
    def problems(self) -> list[Problem]:
        """What was changed, in words, each with how to mend it."""
        found = []
        if self.zones is not None:
            before, after = self.zones
            found.append(
                Problem(
                    f"the time zone changed outside valueback, from {before} to {after}: days of "
                    "signed agreements end at another moment, and answers may change.",
                    "Put it back, or see what it does to whom, and keep it, with: "
                    "valueback edit practice",
                    file=place.PRACTICE_FILE,
                )
            )
        elif self.tables:
            found.append(
                Problem(
                    f"{', '.join(self.tables)} changed outside valueback.",
                    "That is allowed: what is signed keeps its own terms. The next entry takes it "
                    "as it stands.",
                    file=place.PRACTICE_FILE,
                )
            )
        return found


def copy_of(practice: Path) -> Path:
    """Where the copy is."""
    return practice / ".valueback" / "practice.toml"


def remembered(practice: Path) -> bytes | None:
    """practice.toml as valueback last saw it; None without a memory of it."""
    try:
        path = copy_of(practice)
        return read_bytes(path, within=practice) if exists(path, within=practice) else None
    except Refused:
        return None


def changes(practice: Path) -> Changes:
    """What was changed in practice.toml since valueback last saw it."""
    known = remembered(practice)
    content = read_bytes(practice / place.PRACTICE_FILE, within=practice)
    if known is None or known == content:
        return Changes((), None)
    try:
        before, after = parsed(known, ""), parsed(content, place.PRACTICE_FILE)
    except Refused:
        return Changes((), None)  # the reading of practice.toml says what is wrong with it
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    zones = _zone(before), _zone(after)
    tables = tuple(f"[{name}]" for name in names)
    return Changes(tables, zones if zones[0] != zones[1] else None)


def _zone(data: Mapping[str, Any]) -> str:
    table = data.get("practice")
    return str(table.get("time_zone", "UTC")) if isinstance(table, Mapping) else "UTC"


def remember(practice: Path, content: bytes | None = None, *, accepts: bool = False) -> None:
    """Keep practice.toml as it is now, or as it was just written.

    Another time zone is not taken by the way: it goes on being told until it is accepted. A failure
    costs only the memory.
    """
    try:
        if content is None:
            if not accepts and changes(practice).zones is not None:
                return
            content = read_bytes(practice / place.PRACTICE_FILE, within=practice)
        if content != remembered(practice):
            replace_memory(copy_of(practice), content, within=practice)
    except Refused:
        return
