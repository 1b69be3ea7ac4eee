"""The question after a meeting, sent at once: opened where one writes, noted when it is sent."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from valueback.cli.answers import Answer
from valueback.cli.context import Context
from valueback.errors import Stopped, ValuebackError
from valueback.typed_words import is_nothing

if TYPE_CHECKING:
    from collections.abc import Callable

    from valueback.render.letters import Letter

_WAYS = ("mail", "whatsapp", "copy", "later")


def sent_now(context: Context, saved: Answer, letter: Letter, id_: str, session: str) -> Answer:
    """What was saved, shown; then the message in the way that is chosen, and noted as sent."""
    from valueback.drafting.between_meetings import feedback_request

    saved.print(sys.stdout, json=False)
    sys.stdout.flush()
    prompts = context.prompts
    prompts.show("", *(f"  {line}" for line in letter.body.rstrip().split("\n")), "")
    later = context.next(f"valueback request-feedback {id_}")
    try:
        way = _sent_by(context, letter)
    except (Stopped, KeyboardInterrupt):
        prompts.show("", "The meeting is saved; that the message was sent is not noted.")
        way = None
    if way is None:
        return Answer({}, lambda: f"{later}\n", saved=True)
    plan = feedback_request(
        session=session, channel="whatsapp" if way == "whatsapp" else "email", at=None, note=None
    )
    return context.answered(context.append(id_, plan), "valueback log-feedback {id}")


def _sent_by(context: Context, letter: Letter) -> str | None:
    """In which way it was sent; None where it was not."""
    prompts = context.prompts
    way = prompts.until_understood("Send it? (mail / whatsapp / copy / later)", _way, "later")
    if way == "later":
        return None
    if way != "copy":
        _opened(context, letter.mailto if way == "mail" else letter.whatsapp)
    return way if prompts.confirm("Have you sent it?", default=way == "copy") else None


def _way(text: str) -> str:
    """How it is to be sent; no is later."""
    if is_nothing(text):
        return "later"
    found = [way for way in _WAYS if way.startswith(text.lower())]
    if len(found) != 1:
        raise ValueError(f"Please answer {', '.join(_WAYS[:-1])} or {_WAYS[-1]}.")
    return found[0]


def _opened(context: Context, link: Callable[[], str]) -> None:
    """The message opened in the program that sends it; its link shown, where none opens."""
    try:
        address = link()
    except ValuebackError as error:
        for problem in error.problems:
            context.prompts.show(f"{problem} {problem.remedy}")
        return
    context.prompts.show(address)
    import typer

    typer.launch(address)
