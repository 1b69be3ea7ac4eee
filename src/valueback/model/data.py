"""The kinds of value that a file may hold, and how a wrong one is explained.

Everything is strict: no value is ever converted by guess, an unknown field is an error that
names the nearest known one, and money with more decimals than its currency has is refused.

Over 300 lines: the kinds of value, and how a wrong one is explained, are one table of pairs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    NoReturn,
    Self,
    TypeVar,
    dataclass_transform,
    get_args,
    get_origin,
)

from valueback import money
from valueback.errors import MOST, Problem
from valueback.identifiers import LONGEST, is_identifier, is_seen
from valueback.model import judging
from valueback.model.marks import AS_LIST, After, Before, Bounds
from valueback.model.time_terms import TimeTerm
from valueback.moments import YEARS

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, ValidationInfo
    from pydantic_core import CoreSchema, ErrorDetails

_QUANTITY = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?\Z")
_PERCENTAGE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)%\Z")


class Share(Decimal):
    """A percentage of a whole, as `"10%"` in a file."""


CalendarPeriod = Literal["week", "month", "quarter", "year"]
CALENDAR_PERIODS: tuple[CalendarPeriod, ...] = get_args(CalendarPeriod)


class PerPeriod(NamedTuple):
    """So many in each calendar period, as `"1 per quarter"` in a file."""

    number: int
    per: CalendarPeriod

    def __str__(self) -> str:
        """The allowance as a file holds it."""
        return f"{self.number} per {self.per}"


SAID = (TimeTerm, PerPeriod)
"""Kinds of value that a file holds as they are said."""


class Key(NamedTuple):
    """Marks a field that files know by another name, which Python keeps for itself: `from`."""

    name: str


class FieldOf(NamedTuple):
    """A field of a kind of data: its name here, its key in files, what it holds.

    A file has to give what is `required`.
    """

    name: str
    key: str
    annotation: Any
    required: bool


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Data:
    """Immutable data as a file holds it: a plain class whose annotations say what it may hold.

    Whoever makes one in the program gives fields by name, and the type checker sees to it that
    they fit. What comes from a file is judged by pydantic, with those same annotations
    (decision 2026-11-25: entries are plain classes). Fields that are not given read as their
    defaults, which are the attributes of the class.
    """

    always_written: ClassVar[tuple[str, ...]] = ()
    """Fields that have a default here, and that a file must give all the same."""

    spelt_out: ClassVar[tuple[str, ...]] = ()
    """Fields that are written down even where they hold their default."""

    only_if_meant: ClassVar[tuple[str, ...]] = ()
    """Fields that are left out where they hold their default, even where all are written out."""

    def __init__(self, **given: Any) -> None:
        vars(self).update(given)

    @classmethod
    def _from_table(cls, table: dict[str, Any]) -> Self:
        return cls(**table)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is immutable: {name} stays as it is")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and all(
            getattr(self, field.name) == getattr(other, field.name) for field in fields(type(self))
        )

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, field.name) for field in fields(type(self))))

    def __repr__(self) -> str:
        given = ", ".join(f"{field.name}={value!r}" for field, value in values(self))
        return f"{type(self).__name__}({given})"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        from pydantic_core import core_schema

        table = core_schema.typed_dict_schema(
            {
                field.name: core_schema.typed_dict_field(
                    handler.generate_schema(field.annotation),
                    required=field.required,
                    validation_alias=field.key,
                )
                for field in fields(cls)
            },
            extra_behavior="forbid",
            config=core_schema.CoreConfig(strict=True),
        )
        return core_schema.no_info_after_validator_function(cls._from_table, table)


_FIELDS: dict[type[Data], tuple[FieldOf, ...]] = {}
"""What `functools.cache` would keep, if a type checker took classes for hashable."""


def fields(kind: type[Data]) -> tuple[FieldOf, ...]:
    """The fields of a kind, those that all its relatives have first."""
    if kind not in _FIELDS:
        _FIELDS[kind] = _fields(kind)
    return _FIELDS[kind]


def _fields(kind: type[Data]) -> tuple[FieldOf, ...]:
    found: dict[str, FieldOf] = {}
    for part in reversed(kind.__mro__):
        for name, annotation in getattr(part, "__annotations__", {}).items():
            if get_origin(annotation) is not ClassVar:
                keys = [mark.name for mark in _marks(annotation) if isinstance(mark, Key)]
                required = name in kind.always_written or not hasattr(kind, name)
                found[name] = FieldOf(name, keys[0] if keys else name, annotation, required)
    return tuple(found.values())


def _marks(annotation: Any) -> tuple[Any, ...]:
    """What an annotation says beside the type."""
    return get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()


def values(data: Data) -> Iterator[tuple[FieldOf, Any]]:
    """The fields that were given, in the order in which they were given, each with its value."""
    known = {field.name: field for field in fields(type(data))}
    return ((known[name], value) for name, value in vars(data).items() if name in known)


D = TypeVar("D", bound=Data)


def changed(data: D, **changes: Any) -> D:
    """The same data with some fields changed."""
    given = {field.name: value for field, value in values(data)}
    return type(data)(**(given | changes))


class WrongValue(ValueError):
    """What a value is refused with, in words that end in no full stop."""


def _instant(value: datetime) -> datetime:
    if value.utcoffset() is None:
        raise WrongValue("has no offset; write it like 2026-01-12T10:00:00-03:00")
    _day(value)
    return value


def _day(value: date) -> date:
    if value.year not in YEARS:
        raise WrongValue(f"lies outside the years {YEARS.start} to {YEARS.stop - 1}")
    return value


def _name(value: str) -> str:
    if not any(is_seen(character) for character in _text(value)):
        raise WrongValue("shows nothing: no character of it can be seen")
    return value


def _text(value: str) -> str:
    if not value.strip():
        raise WrongValue("is empty")
    return value


def _label(value: str) -> str:
    return _text(value)


def _identifier(value: str) -> str:
    if not is_identifier(value):
        raise WrongValue(f"must be small letters, digits and single hyphens, {LONGEST} at most")
    return value


def _money(value: object, info: "ValidationInfo") -> Decimal:
    if not isinstance(value, str):
        raise WrongValue('must be money in quotes, like "2400.00"')
    try:
        return money.amount(value, (info.context or {}).get("decimals"))
    except ValueError as error:
        raise WrongValue(str(error)) from None


def as_units(value: object) -> Decimal | None:
    """A number of things as a file gives it; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
        return Decimal(value)
    return Decimal(value) if isinstance(value, str) and _QUANTITY.match(value) else None


