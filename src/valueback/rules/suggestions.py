"""What the moment suggests when a command leaves something open."""

from __future__ import annotations

from collections.abc import Mapping

from valueback.identifiers import folded
from valueback.model.agreement import Agreement
from valueback.model.entries import (
    Booking,
    Cancellation,
    ChangeOrder,
    Feedback,
    Homework,
    Request,
    Session,
)
from valueback.model.promises import ScopeItem
from valueback.model.timeline import Timeline
from valueback.rules.bookings import without_outcome
from valueback.rules.notice import uses_session
from valueback.rules.rulings import Circumstances


def booking_just_held(timeline: Timeline) -> Booking | None:
    """The latest booking whose start has come and whose outcome is not logged."""
    begun = [b for b in without_outcome(timeline) if timeline.reached(b.to)]
    return begun[-1] if begun else None


def booking_ahead(timeline: Timeline) -> Booking | None:
    """The next booking that lies ahead."""
    return next((b for b in without_outcome(timeline) if not timeline.reached(b.to)), None)


def session_awaiting_feedback(timeline: Timeline) -> Session | None:
    """The latest attended session without feedback, else the latest of all: more may come."""
    waiting = [s for s in timeline.attended if s.id not in timeline.feedback_on]
    found = waiting or timeline.attended
    return found[-1] if found else None


def session_to_ask_about(timeline: Timeline) -> Session | None:
    """The latest attended session on which feedback neither came nor was asked for."""
    waiting = [
        s
        for s in timeline.attended
        if s.id not in timeline.feedback_on and s.id not in timeline.requests_on
    ]
    return waiting[-1] if waiting else session_awaiting_feedback(timeline)


def open_homework(timeline: Timeline) -> list[Homework]:
    """Homework not done yet, the one due first in front."""
    found = [h for h in timeline.of(Homework) if h.id not in timeline.done_of]
    return sorted(found, key=lambda homework: homework.due)


def concern_to_answer(timeline: Timeline) -> Feedback | None:
    """The oldest concern without an adjustment."""
    return next(
        (f for f in timeline.of(Feedback) if f.is_concern and f.id not in timeline.adjustments_to),
        None,
    )


def open_request(timeline: Timeline) -> Request | None:
    """The latest request on which nothing is decided yet."""
    waiting = [r for r in timeline.of(Request) if r.id not in timeline.decision_on]
    return waiting[-1] if waiting else None


def items_named(agreement: Agreement, words: str) -> list[ScopeItem]:
    """The scope items that the words name."""
    named = named_in({item.id: item.text for item in agreement.scope}, words)
    return [item for item in agreement.scope if item.id in named]


def named_in(things: Mapping[str, str], words: str) -> list[str]:
    """The ids of those things, by id their texts, that words name by the one or the other."""
    told = folded(words)
    return [
        id_ for id_, text in things.items() if folded(text) in told or id_.replace("-", " ") in told
    ]


def order_to_mark(timeline: Timeline) -> ChangeOrder | None:
    """The latest change order that still can become something."""
    states = ("draft", "sent")
    waiting = [o for o in timeline.of(ChangeOrder) if timeline.order_status(o) in states]
    return waiting[-1] if waiting else None


def meeting_to_replace(timeline: Timeline) -> Cancellation | Session | None:
    """What was called off last, or missed by the provider, and has no new date yet; short notice
    that used up its session owes none.
    """
    circumstances = Circumstances.of(timeline)
    found: Cancellation | Session | None = None
    for entry in timeline.entries:
        if entry.id in timeline.replacements_of:
            continue
        if isinstance(entry, Session):
            missed = entry.no_show == "provider" and entry.id in timeline.booking_of
            found = entry if missed else found
        elif isinstance(entry, Cancellation) and entry.booking in timeline.bookings:
            found = found if uses_session(circumstances, entry) else entry
    return found
