"""What an import writes to one engagement: the entries that somebody took, all in one batch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from valueback.drafting.draft import Draft, drafts
from valueback.errors import Problem, Refused
from valueback.model.data import changed
from valueback.model.entries import Entry, references
from valueback.rules.bookings import without_outcome


class Taken(NamedTuple):
    """What became of each group of entries: how many were written, or why they could not be."""

    written: tuple[int, ...]
    refused: tuple[tuple[int, Problem], ...]


@drafts
def imported(draft: Draft, *, groups: Sequence[Sequence[Entry]]) -> Taken:
    """Groups of entries that belong together; one that cannot stand is left out and named."""
    written: list[int] = []
    wrong: list[tuple[int, Problem]] = []
    for number, entries in enumerate(groups):
        before = draft.engagement, list(draft.raws), list(draft.notes)
        try:
            made: list[Entry] = []
            for entry in entries:
                made.append(draft.add(_referring(draft, entry, made)))
            written.append(number)
        except Refused as error:
            draft.engagement, draft.raws, draft.notes = before
            wrong.append((number, error.problems[0]))
    return Taken(tuple(written), tuple(wrong))


def _referring(draft: Draft, entry: Entry, made: Sequence[Entry]) -> Entry:
    """The entry with the ids of what it refers to, where those are only known now."""
    found: dict[str, Any] = {}
    for field in references(type(entry)):
        target = getattr(entry, field)
        if isinstance(target, str) and target.startswith("="):
            found[field] = made[int(target[1:])].id
        elif isinstance(target, str) and target.startswith("@"):
            found[field] = _booked(draft, datetime.fromisoformat(target[1:]))
    return changed(entry, **found) if found else entry


def _booked(draft: Draft, start: datetime) -> str:
    """The live booking of a start. Refused where there is none."""
    found = next((b for b in without_outcome(draft.timeline) if b.to == start), None)
    if found is None:
        raise Refused(Problem("The booking that it belongs to was left out."))
    return found.id
