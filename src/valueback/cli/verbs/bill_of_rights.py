"""What clients can count on, as a paper."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import HtmlOption, OutputOption, PdfOption
from valueback.cli.context import Context
from valueback.cli.declared import Option
from valueback.cli.paper import Chosen, paper_answer, paper_of, put
from valueback.errors import mistyped


def run(
    context: Context,
    segment: Annotated[
        str | None, Option("--segment", metavar="ID", help="For one group of clients.")
    ] = None,
    html: HtmlOption = False,
    pdf: PdfOption = False,
    output: OutputOption = None,
) -> Answer:
    """What every client can count on, and what each segment gets on top, as a paper."""
    from valueback.render.service import rights_words
    from valueback.render.words import reader

    practice = context.folder.practice
    known = [group.id for group in practice.segment]
    if segment is not None and segment not in known:
        raise mistyped(
            f"There is no segment {segment!r}.", f"practice.toml has: {', '.join(known) or 'none'}."
        )
    own = practice.identity
    words = rights_words(practice, segment, reader(own.speaks, own.locale))
    name = f"bill-of-rights-{segment}" if segment else "bill-of-rights"
    paper = paper_of(context, name, "bill-of-rights.md", words)
    found = put(context, context.folder.path / "documents", paper, Chosen(html, pdf, output))
    report: dict[str, object] = {"schema": 1, "report": "document", "path": None, "saved": False}
    return paper_answer(context, found, report, then="")
