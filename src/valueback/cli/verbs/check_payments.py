"""Who owes what: paid, outstanding, overdue, due next."""

from __future__ import annotations

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    AsOfOption,
    ClientArgument,
    ExitCodeOption,
    HtmlOption,
    OutputOption,
    PdfOption,
)
from valueback.cli.context import Context
from valueback.cli.paper import Chosen, document_answer, paper_of
from valueback.errors import refused


def run(
    context: Context,
    client: ClientArgument,
    html: HtmlOption = False,
    pdf: PdfOption = False,
    output: OutputOption = None,
    as_of: AsOfOption = None,
    exit_code: ExitCodeOption = False,
) -> Answer:
    """Instalments, months and orders beside what was paid and what went back; fees and penalties
    apart. With --html, --pdf or --output it is a paper for the client: the account of payments.
    """
    from valueback.render.payments import payments_json, payments_page, payments_words
    from valueback.rules.payments import payment_account

    account = payment_account(context.timeline(client, as_of))
    if not (html or pdf or output):
        code = 4 if exit_code and account.known and account.overdue else 0
        return Answer(lambda: payments_json(account), lambda: payments_page(account), code)
    if not account.known:
        raise refused(
            "No payment is written down yet, and no time to pay was agreed.",
            f"Note what was paid: valueback log-payment {account.timeline.engagement.id} AMOUNT",
        )

    engagement = account.timeline.engagement
    words = payments_words(account, context.folder.practice)
    paper = paper_of(context, "payments", "payments.md", words, engagement)
    return document_answer(context, engagement, paper, Chosen(html, pdf, output), then="")
