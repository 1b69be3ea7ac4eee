"""Requests and what can be answered to them, as several verbs need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from valueback.cli.context import Context
from valueback.errors import mistyped, refused
from valueback.typed_words import is_nothing

if TYPE_CHECKING:
    from valueback.model.entries import Answered
    from valueback.model.timeline import Timeline
    from valueback.rules.options import Option, Options


def options_for(context: Context, timeline: Timeline, request: str | None) -> Options:
    """Everything that can be answered to a request; to the latest open one where none is named."""
    from valueback.rules.options import options
    from valueback.rules.scope import scope
    from valueback.rules.suggestions import open_request

    practice = context.folder.practice
    found = open_request(timeline) if request is None else timeline.requests.get(request)
    if found is None:
        raise refused(
            f"There is no request {request}." if request else "No request is open.",
            "Write it down first with: valueback log-request",
        )
    answer = scope(timeline, practice.scope_alert, practice.menu_in(timeline.agreement.currency))
    return options(answer, found, practice)


def answer_wanted(context: Context, timeline: Timeline, words: list[str] | None) -> list[str]:
    """The request and the answer that were given; at a terminal the answers that there are, shown
    and asked for. Raises Mistyped where nobody is there to be asked.
    """
    given = list(words or ())
    named = given[0].upper() if len(given) == 1 else None
    if given and named not in timeline.requests:
        return given
    if not context.prompts.interactive:
        told = "What is to be answered?" if named else "[REQUEST] KIND is missing."
        raise mistyped(told, f"See what there is: valueback options {timeline.engagement.id}")
    answer = options_for(context, timeline, named)
    kinds = [option.kind for option in answer.options]
    context.prompts.show(f"{answer.request.id}: {answer.request.text}")
    currency = timeline.agreement.currency
    for number, option in enumerate(answer.options, 1):
        context.prompts.show(f"  {number}  {option.kind:13} {_brief(option, currency)}".rstrip())

    def read(text: str) -> str:
        if text.isdecimal() and 0 < int(text) <= len(kinds):
            return kinds[int(text) - 1]
        found = ["declined"] if is_nothing(text) else [k for k in kinds if k.startswith(text)]
        if len(found) != 1 or found[0] not in kinds:
            raise ValueError(f"Please answer with a number, or one of: {', '.join(kinds)}.")
        return found[0]

    question = "Which answer? (a number; no declines)"
    return [answer.request.id, context.prompts.until_understood(question, read, needed=True)]


def _brief(option: Option, currency: str) -> str:
    """What an answer costs, and what it is for."""
    from valueback.money import coded

    price = "" if option.price is None else coded(option.price, currency)
    return " ".join(part for part in (price, option.name) if part)


def chosen(
    context: Context, timeline: Timeline, words: list[str], *, priced: bool = False
) -> tuple[Options, Option]:
    """The request and the answer to it that are meant: one of the options, one whose price is given
    (`priced`), or what was decided already. Refused otherwise, with those that there are.
    """
    from valueback.model.entries import Answered
    from valueback.rules.options import Option

    *named, kind = words
    if kind not in get_args(Answered) or len(named) > 1:
        kinds = ", ".join(get_args(Answered))
        raise mistyped(
            f"{' '.join(words)!r} is not understood.", f"Write: R1 menu. Kinds: {kinds}."
        )
    answer = options_for(context, timeline, named[0] if named else None)
    found = answer.of(cast("Answered", kind))
    decided = answer.scope.timeline.decision_on.get(answer.request.id)
    by_price = priced and kind not in ("upgrade", "package", "retainer")
    if found is None and not by_price and (decided is None or decided.outcome != kind):
        there = ", ".join(option.kind for option in answer.options)
        raise refused(
            f"{kind} is no answer to {answer.request.id} now.",
            f"There are: {there}. See them with: valueback options {timeline.engagement.id} "
            f"{answer.request.id}",
        )
    return answer, found or Option(cast("Answered", kind))
