"""The evidence, for a bank or a mediator."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from valueback.cli.answers import Answer
from valueback.cli.arguments import AsOfOption, ClientArgument, OutputOption
from valueback.cli.context import Context
from valueback.cli.paper import document_answer


def run(
    context: Context,
    client: ClientArgument,
    as_of: AsOfOption = None,
    html: Annotated[
        str | None, typer.Option("--html", metavar="FILE", help="Write it as a page, too.")
    ] = None,
    output: OutputOption = None,
) -> Answer:
    """The evidence for a bank or a mediator: agreement and disclosure, dates and recordings, the
    client's own words, notice, the policy, corrections, payments, the verdict; each with its entry.
    """
    from valueback.render.documents import page_of_markdown, rendered
    from valueback.render.evidence import dossier_words

    timeline = context.timeline(client, as_of)
    words: dict[str, Any] = dossier_words(timeline, context.folder.practice)
    text = rendered("dossier.md", words, context.folder.template)
    if html is not None and not context.dry_run:
        from pathlib import Path

        from valueback.record.documents import write_chosen

        title = f"Dossier: {timeline.engagement.client.name}"
        page = page_of_markdown(title, text, context.folder.template)
        write_chosen(Path(html).expanduser(), page, context.folder.path)
    then = "" if html is None else f"{'Would write' if context.dry_run else 'Wrote'} {html}\n"
    return document_answer(
        context, timeline.engagement, "dossier.md", text=text, output=output, then=then
    )
