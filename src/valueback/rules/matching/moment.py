"""When what was observed happened."""

from __future__ import annotations

from datetime import datetime

from valueback.model.observation import Answers, Effort, Observation, RawEntry, Transfer, Writing


def moment_of(observation: Observation, now: datetime) -> datetime:
    """When it was: a meeting's start, else the moment that the row has, else now."""
    what = observation.what
    if isinstance(what, (Effort, Transfer, Writing, Answers)):
        return what.at
    if isinstance(what, RawEntry):
        at = what.entry.get("at")
        return at if isinstance(at, datetime) else now
    return what.start
