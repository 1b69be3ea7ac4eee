"""Scope: what the client asks for beyond it, and the work and money that go into the engagement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.options import AtOption, ClientArgument, NoteOption, TextArgument

if TYPE_CHECKING:
    from valueback.model.draft import Draft

_SCOPE = "valueback check-scope {id}"

ItemOption = Annotated[
    str | None, typer.Option("--item", metavar="ID", help="The scope or menu item it is about.")
]


def log_request(
    desk: Desk,
    client: ClientArgument,
    text: TextArgument = None,
    item: ItemOption = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=1, help="How long it would take.")
    ] = None,
    not_competent: Annotated[
        bool, typer.Option("--not-competent", help="It is outside of what you can do well.")
    ] = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Write down every wish, whatever you answer. The answer may cost something."""
    words = desk.text(text, "What does the client ask for?", "TEXT")

    def write(draft: Draft) -> None:
        draft.add(
            "request",
            desk.at(at),
            text=words,
            item=item,
            minutes=minutes,
            competent=False if not_competent else None,
            note=note,
        )

    return desk.save(client, write, then="valueback options {id}")


def log_work(
    desk: Desk,
    client: ClientArgument,
    minutes: Annotated[int, typer.Argument(metavar="MINUTES", min=0, help="How long it took.")],
    text: TextArgument = None,
    item: ItemOption = None,
    request: Annotated[
        str | None, typer.Option("--request", metavar="ID", help="The request it answers, like R2.")
    ] = None,
    asked: Annotated[
        bool, typer.Option("--asked", help="It answers the latest request that is open.")
    ] = False,
    quantity: Annotated[
        str | None, typer.Option("--quantity", metavar="N", help="How many units of the item.")
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Work that nobody asked for, and that no item covers, is volunteered. An item that the words
    may mean, or an open request, is proposed, never assumed.
    """
    words = desk.text(text, "What did you do?", "TEXT")

    def write(draft: Draft) -> None:
        draft.add(
            "work",
            desk.at(at),
            minutes=minutes,
            text=words,
            item=item or _proposed_item(desk, draft, words),
            request=request or (_open_request if asked else _proposed_request)(desk, draft),
            quantity=_whole(quantity),
            note=note,
        )

    return desk.save(client, write, then=_SCOPE)


def _whole(quantity: str | None) -> int | str | None:
    return int(quantity) if quantity and quantity.isascii() and quantity.isdigit() else quantity


def _proposed_request(desk: Desk, draft: Draft) -> str | None:
    """The latest open request, if the user says at the terminal that this answers it."""
    from valueback.render.safe import safe
    from valueback.rules.suggestions import open_request

    request = open_request(draft.timeline)
    if request is None:
        return None
    if desk.interactive:
        question = f"Does it answer {request.id} ({safe(request.text)})?"
        return request.id if desk.confirm(question, default=True) else None
    draft.assume(f"{request.id} is open ({request.text}); if this answers it, say --asked.")
    return None


def _open_request(_: Desk, draft: Draft) -> str | None:
    from valueback.errors import refused
    from valueback.rules.suggestions import open_request

    request = open_request(draft.timeline)
    if request is None:
        raise refused("No request is open.", "Name one with --request, or leave --asked out.")
    draft.assume(f"Taken to answer {request.id}: {request.text}")
    return request.id


def _proposed_item(desk: Desk, draft: Draft, words: str) -> str | None:
    """The scope item that the words name, if the user says at the terminal that it is meant."""
    from valueback.identifiers import folded
    from valueback.render.safe import safe

    said = folded(words)
    for item in draft.engagement.agreement.scope:
        if folded(item.text) in said or item.id.replace("-", " ") in said:
            if desk.confirm(f"Is this {item.id} ({safe(item.text)})?", default=False):
                return item.id
            if not desk.interactive:
                draft.assume(f"It may be {item.id}; if so, say --item {item.id}.")
    return None


def log_expense(
    desk: Desk,
    client: ClientArgument,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="In the agreement's currency.")],
    text: TextArgument = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """What you spent comes off the price before an hour of yours is counted."""
    words = desk.text(text, "What was it for?", "TEXT")

    def write(draft: Draft) -> None:
        from valueback.model.beginning import priced

        sum_ = priced(amount, draft.engagement.agreement.currency, "AMOUNT")
        draft.add("expense", desk.at(at), amount=sum_, text=words, note=note)

    return desk.save(client, write, then=_SCOPE)
