"""Work outside of meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    AtOption,
    ClientArgument,
    NoteOption,
    TextArgument,
    WishItemOption,
    units,
)
from valueback.cli.completion import requests_like
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valueback.model.engagement import Engagement
    from valueback.model.promises import ScopeItem


def run(
    context: Context,
    client: ClientArgument,
    minutes: Annotated[int, Argument(metavar="MINUTES", min=0, help="How long it took.")],
    text: TextArgument = None,
    item: WishItemOption = None,
    request: Annotated[
        str | None,
        Option(
            "--request",
            metavar="ID",
            help="The request it answers, like R2.",
            autocompletion=requests_like,
        ),
    ] = None,
    asked: Annotated[
        bool, Option("--asked", help="It answers the latest request that is open.")
    ] = False,
    quantity: Annotated[
        str | None, Option("--quantity", metavar="N", help="How many units of the item.")
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Work that nobody asked for, and that no item covers, is volunteered. An item that the words
    may mean, or an open request, is proposed, never assumed.
    """
    from valueback.drafting.scope import work
    from valueback.rules.suggestions import items_named

    words = context.prompts.text(text, "What did you do?", "TEXT")
    engagement = context.engagement(client)
    likely = [] if item else items_named(engagement.agreement, words)
    if context.prompts.interactive:
        item, likely = item or _asked_item(context, likely), []
    answers: bool | None = asked or None
    if context.prompts.interactive and request is None and not asked:
        request, answers = _asked_request(context, engagement)
    plan = work(
        minutes=minutes,
        text=words,
        item=item,
        request=request,
        asked=answers,
        likely=[candidate.id for candidate in likely],
        quantity=units(quantity),
        at=context.at(at),
        note=note,
    )
    return context.answered(context.append(engagement.id, plan), "valueback check-scope {id}")


def _asked_item(context: Context, likely: Sequence[ScopeItem]) -> str | None:
    """The scope item that is meant, if the user says so."""
    for item in likely:
        if context.prompts.confirm(f"Is this {item.id} ({item.text})?", default=False):
            return item.id
    return None


def _asked_request(context: Context, engagement: Engagement) -> tuple[str | None, bool | None]:
    """The latest open request, if the user says that this answers it; else that it does not."""
    from valueback.rules.suggestions import open_request

    found = open_request(context.timeline_of(engagement))
    if found is None:
        return None, None
    question = f"Does it answer {found.id} ({found.text})?"
    return (found.id, None) if context.prompts.confirm(question, default=True) else (None, False)
