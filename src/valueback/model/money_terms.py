"""What was agreed about money beside the price: when it is paid, what comes back to somebody who
leaves early, what a miss costs.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, TypeVar

from valueback.errors import Problem
from valueback.model.data import (
    Count,
    Data,
    Day,
    Key,
    Money,
    Party,
    Percent,
    Share,
    Text,
    WrongValue,
    as_share,
)
from valueback.model.marks import Bounds, Instead
from valueback.model.promises import ScopeItem
from valueback.model.values import Allowance, Notice, Term

MissKind = Literal[
    "homework",
    "no-show",
    "late-cancellation",
    "feedback",
    "late",
    "left-early",
    "reschedule",
    "move",
    "payment",
]
"""What a client can miss."""

_SUM = re.compile(r"[0-9]{1,12}(\.[0-9]{1,3})?\Z")


def _kept_share(value: object) -> Decimal | Share:
    share = as_share(value)
    if share is not None:
        return share
    if isinstance(value, str) and _SUM.match(value):
        return Decimal(value)
    raise WrongValue('must be a sum like "80.00" or a share like "5%", in quotes')


Less = Annotated[Decimal | Share, Instead(_kept_share)]
"""What is kept of what would come back: a sum, or a share of it."""

_FIRST, _LAST = "first payment", "last"
_MOST = 99


def _basis(value: object) -> str:
    if isinstance(value, str) and (value in ("paid", _FIRST) or _last_of(value) is not None):
        return value
    raise WrongValue('must be "paid", "first payment" or like "last 2 payments"')


def _last_of(basis: str) -> int | None:
    """How many of the last payments a basis counts; None where it counts others."""
    word, _, rest = basis.partition(" ")
    number, _, noun = rest.partition(" ")
    is_number = number.isascii() and number.isdigit() and 0 < int(number) <= _MOST
    is_noun = noun in ("payment", "payments")
    return int(number) if word == _LAST and is_number and is_noun else None


Basis = Annotated[str, Instead(_basis)]
"""What a refund is a percentage of: all that was paid, or some of the payments."""


Of = TypeVar("Of")


def payments_in(basis: str, payments: Sequence[Of]) -> Sequence[Of]:
    """The payments that a basis counts."""
    last = _last_of(basis)
    if last is not None:
        return payments[-last:]
    return payments[:1] if basis == _FIRST else payments


class Instalment(Data):
    """A part of the price, and the day on which it falls due."""

    due: Day
    amount: Money


LeftOf = Literal["paid", "unused units", "unused months", "unused days", "repriced"]
"""What a row of the table of leaving is a percentage of."""

Since = Literal["starts", "signature", "first payment", "first session"]
"""From when the time of a row counts."""


class Leaving(Data):
    """What comes back when it ends early: a row of a table, of which the first that fits holds.

    Without `by` it holds for either side, without `within` at any time. `used_at_most` are units of
    the sessions' item; with `duties`, no clause of the client's may be breached. Of what was not
    used up, `percent` comes back, but for what `less` keeps.
    """

    by: Party | None = None
    within: Term | None = None
    from_: Annotated[Since, Key("from")] = "starts"
    used_at_most: Count | None = None
    duties: bool = False
    percent: Percent = 100
    of: LeftOf
    unit_price: Money | None = None
    less: Less | None = None


class Fee(Data):
    """What a miss of a kind costs: a sum, or a percentage of one session's price.

    Late cancellations with less notice than `below`; `free` of them cost nothing.
    """

    miss: MissKind
    below: Notice | None = None
    percent: Annotated[int, Bounds(ge=0, le=300)] | None = None
    amount: Money | None = None
    free: Allowance | None = None
    basis: Text


class Priced(NamedTuple):
    """What terms of money rest on: the price, the last day, what meetings use up."""

    price: Decimal
    monthly: bool
    ends: date | None
    item: ScopeItem | None


def instalment_problems(priced: Priced, rows: Sequence[Instalment]) -> Iterator[Problem]:
    """Parts of the price that are not the price, or out of order; paths below `instalment`."""
    if not rows:
        return
    if priced.monthly:
        yield Problem(
            "stand beside a price per month",
            "A monthly price is paid month by month; leave the instalments out.",
        )
        return
    total = sum((row.amount for row in rows), Decimal(0))
    if total != priced.price:
        yield Problem(
            f"come to {total}, and the price is {priced.price}", "Together they are the price."
        )
    days = [row.due for row in rows]
    if days != sorted(set(days)):
        yield Problem("must come by their days, each once", "Put them into that order.")


def leaving_problems(priced: Priced, row: Leaving) -> Iterator[Problem]:
    """A row that counts what was not agreed; paths below the row."""
    if (row.of == "repriced") != (row.unit_price is not None):
        yield Problem(
            'goes with of = "repriced", and only with it',
            'Say what a used unit costs then: unit_price = "120.00".',
            ("unit_price",),
        )
    item = priced.item
    if row.of == "unused units":
        if item is None or item.quantity is None:
            yield Problem(
                "needs a number of sessions that was agreed",
                "Give the sessions a quantity, or count days or months.",
                ("of",),
            )
        elif priced.monthly and not (item.per == "month" and item.counted_from == "starts"):
            yield Problem(
                "needs sessions that are agreed per month, where the price is monthly",
                "Count days or months instead.",
                ("of",),
            )
    if row.of in ("unused months", "unused days") and not priced.monthly and priced.ends is None:
        yield Problem("needs a last day to count to", "Count units instead, or give ends.", ("of",))


def fee_problems(fee: Fee) -> Iterator[Problem]:
    """A fee without a sum, or with two; paths below the row."""
    if (fee.percent is None) == (fee.amount is None):
        yield Problem(
            "is a sum or a percentage: one of them",
            'Write amount = "50.00", or percent = 50 (of one session\'s price).',
        )
    if fee.below is not None and fee.miss != "late-cancellation":
        yield Problem("goes with late cancellations only", "Leave it out.", ("below",))
