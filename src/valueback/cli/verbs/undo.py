"""What the last command wrote, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from valueback.cli.answers import Answer
from valueback.cli.arguments import ClientArgument
from valueback.cli.context import Context
from valueback.errors import refused

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement


def run(
    context: Context,
    client: ClientArgument,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why it is taken back.")
    ] = "undone: it was a mistake",
    yes: Annotated[
        bool, typer.Option("--yes", help="Also where it is not sure what the last command wrote.")
    ] = False,
) -> Answer:
    """Everything that the last command wrote for this client is voided, latest entry first. Again,
    and the command before that is undone. Where it is not sure which entries those are, as after
    a merge, it asks.
    """
    from valueback.record.append import Manner, latest_of, undo

    id_ = context.client(client)
    engagement, latest = latest_of(context.folder, id_)
    if not latest.sure and not yes:
        _agreed(context, engagement, latest.ids)
    manner = Manner(accepts=context.switches.accept_changes, dry_run=context.dry_run)
    done = undo(context.folder, id_, latest.ids, reason, now=context.now, manner=manner)
    context.notice(done.altered)
    return context.answered(done.written, "valueback show {id}")


def _agreed(context: Context, engagement: Engagement, ids: Sequence[str]) -> None:
    """Have it agreed what is taken back; Refused where that is not said."""
    from valueback.moments import show_moment
    from valueback.render.entries import sentence

    log, zone = engagement.log, engagement.zone
    shown = [
        f"  {id_}  {sentence(log.by_id[id_], engagement)}, "
        f"written down {show_moment(log.by_id[id_].logged, zone)}"
        for id_ in ids
    ]
    unsure = "It is not sure what the last command wrote: entries came in without a seal."
    if not context.prompts.interactive:
        raise refused(
            f"{unsure} It may be {', '.join(ids)}; nothing was taken back.",
            f"Say yes to these with --yes, or name others: valueback void {engagement.id}",
        )
    context.prompts.show(unsure, *shown)
    if not context.prompts.confirm("Take this back?", default=False):
        raise refused(
            "Nothing was taken back.", f"Name what is meant: valueback void {engagement.id}"
        )
