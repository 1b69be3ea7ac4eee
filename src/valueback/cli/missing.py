"""What a verb needs and was not given: asked for at a terminal, named in a sentence elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args, get_origin

from valueback import system
from valueback.cli.context import Context
from valueback.cli.declared import REQUIRED, Argument, Parameter
from valueback.errors import mistyped

QUESTIONS = {
    "client": "Which client?",
    "clients": "Which client, or clients?",
    "name": "Whose file? (a client, or practice)",
    "entry": "Which entry? (like S5)",
    "amount": "How much?",
    "minutes": "How many minutes?",
    "changes": "What is to be changed? (FIELD=VALUE, like late_minutes=5)",
    "words": "Which one? (its id, then the answer)",
    "outcome": "Is it excused, or does it stand?",
}

_SHOWN = 12
"""How many clients or entries a question lists at most."""


_WHO = ". Who there is: valueback list"


class Needed(NamedTuple):
    """An argument without which a verb can do nothing."""

    name: str
    mark: Argument
    kind: Any


def needed(taken: Mapping[str, Parameter]) -> list[Needed]:
    """The arguments of a verb that have no default."""
    return [
        Needed(name, one.mark, one.annotation)
        for name, one in taken.items()
        if isinstance(one.mark, Argument) and one.default is REQUIRED
    ]


def asked(context: Context, wanted: list[Needed], values: dict[str, Any], usage: str) -> None:
    """Put in what is missing, in the order of the arguments. Raises Mistyped where nobody is there
    to be asked.

    Who is meant is settled before any other question is asked.
    """
    if context.prompts.interactive and isinstance(values.get("client"), str):
        context.client(values["client"])
    for argument in wanted:
        if values[argument.name] not in (None, []):
            continue
        if not context.prompts.interactive:
            raise mistyped(
                f"{argument.mark.metavar or argument.name.upper()} is missing: "
                f"{(argument.mark.help or '').rstrip('.')}.",
                f"Like this: {usage}{_WHO if argument.name == 'client' else ''}",
            )
        values[argument.name] = _asked(context, argument, values.get("client"))


def _asked(context: Context, argument: Needed, client: str | None) -> Any:
    question = QUESTIONS.get(argument.name, argument.mark.help or argument.name)
    kind = argument.kind
    if argument.name in ("client", "clients"):
        found = asked_client(context, question)
        return [found] if argument.name == "clients" else found
    if argument.name == "entry" and client is not None:
        _show_entries(context, client)
    if get_origin(kind) is Literal:
        return context.prompts.choice(None, question, argument.name, among=get_args(kind))

    def read(text: str) -> Any:
        if not text:
            raise ValueError(f"Please answer, or leave with Ctrl-C. {argument.mark.help or ''}")
        if kind is int:
            if not (text.isascii() and text.isdigit()):
                raise ValueError("Please give a whole number, like 45.")
            return int(text)
        return system.split(text) if get_origin(kind) is list else text

    return context.prompts.until_understood(question, read, needed=True)


def asked_client(context: Context, question: str) -> str:
    """The engagement that is chosen by its name or a part of it, the clients shown first."""
    from valueback.record.lookup import names

    known = names(context.folder)
    for id_, name in list(known.items())[:_SHOWN]:
        context.prompts.show(f"  {id_}  {name}")
    if len(known) > _SHOWN:
        context.prompts.show(f"  and {len(known) - _SHOWN} more: a part of the name is enough")
    if not known:
        context.client("")  # says that there is none, and how to begin
    return context.prompts.until_understood(question, context.client, needed=True)


def _show_entries(context: Context, client: str) -> None:
    from valueback.render.entries import sentence

    engagement = context.engagement(client)
    latest = context.timeline_of(engagement).entries[-_SHOWN:]
    context.prompts.show(*(f"  {e.id}  {sentence(e, engagement)}" for e in latest))
