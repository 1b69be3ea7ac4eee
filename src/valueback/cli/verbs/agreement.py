"""The agreement as a document to sign."""

from __future__ import annotations

from valueback.cli.answers import Answer
from valueback.cli.arguments import ClientArgument, HtmlOption, OutputOption, PdfOption
from valueback.cli.context import Context
from valueback.cli.paper import Chosen, document_answer, paper_of


def run(
    context: Context,
    client: ClientArgument,
    html: HtmlOption = False,
    pdf: PdfOption = False,
    output: OutputOption = None,
) -> Answer:
    """Written into the practice's documents, as a page unless you say otherwise. It says exactly
    what the check uses.
    """
    from valueback.render.papers import agreement_words, lacking

    engagement = context.engagement(client)
    words = agreement_words(engagement, context.folder.practice)
    lacks = lacking(engagement.agreement)
    then = context.next(f"valueback sign {engagement.id} --by both") + "\n"
    if engagement.log.frozen:
        then = ""
    elif lacks:
        then = f"It cannot be signed yet: it lacks {' and '.join(lacks)}.\n"
    if engagement.agreement.guarantee.offered and not engagement.log.frozen:
        then = f"{_WORDING}{then}"
    paper = paper_of(context, "agreement", "agreement.md", words, engagement)
    return document_answer(context, engagement, paper, Chosen(html, pdf, output), then=then)


_WORDING = """\
For you, before you advertise it (facts, no legal advice):
  US: the FTC's guides (16 CFR 239.3) ask that whoever advertises with "money-back guarantee" or the
  like pays back in full on request, or says clearly beside it which conditions apply.
  UK and EU: rights by law stand beside any guarantee, and no wording takes them away (UK Consumer
  Rights Act 2015, sections 49 and 57; EU Directive 2011/83/EU, article 25).
"""
"""What the practitioner should know about the wording; never part of the client's paper."""
