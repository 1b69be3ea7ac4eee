"""A new agreement, drawn up: written as a draft, and what to say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valueback.cli.answers import Answer
from valueback.cli.context import Context
from valueback.moments import show_day

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement
    from valueback.record.folder import Folder


def drawn_up(context: Context, folder: Folder, header: dict[str, Any], began: str = "") -> Answer:
    """The engagement that a header makes, written, and what to say of it."""
    from valueback.record.founding import begin_engagement
    from valueback.render.papers import lacking
    from valueback.render.safe import safe

    engagement, path = begin_engagement(folder, header["id"], header, dry_run=context.dry_run)
    lacks = lacking(engagement.agreement)
    term = f"{show_day(engagement.agreement.starts)}{_until(engagement)}"
    word = "Would draw up" if context.dry_run else "Drew up"
    lines = [began] if began else []
    lines += [
        f"{word} {engagement.id}: {engagement.client.name}, {term}.",
        f"  A draft until somebody signs; the file is {path}",
        *_remarks(folder, engagement, lacks),
    ]
    if not context.dry_run:
        verb = "edit" if lacks else "agreement"
        lines.append(context.next(f"valueback {verb} {engagement.id}"))
    return Answer(
        {
            "schema": 1,
            "report": "new-client",
            "engagement": engagement.id,
            "path": str(path),
            "saved": not context.dry_run,
            "missing": lacks,
        },
        lambda: "".join(f"{safe(line)}\n" for line in lines),
        saved=not context.dry_run,
    )


def _until(engagement: Engagement) -> str:
    ends = engagement.agreement.ends
    return f" to {show_day(ends)}" if ends else ", open-ended"


def _remarks(folder: Folder, engagement: Engagement, lacks: list[str]) -> list[str]:
    lines = []
    if free := engagement.agreement.calendar.free_days:
        days = "One free day is" if len(free) == 1 else f"{len(free)} free days are"
        lines.append(f"  {days} written into it, the last one on {show_day(max(free))}.")
    if lacks:
        lines += [
            f"  It cannot be signed yet: with a guarantee it needs {' and '.join(lacks)}.",
            "  Write them into the file, or draw it up with --no-guarantee.",
        ]
    segment, known = engagement.client.segment, folder.practice.segment
    if segment and known and segment not in [group.id for group in known]:
        lines.append(f"  {segment} is no segment of practice.toml; check its spelling.")
    if engagement.header.previous:
        lines.append(f"  The same client as {engagement.header.previous}, and linked to it.")
    return lines
