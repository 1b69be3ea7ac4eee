"""Corrections: both versions stay in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from valueback.drafting.draft import Draft, drafts
from valueback.errors import refused
from valueback.model.entries import Amendment, Entry, Void


@drafts
def amendment(
    draft: Draft,
    *,
    entry: str,
    changes: Mapping[str, Any],
    at: datetime | None = None,
    note: str | None = None,
) -> tuple[Entry, Entry]:
    """Some fields of an entry corrected; the entry as it was before, and as it is now."""
    before = draft.engagement.log.as_amended().get(entry)
    if before is None:
        raise refused(f"There is no entry {entry}.", "See them with: valueback show")
    draft.add(Amendment(at=draft.at(at), entry=entry, set=dict(changes), note=note))
    return before, draft.engagement.log.as_amended()[entry]


@drafts
def void(
    draft: Draft,
    *,
    entry: str,
    reason: str,
    at: datetime | None = None,
    note: str | None = None,
) -> Void:
    """An entry taken back."""
    return draft.add(Void(at=draft.at(at), entry=entry, reason=reason, note=note))


@drafts
def undo(draft: Draft, *, latest: Sequence[str], reason: str) -> list[Void]:
    """What the last command wrote, taken back: its entries, latest first."""
    if not latest:
        raise refused("Nothing is left to undo.", "See the log with: valueback show")
    gone = [id_ for id_ in latest if id_ in draft.engagement.log.void_ids]
    if gone:
        raise refused(f"{', '.join(gone)} was taken back meanwhile.", "Look at: valueback show")
    return [draft.add(Void(at=draft.now, entry=entry, reason=reason)) for entry in latest]
