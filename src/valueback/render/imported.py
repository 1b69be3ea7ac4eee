"""What an import brought: each row new, known, ignored or refused; the counts are all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from valueback.drafting.draft import Written
from valueback.errors import Problem
from valueback.model.data import as_given
from valueback.moments import show_minute
from valueback.render.page import Page
from valueback.render.words import said
from valueback.rules.matching import Proposed, Settled

R = TypeVar("R")

_SHOWN = 12
"""How many lines of one sort a page shows, before it counts the rest."""


class Outcomes(Protocol):
    """What became of every row."""

    proposals: list[Proposed]
    settled: list[Settled]
    ignored: list[Problem]
    refused: list[Problem]
    written: list[Written[Any]]
    taken: list[Proposed]


def imported_json(found: Outcomes, *, saved: bool) -> dict[str, Any]:
    """Proposals with their entries as they would be stored, and what else became of the rows."""
    taken = {id(proposal) for proposal in found.taken}
    by_how: dict[str, list[dict[str, Any]]] = {"known": [], "ignored": [], "refused": []}
    for one in found.settled:
        row = {
            "file": one.observation.file,
            "line": one.observation.line,
            "source": _source(one),
            "client": one.engagement,
            "message": said(one.why),
            "remedy": None,
        }
        by_how[one.how].append(row)
    for how, problems in (("ignored", found.ignored), ("refused", found.refused)):
        by_how[how] += [_problem(problem) for problem in problems]
    return {
        "schema": 1,
        "report": "import",
        "proposals": [_proposal(proposal, taken) for proposal in found.proposals],
        **by_how,
        "entries": [raw for written in found.written for raw in written.entries],
        "saved": saved and bool(found.written),
    }


def _proposal(proposal: Proposed, taken: set[int]) -> dict[str, Any]:
    seen = proposal.observation
    return {
        "file": seen.file,
        "line": seen.line,
        "source": _source(proposal),
        "client": proposal.engagement,
        "why": said(proposal.why),
        "certain": proposal.certain,
        "saved": id(proposal) in taken,
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


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "source": None,
        "client": None,
        "message": problem.message,
        "remedy": problem.remedy or None,
    }


def imported_page(found: Outcomes, *, dry_run: bool) -> Page:
    """The counts first, then what waits for an answer and what was refused."""
    page = Page()
    taken = {id(proposal) for proposal in found.taken}
    written = [proposal for proposal in found.proposals if id(proposal) in taken]
    waiting = [proposal for proposal in found.proposals if id(proposal) not in taken]
    how = {name: [one for one in found.settled if one.how == name] for name in _HOW}
    counts = {
        "would be saved" if dry_run else "saved": len(written),
        "not saved" if not dry_run else "proposed": len(waiting),
        "known": len(how["known"]),
        "ignored": len(how["ignored"]) + len(found.ignored),
        "refused": len(how["refused"]) + len(found.refused),
    }
    told = [f"{number} {name}" for name, number in counts.items() if number]
    page.line(f"{sum(counts.values())} rows: {', '.join(told) or 'nothing'}.")
    _list(page, "Saved" if not dry_run else "Would save", written, _line)
    _list(page, "Waiting for you", waiting, _line)
    refused: list[Settled | Problem] = [*how["refused"], *found.refused]
    _list(page, "Refused", refused, _refused)
    return page


_HOW = ("known", "ignored", "refused")


def _list(page: Page, title: str, rows: Sequence[R], line: Callable[[R], str]) -> None:
    if not rows:
        return
    page.line().line(title)
    for row in rows[:_SHOWN]:
        page.line(line(row), indent=2)
    if len(rows) > _SHOWN:
        page.line(f"and {len(rows) - _SHOWN} more", indent=2)


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
