"""What was answered to a request, noted and carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import AnswerArgument, AtOption, ClientArgument, NoteOption
from valueback.cli.context import Context
from valueback.cli.declared import Option
from valueback.cli.wishes import answer_wanted, chosen

if TYPE_CHECKING:
    from valueback.rules.options import Option as Offered
    from valueback.rules.options import Options


def run(
    context: Context,
    client: ClientArgument,
    words: AnswerArgument = None,
    price: Annotated[
        str | None,
        Option("--price", metavar="AMOUNT", help="If not the one that options shows."),
    ] = None,
    text: Annotated[str | None, Option("--text", metavar="TEXT", help="What was said.")] = None,
    promote: Annotated[
        str | None,
        Option("--promote", metavar="ID", help="Make it an item of your menu, under this id."),
    ] = None,
    name: Annotated[
        str | None,
        Option("--name", metavar="TEXT", help="What the offer is called, for everyone."),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """What changes scope or price becomes a change order, which both sign. With --promote, what you
    worked out once becomes an offer for everyone, and this first time is your investment.
    """
    from valueback.drafting.scope import ORDERED, decision, menu_item
    from valueback.record.append import append_menu_item

    timeline = context.timeline(client)
    engagement = timeline.engagement
    given = context.amount(price, engagement, "price")
    answer, option = chosen(
        context, timeline, answer_wanted(context, timeline, words), priced=given is not None
    )
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
    if promote is None:
        written = context.append(engagement.id, plan)
    else:
        called = context.prompts.text(name, "What is the offer called, for everyone?", "--name")
        item = menu_item(context.folder.practice, answer, id_=promote, name=called, price=given)
        written = context.rehearse(engagement.id, plan)  # can it stand?
        if not context.dry_run:
            append_menu_item(context.folder, item)
            written = context.append(engagement.id, plan, rehearsed=True)
    then = f"valueback reply {{id}} {answer.request.id} {option.kind}"
    if option.kind in ORDERED:
        then = f"valueback change-order {{id}} --reprint {written.made.id}"
    return context.answered(written, then)


def _title(answer: Options, option: Offered) -> str:
    """What the change order is called that carries an answer out."""
    from valueback.model.message import say
    from valueback.render.words import said

    if option.kind == "upgrade":
        return said(say("order.upgrade", name=option.name))
    return option.name if option.kind in ("package", "retainer") else answer.request.text
