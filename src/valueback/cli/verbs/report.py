"""A page to look at: one client, or the practice."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from valueback.cli.answers import Answer
from valueback.cli.arguments import AsOfOption, HtmlOption, OutputOption, PdfOption
from valueback.cli.context import Context
from valueback.cli.facts import facts_of_all
from valueback.cli.paper import Chosen, paper_answer, put_page


def run(
    context: Context,
    client: Annotated[
        str | None, typer.Argument(metavar="[CLIENT]", help="One client; the practice without.")
    ] = None,
    html: HtmlOption = False,
    pdf: PdfOption = False,
    output: OutputOption = None,
    as_of: AsOfOption = None,
) -> Answer:
    """A page to open in a browser, to print, or to read on a telephone: nothing in it comes from
    elsewhere. For a client the timeline, feedback, scope and guarantee; else the whole practice.
    """
    from valueback.render.documents import page

    folder = context.folder
    if client is not None:
        from valueback.render.report import client_report

        timeline = context.timeline(client, as_of)
        words = client_report(timeline, folder.practice)
        text = page("report-client.html", words, folder.template)
        place = folder.documents(timeline.engagement.id)
    else:
        text = page("report-practice.html", _practice_words(context, as_of), folder.template)
        place = folder.path / "documents"
    found = put_page(context, place, "report", text, Chosen(html, pdf, output))
    report: dict[str, object] = {"schema": 1, "report": "document", "path": None, "saved": False}
    return paper_answer(context, found, report, then="")


def _practice_words(context: Context, as_of: str | None) -> dict[str, Any]:
    from valueback.render.practice_report import extras_by_month, practice_report
    from valueback.rules.portfolio import portfolio

    practice, moment = context.folder.practice, context.as_of(as_of)
    rows, broken = facts_of_all(context, moment)
    timelines = (context.timeline_of(context.read(row.id), moment) for row in rows)
    extras = extras_by_month(timelines, practice)
    return practice_report(portfolio(rows, practice), practice, moment, extras, broken)
