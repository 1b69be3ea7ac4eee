"""Meetings that the client moves in good time: how many of them were agreed, and which are more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial

from valueback.model.data import PerPeriod
from valueback.model.entries import Booking, Cancellation
from valueback.model.message import Message, say
from valueback.model.periods import calendar_start
from valueback.model.timeline import Timeline
from valueback.rules.findings import Check, Finding
from valueback.rules.notice import client_cancellations, notice_of
from valueback.rules.rulings import Circumstances

MOVE = Check(clause="cancellation", id="move", about=("cancellation",), misses=("move",))
"""Not a question of the guarantee: only the ladder counts it."""


def moves_beyond(timeline: Timeline) -> Iterator[Finding]:
    """What was moved in time, more often than agreed; its moment is that of the new booking.

    What a ruling excuses uses up none of it, nor does what was moved before both had signed.
    """
    allowed = timeline.agreement.accountability.moves_allowed
    if allowed is None:
        return
    number = allowed.number if isinstance(allowed, PerPeriod) else allowed
    counted: Counter[date | None] = Counter()
    circumstances, since = Circumstances.of(timeline), timeline.in_force_since
    for cancelled, new in sorted(_moved(timeline), key=lambda moved: moved[1].at):
        ruling = circumstances.ruling_for(cancelled.id, MOVE.id, ())
        excused = ruling is not None and ruling.outcome == "excused"
        if excused or since is None or new.at < since:
            continue
        per = allowed.per if isinstance(allowed, PerPeriod) else None
        key = None if per is None else calendar_start(per, timeline.day(new.at))
        counted[key] += 1
        if counted[key] > number:
            yield MOVE.finding(
                entry=cancelled.id,
                status="breached",
                wording=partial(_beyond, timeline, cancelled, new, allowed),
                due=new.at,
                evidence=(cancelled.id, cancelled.booking, new.id),
            )


def _beyond(
    timeline: Timeline, cancelled: Cancellation, new: Booking, allowed: int | PerPeriod
) -> Message:
    meeting = timeline.day(timeline.bookings[cancelled.booking].to)
    per = allowed.per if isinstance(allowed, PerPeriod) else "term"
    number = allowed.number if isinstance(allowed, PerPeriod) else allowed
    return say(f"move.beyond.{per}", meeting=meeting, to=timeline.local(new.to), count=number)


def _moved(timeline: Timeline) -> Iterator[tuple[Cancellation, Booking]]:
    for cancelled in client_cancellations(timeline):
        new = timeline.replacements_of.get(cancelled.id)
        if new and notice_of(timeline, cancelled).status == "met":
            yield cancelled, new[0]
