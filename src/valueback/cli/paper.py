"""Papers on their way to a file, to the practice's documents, or to the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from valueback.cli.answers import Answer
from valueback.cli.context import Context

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement


def document_answer(
    context: Context,
    engagement: Engagement,
    name: str,
    *,
    text: str,
    output: str | None,
    then: str,
) -> Answer:
    """A document written to its place, to a file of the user's choice, or to the terminal."""
    path = put(context, engagement, name, text, output)
    report = {"schema": 1, "report": "document", "engagement": engagement.id}
    if path is None:
        return Answer(report | {"text": text}, lambda: text)
    word = "Would write" if context.dry_run else "Wrote"
    report |= {"path": str(path), "saved": not context.dry_run}
    return Answer(report, lambda: f"{word} {path}\n{then}", saved=not context.dry_run)


def put(
    context: Context, engagement: Engagement, name: str, text: str, output: str | None
) -> Path | None:
    """Write a document, and where it is; None where it is to be printed instead."""
    return _placed(context, context.folder.document(engagement.id, name), text, output)


def put_for_practice(context: Context, name: str, text: str, output: str | None) -> Path | None:
    """Write a document about the practice, and where it is; None where it is to be printed."""
    return _placed(context, context.folder.path / "documents" / name, text, output)


def _placed(context: Context, place: Path, text: str, output: str | None) -> Path | None:
    from valueback.record.documents import write_chosen, write_generated

    if output == "-":
        return None
    path = Path(output).expanduser() if output else place
    if context.dry_run:
        return path
    if output:
        write_chosen(path, text, context.folder.path)
        return path
    return write_generated(path, text, context.folder.path)
