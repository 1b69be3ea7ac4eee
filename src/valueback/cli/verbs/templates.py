"""What clients receive, and how to word it yourself."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.completion import templates_like
from valueback.cli.context import Context
from valueback.cli.declared import Option
from valueback.cli.identity import language_named
from valueback.errors import refused


def run(
    context: Context,
    copy: Annotated[
        str | None,
        Option(
            "--copy",
            metavar="NAME",
            help="Copy this one out for editing.",
            autocompletion=templates_like,
        ),
    ] = None,
    language: Annotated[
        str | None,
        Option("--language", metavar="LANGUAGE", help="In that language: pt, es, de, fr."),
    ] = None,
) -> Answer:
    """Your own versions stand in the practice's folder templates/ and come first. One that begins
    with {% extends "built-in/NAME" %} changes only the blocks that it names.
    """
    from valueback.record.documents import write_new
    from valueback.record.templates import BUILT_IN

    folder = context.folder
    templates = folder.template
    if language is not None:
        templates = folder.template_in(language_named(language))
    found = templates.names()
    if copy is None:
        report = {"schema": 1, "report": "templates", "templates": found}
        return Answer(report, lambda: "".join(f"{n}  {where}\n" for n, where in found.items()))
    source = templates(f"{BUILT_IN}{copy}")
    if source is None:
        raise refused(f"There is no template {copy}.", "See them with: valueback templates")
    path = folder.path / "templates" / (language or "") / copy
    if not context.dry_run:
        write_new(path, source.text, folder.path)
    word = "Would copy" if context.dry_run else "Copied"
    report = {"schema": 1, "report": "templates", "path": str(path)}
    return Answer(report, lambda: f"{word} it to {path}\n", saved=not context.dry_run)
