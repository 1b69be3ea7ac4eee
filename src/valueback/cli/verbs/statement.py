"""What both sides should know so far, sealed."""

from __future__ import annotations

from valueback.cli.answers import Answer
from valueback.cli.arguments import ClientArgument, NoteOption
from valueback.cli.context import Context
from valueback.cli.paper import put


def run(context: Context, client: ClientArgument, note: NoteOption = None) -> Answer:
    """A document for both, with a fingerprint over agreement and entries, and an entry that notes
    it. Whoever holds the fingerprint can have it checked later with `verify`.
    """
    from valueback.drafting.service import statement
    from valueback.render.documents import rendered
    from valueback.render.evidence import statement_words

    id_ = context.client(client)
    written = context.append(id_, statement(note=note))
    made = written.made
    words = statement_words(context.timeline_of(written.before), context.folder.practice, made)
    text = rendered("statement.md", words, context.folder.template)
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
