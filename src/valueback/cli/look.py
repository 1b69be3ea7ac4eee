"""Look: what stands in the record, and what follows from it. Nothing here writes to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.options import ClientArgument
from valueback.moments import day_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from valueback.model.engagement import Engagement
    from valueback.rules.portfolio import Facts
    from valueback.rules.tasks import Task

AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="WHEN", help="Judge as of then; a day means its end."),
]
ExitCodeOption = Annotated[
    bool, typer.Option("--exit-code", help="Exit with 4 where the answer is no.")
]

_YES = ("in-progress", "eligible", "refund-due", "refunded")


def check_guarantee(
    desk: Desk,
    client: ClientArgument,
    as_of: AsOfOption = None,
    exit_code: ExitCodeOption = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every finding, met ones too.")
    ] = False,
) -> Answer:
    """Shows the verdict, each condition with its count, what was not met and why, what comes next
    and by when, and the amount at stake.
    """
    from valueback.render.guarantee import guarantee_json, guarantee_page
    from valueback.rules.guarantee import assess

    answer = assess(desk.timeline(client, as_of))
    code = 4 if exit_code and answer.verdict not in _YES else 0
    return Answer(
        guarantee_json(answer),
        lambda: guarantee_page(answer, everything=everything),
        code,
    )


def check_scope(
    desk: Desk, client: ClientArgument, as_of: AsOfOption = None, exit_code: ExitCodeOption = False
) -> Answer:
    """Shows what is used of what was promised, where the hours went, what was given away and what
    that is worth, and which item belongs into the price next.
    """
    from valueback.render.scope import scope_json, scope_page
    from valueback.rules.scope import scope

    practice, timeline = desk.folder.practice, desk.timeline(client, as_of)
    same = timeline.agreement.currency == practice.practice.currency
    answer = scope(timeline, practice.scope_alert, practice.menu if same else ())
    code = 4 if exit_code and answer.level == "creeping" else 0
    return Answer(scope_json(answer), lambda: scope_page(answer), code)


def check_accountability(
    desk: Desk, client: ClientArgument, as_of: AsOfOption = None, exit_code: ExitCodeOption = False
) -> Answer:
    """Shows each miss with the step that it brought, where the client stands on the agreed ladder,
    what the next miss would bring, what is owed, and how much of the agreed was kept.
    """
    from valueback.render.accountability import accountability_json, accountability_page
    from valueback.rules.accountability import ladder
    from valueback.rules.scope import EXTRA, scope

    timeline = desk.timeline(client, as_of)
    answer = ladder(timeline)
    extra = scope(timeline, desk.folder.practice.scope_alert).minutes(*EXTRA)
    code = 4 if exit_code and answer.owed else 0
    return Answer(
        accountability_json(answer, extra), lambda: accountability_page(answer, extra), code
    )


def check_service(
    desk: Desk,
    client: Annotated[
        str | None,
        typer.Argument(metavar="[CLIENT]", help="One client; all of them if left out."),
    ] = None,
    as_of: AsOfOption = None,
    exit_code: ExitCodeOption = False,
) -> Answer:
    """For one client: each promise with its last and next day, how often it was kept, and what the
    client says of it. Without one: clients by promises, who needs care first.
    """
    from valueback.model.timeline import Timeline
    from valueback.render.service import matrix_json, matrix_page, service_json, service_page
    from valueback.rules.portfolio import recommendation
    from valueback.rules.service import Service

    practice, moment = desk.folder.practice, desk.as_of(as_of)
    if client is not None:
        answer = Service(desk.timeline(client, as_of), practice)
        code = 4 if exit_code and answer.overdue else 0
        return Answer(service_json(answer), lambda: service_page(answer), code)
    known, broken = all_facts_of(desk, moment)
    said = recommendation(known)
    timelines = (Timeline(desk.folder.engagement(row.id), moment) for row in known)
    every = [Service(timeline, practice) for timeline in timelines]
    rows = [row for row in every if row.timeline.in_force_since and not row.ended]
    code = 4 if exit_code and any(row.overdue for row in rows) else 0
    return Answer(
        matrix_json(rows, practice, broken, said),
        lambda: matrix_page(rows, practice, broken, said),
        code,
    )


def due(
    desk: Desk,
    days: Annotated[
        int, typer.Option("--days", min=0, max=3660, help="How many days to look ahead.")
    ] = 7,
    as_of: AsOfOption = None,
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", help="Write it as a calendar, too.")
    ] = None,
) -> Answer:
    """Across all clients: meetings, feedback to ask for and to expect, homework, concerns, agreed
    actions, requests, change orders, claims, endings; each with the command to run.
    """
    from datetime import timedelta
    from itertools import takewhile

    from valueback.moments import end_of_day
    from valueback.render.agenda import agenda_json, agenda_page
    from valueback.rules.portfolio import portfolio

    moment, zone = desk.as_of(as_of), desk.zone
    until = end_of_day(day_of(moment, zone) + timedelta(days=days), zone)
    rows, broken = all_facts_of(desk, moment)
    whole = portfolio(rows, desk.folder.practice)
    every = (task for row in rows for task in takewhile(_until(until), whole.tasks(row)))
    found = sorted(every, key=lambda task: (task.due, task.engagement))
    if ics is not None and not desk.dry_run:
        from valueback.record.documents import write_chosen
        from valueback.render.agenda import agenda_calendar

        write_chosen(ics, agenda_calendar(found, desk.now, zone), desk.folder.path)
    return Answer(
        agenda_json(found, moment, zone, broken),
        lambda: agenda_page(found, moment, days, zone, broken),
    )


def _until(moment: datetime) -> Callable[[Task], bool]:
    return lambda task: task.due <= moment


def all_facts_of(desk: Desk, moment: datetime) -> tuple[list[Facts], dict[str, str]]:
    """The facts of every engagement, remembered or worked out; what cannot be read is warned of."""
    from valueback.record.portfolio import all_facts

    practice = desk.folder.practice

    def work_out(engagement: Engagement) -> tuple[Facts, datetime | None]:
        from valueback.model.timeline import Timeline
        from valueback.rules.portfolio import facts

        timeline = Timeline(engagement, moment)
        return facts(timeline, practice), timeline.holds_until

    rows, broken = all_facts(desk.folder, moment, work_out)
    desk.warn_of(broken)
    return rows, broken


def practice(desk: Desk, as_of: AsOfOption = None) -> Answer:
    """One screen: a line per engagement, who needs care first; what may have to be paid back, what
    is given away, who stays, and what an hour brings.
    """
    from valueback.render.portfolio import practice_json, practice_page
    from valueback.rules.portfolio import portfolio

    moment, own = desk.as_of(as_of), desk.folder.practice
    rows, broken = all_facts_of(desk, moment)
    answer = portfolio(rows, own)
    return Answer(
        practice_json(answer, moment, desk.zone, broken, own.practice.currency),
        lambda: practice_page(answer, own, moment, broken),
    )


def list_(desk: Desk) -> Answer:
    """One line per engagement; what cannot be read is named with what is wrong."""
    from valueback.render.engagements import list_json, list_page
    from valueback.rules.portfolio import portfolio

    rows, broken = all_facts_of(desk, desk.now)
    found, strays = portfolio(rows, desk.folder.practice), desk.folder.strays()
    return Answer(list_json(found, broken, strays), lambda: list_page(found, broken, strays))


def show(
    desk: Desk,
    client: ClientArgument,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Only entries from that day on.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="Only entries of that kind; repeatable.")
    ] = None,
) -> Answer:
    """The log in the order in which things happened; void entries and corrections are marked."""
    from valueback.render.engagements import show_json, show_page

    engagement = desk.engagement(client)
    first = desk.day(since, "back")
    kinds = _known_kinds(kind)
    return Answer(
        show_json(engagement, first, kinds),
        lambda: show_page(engagement, first, kinds),
    )


def _known_kinds(kinds: list[str] | None) -> frozenset[str]:
    from difflib import get_close_matches

    from valueback.errors import mistyped
    from valueback.model.entries import KINDS

    for kind in kinds or ():
        if kind not in KINDS:
            near = get_close_matches(kind, list(KINDS), 1)
            raise mistyped(
                f"{kind!r} is no kind of entry.",
                f"Did you mean {near[0]}?" if near else f"One of: {', '.join(KINDS)}.",
            )
    return frozenset(kinds or KINDS)
