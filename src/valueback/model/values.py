"""Kinds of value that an agreement takes: terms of time, allowances, what is carried."""

from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from valueback import money
from valueback.model.data import CALENDAR_PERIODS, PerPeriod, Share, WrongValue, as_share, as_units
from valueback.model.marks import Instead
from valueback.model.time_terms import TimeTerm, TimeUnit, read_term

_DIGITS = 5
"""From how many digits on a count is no allowance."""


class _Asks(NamedTuple):
    """What a field asks of a term of time, and how it says so."""

    units: tuple[TimeUnit, ...]
    same: bool = False
    by: bool = True
    at_least: int = 0


def _term_of(asks: _Asks) -> Callable[[object], TimeTerm]:
    def read(value: object) -> TimeTerm:
        if not isinstance(value, str):
            raise WrongValue('must be a term of time in quotes, like "24 hours" or "7 days"')
        try:
            term = read_term(value)
        except ValueError as error:
            raise WrongValue(str(error)) from None
        if term.same is not None and not asks.same:
            raise WrongValue(f'"{term}" holds for a new date only (reschedule_within)')
        if term.unit not in asks.units and asks.units == _SHORT:
            raise WrongValue("must be hours, days or working days")
        if term.unit not in asks.units:
            raise WrongValue("is never in hours; write days, working days, weeks, months … instead")
        if term.by is not None and not asks.by:
            raise WrongValue(f'cannot end "by" a time of day; write "{term._replace(by=None)}"')
        if term.number < asks.at_least:
            raise WrongValue(f'must be at least "{term._replace(number=asks.at_least)}"')
        return term

    return read


_ANY: tuple[TimeUnit, ...] = ("hour", "day", "working day", "week", "month", "quarter", "year")
_SHORT, _LONG = _ANY[:3], _ANY[1:]

_any_term = _term_of(_Asks(_ANY))
_short_term = _term_of(_Asks(_SHORT))
_new_date = _term_of(_Asks(_ANY, same=True))
_long_term = _term_of(_Asks(_LONG))
_due_term = _term_of(_Asks(_LONG, by=False))
_repeated = _term_of(_Asks(_LONG, by=False, at_least=1))

Term = Annotated[TimeTerm, Instead(_any_term)]
"""By when something is done after something else."""

Notice = Annotated[
    TimeTerm,
    Instead(_short_term),
]
"""How long before a start one has to say so."""

NewDate = Annotated[TimeTerm, Instead(_new_date)]
"""Between which time a meeting that was called off gets a new date."""

LongTerm = Annotated[TimeTerm, Instead(_long_term)]
"""A time that ends with a day."""

DueTerm = Annotated[TimeTerm, Instead(_due_term)]
"""After what time a due *day* lies."""

Every = Annotated[TimeTerm, Instead(_repeated)]
"""How often something comes again."""


def _allowance(value: object) -> int | PerPeriod:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**6:
        return value
    words = value.split() if isinstance(value, str) else []
    per = next((per for per in CALENDAR_PERIODS if words[1:] == ["per", per]), None)
    if per is not None and words[0].isascii() and words[0].isdigit() and len(words[0]) < _DIGITS:
        return PerPeriod(int(words[0]), per)
    raise WrongValue('must be a count like 1, or a count per period in quotes like "1 per quarter"')


def _forgiven(value: object) -> int | PerPeriod | Share:
    share = as_share(value)
    if share is not None:
        return share
    try:
        return _allowance(value)
    except WrongValue:
        raise WrongValue(
            'must be a count like 1, a percentage like "10%", or a count per period like '
            '"1 per quarter"'
        ) from None


def _carry(value: object) -> Literal["all"] | Decimal | Share:
    if value == "all":
        return "all"
    found = as_share(value) or as_units(value)
    if found is None or found < 0:
        raise WrongValue('must be "all", a number of units, or a share like "50%"')
    return found


Allowance = Annotated[int | PerPeriod, Instead(_allowance)]
"""How many of something are free or forgiven: a count, or a count per calendar period."""

Forgiven = Annotated[int | PerPeriod | Share, Instead(_forgiven)]
"""The same, or a share of what fell due."""

Carry = Annotated[Literal["all"] | Decimal | Share, Instead(_carry)]
"""How much of what is left of a period may be carried into the next one."""


class Number(Decimal):
    """A number of something, where a sum could stand."""


def _target(value: object) -> Decimal:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9:
        return Number(value)
    if isinstance(value, str):
        try:
            return money.amount(value, None)
        except ValueError:
            pass
    raise WrongValue('must be a sum in quotes like "2400.00" or, with a unit, a number like 5')


Target = Annotated[Decimal, Instead(_target)]
"""What a minimum result has to reach: a sum of money, or a number of something."""
