"""Sums as people type them: `2400`, `2,400`, `2.400,00`, `$2,400`, `400 EUR`.

What a locale writes decides where a point or comma has two meanings; where even that leaves doubt,
the sum is refused with both. Nothing is rounded: decimals that a currency has not are refused.
"""

from __future__ import annotations

import re
from decimal import Decimal

from valueback import money

_SUM = re.compile(r"(?P<before>[^0-9]*)(?P<number>[0-9](?:[0-9.,' ]*[0-9])?)(?P<after>[^0-9]*)\Z")
_DOLLARS = frozenset(
    {"USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "DOP"}
)
_SIGNS = {
    "$": _DOLLARS,
    "us$": {"USD"},
    "r$": {"BRL"},
    "€": {"EUR"},
    "£": {"GBP", "EGP", "GIP", "FKP", "SHP"},
    "¥": {"JPY", "CNY"},
    "fr": {"CHF"},
    "kr": {"SEK", "NOK", "DKK", "ISK"},
    "zł": {"PLN"},
    "₹": {"INR"},
    "euro": {"EUR"},
    "euros": {"EUR"},
    "dollars": _DOLLARS,
    "reais": {"BRL"},
}
_DIGITS = 15


def read_amount(text: str, currency: str, locale: str = "en_US") -> Decimal:
    """The exact sum that was typed, in a currency.

    Raises ValueError, with a sentence for the user: where it is no sum, is in another currency, has
    more decimals than its currency, or can be read in two ways.
    """
    shown = " ".join(text.split())
    found = _SUM.match(shown)
    if found is None:
        raise ValueError(f"{text!r} is not an amount")
    for sign in (found["before"], found["after"]):
        _check_currency(text, sign.strip(), currency)
    return _read(text, found["number"], currency, locale)


def _check_currency(text: str, sign: str, currency: str) -> None:
    if not sign or sign.upper() == currency:
        return
    meant = _SIGNS.get(sign.casefold().rstrip("."))
    if meant is None and money.is_currency(sign.upper()):
        meant = {sign.upper()}
    if meant is None:
        raise ValueError(f"{text!r} is not an amount")
    if currency not in meant:
        raise ValueError(f"{text!r} is another currency; here money is in {currency}")


def _read(text: str, number: str, currency: str, locale: str) -> Decimal:
    """The sum that digits and marks mean: a mark begins the decimals, or parts groups of three."""
    places = money.decimals(currency)
    marks = re.sub("[0-9]", "", number)
    digits = re.sub("[^0-9]", "", number)
    if not marks and len(digits) <= _DIGITS:
        return Decimal(digits)
    whole, _, part = number.rpartition(marks[-1:] or " ")
    is_last = marks[-1:] in (".", ",") and marks.count(marks[-1:]) == 1
    by_decimals = is_last and (len(marks) == 1 or _is_grouped(whole))
    by_groups = _is_grouped(number)
    if len(digits) > _DIGITS or not (by_decimals or by_groups):
        raise ValueError(f"{text!r} is not an amount")
    as_decimals = f"{re.sub('[^0-9]', '', whole)}.{part}"
    if by_groups and by_decimals:
        own = marks == _decimal_mark(locale)
        if own and 0 < places < len(part):
            fewer = as_decimals[: places - len(part)]
            raise ValueError(
                f"{text!r} can be {money.coded(Decimal(digits), currency)} or {as_decimals}; "
                f"write {digits} or {fewer}"
            )
        by_groups = not own or places == 0
    if by_groups:
        return Decimal(digits)
    if len(part) > places:
        raise ValueError(f"{text} has more decimals than its currency, which has {places}")
    return Decimal(as_decimals)


def _is_grouped(number: str) -> bool:
    """Whether one kind of mark parts a number into groups of three."""
    return bool(re.fullmatch(r"[1-9][0-9]{0,2}(?:([.,' ])[0-9]{3})(?:\1[0-9]{3})*", number))


def _decimal_mark(locale: str) -> str:
    from babel.numbers import get_decimal_symbol

    return get_decimal_symbol(locale.replace("-", "_"))
