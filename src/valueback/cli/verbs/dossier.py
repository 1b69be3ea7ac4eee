"""The evidence, for a bank or a mediator."""

from __future__ import annotations

from typing import Any

from valueback.cli.answers import Answer
from valueback.cli.arguments import AsOfOption, ClientArgument, HtmlOption, OutputOption, PdfOption
from valueback.cli.context import Context
from valueback.cli.paper import Chosen, document_answer, paper_of


def run(
    context: Context,
    client: ClientArgument,
    as_of: AsOfOption = None,
    html: HtmlOption = False,
    pdf: PdfOption = False,
    output: OutputOption = None,
) -> Answer:
    """The evidence for a bank or a mediator: agreement and disclosure, dates and recordings, the
    client's own words, notice, the policy, corrections, payments, the verdict; each with its entry.
    """
    from valueback.render.dossier import dossier_words

    timeline = context.timeline(client, as_of)
    words: dict[str, Any] = dossier_words(timeline, context.folder.practice)
    paper = paper_of(context, "dossier", "dossier.md", words, timeline.engagement)
    return document_answer(context, timeline.engagement, paper, Chosen(html, pdf, output), then="")
