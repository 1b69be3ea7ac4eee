"""Booking pages, as Calendly and Acuity export their meetings.

Calendly's file has no moment of cancellation, so a row that is cancelled proves no notice; both say
who cancelled at most, which is asked and not taken.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from valueback.model.observation import Event, Who
from valueback.sources.reading import FileReading, ReadingTerms, Unreadable
from valueback.sources.text import Line, has_all, header_of, lines
from valueback.sources.when import DateOrder, moment, noted, order_of

_START = ("start date & time", "start time", "start")
_END = ("end date & time", "end time", "end")
_ACUITY = ("start time", "end time", "first name", "email", "type")
_BOOKED = ("event created date & time", "date scheduled")
_YES = frozenset({"true", "yes", "1", "sim", "sí", "si", "ja", "oui"})
_CANCELLED = frozenset({"canceled", "cancelled"})
_NO_SHOW = frozenset({"no-show", "no show", "noshow"})


def fits(text: str) -> bool:
    """Whether a text is such a table."""
    header = header_of(text)
    calendly = has_all(header, "invitee email", "start date & time")
    return calendly or has_all(header, *_ACUITY)


def read(text: str, reading: FileReading, given: ReadingTerms) -> None:
    """A meeting for each row."""
    rows = list(lines(text, reading))
    dates = (row.get(*names) for row in rows for names in (_START, _END, _BOOKED))
    order = noted(order_of(dates, given), reading)
    for row in rows:
        try:
            meeting = _meeting(row, given.zone, order)
        except Unreadable as error:
            reading.refuse(row.number, str(error), error.remedy)
            continue
        reading.saw(
            meeting,
            _who(row),
            raw=row.raw,
            line=row.number,
            id_=row.get("invitee id", "invitee uuid", "appointment id", "event id") or None,
            unsure=order.unsure,
        )


def _meeting(row: Line, zone: ZoneInfo, order: DateOrder) -> Event:
    start = moment(row.get(*_START), zone, order)
    end = row.get(*_END)
    span = moment(end, zone, order) - start if end else None
    label = row.get("label", "status").casefold()
    return Event(
        start=start,
        minutes=None if span is None else round(span.total_seconds() / 60) or None,
        booked=_moment_or_none(row.get(*_BOOKED), zone, order),
        cancelled=row.get("canceled", "cancelled").casefold() in _YES or label in _CANCELLED,
        missed=row.get("marked as no-show", "no show").casefold() in _YES or label in _NO_SHOW,
        called_off_by=row.get("canceled by", "cancelled by") or None,
        reason=row.get("cancellation reason") or None,
    )


def _moment_or_none(text: str, zone: ZoneInfo, order: DateOrder) -> datetime | None:
    """When it was booked, where that can be read; a day without a time does not prove it."""
    try:
        return moment(text, zone, order) if text else None
    except Unreadable:
        return None


def _who(row: Line) -> Who:
    named = row.get("invitee name") or f"{row.get('first name')} {row.get('last name')}".strip()
    return Who(
        emails=tuple(filter(None, [row.get("invitee email", "email")])),
        names=tuple(filter(None, [named])),
        title=row.get("event type name", "type"),
    )
