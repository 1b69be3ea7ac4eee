"""Exact amounts."""

from decimal import Decimal

import pytest
from babel import Locale
from babel.numbers import get_currency_precision

from valueback import money


@pytest.mark.parametrize(("code", "places"), [("JPY", 0), ("USD", 2), ("BHD", 3), ("EUR", 2)])
def test_decimals(code: str, places: int) -> None:
    assert money.decimals(code) == places


def test_the_short_list_agrees_with_the_library() -> None:
    for code, places in money.COMMON.items():
        assert get_currency_precision(code) == places
    for name in money.COMMON_LOCALES:
        assert str(Locale.parse(name)) == name


@pytest.mark.parametrize(
    ("code", "known"), [("USD", True), ("TND", True), ("usd", False), ("XXY", False)]
)
def test_currencies(code: str, known: bool) -> None:
    assert money.is_currency(code) is known


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", "1,0", "1.", ".5", "1e3", "١٢", " 1", "1 ", "NaN", "1_0"]
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        money.amount(text)


def test_more_decimals_than_the_currency_has_are_refused() -> None:
    assert money.amount("2.400", 3) == Decimal("2.4")
    with pytest.raises(ValueError, match="more decimals"):
        money.amount("2.400", 2)


@pytest.mark.parametrize(
    ("value", "currency", "expected"),
    [
        ("450.005", "USD", "450.01"),
        ("450.0049", "USD", "450.00"),
        ("50.5", "JPY", "51"),
        ("0.0625", "BHD", "0.063"),
    ],
)
def test_rounding_half_up(value: str, currency: str, expected: str) -> None:
    assert money.plain(Decimal(value), currency) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("en_US", "$2,400.00"), ("pt-BR", "US$ 2.400,00"), ("de_DE", "2.400,00 $")],
)
def test_display_by_locale(locale: str, expected: str) -> None:
    assert money.show(Decimal(2400), "USD", locale) == expected


@pytest.mark.parametrize(
    ("locale", "currency"), [("pt_BR", "BRL"), ("en_US", "USD"), ("de_DE", "EUR"), ("eo", "USD")]
)
def test_a_countrys_currency(locale: str, currency: str) -> None:
    assert money.currency_of(locale) == currency
