"""The agreed step that you took."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, NoteOption
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option
from valueback.model.agreement import Action


def run(
    context: Context,
    client: ClientArgument,
    miss: Annotated[
        str | None,
        Argument(metavar="[MISS]", help="The entry that was missed; the oldest owed."),
    ] = None,
    action: Annotated[
        Action | None,
        Argument(metavar="[ACTION]", help="What you did, if not what was agreed."),
    ] = None,
    amount: Annotated[
        str | None,
        Option("--amount", metavar="AMOUNT", help="What a penalty charges, if less."),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without more, the oldest action that is owed. You may do less than was agreed, and a milder
    step lifts a pause; more than was agreed is refused.
    """
    from valueback.drafting.accountability import consequence

    engagement = context.engagement(client)
    plan = consequence(
        miss=miss,
        action=action,
        amount=context.amount(amount, engagement, "amount"),
        at=context.at(at),
        note=note,
    )
    written = context.append(engagement.id, plan)
    return context.answered(written, "valueback check-accountability {id}")
