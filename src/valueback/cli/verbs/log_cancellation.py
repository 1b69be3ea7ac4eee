"""A booked meeting was called off."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import BookingOption, ClientArgument, NoteOption, PartyChoice
from valueback.cli.context import Context
from valueback.cli.declared import Option


def run(
    context: Context,
    client: ClientArgument,
    by: Annotated[PartyChoice, Option("--by", help="Who called it off.")] = "client",
    booking: BookingOption = None,
    start: Annotated[
        str | None,
        Option("--start", metavar="WHEN", help="The start that is called off, booked or not."),
    ] = None,
    reason: Annotated[str | None, Option("--reason", metavar="TEXT", help="Why.")] = None,
    at: Annotated[
        str | None,
        Option("--at", metavar="WHEN", help="When notice was given, with the time of day."),
    ] = None,
    note: NoteOption = None,
) -> Answer:
    """Without --booking or --start, the next meeting that lay ahead is meant. What counts is the
    moment of notice, so --at needs a time of day.
    """
    from valueback.drafting.meetings import cancellation

    plan = cancellation(
        by=by,
        booking=booking,
        start=context.moment(start, "ahead"),
        reason=reason,
        at=context.moment(at),
        note=note,
    )
    return context.save(client, plan, then='valueback book {id} "tue 10:00"')
