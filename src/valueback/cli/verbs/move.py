"""A booked meeting gets another date: notice, cancellation and the new booking in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import ClientArgument, MinutesOption, NoteOption, PartyChoice
from valueback.cli.completion import bookings_like
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option
from valueback.errors import mistyped

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement


def run(
    context: Context,
    client: ClientArgument,
    words: Annotated[
        list[str] | None,
        Argument(
            metavar="[BOOKING] START",
            help="The new start: fri 10:00. The next booking is meant.",
            autocompletion=bookings_like,
        ),
    ] = None,
    by: Annotated[PartyChoice | None, Option("--by", help="Who asked for it.")] = None,
    minutes: MinutesOption = None,
    reason: Annotated[str | None, Option("--reason", metavar="TEXT", help="Why.")] = None,
    at: Annotated[
        str | None,
        Option("--at", metavar="WHEN", help="When notice was given, with the time of day."),
    ] = None,
    note: NoteOption = None,
) -> Answer:
    """Whether notice came in time is judged by the moment at which it was given: now, or --at."""
    from valueback.drafting.meetings import move

    engagement = context.engagement(client)
    booking, start = _parted(engagement, words or [])
    booking = booking or _next(context, engagement)
    typed = context.prompts.text(start, "When is it to be? (fri 10:00)", "START")
    to = context.moment(typed, "ahead")
    parties: tuple[PartyChoice, ...] = ("client", "provider")
    question = "Who asked for another date? (client / provider)"
    who = context.prompts.choice(by, question, "--by", among=parties)
    plan = move(
        booking=booking,
        start=to,
        by=who,
        minutes=minutes,
        reason=reason,
        at=context.moment(at),
        note=note,
    )
    return context.answered(context.append(engagement.id, plan), "valueback show {id}")


def _parted(engagement: Engagement, words: list[str]) -> tuple[str | None, str | None]:
    """The booking, where the first word is the id of one, and the words of the new start."""
    from valueback.model.entries import Booking

    first = words[0] if words else ""
    if isinstance(engagement.log.by_id.get(first.upper()), Booking):
        return first.upper(), " ".join(words[1:]) or None
    return None, " ".join(words) or None


def _next(context: Context, engagement: Engagement) -> str:
    """The meeting that is meant: the next one ahead, shown; else the one whose time has come."""
    from valueback.moments import show_moment
    from valueback.rules.suggestions import booking_ahead, booking_just_held

    timeline = context.timeline_of(engagement)
    found = booking_ahead(timeline) or booking_just_held(timeline)
    if found is None:
        raise mistyped(
            "No meeting is booked that could be moved.",
            f'Book one: valueback book {engagement.id} "fri 10:00"',
        )
    if context.prompts.interactive:
        context.prompts.show(
            f"The meeting of {show_moment(found.to, context.zone)} ({found.id}) is moved."
        )
    return found.id
