"""What a miss costs by its kind, notice and number, beside the ladder and under the cap."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.story import today
from valueback.rules.accountability import Ladder, ladder
from valueback.rules.accounts import accounts
from valueback.rules.fees import session_price
from valueback.rules.whole_term import meetings_made

TWELVE = [{"id": "sessions", "text": "Session", "unit": "session", "quantity": 12, "minutes": 60}]
BOOKED = "".join(
    f"B{n} booking 01-12T09:0{n} to=2026-01-{14 + 2 * n}T10:00 minutes=60\n" for n in range(1, 5)
)
NO_SHOW = BOOKED + "S1 session 01-16T10:00 minutes=60 booking=B1 no_show=client\n"
LATE = BOOKED + "C1 cancellation 01-16T07:00 booking=B1 by=client\n"


def fee(miss: str, **more: Any) -> dict[str, Any]:
    return {"miss": miss, "basis": "the hour", **more}


def standing(lines: str, *fees: dict[str, Any], when: str = "01-31", **terms: Any) -> Ladder:
    counts = terms.pop("counts", ["no-show", "late-cancellation"])
    step = terms.pop("step", [{"misses": 1, "action": "reminder"}])
    cap = terms.pop("cap", "500.00")
    own: dict[str, Any] = {
        "price": "1200.00", "scope": TWELVE, "fee": list(fees),
        "accountability": {"counts": counts, "step": step, "penalty_cap": cap},
    }  # fmt: skip
    return ladder(today(lines, when, **own | terms))


STEP = [{"misses": 1, "action": "penalty", "amount": "50.00", "basis": "the room"}]


@pytest.mark.parametrize(
    ("lines", "fees", "terms", "costs"),
    [
        (NO_SHOW, [fee("no-show", percent=100)], {}, [("S1", "0", "100.00")]),
        (LATE, [fee("late-cancellation", percent=50)], {}, [("C1", "0", "50.00")]),
        (LATE, [fee("no-show", percent=100)], {}, [("C1", "0", "0")]),
        # by notice: exactly as much as asked for is enough
        (LATE, [fee("late-cancellation", below="3 hours", amount="80.00"),
                fee("late-cancellation", amount="30.00")], {}, [("C1", "0", "30.00")]),
        (LATE.replace("07:00", "07:01"),
         [fee("late-cancellation", below="3 hours", amount="80.00"),
          fee("late-cancellation", amount="30.00")], {}, [("C1", "0", "80.00")]),
        # the higher of penalty and fee; equal: the penalty
        (NO_SHOW, [fee("no-show", amount="49.99")], {"step": STEP}, [("S1", "50.00", "0")]),
        (NO_SHOW, [fee("no-show", amount="50.00")], {"step": STEP}, [("S1", "50.00", "0")]),
        (NO_SHOW, [fee("no-show", amount="50.01")], {"step": STEP}, [("S1", "0", "50.01")]),
        # free ones cost nothing by any row or step; each row counts its own
        (NO_SHOW, [fee("no-show", amount="60.00", free=1)], {"step": STEP}, [("S1", "0", "0")]),
        (NO_SHOW + "S2 session 01-18T10:00 minutes=60 booking=B2 no_show=client\n",
         [fee("no-show", amount="60.00", free=1)], {}, [("S1", "0", "0"), ("S2", "0", "60.00")]),
        (NO_SHOW + "S2 session 01-18T10:00 minutes=60 booking=B2 no_show=client\n",
         [fee("no-show", amount="60.00", free="1 per week")], {},
         [("S1", "0", "0"), ("S2", "0", "60.00")]),
        (NO_SHOW + "S2 session 01-20T10:00 minutes=60 booking=B3 no_show=client\n",
         [fee("no-show", amount="60.00", free="1 per week")], {},
         [("S1", "0", "0"), ("S2", "0", "0")]),
        # under the cap, all charges together
        (NO_SHOW + "S2 session 01-18T10:00 minutes=60 booking=B2 no_show=client\n",
         [fee("no-show", amount="60.00")], {"cap": "100.00"},
         [("S1", "0", "60.00"), ("S2", "0", "40.00")]),
        # outside of what counts: listed, without a step or a number
        (NO_SHOW, [fee("no-show", amount="60.00")], {"counts": ["homework"]},
         [("S1", "0", "60.00")]),
        # what a ruling excuses costs nothing
        (NO_SHOW + "J1 ruling 01-17T10:00 on=S1 outcome=excused reason=ill\n",
         [fee("no-show", amount="60.00")], {}, []),
        # homework, too
        ("H1 homework 01-13T10:00 text=x due=01-14\n", [fee("homework", amount="5.00")], {},
         [("H1", "0", "5.00")]),
    ],
)  # fmt: skip
def test_what_a_miss_costs(
    lines: str, fees: list[dict[str, Any]], terms: dict[str, Any], costs: list[tuple[str, ...]]
) -> None:
    found = [(m.entry, m.penalty, m.fee) for m in standing(lines, *fees, **terms).listed]
    assert found == [(entry, Decimal(p), Decimal(f)) for entry, p, f in costs]


def test_what_only_has_a_fee_takes_no_number() -> None:
    lines = NO_SHOW + "H1 homework 01-17T10:00 text=x due=01-18\n"
    found = standing(lines, fee("no-show", amount="60.00"), counts=["homework"])
    assert [(m.entry, m.action, m.number) for m in found.listed] == [
        ("S1", None, None), ("H1", "reminder", 1),
    ]  # fmt: skip
    assert found.next_number == 2
    assert [(o.entry, o.action, o.amount) for o in found.owed] == [
        ("S1", "fee", Decimal("60.00")), ("H1", "reminder", None),
    ]  # fmt: skip


def test_an_action_and_a_fee_are_owed_each_by_itself() -> None:
    fees = (fee("no-show", amount="60.00"),)
    assert [o.action for o in standing(NO_SHOW, *fees).owed] == ["reminder", "fee"]
    taken = NO_SHOW + "N1 consequence 01-17T10:00 miss=S1 action=reminder\n"
    assert [o.action for o in standing(taken, *fees).owed] == ["fee"]
    charged = taken + 'N2 consequence 01-17T11:00 miss=S1 action=fee amount="60.00"\n'
    found = standing(charged, *fees)
    assert found.owed == []
    assert (found.accrued, found.charged) == (Decimal("60.00"), Decimal("60.00"))


@pytest.mark.parametrize(
    ("fees", "used"),
    [
        ([], "1"),
        ([fee("no-show", amount="60.00")], "0"),
        ([fee("no-show", amount="60.00", free=1)], "0"),  # free, too
        ([fee("homework", amount="60.00")], "1"),
    ],
)
def test_what_a_fee_stands_for_uses_no_unit(fees: list[dict[str, Any]], used: str) -> None:
    timeline = standing(NO_SHOW, *fees, cap="10.00").timeline
    assert accounts(timeline)["sessions"].now.used == Decimal(used)
    assert meetings_made(timeline) == 4  # a chain counts whatever became of it


@pytest.mark.parametrize(("below", "used"), [("2 hours", "1"), ("4 hours", "0")])
def test_a_late_cancellation_that_no_row_fits_uses_its_unit(below: str, used: str) -> None:
    row = fee("late-cancellation", below=below, amount="60.00")
    assert accounts(standing(LATE, row).timeline)["sessions"].now.used == Decimal(used)


HOURS = [{"id": "hours", "text": "Hours", "unit": "hour", "quantity": 10, "per": "month"}]


@pytest.mark.parametrize(
    ("terms", "price"),
    [
        ({}, "100.00"),
        ({"scope": [{**TWELVE[0], "quantity": 2, "per": "month"}]}, "100.00"),
        ({"price": "200.00", "price_per": "month",
          "scope": [{**TWELVE[0], "quantity": 4, "per": "month"}]}, "50.00"),
        ({"price": "200.00", "price_per": "month", "ends": None,
          "guarantee": {"offered": False},
          "scope": [{**TWELVE[0], "quantity": 6, "per": "quarter"}]}, "100.00"),
        ({"ends": None, "guarantee": {"offered": False}}, "100.00"),
        ({"price": "600.00", "price_per": "month", "scope": HOURS}, "60.00"),
        ({"scope": [{"id": "sessions", "text": "Session"}], "hourly_rate": "90.00"}, "90.00"),
    ],
)  # fmt: skip
def test_one_sessions_price(terms: dict[str, Any], price: str) -> None:
    own: dict[str, Any] = {"price": "1200.00", "scope": TWELVE, "ends": date(2026, 7, 12)}
    lines = (
        NO_SHOW.replace("booking=B1", "booking=B1 item=hours") if "hours" in str(terms) else NO_SHOW
    )
    assert session_price(today(lines, "01-31", **own | terms), "S1") == Decimal(price)
