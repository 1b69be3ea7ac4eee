"""Papers on their way to a file, to the practice's documents, or to the terminal, in their form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from valueback.cli.answers import Answer
from valueback.cli.context import Context
from valueback.errors import mistyped

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement
    from valueback.render.paper import Paper, PaperForm


class Chosen(NamedTuple):
    """How a paper is wanted: in which form, and where; without either as the practice has it."""

    html: bool = False
    pdf: bool = False
    output: str | None = None

    def form(self, context: Context) -> PaperForm:
        """The form that was said or follows from the file's name; to the terminal, markdown."""
        from valueback.render.paper import SUFFIX

        if self.html and self.pdf:
            raise mistyped("--html and --pdf are two forms.", "Give one of them.")
        if self.html or self.pdf:
            return "html" if self.html else "pdf"
        if self.output == "-":
            return "markdown"
        suffix = Path(self.output or "").suffix.lower()
        by_name = next((form for form, end in SUFFIX.items() if end == suffix), None)
        return by_name or context.folder.practice.papers.form


class Put(NamedTuple):
    """Where a paper was written, or its text where it is printed instead, and what to say of it."""

    path: Path | None
    text: str
    remark: str = ""


def paper_of(
    context: Context,
    name: str,
    template: str,
    words: Mapping[str, Any],
    engagement: Engagement | None = None,
) -> Paper:
    """A paper from its template: in the language of an engagement, else in that of the practice."""
    from valueback.render.documents import rendered
    from valueback.render.paper import Paper

    source = context.templates(engagement)
    return Paper(name, rendered(template, words, source), source.language)


def document_answer(
    context: Context, engagement: Engagement, paper: Paper, chosen: Chosen, *, then: str
) -> Answer:
    """A paper written to its place, to a file of the user's choice, or to the terminal."""
    found = put(context, context.folder.documents(engagement.id), paper, chosen)
    report = {"schema": 1, "report": "document", "engagement": engagement.id}
    return paper_answer(context, found, report, then=then)


def paper_answer(context: Context, found: Put, report: dict[str, object], *, then: str) -> Answer:
    """What to say of a paper that was put somewhere."""
    if found.path is None:
        return Answer(report | {"text": found.text}, lambda: found.text)
    word = "Would write" if context.dry_run else "Wrote"
    report = report | {"path": str(found.path), "saved": not context.dry_run}
    said = f"{word} {found.path}\n{found.remark}{then}"
    return Answer(report, lambda: said, saved=not context.dry_run)


def put(context: Context, folder: Path, paper: Paper, chosen: Chosen) -> Put:
    """Write a paper in its form, and where it is; its text where it is to be printed instead."""
    from valueback.render.paper import as_page

    form = chosen.form(context)
    if form == "markdown":
        return _placed(context, folder / paper.name, chosen, paper.text, form)
    return put_page(context, folder, paper.name, as_page(paper, context.folder.template), chosen)


def put_page(context: Context, folder: Path, name: str, page: str, chosen: Chosen) -> Put:
    """Write a page as it is, or as a PDF.

    Where nothing here makes a PDF, the page is written, and how to print it is said.
    """
    from valueback.render.paper import SUFFIX

    if Path(chosen.output or "").suffix.lower() == SUFFIX["markdown"]:
        raise mistyped("This is a page, and has no markdown.", "Name it .html or .pdf.")
    if chosen.form(context) != "pdf":
        return _placed(context, folder / name, chosen, page, "html")
    from valueback.render.pdf import HOW_TO_PRINT, printer

    if chosen.output == "-":
        raise mistyped("A PDF cannot be printed to a terminal.", "Name a file: --output paper.pdf.")
    made = printer()
    if made is not None:
        return _placed(context, folder / name, chosen, made(page), "pdf")
    output = chosen.output and str(Path(chosen.output).with_suffix(".html"))
    found = _placed(context, folder / name, chosen._replace(output=output), page, "html")
    return found._replace(remark=f"Nothing here makes a PDF. {HOW_TO_PRINT}\n")


def _placed(
    context: Context, stem: Path, chosen: Chosen, content: str | bytes, form: PaperForm
) -> Put:
    """Write what was made to its place, to a file that was chosen, or give it to be printed."""
    from valueback.record.documents import write_chosen, write_generated
    from valueback.render.paper import SUFFIX

    text = content if isinstance(content, str) else ""
    if chosen.output == "-":
        return Put(None, text)
    place = stem.with_name(f"{stem.name}{SUFFIX[form]}")
    if chosen.output:
        place = Path(chosen.output).expanduser()
    if context.dry_run:
        return Put(place, text)
    if chosen.output:
        write_chosen(place, content, context.folder.path)
        return Put(place, text)
    return Put(write_generated(place, content, context.folder.path), text)
