"""The calendar to subscribe to, and files that an export may replace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from valueback.errors import refused

if TYPE_CHECKING:
    from valueback.cli.context import Context
    from valueback.model.engagement import Engagement

AHEAD = timedelta(days=90)
"""How far ahead a feed looks."""


def feed_of(context: Context, found: Sequence[Engagement], *, details: bool) -> bytes:
    """What lies ahead of these engagements, as a calendar to subscribe to."""
    from valueback.cli.facts import facts_of_all
    from valueback.render.feed import Feed, as_feed
    from valueback.rules.portfolio import portfolio

    practice = context.folder.practice
    rows, _ = facts_of_all(context, context.now)
    whole = portfolio(rows, practice)
    last = context.now + AHEAD
    tasks = [task for row in rows for task in whole.tasks(row) if task.due <= last]
    timelines = [context.timeline_of(engagement) for engagement in found]
    name = f"{practice.identity.name} · valueback"
    return as_feed(Feed(timelines, tasks, name, details), context.now)


def write_exported(path: Path, content: str, practice: Path, *, replace: bool = False) -> None:
    """Write an export; over a file that stands there where that is a feed of ours, as this is, or
    where it is said. Refused elsewhere.
    """
    from valueback.record.documents import write_chosen
    from valueback.record.files import read_bytes, replace_bytes
    from valueback.render.feed import PRODUCT

    real = path.parent.resolve() / path.name
    if not real.is_file():
        write_chosen(path, content, practice)
        return
    old = read_bytes(real, within=real.parent)
    mark = PRODUCT.encode()
    own = mark in old[:400] and mark in content.encode()[:400]
    if not (replace or own):
        raise refused(f"{path} exists already.", "Choose another name, or say --replace.")
    if not real.is_relative_to(practice.resolve()):
        replace_bytes(real, old, content.encode(), within=real.parent)
        return
    raise refused(f"{path} lies inside the practice.", "Choose a file outside of it.")
