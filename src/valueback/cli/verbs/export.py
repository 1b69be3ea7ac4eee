"""The record for other programs: tables, ledgers, a calendar to subscribe to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from valueback.cli.answers import Answer
from valueback.cli.arguments import SinceOption, UntilOption
from valueback.cli.completion import known_ids
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option
from valueback.cli.feeds import feed_of, write_exported

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from valueback.model.engagement import Engagement

ExportForm = Literal["csv", "jsonl", "hledger", "beancount", "ics"]


def run(
    context: Context,
    form: Annotated[
        ExportForm,
        Argument(metavar="FORM", help="Which form (csv, jsonl, hledger, beancount, ics)?"),
    ],
    clients: Annotated[
        list[str] | None,
        Argument(metavar="[CLIENT...]", help="These only; all without.", autocompletion=known_ids),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    output: Annotated[
        Path | None,
        Option("--output", "-o", metavar="FILE", help="Write it there instead of here."),
    ] = None,
    replace: Annotated[bool, Option("--replace", help="Over a file that stands there.")] = False,
    details: Annotated[
        bool, Option("--details", help="In the calendar: what each is about.")
    ] = False,
) -> Answer:
    """CSV is safe to open in a spreadsheet; jsonl can be imported again; the ledgers pass the
    strict checks of hledger and beancount. The calendar says names and kinds of deadlines only, and
    replaces a file that it made before.
    """
    found = _engagements(context, clients or ())
    days = context.day(since, "back"), context.day(until, "back")
    content = _content(context, form, found, days, details=details)
    if output is None or str(output) == "-":
        if context.switches.json:
            return Answer({"schema": 1, "report": "export", "form": form, "text": content}, str)
        return Answer({}, lambda: content)
    if not context.dry_run:
        write_exported(output, content, context.folder.path, replace=replace)
    would = "Would write" if context.dry_run else "Wrote"
    report = {"schema": 1, "report": "export", "form": form, "path": str(output)}
    return Answer(report, lambda: f"{would} {output}\n", saved=not context.dry_run)


def _engagements(context: Context, clients: Sequence[str]) -> list[Engagement]:
    if clients:
        return [context.engagement(client) for client in clients]
    readings = context.folder.read_all()
    context.notice(readings.altered)
    context.warn_of(readings.broken)
    return readings.engagements


def _content(
    context: Context,
    form: ExportForm,
    found: Sequence[Engagement],
    days: tuple[date | None, date | None],
    *,
    details: bool,
) -> str:
    from valueback.render.exported import as_csv, as_json_lines

    if form == "csv":
        return as_csv(found, *days)
    if form == "jsonl":
        return as_json_lines(found, *days)
    if form == "ics":
        return feed_of(context, found, details=details).decode()
    from valueback.render.ledgers import as_beancount, as_hledger, transactions

    since, until = days
    every = [
        one
        for engagement in found
        for one in transactions(context.timeline_of(engagement))
        if (since is None or since <= one.day) and (until is None or one.day <= until)
    ]
    return as_hledger(every) if form == "hledger" else as_beancount(every)
