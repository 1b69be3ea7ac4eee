"""The message that answers a request, kind and clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valueback.cli.answers import Answer
from valueback.cli.arguments import AnswerArgument, ClientArgument
from valueback.cli.context import Context
from valueback.cli.wishes import chosen

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement


def run(context: Context, client: ClientArgument, words: AnswerArgument) -> Answer:
    """The message, kind and clear. It is a draft: nothing is sent or logged."""
    from valueback.model.message import Sum, all_of, say
    from valueback.render.documents import rendered
    from valueback.render.papers import agreement_words, words_of

    engagement = context.engagement(client)
    practice = context.folder.practice
    answer, option = chosen(context, engagement, _or_latest(context, engagement, words))
    decision = answer.scope.timeline.decision_on.get(answer.request.id)
    price = decision.price if decision is not None and decision.price is not None else option.price
    own, currency = words_of(engagement, practice), engagement.agreement.currency
    told = agreement_words(engagement, practice) | {
        "request": {"text": answer.request.text},
        "option": {
            "name": option.name,
            "price": "" if price is None else own.shown(Sum(price, currency)),
            "delivered": own.shown(all_of(option.delivered, "comma")),
            "outstanding": own.shown(all_of(option.outstanding, "comma")),
        },
    }
    text = rendered(f"reply-{option.kind}.txt", told, context.folder.template, escape=False)
    report = {
        "schema": 1,
        "report": "message",
        "engagement": engagement.id,
        "request": answer.request.id,
        "to": engagement.client.email,
        "subject": own(say("subject.reply")),
        "body": text,
    }
    return Answer(report, lambda: text)


def _or_latest(context: Context, engagement: Engagement, words: list[str]) -> list[str]:
    """A reply mostly follows its decision: the latest request is meant, decided or not."""
    requests = list(context.timeline_of(engagement).requests)
    return [requests[-1], *words] if len(words) == 1 and requests else words
