"""A change order as JSON, and as the plain words of its document."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from valueback import money
from valueback.model.engagement import Engagement
from valueback.model.entries import OrderLine
from valueback.model.message import Sum, say
from valueback.model.practice import Practice
from valueback.model.timeline import Timeline
from valueback.moments import day_of, show_day
from valueback.render.papers import agreement_words, signature_days, words_of
from valueback.render.words import Words, said
from valueback.rules.change_orders import Order
from valueback.rules.price import line_amount, month_now, price


def _months(order: Order, engagement: Engagement, words: Words = said) -> list[OrderLine]:
    """The months that an order adds to a monthly price, as a line of it."""
    if not order.added_months:
        return []
    text = words(say("order.months"))
    price = engagement.agreement.price
    return [OrderLine(text=text, quantity=Decimal(order.added_months), unit_price=price)]


def _added_to(line: OrderLine, engagement: Engagement) -> str:
    """What of the scope a line adds to, where its own words are others."""
    item = engagement.agreement.items.get(line.item or "")
    return item.text if item is not None and item.text != line.text else ""


def order_json(order: Order, engagement: Engagement, path: str | None) -> dict[str, Any]:
    """The keys that other programs rely on."""
    currency = engagement.agreement.currency
    entry = order.entry
    return {
        "schema": 1,
        "report": "change-order",
        "engagement": engagement.id,
        "id": entry.id,
        "status": order.status,
        "price": {k: money.plain(v, currency) for k, v in order.ladder._asdict().items()}
        | {"monthly": _monthly_json(order, currency)},
        "ends": {
            "before": order.ends_before.isoformat() if order.ends_before else None,
            "after": order.ends_after.isoformat() if order.ends_after else None,
        },
        "lines": [
            {
                "text": line.text,
                "quantity": f"{line.quantity.normalize():f}",
                "unit_price": money.plain(line.unit_price, currency),
                "per": line.per,
                "amount": money.plain(line_amount(line, currency), currency),
                "item": line.item,
                "minutes": line.minutes,
            }
            for line in (*entry.line, *_months(order, engagement))
        ],
        "path": path,
    }


def _monthly_json(order: Order, currency: str) -> dict[str, Any] | None:
    if order.monthly is None:
        return None
    month = order.monthly
    return {
        "before": money.plain(month.before, currency),
        "change": money.plain(month.change, currency),
        "after": money.plain(month.after, currency),
        "from": None if order.since is None else order.since.isoformat(),
    }


def price_change(order: Order, currency: str) -> str:
    """What an order does to the price, in a line for the screen: a month first, where it is one."""
    ladder, month = order.ladder, order.monthly
    if month is None:
        return f"Price: {_step(ladder.before, ladder.after, currency)}."
    when = f", from {show_day(order.since)}" if order.since is not None else ""
    told = f"A month: {_step(month.before, month.after, currency)}{when}."
    if order.once:
        told += f" Once: {money.coded(order.once, currency)}."
    if order.ends_after is not None:
        by = f", if signed by {show_day(order.signed_by)}" if order.signed_by else ""
        told += f" The whole term: {_step(ladder.before, ladder.after, currency)}{by}."
    return told


def _step(before: Decimal, after: Decimal, currency: str) -> str:
    return f"{money.coded(before, currency)} → {money.coded(after, currency)}"


def order_words(order: Order, engagement: Engagement, practice: Practice) -> dict[str, Any]:
    """Everything that the document says."""
    words, currency = words_of(engagement, practice), engagement.agreement.currency
    entry = order.entry

    def shown(amount: Decimal) -> str:
        return words.shown(Sum(amount, currency))

    def day(value: date | None) -> str:
        return "" if value is None else words.shown(value)

    signed = max(signature_days(engagement).values(), default=None)
    return agreement_words(engagement, practice) | {
        "order": {
            "id": entry.id,
            "title": entry.title,
            "reason": entry.reason,
            "drawn_up": day(day_of(entry.at, engagement.zone)),
            "valid_until": day(entry.valid_until),
            "days": entry.days,
            "free_days": [day(free) for free in entry.free_days],
            "since": day(order.since),
            "lasting": any(line.per != "once" for line in entry.line),
        },
        "signed": day(signed),
        "lines": [
            {
                "text": line.text,
                "quantity": f"{line.quantity.normalize():f}",
                "unit_price": shown(line.unit_price),
                "amount": shown(line_amount(line, currency)),
                "monthly": line.per == "month",
                "each_period": line.per == "period",
                "minutes": line.minutes,
                "takes": words(say("minutes", count=line.minutes)) if line.minutes else "",
                "adds_to": _added_to(line, engagement),
            }
            for line in (*entry.line, *_months(order, engagement, words))
        ],
        "month": None
        if order.monthly is None
        else {k: shown(v) for k, v in order.monthly._asdict().items()},
        "once": shown(order.once) if order.once else "",
        "takes_off": order.once < 0,
        "signed_by": day(order.signed_by),
        "ladder_of_price": {k: shown(v) for k, v in order.ladder._asdict().items()},
        "ends_before": day(order.ends_before),
        "ends_after": day(order.ends_after),
    }


def price_now(timeline: Timeline) -> str:
    """What the client pays as things stand, a month first where the price is monthly."""
    currency, month = timeline.agreement.currency, month_now(timeline)
    current = money.coded(price(timeline).current, currency)
    if month is None:
        return f"The price is {current} now."
    return f"A month is {money.coded(month, currency)} now."
