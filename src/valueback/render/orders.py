"""A change order as JSON, and as the plain words of its document."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from valueback import money
from valueback.model.engagement import Engagement
from valueback.model.message import Sum
from valueback.model.practice import Practice
from valueback.moments import day_of
from valueback.render.papers import agreement_words, signature_days, words_of
from valueback.rules.change_orders import Order


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
        "price": {k: money.plain(v, currency) for k, v in order.ladder._asdict().items()},
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
                "amount": money.plain(line.quantity * line.unit_price, currency),
                "item": line.item,
                "minutes": line.minutes,
            }
            for line in entry.line
        ],
        "path": path,
    }


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
                "amount": shown(line.quantity * line.unit_price),
                "monthly": line.per == "month",
                "each_period": line.per == "period",
                "minutes": line.minutes,
            }
            for line in entry.line
        ],
        "ladder_of_price": {k: shown(v) for k, v in order.ladder._asdict().items()},
        "ends_before": day(order.ends_before),
        "ends_after": day(order.ends_after),
    }
