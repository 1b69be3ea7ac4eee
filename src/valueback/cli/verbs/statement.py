"""What both sides should know so far, sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valueback.cli.answers import Answer
from valueback.cli.arguments import ClientArgument, NoteOption
from valueback.cli.context import Context
from valueback.cli.paper import put

if TYPE_CHECKING:
    from valueback.drafting.draft import Written
    from valueback.model.entries import Statement


def run(context: Context, client: ClientArgument, note: NoteOption = None) -> Answer:
    """A document for both, with a fingerprint over agreement and entries, and an entry that notes
    it. Whoever holds the fingerprint can have it checked later with `verify`.
    """
    from valueback.drafting.service import statement

    id_ = context.client(client)
    plan = statement(note=note)
    planned = context.rehearse(id_, plan)
    text = _document(
        context, planned
    )  # a template that does not work refuses it before it is noted
    written = planned if context.dry_run else context.append(id_, plan, rehearsed=True)
    if written.made != planned.made:
        text = _document(context, written)
    made = written.made
    path = put(context, written.after, f"statement-{made.id}.md", text, None)
    report = {
        "schema": 1,
        "report": "statement",
        "engagement": id_,
        "id": made.id,
        "through": made.through,
        "fingerprint": made.fingerprint,
        "path": str(path),
        "saved": not context.dry_run,
        "entries": list(written.entries),
    }
    word = "Would save" if context.dry_run else "Saved"
    then = context.next(f"valueback verify {id_} {made.id}")
    return Answer(
        report,
        lambda: (
            f"{word} {made.id}, a statement of everything through {made.through}.\n"
            f"  Fingerprint: {made.fingerprint}\n"
            f"  The document is {path}\n{then}\n"
        ),
        saved=not context.dry_run,
    )


def _document(context: Context, written: Written[Statement]) -> str:
    from valueback.render.documents import rendered
    from valueback.render.evidence import statement_words

    timeline = context.timeline_of(written.before)
    words = statement_words(timeline, context.folder.practice, written.made)
    return rendered("statement.md", words, context.folder.template)
