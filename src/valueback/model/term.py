"""When an engagement ends: as agreed, or early."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from valueback.model.entries import End, Signature
from valueback.model.timeline import Timeline
from valueback.moments import add_months


def agreed_end(timeline: Timeline) -> date | None:
    """The last day as agreed, approved extensions included; None for an open-ended engagement."""
    ends = timeline.agreement.ends
    if ends is None:
        return None
    return ends + timedelta(days=sum(order.days for order, _ in timeline.approved_orders))


def notice_given(timeline: Timeline) -> End | None:
    """The entry that ended it, or that says when it will end; None while nobody did."""
    found = timeline.of(End)
    return found[0] if found else None


def day_of_end(timeline: Timeline, end: End) -> date:
    """The last day that an end brings: its own, or the one for which notice was given."""
    return end.last_day or timeline.day(end.at)


def moment_of_end(timeline: Timeline, end: End) -> datetime:
    """When an end comes: at once, or when the day is over for which notice was given."""
    return end.at if end.last_day is None else timeline.end_of(end.last_day)


def ended(timeline: Timeline) -> End | None:
    """The entry that ended it, early or on its last day; None while it goes on, be it that notice
    was given.
    """
    end = notice_given(timeline)
    if end is None or (end.last_day is not None and not timeline.over(end.last_day)):
        return None
    return end


def cut_short(timeline: Timeline) -> End | None:
    """The end before the agreed last day that was given notice of, come or not."""
    ends, end = agreed_end(timeline), notice_given(timeline)
    if end is not None and (ends is None or day_of_end(timeline, end) < ends):
        return end
    return None


def early_end(timeline: Timeline) -> End | None:
    """The end that came before the agreed last day, if one did."""
    return cut_short(timeline) if ended(timeline) is not None else None


def last_day(timeline: Timeline) -> date | None:
    """The last day as it is: an early end moves it to its own day, from the notice on."""
    end = cut_short(timeline)
    return day_of_end(timeline, end) if end is not None else agreed_end(timeline)


def term_over(timeline: Timeline) -> bool:
    """Whether the last day has passed."""
    ends = last_day(timeline)
    return ends is not None and timeline.over(ends)


def is_over(timeline: Timeline) -> bool:
    """Whether nothing new is expected of anybody: the last day has passed, or it was ended."""
    return term_over(timeline) or ended(timeline) is not None


def full_term_over(timeline: Timeline) -> bool:
    """Whether the last day has passed, and it was the agreed one."""
    return early_end(timeline) is None and term_over(timeline)


KNOWN_YEARS = 2
"""For how many years free days are written into an agreement without a last day."""


def free_days_until(timeline: Timeline) -> date | None:
    """Until when the free days of an agreement without a last day are known; None where it has a
    last day, or no free days at all.
    """
    agreement = timeline.agreement
    free = timeline.calendar.free_days
    if agreement.ends is not None or not free:
        return None
    return max(add_months(agreement.starts, 12 * KNOWN_YEARS), *free)


def state(timeline: Timeline) -> str:
    """Where an engagement stands in its life, in a word or two."""
    signed = {signature.by for signature in timeline.of(Signature)}
    if not signed:
        return "draft"
    if missing := {"client", "provider"} - signed:
        return f"{missing.pop()} to sign"
    if ended(timeline) is not None:
        return "ended"
    if term_over(timeline):
        return "term over"
    return "running" if timeline.begun(timeline.agreement.starts) else "to begin"
