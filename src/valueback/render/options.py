"""What can be answered to a request: as JSON, and worded as something to say to the client."""

from __future__ import annotations

from typing import Any

from valueback import money
from valueback.render.page import Page, Span, Styled
from valueback.render.words import said
from valueback.rules.options import Option, Options


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
                "text": words(answer, option),
                "item": option.item,
                "delivered": [said(thing) for thing in option.delivered],
                "outstanding": [said(thing) for thing in option.outstanding],
            }
            for option in answer.options
        ],
        "recommended": answer.recommended,
    }


def words(answer: Options, option: Option) -> str:  # noqa: PLR0911  # a sentence per kind
    """An option as a sentence for the client."""
    currency = answer.scope.timeline.agreement.currency
    price = money.coded(option.price, currency) if option.price is not None else ""
    match option.kind:
        case "included":
            return "Yes, gladly: it is part of what we agreed."
        case "menu":
            return f"Yes: {option.name} costs you {price}."
        case "upgrade":
            return f"Yes, with {option.name}: you pay only the difference, {price}."
        case "package":
            return f"Yes, with {option.name}: {price} for you, as a client of mine."
        case "retainer":
            return f"Yes, if we go on with {option.name}: {price} a month."
        case "change-order":
            return f"Yes, for {price}: I write a change order, and begin when we both have signed."
        case "goodwill":
            given = answer.scope.goodwill_minutes
            gift = f"{option.minutes} minutes" if option.minutes is not None else "this"
            return f"Yes, as a gift: you would give away {gift}, after {given} minutes so far."
        case "referred-out":
            return "This is not what I do best: I gladly name somebody who does it well."
        case _:
            return "Not this time: it would take away from what we agreed to reach."


def options_page(answer: Options) -> Page:
    """Every option on its lines, the recommended one marked."""
    page = Page()
    page.line(Styled(f"{answer.request.id}: ", "bold"), answer.request.text).line()
    marked = False
    rows: list[tuple[Span, ...]] = []
    for option in answer.options:
        is_it = option.kind == answer.recommended and not marked
        marked = marked or is_it
        told = words(answer, option)
        for title, things in (("Delivered", option.delivered), ("To come", option.outstanding)):
            told += f" {title}: {', '.join(map(said, things))}." if things else ""
        rows.append(("→" if is_it else "", Styled(option.kind, "bold"), told))
    page.rows(rows, indent=0)
    id_ = answer.scope.timeline.engagement.id
    page.line().command(f"Next: valueback decide {id_} {answer.request.id} {answer.recommended}")
    return page
