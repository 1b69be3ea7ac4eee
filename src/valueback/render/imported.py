"""What an import brought: each row new, known, ignored or refused; the counts are all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from valueback.drafting.draft import Written
from valueback.errors import Problem
from valueback.model.data import as_given
from valueback.moments import show_minute
from valueback.render.page import Page
from valueback.render.words import said
from valueback.rules.matching import Outcome, Proposed, Settled

if TYPE_CHECKING:
    from valueback.drafting.imported import Taken

R = TypeVar("R")


_SHOWN = 12
"""How many rows of one sort a page shows, before it counts the rest."""


@dataclass
class ImportRows(Generic[R]):
    """Rows of one sort: how many there were, and the first `most` of them; all where it is None."""

    most: int | None
    number: int = 0
    rows: list[R] = field(default_factory=list)

    def add(self, row: R) -> None:
        """Count one more."""
        self.number += 1
        if self.most is None or self.number <= self.most:
            self.rows.append(row)


class Brought:
    """What became of every row of all files; `written` is what each client's batch saved.

    A report needs all rows; a page counts them, and shows the first.
    """

    def __init__(self, *, whole: bool) -> None:
        most = None if whole else _SHOWN
        self.saved: ImportRows[Proposed] = ImportRows(most)
        self.waiting: ImportRows[Proposed] = ImportRows(most)
        self.known: ImportRows[Settled | Problem] = ImportRows(most)
        self.ignored: ImportRows[Settled | Problem] = ImportRows(most)
        self.refused: ImportRows[Settled | Problem] = ImportRows(most)
        self.written: list[Written[Taken]] = []
        self.left_out: list[Proposed] = []

    def note(self, outcome: Outcome, *, saved: bool = False) -> None:
        """Count what became of an observation."""
        if isinstance(outcome, Settled):
            by_how = {"known": self.known, "ignored": self.ignored, "refused": self.refused}
            by_how[outcome.how].add(outcome)
        else:
            (self.saved if saved else self.waiting).add(outcome)


def imported_json(found: Brought, *, saved: bool) -> dict[str, Any]:
    """Proposals with their entries as they would be stored, and what else became of the rows."""
    proposals = [*((row, True) for row in found.saved.rows),
                 *((row, False) for row in found.waiting.rows)]  # fmt: skip
    proposals.sort(key=lambda one: (one[0].observation.file, one[0].observation.line))
    return {
        "schema": 1,
        "report": "import",
        "proposals": [_proposal(proposal, saved=was_saved) for proposal, was_saved in proposals],
        "known": [_settled(row) for row in found.known.rows],
        "ignored": [_settled(row) for row in found.ignored.rows],
        "refused": [_settled(row) for row in found.refused.rows],
        "entries": [raw for written in found.written for raw in written.entries],
        "saved": saved and bool(found.written),
    }


def _proposal(proposal: Proposed, *, saved: bool) -> dict[str, Any]:
    seen = proposal.observation
    return {
        "file": seen.file,
        "line": seen.line,
        "source": _source(proposal),
        "client": proposal.engagement,
        "why": said(proposal.why),
        "certain": proposal.certain,
        "saved": saved,
        "entries": [
            {"kind": entry.kind, "at": entry.at} | as_given(entry) for entry in proposal.entries
        ],
        "asks": [
            {"ask": ask.key, "question": said(ask.message), "choices": list(ask.choices)}
            for ask in proposal.asks
        ],
    }


def _source(one: Proposed | Settled) -> dict[str, str]:
    source = one.observation.source
    return {"of": source.of, "id": source.id, "sha256": source.sha256}


def _settled(one: Settled | Problem) -> dict[str, Any]:
    if isinstance(one, Problem):
        return {
            "file": one.file,
            "line": one.line,
            "source": None,
            "client": None,
            "message": one.message,
            "remedy": one.remedy or None,
        }
    return {
        "file": one.observation.file,
        "line": one.observation.line,
        "source": _source(one),
        "client": one.engagement,
        "message": said(one.why),
        "remedy": None,
    }


def imported_page(found: Brought, *, dry_run: bool) -> Page:
    """The counts first, then what waits for an answer and what was refused."""
    page = Page()
    counts = {
        "would be saved" if dry_run else "saved": found.saved.number,
        "not saved" if not dry_run else "proposed": found.waiting.number,
        "known": found.known.number,
        "ignored": found.ignored.number,
        "refused": found.refused.number,
    }
    told = [f"{number} {name}" for name, number in counts.items() if number]
    page.line(f"{sum(counts.values())} rows: {', '.join(told) or 'nothing'}.")
    _list(page, "Saved" if not dry_run else "Would save", found.saved, _line)
    _list(page, "Waiting for you", found.waiting, _line)
    _list(page, "Refused", found.refused, _refused)
    return page


def _list(page: Page, title: str, found: ImportRows[R], line: Callable[[R], str]) -> None:
    if not found.number:
        return
    page.line().line(title)
    for row in found.rows:
        page.line(line(row), indent=2)
    if found.number > len(found.rows):
        page.line(f"and {found.number - len(found.rows)} more", indent=2)


def _line(proposal: Proposed) -> str:
    whose = f"{proposal.engagement}: " if proposal.engagement else ""
    asked = " ".join(said(ask.message) for ask in proposal.asks)
    at = "" if not proposal.entries else f" ({show_minute(proposal.entries[0].at, None)})"
    return f"{whose}{said(proposal.why)}{at}{'. ' + asked if asked else ''}"


def _refused(one: Settled | Problem) -> str:
    if isinstance(one, Problem):
        return str(one)
    seen = one.observation
    return f"{seen.file}:{seen.line}: {said(one.why)}"
