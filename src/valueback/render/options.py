"""What can be answered to a request: as JSON, and worded as something to say to the client."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from valueback import money
from valueback.drafting.scope import ORDERED
from valueback.model.message import Message, Sum, all_of, say
from valueback.render.page import Page, Span, Styled
from valueback.render.words import Words, said
from valueback.rules.options import Option, Options
from valueback.rules.price import monthly_sum, once_sum


def options_json(answer: Options) -> dict[str, Any]:
    """The keys that other programs rely on."""
    currency = answer.scope.timeline.agreement.currency
    return {
        "schema": 1,
        "report": "options",
        "engagement": answer.scope.timeline.engagement.id,
        "request": answer.request.id,
        "options": [
            {
                "kind": option.kind,
                "price": None if option.price is None else money.plain(option.price, currency),
                "per": None if option.price is None else "month" if option.monthly else "once",
                "text": said(offer(answer, option)),
                "item": option.item,
                "delivered": [said(thing) for thing in option.delivered],
                "outstanding": [said(thing) for thing in option.outstanding],
            }
            for option in answer.options
        ],
        "recommended": answer.recommended,
    }


def offer(answer: Options, option: Option) -> Message:
    """An option as a sentence for the client."""
    match option.kind:
        case "menu" | "upgrade" | "package" | "retainer" | "change-order":
            currency = answer.scope.timeline.agreement.currency
            price = "" if option.price is None else Sum(option.price, currency)
            return say(f"option.{option.kind}", name=option.name, price=price)
        case "goodwill":
            gift = say("option.this")
            if option.minutes is not None:
                gift = say("minutes", count=option.minutes)
            return say("option.goodwill", gift=gift, count=answer.scope.goodwill_minutes)
        case _:
            return say(f"option.{option.kind}")


def reply_words(answer: Options, option: Option, words: Words) -> dict[str, Any]:
    """What the template of a reply fills in: the price as it was decided, else as it is offered."""
    currency = answer.scope.timeline.agreement.currency
    price = _settled_price(answer, option)
    return {
        "request": {"text": answer.request.text},
        "option": {
            "name": option.name,
            "price": "" if price is None else words.shown(Sum(price, currency)),
            "monthly": option.monthly or _is_monthly(answer),
            "delivered": words.shown(all_of(option.delivered, "comma")),
            "outstanding": words.shown(all_of(option.outstanding, "comma")),
        },
    }


def _is_monthly(answer: Options) -> bool:
    """Whether the order that answers it is paid by the month."""
    timeline, request = answer.scope.timeline, answer.request.id
    live = [o for o in timeline.orders.values() if o.request == request]
    return bool(live) and not once_sum(timeline, live[-1])


def _settled_price(answer: Options, option: Option) -> Decimal | None:
    """The price of the order where there is one, else as it was decided, else as it is offered."""
    timeline, request = answer.scope.timeline, answer.request.id
    orders = [o for o in timeline.orders.values() if o.request == request]
    live = [o for o in orders if timeline.order_status(o) in ("draft", "sent", "approved")]
    if live and option.kind in ORDERED:
        return once_sum(timeline, live[-1]) or monthly_sum(timeline, live[-1])
    decision = timeline.decision_on.get(request)
    decided = decision is not None and decision.outcome == option.kind
    return decision.price if decision is not None and decided and decision.price else option.price


def options_page(answer: Options) -> Page:
    """Every option on its lines, the recommended one marked."""
    page = Page()
    page.line(Styled(f"{answer.request.id}: ", "bold"), answer.request.text).line()
    marked = False
    rows: list[tuple[Span, ...]] = []
    for option in answer.options:
        is_it = option.kind == answer.recommended and not marked
        marked = marked or is_it
        told = said(offer(answer, option))
        for title, things in (("Delivered", option.delivered), ("To come", option.outstanding)):
            told += f" {title}: {', '.join(map(said, things))}." if things else ""
        rows.append(("→" if is_it else "", Styled(option.kind, "bold"), told))
    page.rows(rows, indent=0)
    id_ = answer.scope.timeline.engagement.id
    if answer.recommended is None:
        page.line().line("How long would it take? With that, it has a price:")
        return page.command(f"  valueback amend {id_} {answer.request.id} minutes=60")
    page.line().command(f"Next: valueback decide {id_} {answer.request.id} {answer.recommended}")
    return page
