"""One engagement: the agreement in brief and its log."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import ClientArgument
from valueback.cli.completion import kinds_like
from valueback.cli.context import Context
from valueback.cli.declared import Option


def run(
    context: Context,
    client: ClientArgument,
    since: Annotated[
        str | None, Option("--since", metavar="DAY", help="Only entries from that day on.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        Option(
            "--kind",
            metavar="KIND",
            help="Only entries of that kind; repeatable.",
            autocompletion=kinds_like,
        ),
    ] = None,
) -> Answer:
    """The log in the order in which things happened; void entries and corrections are marked."""
    from valueback.render.engagements import show_json, show_page

    engagement = context.engagement(client)
    first = context.day(since, "back")
    kinds = _known_kinds(kind)
    return Answer(
        lambda: show_json(engagement, first, kinds),
        lambda: show_page(context.timeline_of(engagement), first, kinds),
    )


def _known_kinds(kinds: list[str] | None) -> frozenset[str]:
    from difflib import get_close_matches

    from valueback.errors import mistyped
    from valueback.model.entries import KINDS

    for kind in kinds or ():
        if kind not in KINDS:
            near = get_close_matches(kind, list(KINDS), 1)
            raise mistyped(
                f"{kind!r} is no kind of entry.",
                f"Did you mean {near[0]}?" if near else f"One of: {', '.join(KINDS)}.",
            )
    return frozenset(kinds or KINDS)
