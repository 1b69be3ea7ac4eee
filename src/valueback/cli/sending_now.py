"""The question after a meeting, sent at once: opened where one writes, noted when it is sent."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from valueback.cli.answers import Answer
from valueback.cli.context import Context
from valueback.errors import ValuebackError

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
    way = prompts.choice(
        None,
        "Send it? (mail / whatsapp / copy / later)",
        "--no-input",
        among=_WAYS,
        default="later",
    )
    later = context.next(f"valueback request-feedback {id_}")
    if way == "later":
        return Answer({}, lambda: f"{later}\n", saved=True)
    if way != "copy":
        _opened(context, letter.mailto if way == "mail" else letter.whatsapp)
    if not prompts.confirm("Have you sent it?", default=way == "copy"):
        return Answer({}, lambda: f"{later}\n", saved=True)
    plan = feedback_request(
        session=session, channel="whatsapp" if way == "whatsapp" else "email", at=None, note=None
    )
    return context.answered(context.append(id_, plan), "valueback log-feedback {id}")


def _opened(context: Context, link: Callable[[], str]) -> None:
    """The message opened in the program that sends it; its link shown, where none opens."""
    import typer

    try:
        address = link()
    except ValuebackError as error:
        for problem in error.problems:
            context.prompts.show(f"{problem} {problem.remedy}")
        return
    context.prompts.show(address)
    typer.launch(address)
