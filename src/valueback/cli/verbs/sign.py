"""The signatures under an agreement."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, NoteOption
from valueback.cli.context import Context
from valueback.errors import mistyped


def run(
    context: Context,
    client: ClientArgument,
    by: Annotated[
        Literal["client", "provider", "both"] | None,
        typer.Option("--by", help="Who signed; asked for if left out."),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """The first signature freezes the agreement; with both, it is in force."""
    from valueback.drafting.service import signatures

    who = by or context.prompts.text(None, "Who signed: client, provider or both?", "--by")
    if who not in _PARTIES:
        raise mistyped(f"{who!r} cannot sign.", "One of: client, provider, both.")
    plan = signatures(parties=_PARTIES[who], at=context.at(at), note=note)
    return context.save(client, plan, then="valueback book {id} 'tue 10:00'")


_PARTIES: dict[str, tuple[Literal["client", "provider"], ...]] = {
    "client": ("client",),
    "provider": ("provider",),
    "both": ("client", "provider"),
}
