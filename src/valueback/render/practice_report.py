"""The page of the practice: who needs care and what is at stake, for its template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from valueback import money
from valueback.model.message import say
from valueback.model.practice import Practice
from valueback.model.timeline import Timeline
from valueback.moments import add_months, day_of, show_day
from valueback.render.chart import SIZES, Size, month_name
from valueback.render.portfolio import business, reserve_lines, standing, worst_first
from valueback.render.report import COLOURS
from valueback.render.words import said
from valueback.rules.portfolio import Portfolio
from valueback.rules.scope import EXTRA, scope

_BASE = 150
"""Where the columns of a drawing stand."""


def practice_report(
    answer: Portfolio,
    practice: Practice,
    as_of: datetime,
    extras: Mapping[str, int],
    broken: Mapping[str, str],
) -> dict[str, Any]:
    """What the page of the practice says and draws; `extras` are the minutes given, by month."""
    zone = practice.identity.zone
    own = practice.identity
    return {
        "title": own.name,
        "practice": {"name": own.provider, "practice": own.name},
        "as_of": show_day(day_of(as_of, zone)),
        "rows": [*_rows(answer, as_of, zone)],
        "errors": [f"{id_}: {error}" for id_, error in broken.items()],
        "reserve": reserve_lines(answer.reserve),
        "exposure": {"bars": _exposure(answer)},
        "creep": _creep(extras),
        "business": business(answer),
    }


def _rows(answer: Portfolio, as_of: datetime, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    for row in worst_first(answer):
        word, due = standing(row), answer.next_due(row)
        hours, revenue = answer.hours_share(row), answer.revenue_share(row)
        stake = Decimal(row.exposure)
        yield {
            "client": row.client,
            "title": row.title,
            "standing": said(say(f"standing.{word}")),
            "colour": COLOURS.get(word, ""),
            "level": said(say(f"level.{row.level}")),
            "level_colour": COLOURS.get(row.level, ""),
            "misses": row.misses,
            "overdue": row.overdue,
            "due": "" if due is None else day_of(due, zone).isoformat(),
            "is_late": due is not None and due < as_of,
            "exposure": money.coded(stake, row.currency) if stake else "",
            "hours": "" if hours is None else f"{hours:.0f} %",
            "revenue": "" if revenue is None else f"{revenue:.0f} %",
        }


def _exposure(answer: Portfolio) -> list[dict[str, Any]]:
    """What is at stake, engagement by engagement, beside the largest in its currency."""
    largest: dict[str, Decimal] = {}
    for row in answer.rows:
        largest[row.currency] = max(largest.get(row.currency, Decimal(0)), Decimal(row.exposure))
    return [
        {
            "client": row.client,
            "said": f"{money.coded(Decimal(row.exposure), row.currency)}, "
            f"{said(say(f'verdict-name.{row.verdict}'))}",
            "filled": int(Decimal(row.exposure) * 100 / largest[row.currency]),
            "status": "over" if row.verdict == "refund-due" else "",
        }
        for row in worst_first(answer)
        if Decimal(row.exposure)
    ]


def extras_by_month(timelines: Iterable[Timeline], practice: Practice) -> dict[str, int]:
    """The minutes given without being paid in each month, all engagements together."""
    found: dict[str, int] = {}
    for timeline in timelines:
        for portion in scope(timeline, practice.scope_alert).shares:
            if portion.kind in EXTRA:
                month = f"{timeline.day(portion.at):%Y-%m}"
                found[month] = found.get(month, 0) + portion.minutes
    return dict(sorted(found.items()))


def _creep(extras: Mapping[str, int]) -> dict[str, Any]:
    """A column for each month: the broad drawing, with both sizes under `drawings`."""
    drawings = [_columns(extras, size) for size in SIZES]
    return drawings[0] | {"drawings": drawings}


def _columns(extras: Mapping[str, int], size: Size) -> dict[str, Any]:
    months = _last_year(sorted(extras))
    most = max((extras.get(month, 0) for month in months), default=0)
    room = size.width / max(len(months), 12 if size.id == "broad" else 6)
    columns, year = [], None
    for number, month in enumerate(months):
        minutes, day = extras.get(month, 0), date.fromisoformat(f"{month}-01")
        height = round(minutes / most * 110, 1) if most else 0
        hours = f"{minutes // 60}:{minutes % 60:02}"
        columns.append(
            {
                "x": round(number * room + 2, 1),
                "y": _BASE - height,
                "width": round(room - 4, 1),
                "height": height,
                "month": f"{day:%b}",
                "year": month_name(day, year)["year"],
                "hours": hours,
                "text": f"{day:%B %Y}: {hours} h",
            }
        )
        year = day.year
    text = "; ".join(str(column["text"]) for column in columns)
    shape = {"size": size.id, "width": size.width, "height": _BASE + 36, "base": _BASE}
    return shape | {"columns": columns, "text": text}


def _last_year(months: Sequence[str]) -> list[str]:
    """The last twelve months up to the latest with anything in it, none left out between."""
    if not months:
        return []
    last = date.fromisoformat(f"{months[-1]}-01")
    first = max(months[0], f"{add_months(last, -11):%Y-%m}")
    run = [f"{add_months(last, -number):%Y-%m}" for number in range(11, -1, -1)]
    return [month for month in run if month >= first]
