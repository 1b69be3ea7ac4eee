"""The record as tables for other programs: CSV that no spreadsheet carries out, and JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from valueback.model.engagement import Engagement
from valueback.model.entries import Entry
from valueback.moments import day_of
from valueback.render.entries import sentence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would carry out (source: OWASP, CSV injection)."""

_FIRST = ("engagement", "client", "id", "kind", "at", "logged", "void", "says")


def chosen(
    engagement: Engagement, since: date | None, until: date | None
) -> Iterator[tuple[Entry, Mapping[str, Any]]]:
    """The entries of a time, each with what the file holds of it."""
    log = engagement.log
    for entry in log.entries:
        day = day_of(entry.at, engagement.zone)
        if (since is None or since <= day) and (until is None or day <= until):
            yield entry, log.raw_by_id[entry.id]


def as_csv(engagements: Sequence[Engagement], since: date | None, until: date | None) -> str:
    """A row for each entry: what all have first, then every field that there is."""
    rows: list[dict[str, str]] = []
    for engagement in engagements:
        for entry, raw in chosen(engagement, since, until):
            rows.append(
                {
                    "engagement": engagement.id,
                    "client": _cell(engagement.client.name),
                    "void": "yes" if entry.id in engagement.log.void_ids else "",
                    "says": _cell(sentence(entry, engagement)),
                }
                | {key: _cell(value) for key, value in raw.items()}
            )
    more = sorted({key for row in rows for key in row} - set(_FIRST))
    text = io.StringIO()
    writer = csv.DictWriter(text, [*_FIRST, *more], restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    """A value in a cell; a text that a spreadsheet would carry out is quoted, a number is not."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (dict, list)):
        return json.dumps(value, default=_plain, ensure_ascii=False)
    return str(value)


def as_json_lines(engagements: Sequence[Engagement], since: date | None, until: date | None) -> str:
    """A line for each entry, as the file has it; `import` knows them again."""
    return "".join(
        json.dumps({"engagement": engagement.id, **raw}, default=_plain, ensure_ascii=False) + "\n"
        for engagement in engagements
        for _, raw in chosen(engagement, since, until)
    )


def _plain(value: object) -> str:
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not for JSON")
