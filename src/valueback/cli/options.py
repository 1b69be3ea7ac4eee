"""The arguments and options that several verbs share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from valueback.record import place


def _known_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """Ids that begin like this, for the shell; lists names, reads no file."""
    parent = ctx.parent.params.get("practice") if ctx.parent else None
    path = place.wanted(ctx.params.get("practice") or parent, os.environ, Path.cwd())
    return [id_ for id_ in place.ids(path) if id_.startswith(incomplete)]


ClientArgument = Annotated[
    str,
    typer.Argument(
        metavar="CLIENT", help="Id, or name or a part of it.", autocompletion=_known_ids
    ),
]
AtOption = Annotated[
    str | None,
    typer.Option(
        "--at", metavar="WHEN", help="When it happened: 2026-01-12 10:00, yesterday 14:00, -2d."
    ),
]
NoteOption = Annotated[
    str | None, typer.Option("--note", metavar="TEXT", help="A remark kept with the entry.")
]
SessionOption = Annotated[
    str | None, typer.Option("--session", metavar="ID", help="The meeting it is about, like S5.")
]
MinutesOption = Annotated[
    int | None, typer.Option("--minutes", min=1, help="How long, as planned.")
]
TextArgument = Annotated[
    str | None,
    typer.Argument(metavar="[TEXT]", help="The words; asked for if left out, - reads them."),
]
