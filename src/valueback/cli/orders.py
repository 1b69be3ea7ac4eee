"""Change orders: the one way in which a signed agreement changes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.options import AtOption, ClientArgument, NoteOption
from valueback.cli.papers import OutputOption, put
from valueback.errors import mistyped, refused

if TYPE_CHECKING:
    from valueback.model.draft import Draft
    from valueback.model.engagement import Engagement

_LINE = re.compile(
    r"(?P<quantity>-?[0-9]+(?:\.[0-9]+)?) ?[x×] ?(?P<price>[0-9.]+) (?P<text>.+)\Z", re.DOTALL
)


def change_order(
    desk: Desk,
    client: ClientArgument,
    request: Annotated[
        str | None,
        typer.Argument(metavar="[REQUEST]", help="The request that it answers, like R2."),
    ] = None,
    line: Annotated[
        list[str] | None,
        typer.Option(
            "--line",
            metavar="'N x PRICE TEXT'",
            help="'4 x 500.00 On-site review'; a negative N takes back. Repeatable.",
        ),
    ] = None,
    per: Annotated[
        Literal["once", "month"],
        typer.Option("--per", help="Whether the lines are once or a month."),
    ] = "once",
    item: Annotated[
        str | None,
        typer.Option("--item", metavar="ID", help="The scope item that the lines add to."),
    ] = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=1, help="What one unit of the lines takes.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="What it is called.")] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")] = None,
    extend_days: Annotated[
        int, typer.Option("--extend-days", min=0, help="By how many days the term gets longer.")
    ] = 0,
    valid_days: Annotated[
        int, typer.Option("--valid-days", min=1, help="For how many days it can be approved.")
    ] = 14,
    output: OutputOption = None,
    order: Annotated[
        str | None, typer.Option("--redraw", metavar="ID", help="Only write CO1's document anew.")
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Saves a draft and writes its document for both to sign. Nothing counts until approved."""
    if order is not None:
        engagement = desk.engagement(client)
        return _written(desk, engagement, order, output, "", saved=False)
    lines = [_line(desk, client, text, per, item, minutes) for text in line or ()]
    words = desk.text(title or _asked_for(desk, client, request), "What is it called?", "--title")
    why = desk.text(reason or _asked_for(desk, client, request), "Why does it change?", "--reason")

    def write(draft: Draft) -> None:
        moment = desk.at(at)
        drawn_up = draft.timeline.day(moment or draft.now)
        if request is not None and request not in draft.timeline.decision_on:
            draft.add("decision", moment, request=request, outcome="change-order")
        draft.add(
            "change-order",
            moment,
            title=words,
            reason=why,
            request=request,
            days=extend_days or None,
            valid_until=drawn_up + timedelta(days=valid_days),
            line=lines or None,
            note=note,
        )

    written = desk.folder.append(desk.client(client), write, desk.now, dry_run=desk.dry_run)
    id_ = written.entries[-1]["id"]
    said = f"{'Would save' if desk.dry_run else 'Saved'} {id_}, a draft until it is sent.\n"
    return _written(desk, written.after, id_, output, said, saved=not desk.dry_run)


def _asked_for(desk: Desk, client: str, request: str | None) -> str | None:
    """The words of the request that a change order answers."""
    if request is None:
        return None
    found = desk.engagement(client).log.by_id.get(request)
    return getattr(found, "text", None)


def _line(
    desk: Desk, client: str, text: str, per: str, item: str | None, minutes: int | None
) -> dict[str, Any]:
    from valueback.model.beginning import priced

    found = _LINE.match(text.strip())
    if found is None:
        raise mistyped(f"--line {text!r} is not understood.", "Write '4 x 500.00 On-site review'.")
    currency = desk.engagement(client).agreement.currency
    quantity = found["quantity"]
    line: dict[str, Any] = {
        "text": found["text"],
        "quantity": quantity if "." in quantity else int(quantity),
        "unit_price": priced(found["price"], currency, "--line"),
        "per": per,
    }
    return line | {k: v for k, v in (("item", item), ("minutes", minutes)) if v is not None}


def _written(
    desk: Desk, engagement: Engagement, id_: str, output: str | None, said: str, *, saved: bool
) -> Answer:
    """The document of an order written, and what it does to price and term."""
    from valueback.model.timeline import Timeline
    from valueback.money import coded
    from valueback.render.documents import rendered
    from valueback.render.orders import order_json, order_words
    from valueback.rules.change_orders import order_as_it_reads

    timeline = Timeline(engagement, desk.now)
    entry = timeline.orders.get(id_)
    if entry is None:
        raise refused(f"There is no change order {id_}.", "See them with: valueback show")
    order = order_as_it_reads(timeline, entry)
    words = order_words(order, engagement, desk.folder.practice)
    text = rendered("change-order.md", words, desk.folder.template)
    path = put(desk, engagement, f"{id_}.md", text, output)
    currency = engagement.agreement.currency
    before, after = (coded(a, currency) for a in (order.ladder.before, order.ladder.after))
    place = f"The document is {path}\n" if path and not desk.dry_run else ""
    following = {"draft": "sent", "sent": "approved"}.get(order.status)
    then = desk.next(f"valueback mark-change-order {engagement.id} {id_} {following}") + "\n"
    answer = f"{said}Price: {before} → {after}.\n{place}{then if following else ''}"
    report = order_json(order, engagement, None if path is None else str(path))
    return Answer(report, lambda: text if path is None else answer, saved=saved)


def mark_change_order(
    desk: Desk,
    client: ClientArgument,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[CO1] sent|approved|declined|void", help="Which one, and what it became."
        ),
    ],
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without an id, the latest change order that waits for something. An approval counts only
    until the order's validity ends.
    """
    *named, status = words
    if status not in ("sent", "approved", "declined", "void") or len(named) > 1:
        raise mistyped(f"{' '.join(words)!r} is not understood.", "Write: CO1 approved")
    chosen: list[str] = []

    def write(draft: Draft) -> None:
        from valueback.rules.suggestions import order_to_mark

        waiting = order_to_mark(draft.timeline)
        if not named and waiting is None:
            raise refused("No change order waits for anything.", "Name it, like CO1.")
        id_ = named[0] if named else (waiting.id if waiting else "")
        chosen.append(id_)
        draft.add("change-order-status", desk.at(at), change_order=id_, status=status, note=note)

    written = desk.folder.append(desk.client(client), write, desk.now, dry_run=desk.dry_run)
    return _marked(desk, written.after, chosen[-1])


def _marked(desk: Desk, engagement: Engagement, id_: str) -> Answer:
    from valueback.model.timeline import Timeline
    from valueback.money import coded
    from valueback.render.orders import order_json
    from valueback.rules.change_orders import order_as_it_reads
    from valueback.rules.price import price

    timeline = Timeline(engagement, desk.now)
    order = order_as_it_reads(timeline, timeline.orders[id_])
    current = coded(price(timeline).current, engagement.agreement.currency)
    word = "Would mark" if desk.dry_run else "Marked"
    then = desk.next(f"valueback check-scope {engagement.id}")
    text = f"{word} {id_} as {order.status}. The price is {current} now.\n{then}\n"
    return Answer(order_json(order, engagement, None), lambda: text, saved=not desk.dry_run)
