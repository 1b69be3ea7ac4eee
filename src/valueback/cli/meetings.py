"""Every meeting: what was agreed, and what happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.options import (
    AtOption,
    ClientArgument,
    MinutesOption,
    NoteOption,
)
from valueback.errors import mistyped, refused
from valueback.moments import show_moment

if TYPE_CHECKING:
    from valueback.model.draft import Draft
    from valueback.model.entries import Booking

Party = Literal["client", "provider"]

_ASK_FEEDBACK = "valueback request-feedback {id}"
_HOUR = 60
"""Minutes that a meeting takes where nobody said otherwise."""

_SHOW = "valueback show {id}"


def book(
    desk: Desk,
    client: ClientArgument,
    to: Annotated[
        str | None,
        typer.Argument(metavar="[START]", help="The agreed start: 2026-03-02 10:00, tue 9:30."),
    ] = None,
    weekly: Annotated[
        int, typer.Option("--weekly", min=1, max=520, metavar="N", help="N meetings, a week apart.")
    ] = 1,
    minutes: MinutesOption = None,
    item: Annotated[
        str | None, typer.Option("--item", metavar="ID", help="The scope item, if not sessions.")
    ] = None,
    replaces: Annotated[
        str | None,
        typer.Option("--replaces", metavar="ID", help="The cancellation it makes up for."),
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="A new date, in place of nothing.")] = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """After a cancellation, a single new date is taken to replace what was cancelled; say --new
    if it does not. A series keeps its time of day across clock changes.
    """
    start = desk.moment(desk.text(to, "When does the meeting start?", "START"), "ahead")
    assert start is not None
    starts = [_weeks_later(desk, start, number) for number in range(weekly)]

    def write(draft: Draft) -> None:
        in_place_of = replaces if new or replaces or weekly > 1 else _replaced(draft)
        _refuse_while_paused(draft, in_place_of)
        for begin in starts:
            draft.add(
                "booking",
                desk.at(at),
                to=begin,
                minutes=minutes,
                item=item,
                replaces=in_place_of,
                note=note,
            )

    return desk.save(client, write, then="valueback wrap-up {id}")


def _weeks_later(desk: Desk, start: datetime, weeks: int) -> datetime:
    from valueback.moments import on_wall

    if weeks == 0:
        return start
    local = start.astimezone(desk.zone)
    return on_wall(local.date() + timedelta(weeks=weeks), local.time(), desk.zone)


def _replaced(draft: Draft) -> str | None:
    from valueback.rules.suggestions import cancellation_to_replace

    cancelled = cancellation_to_replace(draft.timeline)
    if cancelled is None:
        return None
    draft.assume(f"Taken to replace what {cancelled.id} cancelled; say --new if it does not.")
    return cancelled.id


def _refuse_while_paused(draft: Draft, replaces: str | None) -> None:
    """Refused where the ladder has reached a pause: no new meeting is booked until both talked.

    A new date that the client still owes for a cancelled meeting is not held back.
    """
    from valueback.rules.accountability import ladder

    found = ladder(draft.timeline)
    owes = any(
        (f.check, f.status, f.entry) == ("reschedule", "pending", replaces) for f in found.findings
    )
    if found.pause is None or owes:
        return
    id_, entry = draft.engagement.id, found.pause.entry
    raise refused(
        f"No new meetings are booked now, as agreed for what was missed ({entry}).",
        f"When you have talked, go on with: valueback log-consequence {id_} {entry} reminder; or "
        f'excuse it: valueback rule {id_} {entry} excused --reason "…"',
    )


def log_session(
    desk: Desk,
    client: ClientArgument,
    start: Annotated[
        str | None,
        typer.Option(
            "--start", "--at", metavar="WHEN", help="The agreed start, if nothing is booked."
        ),
    ] = None,
    booking: Annotated[
        str | None, typer.Option("--booking", metavar="ID", help="Which booking, like B5.")
    ] = None,
    minutes: MinutesOption = None,
    actual: Annotated[
        int | None, typer.Option("--actual", min=0, help="How many minutes it took in the end.")
    ] = None,
    no_show: Annotated[Party | None, typer.Option("--no-show", help="Who did not come.")] = None,
    late: Annotated[int, typer.Option("--late", min=0, help="Minutes the client was late.")] = 0,
    left_early: Annotated[
        int, typer.Option("--left-early", min=0, help="Minutes the client left early.")
    ] = 0,
    recording: Annotated[
        str | None,
        typer.Option("--recording", metavar="WHERE", help="Where both can hear the recording."),
    ] = None,
    item: Annotated[
        str | None, typer.Option("--item", metavar="ID", help="The scope item, if not sessions.")
    ] = None,
    note: NoteOption = None,
) -> Answer:
    """Without --booking or --start, the latest booked meeting without an outcome is meant."""
    given = desk.optional_text(recording)
    begin = desk.moment(start)

    def write(draft: Draft) -> None:
        held = held_booking(desk, draft, booking, begin)
        draft.add(
            "session",
            held.to if begin is None and held else begin,
            minutes=minutes or planned_minutes(draft, held, item),
            booking=held.id if held else None,
            item=item or (held.item if held and held.item != "sessions" else None),
            actual_minutes=actual,
            no_show=no_show,
            late_minutes=late or None,
            left_early_minutes=left_early or None,
            recording=given,
            note=note,
        )

    return desk.save(client, write, then=_SHOW if no_show else _ASK_FEEDBACK)


def held_booking(
    desk: Desk, draft: Draft, named: str | None, begin: datetime | None
) -> Booking | None:
    """The booking that a meeting belongs to; None for a start that was never booked.

    Raises Mistyped where neither a booking nor a start is known: a start is never assumed.
    """
    from valueback.rules.suggestions import booking_just_held

    known = draft.timeline
    if named is not None:
        found = known.bookings.get(named)
        if found is None:
            raise refused(f"There is no booking {named}.", "See them with: valueback show")
        return found
    if begin is not None:
        return _booked_for(draft, begin)
    latest = booking_just_held(known)
    if latest is None:
        raise mistyped(
            "Which meeting? No booked one is without an outcome.",
            "Give the agreed start: --start '2026-01-12 10:00'.",
        )
    draft.assume(f"Taken to be {latest.id}, booked for {show_moment(latest.to, desk.zone)}.")
    return latest


def _booked_for(draft: Draft, begin: datetime) -> Booking | None:
    """The open booking of that start; Refused where another one was agreed for that time."""
    from valueback.rules.bookings import without_outcome

    for booking in without_outcome(draft.timeline):
        if booking.to == begin:
            return booking
        if booking.to < begin < booking.to + timedelta(minutes=booking.minutes or _HOUR):
            raise refused(
                f"{booking.id} was agreed for {show_moment(booking.to, draft.engagement.zone)}.",
                f"A meeting goes by its agreed start: --booking {booking.id}; see also --late.",
            )
    return None


def planned_minutes(draft: Draft, booking: Booking | None, item: str | None) -> int:
    """How long the meeting was to take: as booked, else as the scope says, else an hour."""
    from valueback.rules.bookings import agreed_minutes

    wanted = item or (booking.item if booking else "sessions")
    agreed = agreed_minutes(draft.timeline, booking, wanted)
    if agreed:
        return agreed
    draft.assume("Taken to be planned for 60 minutes; say --minutes otherwise.")
    return 60


def log_cancellation(
    desk: Desk,
    client: ClientArgument,
    by: Annotated[Party, typer.Option("--by", help="Who called it off.")] = "client",
    booking: Annotated[
        str | None, typer.Option("--booking", metavar="ID", help="Which booking, like B5.")
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--start", metavar="WHEN", help="The start that is called off, booked or not."
        ),
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="WHEN", help="When notice was given, with the time of day."),
    ] = None,
    note: NoteOption = None,
) -> Answer:
    """Without --booking or --start, the next meeting that lay ahead is meant. What counts is the
    moment of notice, so --at needs a time of day.
    """
    begin = desk.moment(start, "ahead")
    notice = desk.moment(at)

    def write(draft: Draft) -> None:
        called_off = _called_off(desk, draft, booking, begin, notice)
        draft.add("cancellation", notice, booking=called_off, by=by, reason=reason, note=note)

    return desk.save(client, write, then="valueback book {id} 'tue 10:00'")


def _called_off(
    desk: Desk, draft: Draft, named: str | None, begin: datetime | None, notice: datetime | None
) -> str:
    """The booking to cancel; a start that was never booked is booked in the same write."""
    from valueback.model.timeline import Timeline
    from valueback.rules.bookings import without_outcome
    from valueback.rules.suggestions import booking_ahead

    if named is not None:
        return named
    if begin is not None:
        booked = next((b for b in without_outcome(draft.timeline) if b.to == begin), None)
        return booked.id if booked else draft.add("booking", notice, to=begin).id
    then = Timeline(draft.engagement, notice or draft.now)
    ahead = booking_ahead(then)
    if ahead is None:
        raise mistyped(
            "Which meeting? None is booked ahead.", "Give its start: --start 'tue 10:00'."
        )
    draft.assume(f"Taken to be {ahead.id}, booked for {show_moment(ahead.to, desk.zone)}.")
    return ahead.id
