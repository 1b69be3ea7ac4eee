"""What was agreed about meetings, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from valueback.drafting.draft import Draft, drafts
from valueback.errors import Hint, mistyped, refused
from valueback.model.agreement import SESSIONS
from valueback.model.data import Party
from valueback.model.entries import Booking, Cancellation, Session
from valueback.model.message import FieldName, say
from valueback.model.timeline import Timeline
from valueback.moments import show_moment
from valueback.rules.accountability import ladder
from valueback.rules.bookings import USUAL_MINUTES, agreed_minutes, without_outcome
from valueback.rules.suggestions import booking_ahead, booking_just_held, meeting_to_replace


@drafts
def book(
    draft: Draft,
    *,
    starts: Sequence[datetime],
    minutes: int | None = None,
    item: str | None = None,
    replaces: str | None = None,
    new: bool = False,
    at: datetime | None = None,
    note: str | None = None,
) -> list[Booking]:
    """Starts that both agreed. A single one is taken to replace what was cancelled, unless new."""
    given = replaces is not None or new or len(starts) > 1
    in_place_of = replaces if given else _replaced(draft)
    _refuse_while_paused(draft, in_place_of)
    return [
        draft.add(
            Booking(
                at=draft.at(at),
                to=start,
                minutes=minutes,
                replaces=in_place_of,
                note=note,
                **_named(item),
            )
        )
        for start in starts
    ]


def _replaced(draft: Draft) -> str | None:
    before = meeting_to_replace(draft.timeline)
    if before is None:
        return None
    key = "assumed.replaces" if isinstance(before, Cancellation) else "assumed.makes-up-for"
    draft.assume(say(key, entry=before.id), say("otherwise.new", flag=FieldName("new")))
    return before.id


def _refuse_while_paused(draft: Draft, replaces: str | None) -> None:
    """Refused where the ladder has reached a pause: no new meeting is booked until both talked.

    A new date that the client still owes for a cancelled meeting is not held back (decision
    2026-11-22: a pause is in force from the miss on).
    """
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


@drafts
def session(
    draft: Draft,
    *,
    start: datetime | None = None,
    booking: str | None = None,
    minutes: int | None = None,
    item: str | None = None,
    actual: int | None = None,
    no_show: Party | None = None,
    late: int = 0,
    left_early: int = 0,
    provider_late: int = 0,
    recording: str | None = None,
    note: str | None = None,
) -> Session:
    """A meeting that was held, or that one side missed."""
    held = _held_booking(draft, booking, start)
    planned = minutes or _planned_minutes(draft, held, item)
    begun = held.to if start is None and held is not None else start
    return draft.add(
        Session(
            at=draft.at(begun),
            minutes=planned,
            booking=held.id if held else None,
            actual_minutes=actual,
            no_show=no_show,
            late_minutes=late,
            left_early_minutes=left_early,
            provider_late_minutes=provider_late,
            recording=recording,
            note=note,
            **_named(item),
        )
    )


def _named(item: str | None) -> dict[str, Any]:
    """The item, where one was named; else it follows from the booking and the agreement."""
    return {} if item is None else {"item": item}


def _held_booking(draft: Draft, named: str | None, begun: datetime | None) -> Booking | None:
    """The booking that a meeting belongs to; None for a start that was never booked.

    Raises Mistyped where neither a booking nor a start is known: a start is never assumed.
    """
    known = draft.timeline
    if named is not None:
        found = known.bookings.get(named)
        if found is None:
            raise refused(f"There is no booking {named}.", "See them with: valueback show")
        return found
    if begun is not None:
        return _booked_for(draft, begun)
    latest = booking_just_held(known)
    if latest is None:
        raise mistyped(
            "Which meeting? No booked one is without an outcome.",
            hint=Hint('Give the agreed start: {} "2026-01-12 10:00".', "at"),
        )
    draft.assume(say("assumed.booking", booking=latest.id, start=known.local(latest.to)))
    return latest


def _booked_for(draft: Draft, begun: datetime) -> Booking | None:
    """The open booking of that start; Refused where another one was agreed for that time."""
    for booking in without_outcome(draft.timeline):
        if booking.to == begun:
            return booking
        if booking.to < begun < booking.to + timedelta(minutes=booking.minutes or USUAL_MINUTES):
            raise refused(
                f"{booking.id} was agreed for {show_moment(booking.to, draft.engagement.zone)}.",
                "A meeting goes by its agreed start.",
                Hint(f"Say {{}} {booking.id}, and how late it began.", "booking"),
            )
    return None


def _planned_minutes(draft: Draft, booking: Booking | None, item: str | None) -> int:
    """How long the meeting was to take: as booked, else as the scope says, else an hour."""
    known = draft.timeline
    usual = known.agreement.sessions_item
    of_booking = known.item_of(booking) if booking else usual.id if usual else SESSIONS
    agreed = agreed_minutes(known, booking, item or of_booking)
    if agreed:
        return agreed
    draft.assume(
        say("assumed.minutes", count=USUAL_MINUTES), say("otherwise", flag=FieldName("minutes"))
    )
    return USUAL_MINUTES


@drafts
def cancellation(
    draft: Draft,
    *,
    by: Party,
    booking: str | None = None,
    start: datetime | None = None,
    reason: str | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> Cancellation:
    """A booking called off; `at` is when notice was given."""
    called_off = _called_off(draft, named=booking, start=start, notice=at)
    return draft.add(
        Cancellation(at=draft.at(at), booking=called_off, by=by, reason=reason, note=note)
    )


def _called_off(
    draft: Draft, *, named: str | None, start: datetime | None, notice: datetime | None
) -> str:
    """The booking to cancel; a start that was never booked is booked in the same write."""
    if named is not None:
        return named
    if start is not None:
        booked = next((b for b in without_outcome(draft.timeline) if b.to == start), None)
        return booked.id if booked else draft.add(Booking(at=draft.at(notice), to=start)).id
    then = Timeline(draft.engagement, draft.at(notice))
    ahead = booking_ahead(then)
    if ahead is None:
        raise mistyped(
            "Which meeting? None is booked ahead.",
            hint=Hint('Give its start: {} "tue 10:00".', "start"),
        )
    draft.assume(say("assumed.booking", booking=ahead.id, start=then.local(ahead.to)))
    return ahead.id


@drafts
def move(
    draft: Draft,
    *,
    booking: str,
    start: datetime,
    by: Party,
    minutes: int | None = None,
    reason: str | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> list[Booking]:
    """A booking given another start: called off and booked anew at one moment, that of notice.

    Raises Mistyped for a start that had passed by then.
    """
    if start <= draft.at(at):
        raise mistyped(
            f"{show_moment(start, draft.engagement.zone)} had passed when notice was given.",
            "Give a date that lies ahead.",
        )
    called_off = draft.carry_out(
        cancellation(by=by, booking=booking, reason=reason, at=at, note=note)
    )
    before = draft.timeline.bookings.get(booking)
    return draft.carry_out(
        book(
            starts=[start],
            minutes=minutes or (before.minutes if before else None),
            item=before.item if before else None,
            replaces=called_off.id,
            at=at,
        )
    )
