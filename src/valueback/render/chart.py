"""What happened, on a time axis: a mark for each thing that could be met or missed.

The marks are drawn from the findings of the rules, so that what is late is drawn late, and what is
missing stands on its day. Each drawing is made twice: broad for a desk and for paper, narrow for a
telephone, so that the whole term, and today in it, is seen without moving anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from valueback.model.entries import Cancellation, Entry, Feedback, Homework, Session
from valueback.model.term import last_day
from valueback.model.timeline import Timeline
from valueback.moments import add_months, show_day, show_moment
from valueback.render.entries import sentence
from valueback.render.words import said
from valueback.rules.bookings import without_outcome
from valueback.rules.clause_reports import client_findings
from valueback.rules.findings import Finding

LOW_VALUE = 2
"""At most this is a concern, whatever else was said."""

_LANE, _TOP, _BOTTOM = 44, 34, 18
_MONTH = 26
"""The room that the name of a month takes."""
_VALUES_HEIGHT = 150


class Size(NamedTuple):
    """How a drawing is seen: its class in the stylesheet, and its width."""

    id: str
    width: int

    @property
    def left(self) -> int:
        """Where the axis begins: on a broad one, beside the names of its lanes."""
        return 90 if self.id == "broad" else 22

    @property
    def right(self) -> int:
        """Where the axis ends."""
        return self.width - 10


SIZES = (Size("broad", 860), Size("narrow", 350))
"""For a desk and for paper, and for a telephone."""


class Mark(NamedTuple):
    """One thing on its day: a shape and a colour, and the words for both."""

    day: date
    shape: str
    colour: str
    text: str


_Lane = Callable[[Timeline], Iterator[Mark]]

INKS = {
    "good": "#1a7f37", "warn": "#8a5a00", "bad": "#c0212e", "late": "#c0212e", "info": "#0a5cc2",
    "": "#444444",
}  # fmt: skip
"""Colours as they are printed, where no stylesheet reaches into a drawing; those of page.css."""

_LINES = ("cross", "dash")
_OUTLINES = ("ring", "diamond")

_LOOKS = {
    "met": ("dot", "good"),
    "late": ("wedge", "warn"),
    "breached": ("cross", "bad"),
    "pending": ("ring", ""),
    "overdue": ("ring", "late"),
    "excused": ("diamond", ""),
    "judgement": ("diamond", ""),
    "concern": ("square", "warn"),
    "called-off": ("dash", ""),
    "short-notice": ("dash", "late"),
}
"""How each standing is drawn; the shape says it without the colour."""

LEGEND = (
    ("dot", "good", "held, done or given"),
    ("wedge", "warn", "late"),
    ("cross", "bad", "missed"),
    ("ring", "", "still ahead or open (red: its day has passed)"),
    ("dash", "", "called off (red: at short notice)"),
    ("square", "warn", "a concern"),
    ("diamond", "", "excused, or still to be settled"),
)  # fmt: skip
"""The shapes in words."""


def sign(shape: str, colour: str) -> dict[str, str]:
    """A shape with the inks in which it is printed."""
    ink = INKS[colour]
    fill = "none" if shape in _LINES else "#ffffff" if shape in _OUTLINES else ink
    return {"shape": shape, "colour": colour, "fill": fill, "stroke": ink}


def _mark(day: date, standing: str, text: str) -> Mark:
    return Mark(day, *_LOOKS[standing], text)


def _told(timeline: Timeline, entry: Entry) -> str:
    when = show_moment(entry.at, timeline.engagement.zone)
    return f"{entry.id}, {when}: {sentence(entry, timeline.engagement)}"


def _meetings(timeline: Timeline) -> Iterator[Mark]:
    """Held, missed or called off; what lies ahead, and what nobody said anything about."""
    found = {f.entry: f for f in client_findings(timeline)["presence"]}
    for session in timeline.of(Session):
        finding, day = found.get(session.id), timeline.day(session.at)
        came_late = finding is not None and "no-show" not in finding.misses
        standing = _standing(finding, done=came_late) if finding is not None else "breached"
        yield _mark(day, standing, _told(timeline, session))
    notices = {f.entry: f for f in client_findings(timeline)["cancellation"] if f.check == "notice"}
    for cancelled in timeline.of(Cancellation):
        booking, notice = timeline.bookings.get(cancelled.booking), notices.get(cancelled.id)
        short = notice is not None and notice.status == "breached"
        if booking is not None:
            standing = "short-notice" if short else "called-off"
            yield _mark(timeline.day(booking.to), standing, _told(timeline, cancelled))
    for booking in without_outcome(timeline):
        told, day = _told(timeline, booking), timeline.day(booking.to)
        if timeline.reached(booking.to):
            yield _mark(day, "overdue", f"{told} Nobody wrote down what became of it.")
        else:
            yield _mark(day, "pending", told)


def _homework(timeline: Timeline) -> Iterator[Mark]:
    """Each on the day that was agreed for it."""
    found = {f.entry: f for f in client_findings(timeline)["homework"]}
    for task in timeline.of(Homework):
        finding = found[task.id]
        standing = _standing(finding, done=task.id in timeline.done_of)
        if standing == "pending" and timeline.today > task.due:
            standing = "overdue"
        yield _mark(task.due, standing, f"{task.id}: {said(finding.message)}")


def _feedback(timeline: Timeline) -> Iterator[Mark]:
    """Each on the day on which it was given; what is missing on the day by which it was agreed."""
    found = {f.entry: f for f in client_findings(timeline)["feedback"]}
    for given in timeline.of(Feedback):
        finding = found.get(given.session)
        late = finding is not None and finding.status == "breached"
        text = _told(timeline, given)
        standing = "concern" if given.is_concern else "late" if late else "met"
        more = f" {said(finding.message)}" if late and finding is not None else ""
        yield _mark(timeline.day(given.at), standing, f"{text}{more}")
    for session, finding in found.items():
        if session not in timeline.feedback_on:
            text = f"{session}: {said(finding.message)}"
            yield _mark(timeline.day(finding.due), finding.status, text)


def _standing(finding: Finding, *, done: bool) -> str:
    """A finding's status, and whether what was missed came after all."""
    return "late" if finding.status == "breached" and done else finding.status


