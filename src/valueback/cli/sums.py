"""Sums and currencies as they are typed: read by the habits of the practice, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valueback.errors import mistyped

if TYPE_CHECKING:
    from decimal import Decimal


def currency_named(text: str) -> str:
    """The currency that is meant, its letters in any case. Raises Mistyped."""
    from valueback.money import is_currency

    code = text.strip().upper()
    if not is_currency(code):
        raise mistyped(
            f"{text!r} is not a currency.", "Write its three letters, like EUR.", field="currency"
        )
    return code


def typed_sum(text: str, *, currency: str, locale: str, name: str) -> Decimal:
    """The sum that was typed for a field, in the decimals of its currency. Raises Mistyped."""
    from valueback.money import rounded
    from valueback.typed_money import read_amount

    try:
        return rounded(read_amount(text, currency, locale), currency)
    except ValueError as error:
        raise mistyped(f"{error}.", "Write it like 2400.00.", field=name) from None