def as_share(value: object) -> Share | None:
    """A percentage as a file gives it, 100 at most; None for anything else."""
    match = _PERCENTAGE.match(value) if isinstance(value, str) else None
    return Share(match[1]) if match and Decimal(match[1]) <= 100 else None


def _quantity(value: object) -> Decimal:
    found = as_units(value)
    if found is None:
        raise WrongValue('must be a whole number, or a decimal in quotes like "1.5"')
    return found


def _not_negative(value: Decimal) -> Decimal:
    if value < 0:
        raise WrongValue("must not be negative")
    return value


def _currency(value: str) -> str:
    if not money.is_currency(value):
        raise WrongValue(f"{value!r} is not a currency; write its three capitals, like USD")
    return value


_LANGUAGE = re.compile(r"[a-z]{2}(_[A-Z]{2})?\Z")


def is_language(text: str) -> bool:
    """Whether a text could name a language, such as `pt` or `pt_PT`."""
    return _LANGUAGE.match(text) is not None


def _language(value: str) -> str:
    if not is_language(value):
        raise WrongValue(f"{value!r} is not a language; write it like pt, or pt_PT")
    return value


def language_of(locale: str) -> str:
    """The language of a locale: `pt` of `pt_BR`; with the country where its way is one apart."""
    name = locale.replace("-", "_")
    return name if name in _APART else name.split("_")[0]


_APART = ("pt_PT",)
"""Countries whose papers read otherwise than those of the language's other countries."""


def _locale(value: str) -> str:
    if not money.is_locale(value):
        raise WrongValue(f"{value!r} is not a locale; write it like en_US")
    return value


