"""A meeting booked, or a weekly series."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, ItemOption, MinutesOption, NoteOption
from valueback.cli.context import Context


def run(
    context: Context,
    client: ClientArgument,
    to: Annotated[
        str | None,
        typer.Argument(metavar="[START]", help="The agreed start: 2026-03-02 10:00, tue 9:30."),
    ] = None,
    weekly: Annotated[
        int, typer.Option("--weekly", min=1, max=520, metavar="N", help="N meetings, a week apart.")
    ] = 1,
    minutes: MinutesOption = None,
    item: ItemOption = None,
    replaces: Annotated[
        str | None,
        typer.Option("--replaces", metavar="ID", help="The cancellation it makes up for."),
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="A new date, in place of nothing.")] = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """After a cancellation, a single new date is taken to replace what was cancelled; say --new
    if it does not. A series keeps its time of day across clock changes.
    """
    from valueback.drafting.meetings import book

    start = context.moment(
        context.prompts.text(to, "When does the meeting start?", "START"), "ahead"
    )
    plan = book(
        starts=[_weeks_later(context, start, number) for number in range(weekly)],
        minutes=minutes,
        item=item,
        replaces=replaces,
        new=new,
        at=context.at(at),
        note=note,
    )
    return context.save(client, plan, then="valueback wrap-up {id}")


def _weeks_later(context: Context, start: datetime, weeks: int) -> datetime:
    from valueback.moments import on_wall

    if weeks == 0:
        return start
    local = start.astimezone(context.zone)
    return on_wall(local.date() + timedelta(weeks=weeks), local.time(), context.zone)
