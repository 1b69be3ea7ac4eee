"""The entries of the log: one class per kind, plain immutable data.

A new kind is one class here, listed in `Entry`. `letters` are the letters of its ids;
a field marked `Refers` holds the id of an earlier entry of one of those kinds.

Over 300 lines: one class per kind of entry.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, get_args

from valueback.errors import Problem
from valueback.frozen import frozen
from valueback.model.agreement import SESSIONS, Action, CheckId
from valueback.model.data import (
    Data,
    Day,
    Ender,
    Identifier,
    Instant,
    Key,
    Label,
    Minutes,
    Money,
    Party,
    Quantity,
    Text,
    Units,
    fields,
    read,
    unknown_field,
)
from valueback.model.marks import AS_LIST, Bounds
from valueback.model.source import Attachments, Origin


@frozen
class Refers:
    """Marks a field that holds the id of an entry; without kinds, of any entry."""

    kinds: tuple[str, ...] = ()


Channel = Text
Score = Annotated[int, Bounds(ge=0, le=10)]
Cause = Literal["economy", "disaster", "health", "other"]
Affects = Literal["attendance", "results", "both"]
Outcome = Literal["excused", "upheld"]
Judge = Literal["provider", "client", "both", "mediator"]
Purpose = Literal["agreement", "change-order", "penalty", "expense"]
RefundCause = Literal["guarantee", "leaving", "meeting", "correction", "goodwill"]
"""Why money goes back: the guarantee, an early end, a meeting that was not held, what was charged
too much or twice, a kindness.
"""

Marked = Literal["sent", "approved", "declined", "void"]
"""What becomes of a change order that was drawn up."""

Answered = Literal[
    "included",
    "goodwill",
    "menu",
    "upgrade",
    "package",
    "retainer",
    "change-order",
    "referred-out",
    "declined",
]
AGREEMENT = "agreement"
"""What a ruling names when it is about the agreement as a whole."""


_PAYMENT = "payment:"


def payment_of(day: date) -> str:
    """What a ruling or a step names when it is about what fell due on a day."""
    return f"{_PAYMENT}{day.isoformat()}"


def payment_day(target: str) -> date | None:
    """The day on which what is named so fell due; None where it is no such name."""
    if not target.startswith(_PAYMENT):
        return None
    try:
        return date.fromisoformat(target.removeprefix(_PAYMENT))
    except ValueError:
        return None


UNWRITTEN = datetime.min.replace(tzinfo=UTC)
"""When an entry in the making was written down: not yet."""


class LogEntry(Data):
    """What every entry has: when it happened (`at`) and when it was written down (`logged`).

    One in the making has neither id nor that moment yet: it gets them where it joins a log.
    `source` says what it was imported from.
    """

    letters: ClassVar[str]
    kind: ClassVar[str]
    always_written = ("id", "logged")

    id: str = ""
    at: Instant
    logged: Instant = UNWRITTEN
    note: Text | None = None
    attachments: Attachments = ()
    source: Origin | None = None


class Signature(LogEntry):
    """One side accepts the agreement; with both, it is in force and frozen."""

    letters = "SG"
    kind = "signature"
    by: Party


class Booking(LogEntry):
    """A start that both agreed; `at` is when they agreed it.

    It may replace what was cancelled, or a meeting that the provider missed. Its item is, where
    none is named, that of what it replaces, else the one that sessions use up.
    """

    letters = "B"
    kind = "booking"
    spelt_out = ("item",)
    to: Instant
    minutes: Minutes | None = None
    item: Identifier = SESSIONS
    replaces: Annotated[str, Refers(("cancellation", "session"))] | None = None


class Session(LogEntry):
    """A meeting that was held, or that one side missed; `at` is the agreed start.

    Its item is, where none is named, that of its booking, else the one that sessions use up.
    """

    letters = "S"
    kind = "session"
    spelt_out = ("item",)
    minutes: Minutes
    booking: Annotated[str, Refers(("booking",))] | None = None
    item: Identifier = SESSIONS
    request: Annotated[str, Refers(("request",))] | None = None
    actual_minutes: Minutes | None = None
    no_show: Party | None = None
    late_minutes: Minutes = 0
    left_early_minutes: Minutes = 0
    provider_late_minutes: Minutes = 0
    recording: Text | None = None

    @property
    def attended(self) -> bool:
        """Both came."""
        return self.no_show is None


class Cancellation(LogEntry):
    """A booking called off; `at` is when notice was given."""

    letters = "C"
    kind = "cancellation"
    booking: Annotated[str, Refers(("booking",))]
    by: Party
    reason: Text | None = None


class Homework(LogEntry):
    """Work that the client agreed to do by the end of a day."""

    letters = "H"
    kind = "homework"
    text: Text
    due: Day
    session: Annotated[str, Refers(("session",))] | None = None


class HomeworkDone(LogEntry):
    """The client did the homework."""

    letters = "D"
    kind = "homework-done"
    homework: Annotated[str, Refers(("homework",))]
    evidence: Text | None = None


class FeedbackRequest(LogEntry):
    """The provider asked for written feedback on a session."""

    letters = "Q"
    kind = "feedback-request"
    session: Annotated[str, Refers(("session",))]
    channel: Channel


class Feedback(LogEntry):
    """The client's written feedback on a session."""

    letters = "F"
    kind = "feedback"
    session: Annotated[str, Refers(("session",))]
    text: Text
    value: Annotated[int, Bounds(ge=1, le=5)] | None = None
    missing: Text | None = None

    @property
    def is_concern(self) -> bool:
        """A value of 1 or 2, or something that the client found missing."""
        return self.missing is not None or (self.value is not None and self.value <= 2)


