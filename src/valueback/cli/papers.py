"""Documents to sign, and the templates that clients' papers are made from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.options import ClientArgument
from valueback.errors import refused

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement

OutputOption = Annotated[
    str | None,
    typer.Option("--output", metavar="FILE", help="Where to write it; - prints it."),
]


def agreement(desk: Desk, client: ClientArgument, output: OutputOption = None) -> Answer:
    """Written as markdown into the practice's documents. It says exactly what the check uses."""
    from valueback.render.documents import rendered
    from valueback.render.papers import agreement_words, lacking

    engagement = desk.engagement(client)
    words = agreement_words(engagement, desk.folder.practice)
    text = rendered("agreement.md", words, desk.folder.template)
    lacks = lacking(engagement.agreement)
    then = desk.next(f"valueback sign {engagement.id} --by both") + "\n"
    if engagement.log.frozen:
        then = ""
    elif lacks:
        then = f"It cannot be signed yet: it lacks {' and '.join(lacks)}.\n"
    if engagement.agreement.guarantee.offered and not engagement.log.frozen:
        then = f"{_WORDING}{then}"
    return document_answer(desk, engagement, "agreement.md", text, output, then)


_WORDING = """\
For you, before you advertise it (facts, no legal advice):
  US: the FTC's guides (16 CFR 239.3) ask that whoever advertises with "money-back guarantee" or the
  like pays back in full on request, or says clearly beside it which conditions apply.
  UK and EU: rights by law stand beside any guarantee, and no wording takes them away (UK Consumer
  Rights Act 2015, sections 49 and 57; EU Directive 2011/83/EU, article 25).
"""
"""What the practitioner should know about the wording; never part of the client's paper."""


def document_answer(
    desk: Desk, engagement: Engagement, name: str, text: str, output: str | None, then: str
) -> Answer:
    """A document written to its place, to a file of the user's choice, or to the terminal."""
    path = put(desk, engagement, name, text, output)
    report = {"schema": 1, "report": "document", "engagement": engagement.id}
    if path is None:
        return Answer(report | {"text": text}, lambda: text)
    word = "Would write" if desk.dry_run else "Wrote"
    report |= {"path": str(path), "saved": not desk.dry_run}
    return Answer(report, lambda: f"{word} {path}\n{then}", saved=not desk.dry_run)


def put(
    desk: Desk, engagement: Engagement, name: str, text: str, output: str | None
) -> Path | None:
    """Write a document, and where it is; None where it is to be printed instead."""
    return _placed(desk, desk.folder.document(engagement.id, name), text, output)


def _placed(desk: Desk, place: Path, text: str, output: str | None) -> Path | None:
    from valueback.record.documents import write_chosen, write_generated

    if output == "-":
        return None
    path = Path(output).expanduser() if output else place
    if output and not desk.dry_run:
        write_chosen(path, text, desk.folder.path)
    elif not desk.dry_run:
        write_generated(path, text)
    return path


def practice_document(desk: Desk, name: str, text: str, output: str | None) -> Path | None:
    """Write a document about the practice, and where it is; None where it is to be printed."""
    return _placed(desk, desk.folder.path / "documents" / name, text, output)


def templates(
    desk: Desk,
    copy: Annotated[
        str | None, typer.Option("--copy", metavar="NAME", help="Copy this one out for editing.")
    ] = None,
) -> Answer:
    """Your own versions stand in the practice's folder templates/ and come first. One that begins
    with {% extends "built-in/NAME" %} changes only the blocks that it names.
    """
    from valueback.record.documents import write_new
    from valueback.record.templates import BUILT_IN, names

    found = names(desk.folder.path)
    if copy is None:
        report = {"schema": 1, "report": "templates", "templates": found}
        return Answer(report, lambda: "".join(f"{n}  {where}\n" for n, where in found.items()))
    source = desk.folder.template(f"{BUILT_IN}{copy}")
    if source is None:
        raise refused(f"There is no template {copy}.", "See them with: valueback templates")
    path = desk.folder.path / "templates" / copy
    if not desk.dry_run:
        write_new(path, source[0])
    word = "Would copy" if desk.dry_run else "Copied"
    report = {"schema": 1, "report": "templates", "path": str(path)}
    return Answer(report, lambda: f"{word} it to {path}\n", saved=not desk.dry_run)
