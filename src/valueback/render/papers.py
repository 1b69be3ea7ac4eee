"""What documents and messages say: an engagement as plain words for templates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from valueback.model.agreement import Agreement, Guarantee, ScopeItem, Step
from valueback.model.data import Share, fields
from valueback.model.engagement import Engagement
from valueback.model.message import Message, Sum, say
from valueback.model.practice import Practice
from valueback.render.words import Words, reader, said
from valueback.rules.clauses import CLAUSES, owed_by


def locale_of(engagement: Engagement, practice: Practice) -> str:
    """How the client reads money and dates: their own locale, else the practice's."""
    return engagement.client.locale or practice.identity.locale


def lacking(agreement: Agreement) -> list[str]:
    """What an agreement with a guarantee still lacks before anybody can sign it, for the screen."""
    return [said(say(f"lacking.{term}")) for term in agreement.missing_for_guarantee]


def words_of(engagement: Engagement, practice: Practice) -> Words:
    """The words in which a client's papers and messages are written."""
    return reader(locale_of(engagement, practice))


def agreement_words(engagement: Engagement, practice: Practice) -> dict[str, Any]:
    """Everything that the agreement's document says, from the very terms that the check uses."""
    agreement = engagement.agreement
    words = words_of(engagement, practice)
    accountability = agreement.accountability
    return {
        "practice": _party(practice.identity.provider, practice.identity)
        | {"practice": practice.identity.name},
        "client": _party(engagement.client.name, engagement.client),
        "agreement": _agreement(agreement, words),
        "scope": [_item(item, words) for item in agreement.scope],
        "results": [
            {"text": result.text, "target": _sum(result.target, agreement, words)}
            for result in agreement.minimum_result
        ],
        "guarantee": _guarantee(agreement.guarantee, words),
        "client_part": _client_part(agreement, words),
        "provider_part": [words(clause.agreed(agreement)) for clause in owed_by("provider")],
        "ladder": [_step(step, agreement, words) for step in accountability.step],
        "counts": [words(say(f"miss.{kind}")) for kind in accountability.counts],
        "penalty_cap": _sum(accountability.penalty_cap, agreement, words),
        "window_days": accountability.window_days,
    }


def _party(name: str, who: Any) -> dict[str, str]:
    return {"name": name, "email": who.email or "", "phone": who.phone or ""}


def _sum(amount: Decimal | None, agreement: Agreement, words: Words) -> str:
    return "" if amount is None else words.shown(Sum(amount, agreement.currency))


def _day(day: date | None, words: Words) -> str:
    return "" if day is None else words.shown(day)


def _agreement(agreement: Agreement, words: Words) -> dict[str, Any]:
    return {
        "title": agreement.title,
        "objective": agreement.objective or "",
        "starts": _day(agreement.starts, words),
        "ends": _day(agreement.ends, words),
        "price": _sum(agreement.price, agreement, words),
        "monthly": agreement.price_per == "month",
        "uses_session": agreement.late_cancellation_uses_session,
    }


def _item(item: ScopeItem, words: Words) -> dict[str, str]:
    quantity = say("scope.as-needed")
    if item.quantity is not None:
        quantity = say(f"scope.{item.per}", number=item.quantity)
    return {"text": item.text, "quantity": words(quantity)}


def _guarantee(terms: Guarantee, words: Words) -> dict[str, Any]:
    plain = {f.name: getattr(terms, f.name) for f in fields(Guarantee) if f.name != "allowed"}
    forgiven = {c.id: words(_allowed(terms.allowed.of(c.id))) for c in CLAUSES if c.forgivable}
    return plain | {"allowed": forgiven}


def _client_part(agreement: Agreement, words: Words) -> list[dict[str, str]]:
    """The client's clauses, a paragraph each: what the client does, as agreed, what is forgiven."""
    return [
        {
            "duty": words(clause.duty),
            "agreed": words(clause.agreed(agreement)),
            "forgiven": words(_allowed(agreement.guarantee.allowed.of(clause.id)))
            if clause.forgivable
            else "",
        }
        for clause in owed_by("client")
    ]


def _allowed(allowance: int | Share) -> Message:
    if isinstance(allowance, Share):
        return say("allowed.share", share=allowance)
    return say("allowed.count", count=allowance) if allowance else say("allowed.none")


def _step(step: Step, agreement: Agreement, words: Words) -> dict[str, Any]:
    return {
        "misses": step.misses,
        "action": words(say(f"step.{step.action}")),
        "amount": _sum(step.amount or None, agreement, words),
        "basis": step.basis or "",
    }
