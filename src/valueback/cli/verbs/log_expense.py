"""Money that you spent for the engagement."""

from __future__ import annotations

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    AmountArgument,
    AtOption,
    ClientArgument,
    NoteOption,
    TextArgument,
)
from valueback.cli.context import Context


def run(
    context: Context,
    client: ClientArgument,
    amount: AmountArgument,
    text: TextArgument = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """What you spent comes off the price before an hour of yours is counted."""
    from valueback.drafting.scope import expense

    words = context.prompts.text(text, "What was it for?", "TEXT")
    engagement = context.engagement(client)
    spent = context.amount(amount, engagement, "amount")
    plan = expense(amount=spent, text=words, at=context.at(at), note=note)
    return context.answered(context.append(engagement.id, plan), "valueback check-scope {id}")
