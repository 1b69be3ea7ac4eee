"""What another program says happened: one row, event or message, before anybody confirmed it.

A reader (`sources/`) makes these from bytes; a rule (`rules/matching.py`) finds out whom each is
about, and what it would add to the record. Instants have an offset; sums are as the file has them.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from valueback.frozen import field, frozen
from valueback.model.source import Origin


class Who(NamedTuple):
    """Whom it may be about: addresses, names and projects as the file has them, and a title in
    which a name may stand.
    """

    emails: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    title: str = ""


@frozen
class Event:
    """A meeting in a calendar or on a booking page.

    `notice` is when it was called off, where the file proves it; `changed` when it was last
    changed, which proves only "not later than". `original` is where an occurrence of a series was
    moved from. `called_off_by` is what the file says, and never taken for granted.
    """

    start: datetime
    minutes: int | None = None
    booked: datetime | None = None
    cancelled: bool = False
    changed: datetime | None = None
    notice: datetime | None = None
    original: datetime | None = None
    missed: bool = False
    called_off_by: str | None = None
    reason: str | None = None


@frozen
class Vanished:
    """An occurrence of a series that is in the calendar no more; since when, nothing says."""

    start: datetime


@frozen
class Attendee:
    """Who was in a call, and in which stretches of it, those in a waiting room left out."""

    name: str
    email: str
    present: tuple[tuple[datetime, datetime], ...]


@frozen
class Call:
    """A call as the meeting service reports it."""

    start: datetime
    end: datetime
    attendees: tuple[Attendee, ...]


@frozen
class Writing:
    """Something written in a chat or a mail; `session` is the one that its subject names."""

    at: datetime
    author: str
    text: str
    session: str | None = None


@frozen
class Answers:
    """A form that was filled in: about a session, or about the promises of the practice."""

    at: datetime
    value: int | None = None
    missing: str | None = None
    text: str | None = None
    session: str | None = None
    scores: Mapping[str, int] = field(default_factory=dict)


class Effort(NamedTuple):
    """Time that was tracked."""

    at: datetime
    minutes: int
    text: str
    task: str = ""


@frozen
class Transfer:
    """Money that came, or went back where it is a refund."""

    at: datetime
    amount: Decimal
    currency: str | None
    refund: bool = False


@frozen
class RawEntry:
    """An entry as a table or JSON lines give it: the fields by their keys in files."""

    entry: Mapping[str, Any]
    engagement: str | None = None


What = Event | Vanished | Call | Writing | Answers | Effort | Transfer | RawEntry


class Observation(NamedTuple):
    """One thing that a file says, where it stands there, and how it is known again.

    `unsure` says that day and month could be read either way.
    """

    what: What
    who: Who
    source: Origin
    file: str = ""
    line: int = 0
    unsure: bool = False
