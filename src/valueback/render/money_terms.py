"""What the agreement's paper says of money beside the price: when it is paid, what comes back to
somebody who leaves, with an example in numbers, and what a miss costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from valueback.model.agreement import Agreement
from valueback.model.data import PerPeriod, Share
from valueback.model.engagement import Engagement
from valueback.model.log import Log
from valueback.model.message import Message, Sum, Value, all_of, say
from valueback.model.money_terms import Fee, Leaving
from valueback.model.reading import with_entry
from valueback.model.timeline import Timeline
from valueback.moments import add_months, on_clock
from valueback.money import decimals, plain
from valueback.render.words import Words
from valueback.rules.fees import session_price
from valueback.rules.instalments import dues
from valueback.rules.leaving import leaving

_MONTHS = (2, 1, 3)
"""After how many months the example may end."""


def money_words(engagement: Engagement, words: Words) -> dict[str, Any]:
    """What is filled in: `instalments`, `payment_within`, `leaving` and its `leaving_example`,
    `fees` and `session_price`, `refund`; empty where nothing of the kind was agreed.
    """
    agreement = engagement.agreement

    def shown(amount: Decimal) -> str:
        return words.shown(Sum(amount, agreement.currency))

    within, back = agreement.payment_within, agreement.guarantee.refund_within
    return {
        "instalments": [
            {"due": words.shown(row.due), "amount": shown(row.amount)}
            for row in agreement.instalment
        ],
        "payment_within": "" if within is None else words.shown(within),
        "refund": {
            "basis": words(_basis(agreement)),
            "plus": shown(agreement.guarantee.plus) if agreement.guarantee.plus else "",
            "within": "" if back is None else words.shown(back),
        },
        "leaving": [
            {"when": words(_when(row, agreement)), "back": words(_back(row, agreement))}
            for row in agreement.leaving
        ],
        "leaving_example": words(example) if (example := _example(engagement)) else "",
        "fees": [
            {
                "miss": words(_miss(fee)),
                "fee": words(_fee(fee, agreement)),
                "basis": fee.basis,
                "free": "" if fee.free is None else words(_free(fee.free)),
            }
            for fee in agreement.fee
        ],
        "session_price": shown(_usual_price(engagement))
        if any(fee.percent is not None for fee in agreement.fee)
        else "",
    }


def _basis(agreement: Agreement) -> Message:
    basis = agreement.guarantee.basis
    if basis == "paid":
        return say("refund-basis.paid")
    if basis == "first payment":
        return say("refund-basis.first")
    return say("refund-basis.last", count=int(basis.split()[1]))


# --- leaving ---


def _when(row: Leaving, agreement: Agreement) -> Message:
    """In which case a row holds, as one says it."""
    return say("leaving.case", parts=all_of(_cases(row, agreement), "comma"))


def _cases(row: Leaving, agreement: Agreement) -> Iterator[Value]:
    yield say(f"leaving.by.{row.by or 'either'}")
    if row.within is not None:
        since = say(f"leaving.since.{row.from_.replace(' ', '-')}")
        yield say("leaving.within", within=row.within, since=since)
    if row.used_at_most is not None:
        item = agreement.sessions_item
        what = item.text if item is not None else ""
        yield say("leaving.used", number=row.used_at_most, what=what)
    if row.duties:
        yield say("leaving.duties")


def _back(row: Leaving, agreement: Agreement) -> Message:
    """What comes back then, as one says it."""
    key = row.of.replace(" ", "-")
    if row.unit_price is not None:
        price = Sum(row.unit_price, agreement.currency)
        said = say(f"leaving.of.{key}", percent=row.percent, price=price)
    else:
        said = say(f"leaving.of.{key}", percent=row.percent)
    if isinstance(row.less, Share):
        return say("leaving.less-share", said=said, share=row.less)
    if row.less is not None:
        return say("leaving.less", said=said, sum=Sum(row.less, agreement.currency))
    return said


def _example(engagement: Engagement) -> Message | None:
    """One end worked out by the very rules: the client leaves after so many months, two meetings in
    each, all paid that was due; the first such end that brings something.
    """
    if not engagement.agreement.leaving:
        return None
    found = (_ended_after(engagement, months) for months in _MONTHS)
    return next((example for example in found if example is not None), None)


def _ended_after(engagement: Engagement, months: int) -> Message | None:
    agreement, currency = engagement.agreement, engagement.agreement.currency
    last, count = add_months(agreement.starts, months) - timedelta(days=1), months * 2
    if agreement.ends is not None and last >= agreement.ends:
        return None
    signed = Timeline(Engagement(engagement.header, _empty(engagement)), _noon(engagement, last))
    paid = sum((due.amount for due in dues(signed) if due.day <= last), Decimal(0))
    invented = _invented(engagement, count, paid, _noon(engagement, last))
    if invented is None:
        return None
    left = leaving(Timeline(invented, _noon(engagement, last) + timedelta(minutes=1)))
    if not left.amount or left.row is None:
        return None
    back, sum_ = Sum(left.amount, currency), Sum(paid, currency)
    return say("leaving.example", day=last, count=count, paid=sum_, row=left.row, back=back)


def _empty(engagement: Engagement) -> Log:
    places = decimals(engagement.agreement.currency)
    return Log(entries=(), raws=(), numbers=(), places=places, zone=engagement.zone)


def _noon(engagement: Engagement, day: date) -> datetime:
    """Noon of a day: when the end of the example is told."""
    return on_clock(day, time(12), engagement.zone)


def _invented(
    engagement: Engagement, count: int, paid: Decimal, ends: datetime
) -> Engagement | None:
    """The agreement with a log of its own: signed, paid, so many meetings, ended by the client."""
    agreement, currency = engagement.agreement, engagement.agreement.currency
    begins = on_clock(agreement.starts, time(10), engagement.zone)
    raws: list[dict[str, Any]] = [
        {"id": "SG1", "kind": "signature", "at": begins, "by": "client"},
        {"id": "SG2", "kind": "signature", "at": begins, "by": "provider"},
        {"id": "P1", "kind": "payment", "at": begins, "amount": plain(paid, currency)}
        | {"for": "agreement"},
        *(
            {"id": f"S{n}", "kind": "session", "at": begins + timedelta(days=7 * n), "minutes": 60}
            for n in range(1, count + 1)
        ),
        {"id": "E1", "kind": "end", "at": ends, "by": "client", "reason": "-"},
    ]
    grown: Any = Engagement(engagement.header, _empty(engagement))
    for raw in raws:
        grown = with_entry(grown, raw | {"logged": raw["at"]})
        if isinstance(grown, list):
            return None
    found: Engagement = grown
    return found


# --- fees ---


def _miss(fee: Fee) -> Message:
    said = say(f"miss.{fee.miss}")
    return said if fee.below is None else say("fee.below", below=fee.below)


def _fee(fee: Fee, agreement: Agreement) -> Message:
    if fee.amount is not None:
        return say("fee.sum", sum=Sum(fee.amount, agreement.currency))
    return say("fee.share", percent=fee.percent or 0)


def _free(allowed: int | PerPeriod) -> Message:
    if isinstance(allowed, PerPeriod):
        return say(f"allowed.{allowed.per}", count=allowed.number)
    return say("allowed.count", count=allowed)


def _usual_price(engagement: Engagement) -> Decimal:
    """One meeting's price, as long as the agreement takes a meeting to be."""
    begins = on_clock(engagement.agreement.starts, time(10), engagement.zone)
    return session_price(Timeline(Engagement(engagement.header, _empty(engagement)), begins), "")
