"""A page to look at: one client, or the practice."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from valueback.cli.answers import Answer
from valueback.cli.arguments import AsOfOption, HtmlOption, OutputOption, PdfOption
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option
from valueback.cli.facts import facts_of_all
from valueback.cli.paper import Chosen, document_answer, paper_answer, paper_of, put_page
from valueback.errors import mistyped


def run(
    context: Context,
    client: Annotated[
        str | None, Argument(metavar="[CLIENT]", help="One client; the practice without.")
    ] = None,
    reader: Annotated[
        Literal["client"] | None,
        Option("--for", help="A page to give to the client: progress, homework, what is next."),
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
    if reader is not None:
        return _for_client(context, client, as_of, Chosen(html, pdf, output))
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


def _for_client(context: Context, client: str | None, as_of: str | None, chosen: Chosen) -> Answer:
    """The client's own page: nothing in it that stays in the house."""
    from valueback.render.progress import progress_words

    if client is None:
        raise mistyped("For which client?", "Name one: valueback report ana --for client.")
    timeline = context.timeline(client, as_of)
    words = progress_words(timeline, context.folder.practice)
    paper = paper_of(context, "progress", "progress.md", words, timeline.engagement)
    return document_answer(context, timeline.engagement, paper, chosen, then="")


def _practice_words(context: Context, as_of: str | None) -> dict[str, Any]:
    from valueback.render.practice_report import extras_by_month, practice_report
    from valueback.rules.portfolio import portfolio

    practice, moment = context.folder.practice, context.as_of(as_of)
    rows, broken = facts_of_all(context, moment)
    timelines = (context.timeline_of(context.read(row.id), moment) for row in rows)
    extras = extras_by_month(timelines, practice)
    return practice_report(portfolio(rows, practice), practice, moment, extras, broken)
