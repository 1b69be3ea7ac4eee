"""Exact amounts of money: how many decimals a currency has, rounding, and display by locale."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.core import Locale

_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?\Z")


COMMON = {
    "AUD": 2, "BHD": 3, "BRL": 2, "CAD": 2, "CHF": 2, "CLP": 0, "CNY": 2, "DKK": 2, "EUR": 2,
    "GBP": 2, "INR": 2, "JPY": 0, "KRW": 0, "KWD": 3, "MXN": 2, "NOK": 2, "NZD": 2, "SEK": 2,
    "USD": 2, "ZAR": 2,
}  # fmt: skip
"""Decimals of the currencies that most practices use; the library takes 9 ms to load its table."""

COMMON_LOCALES = frozenset({"de_DE", "en_GB", "en_US", "es_ES", "fr_FR", "it_IT", "pt_BR", "pt_PT"})


@cache
def is_currency(code: str) -> bool:
    """Whether a code is one of the currencies of the world, in capitals: `USD`."""
    if code in COMMON:
        return True
    from babel.core import get_global

    return code in get_global("all_currencies")


@cache
def decimals(currency: str) -> int:
    """How many decimals a currency has: 2 for USD, 0 for JPY, 3 for BHD (source: Unicode CLDR)."""
    if currency in COMMON:
        return COMMON[currency]
    from babel.core import get_global

    fractions = get_global("currency_fractions")
    digits: int = fractions.get(currency, fractions["DEFAULT"])[0]
    return digits


def amount(text: str, places: int | None = None) -> Decimal:
    """The exact amount that a text such as `2400.00` says.

    Only ASCII digits and one point; with `places`, no more decimals than that.
    Raises ValueError, with a sentence for the user.
    """
    if not _AMOUNT.match(text):
        raise ValueError(f'{text!r} is not an amount; write it like "2400.00"')
    value = Decimal(text)
    if places is not None and _places(value) > places:
        raise ValueError(f"{text} has more decimals than its currency, which has {places}")
    return value


def rounded(value: Decimal, currency: str) -> Decimal:
    """An amount in the decimals of its currency, half up. Meant to be done once, at the end."""
    return value.quantize(Decimal(1).scaleb(-decimals(currency)), rounding=ROUND_HALF_UP)


def plain(value: Decimal, currency: str) -> str:
    """An amount as files and JSON hold it: `2400.00`."""
    return f"{rounded(value, currency):f}"


def percent(value: Decimal) -> str:
    """A percentage as JSON holds it, with two decimals: `8.33`."""
    return f"{value.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):f}"


def coded(value: Decimal, currency: str) -> str:
    """An amount that nobody can misread, whatever their country: `USD 2,400.00`."""
    return f"{currency} {rounded(value, currency):,f}"


def show(value: Decimal, currency: str, locale: str) -> str:
    """An amount as the reader's locale writes it, with ordinary spaces: `$2,400.00`."""
    from babel.numbers import format_currency

    text = format_currency(rounded(value, currency), currency, locale=_locale(locale))
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@cache
def is_locale(name: str) -> bool:
    """Whether a locale such as `en_US` or `pt-BR` is known."""
    if name in COMMON_LOCALES:
        return True
    from babel.core import UnknownLocaleError

    try:
        _locale(name)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _locale(name: str) -> Locale:
    from babel.core import Locale

    return Locale.parse(name, sep="-" if "-" in name else "_")


def currency_of(locale: str) -> str:
    """The currency of a locale's country today: BRL for pt_BR; USD where none is known."""
    from babel.core import get_global

    territory = _locale(locale).territory
    for code, _, until, is_tender in get_global("territory_currencies").get(territory or "", ()):
        if is_tender and until is None:
            return str(code)
    return "USD"


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
