"""You paid back."""

from __future__ import annotations

from typing import Annotated

import typer

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, NoteOption
from valueback.cli.context import Context


def run(
    context: Context,
    client: ClientArgument,
    amount: Annotated[
        str | None,
        typer.Argument(metavar="[AMOUNT]", help="What went back; all of it if left out."),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without an amount, what the guarantee still owes."""
    from valueback.drafting.outcome import refund

    engagement = context.engagement(client)
    back = context.amount(amount, engagement, "amount")
    plan = refund(amount=back, at=context.at(at), note=note)
    return context.answered(context.append(engagement.id, plan), "valueback check-guarantee {id}")
