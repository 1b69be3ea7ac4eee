"""A meeting booked, or a weekly series."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, ItemOption, MinutesOption, NoteOption
from valueback.cli.context import Context

if TYPE_CHECKING:
    from valueback.drafting.draft import Written
    from valueback.model.entries import Booking


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
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FILE", help="Write an invitation there, to attach."),
    ] = None,
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
    then = "valueback wrap-up {id}"
    if ics is None:
        return context.save(client, plan, then=then)
    id_ = context.client(client)
    planned = context.rehearse(id_, plan)
    if context.dry_run:
        return context.answered(planned, then, f"Would write the invitation {ics}")
    _invite(context, planned, ics)
    written = context.append(id_, plan, rehearsed=True)
    return context.answered(written, then, f"Wrote the invitation {ics}: attach it to a message.")


def _invite(context: Context, planned: Written[list[Booking]], path: Path) -> None:
    from valueback.record.documents import write_chosen
    from valueback.render.invitation import invitation

    timeline = context.timeline_of(planned.after)
    content = invitation(timeline, planned.made, context.folder.practice, context.now)
    write_chosen(path, content, context.folder.path)


def _weeks_later(context: Context, start: datetime, weeks: int) -> datetime:
    from valueback.moments import on_wall

    if weeks == 0:
        return start
    local = start.astimezone(context.zone)
    return on_wall(local.date() + timedelta(weeks=weeks), local.time(), context.zone)
