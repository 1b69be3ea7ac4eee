"""Evidence: what both sides were told, whether the record still says so, and pages to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.look import AsOfOption, ExitCodeOption
from valueback.cli.options import ClientArgument, NoteOption
from valueback.cli.papers import OutputOption, document_answer, put
from valueback.errors import refused

if TYPE_CHECKING:
    from valueback.model.draft import Draft
    from valueback.rules.statements import Verification


def statement(desk: Desk, client: ClientArgument, note: NoteOption = None) -> Answer:
    """A document for both, with a fingerprint over agreement and entries, and an entry that notes
    it. Whoever holds the fingerprint can have it checked later with `verify`.
    """
    from valueback.model.canonical import fingerprints
    from valueback.model.timeline import Timeline
    from valueback.render.documents import rendered
    from valueback.render.evidence import statement_words

    def write(draft: Draft) -> None:
        so_far = list(fingerprints(draft.engagement))
        if not so_far:
            raise refused("There is nothing to state yet.", "Sign the agreement first.")
        through, found = so_far[-1]
        draft.add("statement", through=through, fingerprint=found, note=note)

    id_ = desk.client(client)
    written = desk.folder.append(id_, write, desk.now, dry_run=desk.dry_run)
    entry = written.entries[-1]
    timeline = Timeline(written.before, desk.now)
    words = statement_words(timeline, desk.folder.practice, entry)
    text = rendered("statement.md", words, desk.folder.template)
    path = put(desk, written.after, f"statement-{entry['id']}.md", text, None)
    report = {
        "schema": 1,
        "report": "statement",
        "engagement": id_,
        "id": entry["id"],
        "through": entry["through"],
        "fingerprint": entry["fingerprint"],
        "path": str(path),
        "saved": not desk.dry_run,
        "entries": list(written.entries),
    }
    word = "Would save" if desk.dry_run else "Saved"
    then = desk.next(f"valueback verify {id_} {entry['id']}")
    return Answer(
        report,
        lambda: (
            f"{word} {entry['id']}, a statement of everything through {entry['through']}.\n"
            f"  Fingerprint: {entry['fingerprint']}\n"
            f"  The document is {path}\n{then}\n"
        ),
        saved=not desk.dry_run,
    )


def verify(
    desk: Desk,
    client: ClientArgument,
    fingerprint: Annotated[
        str | None,
        typer.Argument(metavar="[FINGERPRINT]", help="From a statement, or its id; the latest."),
    ] = None,
    exit_code: ExitCodeOption = False,
) -> Answer:
    """Later entries, amendments and voids are fine, and so is another formatting of the file; an
    entry that was changed or lost is named.
    """
    from valueback.record.statements import papers, sealed
    from valueback.render.evidence import verify_json, verify_page
    from valueback.rules.statements import verification

    engagement = desk.engagement(client)
    known = papers(desk.folder, engagement.id), sealed(desk.folder, engagement.id)
    answer: Verification | None = verification(engagement, fingerprint, *known)
    if answer is None:
        raise refused(
            f"There is no statement {fingerprint} in the record of {engagement.id}."
            if fingerprint
            else f"No statement was made for {engagement.id} yet.",
            f"See them with: valueback show {engagement.id} --kind statement",
        )
    found = answer
    code = 4 if exit_code and not found.holds else 0
    return Answer(verify_json(found), lambda: verify_page(found), code)


def dossier(
    desk: Desk,
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

    timeline = desk.timeline(client, as_of)
    words: dict[str, Any] = dossier_words(timeline, desk.folder.practice)
    text = rendered("dossier.md", words, desk.folder.template)
    if html is not None and not desk.dry_run:
        from pathlib import Path

        from valueback.record.documents import write_chosen

        title = f"Dossier: {timeline.engagement.client.name}"
        page = page_of_markdown(title, text, desk.folder.template)
        write_chosen(Path(html).expanduser(), page, desk.folder.path)
    then = "" if html is None else f"{'Would write' if desk.dry_run else 'Wrote'} {html}\n"
    return document_answer(desk, timeline.engagement, "dossier.md", text, output, then)


def report(
    desk: Desk,
    client: Annotated[
        str | None, typer.Argument(metavar="[CLIENT]", help="One client; the practice without.")
    ] = None,
    html: Annotated[
        str | None,
        typer.Option("--html", metavar="FILE", help="Where; among the documents if left out."),
    ] = None,
    as_of: AsOfOption = None,
) -> Answer:
    """A page to open in a browser, to print, or to read on a telephone: nothing in it comes from
    elsewhere. For a client the timeline, feedback, scope and guarantee; else the whole practice.
    """
    from pathlib import Path

    from valueback.record.documents import write_chosen, write_generated
    from valueback.render.documents import page

    folder = desk.folder
    if client is not None:
        from valueback.render.report import client_report

        timeline = desk.timeline(client, as_of)
        text = page("report-client.html", client_report(timeline, folder.practice), folder.template)
        place = folder.document(timeline.engagement.id, "report.html")
    else:
        text = page("report-practice.html", _practice_words(desk, as_of), folder.template)
        place = folder.path / "documents" / "report.html"
    path = Path(html).expanduser() if html else place
    if html and not desk.dry_run:
        write_chosen(path, text, folder.path)
    elif not desk.dry_run:
        write_generated(path, text)
    word = "Would write" if desk.dry_run else "Wrote"
    found = {"schema": 1, "report": "document", "path": str(path), "saved": not desk.dry_run}
    return Answer(found, lambda: f"{word} {path}\n", saved=not desk.dry_run)


def _practice_words(desk: Desk, as_of: str | None) -> dict[str, Any]:
    from valueback.cli.look import all_facts_of
    from valueback.model.timeline import Timeline
    from valueback.render.report import extras_by_month, practice_report
    from valueback.rules.portfolio import portfolio

    folder, moment = desk.folder, desk.as_of(as_of)
    rows, broken = all_facts_of(desk, moment)
    timelines = (Timeline(folder.engagement(row.id), moment) for row in rows)
    extras = extras_by_month(timelines, folder.practice)
    return practice_report(
        portfolio(rows, folder.practice), folder.practice, moment, extras, broken
    )
