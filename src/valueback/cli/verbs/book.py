"""A meeting booked, or a series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, ItemOption, MinutesOption, NoteOption
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option
from valueback.cli.series import Series
from valueback.errors import mistyped
from valueback.moments import show_day

if TYPE_CHECKING:
    from valueback.drafting.draft import Written
    from valueback.model.entries import Booking


def run(
    context: Context,
    client: ClientArgument,
    to: Annotated[
        list[str] | None,
        Argument(metavar="[START]", help="The agreed start: tomorrow 3pm, tue 9:30."),
    ] = None,
    every: Annotated[
        str | None,
        Option("--every", metavar="2w", help="A series, so far apart: 1w, 2w, 1 month."),
    ] = None,
    times: Annotated[
        int | None,
        Option("--times", min=1, max=520, metavar="N", help="How many in the series."),
    ] = None,
    skip: Annotated[
        list[str] | None,
        Option("--skip", metavar="DAY", help="No meeting on that day; repeatable."),
    ] = None,
    weekly: Annotated[
        int | None,
        Option("--weekly", min=1, max=520, metavar="N", help="As --every 1w --times N."),
    ] = None,
    minutes: MinutesOption = None,
    item: ItemOption = None,
    replaces: Annotated[
        str | None,
        Option("--replaces", metavar="ID", help="The cancellation it makes up for."),
    ] = None,
    new: Annotated[bool, Option("--new", help="A new date, in place of nothing.")] = False,
    ics: Annotated[
        Path | None,
        Option("--ics", metavar="FILE", help="Write an invitation there, to attach."),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """After a cancellation, a single new date is taken to replace what was cancelled; say --new
    if it does not. A series keeps its time of day across clock changes, and leaves the free days
    of the agreement out.
    """
    from valueback.drafting.meetings import book

    start = _start(context, " ".join(to or ()))
    plan = book(
        starts=_starts(context, client, start, _series(every, times, weekly), skip or ()),
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


def _start(context: Context, typed: str) -> datetime:
    if not typed and context.prompts.interactive:
        question = "When does the meeting start? (tomorrow 3pm)"
        return context.prompts.until_understood(
            question, lambda text: context.moment(text, "ahead"), needed=True
        )
    words = context.prompts.text(typed or None, "When does the meeting start?", "START")
    return context.moment(words, "ahead")


def _series(every: str | None, times: int | None, weekly: int | None) -> Series | None:
    if weekly is not None and (every is not None or times is not None):
        raise mistyped(
            "--weekly says how many and how far apart.", "Leave --every and --times out."
        )
    if weekly is not None:
        return Series(weekly, days=7)
    if every is None and times is not None:
        raise mistyped("--every is missing: how far apart?", "Add it, like --every 2w.")
    return None if every is None else Series.typed(every, times)


def _starts(
    context: Context, client: str, start: datetime, series: Series | None, skip: Sequence[str]
) -> list[datetime]:
    """The starts to book; what a series leaves out is told."""
    if series is None and skip:
        raise mistyped("--skip is for a series.", "Add --every 1w --times 6, or leave it out.")
    if series is None:
        return [start]
    free = context.timeline(client).calendar.free_days
    named = {context.day(text) for text in skip}
    starts = series.starts(start, context.zone, free | named)
    last = max(starts, default=start)
    days = sorted(day for day in free | named if start.date() <= day <= last.date())
    passed = [day for day in days if series.meets(day, start, context.zone)]
    if passed:
        context.prompts.show(f"No meeting on {', '.join(map(show_day, passed))}.")
    return starts