class Adjustment(LogEntry):
    """What the provider changed in answer to a concern."""

    letters = "A"
    kind = "adjustment"
    feedback: Annotated[str, Refers(("feedback",))]
    text: Text


class Request(LogEntry):
    """The client asks for something more."""

    letters = "R"
    kind = "request"
    text: Text
    item: Identifier | None = None
    minutes: Minutes | None = None
    competent: bool = True


class Decision(LogEntry):
    """What was answered to a request; `promoted` names the menu item that it became."""

    letters = "K"
    kind = "decision"
    request: Annotated[str, Refers(("request",))]
    outcome: Answered
    price: Money | None = None
    text: Text | None = None
    promoted: Identifier | None = None


class Work(LogEntry):
    """Work done outside of sessions."""

    letters = "W"
    kind = "work"
    minutes: Minutes
    text: Text
    item: Identifier | None = None
    request: Annotated[str, Refers(("request",))] | None = None
    quantity: Units = Decimal(1)


class Expense(LogEntry):
    """Money that the provider spent for the engagement."""

    letters = "G"
    kind = "expense"
    amount: Money
    text: Text


class OrderLine(Data):
    """A line of a change order; a negative quantity takes back what was agreed before.

    It holds once, in every month of the agreement, or in every period of its item. `package` is
    what it upgrades to.
    """

    spelt_out = ("per",)

    text: Text
    quantity: Quantity
    unit_price: Money
    per: Literal["once", "month", "period"] = "once"
    item: Identifier | None = None
    minutes: Minutes | None = None
    package: Identifier | None = None


class ChangeOrder(LogEntry):
    """A change of the agreement that both have to sign; a draft until it is sent.

    `days` move the last day, forth or back; `free_days` are days on which nobody works; `from_`
    names the day from which monthly lines hold.
    """

    letters = "CO"
    kind = "change-order"
    title: Text
    reason: Text
    request: Annotated[str, Refers(("request",))] | None = None
    days: Annotated[int, Bounds(ge=-3660, le=3660)] = 0
    free_days: Annotated[tuple[Day, ...], AS_LIST] = ()
    from_: Annotated[Day | None, Key("from")] = None
    valid_until: Day | None = None
    line: Annotated[tuple[OrderLine, ...], AS_LIST] = ()


class ChangeOrderStatus(LogEntry):
    """What became of a change order."""

    letters = "CS"
    kind = "change-order-status"
    change_order: Annotated[str, Refers(("change-order",))]
    status: Marked


class Amendment(LogEntry):
    """A correction of some fields of an entry, in force from its own `at` on."""

    letters = "AM"
    kind = "amendment"
    entry: Annotated[str, Refers()]
    set: dict[str, Any]


class Void(LogEntry):
    """An entry taken back, from this moment on; the entry itself stays in the file."""

    letters = "Z"
    kind = "void"
    entry: Annotated[str, Refers()]
    reason: Text


class Result(LogEntry):
    """Something that came of it, towards a minimum result of the agreement."""

    letters = "V"
    kind = "result"
    result: Identifier
    amount: Money | None = None
    quantity: Units | None = None
    text: Text | None = None
    evidence: Text | None = None
    confirmed_by_client: bool = False


class Assessment(LogEntry):
    """The client's own closing judgement: did value come back?"""

    letters = "AS"
    kind = "assessment"
    got_value: bool
    text: Text


class Factor(LogEntry):
    """A circumstance outside anyone's control, with the days on which it lasted."""

    letters = "X"
    kind = "factor"
    cause: Cause
    from_: Annotated[Day, Key("from")]
    to: Day
    text: Text
    affects: Affects


class Ruling(LogEntry):
    """What people decided about an entry: the miss is excused, or it stands."""

    letters = "J"
    kind = "ruling"
    on: Annotated[str, Refers()]
    check: CheckId | None = None
    outcome: Outcome
    reason: Text
    by: Judge | None = None


