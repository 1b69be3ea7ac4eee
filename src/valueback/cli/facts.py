"""The facts of every engagement, remembered or worked out."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

from valueback.cli.context import Context
from valueback.cli.process import is_terminal

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement
    from valueback.model.practice import Practice
    from valueback.rules.portfolio import Facts


def facts_of_all(context: Context, moment: datetime) -> tuple[list[Facts], dict[str, str]]:
    """The facts of every engagement; what cannot be read is warned of, and given with the error."""
    from valueback.record.portfolio import FactsManner, all_facts

    found = all_facts(context.folder, moment, FactsManner(work_out, _progress))
    context.notice(found.altered)
    context.warn_of(found.broken)
    return found.rows, found.broken


def work_out(
    engagement: Engagement, practice: Practice, moment: datetime
) -> tuple[Facts, datetime | None]:
    """An engagement's facts, and until when they hold."""
    from valueback.model.timeline import Timeline
    from valueback.rules.portfolio import facts

    timeline = Timeline(engagement, moment)
    return facts(timeline, practice), timeline.holds_until


def _progress(done: int, of: int) -> None:
    """How far it is, on a line of a terminal that goes away again."""
    if is_terminal(sys.stderr):
        end = f"\r{' ' * 60}\r" if done == of else ""
        sys.stderr.write(f"\r{done} of {of} engagements looked through ...{end}")
        sys.stderr.flush()
