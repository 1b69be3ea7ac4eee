"""The kinds of value that a file may hold, and how a wrong one is explained.

Everything is strict: no value is ever converted by guess, an unknown field is an error that
names the nearest known one, and money with more decimals than its currency has is refused.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from valueback import money
from valueback.errors import Problem
from valueback.identifiers import LONGEST, is_identifier
from valueback.moments import YEARS

_QUANTITY = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?\Z")
_PERCENTAGE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)%\Z")


class Share(Decimal):
    """A percentage of what fell due, as `"10%"` in a file."""


class Data(BaseModel):
    """Immutable data read from a file; built only when the first of its kind is read."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)

    @classmethod
    def by_default(cls) -> Self:
        """What holds where nothing is written: the defaults, which need no checking.

        Unlike a call of the class it builds no validator, which takes a command a millisecond.
        """
        return cast("Self", cls.model_construct())


def _wrong(message: str) -> PydanticCustomError:
    return PydanticCustomError("valueback", "{message}", {"message": message})


def _instant(value: datetime) -> datetime:
    if value.utcoffset() is None:
        raise _wrong("has no offset; write it like 2026-01-12T10:00:00-03:00")
    _day(value)
    return value


def _day(value: date) -> date:
    if value.year not in YEARS:
        raise _wrong(f"lies outside the years {YEARS.start} to {YEARS.stop - 1}")
    return value


def _text(value: str) -> str:
    if not value.strip():
        raise _wrong("is empty")
    return value


def _identifier(value: str) -> str:
    if not is_identifier(value):
        raise _wrong(f"must be small letters, digits and single hyphens, {LONGEST} at most")
    return value


def _money(value: object, info: ValidationInfo) -> Decimal:
    if not isinstance(value, str):
        raise _wrong('must be money in quotes, like "2400.00"')
    try:
        return money.amount(value, (info.context or {}).get("decimals"))
    except ValueError as error:
        raise _wrong(str(error)) from None


def _quantity(value: object) -> Decimal:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
        return Decimal(value)
    if isinstance(value, str) and _QUANTITY.match(value):
        return Decimal(value)
    raise _wrong('must be a whole number, or a decimal in quotes like "1.5"')


def _not_negative(value: Decimal) -> Decimal:
    if value < 0:
        raise _wrong("must not be negative")
    return value


def _allowance(value: object) -> int | Share:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**6:
        return value
    match = _PERCENTAGE.match(value) if isinstance(value, str) else None
    if match and Decimal(match[1]) <= 100:
        return Share(match[1])
    raise _wrong('must be a count like 1, or a percentage in quotes like "10%"')


def _currency(value: str) -> str:
    if not money.is_currency(value):
        raise _wrong(f"{value!r} is not a currency; write its three capitals, like USD")
    return value


def _locale(value: str) -> str:
    if not money.is_locale(value):
        raise _wrong(f"{value!r} is not a locale; write it like en_US")
    return value


def _zone(value: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(value)
    except (KeyError, OSError, ValueError):
        raise _wrong(f"{value!r} is not a time zone; write it like America/Sao_Paulo") from None
    return value


Instant = Annotated[datetime, AfterValidator(_instant)]
Day = Annotated[date, AfterValidator(_day)]
Text = Annotated[str, AfterValidator(_text)]
Identifier = Annotated[str, AfterValidator(_identifier)]
Money = Annotated[Decimal, BeforeValidator(_money)]
Quantity = Annotated[Decimal, BeforeValidator(_quantity)]
Units = Annotated[Decimal, BeforeValidator(_quantity), AfterValidator(_not_negative)]
Allowance = Annotated[int | Share, PlainValidator(_allowance)]
Currency = Annotated[str, AfterValidator(_currency)]
LocaleName = Annotated[str, AfterValidator(_locale)]
ZoneName = Annotated[str, AfterValidator(_zone)]
Count = Annotated[int, Field(ge=0, lt=10**6)]
Minutes = Annotated[int, Field(ge=0, lt=10**6)]
Percent = Annotated[int, Field(ge=0, le=100)]
Names = Annotated[tuple[Identifier, ...], Field(strict=False)]

D = TypeVar("D", bound=Data)


def read(
    kind: type[D], data: object, *, places: int | None = None, path: tuple[str | int, ...] = ()
) -> D | list[Problem]:
    """The data as that kind, or everything that is wrong with it.

    `places` is how many decimals money may have; `path` is where in the file the data stands.
    """
    try:
        return kind.model_validate(data, context={"decimals": places})
    except ValidationError as error:
        return [_problem(kind, details, path) for details in error.errors()]


_EXPECTED = {
    "string_type": "must be text in quotes",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "date_type": "must be a day like 2026-01-12, without quotes",
    "datetime_type": "must be a time with offset like 2026-01-12T10:00:00-03:00, without quotes",
    "tuple_type": 'must be a list like ["a", "b"]',
    "model_type": "must be a table of fields",
    "missing": "is missing",
}


def _problem(kind: type[Data], details: ErrorDetails, path: tuple[str | int, ...]) -> Problem:
    where = path + details["loc"]
    if details["type"] == "extra_forbidden":
        return unknown_field(where, field_names(_model_at(kind, details["loc"][:-1])))
    if details["type"] == "literal_error":
        return Problem(
            f"must be one of: {details['ctx']['expected'].replace(chr(39), '')}", path=where
        )
    if details["type"] == "valueback":
        return Problem(str(details["ctx"]["message"]), path=where)
    return Problem(_EXPECTED.get(details["type"]) or _sentence(details["msg"]), path=where)


def _sentence(message: str) -> str:
    return message.replace("Input should be", "must be")


def unknown_field(path: tuple[str | int, ...], known: Iterable[str]) -> Problem:
    """An unknown field, with the nearest known one."""
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(str(path[-1]), names, 1)
    remedy = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(names)}."
    return Problem("is not a field that valueback knows", remedy, path)


def field_names(kind: type[Data] | None) -> list[str]:
    """The names under which a file may give the fields of that kind."""
    return [field.alias or name for name, field in kind.model_fields.items()] if kind else []


def _model_at(kind: type[Data], loc: tuple[str | int, ...]) -> type[Data] | None:
    """The model that stands at a place inside another."""
    at: type[Data] | None = kind
    for step in loc:
        if at is None or isinstance(step, int):
            continue
        found = {f.alias or name: f for name, f in at.model_fields.items()}.get(step)
        at = _data_in(found.annotation) if found else None
    return at


def _data_in(annotation: Any) -> type[Data] | None:
    if isinstance(annotation, type) and issubclass(annotation, Data):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        if (found := _data_in(inner)) is not None:
            return found
    return None


def as_table(data: Data) -> dict[str, Any]:
    """The data as a file holds it; fields without a value are left out."""
    table = {}
    for name, info in type(data).model_fields.items():
        value = _as_written(getattr(data, name))
        if value is not None:
            table[info.alias or name] = value
    return table


def _as_written(value: Any) -> Any:
    if isinstance(value, Data):
        return as_table(value)
    if isinstance(value, tuple):
        return [_as_written(inner) for inner in value]
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
