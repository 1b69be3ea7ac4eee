"""What an import was told, and what it brought."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from valueback.errors import Problem

if TYPE_CHECKING:
    from valueback.drafting.draft import Written
    from valueback.drafting.imported import Taken
    from valueback.model.source import SourceKind
    from valueback.rules.matching import Proposed, Settled


@dataclass(frozen=True)
class ImportOptions:
    """What was said when the import was called."""

    kind: SourceKind | None = None
    client: str | None = None
    since: date | None = None
    until: date | None = None
    ahead: int = 60
    yes: bool = False
    keep: bool = False


@dataclass
class Brought:
    """What became of every row of all files; written is what each client's batch saved."""

    proposals: list[Proposed] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    ignored: list[Problem] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    written: list[Written[Taken]] = field(default_factory=list)
    taken: list[Proposed] = field(default_factory=list)
    left_out: list[Proposed] = field(default_factory=list)
