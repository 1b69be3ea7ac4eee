"""What would be paid back: percentages, bases, currencies."""

import pytest

from tests.story import judged

DONE = """
S1 session 01-12T10:00 minutes=60 recording=r
F1 feedback 01-13T10:00 session=S1 text=x value=2
"""
CLAIM = DONE + "L1 claim 07-20T10:00 text=x\n"


@pytest.mark.parametrize(
    ("lines", "terms", "amount", "basis"),
    [
        ("", {}, "2400.00", "price"),
        ("", {"guarantee": {"refund_percent": 50}}, "1200.00", "price"),
        ('P1 payment 02-01T10:00 amount="800.00" for=agreement', {}, "800.00", "payments"),
        (
            'P1 payment 02-01T10:00 amount="800.00" for=agreement\n'
            'P2 payment 02-01T10:00 amount="100.01" for=change-order',
            {"guarantee": {"refund_percent": 50}},
            "450.01",  # 450.005, half up
            "payments",
        ),
        (
            'P1 payment 02-01T10:00 amount="50.00" for=penalty\n'
            'P2 payment 02-01T10:00 amount="70.00" for=expense',
            {},
            "2400.00",
            "price",
        ),
        ('PR1 refund 07-22T10:00 amount="400.00"', {}, "2000.00", "price"),
        ("", {"price": "100.01", "guarantee": {"refund_percent": 50}}, "50.01", "price"),
        (
            "",
            {"price": "101", "currency": "JPY", "guarantee": {"refund_percent": 50}},
            "51",
            "price",
        ),
        (
            "",
            {"price": "0.125", "currency": "BHD", "guarantee": {"refund_percent": 50}},
            "0.063",
            "price",
        ),
        ("", {"price": "500.00", "price_per": "month"}, "3000.00", "price"),
    ],
)
def test_refund(lines: str, terms: dict[str, object], amount: str, basis: str) -> None:
    results = [{"id": "standing", "text": "Better feedback"}]
    answer = judged(CLAIM + lines, "07-25", minimum_result=results, **terms)
    assert (answer.verdict, f"{answer.amount:f}", answer.refunds.basis) == (
        "refund-due",
        amount,
        basis,
    )


@pytest.mark.parametrize(
    ("refunds", "verdict"),
    [(["1199.99"], "refund-due"), (["1200.00"], "refunded"), (["600.00", "600.00"], "refunded")],
)
def test_refunded_is_what_reaches_the_promise(refunds: list[str], verdict: str) -> None:
    lines = "\n".join(
        f'PR{n} refund 07-2{n}T10:00 amount="{amount}"' for n, amount in enumerate(refunds, 1)
    )
    answer = judged(CLAIM + lines, "07-25", guarantee={"refund_percent": 50})
    assert answer.verdict == verdict


@pytest.mark.parametrize("when", ["07-13", "12-01"])
def test_nothing_where_nothing_can_be(when: str) -> None:
    answer = judged("H1 homework 01-12T11:00 text=x due=01-19", when, allowed={"homework": 0})
    assert (answer.verdict, f"{answer.amount:f}") == ("not-eligible", "0")
