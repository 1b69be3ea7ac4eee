"""A request answered: what can be said, what was decided, and the message that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.options import AtOption, ClientArgument, NoteOption
from valueback.errors import mistyped, refused

if TYPE_CHECKING:
    from valueback.model.draft import Draft
    from valueback.model.engagement import Engagement
    from valueback.rules.options import Option, Options

WordsArgument = Annotated[
    list[str],
    typer.Argument(metavar="[REQUEST] KIND", help="Like R2 menu; the latest if left out."),
]


def options(
    desk: Desk,
    client: ClientArgument,
    request: Annotated[
        str | None,
        typer.Argument(metavar="[REQUEST]", help="Like R2; the latest open if left out."),
    ] = None,
) -> Answer:
    """All answers that apply, with prices, worded as something to say. What is recommended is
    included, or else costs the client least of what is paid.
    """
    from valueback.render.options import options_json, options_page

    answer = _options(desk, desk.engagement(client), request)
    return Answer(options_json(answer), lambda: options_page(answer))


def _options(desk: Desk, engagement: Engagement, request: str | None) -> Options:
    from valueback.model.timeline import Timeline
    from valueback.rules.options import options as all_options
    from valueback.rules.scope import scope
    from valueback.rules.suggestions import open_request

    practice = desk.folder.practice
    timeline = Timeline(engagement, desk.now)
    found = open_request(timeline) if request is None else timeline.requests.get(request)
    if found is None:
        raise refused(
            f"There is no request {request}." if request else "No request is open.",
            "Write it down first with: valueback log-request",
        )
    answer = scope(timeline, practice.scope_alert, practice.menu)
    return all_options(answer, found, practice)


def _chosen(desk: Desk, engagement: Engagement, words: list[str]) -> tuple[Options, Option]:
    """The request and the answer to it that are meant."""
    from valueback.model.entries import Answered
    from valueback.rules.options import Option

    *named, kind = words
    if kind not in get_args(Answered) or len(named) > 1:
        kinds = ", ".join(get_args(Answered))
        raise mistyped(
            f"{' '.join(words)!r} is not understood.", f"Write: R1 menu. Kinds: {kinds}."
        )
    answer = _options(desk, engagement, named[0] if named else None)
    found = next((option for option in answer.options if option.kind == kind), None)
    return answer, found or Option(cast("Answered", kind))


def decide(
    desk: Desk,
    client: ClientArgument,
    words: WordsArgument,
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
    engagement = desk.engagement(client)
    answer, option = _chosen(desk, engagement, words)
    given = _price(engagement, option, price)
    if option.kind in ("menu", "upgrade", "package", "retainer", "change-order") and given is None:
        raise mistyped(
            f"What does it cost? {option.kind} has no price here.", "Give it with --price."
        )
    own = desk.folder.practice.practice.currency
    if promote and engagement.agreement.currency != own:
        raise refused(
            f"Your menu is in {own}, this engagement in {engagement.agreement.currency}.",
            "Put it on the menu by hand, with a price of its own: valueback edit practice",
        )
    menu = _menu_item(engagement, answer, promote, price) if promote else None

    def write(draft: Draft) -> None:
        draft.add(
            "decision",
            desk.at(at),
            request=answer.request.id,
            outcome=option.kind,
            price=given,
            text=text,
            promoted=promote,
            note=note,
        )
        if option.kind in ("upgrade", "change-order"):
            _draft_order(draft, answer, option, given or "0")
        if option.kind == "goodwill":
            _count_gifts(draft, answer)

    if menu is not None and not desk.dry_run:
        desk.folder.append(engagement.id, write, desk.now, dry_run=True)  # can it stand?
        desk.folder.append_menu_item(menu)
    written = desk.folder.append(engagement.id, write, desk.now, dry_run=desk.dry_run)
    then = f"valueback reply {{id}} {answer.request.id} {option.kind}"
    if option.kind in ("upgrade", "change-order"):
        then = f"valueback change-order {{id}} --redraw {written.entries[-1]['id']}"
    return desk.answered(written, then)


def _price(engagement: Engagement, option: Option, price: str | None) -> str | None:
    from valueback.model.beginning import priced
    from valueback.money import plain

    currency = engagement.agreement.currency
    if price is not None:
        return priced(price, currency, "--price")
    paid = option.price is not None and option.kind != "included"
    return plain(option.price, currency) if paid and option.price is not None else None


def _draft_order(draft: Draft, answer: Options, option: Option, price: str) -> None:
    """The change order that carries a decision out; units that cost nothing more follow it."""
    request = answer.request
    title = f"Upgrade to {option.name}" if option.kind == "upgrade" else request.text
    first: dict[str, Any] = {"text": title, "quantity": 1, "unit_price": price}
    if option.kind == "change-order" and option.minutes is not None:
        first["minutes"] = option.minutes
    lines = [first] + [
        {"text": words, "quantity": f"{more:f}", "unit_price": "0", "item": item}
        for item, more, words in option.lines
    ]
    draft.add("change-order", title=title, reason=request.text, request=request.id, line=lines)


def _count_gifts(draft: Draft, answer: Options) -> None:
    budget = draft.engagement.agreement.goodwill_minutes
    of = f" of {budget} meant to be given" if budget is not None else ""
    draft.assume(f"Given away so far: {answer.scope.goodwill_minutes} minutes{of}.")


def _menu_item(
    engagement: Engagement, answer: Options, id_: str, price: str | None
) -> dict[str, Any]:
    """The menu item that a request becomes: its words, its time, the price worked out."""
    from valueback.money import plain

    worked_out = next((o for o in answer.options if o.kind == "change-order"), None)
    currency = engagement.agreement.currency
    if price is None and (worked_out is None or worked_out.price is None):
        raise mistyped("What shall it cost on the menu?", "Give it with --price.")
    amount = price or plain(worked_out.price, currency)  # type: ignore[union-attr, arg-type]  # checked
    minutes = worked_out.minutes if worked_out is not None else None
    item = {"id": id_, "text": answer.request.text, "price": amount, "minutes": minutes}
    return {key: value for key, value in item.items() if value is not None}


def reply(desk: Desk, client: ClientArgument, words: WordsArgument) -> Answer:
    """The message, kind and clear. It is a draft: nothing is sent or logged."""
    from valueback.model.message import Sum, all_of, say
    from valueback.render.documents import rendered
    from valueback.render.papers import agreement_words, words_of

    engagement = desk.engagement(client)
    practice = desk.folder.practice
    answer, option = _chosen(desk, engagement, _or_latest(desk, engagement, words))
    decision = answer.scope.timeline.decision_on.get(answer.request.id)
    price = decision.price if decision is not None and decision.price is not None else option.price
    own = words_of(engagement, practice)
    said = agreement_words(engagement, practice) | {
        "request": {"text": answer.request.text},
        "option": {
            "name": option.name,
            "price": "" if price is None else own.shown(Sum(price, engagement.agreement.currency)),
            "delivered": own.shown(all_of(option.delivered, "comma")),
            "outstanding": own.shown(all_of(option.outstanding, "comma")),
        },
    }
    text = rendered(f"reply-{option.kind}.txt", said, desk.folder.template, escape=False)
    report = {
        "schema": 1,
        "report": "message",
        "engagement": engagement.id,
        "request": answer.request.id,
        "to": engagement.client.email,
        "subject": own(say("subject.reply")),
        "body": text,
    }
    return Answer(report, lambda: text)


def _or_latest(desk: Desk, engagement: Engagement, words: list[str]) -> list[str]:
    """A reply mostly follows its decision: the latest request is meant, decided or not."""
    from valueback.model.timeline import Timeline

    requests = list(Timeline(engagement, desk.now).requests)
    return [requests[-1], *words] if len(words) == 1 and requests else words
