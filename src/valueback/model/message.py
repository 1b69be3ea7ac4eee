"""What rules have to say: a key and typed values. The catalogue of a language makes the sentence.

No sentence is glued from pieces: where one says something about another, that other is a value of
it, and the frame has a key of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, NamedTuple, TypeAlias

from valueback.model.time_terms import TimeTerm, read_term


class Sum(NamedTuple):
    """An amount of money in its currency."""

    amount: Decimal
    currency: str


class Listed(NamedTuple):
    """Several things in one sentence: `a, b and c`, `a, b or c`, or with commas alone."""

    items: tuple[Value, ...]
    last: Literal["and", "or", "comma", "semicolon"] = "and"


class FieldName(NamedTuple):
    """A field, to be named by the flag by which the verb in hand gives it."""

    name: str


class Message(NamedTuple):
    """What is to be said: the key of a sentence, and what stands in it, by name.

    A day is a date, a moment a datetime on the wall clock to be shown, a duration a timedelta; text
    is what people typed, or the id of an entry. A value called `count` chooses singular or plural.
    """

    key: str
    values: tuple[tuple[str, Value], ...] = ()


Value: TypeAlias = (
    str
    | int
    | Decimal
    | date
    | datetime
    | timedelta
    | TimeTerm
    | Sum
    | Listed
    | FieldName
    | Message
)


def say(key: str, /, **values: Value) -> Message:
    """A message with its values."""
    return Message(key, tuple(values.items()))


def all_of(
    items: Iterable[Value], last: Literal["and", "or", "comma", "semicolon"] = "and"
) -> Listed:
    """Several things as one value."""
    return Listed(tuple(items), last)


# --- as a text, to be kept ---


def to_keep(message: Message) -> str:
    """The message as a short text, from which `kept` makes it again: thousands fit in memory."""
    return json.dumps(_plain(message))


def kept(text: str) -> Message:
    """The message that was kept. Raises KeyError or ValueError for anything else."""
    return _message(json.loads(text))


def _plain(value: Value) -> Any:  # noqa: PLR0911  # one form per kind of value
    match value:
        case Message():
            return {"key": value.key, "values": {name: _plain(v) for name, v in value.values}}
        case TimeTerm():
            return {"term": str(value)}
        case Sum():
            return {"sum": f"{value.amount:f}", "currency": value.currency}
        case Listed():
            return {"list": [_plain(item) for item in value.items], "last": value.last}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case timedelta():
            return {"seconds": int(value.total_seconds())}
        case FieldName():
            return {"field": value.name}
        case Decimal():
            return {"number": f"{value:f}"}
        case _:
            return value


def _message(plain: Any) -> Message:
    return Message(
        plain["key"], tuple((name, _from_plain(v)) for name, v in plain["values"].items())
    )


def _from_plain(plain: Any) -> Value:  # noqa: C901, PLR0911  # one form per kind of value
    if not isinstance(plain, dict):
        found: str | int = plain
        return found
    match next(iter(plain)):
        case "key":
            return _message(plain)
        case "term":
            return read_term(plain["term"])
        case "sum":
            return Sum(Decimal(plain["sum"]), plain["currency"])
        case "list":
            return Listed(tuple(_from_plain(item) for item in plain["list"]), plain["last"])
        case "moment":
            return datetime.fromisoformat(plain["moment"])
        case "day":
            return date.fromisoformat(plain["day"])
        case "seconds":
            return timedelta(seconds=plain["seconds"])
        case "number":
            return Decimal(plain["number"])
        case "field":
            return FieldName(plain["field"])
        case other:
            raise ValueError(f"{other!r} is no kind of value")