class Claim(LogEntry):
    """The client asks for the money back."""

    letters = "L"
    kind = "claim"
    text: Text


class Payment(LogEntry):
    """Money that the client paid."""

    letters = "P"
    kind = "payment"
    amount: Money
    for_: Annotated[Purpose, Key("for")]


class Refund(LogEntry):
    """Money that went back to the client, and why; `settles` says that both agreed that nothing
    more is due.
    """

    letters = "PR"
    kind = "refund"
    amount: Money
    for_: Annotated[RefundCause, Key("for")] = "guarantee"
    settles: bool = False


class End(LogEntry):
    """The engagement ends; before its last day, that is an early end.

    With `last_day`, this is the notice of it, and the end comes when that day is over.
    """

    letters = "E"
    kind = "end"
    by: Ender
    reason: Text
    incident: Annotated[str, Refers(("incident",))] | None = None
    last_day: Day | None = None


class Incident(LogEntry):
    """Abuse, by whichever side."""

    letters = "I"
    kind = "incident"
    spelt_out = ("by",)
    text: Text
    by: Party = "client"


class Consequence(LogEntry):
    """A step of the ladder that was taken for a miss, or its fee; `amount` is what is charged."""

    letters = "N"
    kind = "consequence"
    miss: Annotated[str, Refers()]
    action: Action
    amount: Money | None = None


class Touch(LogEntry):
    """A service promise was kept."""

    letters = "T"
    kind = "touch"
    standard: Identifier
    text: Text | None = None


class Survey(LogEntry):
    """The client's answers to an audit: 0 to 10 per standard, and whether they would recommend.

    `nps` may stand beside the scores or among them.
    """

    letters = "U"
    kind = "survey"
    scores: Mapping[Identifier, Score] = MappingProxyType({})
    nps: Score | None = None

    @property
    def recommends(self) -> int | None:
        """How likely the client is to recommend the practice, 0 to 10; None where not said."""
        return self.nps if self.nps is not None else self.scores.get("nps")


class ReferralAsk(LogEntry):
    """The client was asked to recommend the practice."""

    letters = "RA"
    kind = "referral-ask"


class Referral(LogEntry):
    """Somebody whom the client sent."""

    letters = "RF"
    kind = "referral"
    name: Text
    outcome: Text | None = None


class Statement(LogEntry):
    """What both sides were told so far, with a fingerprint over everything through that entry."""

    letters = "ST"
    kind = "statement"
    through: Annotated[str, Refers()]
    fingerprint: Label


class Forgotten(LogEntry):
    """The client's names, contacts and texts were erased on request; figures and moments stay."""

    letters = "FG"
    kind = "forgotten"
    what: Text


Entry = (
    Signature
    | Booking
    | Session
    | Cancellation
    | Homework
    | HomeworkDone
    | FeedbackRequest
    | Feedback
    | Adjustment
    | Result
    | Assessment
    | Factor
    | Ruling
    | Claim
    | Payment
    | Refund
    | End
    | Incident
    | Consequence
    | Touch
    | Survey
    | ReferralAsk
    | Referral
    | Statement
    | Request
    | Decision
    | Work
    | Expense
    | ChangeOrder
    | ChangeOrderStatus
    | Amendment
    | Void
    | Forgotten
)

KINDS: dict[str, type[Entry]] = {kind.kind: kind for kind in get_args(Entry)}
"""Each kind of entry by its name in the file."""


_REFERENCES: dict[type[LogEntry], dict[str, Refers]] = {}


def references(kind: type[LogEntry]) -> dict[str, Refers]:
    """The fields of a kind that name other entries."""
    if kind not in _REFERENCES:
        _REFERENCES[kind] = _references(kind)
    return _REFERENCES[kind]


def _references(kind: type[LogEntry]) -> dict[str, Refers]:
    found = {}
    for field in fields(kind):
        for part in (field.annotation, *get_args(field.annotation)):
            for mark in getattr(part, "__metadata__", ()):
                if isinstance(mark, Refers):
                    found[field.name] = mark
    return found


def read_entry(
    raw: Mapping[str, Any], places: int | None, path: tuple[str | int, ...] = ()
) -> Entry | list[Problem]:
    """One entry, or what is wrong with it."""
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        if "kind" not in raw:
            return [Problem("is missing", f"One of: {', '.join(KINDS)}.", (*path, "kind"))]
        wrong = unknown_field((*path, str(kind)), KINDS)
        return [Problem(f"{kind!r} is not a kind of entry", wrong.remedy, (*path, "kind"))]
    own = {name: value for name, value in raw.items() if name != "kind"}
    return read(KINDS[kind], own, places=places, path=path)