def _zone(value: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(value)
    except (KeyError, OSError, ValueError):
        raise WrongValue(f"{value!r} is not a time zone; write it like America/Sao_Paulo") from None
    return value


Instant = Annotated[datetime, After(_instant)]
Day = Annotated[date, After(_day)]
Text = Annotated[str, After(_text)]
Name = Annotated[str, After(_text), After(_name)]
"""What somebody is called: something that can be seen."""

Label = Annotated[str, After(_label)]
"""A text that says what kind of thing is meant, never whose: it outlives an erasure."""

Identifier = Annotated[str, After(_identifier)]
Money = Annotated[Decimal, Before(_money, informed=True)]
Quantity = Annotated[Decimal, Before(_quantity)]
Units = Annotated[Decimal, Before(_quantity), After(_not_negative)]
Currency = Annotated[str, After(_currency)]
LocaleName = Annotated[str, After(_locale)]
LanguageName = Annotated[str, After(_language)]
ZoneName = Annotated[str, After(_zone)]
Count = Annotated[int, Bounds(ge=0, lt=10**6)]
Minutes = Annotated[int, Bounds(ge=0, lt=10**6)]
Percent = Annotated[int, Bounds(ge=0, le=100)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)

Names = Annotated[tuple[Identifier, ...], AS_LIST]


def read(
    kind: type[D], data: object, *, places: int | None = None, path: tuple[str | int, ...] = ()
) -> D | list[Problem]:
    """The data as that kind, or everything that is wrong with it.

    `places` is how many decimals money may have; `path` is where in the file the data stands.
    """
    found: D | list[ErrorDetails] = judging.judged(kind, data, places, MOST)
    if isinstance(found, list):
        return [_problem(kind, details, path) for details in found]
    return found


_EXPECTED = {
    "string_type": "must be text in quotes",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "date_type": "must be a day like 2026-01-12, without quotes",
    "datetime_type": "must be a time with offset like 2026-01-12T10:00:00-03:00, without quotes",
    "tuple_type": 'must be a list like ["a", "b"]',
    "dict_type": "must be a table of fields",
    "missing": "is missing",
}


def _problem(kind: type[Data], details: "ErrorDetails", path: tuple[str | int, ...]) -> Problem:
    where = path + details["loc"]
    if details["type"] == "extra_forbidden":
        return unknown_field(where, field_names(_kind_at(kind, details["loc"][:-1])))
    if details["type"] == "literal_error":
        return Problem(
            f"must be one of: {details['ctx']['expected'].replace(chr(39), '')}", path=where
        )
    if details["type"] == "value_error":
        return Problem(str(details["ctx"]["error"]), path=where)
    plainly = details["msg"].replace("Input should be", "must be")
    return Problem(_EXPECTED.get(details["type"]) or plainly, path=where)


def unknown_field(path: tuple[str | int, ...], known: Iterable[str]) -> Problem:
    """An unknown field, with the nearest known one."""
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(str(path[-1]), names, 1)
    remedy = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(names)}."
    return Problem("is not a field that valueback knows", remedy, path)


def field_names(kind: type[Data] | None) -> list[str]:
    """The names under which a file may give the fields of that kind."""
    return [field.key for field in fields(kind)] if kind else []


def _kind_at(kind: type[Data], loc: tuple[str | int, ...]) -> type[Data] | None:
    """The kind of data that stands at a place inside another."""
    at: type[Data] | None = kind
    for step in loc:
        if at is None or isinstance(step, int):
            continue
        found = next((field for field in fields(at) if field.key == step), None)
        at = data_in(found.annotation) if found else None
    return at


def data_in(annotation: Any) -> type[Data] | None:
    """The kind of data that a field holds, be it in a list or left out; None for anything else."""
    if isinstance(annotation, type) and issubclass(annotation, Data):
        return annotation
    for inner in get_args(annotation):
        if (found := data_in(inner)) is not None:
            return found
    return None


def as_table(data: Data) -> dict[str, Any]:
    """The data as a file holds it, defaults written out; fields without a value are left out."""
    table = {}
    for field in fields(type(data)):
        given = getattr(data, field.name)
        idle = field.name in data.only_if_meant and given == getattr(type(data), field.name)
        value = as_written(given)
        if value is not None and not idle:
            table[field.key] = value
    return table


def as_given(data: Data) -> dict[str, Any]:
    """The data as a file of its own kind holds it: what was given, without idle defaults."""
    table = {}
    for field, value in values(data):
        idle = not field.required and value == getattr(type(data), field.name)
        if value is not None and (not idle or field.name in data.spelt_out):
            table[field.key] = _given(field, value)
    return table


def _given(field: FieldOf, value: Any) -> Any:
    if isinstance(value, Data):
        return as_given(value)
    if isinstance(value, tuple) and not isinstance(value, SAID):
        return [_given(field, inner) for inner in value]
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Decimal) and _counts(field.annotation) and value == int(value):
        return int(value)
    return as_written(value)


def _counts(annotation: Any) -> bool:
    """Whether a field holds a number of things: whole ones stand without quotes."""
    return any(isinstance(m, Before) and m.check is _quantity for m in _marks(annotation))


def as_written(value: Any) -> Any:
    """A value as a file holds it: amounts and shares as text."""
    if isinstance(value, Data):
        return as_table(value)
    if isinstance(value, SAID):
        return str(value)
    if isinstance(value, tuple):
        return [as_written(inner) for inner in value]
    if isinstance(value, Share):
        return f"{value:f}%"
    return f"{value:f}" if isinstance(value, Decimal) else value


def nested(data: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """A table inside a table, or an empty one where it is absent or no table."""
    for name in names:
        inner = data.get(name)
        data = inner if isinstance(inner, dict) else {}
    return data


Party = Literal["client", "provider"]
Ender = Literal["client", "provider", "both"]
