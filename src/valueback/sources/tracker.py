"""Time that was tracked: Toggl, Clockify and Harvest (CSV), Watson and Timewarrior (JSON)."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from valueback.model.observation import Effort, Who
from valueback.moments import YEARS
from valueback.sources.reading import FileReading, ReadingTerms, Unreadable
from valueback.sources.text import Line, has_all, header_of, lines
from valueback.sources.when import DateOrder, day, minutes_of, noted, on, order_of

_NOON = "12:00"
_DAY = ("start date", "date", "datum", "data", "fecha")
_SPAN = ("duration", "duration (h)", "hours", "duration (decimal)", "time (h)", "stunden", "horas")
_TEXT = ("description", "notes", "note", "beschreibung", "descrição", "descripción")


def fits(text: str) -> bool:
    """Whether a text is what a tracker exports."""
    if text.lstrip("\ufeff \r\n")[:1] == "[":
        return _is_json(text)
    header = header_of(text)
    timed = has_all(header, "start date", "start time", "duration") or has_all(
        header, "start date", "start time", "duration (h)"
    )
    return timed or has_all(header, "date", "client", "project", "hours")


def _is_json(text: str) -> bool:
    return bool(re.search(r'"(?:start|begin)"\s*:', text[:4000])) and '"tags"' in text[:4000]


def read(text: str, reading: FileReading, given: ReadingTerms) -> None:
    """Time for each row that has some."""
    if text.lstrip("\ufeff \r\n")[:1] == "[":
        _json(text, reading)
        return
    days = (row.get(*_DAY) for row in lines(text, reading.aside()))
    order = noted(order_of(days, given), reading)
    for row in lines(text, reading):
        try:
            effort = _effort(row, given.zone, order)
        except Unreadable as error:
            reading.refuse(row.number, str(error), error.remedy)
            continue
        if effort.minutes == 0:
            reading.ignore(row.number, "is less than half a minute")
            continue
        client = row.get("client", "kunde", "cliente")
        project = row.get("project", "projekt", "projeto", "proyecto")
        who = Who((), (client,) if client else (), (project,) if project else (), effort.text)
        reading.saw(effort, who, raw=row.raw, line=row.number, unsure=order.unsure)


def _effort(row: Line, zone: ZoneInfo, order: DateOrder) -> Effort:
    begun = day(row.get(*_DAY), order)
    span = row.get(*_SPAN)
    if not span:
        raise Unreadable("has no duration", "Export the detailed report.")
    task = row.get("task", "project", "tags")
    text = row.get(*_TEXT) or task
    if not text:
        text = row.get("project") or "Work"
    return Effort(on(begun, row.get("start time") or _NOON, zone), minutes_of(span), text, task)


def _json(text: str, reading: FileReading) -> None:
    """Watson's and Timewarrior's frames: an object each."""
    try:
        frames = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        reading.refuse(1, "is cut off, or no JSON", "Export it again.")
        return
    for number, frame in enumerate(frames, 1):
        try:
            _frame(frame, number, reading)
        except (Unreadable, ValueError) as error:
            reading.refuse(number, str(error) or "cannot be read")


def _frame(frame: Any, number: int, reading: FileReading) -> None:
    if not isinstance(frame, dict):
        raise Unreadable("is no frame of a tracker")
    begun, ended = _utc(frame, "start"), _utc(frame, "stop", "end")
    if begun is None:
        raise Unreadable("has no beginning")
    if ended is None:
        reading.ignore(number, "is still running")
        return
    minutes = round((ended - begun).total_seconds() / 60)
    tags = [str(tag) for tag in frame.get("tags") or [] if isinstance(tag, (str, int))]
    project = str(frame.get("project") or "")
    text = str(frame.get("annotation") or ", ".join(tags) or project or "Work")
    if minutes < 1:
        reading.ignore(number, "is less than half a minute")
        return
    reading.saw(
        Effort(begun, minutes, text, ", ".join(tags)),
        Who(names=tuple(tags), projects=tuple(filter(None, [project])), title=text),
        raw=json.dumps(frame, sort_keys=True, ensure_ascii=False),
        line=number,
        id_=str(frame["id"]) if isinstance(frame.get("id"), str) else None,
    )


def _utc(frame: dict[str, Any], *names: str) -> datetime | None:
    """A moment as these programs write it: ISO 8601 with an offset, or 20260112T160000Z."""
    value = next((frame[name] for name in names if frame.get(name)), None)
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise Unreadable(f"{value[:40]!r} is no moment") from None
    if found.tzinfo is None or found.year not in YEARS:
        raise Unreadable(f"{value[:40]!r} is no moment with an offset")
    return found.astimezone(UTC)
