"""The account of payments: as JSON, on the screen, and as the words of a paper."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from valueback import money
from valueback.model.entries import Payment, Refund
from valueback.model.message import Message, Sum, say
from valueback.model.practice import Practice
from valueback.model.timeline import Timeline
from valueback.moments import show_day
from valueback.render.page import Page, Span, Styled
from valueback.render.papers import agreement_words, words_of
from valueback.render.report_head import report_head
from valueback.render.words import Words, said
from valueback.rules.instalments import AGREED, Row, begins_month
from valueback.rules.payments import (
    CAUSES,
    Payments,
    PaymentStatus,
    back_by,
    paid_above,
    payment_account,
    to_pay_back,
)

_STATUS: dict[PaymentStatus, tuple[str, str]] = {
    "paid": ("paid", "green"),
    "ahead": ("not due yet", "dim"),
    "due": ("due", "yellow"),
    "overdue": ("overdue", "red"),
}


def payments_json(account: Payments) -> dict[str, Any]:
    """The answer with the keys that other programs rely on; sums as text."""
    currency = account.timeline.agreement.currency

    def plain(amount: Decimal) -> str:
        return money.plain(amount, currency)

    charges = account.charges
    report: dict[str, Any] = {
        "schema": 1,
        "report": "payments",
        "engagement": account.timeline.engagement.id,
        "currency": currency,
        **dict.fromkeys(_MONEY),
        "charges": {
            "charged": plain(charges.charged),
            "paid": plain(charges.paid),
            "open": plain(charges.open),
        },
    }
    if not account.known:
        return report
    following = account.next
    return report | {
        "agreed": plain(account.agreed),
        "paid": plain(account.paid),
        "paid_back": {cause: plain(amount) for cause, amount in account.paid_back.items()},
        "outstanding": plain(account.outstanding),
        "overdue": plain(account.overdue),
        "next": following and {"due": following.due.isoformat(), "amount": plain(following.amount)},
        "instalments": [
            {
                "due": row.due.day.isoformat(),
                "amount": plain(row.due.amount),
                "paid": plain(row.paid),
                "status": account.status(row),
            }
            for row in account.rows
        ],
    }


_MONEY = ("agreed", "paid", "paid_back", "outstanding", "overdue", "next", "instalments")
"""What is null where nothing is known of what is owed."""


def payments_page(account: Payments) -> Page:
    """Who owes what, on the screen."""
    page = report_head(account.timeline)
    currency = account.timeline.agreement.currency

    def coded(amount: Decimal) -> str:
        return money.coded(amount, currency)

    if account.known:
        page.line(Styled(_standing(account), "bold"))
        page.heading("What was agreed, and what is paid")
        page.rows([*_agreed_rows(account)])
        page.heading("In all")
        page.rows([*_sums(account)])
    else:
        page.line("No payment is written down yet, and no time to pay was agreed.")
        page.line("So nothing is called open here. Payments are noted with:").command(
            f"  valueback log-payment {account.timeline.engagement.id} AMOUNT"
        )
    charges = account.charges
    if charges.charged or charges.paid:
        page.heading("Fees and penalties, an account of their own")
        told = f"{coded(charges.charged)} charged, {coded(charges.paid)} paid"
        page.line(f"{told}, {coded(charges.open)} open.", indent=2)
    return page


def _standing(account: Payments) -> str:
    currency = account.timeline.agreement.currency
    if account.overdue:
        return f"{money.coded(account.overdue, currency)} overdue."
    following, back = account.next, to_pay_back(account.timeline)
    owed = f" You owe the client {money.coded(back, currency)}." if back else ""
    if following is None:
        return f"Nothing is outstanding.{owed}"
    amount, day = money.coded(following.amount, currency), show_day(following.due)
    when = "due since" if account.timeline.begun(following.due) else "due"
    return f"Nothing is overdue. Next: {amount}, {when} {day}.{owed}"


def _agreed_rows(account: Payments) -> Iterator[tuple[Span, ...]]:
    currency = account.timeline.agreement.currency
    for row in account.rows:
        word, colour = _STATUS[account.status(row)]
        part = "" if row.paid in (0, row.due.amount) else f"{money.coded(row.paid, currency)} paid"
        amount = money.coded(row.due.amount, currency)
        told = f"{said(_what(row, account))}{'; ' + part if part else ''}"
        yield (show_day(row.due.day), amount, Styled(word, colour), told)


def _sums(account: Payments) -> Iterator[tuple[Span, ...]]:
    currency = account.timeline.agreement.currency
    yield ("agreed by now", money.coded(account.agreed, currency))
    yield ("paid", money.coded(account.paid, currency))
    for cause, amount in account.paid_back.items():
        if amount:
            yield (f"paid back, {said(say(f'refund-for.{cause}'))}", money.coded(amount, currency))
    yield ("outstanding", money.coded(account.outstanding, currency))
    if account.overdue:
        yield ("of that overdue", Styled(money.coded(account.overdue, currency), "red"))


def _what(row: Row, account: Payments) -> Message:
    """What a sum is for, as one says it."""
    agreement = account.timeline.agreement
    if row.due.of == "end":
        return say("due-for.end")
    if row.due.of == "order":
        return say("due-for.order")
    if agreement.price_per == "month" and not begins_month(account.timeline, row.due.day):
        return say("due-for.order")
    if agreement.price_per == "month":
        return say("due-for.month")
    return say("due-for.instalment" if agreement.instalment else "due-for.price")


def account_in_brief(timeline: Timeline, words: Words) -> dict[str, str] | None:
    """The account in its sums, for a paper; None where nothing is known of what is owed."""
    account, currency = payment_account(timeline), timeline.agreement.currency
    if not account.known:
        return None

    def shown(amount: Decimal) -> str:
        return words.shown(Sum(amount, currency))

    back = sum(account.paid_back.values(), Decimal(0))
    return {
        "agreed": shown(account.agreed),
        "paid": shown(account.paid),
        "returned": shown(back) if back else "",
        "outstanding": shown(account.outstanding),
        "overdue": shown(account.overdue) if account.overdue else "",
    }


def payments_words(account: Payments, practice: Practice) -> dict[str, Any]:
    """Everything that the account says as a paper."""
    timeline = account.timeline
    words, currency = words_of(timeline.engagement, practice), timeline.agreement.currency

    def shown(amount: Decimal) -> str:
        return words.shown(Sum(amount, currency))

    def day(entry: Payment | Refund) -> str:
        return words.shown(timeline.day(entry.at))

    paid = [p for p in timeline.of(Payment) if p.for_ in AGREED]
    back = timeline.of(Refund)
    following, charges = account.next, account.charges
    return agreement_words(timeline.engagement, practice) | {
        "as_of": words.shown(timeline.today),
        "dues": [
            {
                "what": words(_what(row, account)),
                "due": words.shown(row.due.day),
                "amount": shown(row.due.amount),
                "paid": shown(row.paid),
                "open": shown(row.open),
                "standing": words(say(f"payment-status.{account.status(row)}")),
            }
            for row in account.rows
        ],
        "received": [
            {
                "day": day(p),
                "what": words(say(f"payment-for.{p.for_}")),
                "amount": shown(p.amount),
            }
            for p in paid
        ],
        "returned": [
            {
                "day": day(r),
                "what": words(say(f"refund-for.{r.for_}")),
                "amount": shown(r.amount),
            }
            for r in back
        ],
        "sums": {
            "agreed": shown(account.agreed),
            "covered": shown(sum((row.paid for row in account.rows), Decimal(0))),
            "paid": shown(account.paid),
            "returned": shown(sum((account.paid_back[cause] for cause in CAUSES), Decimal(0))),
            "outstanding": shown(account.outstanding),
            "overdue": shown(account.overdue) if account.overdue else "",
        },
        "next": None
        if following is None
        else {
            "due": words.shown(following.due),
            "amount": shown(following.amount),
            "since": timeline.begun(following.due),
        },
        "back": shown(back_due) if (back_due := to_pay_back(timeline)) else "",
        "back_by": words.shown(by) if (by := back_by(timeline)) else "",
        "above": shown(above) if (above := paid_above(timeline)) else "",
        "charges": {
            "charged": shown(charges.charged),
            "paid": shown(charges.paid),
            "open": shown(charges.open),
        }
        if charges.charged or charges.paid
        else None,
    }
