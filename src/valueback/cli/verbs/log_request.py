"""The client asks for something more."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    AtOption,
    ClientArgument,
    NoteOption,
    TextArgument,
    WishItemOption,
)
from valueback.cli.context import Context
from valueback.cli.declared import Option


def run(
    context: Context,
    client: ClientArgument,
    text: TextArgument = None,
    item: WishItemOption = None,
    minutes: Annotated[
        int | None, Option("--minutes", min=1, help="How long it would take.")
    ] = None,
    not_competent: Annotated[
        bool, Option("--not-competent", help="It is outside of what you can do well.")
    ] = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Write down every wish, whatever you answer. The answer may cost something."""
    from valueback.drafting.scope import request

    words = context.prompts.text(text, "What does the client ask for?", "TEXT")
    item = item or _asked_item(context, words)
    plan = request(
        text=words,
        item=item,
        minutes=minutes or _asked_minutes(context, item),
        competent=not not_competent,
        at=context.at(at),
        note=note,
    )
    return context.save(client, plan, then="valueback options {id}")


def _asked_item(context: Context, words: str) -> str | None:
    """The item of the menu that the words may mean, if the user says so at the terminal."""
    from valueback.rules.suggestions import named_in

    if not context.prompts.interactive:
        return None
    menu = {item.id: item.text for item in context.folder.practice.menu}
    for id_ in named_in(menu, words):
        if context.prompts.confirm(f"Is this {id_} ({menu[id_]}) of your menu?", default=False):
            return id_
    return None


def _asked_minutes(context: Context, item: str | None) -> int | None:
    """How long it would take, asked at the terminal; Enter where nobody knows yet."""
    if item is not None or not context.prompts.interactive:
        return None

    def read(text: str) -> int | None:
        if not text:
            return None
        if not text.isdecimal() or not int(text):
            raise ValueError("Please give whole minutes, like 60, or nothing.")
        return int(text)

    return context.prompts.until_understood("How long would it take, in minutes?", read)
