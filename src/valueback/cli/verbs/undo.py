"""What the last command wrote, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, NamedTuple

from valueback.cli.answers import Answer
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option
from valueback.cli.several import saved_for_several
from valueback.errors import Refused, refused

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement
    from valueback.record.seals import Latest


def run(
    context: Context,
    client: Annotated[
        str | None,
        Argument(metavar="[CLIENT]", help="Whose last command; that of the practice if left out."),
    ] = None,
    reason: Annotated[
        str, Option("--reason", metavar="TEXT", help="Why it is taken back.")
    ] = "it was a mistake",
    yes: Annotated[
        bool, Option("--yes", help="Also where it is not sure what the last command wrote.")
    ] = False,
) -> Answer:
    """Everything that the last command wrote is voided, latest entry first. Again, and the command
    before that is undone. Without a client, and where it is not sure which entries those are, as
    after a merge, it shows them and asks.
    """
    from valueback.record.append import Manner, undo

    last = _last_of_all(context) if client is None else [_last_of(context, context.client(client))]
    sure = client is not None and last[0].latest.sure
    if not yes and (context.prompts.interactive or not sure):
        _agreed(context, last, whole_practice=client is None)
    manner = Manner(accepts=context.switches.accept_changes, dry_run=context.dry_run)
    written = []
    for engagement, latest in last:
        done = undo(
            context.folder, engagement.id, latest.ids, reason, now=context.now, manner=manner
        )
        context.notice(done.altered)
        written.append(done.written)
    if len(written) == 1:
        return context.answered(written[0], "valueback show {id}")
    return saved_for_several(context, written, "valueback list")


class _Last(NamedTuple):
    """What the last command wrote to an engagement."""

    engagement: Engagement
    latest: Latest


def _last_of(context: Context, id_: str) -> _Last:
    from valueback.record.append import latest_of

    return _Last(*latest_of(context.folder, id_))


def _last_of_all(context: Context) -> list[_Last]:
    """What the last command of the practice wrote, to one engagement or to several."""
    found: list[tuple[datetime, _Last]] = []
    for id_ in context.folder.ids():
        try:
            last = _last_of(context, id_)
        except Refused:  # nothing to take back there, or a file that cannot be read
            continue
        log = last.engagement.log
        if not last.latest.ids:
            continue
        found.append((max(log.by_id[entry].logged for entry in last.latest.ids), last))
    if not found:
        raise refused("There is nothing to take back.", "See what there is: valueback list")
    newest = max(logged for logged, _ in found)
    return [last for logged, last in found if logged == newest]


def _agreed(context: Context, last: Sequence[_Last], *, whole_practice: bool) -> None:
    """Have it agreed what is taken back; Refused where that is not said."""
    from valueback.moments import show_moment
    from valueback.render.entries import sentence

    shown = [
        f"  {engagement.id}: {id_}  {sentence(engagement.log.by_id[id_], engagement)}, "
        f"written down {show_moment(engagement.log.by_id[id_].logged, engagement.zone)}"
        for engagement, latest in last
        for id_ in latest.ids
    ]
    ids = ", ".join(id_ for _, latest in last for id_ in latest.ids)
    first = last[0].engagement.id
    unsure = "It is not sure what the last command wrote: entries came in without a seal."
    if all(latest.sure for _, latest in last):
        unsure = f"The last command{' of the practice' * whole_practice} wrote:"
    if not context.prompts.interactive:
        told = (
            f"{unsure} {ids} ({first}); nothing"
            if whole_practice
            else f"{unsure} It may be {ids}; nothing"
        )
        raise refused(
            f"{told} was taken back.",
            f"Say yes to these with --yes, or name others: valueback void {first}",
        )
    context.prompts.show(unsure, *shown)
    if not context.prompts.confirm("Take this back?", default=False):
        raise refused("Nothing was taken back.", f"Name what is meant: valueback void {first}")
