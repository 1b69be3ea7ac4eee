"""Who was in a call, as Zoom, Teams and Meet report it.

A row is one connection: the first join, the last leave and the union of what lies between count. A
waiting room is no presence. Topics and names are people's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from valueback.model.observation import Attendee, Call, Who
from valueback.sources.reading import FileReading, ReadingTerms, Unreadable
from valueback.sources.text import Line, blocks, folded, header_of, lines, separator_of
from valueback.sources.when import DateOrder, minutes_of, moment, noted, order_of

_NAME = ("name (original name)", "name", "full name", "participant", "user name (original name)")
_EMAIL = ("user email", "email", "email address", "participant id (upn)")
_JOIN = ("join time", "first join", "first join time", "time joined", "join")
_LEAVE = ("leave time", "last leave", "last leave time", "time exited", "leave")
_WAITING = ("in waiting room", "in-waiting room")
_YES = frozenset({"yes", "true", "1", "sim", "sí", "ja", "oui"})
_TOPIC = re.compile(r"(?:meeting title|topic|title)\Z")


class _Seen(NamedTuple):
    """One connection."""

    name: str
    email: str
    joined: datetime
    left: datetime
    line: int


def fits(text: str) -> bool:
    """Whether one of the parts of a text is a table of who was there."""
    return any(_is_table(part) for _, part in blocks(text))


def _is_table(part: str) -> bool:
    """Whether a part has a table with people's names, when they joined, and when they left."""
    header = set(_header(part))
    named = header & set(_NAME) or {"first name", "last name"} <= header
    return bool(named and header & set(_JOIN) and (header & set(_LEAVE) or "duration" in header))


def _header(part: str) -> list[str]:
    """The headers of a part whose first line may be a heading of its own."""
    return header_of(_table(part)[1])


def _table(part: str) -> tuple[int, str]:
    """The part without its heading, and by how many lines that is shorter."""
    first, _, rest = part.partition("\n")
    return (1, rest) if rest and separator_of(first) not in first else (0, part)


def read(text: str, reading: FileReading, given: ReadingTerms) -> None:
    """One call for each file; its connections are one row each."""
    parts = blocks(text)
    tables = [(line, part) for line, part in parts if _is_table(part)]
    if not tables:
        return
    begins, part = tables[0]
    skipped, table = _table(part)
    rows = list(lines(table, reading, first=begins + skipped))
    order = noted(order_of((row.get(*_JOIN) for row in rows), given), reading)
    seen = list(_connections(rows, reading, given, order))
    if not seen:
        return
    heads = dict(_heads(parts, begins))
    people: dict[tuple[str, str], list[_Seen]] = {}
    for one in seen:
        people.setdefault((folded(one.name), one.email.casefold()), []).append(one)
    attendees = tuple(
        Attendee(some[0].name, some[0].email, _union(some)) for some in people.values()
    )
    call = Call(min(s.joined for s in seen), max(s.left for s in seen), attendees)
    emails = tuple(a.email for a in attendees if a.email)
    names = tuple(name for a in attendees for name in _names(a.name))
    title = next((value for key, value in heads.items() if _TOPIC.match(key)), "")
    meeting = heads.get("meeting id", "")
    reading.saw(
        call,
        Who(emails, names, title=title),
        raw=text,
        line=seen[0].line,
        id_=f"{meeting}/{call.start:%Y%m%dT%H%M%S}" if meeting else None,
        unsure=order.unsure,
    )
    for one in seen[1:]:  # the first stands for the call
        reading.ignore(one.line, "is part of that call")


def _names(shown: str) -> Iterator[str]:
    """A name as it was shown, and the one behind it: `Ana (Ana Doe)`."""
    found = re.match(r"(.*?) ?\((.+)\)\Z", shown)
    yield from (found[1], found[2]) if found else (shown,)


def _connections(
    rows: list[Line], reading: FileReading, given: ReadingTerms, order: DateOrder
) -> Iterator[_Seen]:
    for row in rows:
        if row.get(*_WAITING).casefold() in _YES:
            reading.ignore(row.number, "is a waiting room, not the meeting")
            continue
        try:
            joined = moment(row.get(*_JOIN), given.zone, order)
            left = row.get(*_LEAVE)
            gone = (
                moment(left, given.zone, order)
                if left
                else joined + timedelta(minutes=minutes_of(row.get("duration")))
            )
        except Unreadable as error:
            reading.refuse(row.number, str(error), error.remedy)
            continue
        if gone < joined:
            reading.refuse(row.number, "left before it joined")
            continue
        name = row.get(*_NAME) or f"{row.get('first name')} {row.get('last name')}".strip()
        yield _Seen(name, row.get(*_EMAIL), joined, gone, row.number)


def _union(seen: list[_Seen]) -> tuple[tuple[datetime, datetime], ...]:
    """The stretches in which somebody was there, those that meet as one."""
    found: list[tuple[datetime, datetime]] = []
    for one in sorted(seen, key=lambda s: s.joined):
        if found and one.joined <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], one.left))
        else:
            found.append((one.joined, one.left))
    return tuple(found)


def _heads(parts: list[tuple[int, str]], begins: int) -> Iterator[tuple[str, str]]:
    """What stands above the table: a small table of its own, or a name and a value a line."""
    for line, part in parts:
        if line >= begins:
            break
        rows = list(lines(_table(part)[1], _nowhere()))
        if len(rows) == 1 and len(rows[0].row) > 2:
            yield from rows[0].cells().items()
            continue
        for text in part.splitlines():
            key, _, value = text.partition(separator_of(part))
            yield folded(key), value.strip().strip('"')


def _nowhere() -> FileReading:
    return FileReading("attendance", "")
