"""What a reader is given, and what it gives: observations, what was left out, what was refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from valueback.errors import Problem
from valueback.frozen import frozen
from valueback.model.observation import Observation, What, Who
from valueback.model.source import MOST_SAID, Origin, SourceKind

NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


@frozen
class ReadingTerms:
    """What a file may leave open, as the practice says it.

    `zone` is where times without a zone are; `floating` that of a calendar's. `day_first` says how
    01/02 reads, None where nobody said; `likely_day_first` is taken meanwhile. `until` is how far
    ahead a series goes on. `columns` names a table's columns: field to header.
    """

    zone: ZoneInfo
    now: datetime
    until: datetime
    floating: ZoneInfo | None = None
    day_first: bool | None = None
    likely_day_first: bool = True
    columns: Mapping[str, str] = NO_COLUMNS


class Unreadable(ValueError):
    """A row that cannot be understood: why, and what would help."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass
class FileReading:
    """What was read of one file. Every row ends in one of the three lists.

    `open` are questions that the file leaves: `day-month`, `floating`. Where somebody waits for
    what is read (`sink`), observations are handed over one by one, and none is kept.
    """

    kind: SourceKind
    file: str
    observations: list[Observation] = field(default_factory=list)
    ignored: list[Problem] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    sink: Callable[[Observation], None] | None = None
    _seen: dict[str, int] = field(default_factory=dict)

    def saw(
        self,
        what: What,
        who: Who,
        *,
        raw: str | bytes,
        line: int,
        id_: str | None = None,
        said: str | None = None,
        unsure: bool = False,
    ) -> None:
        """Note something that the file says. Without an id of its own it is known by its content,
        and by how many of the same came before it.
        """
        digest = sha256(raw)
        if id_ is None:
            short = digest[:24]
            self._seen[short] = count = self._seen.get(short, 0) + 1
            id_ = f"{short}-{count}"
        given = _said(said) if said else {}
        source = Origin(of=self.kind, id=id_, sha256=digest, **given)
        seen = Observation(what, who, source, file=self.file, line=line, unsure=unsure)
        (self.sink or self.observations.append)(seen)

    def aside(self) -> FileReading:
        """Another reading of the same file, for a first look of which nothing is kept."""
        return FileReading(self.kind, self.file)

    def ignore(self, line: int, message: str) -> None:
        """Note a row that says nothing to the record, and why."""
        self.ignored.append(Problem(message, file=self.file, line=line))

    def refuse(self, line: int, message: str, remedy: str = "") -> None:
        """Note a row that could not be understood."""
        self.refused.append(Problem(message, remedy, file=self.file, line=line))


def sha256(raw: str | bytes) -> str:
    """The digest of exactly what was read."""
    content = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    return hashlib.sha256(content).hexdigest()


def _said(text: str) -> dict[str, str]:
    if not text.strip():
        return {}
    return {"said": text.encode()[:MOST_SAID].decode(errors="ignore")}
