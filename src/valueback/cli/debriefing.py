"""The questions after a meeting, at a terminal; Enter takes the likely answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from valueback.cli.arguments import PartyChoice
from valueback.cli.context import Context
from valueback.frozen import replace
from valueback.moments import day_of, show_moment
from valueback.typed_words import is_nothing

if TYPE_CHECKING:
    from valueback.drafting.wrap_up import Meeting
    from valueback.model.engagement import Engagement
    from valueback.model.timeline import Timeline


def asked(context: Context, engagement: Engagement, meeting: Meeting) -> Meeting:
    """The meeting with the answers to what was not given."""
    prompts = context.prompts
    meeting = _which(context, engagement, meeting)
    if meeting.no_show is None:
        held = prompts.until_understood("Did it take place? (yes / no)", _held, "yes")
        if held == "no":
            who = "Who did not come? (client / me)"
            held = prompts.choice(None, who, "--no-show", among=("client", "me"))
        meeting = replace(meeting, no_show=_MISSED_BY[held])
    if meeting.no_show is None:
        meeting = _course(context, meeting)
    meeting = replace(meeting, done=meeting.done or homework_done(context, engagement))
    meeting = _new_homework(context, engagement, meeting)
    if meeting.no_show is None:
        meeting = _said(context, meeting)
    return replace(meeting, following=meeting.following or _next(context, engagement))


def _which(context: Context, engagement: Engagement, meeting: Meeting) -> Meeting:
    from valueback.rules.suggestions import booking_just_held

    if meeting.start or meeting.booking:
        return meeting
    latest = booking_just_held(context.timeline_of(engagement))
    if latest is not None:
        start = show_moment(latest.to, context.zone)
        context.prompts.show(f"The meeting of {start} ({latest.id}).")
        return replace(meeting, booking=latest.id)
    begun = context.prompts.until_understood(
        "When did the meeting start? (today 10:00)", context.moment, needed=True
    )
    return replace(meeting, start=begun)


_MISSED_BY: dict[str, PartyChoice | None] = {"yes": None, "client": "client", "me": "provider"}
"""Who did not come, by the answer to whether it took place."""


def _held(text: str) -> str:
    """Whether it took place, or who did not come."""
    if is_nothing(text):
        return "no"
    found = [word for word in _MISSED_BY if text and word.startswith(text.lower())]
    if len(found) != 1:
        raise ValueError("Please answer yes or no.")
    return found[0]


def _course(context: Context, meeting: Meeting) -> Meeting:
    """Late, cut short, recorded?"""
    prompts = context.prompts
    if meeting.late is None:
        late = prompts.until_understood("Minutes the client was late?", _minutes, "0")
        meeting = replace(meeting, late=late)
    if meeting.left_early is None:
        early = prompts.until_understood("Minutes the client left early?", _minutes, "0")
        meeting = replace(meeting, left_early=early)
    if meeting.provider_late is None:
        own = prompts.until_understood("Minutes you were late yourself?", _minutes, "0")
        meeting = replace(meeting, provider_late=own)
    if meeting.recording is None:
        where = prompts.ask("Where is the recording? (Enter for none)") or None
        meeting = replace(meeting, recording=where)
    return meeting


def score(context: Context) -> int | None:
    """How much the client took away, where they said it."""

    def read(text: str) -> int | None:
        if text not in ("", "1", "2", "3", "4", "5"):
            raise ValueError("Please give a number from 1 (nothing) to 5 (a lot).")
        return int(text) if text else None

    question = "How much did they take away, 1 to 5? (Enter if they did not say)"
    return context.prompts.until_understood(question, read)


def _said(context: Context, meeting: Meeting) -> Meeting:
    """What the client said of the meeting, there and then."""
    prompts = context.prompts
    if meeting.value is None and meeting.missing is None:
        meeting = replace(meeting, value=score(context))
    if meeting.missing is None:
        missed = prompts.ask("Anything they missed? (Enter for nothing)") or None
        meeting = replace(meeting, missing=missed)
    if meeting.value is not None and meeting.missing is None and meeting.said is None:
        words = prompts.until_understood("In their words?", _some_words, needed=True)
        meeting = replace(meeting, said=words)
    return meeting


def _some_words(text: str) -> str:
    if not text:
        raise ValueError("Please give a few words: a score alone is no feedback.")
    return text


def _minutes(text: str) -> int:
    if is_nothing(text):
        return 0
    if not (text.isascii() and text.isdigit()):
        raise ValueError("Please give whole minutes, like 10.")
    return int(text)


def homework_done(context: Context, engagement: Engagement) -> tuple[str, ...]:
    """The open homework that is done by now, asked one by one."""
    from valueback.rules.suggestions import open_homework

    waiting = open_homework(context.timeline_of(engagement))
    return tuple(
        task.id
        for task in waiting
        if context.prompts.confirm(f"Homework {task.id} done? ({task.text})", default=False)
    )


def _new_homework(context: Context, engagement: Engagement, meeting: Meeting) -> Meeting:
    if meeting.homework is not None:
        return meeting
    text = context.prompts.ask("New homework? (Enter for none)") or None
    if text is None or meeting.due is not None:
        return replace(meeting, homework=text)
    timeline = context.timeline_of(engagement)
    within = engagement.agreement.meetings.homework_due
    usual = timeline.calendar.day_after(within, _held_on(context, meeting, timeline))
    likely = max(usual, context.today).isoformat()
    due = context.prompts.until_understood("Due by?", _from_today(context), likely)
    return replace(meeting, homework=text, due=due)


def _held_on(context: Context, meeting: Meeting, timeline: Timeline) -> date:
    """The day of the meeting, from which the usual time for homework counts."""
    booking = timeline.bookings.get(meeting.booking or "")
    start = meeting.start or (booking.to if booking else context.now)
    return min(day_of(start, context.zone), context.today)


def _from_today(context: Context) -> Callable[[str], date]:
    def read(text: str) -> date:
        day = context.day(text)
        if day < context.today:
            raise ValueError("That day has passed; please give a later one.")
        return day

    return read


def _next(context: Context, engagement: Engagement) -> datetime | None:
    from valueback.rules.accountability import ladder
    from valueback.rules.suggestions import booking_ahead

    timeline = context.timeline_of(engagement)
    if ladder(timeline).pause is not None:
        context.prompts.show("No new meetings are booked now: the agreed pause is in force.")
        return None
    ahead = booking_ahead(timeline)
    if ahead is not None:
        start = show_moment(ahead.to, context.zone)
        context.prompts.show(f"Next meeting: {start} ({ahead.id}).")
        return None
    return context.prompts.until_understood(
        "Next meeting? (tue 10:00; Enter for none yet)",
        lambda text: _ahead(context, text) if text else None,
    )


def _ahead(context: Context, text: str) -> datetime:
    start = context.moment(text, "ahead")
    if start <= context.now:
        raise ValueError("That has passed; please give a later start.")
    return start
