"""The client paid."""

from __future__ import annotations

from typing import Annotated, Literal

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    AmountArgument,
    AtOption,
    ClientArgument,
    MeantOption,
    NoteOption,
)
from valueback.cli.context import Context
from valueback.cli.declared import Option


def run(
    context: Context,
    client: ClientArgument,
    amount: AmountArgument,
    for_: Annotated[
        Literal["agreement", "change-order", "penalty", "expense"],
        Option("--for", help="What was paid; only the first two can come back."),
    ] = "agreement",
    meant: MeantOption = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """From the first payment on, a refund is counted from what was paid and not from the price."""
    from valueback.drafting.money import payment

    engagement = context.engagement(client)
    paid = context.amount(amount, engagement, "amount")
    plan = payment(amount=paid, purpose=for_, meant=meant, at=context.at(at), note=note)
    return context.answered(context.append(engagement.id, plan), "valueback check-payments {id}")
