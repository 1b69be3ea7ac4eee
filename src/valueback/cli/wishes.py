"""Requests and what can be answered to them, as several verbs need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from valueback.cli.context import Context
from valueback.errors import mistyped, refused

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
