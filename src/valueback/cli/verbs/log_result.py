"""Something came of it, towards a minimum result."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    AtOption,
    ClientArgument,
    EvidenceOption,
    NoteOption,
    units,
)
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option


def run(
    context: Context,
    client: ClientArgument,
    result: Annotated[
        str | None, Argument(metavar="[RESULT]", help="The id of the minimum result.")
    ] = None,
    amount: Annotated[
        str | None, Option("--amount", metavar="AMOUNT", help="The sum, where it is one.")
    ] = None,
    quantity: Annotated[
        str | None,
        Option("--quantity", metavar="N", help="How many, where something is counted."),
    ] = None,
    text: Annotated[str | None, Option("--text", metavar="TEXT", help="What came of it.")] = None,
    evidence: EvidenceOption = None,
    confirmed: Annotated[
        bool, Option("--confirmed", help="The client confirms it; only then it counts.")
    ] = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without --confirmed it is only your word, shown as such. Sums and numbers add up until the
    target.
    """
    from valueback.drafting.outcome import result as came_of_it

    engagement = context.engagement(client)
    plan = came_of_it(
        result=result,
        amount=context.amount(amount, engagement, "amount"),
        quantity=units(quantity),
        text=context.prompts.optional_text(text),
        evidence=evidence,
        confirmed=confirmed,
        at=context.at(at),
        note=note,
    )
    return context.answered(context.append(engagement.id, plan), "valueback check-guarantee {id}")
