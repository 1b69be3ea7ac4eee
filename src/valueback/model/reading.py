"""From the tables of a file to an engagement, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from valueback import money
from valueback.errors import MOST, Problem
from valueback.model.consistency import log_problems, problems_of_last
from valueback.model.data import nested, read
from valueback.model.engagement import Engagement, Header
from valueback.model.entries import (
    Amendment,
    ChangeOrderStatus,
    Consequence,
    Decision,
    End,
    Entry,
    Ruling,
    Void,
    payment_day,
    read_entry,
)
from valueback.model.log import Log, Raw
from valueback.model.schema import newer_schema
from valueback.moments import add_months, day_of

if TYPE_CHECKING:
    from valueback.model.first_edition import FirstHeader


def engagement_from(data: Raw, id_: str, zone: ZoneInfo) -> Engagement | list[Problem]:
    """The engagement that a file describes, or all that is wrong with it.

    `id_` is the file's name: a copy under another name is not another engagement. Its days end in
    the agreement's time zone or, where it names none, in `zone`, the practice's.
    """
    if (newer := newer_schema(data)) is not None:
        return [newer]
    top = {name: value for name, value in data.items() if name != "log"}
    currency = nested(data, "agreement").get("currency")
    places = money.decimals(currency) if isinstance(currency, str) else None
    header = read(header_kind(data), top, places=places)
    zone = _zone_of(header) or zone
    problems = header if isinstance(header, list) else list(_header_problems(header, id_))
    raws = data.get("log", [])
    if not (isinstance(raws, list) and all(isinstance(raw, dict) for raw in raws)):
        return [*problems, Problem("must be a list of [[log]] tables", path=("log",))]
    log, wrong = _log_from(raws, places, zone)
    problems = [*problems, *wrong]
    if len(problems) < MOST:
        problems += islice(log_problems(log), MOST - len(problems))
    if problems or isinstance(header, list):
        return problems
    engagement = Engagement(header, log)
    numbered = zip(log.numbers, log.entries, strict=True)
    return list(_payment_problems(engagement, numbered)) or engagement


def with_entry(engagement: Engagement, raw: Raw) -> Engagement | list[Problem]:
    """The engagement with one more entry at its end, or why that cannot be."""
    old = engagement.log
    entry = read_entry(raw, old.places, ("log", len(old.entries)))
    if isinstance(entry, list):
        return entry
    log = old.grown(entry, raw)
    grown = Engagement(engagement.header, log)
    corrects = isinstance(entry, Amendment | Void)
    looked_at = (
        list(zip(log.numbers, log.entries, strict=True)) if corrects else [(log.numbers[-1], entry)]
    )
    return list(problems_of_last(log)) or list(_payment_problems(grown, looked_at)) or grown


def header_kind(data: Raw) -> type[Header | FirstHeader]:
    """What stands above the log, by the schema that the file names."""
    if data.get("schema") != 1:
        return Header
    from valueback.model.first_edition import FirstHeader

    return FirstHeader


def _zone_of(header: Header | FirstHeader | list[Problem]) -> ZoneInfo | None:
    name = getattr(getattr(header, "agreement", None), "time_zone", None)
    return None if name is None else ZoneInfo(name)


def _header_problems(header: Header | FirstHeader, id_: str) -> Iterator[Problem]:
    if header.id != id_:
        yield Problem(
            f"is {header.id!r}, but the file is called {id_}.toml",
            "An engagement has one file: rename the copy, or correct the id.",
            ("id",),
        )
    for problem in header.agreement.problems():
        yield Problem(problem.message, problem.remedy, ("agreement", *problem.path))


def _payment_problems(
    engagement: Engagement, numbered: Iterable[tuple[int, Entry]]
) -> Iterator[Problem]:
    """Of these entries the rulings and steps about a payment that falls due on no such day."""
    for number, entry in numbered:
        if not isinstance(entry, Ruling | Consequence):
            continue
        field = "on" if isinstance(entry, Ruling) else "miss"
        day = payment_day(getattr(entry, field))
        if day is not None and not _falls_due(engagement, day):
            yield Problem(
                f"nothing falls due on {day}",
                f"Name a day of the agreement, like payment:{engagement.agreement.starts}.",
                ("log", number, field),
            )


def _falls_due(engagement: Engagement, day: date) -> bool:
    """Whether something can fall due on a day: an instalment, a month, the price, what an approval
    or a sale made due, what remains after the end.
    """
    agreement = engagement.agreement
    months = (day.year - agreement.starts.year) * 12 + day.month - agreement.starts.month
    monthly = months >= 0 and add_months(agreement.starts, months) == day
    parts = [row.due for row in agreement.instalment] or [agreement.starts]
    return monthly or day in parts or day in _days_of_money(engagement)


def _days_of_money(engagement: Engagement) -> Iterator[date]:
    """The days on which orders were approved, requests decided, the engagement ended."""
    for entry in engagement.log.entries:
        if isinstance(entry, (ChangeOrderStatus, Decision)):
            yield day_of(entry.at, engagement.zone)
        elif isinstance(entry, End):
            yield entry.last_day or day_of(entry.at, engagement.zone)


def _log_from(raws: Sequence[Raw], places: int | None, zone: ZoneInfo) -> tuple[Log, list[Problem]]:
    """The readable entries as a log, and what is wrong with the others."""
    entries: dict[int, Entry] = {}
    problems: list[Problem] = []
    unread: set[str] = set()
    for number, raw in enumerate(raws):
        if len(problems) >= MOST:
            break
        entry = read_entry(raw, places, ("log", number))
        if isinstance(entry, list):
            problems += entry
            unread.add(str(raw.get("id")))
        else:
            entries[number] = entry
    readable = tuple(raws[number] for number in entries)
    log = Log(
        entries=tuple(entries.values()),
        raws=readable,
        numbers=tuple(entries),
        places=places,
        zone=zone,
        unread=frozenset(unread),
    )
    return log, problems
