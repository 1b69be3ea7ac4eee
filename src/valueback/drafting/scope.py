"""What the client asks for beyond the scope, what was answered, and the work that went in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from valueback.drafting.draft import Draft, drafts
from valueback.drafting.orders import order_for
from valueback.errors import Hint, mistyped, refused
from valueback.model.entries import (
    ChangeOrder,
    Decision,
    Expense,
    Request,
    Work,
)
from valueback.model.message import FieldName, say
from valueback.model.practice import Practice
from valueback.money import plain, rounded
from valueback.rules.options import Option, Options
from valueback.rules.suggestions import open_request

ORDERED = ("upgrade", "package", "retainer", "change-order")
"""Answers that change the agreement: they are drawn up for both to sign."""

_PRICED = ("menu", *ORDERED)
"""Answers that cost something."""


@drafts
def request(
    draft: Draft,
    *,
    text: str,
    item: str | None = None,
    minutes: int | None = None,
    competent: bool = True,
    at: datetime | None = None,
    note: str | None = None,
) -> Request:
    """The client asks for something more."""
    return draft.add(
        Request(
            at=draft.at(at),
            text=text,
            item=item,
            minutes=minutes,
            competent=competent,
            note=note,
        )
    )


@drafts
def decision(
    draft: Draft,
    *,
    answer: Options,
    option: Option,
    title: str,
    price: Decimal | None = None,
    text: str | None = None,
    promoted: str | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> Decision | ChangeOrder:
    """What was answered to a request, and the change order that carries it out, where one does.

    It costs what its option says, unless a price is given.
    """
    cost = _cost(draft, option) if price is None else price
    decided = draft.add(
        Decision(
            at=draft.at(at),
            request=answer.request.id,
            outcome=option.kind,
            price=cost,
            text=text,
            promoted=promoted,
            note=note,
        )
    )
    if option.kind == "goodwill":
        _count_gifts(draft, answer)
    if option.kind in ORDERED:
        return order_for(draft, answer, option, price=cost or Decimal(0), title=title)
    return decided


def _cost(draft: Draft, option: Option) -> Decimal | None:
    if option.price is not None and option.kind != "included":
        return rounded(option.price, draft.engagement.agreement.currency)
    if option.kind in _PRICED:
        raise mistyped(
            f"What does it cost? {option.kind} has no price here.",
            hint=Hint("Give it with {}.", "price"),
        )
    return None


def menu_item(
    practice: Practice, answer: Options, *, id_: str, name: str, price: Decimal | None
) -> dict[str, Any]:
    """The item of the menu that a request becomes: a name of its own, for the client's words are
    for nobody else; its time, the price worked out.
    """
    own, currency = practice.identity.currency, answer.scope.timeline.agreement.currency
    if currency != own:
        raise refused(
            f"Your menu is in {own}, this engagement in {currency}.",
            "Put it on the menu by hand, with a price of its own: valueback edit practice",
        )
    worked_out = answer.of("change-order")
    if price is None and worked_out is not None:
        price = worked_out.price
    if price is None:
        raise mistyped("What shall it cost on the menu?", hint=Hint("Give it with {}.", "price"))
    item = {"id": id_, "text": name, "price": plain(price, currency)}
    minutes = worked_out.minutes if worked_out is not None else None
    return item if minutes is None else {**item, "minutes": minutes}


def _count_gifts(draft: Draft, answer: Options) -> None:
    budget, given = draft.engagement.agreement.goodwill_minutes, answer.scope.goodwill_minutes
    if budget is None:
        draft.assume(say("assumed.gifts", count=given))
    else:
        draft.assume(say("assumed.gifts-of", count=given, budget=budget))


@drafts
def work(
    draft: Draft,
    *,
    minutes: int,
    text: str,
    item: str | None = None,
    request: str | None = None,
    asked: bool | None = None,
    likely: Sequence[str] = (),
    quantity: Decimal | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> Work:
    """Work outside of meetings.

    With `asked` it answers the latest request that is open; where nobody said, an open one is
    noticed, as are the items that are `likely` meant.
    """
    if request is None and asked:
        request = _open_request(draft)
    elif request is None and asked is None and (open_ := open_request(draft.timeline)) is not None:
        draft.assume(
            say("noticed.open-request", request=open_.id, text=open_.text),
            say("otherwise.asked", flag=FieldName("asked")),
        )
    for candidate in likely:
        otherwise = say("otherwise.item", flag=FieldName("item"), item=candidate)
        draft.assume(say("noticed.item", item=candidate), otherwise)
    return draft.add(
        Work(
            at=draft.at(at),
            minutes=minutes,
            text=text,
            item=item,
            request=request,
            quantity=Decimal(1) if quantity is None else quantity,
            note=note,
        )
    )


def _open_request(draft: Draft) -> str:
    found = open_request(draft.timeline)
    if found is None:
        raise refused("No request is open.", "", Hint("Name one with {}.", "request"))
    draft.assume(say("assumed.answers", entry=found.id, text=found.text))
    return found.id


@drafts
def expense(
    draft: Draft,
    *,
    amount: Decimal,
    text: str,
    at: datetime | None = None,
    note: str | None = None,
) -> Expense:
    """Money that the provider spent for the engagement."""
    return draft.add(Expense(at=draft.at(at), amount=amount, text=text, note=note))
