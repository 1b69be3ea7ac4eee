"""The answer to a command that wrote for several clients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from valueback.cli.answers import Answer
from valueback.cli.context import Context

if TYPE_CHECKING:
    from valueback.drafting.draft import Written

R = TypeVar("R")


def saved_for_several(context: Context, done: Sequence[Written[R]], then: str) -> Answer:
    """What was saved for several clients: one report that holds one per client."""
    from valueback.render.logged import logged_json, logged_page
    from valueback.render.page import Page, Styled

    flags, dry_run = context.flags, context.dry_run

    def page() -> Page:
        whole = Page()
        for written in done:
            whole.line(Styled(written.after.client.name, "bold"))
            whole.append(logged_page(written, context.now, flags=flags, dry_run=dry_run))
        return whole.command(context.next(then))

    report = {
        "schema": 1,
        "report": "logged",
        "engagement": None,
        "entries": [raw for written in done for raw in written.entries],
        "engagements": [logged_json(written, flags=flags, dry_run=dry_run) for written in done],
        "saved": not dry_run,
    }
    return Answer(report, page, saved=not dry_run)
