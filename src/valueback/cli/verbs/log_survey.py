"""What the client answered to the audit."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, NoteOption
from valueback.cli.context import Context
from valueback.cli.declared import Option
from valueback.cli.standards import known_standard
from valueback.errors import mistyped

FIELDS = {"scores": "score"}
"""Fields of what is written that are given by another name here."""


def run(
    context: Context,
    client: ClientArgument,
    score: Annotated[
        list[str] | None,
        Option("--score", metavar="STANDARD=N", help="0 to 10 for a promise; repeatable."),
    ] = None,
    nps: Annotated[
        int | None, Option("--nps", min=0, max=10, help="Would they recommend you?")
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """The client's answers to the audit; at a terminal they are asked for one by one."""
    from valueback.drafting.service import survey

    practice = context.folder.practice
    id_ = context.client(client)
    given = [_score(context, text) for text in score or ()]
    scores = dict(given)
    if len(scores) < len(given):
        raise mistyped("A promise has two scores.", "Give each of them once.")
    if context.prompts.interactive and not scores and nps is None:
        scores, nps = _asked(context, id_)
    plan = survey(practice=practice, scores=scores, nps=nps, at=context.at(at), note=note)
    return context.answered(context.append(id_, plan), "valueback check-service {id}")


def _score(context: Context, text: str) -> tuple[str, int]:
    id_, _, number = text.partition("=")
    known_standard(context.folder.practice, id_.strip())
    found = _zero_to_ten(number.strip())
    if found is None:
        raise mistyped(f"--score {text!r} is not STANDARD=N.", "Write it like monthly-review=8.")
    return id_.strip(), found


def _zero_to_ten(text: str) -> int | None:
    return int(text) if text in {str(n) for n in range(11)} else None


def _asked(context: Context, id_: str) -> tuple[dict[str, int], int | None]:
    from valueback.rules.service import Service

    def read(text: str) -> int | None:
        if text and _zero_to_ten(text) is None:
            raise ValueError("Please give a number from 0 to 10, or Enter where there is none.")
        return _zero_to_ten(text)

    ask = context.prompts.until_understood
    promises = Service(context.timeline(id_), context.folder.practice).promises
    scores = {p.standard.id: ask(f"{p.standard.text} (0 to 10)", read) for p in promises}
    nps = ask("How likely to recommend you? (0 to 10)", read)
    return {id_: found for id_, found in scores.items() if found is not None}, nps
