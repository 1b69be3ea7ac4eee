"""A meeting was held, or somebody did not come."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    BookingOption,
    ClientArgument,
    ItemOption,
    MinutesOption,
    NoShowOption,
    NoteOption,
)
from valueback.cli.context import Context
from valueback.cli.declared import Option

FIELDS = {"at": "start"}
"""Fields of what is written that are given by another name here."""


def run(
    context: Context,
    client: ClientArgument,
    start: Annotated[
        str | None,
        Option("--start", "--at", metavar="WHEN", help="The agreed start, if nothing is booked."),
    ] = None,
    booking: BookingOption = None,
    minutes: MinutesOption = None,
    actual: Annotated[
        int | None, Option("--actual", min=0, help="How many minutes it took in the end.")
    ] = None,
    no_show: NoShowOption = None,
    late: Annotated[int, Option("--late", min=0, help="Minutes the client was late.")] = 0,
    left_early: Annotated[
        int, Option("--left-early", min=0, help="Minutes the client left early.")
    ] = 0,
    provider_late: Annotated[
        int, Option("--provider-late", min=0, help="Minutes you were late yourself.")
    ] = 0,
    recording: Annotated[
        str | None,
        Option("--recording", metavar="WHERE", help="Where both can hear the recording."),
    ] = None,
    item: ItemOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without --booking or --start, the latest booked meeting without an outcome is meant."""
    from valueback.drafting.meetings import session

    plan = session(
        start=context.moment(start),
        booking=booking,
        minutes=minutes,
        item=item,
        actual=actual,
        no_show=no_show,
        late=late,
        left_early=left_early,
        provider_late=provider_late,
        recording=context.prompts.optional_text(recording),
        note=note,
    )
    then = "valueback show {id}" if no_show else "valueback request-feedback {id}"
    return context.save(client, plan, then=then)
