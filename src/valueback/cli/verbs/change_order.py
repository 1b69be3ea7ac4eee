"""A change of the agreement, drawn up for both to sign."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    AtOption,
    ClientArgument,
    HtmlOption,
    NoteOption,
    OutputOption,
    PdfOption,
)
from valueback.cli.completion import requests_like
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option
from valueback.cli.paper import Chosen, paper_of, put
from valueback.errors import mistyped, refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from valueback.model.engagement import Engagement
    from valueback.model.entries import OrderLine

FIELDS = {"days": "extend_days", "free_days": "free_day", "from": "from_"}
"""Fields of what is written that are given by another name here."""


def run(
    context: Context,
    client: ClientArgument,
    request: Annotated[
        str | None,
        Argument(
            metavar="[REQUEST]",
            help="The request that it answers, like R2.",
            autocompletion=requests_like,
        ),
    ] = None,
    line: Annotated[
        list[str] | None,
        Option(
            "--line",
            metavar="'N x PRICE TEXT'",
            help="'4 x 500.00 On-site review'; a negative N takes back. Repeatable.",
        ),
    ] = None,
    per: Annotated[
        Literal["once", "month", "period"],
        Option(
            "--per", help="Whether the lines are once, a month, or in every period of the item."
        ),
    ] = "once",
    item: Annotated[
        str | None,
        Option("--item", metavar="ID", help="The scope item that the lines add to."),
    ] = None,
    minutes: Annotated[
        int | None, Option("--minutes", min=1, help="What one unit of the lines takes.")
    ] = None,
    title: Annotated[str | None, Option("--title", help="What it is called.")] = None,
    reason: Annotated[str | None, Option("--reason", metavar="TEXT", help="Why.")] = None,
    extend_days: Annotated[
        int,
        Option("--extend-days", help="By how many days the term gets longer; -7: shorter."),
    ] = 0,
    free_day: Annotated[
        list[str] | None,
        Option("--free-day", metavar="DAY", help="A day on which nobody works; repeatable."),
    ] = None,
    from_: Annotated[
        str | None,
        Option(
            "--from", metavar="DAY", help="In which month of the agreement monthly lines begin."
        ),
    ] = None,
    valid_days: Annotated[
        int, Option("--valid-days", min=1, help="For how many days it can be approved.")
    ] = 14,
    html: HtmlOption = False,
    pdf: PdfOption = False,
    output: OutputOption = None,
    order: Annotated[
        str | None,
        Option("--reprint", metavar="ID", help="Only write the paper of CO1 once more."),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Saves a draft and writes its document for both to sign. Nothing counts until approved."""
    from valueback.drafting.orders import change_order

    engagement, chosen = context.engagement(client), Chosen(html, pdf, output)
    if order is not None:
        return _written(context, engagement, order, chosen, "", saved=False)
    lines = [
        _line(context, engagement, text, per=per, item=item, minutes=minutes) for text in line or ()
    ]
    prompts, wish = context.prompts, _asked_for(engagement, request)
    plan = change_order(
        title=prompts.text(title or wish, "What is it called?", "--title"),
        reason=prompts.text(reason or wish, "Why does it change?", "--reason"),
        request=request,
        days=extend_days,
        free_days=_free_days(context, engagement, free_day or (), extend_days),
        from_=context.day(from_, "ahead"),
        valid_days=valid_days,
        lines=lines,
        at=context.at(at),
        note=note,
    )
    written = context.append(engagement.id, plan)
    id_ = written.made.id
    told = f"{'Would save' if context.dry_run else 'Saved'} {id_}, a draft until it is sent.\n"
    return _written(context, written.after, id_, chosen, told, saved=not context.dry_run)


def _free_days(
    context: Context, engagement: Engagement, given: Sequence[str], days: int
) -> list[date]:
    """The free days that were named, and those of the days by which the end moves."""
    from valueback.drafting.free_days import added_by
    from valueback.model.term import last_day

    timeline = context.timeline_of(engagement)
    added = added_by(context.folder.practice, last_day(timeline), days)
    named = {context.day(text, "ahead") for text in given}
    return sorted((named | {free.day for free in added}) - timeline.calendar.free_days)


_LINE = re.compile(
    r"(?P<quantity>-?[0-9]+(?:\.[0-9]+)?) ?[x×] ?(?P<price>\S*[0-9]\S*) (?P<text>.+)\Z", re.DOTALL
)


def _asked_for(engagement: Engagement, request: str | None) -> str | None:
    """The words of the request that a change order answers."""
    found = engagement.log.by_id.get(request or "")
    return getattr(found, "text", None)


def _line(
    context: Context,
    engagement: Engagement,
    text: str,
    *,
    per: Literal["once", "month", "period"],
    item: str | None,
    minutes: int | None,
) -> OrderLine:
    from decimal import Decimal

    from valueback.model.entries import OrderLine

    found = _LINE.match(text.strip())
    if found is None:
        raise mistyped(f"--line {text!r} is not understood.", "Write '4 x 500.00 On-site review'.")
    return OrderLine(
        text=found["text"],
        quantity=Decimal(found["quantity"]),
        unit_price=context.amount(found["price"], engagement, "line"),
        per=per,
        item=item,
        minutes=minutes,
    )


def _written(
    context: Context,
    engagement: Engagement,
    id_: str,
    chosen: Chosen,
    told: str,
    *,
    saved: bool,
) -> Answer:
    """The document of an order written, and what it does to price and term."""
    from valueback.render.orders import order_json, order_words, price_change
    from valueback.rules.change_orders import order_as_it_reads

    timeline = context.timeline_of(engagement)
    entry = timeline.orders.get(id_)
    if entry is None:
        raise refused(f"There is no change order {id_}.", "See them with: valueback show")
    order = order_as_it_reads(timeline, entry)
    words = order_words(order, engagement, context.folder.practice)
    paper = paper_of(context, id_, "change-order.md", words, engagement)
    path, text, remark = put(context, context.folder.documents(engagement.id), paper, chosen)
    change = price_change(order, engagement.agreement.currency)
    place = f"The document is {path}\n{remark}" if path and not context.dry_run else ""
    following = {"draft": "sent", "sent": "approved"}.get(order.status)
    then = context.next(f"valueback mark-change-order {engagement.id} {id_} {following}") + "\n"
    answer = f"{told}{change}\n{place}{then if following else ''}"
    report = order_json(order, engagement, None if path is None else str(path))
    return Answer(report, lambda: text if path is None else answer, saved=saved)
