"""Answers in time: what clients ask about an item is answered within what was promised for it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Literal, NamedTuple

from valueback.model.entries import Decision, Request, Work
from valueback.model.timeline import Timeline


class AnswerTimes(NamedTuple):
    """How many requests about an item were answered in time, late, or are still open."""

    item: str
    kept: int
    late: int
    open: int


def answer_due(timeline: Timeline, request: Request) -> datetime | None:
    """By when a request is to be answered; None where its item promises nothing of the kind."""
    item = timeline.agreement.items.get(request.item or "")
    if item is None or item.answer_within is None:
        return None
    return timeline.after(item.answer_within, request.at)


def answered_at(timeline: Timeline, request: Request) -> datetime | None:
    """When a request was answered: by the first work on it, decision, or change order sent."""
    moments = [
        *(work.at for work in timeline.of(Work) if work.request == request.id),
        *(decision.at for decision in timeline.of(Decision) if decision.request == request.id),
    ]
    for order in timeline.orders.values():
        if order.request == request.id:
            moments += [mark.at for mark in timeline.marks_of(order) if mark.status == "sent"]
    return min(moments, default=None)


def answer_times(timeline: Timeline) -> tuple[AnswerTimes, ...]:
    """The count for every item that promises an answer in time."""
    promised = (item.id for item in timeline.agreement.scope if item.answer_within is not None)
    counts: dict[str, Counter[str]] = {item: Counter() for item in promised}
    for request in timeline.requests.values():
        if (due := answer_due(timeline, request)) is not None:
            counts[request.item or ""][_standing(timeline, request, due)] += 1
    return tuple(
        AnswerTimes(item, found["kept"], found["late"], found["open"])
        for item, found in counts.items()
    )


def _standing(
    timeline: Timeline, request: Request, due: datetime
) -> Literal["kept", "late", "open"]:
    came = answered_at(timeline, request)
    if came is not None:
        return "kept" if timeline.in_time(came, due) else "late"
    return "late" if timeline.expired(due) else "open"
