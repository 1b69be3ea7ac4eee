"""What was answered to a request, noted and carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from valueback.cli.answers import Answer
from valueback.cli.arguments import AnswerArgument, AtOption, ClientArgument, NoteOption
from valueback.cli.context import Context
from valueback.cli.wishes import chosen
from valueback.errors import mistyped, refused

if TYPE_CHECKING:
    from decimal import Decimal

    from valueback.model.engagement import Engagement
    from valueback.rules.options import Option, Options


def run(
    context: Context,
    client: ClientArgument,
    words: AnswerArgument,
    price: Annotated[
        str | None,
        typer.Option("--price", metavar="AMOUNT", help="If not the one that options shows."),
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help="What was said.")
    ] = None,
    promote: Annotated[
        str | None,
        typer.Option(
            "--promote", metavar="ID", help="Make it an item of your menu, under this id."
        ),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """What changes scope or price becomes a change order, which both sign. With --promote, what you
    worked out once becomes an offer for everyone, and this first time is your investment.
    """
    from valueback.drafting.scope import decision
    from valueback.record.append import append_menu_item

    engagement = context.engagement(client)
    answer, option = chosen(context, engagement, words)
    given = context.amount(price, engagement, "price")
    if given is None and option.kind != "included":
        given = _rounded(option.price, engagement)
    if option.kind in _PRICED and given is None:
        raise mistyped(
            f"What does it cost? {option.kind} has no price here.", "Give it with --price."
        )
    menu = _menu_item(context, engagement, answer, promote, price) if promote else None
    plan = decision(
        answer=answer,
        option=option,
        title=_title(answer, option),
        price=given,
        text=text,
        promoted=promote,
        at=context.at(at),
        note=note,
    )
    if menu is not None and not context.dry_run:
        context.append(engagement.id, plan, dry_run=True)  # can it stand?
        append_menu_item(context.folder, menu)
    written = context.append(engagement.id, plan)
    then = f"valueback reply {{id}} {answer.request.id} {option.kind}"
    if option.kind in ("upgrade", "change-order"):
        then = f"valueback change-order {{id}} --redraw {written.made.id}"
    return context.answered(written, then)


_PRICED = ("menu", "upgrade", "package", "retainer", "change-order")


def _rounded(price: Decimal | None, engagement: Engagement) -> Decimal | None:
    from valueback.money import rounded

    return None if price is None else rounded(price, engagement.agreement.currency)


def _title(answer: Options, option: Option) -> str:
    """What the change order is called that carries an answer out."""
    from valueback.model.message import say
    from valueback.render.words import said

    if option.kind != "upgrade":
        return answer.request.text
    return said(say("order.upgrade", name=option.name))


def _menu_item(
    context: Context, engagement: Engagement, answer: Options, id_: str, price: str | None
) -> dict[str, Any]:
    """The menu item that a request becomes: its words, its time, the price worked out."""
    from valueback.money import plain

    own, currency = context.folder.practice.identity.currency, engagement.agreement.currency
    if currency != own:
        raise refused(
            f"Your menu is in {own}, this engagement in {currency}.",
            "Put it on the menu by hand, with a price of its own: valueback edit practice",
        )
    worked_out = next((o for o in answer.options if o.kind == "change-order"), None)
    if price is None and worked_out is not None and worked_out.price is not None:
        price = plain(worked_out.price, currency)
    if price is None:
        raise mistyped("What shall it cost on the menu?", "Give it with --price.")
    minutes = worked_out.minutes if worked_out is not None else None
    item = {"id": id_, "text": answer.request.text, "price": price, "minutes": minutes}
    return {key: value for key, value in item.items() if value is not None}
