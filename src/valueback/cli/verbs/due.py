"""Everything that falls due or is owed, soonest first."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import AsOfOption
from valueback.cli.context import Context
from valueback.cli.declared import Option
from valueback.cli.facts import facts_of_all
from valueback.moments import day_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from valueback.rules.tasks import Task


def run(
    context: Context,
    days: Annotated[
        int, Option("--days", min=0, max=3660, help="How many days to look ahead.")
    ] = 7,
    as_of: AsOfOption = None,
    ics: Annotated[
        Path | None,
        Option("--ics", metavar="FILE", help="Write the calendar of export ics, too."),
    ] = None,
) -> Answer:
    """Across all clients: meetings, feedback to ask for and to expect, homework, concerns, agreed
    actions, requests, change orders, claims, endings; each with the command to run.
    """
    from itertools import takewhile

    from valueback.moments import end_of_day
    from valueback.render.agenda import agenda_json, agenda_page
    from valueback.rules.portfolio import portfolio

    moment, zone = context.as_of(as_of), context.zone
    until = end_of_day(day_of(moment, zone) + timedelta(days=days), zone)
    rows, broken = facts_of_all(context, moment)
    whole = portfolio(rows, context.folder.practice)
    every = (task for row in rows for task in takewhile(_until(until), whole.tasks(row)))
    found = sorted(every, key=lambda task: (task.due, task.engagement))
    if ics is not None and not context.dry_run:
        from valueback.cli.feeds import feed_of, write_exported

        engagements = context.folder.read_all().engagements
        feed = feed_of(context, engagements, details=False).decode()
        write_exported(ics, feed, context.folder.path)
    return Answer(
        lambda: agenda_json(found, moment, zone, broken),
        lambda: agenda_page(found, moment, days, context.folder.practice.identity, broken=broken),
    )


def _until(moment: datetime) -> Callable[[Task], bool]:
    return lambda task: task.due <= moment
