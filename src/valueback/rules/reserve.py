"""What may have to be paid back: the rate of refunds so far, and what is at stake now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

CONCLUDED = ("value-delivered", "refunded", "not-eligible", "expired")
"""The verdicts under which a guarantee is settled for good."""

_HALF = Decimal("0.5")
_TAIL = 0.025
"""What a 95 % interval leaves out on each side."""


class Rate(NamedTuple):
    """The rate of refunds among concluded guarantees, as shares of one; None without history.

    Jeffreys: with x refunds of n, the rate is distributed as Beta(x + 1/2, n - x + 1/2); `lower`
    and `upper` bound its middle 95 %, and reach 0 and 1 where none or all were refunded. Source:
    Brown, Cai and DasGupta, Interval Estimation for a Binomial Proportion, Statistical Science 16
    (2001).
    """

    refunded: int
    concluded: int
    mean: Decimal | None
    lower: Decimal | None
    upper: Decimal | None


class Reserve(NamedTuple):
    """The rate, and by currency what could be claimed, and what to expect of it.

    `expected` is what is due in full and the mean rate of the rest; `expected_upper` takes the
    upper bound of the rate. Both are None without history.
    """

    rate: Rate
    exposure: Mapping[str, Decimal]
    expected: Mapping[str, Decimal] | None
    expected_upper: Mapping[str, Decimal] | None


class Stake(NamedTuple):
    """An engagement's part in it: its verdict, and what would be refunded were it claimed."""

    verdict: str
    currency: str
    amount: Decimal


def refund_rate(refunded: int, concluded: int) -> Rate:
    """The rate of refunds with its 95 % interval."""
    if not concluded:
        return Rate(refunded, concluded, None, None, None)
    mean = (refunded + _HALF) / (concluded + 1)
    lower = _quantile(_TAIL, refunded, concluded) if refunded else Decimal(0)
    upper = _quantile(1 - _TAIL, refunded, concluded) if refunded < concluded else Decimal(1)
    return Rate(refunded, concluded, mean, lower, upper)


def _quantile(share: float, refunded: int, concluded: int) -> Decimal:
    """The rate below which that share of the distribution lies."""
    from mpmath import betainc, findroot, mpf

    a, b = mpf(refunded) + 0.5, mpf(concluded - refunded) + 0.5

    def beyond(rate: object) -> object:
        return betainc(a, b, 0, rate, regularized=True) - share

    return Decimal(str(findroot(beyond, (mpf(0), mpf(1)), solver="anderson", maxsteps=200)))


def reserve(stakes: Iterable[Stake]) -> Reserve:
    """The reserve of a practice over all its guarantees."""
    known = list(stakes)
    concluded = [stake for stake in known if stake.verdict in CONCLUDED]
    rate = refund_rate(sum(s.verdict == "refunded" for s in concluded), len(concluded))
    due: dict[str, Decimal] = defaultdict(Decimal)
    other: dict[str, Decimal] = defaultdict(Decimal)
    for stake in known:
        if stake.amount:
            part = due if stake.verdict == "refund-due" else other
            part[stake.currency] += stake.amount
    currencies = sorted({*due, *other})

    def expected(share: Decimal | None) -> dict[str, Decimal] | None:
        if share is None:
            return None
        return {code: due[code] + share * other[code] for code in currencies}

    exposure = {code: due[code] + other[code] for code in currencies}
    return Reserve(rate, exposure, expected(rate.mean), expected(rate.upper))
