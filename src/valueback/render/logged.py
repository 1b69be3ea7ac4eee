"""What a log command answers: what was written, what was assumed, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from valueback.drafting.draft import Written
from valueback.model.message import say
from valueback.model.timeline import Timeline
from valueback.moments import show_minute
from valueback.render.entries import sentence
from valueback.render.page import Page, Styled
from valueback.render.words import noted, said
from valueback.rules.guarantee import Assessed, assess

R = TypeVar("R")

_LINK = 60
"""A word longer than this is no word, but a link or a path."""


def logged_json(written: Written[R], *, flags: Mapping[str, str], dry_run: bool) -> dict[str, Any]:
    """The entries as stored."""
    return {
        "schema": 1,
        "report": "logged",
        "engagement": written.after.id,
        "entries": list(written.entries),
        "saved": not dry_run,
        "assumed": [noted(note, flags) for note in written.notes],
    }


def logged_page(
    written: Written[R],
    now: datetime,
    *,
    following: str = "",
    message: str = "",
    flags: Mapping[str, str],
    dry_run: bool,
) -> Page:
    """One line per entry, in the words of the log."""
    page = Page()
    engagement = written.after
    word = "Would save" if dry_run else "Saved"
    for raw in written.entries:
        entry = engagement.log.by_id[raw["id"]]
        when = show_minute(entry.at, engagement.zone)
        named = Styled(f"{engagement.id} {entry.id}", "bold")
        page.line(f"{word} ", named, f" ({when}): {sentence(entry, engagement)}")
    for note in written.notes:
        page.line(noted(note, flags), indent=2)
    _consequences(page, written, now)
    if message:
        page.line()
        for line in message.splitlines():
            _told(page, line)
        page.line()
    if following and not dry_run:
        page.command(following)
    return page


def _told(page: Page, line: str) -> None:
    """A line of a message; one that holds a link or a long path stays whole, to be copied."""
    if any(len(word) > _LINK for word in line.split()):
        page.command(line)
    else:
        page.line(line, indent=2)


def _consequences(page: Page, written: Written[R], now: datetime) -> None:
    """What the entries mean for the guarantee, where it is offered and something changed."""
    if not written.after.agreement.guarantee.offered:
        return
    before, after = (
        assess(Timeline(engagement, now)) for engagement in (written.before, written.after)
    )
    known = {(f.check, f.entry): f.status for c in before.clauses for f in c.findings}
    for clause in after.clauses:
        for finding in clause.findings:
            changed = known.get((finding.check, finding.entry)) != finding.status
            if changed and finding.status in ("breached", "judgement", "excused"):
                word = said(say(f"status.{finding.status}")).capitalize()
                page.line(f"{word}: {said(finding.message)}", indent=2)
    if _standing(before) != _standing(after):
        page.line(
            f"The guarantee: {_standing(before)} → {_standing(after)}. {said(after.reason)}",
            indent=2,
        )


def _standing(answer: Assessed) -> str:
    if answer.health is not None:
        return said(say(f"standing.{answer.health}"))
    return said(say(f"verdict-name.{answer.verdict}"))