_LANES: dict[str, _Lane] = {"Meetings": _meetings, "Homework": _homework, "Feedback": _feedback}


class Chart:
    """The lanes of an engagement, and the days from the first to the last that matters."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        drawn = {name: sorted(lane(timeline)) for name, lane in _LANES.items()}
        self.lanes = {name: marks for name, marks in drawn.items() if marks}
        days = [mark.day for marks in self.lanes.values() for mark in marks]
        ends = last_day(timeline) or timeline.today
        self._first = min([timeline.agreement.starts, timeline.today, *days])
        self._last = max([ends, timeline.today, *days, self._first + timedelta(days=1)])

    def happened(self) -> dict[str, Any]:
        """All lanes: the broad drawing, with both under `drawings`, and in a sentence as `text`."""
        counts = ", ".join(f"{len(marks)} {name.lower()}" for name, marks in self.lanes.items())
        text = f"{show_day(self._first)} to {show_day(self._last)}: {counts}."
        return _in_both_sizes(self._happened) | {"text": text}

    def _happened(self, size: Size) -> dict[str, Any]:
        lanes = [
            {
                "name": name,
                "y": _TOP + number * _LANE,
                "marks": [
                    sign(m.shape, m.colour) | {"text": m.text, "x": self._x(m.day, size)}
                    for m in marks
                ],
            }
            for number, (name, marks) in enumerate(self.lanes.items())
        ]
        return self._axis(size) | {"height": _TOP + len(lanes) * _LANE + _BOTTOM, "lanes": lanes}

    def values(self) -> dict[str, Any]:
        """The values that the client gave, on the same axis, likewise; without `points` where none
        was given.
        """
        return _in_both_sizes(self._values)

    def _values(self, size: Size) -> dict[str, Any]:
        given = [f for f in self._timeline.of(Feedback) if f.value is not None]
        points = [self._point(feedback, size) for feedback in given]
        return self._axis(size) | {
            "height": _VALUES_HEIGHT + _BOTTOM,
            "lines": [{"y": _height_of(value), "value": value} for value in range(1, 6)],
            "points": points,
            "curve": " ".join(f"{p['x']},{p['y']}" for p in points),
            "text": "; ".join(str(p["text"]) for p in points),
        }

    def _point(self, feedback: Feedback, size: Size) -> dict[str, Any]:
        value, day = feedback.value or 1, self._timeline.day(feedback.at)
        return {
            "x": self._x(day, size),
            "y": _height_of(value),
            **sign("dot", "bad" if value <= LOW_VALUE else "info"),
            "text": f"{feedback.id}, {show_day(day)}: {value} of 5",
        }

    def _axis(self, size: Size) -> dict[str, Any]:
        """What all drawings of a size share: its measures, the months, and the day of the page."""
        now = self._x(self._timeline.today, size)
        return {
            "size": size.id,
            "width": size.width,
            "left": size.left,
            "right": size.right,
            "ticks": [*self._months(size)],
            "now": now,
            "today": f"{self._timeline.today.day} {self._timeline.today:%b}",
            "today_x": min(max(now - 18, size.left), size.right - 40),
        }

    def _x(self, day: date, size: Size) -> float:
        share = (day - self._first).days / (self._last - self._first).days
        return round(size.left + share * (size.right - size.left), 1)

    def _months(self, size: Size) -> Iterator[dict[str, Any]]:
        """The beginnings of months by name, as many as have room; the year where it is new."""
        first, last = self._first, self._last
        count = (last.year - first.year) * 12 + last.month - first.month
        room = (size.right - size.left) // (_MONTH + 4)
        begins = [add_months(first.replace(day=1), n) for n in range(1, count + 1)]
        year = None
        for day in begins[:: max(1, -(-count // room))]:
            x = self._x(day, size)
            yield {"x": x, "label": min(x + 3, size.width - _MONTH)} | month_name(day, year)
            year = day.year


def _in_both_sizes(draw: Callable[[Size], dict[str, Any]]) -> dict[str, Any]:
    drawings = [draw(size) for size in SIZES]
    return drawings[0] | {"drawings": drawings}


def month_name(day: date, before: int | None) -> dict[str, str]:
    """A month in three letters, and its year where the month before was of another."""
    return {"text": f"{day:%b}", "year": "" if day.year == before else f"{day:%Y}"}


def _height_of(value: int) -> float:
    return round(_VALUES_HEIGHT - 15 - (value - 1) * (_VALUES_HEIGHT - 30) / 4, 1)
