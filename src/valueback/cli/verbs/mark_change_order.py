"""What became of a change order: sent, approved, declined or void."""

from __future__ import annotations

from typing import Annotated, cast, get_args

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, NoteOption
from valueback.cli.context import Context
from valueback.cli.declared import Argument
from valueback.errors import mistyped


def run(
    context: Context,
    client: ClientArgument,
    words: Annotated[
        list[str],
        Argument(
            metavar="[CO1] sent|approved|declined|void", help="Which one, and what it became."
        ),
    ],
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without an id, the latest change order that waits for something. An approval counts only
    until the order's validity ends.
    """
    from valueback.drafting.orders import change_order_status
    from valueback.model.entries import Marked
    from valueback.render.orders import order_json, price_now
    from valueback.rules.change_orders import order_as_it_counts

    *named, status = words
    if status not in get_args(Marked) or len(named) > 1:
        raise mistyped(f"{' '.join(words)!r} is not understood.", "Write: CO1 approved")
    plan = change_order_status(
        status=cast("Marked", status),
        order=named[0] if named else None,
        at=context.at(at),
        note=note,
    )
    written = context.append(context.client(client), plan)
    engagement, id_ = written.after, written.made.change_order
    timeline = context.timeline_of(engagement)
    order = order_as_it_counts(timeline, timeline.orders[id_])
    current = price_now(timeline)
    word = "Would mark" if context.dry_run else "Marked"
    then = context.next(f"valueback check-scope {engagement.id}")
    text = f"{word} {id_} as {order.status}. {current}\n{then}\n"
    return Answer(order_json(order, engagement, None), lambda: text, saved=not context.dry_run)
