"""Who owes what: instalments, months, orders, reductions, corrections, ends; and paying in time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.story import today
from valueback.rules.accountability import ladder
from valueback.rules.clause_reports import client_clauses
from valueback.rules.guarantee import assess
from valueback.rules.payments import Payments, payment_account

HALVES = [{"due": date(2026, 1, 12), "amount": "600.00"},
          {"due": date(2026, 4, 12), "amount": "600.00"}]  # fmt: skip
TEN = [{"id": "sessions", "text": "Session", "unit": "session", "quantity": 10, "minutes": 60}]
APPROVED = (
    "CS1 change-order-status {day}T11:00 change_order=CO1 status=sent\n"
    "CS2 change-order-status {day}T12:00 change_order=CO1 status=approved\n"
)
MENU = (
    'R1 request 02-01T10:00 text=x\nK1 decision 02-02T10:00 request=R1 outcome=menu price="90.00"\n'
)


def paid(*sums: tuple[str, str], for_: str = "agreement") -> str:
    rows = enumerate(sums, 1 if for_ == "agreement" else 50)
    return "".join(f'P{n} payment {day} amount="{sum_}" for={for_}\n' for n, (day, sum_) in rows)


def account(lines: str, when: str, **terms: Any) -> Payments:
    own: dict[str, Any] = {"price": "1200.00", "scope": TEN}
    return payment_account(today(lines, when, **own | terms))


def brief(lines: str, when: str, **terms: Any) -> list[str]:
    found = account(lines, when, **terms)
    return [
        f"{row.due.day:%m-%d} {row.due.amount} {row.paid or 0} {found.status(row)}"
        for row in found.rows
    ]


@pytest.mark.parametrize(
    ("lines", "when", "terms", "rows"),
    [
        # instalments: paid, due on its day, overdue on the next, ahead before
        (paid(("01-12T09:00", "600.00")), "04-11", {"instalment": HALVES},
         ["01-12 600.00 600.00 paid", "04-12 600.00 0 ahead"]),
        (paid(("01-12T09:00", "600.00")), "04-12", {"instalment": HALVES},
         ["01-12 600.00 600.00 paid", "04-12 600.00 0 due"]),
        (paid(("01-12T09:00", "600.00")), "04-13", {"instalment": HALVES},
         ["01-12 600.00 600.00 paid", "04-12 600.00 0 overdue"]),
        # with a time to pay: until the end of its last day
        ("", "01-19", {"instalment": HALVES, "payment_within": "7 days"},
         ["01-12 600.00 0 due", "04-12 600.00 0 ahead"]),
        ("", "01-20", {"instalment": HALVES, "payment_within": "7 days"},
         ["01-12 600.00 0 overdue", "04-12 600.00 0 ahead"]),
        # the price at starts is dated by nobody, unless a time to pay is agreed
        (paid(("01-20T09:00", "200.00")), "06-30", {}, ["01-12 1200.00 200.00 due"]),
        (paid(("01-20T09:00", "200.00")), "01-20", {"payment_within": "7 days"},
         ["01-12 1200.00 200.00 overdue"]),
        # months: those begun
        (paid(("01-12T09:00", "400.00")), "02-11", {"price": "400.00", "price_per": "month"},
         ["01-12 400.00 400.00 paid"]),
        (paid(("01-12T09:00", "400.00")), "02-12", {"price": "400.00", "price_per": "month"},
         ["01-12 400.00 400.00 paid", "02-12 400.00 0 due"]),
        (paid(("01-12T09:00", "400.00")), "02-13", {"price": "400.00", "price_per": "month"},
         ["01-12 400.00 400.00 paid", "02-12 400.00 0 overdue"]),
        # an order's monthly line: from its month on; what had fallen due, on the approval
        (paid(("01-12T09:00", "400.00"), ("02-12T09:00", "400.00"))
         + "CO1 change-order 02-20T10:00 title=x reason=y line=1*50.00**month\n"
         + APPROVED.format(day="02-20"), "03-12", {"price": "400.00", "price_per": "month"},
         ["01-12 400.00 400.00 paid", "02-12 400.00 400.00 paid", "02-20 50.00 0 due",
          "03-12 450.00 0 due"]),
        # a monthly line that takes back another: nothing below zero
        (paid(("01-12T09:00", "1200.00"))
         + "CO1 change-order 01-14T10:00 title=x reason=y line=1*100.00**month\n"
         + APPROVED.format(day="01-14")
         + "CO2 change-order 02-14T10:00 title=x reason=y line=-1*100.00**month\n"
         + APPROVED.format(day="02-14").replace("CO1", "CO2").replace("CS1", "CS3")
         .replace("CS2", "CS4"), "03-13", {},
         ["01-12 1200.00 1200.00 paid", "01-14 100.00 0 due"]),
        # a reduction of months holds where it was told: paid as told, nothing opens again
        (paid(("01-12T09:00", "200.00"), ("03-13T09:00", "160.00"))
         + "CO1 change-order 02-21T10:00 title=x reason=y line=-6*40.00*sessions\n"
         + APPROVED.format(day="02-21"), "04-11", {"price": "200.00", "price_per": "month"},
         ["01-12 200.00 200.00 paid", "03-12 160.00 160.00 paid"]),
        # an order's once line and the menu: due at once, dated by nobody
        (paid(("01-12T09:00", "1200.00"))
         + "CO1 change-order 02-20T10:00 title=x reason=y line=2*50.00\n"
         + APPROVED.format(day="02-20") + MENU, "06-30", {},
         ["01-12 1200.00 1200.00 paid", "02-02 90.00 0 due", "02-20 100.00 0 due"]),
        # a month holds what orders add to it: who pays it as it stands owes nothing
        (paid(("01-12T09:00", "200.00"), ("02-12T09:00", "250.00"), ("03-12T09:00", "250.00"))
         + "CO1 change-order 01-14T10:00 title=x reason=y from=02-12 line=1*50.00**month\n"
         + APPROVED.format(day="01-14"), "03-13", {"price": "200.00", "price_per": "month"},
         ["01-12 200.00 200.00 paid", "02-12 250.00 250.00 paid", "03-12 250.00 250.00 paid"]),
        # a payment for the agreement fills its own first; one for orders the other way round
        (paid(("01-12T09:00", "1250.00")) + MENU, "02-03", {},
         ["01-12 1200.00 1200.00 paid", "02-02 90.00 50.00 due"]),
        (paid(("02-12T09:00", "100.00"), for_="change-order") + MENU, "02-13", {},
         ["01-12 1200.00 10.00 due", "02-02 90.00 90.00 paid"]),
        # a reduction lowers the last open instalments first
        (paid(("01-12T09:00", "600.00"))
         + "CO1 change-order 02-20T10:00 title=x reason=y line=-2*50.00\n"
         + APPROVED.format(day="02-20"), "03-01", {"instalment": HALVES},
         ["01-12 600.00 600.00 paid", "04-12 500.00 0 ahead"]),
        (paid(("01-12T09:00", "600.00"))
         + "CO1 change-order 02-20T10:00 title=x reason=y line=-14*50.00\n"
         + APPROVED.format(day="02-20"), "03-01", {"instalment": HALVES},
         ["01-12 500.00 500.00 paid"]),
        # a correction takes back only what was paid above what was agreed
        (paid(("01-12T09:00", "600.00"), ("01-13T09:00", "600.00"), ("01-14T09:00", "600.00"))
         + 'PR1 refund 01-15T09:00 amount="600.00" for=correction\n', "02-01", {},
         ["01-12 1200.00 1200.00 paid"]),
        (paid(("01-12T09:00", "1200.00"))
         + 'PR1 refund 01-15T09:00 amount="100.00" for=correction\n', "02-01", {},
         ["01-12 1200.00 1200.00 paid"]),
        # other refunds open nothing again
        (paid(("01-12T09:00", "1200.00"))
         + 'PR1 refund 01-15T09:00 amount="100.00" for=meeting\n', "02-01", {},
         ["01-12 1200.00 1200.00 paid"]),
        # the client leaves, no row: what was agreed stays due
        (paid(("01-12T09:00", "600.00")) + "E1 end 02-20T09:00 by=client reason=x\n", "02-21",
         {"instalment": HALVES}, ["01-12 600.00 600.00 paid", "04-12 600.00 0 ahead"]),
        # the provider ends it: open instalments fall away; ten sessions, six used
        (paid(("01-12T09:00", "600.00"))
         + "".join(f"S{n} session 02-0{n}T10:00 minutes=60\n" for n in range(1, 7))
         + "E1 end 02-20T09:00 by=provider reason=x\n", "02-20", {"instalment": HALVES},
         ["01-12 600.00 600.00 paid", "02-20 120.00 0 due"]),
        (paid(("01-12T09:00", "600.00"))
         + "".join(f"S{n} session 02-0{n}T10:00 minutes=60\n" for n in range(1, 7))
         + "E1 end 02-20T09:00 by=provider reason=x\n", "02-21", {"instalment": HALVES},
         ["01-12 600.00 600.00 paid", "02-20 120.00 0 overdue"]),
        (paid(("01-12T09:00", "600.00")) + "E1 end 02-20T09:00 by=both reason=x\n", "02-21",
         {"instalment": HALVES}, ["01-12 600.00 600.00 paid"]),
        # leaving with instalments not yet due: what a row says is kept, less what was paid
        (paid(("01-12T09:00", "600.00"))
         + "".join(f"S{n} session 02-0{n}T10:00 minutes=60\n" for n in range(1, 7))
         + "E1 end 02-20T09:00 by=client reason=x\n", "02-20",
         {"instalment": HALVES, "leaving": [{"of": "unused units", "less": "10%"}]},
         ["01-12 600.00 600.00 paid", "02-20 168.00 0 due"]),
        # notice given: nothing falls away before the last day is over
        (paid(("01-12T09:00", "600.00"))
         + "E1 end 02-20T09:00 by=both reason=x last_day=03-01\n", "03-01",
         {"instalment": HALVES}, ["01-12 600.00 600.00 paid", "04-12 600.00 0 ahead"]),
        # by the month, the months begun by the last day
        (paid(("01-12T09:00", "400.00")) + "E1 end 02-20T09:00 by=client reason=x\n", "05-01",
         {"price": "400.00", "price_per": "month"},
         ["01-12 400.00 400.00 paid", "02-12 400.00 0 overdue"]),
        (paid(("01-12T09:00", "400.00")) + "E1 end 02-18T09:00 by=provider reason=x\n", "05-01",
         {"price": "400.00", "price_per": "month"},
         ["01-12 400.00 400.00 paid", "02-18 100.00 0 overdue"]),
        # the client's abuse: nothing falls away
        (paid(("01-12T09:00", "600.00")) + "I1 incident 02-20T08:00 by=client text=x\n"
         "E1 end 02-20T09:00 by=provider reason=x incident=I1\n", "04-13", {"instalment": HALVES},
         ["01-12 600.00 600.00 paid", "04-12 600.00 0 overdue"]),
    ],
)  # fmt: skip
def test_what_falls_due_and_how_it_stands(
    lines: str, when: str, terms: dict[str, Any], rows: list[str]
) -> None:
    assert brief(lines, when, **terms) == rows


def test_what_is_next_without_a_last_day() -> None:
    """The next month, with what orders add to it, less what was paid ahead."""
    lines = (
        paid(("01-12T09:00", "400.00"), ("01-20T09:00", "30.00"))
        + "CO1 change-order 01-14T10:00 title=x reason=y from=02-12 line=1*50.00**month\n"
        + APPROVED.format(day="01-14")
    )
    terms: dict[str, Any] = {"price": "400.00", "price_per": "month", "ends": None,
                             "guarantee": {"offered": False}}  # fmt: skip
    found = account(lines, "02-01", **terms)
    assert found.next == (date(2026, 2, 12), Decimal("420.00"))
    assert [found.agreed, found.outstanding] == [400, 0]
    assert account("", "01-01", payment_within="7 days", **terms).next == (
        date(2026, 1, 12), Decimal("400.00"),
    )  # fmt: skip


def test_what_is_next() -> None:
    lines = paid(("01-12T09:00", "400.00"), ("02-01T09:00", "100.00"))
    found = account(lines, "02-01", price="400.00", price_per="month")
    assert found.next == (date(2026, 2, 12), Decimal("300.00"))
    assert [found.agreed, found.paid, found.outstanding] == [400, 500, 0]
    assert account(paid(("01-12T09:00", "1200.00")), "02-01").next is None


def test_nothing_is_known_where_nothing_was_agreed_or_paid() -> None:
    assert not account("", "06-30").known
    assert account("", "06-30", payment_within="7 days").known
    assert account("", "06-30", instalment=HALVES).known
    assert account(paid(("02-01T09:00", "1.00")), "06-30").known


def test_charges_are_an_account_of_their_own() -> None:
    lines = (
        "H1 homework 01-13T10:00 text=x due=01-14\n"
        'N1 consequence 01-15T10:00 miss=H1 action=penalty amount="50.00"\n'
        'P1 payment 01-16T10:00 amount="20.00" for=penalty\n'
    )
    found = account(lines, "02-01")
    assert not found.known
    assert [found.charges.charged, found.charges.paid, found.charges.open] == [50, 20, 30]


# --- the clause ---


@pytest.mark.parametrize(
    ("lines", "when", "status"),
    [
        ("", "01-11", []),
        ("", "01-19", ["pending"]),
        ("", "01-20", ["breached"]),
        (paid(("01-19T23:59", "600.00")), "01-20", ["met"]),
        (paid(("01-20T00:00", "600.00")), "01-20", ["breached"]),
        (paid(("01-19T09:00", "599.99")), "01-20", ["breached"]),
        (paid(("01-19T09:00", "300.00"), ("01-19T10:00", "300.00")), "01-20", ["met"]),
        ("J1 ruling 01-20T09:00 on=payment:2026-01-12 outcome=excused reason=bank", "01-20",
         ["excused"]),
        ("X1 factor 01-19T09:00 cause=disaster from=01-19 to=01-19 text=x affects=attendance",
         "01-20", ["judgement"]),
        ("E1 end 01-18T09:00 by=both reason=x", "01-25", ["excused"]),
    ],
)  # fmt: skip
def test_paying_in_time_is_a_duty_where_it_was_agreed(
    lines: str, when: str, status: list[str]
) -> None:
    timeline = today(lines, when, price="1200.00", scope=TEN, instalment=HALVES,
                     payment_within="7 days")  # fmt: skip
    [clause] = [c for c in client_clauses(timeline) if c.id == "payment"]
    assert [f.status for f in clause.findings] == status
    assert [f.entry for f in clause.findings] == ["payment:2026-01-12"] * len(status)


def test_an_orders_money_is_no_duty_of_the_guarantee() -> None:
    lines = (
        paid(("01-12T09:00", "200.00"), ("02-12T09:00", "200.00"))
        + "CO1 change-order 01-20T10:00 title=x reason=y line=1*50.00**month\n"
        + APPROVED.format(day="01-20")
    )
    timeline = today(lines, "02-25", price="200.00", price_per="month", scope=TEN,
                     payment_within="7 days")  # fmt: skip
    [clause] = [c for c in client_clauses(timeline) if c.id == "payment"]
    assert [(f.entry, f.status) for f in clause.findings] == [
        ("payment:2026-01-12", "met"), ("payment:2026-02-12", "met"),
    ]  # fmt: skip


def test_a_payment_missed_costs_the_guarantee_and_counts_where_agreed() -> None:
    terms: dict[str, Any] = {"price": "1200.00", "scope": TEN, "instalment": HALVES,
                             "payment_within": "7 days"}  # fmt: skip
    assert assess(today("", "01-20", **terms)).verdict == "not-eligible"
    forgiven = terms | {"guarantee": {"allowed": {"payment": 1}}}
    assert assess(today("", "01-20", **forgiven)).verdict == "in-progress"
    counting = terms | {"accountability": {"counts": ["payment"]}}
    [miss] = ladder(today("", "01-20", **counting)).misses
    assert (miss.entry, miss.what) == ("payment:2026-01-12", "payment")
    taken = "N1 consequence 01-20T10:00 miss=payment:2026-01-12 action=reminder"
    assert ladder(today(taken, "01-20", **counting)).owed == []
