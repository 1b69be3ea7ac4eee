"""What clients can count on, as a paper."""

from __future__ import annotations

from typing import Annotated

import typer

from valueback.cli.answers import Answer
from valueback.cli.arguments import OutputOption
from valueback.cli.context import Context
from valueback.cli.paper import put_for_practice
from valueback.errors import mistyped


def run(
    context: Context,
    segment: Annotated[
        str | None, typer.Option("--segment", metavar="ID", help="For one group of clients.")
    ] = None,
    output: OutputOption = None,
) -> Answer:
    """What every client can count on, and what each segment gets on top, as a paper."""
    from valueback.render.documents import rendered
    from valueback.render.service import rights_words
    from valueback.render.words import reader

    practice = context.folder.practice
    known = [group.id for group in practice.segment]
    if segment is not None and segment not in known:
        raise mistyped(
            f"There is no segment {segment!r}.", f"practice.toml has: {', '.join(known) or 'none'}."
        )
    words = rights_words(practice, segment, reader(practice.identity.locale))
    text = rendered("bill-of-rights.md", words, context.folder.template)
    name = f"bill-of-rights-{segment}.md" if segment else "bill-of-rights.md"
    path = put_for_practice(context, name, text, output)
    saved = path is not None and not context.dry_run
    report = {
        "schema": 1,
        "report": "document",
        "path": None if path is None else str(path),
        "saved": saved,
    }
    if path is None:
        return Answer(report | {"text": text}, lambda: text)
    word = "Would write" if context.dry_run else "Wrote"
    return Answer(report, lambda: f"{word} {path}\n", saved=saved)
