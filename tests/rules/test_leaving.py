"""What comes back to somebody who leaves early, by the terms that people publish."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.story import today
from valueback.rules.guarantee import assess
from valueback.rules.leaving import leaving
from valueback.rules.payments import payment_account

TEN = [{"id": "sessions", "text": "Session", "unit": "session", "quantity": 10, "minutes": 60}]
MONTHLY = [{**TEN[0], "quantity": 4, "per": "month"}]
PAID = 'P1 payment 01-12T12:00 amount="1200.00" for=agreement\n'
FIVE = "".join(f"S{n} session 01-{12 + n}T10:00 minutes=60\n" for n in range(1, 6))


def ends(day: str, by: str = "client", more: str = "") -> str:
    return f"E1 end {day}T09:00 by={by} reason=x {more}\n"


def left(lines: str, when: str, *rows: dict[str, Any], **terms: Any) -> Decimal:
    """What comes back, of 1,200 for ten sessions unless said otherwise."""
    own: dict[str, Any] = {"price": "1200.00", "scope": TEN, "leaving": list(rows)}
    return leaving(today(lines, when, **own | terms)).amount


DUTIES = {"within": "30 days", "duties": True, "of": "paid"}
UNUSED = {"of": "unused units", "less": "20%"}
MISSED = "H1 homework 01-13T10:00 text=x due=01-14\n"


@pytest.mark.parametrize(
    ("lines", "when", "rows", "terms", "back"),
    [
        # within 30 days all, if duties are done, then the unused part less 20 %
        (PAID + FIVE + ends("02-11"), "02-12", [DUTIES, UNUSED], {}, "1200.00"),
        (PAID + FIVE + ends("02-12"), "02-13", [DUTIES, UNUSED], {}, "480.00"),
        (PAID + FIVE + MISSED + ends("01-20"), "01-21", [DUTIES, UNUSED],
         {"guarantee": {"allowed": {"homework": 0}}}, "480.00"),
        (PAID + FIVE + MISSED + ends("01-20"), "01-21", [DUTIES, UNUSED],
         {"guarantee": {"allowed": {"homework": 1}}}, "1200.00"),
        # ten meetings for 1,200, five used, 135 for a single one
        (PAID + FIVE + ends("02-20"), "02-21", [{"of": "repriced", "unit_price": "135.00"}], {},
         "525.00"),
        # ten for 800, five used at 100, 80 kept; all within 24 hours of the first session
        ('P1 payment 01-12T12:00 amount="800.00" for=agreement\n' + FIVE + ends("02-20"), "02-21",
         [{"within": "24 hours", "from": "first session", "of": "paid"},
          {"of": "repriced", "unit_price": "100.00", "less": "80.00"}], {"price": "800.00"},
         "220.00"),
        ('P1 payment 01-12T12:00 amount="800.00" for=agreement\nS1 session 01-13T10:00 minutes=60\n'
          "E1 end 01-14T10:00 by=client reason=x\n", "01-15",
         [{"within": "24 hours", "from": "first session", "of": "paid"},
          {"of": "repriced", "unit_price": "100.00", "less": "80.00"}], {"price": "800.00"},
         "800.00"),
        ('P1 payment 01-12T12:00 amount="800.00" for=agreement\nS1 session 01-13T10:00 minutes=60\n'
          "E1 end 01-14T10:01 by=client reason=x\n", "01-15",
         [{"within": "24 hours", "from": "first session", "of": "paid"},
          {"of": "repriced", "unit_price": "100.00", "less": "80.00"}], {"price": "800.00"},
         "620.00"),
        # unused months of a year, 90 %: January to March are begun
        (PAID + ends("03-11"), "03-12", [{"of": "unused months", "percent": 90}],
         {"ends": "2027-01-11"}, "900.00"),
        (PAID + ends("03-12"), "03-13", [{"of": "unused months", "percent": 90}],
         {"ends": "2027-01-11"}, "810.00"),
        # days: the last one is gone
        (PAID + ends("01-31"), "02-01", [{"of": "unused days"}], {"ends": "2026-03-12"}, "800.00"),
        # units used at most; never less than nothing
        (PAID + FIVE + ends("02-20"), "02-21", [{"used_at_most": 4, "of": "paid"}], {}, "0.00"),
        (PAID + FIVE + ends("02-20"), "02-21", [{"used_at_most": 5, "of": "paid"}], {}, "1200.00"),
        (PAID + FIVE + ends("02-20"), "02-21", [{"of": "repriced", "unit_price": "300.00"}], {},
         "0.00"),
        # who ends it; both take the client's row
        (PAID + ends("02-20", "provider"), "02-21",
         [{"by": "client", "of": "paid", "percent": 10}, {"by": "provider", "of": "paid"}], {},
         "1200.00"),
        (PAID + ends("02-20", "both"), "02-21",
         [{"by": "provider", "of": "paid"}, {"by": "client", "of": "paid", "percent": 10}], {},
         "120.00"),
        # notice now, the end later: the row by the notice, what is used by the last day
        (PAID + FIVE + ends("02-11", more="last_day=02-20")
         + "S6 session 02-18T10:00 minutes=60\nS7 session 02-21T10:00 minutes=60\n", "02-21",
         [{"within": "30 days", "of": "unused units"}], {}, "480.00"),
        # what was given back for a meeting is not kept
        (PAID + FIVE + 'PR1 refund 02-01T10:00 amount="120.00" for=meeting\n' + ends("02-20"),
         "02-21", [{"of": "unused units"}], {}, "480.00"),
        # half paid: leaving never brings back what was not paid
        ('P1 payment 01-12T12:00 amount="600.00" for=agreement\n' + FIVE + ends("02-20"), "02-21",
         [{"of": "unused units"}], {}, "0.00"),
        # no payment logged: what fell due counts as kept
        (FIVE + ends("02-20"), "02-21", [{"of": "unused units"}], {}, "600.00"),
        # a monthly price: the running month by its units or days; open terms
        ("".join(f'P{n} payment 0{n}-12T12:00 amount="400.00" for=agreement\n' for n in (1, 2))
         + "S1 session 02-16T10:00 minutes=60\n" + ends("02-25"), "02-26",
         [{"of": "unused units"}],
         {"price": "400.00", "price_per": "month", "ends": None, "scope": MONTHLY,
          "guarantee": {"offered": False}}, "300.00"),
        ("".join(f'P{n} payment 0{n}-12T12:00 amount="400.00" for=agreement\n' for n in (1, 2))
         + ends("02-18"), "02-19", [{"of": "unused days"}],
         {"price": "400.00", "price_per": "month", "ends": None, "scope": MONTHLY,
          "guarantee": {"offered": False}}, "300.00"),
        ("".join(f'P{n} payment 0{n}-12T12:00 amount="400.00" for=agreement\n' for n in (1, 2))
         + ends("02-18"), "02-19", [{"of": "unused months"}],
         {"price": "400.00", "price_per": "month", "ends": None, "scope": MONTHLY,
          "guarantee": {"offered": False}}, "0.00"),
        # today, before anybody left; nothing more after the end of a full term
        (PAID + FIVE, "02-20", [{"of": "unused units"}], {}, "600.00"),
        (PAID + FIVE, "07-13", [{"of": "unused units"}], {}, "0.00"),
        # the client's abuse brings nothing back
        (PAID + "I1 incident 02-01T10:00 by=client text=x\n"
         + ends("02-02", "provider", "incident=I1"), "02-03", [{"of": "paid"}], {}, "0.00"),
        # hours: a used unit is an hour
        (PAID + "B1 booking 01-13T10:00 to=2026-01-20T10:00 minutes=90\n"
         "S1 session 01-20T10:00 minutes=90 booking=B1\n" + ends("01-20", more="").replace(
             "09:00", "18:00"), "01-21", [{"of": "repriced", "unit_price": "150.00"}],
         {"scope": [{"id": "sessions", "text": "Hours", "unit": "hour", "quantity": 10}]},
         "975.00"),
        # what was sold beside is used up; an order that adds sessions is not
        (PAID + 'P2 payment 01-20T12:00 amount="90.00" for=change-order\n'
         "R1 request 01-15T10:00 text=x\nK1 decision 01-16T10:00 request=R1 outcome=menu "
         'price="90.00"\n' + FIVE + ends("02-20"), "02-21", [{"of": "unused units"}], {}, "600.00"),
        (PAID + 'P2 payment 01-20T12:00 amount="1200.00" for=change-order\n'
         "CO1 change-order 01-14T10:00 title=x reason=y line=10*120.00*sessions\n"
         "CS1 change-order-status 01-14T11:00 change_order=CO1 status=sent\n"
         "CS2 change-order-status 01-14T12:00 change_order=CO1 status=approved\n"
         + FIVE + ends("02-20"), "02-21", [{"of": "unused units"}], {}, "1800.00"),
    ],
)  # fmt: skip
def test_what_leaving_brings_back(
    lines: str, when: str, rows: list[dict[str, Any]], terms: dict[str, Any], back: str
) -> None:
    terms = dict(terms)
    if isinstance(terms.get("ends"), str):
        terms["ends"] = date.fromisoformat(terms["ends"])
    assert left(lines, when, *rows, **terms) == Decimal(back)


@pytest.mark.parametrize(
    ("lines", "verdict", "amount"),
    [
        (PAID + FIVE + ends("02-20"), "refund-due", "600.00"),
        (PAID + FIVE + ends("02-20") + 'PR1 refund 02-21T10:00 amount="200.00" for=leaving\n',
         "refund-due", "400.00"),
        (PAID + FIVE + ends("02-20") + 'PR1 refund 02-21T10:00 amount="600.00" for=leaving\n',
         "refunded", "0.00"),
        (PAID + FIVE + ends("02-20")
         + 'PR1 refund 02-21T10:00 amount="200.00" for=leaving settles=true\n', "refunded", "0.00"),
        (PAID + FIVE + ends("02-20") + 'PR1 refund 02-21T10:00 amount="600.00" for=leaving\n'
         "AS1 assessment 02-22T10:00 got_value=true text=kind\n", "refunded", "0.00"),
        (PAID + FIVE, "in-progress", "1200.00"),
    ],
)  # fmt: skip
def test_the_verdict_on_somebody_who_left(lines: str, verdict: str, amount: str) -> None:
    recorded = lines.replace("minutes=60\n", "minutes=60 recording=https://x.example\n")
    asked = "".join(
        f"Q{n} feedback-request 01-{12 + n}T12:00 session=S{n} channel=mail\n"
        f"F{n} feedback 01-{13 + n}T12:00 session=S{n} text=good\n"
        for n in range(1, 6)
    )
    terms: dict[str, Any] = {"price": "1200.00", "scope": TEN, "leaving": [{"of": "unused units"}]}
    answer = assess(today(recorded + asked, "02-25", **terms))
    assert (answer.verdict, answer.amount) == (verdict, Decimal(amount))


@pytest.mark.parametrize("of", ["unused units", "unused months", "unused days"])
@pytest.mark.parametrize("item", ["", "*sessions"])
def test_today_is_what_leaving_now_brings(of: str, item: str) -> None:
    """Also where an order adds to every month of a term: told before, and done, are one sum."""
    order = (
        f"CO1 change-order 02-01T10:00 title=x reason=y line=1*50.00{item or '*'}*month\n"
        "CS1 change-order-status 02-01T11:00 change_order=CO1 status=sent\n"
        "CS2 change-order-status 02-01T12:00 change_order=CO1 status=approved\n"
    )
    lines = PAID + FIVE + order
    before = left(lines, "03-10T09:00", {"of": of})
    assert before == left(lines + ends("03-10"), "03-10T09:00", {"of": of}) > 0


@given(
    paid=st.integers(0, 2000),
    used=st.integers(0, 12),
    percent=st.integers(0, 100),
    of=st.sampled_from(["paid", "unused units", "unused months", "unused days", "repriced"]),
    less=st.sampled_from([None, "50.00", "20%"]),
    day=st.integers(13, 28),
)
def test_leaving_never_brings_back_what_was_not_paid(
    paid: int, used: int, percent: int, of: str, less: str | None, day: int
) -> None:
    """And what was paid is what remains and all that was paid back, once that is done."""
    lines = f'P1 payment 01-12T12:00 amount="{paid}.00" for=agreement\n' if paid else ""
    lines += "".join(f"S{n} session 02-{n:02}T10:00 minutes=60\n" for n in range(1, used + 1))
    lines += ends(f"02-{day}")
    row: dict[str, Any] = {"of": of, "percent": percent}
    row |= {"less": less} if less else {}
    row |= {"unit_price": "130.00"} if of == "repriced" else {}
    terms: dict[str, Any] = {"price": "1200.00", "scope": TEN, "leaving": [row]}
    answer = leaving(today(lines, "03-01", **terms))
    assert answer.amount >= 0
    if not paid:
        return
    assert answer.amount <= paid
    lines += f'PR1 refund 03-01T10:00 amount="{answer.amount}" for=leaving\n'
    after = today(lines, "03-02", **terms)
    account = payment_account(after)
    keeps = leaving(after).keeps
    assert leaving(after).due == 0
    if keeps is not None:
        remains = account.paid - sum(account.paid_back.values()) + account.outstanding
        assert abs(remains - keeps) <= Decimal("0.01")
