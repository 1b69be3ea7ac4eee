"""You paid back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, get_args

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, MeantOption, NoteOption
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option

if TYPE_CHECKING:
    from decimal import Decimal

    from valueback.model.timeline import Timeline

Causes = Literal["guarantee", "leaving", "meeting", "correction", "goodwill"]

FIELDS = {"cause": "for_"}
"""What the draft calls a field, and the parameter that gives it."""


def run(
    context: Context,
    client: ClientArgument,
    amount: Annotated[
        str | None,
        Argument(metavar="[AMOUNT]", help="What went back; all that is due if left out."),
    ] = None,
    for_: Annotated[
        Causes | None,
        Option("--for", help="What it is for; what is due is proposed."),
    ] = None,
    settles: Annotated[
        bool,
        Option("--settles", help="Both agreed that nothing more is due."),
    ] = False,
    meant: MeantOption = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without an amount, what is due: to somebody who left, by the guarantee, or what was paid too
    much. Money for a meeting that was not held, or given back as a kindness, is no refund of the
    guarantee: say what it is for.
    """
    from valueback.drafting.money import refund

    engagement = context.engagement(client)
    back = context.amount(amount, engagement, "amount")
    timeline = context.timeline_of(engagement)
    cause = for_ or _asked_for(context, timeline, back)
    if not settles and back is not None:
        settles = _asked_whether_settled(context, timeline, cause, back)
    plan = refund(
        amount=back,
        cause=cause,
        settles=settles,
        meant=meant,
        at=context.at(at),
        note=note,
    )
    return context.answered(context.append(engagement.id, plan), "valueback check-guarantee {id}")


def _asked_for(context: Context, timeline: Timeline, back: Decimal | None) -> Causes | None:
    """What it is for, asked at the terminal where nothing is due that says it."""
    from valueback.drafting.money import proposal

    proposed = proposal(timeline)
    if not context.prompts.interactive or (proposed is None and back is None):
        return None
    causes: tuple[Causes, ...] = get_args(Causes)
    return context.prompts.choice(
        None,
        "What is it for: guarantee, leaving, meeting, correction or goodwill?",
        "--for",
        among=causes,
        default=proposed.cause if proposed is not None else "",
    )


def _asked_whether_settled(
    context: Context, timeline: Timeline, cause: Causes | None, back: Decimal
) -> bool:
    """Whether a smaller sum settles what is due, asked at the terminal."""
    from valueback.drafting.money import proposal
    from valueback.money import coded

    due = proposal(timeline, cause)
    if due is None or due.cause not in ("guarantee", "leaving") or back >= due.amount:
        return False
    currency = timeline.agreement.currency
    return context.prompts.confirm(
        f"{coded(due.amount, currency)} is due. Did you both agree that "
        f"{coded(back, currency)} settles it?",
        default=False,
    )
