"""What was written, found again by its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from valueback.cli.answers import Answer
from valueback.cli.arguments import SinceOption
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option
from valueback.errors import mistyped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from valueback.model.engagement import Engagement
    from valueback.model.entries import Entry


def run(
    context: Context,
    words: Annotated[list[str], Argument(metavar="WORDS...", help="All of these words.")],
    client: Annotated[
        str | None, Option("--client", metavar="CLIENT", help="In one client's log only.")
    ] = None,
    kind: Annotated[
        str | None, Option("--kind", metavar="KIND", help="One kind of entry: feedback.")
    ] = None,
    since: SinceOption = None,
) -> Answer:
    """Case and accents don't matter. Notes, reasons and what was imported are looked through."""
    from valueback.model.entries import KINDS
    from valueback.render.page import Page, Styled

    if kind is not None and kind not in KINDS:
        raise mistyped(f"{kind!r} is not a kind of entry.", f"One of: {', '.join(KINDS)}.")
    first = context.day(since, "back")
    if client is not None:
        engagements = [context.engagement(client)]
    else:
        readings = context.folder.read_all()
        context.notice(readings.altered)
        context.warn_of(readings.broken)
        engagements = readings.engagements
    found = [hit for e in engagements for hit in _hits(e, " ".join(words).split(), kind, first)]

    def page() -> Page:
        from valueback.moments import show_minute
        from valueback.render.entries import sentence

        told = Page()
        for engagement, entry in found:
            when = show_minute(entry.at, engagement.zone)
            name = Styled(f"{engagement.id} {entry.id}", "bold")
            told.line(name, f" ({when}): {sentence(entry, engagement)}")
        return told if found else told.line("Nothing was found.")

    return Answer(_report(found), page)


def _report(found: Sequence[tuple[Engagement, Entry]]) -> dict[str, Any]:
    from valueback.render.entries import sentence

    return {
        "schema": 1,
        "report": "search",
        "found": [
            {
                "engagement": engagement.id,
                "client": engagement.client.name,
                "entry": entry.id,
                "kind": entry.kind,
                "at": entry.at,
                "void": entry.id in engagement.log.void_ids,
                "text": sentence(entry, engagement),
            }
            for engagement, entry in found
        ],
    }


def _hits(
    engagement: Engagement, words: Sequence[str], kind: str | None, since: date | None
) -> Iterator[tuple[Engagement, Entry]]:
    """The entries that say all of these words somewhere, in the order of the file."""
    from valueback.identifiers import folded
    from valueback.moments import day_of

    wanted = [folded(word) for word in words]
    for entry in engagement.log.entries:
        if kind is not None and entry.kind != kind:
            continue
        if since is not None and day_of(entry.at, engagement.zone) < since:
            continue
        said = folded(" ".join(_texts(engagement.log.raw_by_id[entry.id])))
        if all(word in said for word in wanted):
            yield engagement, entry


def _texts(value: Any) -> Iterator[str]:
    """Every text of an entry, wherever it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
