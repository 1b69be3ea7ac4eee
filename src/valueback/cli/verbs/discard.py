"""A draft that nobody signed, taken away; a copy is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import ClientArgument
from valueback.cli.context import Context
from valueback.cli.declared import Option
from valueback.errors import Refused, refused

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement


def run(
    context: Context,
    client: ClientArgument,
    yes: Annotated[bool, Option("--yes", help="Do not ask.")] = False,
) -> Answer:
    """Only where nothing was logged, or all of it was taken back: what has entries, or a signature,
    is ended and stays. A copy is kept, and valueback history brings it back.
    """
    from valueback.record.versions import HandFile

    engagement = context.engagement(client)
    _only_a_draft(context, engagement)
    id_, file = engagement.id, HandFile(context.folder, engagement.id)
    old = file.content()
    assert old is not None  # as it was read just now
    if context.dry_run:
        return _answer(context, id_, "Would discard", kept="")
    if not yes and context.prompts.interactive:
        said = f"{engagement.client.name}, {engagement.agreement.title}: discard this draft?"
        if not context.prompts.confirm(said, default=False):
            raise refused("Nothing was discarded.", f"See it with: valueback show {id_}")
    kept = file.discard(old, context.now)
    return _answer(context, id_, "Discarded", kept=str(kept))


def _only_a_draft(context: Context, engagement: Engagement) -> None:
    """Refused where anything rests on it: entries of its own, or a renewal."""
    id_ = engagement.id
    log = engagement.log
    if any(entry.id not in log.void_ids and entry.kind != "void" for entry in log.entries):
        raise refused(
            f"{id_} has entries, and what was logged stays.", f"End it with: valueback end {id_}"
        )
    for other in context.folder.ids():
        try:
            renewed = context.folder.read(other).engagement.header.previous
        except Refused:
            continue  # what cannot be read says nothing of it
        if renewed == id_:
            raise refused(
                f"{other} renews it.", f"Discard that one first: valueback discard {other}"
            )


def _answer(context: Context, id_: str, word: str, *, kept: str) -> Answer:
    documents = context.folder.documents(id_)
    papers = str(documents) if documents.is_dir() else None
    report = {
        "schema": 1,
        "report": "discard",
        "engagement": id_,
        "kept": kept or None,
        "papers": papers,
        "saved": not context.dry_run,
    }
    lines = [f"{word} {id_}.{f' A copy is kept in {kept}' if kept else ''}"]
    if papers:
        lines.append(f"  Its papers are still in {papers}: delete them if nobody needs them.")
    if kept:
        lines.append(f"  Bring it back with: valueback history {id_} --restore 1")
    return Answer(report, lambda: "".join(f"{line}\n" for line in lines), saved=not context.dry_run)
