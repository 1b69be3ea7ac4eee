"""The question to a client how well you keep your promises."""

from __future__ import annotations

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    ClientArgument,
    EmlOption,
    HtmlOption,
    MailtoOption,
    OutputOption,
    PdfOption,
    WhatsappOption,
)
from valueback.cli.context import Context
from valueback.cli.paper import Chosen, document_answer, paper_of
from valueback.cli.sending import Form, drafted, letter_to
from valueback.errors import refused


def run(
    context: Context,
    client: ClientArgument,
    html: HtmlOption = False,
    pdf: PdfOption = False,
    output: OutputOption = None,
    eml: EmlOption = None,
    mailto: MailtoOption = False,
    whatsapp: WhatsappOption = False,
) -> Answer:
    """The questions of the audit, from what you promised this client: written as a document, or as
    a message with --eml, --mailto or --whatsapp.
    """
    from valueback.render.papers import agreement_words
    from valueback.render.service import survey_words
    from valueback.rules.service import Service

    answer = Service(context.timeline(client), context.folder.practice)
    engagement = answer.timeline.engagement
    if not answer.promises:
        raise refused(
            "Nothing is promised to this client yet, so there is nothing to ask about.",
            "Promises stand as [[standard]] in practice.toml: valueback edit practice",
        )
    words = survey_words(answer)
    if eml is None and not mailto and not whatsapp:
        known = agreement_words(engagement, context.folder.practice) | words
        then = context.next(f"valueback log-survey {engagement.id}") + "\n"
        paper = paper_of(context, "survey-form", "survey-form.md", known, engagement)
        return document_answer(context, engagement, paper, Chosen(html, pdf, output), then=then)
    letter = letter_to(context, engagement, "survey-form.txt", words)
    shown = Form(eml, mailto, whatsapp).of(letter, context)
    return drafted(engagement, letter, f"{shown}\n", {})
