"""The refund reserve: the rate with its interval, and what to expect of what is at stake."""

from decimal import Decimal

import pytest

from valueback.rules.reserve import Stake, refund_rate, reserve


@pytest.mark.parametrize(
    ("refunded", "concluded", "mean", "lower", "upper"),
    [
        (0, 5, "8.33", "0.0", "37.9"),
        (1, 10, "13.64", "1.1", "38.1"),
        (5, 5, "91.67", "62.1", "100.0"),
        (1, 1, "75.00", "14.7", "100.0"),
        (3, 1000, "0.35", "0.1", "0.8"),
        (500, 1000, "50.00", "46.9", "53.1"),
    ],
)
def test_the_rate_of_refunds(
    refunded: int, concluded: int, mean: str, lower: str, upper: str
) -> None:
    rate = refund_rate(refunded, concluded)
    assert rate.mean is not None
    assert rate.lower is not None
    assert rate.upper is not None
    assert f"{rate.mean * 100:.2f}" == mean
    assert (f"{rate.lower * 100:.1f}", f"{rate.upper * 100:.1f}") == (lower, upper)


def test_without_history_nothing_is_expected() -> None:
    found = reserve([Stake("in-progress", "USD", Decimal(2400))])
    assert found.rate == (0, 0, None, None, None)
    assert found.exposure == {"USD": Decimal(2400)}
    assert (found.expected, found.expected_upper) == (None, None)


def test_what_is_due_counts_in_full_and_currencies_stay_apart() -> None:
    found = reserve(
        [
            Stake("refund-due", "USD", Decimal(900)),
            Stake("in-progress", "USD", Decimal(2400)),
            Stake("eligible", "EUR", Decimal(1000)),
            Stake("expired", "USD", Decimal(0)),
            Stake("refunded", "USD", Decimal(0)),
            Stake("not-offered", "USD", Decimal(0)),  # neither concluded nor at stake
        ]
    )
    assert (found.rate.refunded, found.rate.concluded) == (1, 2)
    assert found.exposure == {"EUR": Decimal(1000), "USD": Decimal(3300)}
    assert found.expected == {"EUR": Decimal(500), "USD": Decimal(900 + 1200)}
    assert found.expected_upper is not None
    assert found.rate.upper is not None
    assert found.expected_upper["EUR"] == 1000 * found.rate.upper
