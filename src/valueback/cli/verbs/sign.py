"""The signatures under an agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, NoteOption
from valueback.cli.context import Context
from valueback.cli.declared import Option

if TYPE_CHECKING:
    from valueback.model.data import Ender, Party


def run(
    context: Context,
    client: ClientArgument,
    by: Annotated[
        Literal["client", "provider", "both"] | None,
        Option("--by", help="Who signed; asked for if left out."),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """The first signature freezes the agreement; with both, it is in force."""
    from valueback.drafting.service import signatures

    question = "Who signed: client, provider or both?"
    who = context.prompts.choice(by, question, "--by", among=tuple(_PARTIES))
    plan = signatures(parties=_PARTIES[who], at=context.at(at), note=note)
    return context.save(client, plan, then='valueback book {id} "tue 10:00"')


_PARTIES: dict[Ender, tuple[Party, ...]] = {
    "client": ("client",),
    "provider": ("provider",),
    "both": ("client", "provider"),
}
