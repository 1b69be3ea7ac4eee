"""Any table, by a map of its columns, and JSON lines: entries as the record has them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from valueback.model.observation import RawEntry, Who
from valueback.sources.reading import FileReading, ReadingTerms, Unreadable, sha256
from valueback.sources.text import folded, lines
from valueback.sources.when import DateOrder, day, moment, noted, order_of

_WHO = ("client", "email", "name", "project")
_MOMENTS = ("at", "to", "start")
_DAYS = ("due", "from", "last_day", "valid_until")
_NUMBERS = re.compile(r"\A(?:minutes|value|late_minutes|left_early_minutes|provider_late_minutes"
                      r"|actual_minutes|nps|days|quantity)\Z")  # fmt: skip
LONGEST_LINE = 200_000


def fits_jsonl(text: str) -> bool:
    """Whether a text is JSON, a line for each entry."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return first.lstrip("\ufeff ").startswith("{") and '"kind"' in first


def read_csv(text: str, reading: FileReading, given: ReadingTerms) -> None:
    """An entry for each row, by the columns that the practice names. Without a map, nothing is
    understood, which whoever asked is told.
    """
    columns = {field: folded(name) for field, name in given.columns.items() if field != "kind"}
    kind = given.columns.get("kind", "")
    dated = [columns[f] for f in (*_MOMENTS, *_DAYS) if f in columns]
    dates = (row.get(name) for row in lines(text, reading.aside()) for name in dated)
    order = noted(order_of(dates, given), reading)
    for row in lines(text, reading):
        try:
            cells = {field: row.get(name) for field, name in columns.items()}
            entry = _entry({**cells, "kind": row.get(folded(kind)) or kind}, given, order)
        except Unreadable as error:
            reading.refuse(row.number, str(error), error.remedy)
            continue
        who = Who(
            tuple(filter(None, [cells.get("email")])),
            tuple(filter(None, [cells.get("client"), cells.get("name")])),
            tuple(filter(None, [cells.get("project")])),
        )
        reading.saw(RawEntry(entry), who, raw=row.raw, line=row.number, unsure=order.unsure)


def _entry(cells: Mapping[str, str], given: ReadingTerms, order: DateOrder) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field, cell in cells.items():
        if not cell or field in _WHO:
            continue
        if field in _MOMENTS:
            found[field] = moment(cell, given.zone, order)
        elif field in _DAYS:
            found[field] = day(cell, order)
        elif _NUMBERS.match(field) and re.match(r"-?\d{1,9}\Z", cell):
            found[field] = int(cell)
        else:
            found[field] = cell
    return found


def read_jsonl(text: str, reading: FileReading, given: ReadingTerms) -> None:
    """An entry for each line, as `export jsonl` writes it."""
    del given
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            _line(line.strip("\ufeff \r"), number, reading)
        except Unreadable as error:
            reading.refuse(number, str(error), error.remedy)


def _line(text: str, number: int, reading: FileReading) -> None:
    if len(text) > LONGEST_LINE:
        raise Unreadable("is too long for an entry")
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("is cut off, or no JSON", "Export it again.") from None
    if not isinstance(table, dict) or not isinstance(table.get("kind"), str):
        raise Unreadable("is no entry: it has no kind")
    engagement, client = table.pop("engagement", None), table.pop("client", None)
    entry = {key: _value(key, value) for key, value in table.items() if key != "void"}
    names = (str(client),) if client else ()
    reading.saw(
        RawEntry(entry, str(engagement) if engagement else None),
        Who(names=names),
        raw=text,
        line=number,
        id_=f"{engagement}/{table.get('id')}" if table.get("id") else sha256(text)[:24],
    )


def _value(key: str, value: Any) -> Any:
    """Moments and days, which JSON has as text, as what they are."""
    if isinstance(value, dict):
        return {name: _value(name, inner) for name, inner in value.items()}
    if not isinstance(value, str) or key in {"text", "note", "reason"}:
        return value
    try:
        if re.match(r"\d{4}-\d{2}-\d{2}\Z", value):
            return date.fromisoformat(value)
        if re.match(r"\d{4}-\d{2}-\d{2}T", value):
            found = datetime.fromisoformat(value)
            return value if found.tzinfo is None else found
    except ValueError:
        return value
    return value
