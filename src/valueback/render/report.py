"""The page of a client: what happened on a time axis, as words and places for its template."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from valueback import money
from valueback.model.entries import Cancellation, Feedback, Homework, Session
from valueback.model.practice import Practice
from valueback.model.term import last_day
from valueback.model.timeline import Timeline
from valueback.moments import add_months, show_day, show_moment
from valueback.render.entries import sentence
from valueback.render.guarantee import headline
from valueback.render.papers import agreement_words
from valueback.render.words import said
from valueback.rules.accountability import ladder
from valueback.rules.clause_reports import ClauseReport
from valueback.rules.guarantee import assess
from valueback.rules.item_use import ItemUse
from valueback.rules.scope import EXTRA, Scope, scope

WIDTH, _LEFT, _RIGHT = 860, 90, 850
_LANE, _TOP, _BOTTOM = 40, 34, 30
_VALUES_HEIGHT = 150
_LABEL = 52
"""The room that the label of a month takes."""
COLOURS = {
    "met": "good", "pending": "info", "breached": "bad", "at-risk": "warn", "judgement": "warn",
    "refund-due": "bad", "needs-judgement": "warn", "on-track": "good", "value-delivered": "good",
    "not-eligible": "bad", "creeping": "bad", "watch": "warn",
}  # fmt: skip
_LOW_VALUE = 2


class _Axis:
    """Days on a horizontal axis: from the first day of an engagement to the last that matters."""

    def __init__(self, timeline: Timeline) -> None:
        days = [day for lane in (_meetings, _homework, _feedback) for day, _ in lane(timeline)]
        ends = last_day(timeline) or timeline.today
        self.first = min([timeline.agreement.starts, timeline.today, *days])
        self.last = max([ends, timeline.today, *days, self.first + timedelta(days=1)])

    def x(self, day: date) -> float:
        """Where a day stands."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(_LEFT + share * (_RIGHT - _LEFT), 1)

    def ticks(self) -> list[dict[str, Any]]:
        """The beginnings of months, as many as have room."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        step = max(1, -(-months // 8))
        begin = self.first.replace(day=1)
        days = (add_months(begin, number) for number in range(1, months + 1, step))
        return [
            {"x": x, "label": min(x + 3, WIDTH - _LABEL), "text": f"{day:%Y-%m}"}
            for day in days
            for x in (self.x(day),)
        ]


def client_report(timeline: Timeline, practice: Practice) -> dict[str, Any]:
    """What the page of a client says and draws."""
    answer = assess(timeline)
    used = scope(timeline, practice.scope_alert)
    word = answer.health or answer.verdict
    abuse = ladder(timeline).abuse
    engagement = timeline.engagement
    return agreement_words(engagement, practice) | {
        "title": f"{engagement.client.name}: {timeline.agreement.title}",
        "as_of": show_day(timeline.today),
        "abuse": abuse.text if abuse else "",
        "verdict": {
            "headline": headline(answer),
            "reason": said(answer.reason),
            "colour": COLOURS.get(word, ""),
        },
        "chart": _chart(timeline),
        "values": _values(timeline),
        "scope": [_bar(item) for item in used.items],
        "given": _given(used),
        "clauses": [_clause(clause) for clause in answer.clauses if clause.findings],
    }


def _chart(timeline: Timeline) -> dict[str, Any]:
    axis = _Axis(timeline)
    lanes = [
        ("Meetings", [*_meetings(timeline)]),
        ("Homework", [*_homework(timeline)]),
        ("Feedback", [*_feedback(timeline)]),
    ]
    shown = [
        {
            "name": name,
            "y": _TOP + number * _LANE,
            "marks": [{"x": axis.x(day), **mark} for day, mark in marks],
        }
        for number, (name, marks) in enumerate(lanes)
    ]
    counts = ", ".join(f"{len(marks)} {name.lower()}" for name, marks in lanes)
    return {
        "width": WIDTH,
        "height": _TOP + len(lanes) * _LANE + _BOTTOM,
        "left": _LEFT,
        "right": _RIGHT,
        "lanes": shown,
        "ticks": axis.ticks(),
        "now": axis.x(timeline.today),
        "text": f"{show_day(axis.first)} to {show_day(axis.last)}: {counts}.",
    }


_Mark = tuple[date, dict[str, str]]


def _mark(timeline: Timeline, entry: Any, shape: str, colour: str) -> dict[str, str]:
    when = show_moment(entry.at, timeline.engagement.zone)
    words = sentence(entry, timeline.engagement)
    return {"shape": shape, "colour": colour, "text": f"{entry.id}, {when}: {words}"}


def _meetings(timeline: Timeline) -> Iterator[_Mark]:
    for session in timeline.of(Session):
        shape, colour = ("dot", "good") if session.attended else ("cross", "bad")
        yield timeline.day(session.at), _mark(timeline, session, shape, colour)
    for cancelled in timeline.of(Cancellation):
        booking = timeline.bookings.get(cancelled.booking)
        if booking is not None:
            yield timeline.day(booking.to), _mark(timeline, cancelled, "ring", "")


def _homework(timeline: Timeline) -> Iterator[_Mark]:
    for task in timeline.of(Homework):
        done = timeline.done_of.get(task.id)
        shape, colour = ("dot", "good") if done else ("ring", "")
        if not done and timeline.today > task.due:
            shape, colour = "cross", "bad"
        yield task.due, _mark(timeline, task, shape, colour)


def _feedback(timeline: Timeline) -> Iterator[_Mark]:
    for given in timeline.of(Feedback):
        shape, colour = ("square", "warn") if given.is_concern else ("dot", "good")
        yield timeline.day(given.at), _mark(timeline, given, shape, colour)


def _values(timeline: Timeline) -> dict[str, Any]:
    """The values that the client gave, on the same axis as what happened."""
    axis = _Axis(timeline)

    def y(value: int) -> float:
        return round(_VALUES_HEIGHT - 15 - (value - 1) * (_VALUES_HEIGHT - 30) / 4, 1)

    given = [f for f in timeline.of(Feedback) if f.value is not None]
    points = [
        {
            "x": axis.x(timeline.day(f.at)),
            "y": y(f.value or 1),
            "colour": "bad" if (f.value or 1) <= _LOW_VALUE else "info",
            "text": f"{f.id}, {show_day(timeline.day(f.at))}: {f.value} of 5",
        }
        for f in given
    ]
    return {
        "width": WIDTH,
        "height": _VALUES_HEIGHT,
        "lines": [{"y": y(value), "value": value} for value in range(1, 6)],
        "points": points,
        "curve": " ".join(f"{p['x']},{p['y']}" for p in points),
        "text": "; ".join(str(p["text"]) for p in points),
    }


def _bar(item: ItemUse) -> dict[str, Any]:
    used = f"{item.used.normalize():f}"
    if item.agreed is None or item.remaining is None:
        return {"text": item.text, "status": "ok", "filled": 0, "said": f"{used} used, no limit"}
    filled = min(int(item.percent or 0), 100)
    told = f"{used} of {item.agreed.normalize():f} used, {item.remaining.normalize():f} left"
    return {"text": item.text, "status": item.status, "filled": filled, "said": told}


def _given(used: Scope) -> str:
    extra = used.minutes(*EXTRA)
    hours = f"{extra // 60}:{extra % 60:02} h"
    if used.unpaid_value is None:
        return f"Given away: {hours}."
    worth = money.coded(used.unpaid_value, used.timeline.agreement.currency)
    return f"Given away: {hours}, worth {worth}."


def _clause(clause: ClauseReport) -> dict[str, Any]:
    return {
        "id": clause.id,
        "owner": "client" if clause.owner == "client" else "you",
        "status": clause.status.replace("-", " "),
        "colour": COLOURS.get(clause.status, ""),
        "met": clause.count("met"),
        "total": len(clause.findings),
        "findings": [
            {"status": f.status, "text": said(f.message), "proof": f.entry}
            for f in clause.findings
            if f.status not in ("met", "pending")
        ],
    }
