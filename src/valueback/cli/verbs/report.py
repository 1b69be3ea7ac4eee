"""A page to look at: one client, or the practice."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from valueback.cli.answers import Answer
from valueback.cli.arguments import AsOfOption
from valueback.cli.context import Context
from valueback.cli.facts import facts_of_all


def run(
    context: Context,
    client: Annotated[
        str | None, typer.Argument(metavar="[CLIENT]", help="One client; the practice without.")
    ] = None,
    html: Annotated[
        str | None,
        typer.Option("--html", metavar="FILE", help="Where; among the documents if left out."),
    ] = None,
    as_of: AsOfOption = None,
) -> Answer:
    """A page to open in a browser, to print, or to read on a telephone: nothing in it comes from
    elsewhere. For a client the timeline, feedback, scope and guarantee; else the whole practice.
    """
    from valueback.record.documents import write_chosen, write_generated
    from valueback.render.documents import page

    folder = context.folder
    if client is not None:
        from valueback.render.report import client_report

        timeline = context.timeline(client, as_of)
        words = client_report(timeline, folder.practice)
        text = page("report-client.html", words, folder.template)
        place = folder.document(timeline.engagement.id, "report.html")
    else:
        text = page("report-practice.html", _practice_words(context, as_of), folder.template)
        place = folder.path / "documents" / "report.html"
    path = Path(html).expanduser() if html else place
    if html and not context.dry_run:
        write_chosen(path, text, folder.path)
    elif not context.dry_run:
        path = write_generated(path, text, folder.path)
    word = "Would write" if context.dry_run else "Wrote"
    saved = not context.dry_run
    found = {"schema": 1, "report": "document", "path": str(path), "saved": saved}
    return Answer(found, lambda: f"{word} {path}\n", saved=saved)


def _practice_words(context: Context, as_of: str | None) -> dict[str, Any]:
    from valueback.render.practice_report import extras_by_month, practice_report
    from valueback.rules.portfolio import portfolio

    practice, moment = context.folder.practice, context.as_of(as_of)
    rows, broken = facts_of_all(context, moment)
    timelines = (context.timeline_of(context.read(row.id), moment) for row in rows)
    extras = extras_by_month(timelines, practice)
    return practice_report(portfolio(rows, practice), practice, moment, extras, broken)
