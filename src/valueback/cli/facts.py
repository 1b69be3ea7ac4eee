"""The facts of every engagement, remembered or worked out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from valueback.cli.context import Context

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement
    from valueback.rules.portfolio import Facts


def facts_of_all(context: Context, moment: datetime) -> tuple[list[Facts], dict[str, str]]:
    """The facts of every engagement; what cannot be read is warned of, and given with the error."""
    from valueback.record.portfolio import all_facts

    practice = context.folder.practice

    def work_out(engagement: Engagement) -> tuple[Facts, datetime | None]:
        from valueback.rules.portfolio import facts

        timeline = context.timeline_of(engagement, moment)
        return facts(timeline, practice), timeline.holds_until

    found = all_facts(context.folder, moment, work_out)
    context.notice(found.altered)
    context.warn_of(found.broken)
    return found.rows, found.broken
