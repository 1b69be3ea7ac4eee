"""The message that answers a request, kind and clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from valueback.cli.answers import Answer
from valueback.cli.arguments import AnswerArgument, AsOfOption, ClientArgument
from valueback.cli.context import Context
from valueback.cli.sending import drafted, letter_to, to_read
from valueback.cli.wishes import answer_wanted, chosen

if TYPE_CHECKING:
    from valueback.model.timeline import Timeline


def run(
    context: Context, client: ClientArgument, words: AnswerArgument = None, as_of: AsOfOption = None
) -> Answer:
    """The message, kind and clear. It is a draft: nothing is sent or logged."""
    from valueback.render.options import reply_words
    from valueback.render.papers import words_of

    timeline = context.timeline(client, as_of)
    engagement = timeline.engagement
    answer, option = chosen(
        context, timeline, _or_latest(timeline, answer_wanted(context, timeline, words))
    )
    letter = letter_to(
        context,
        engagement,
        f"reply-{option.kind}.txt",
        reply_words(answer, option, words_of(engagement, context.folder.practice)),
    )
    return drafted(engagement, letter, to_read(letter.body), {"request": answer.request.id})


def _or_latest(timeline: Timeline, words: list[str]) -> list[str]:
    """A reply mostly follows its decision: the latest request is meant, decided or not."""
    from valueback.model.entries import Answered

    requests = list(timeline.requests)
    only_kind = len(words) == 1 and words[0] in get_args(Answered)
    return [requests[-1], *words] if only_kind and requests else words
