"""What both sides should know so far, sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valueback.cli.answers import Answer
from valueback.cli.arguments import ClientArgument, HtmlOption, NoteOption, PdfOption
from valueback.cli.context import Context
from valueback.cli.paper import Chosen, paper_of, put

if TYPE_CHECKING:
    from valueback.drafting.draft import Written
    from valueback.model.entries import Statement
    from valueback.render.paper import Paper


def run(
    context: Context,
    client: ClientArgument,
    html: HtmlOption = False,
    pdf: PdfOption = False,
    note: NoteOption = None,
) -> Answer:
    """A document for both, with a fingerprint over agreement and entries, and an entry that notes
    it. Whoever holds the fingerprint can have it checked later with `verify`.
    """
    from valueback.drafting.service import statement
    from valueback.record.documents import write_generated
    from valueback.render.evidence import statement_text

    id_ = context.client(client)
    plan = statement(note=note)
    planned = context.rehearse(id_, plan)
    paper = _document(context, planned)  # a template that does not work refuses it before
    written = planned if context.dry_run else context.append(id_, plan, rehearsed=True)
    if written.made != planned.made:
        paper = _document(context, written)
    made = written.made
    folder = context.folder.documents(id_)
    path, _, remark = put(context, folder, paper, Chosen(html, pdf))
    file = folder / f"statement-{made.id}.txt"
    if not context.dry_run:
        write_generated(file, statement_text(written.before, made.through), context.folder.path)
    report = {
        "schema": 1,
        "report": "statement",
        "engagement": id_,
        "id": made.id,
        "through": made.through,
        "fingerprint": made.fingerprint,
        "path": str(path),
        "file": str(file),
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
            f"  The document is {path}\n{remark}"
            f"  With it goes {file}: its SHA-256 is the fingerprint.\n{then}\n"
        ),
        saved=not context.dry_run,
    )


def _document(context: Context, written: Written[Statement]) -> Paper:
    from valueback.render.evidence import statement_words

    timeline, name = context.timeline_of(written.before), f"statement-{written.made.id}"
    words = statement_words(timeline, context.folder.practice, written.made)
    return paper_of(context, name, "statement.md", words, timeline.engagement)
