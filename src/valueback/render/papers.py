"""What documents and messages say: an engagement as plain words for templates."""

from __future__ import annotations

from datetime import date
from typing import Any

from valueback import money
from valueback.model.agreement import Action, Agreement, Guarantee, MissKind, ScopeItem, Step
from valueback.model.data import Share, fields
from valueback.model.engagement import Engagement
from valueback.model.practice import Practice

STEPS: dict[Action, str] = {
    "reminder": "a friendly reminder",
    "warning": "a written warning",
    "penalty": "a charge",
    "pause": "a pause: no new meetings until we have talked",
    "disengage": "the end of our work together",
}
"""What each step of the ladder is, as agreements and messages call it."""

_MISSES: dict[MissKind, str] = {
    "homework": "homework that is not done in time",
    "no-show": "a meeting to which you do not come",
    "late-cancellation": "a meeting called off with less notice than agreed",
    "feedback": "feedback that does not come in time",
    "late": "coming late",
    "left-early": "leaving early",
    "reschedule": "no new date in time for a meeting that you called off",
}
"""What counts on the ladder, as agreements say it."""

_CLAUSES = ("feedback", "homework", "presence", "cancellation")


def locale_of(engagement: Engagement, practice: Practice) -> str:
    """How the client reads money and dates: their own locale, else the practice's."""
    return engagement.client.locale or practice.practice.locale


def day(value: date, locale: str) -> str:
    """A day as the reader's locale writes it out."""
    from babel.dates import format_date

    return format_date(value, "long", locale=locale.replace("-", "_"))


def agreement_words(engagement: Engagement, practice: Practice) -> dict[str, Any]:
    """Everything that the agreement's document says, from the very terms that the check uses."""
    agreement = engagement.agreement
    locale = locale_of(engagement, practice)
    return {
        "practice": _party(practice.practice.provider, practice.practice)
        | {"practice": practice.practice.name},
        "client": _party(engagement.client.name, engagement.client),
        "agreement": _agreement(agreement, locale),
        "scope": [_item(item) for item in agreement.scope],
        "results": [
            {
                "text": result.text,
                "target": _sum(result.target, agreement, locale) if result.target else "",
            }
            for result in agreement.minimum_result
        ],
        "guarantee": _guarantee(agreement.guarantee),
        "ladder": [_step(step, agreement, locale) for step in agreement.accountability.step],
        "counts": [_MISSES[kind] for kind in agreement.accountability.counts],
        "penalty_cap": _sum(agreement.accountability.penalty_cap, agreement, locale)
        if agreement.accountability.penalty_cap is not None
        else "",
        "window_days": agreement.accountability.window_days,
    }


def _party(name: str, who: Any) -> dict[str, str]:
    return {"name": name, "email": who.email or "", "phone": who.phone or ""}


def _sum(amount: Any, agreement: Agreement, locale: str) -> str:
    return money.show(amount, agreement.currency, locale)


def _agreement(agreement: Agreement, locale: str) -> dict[str, Any]:
    return {
        "title": agreement.title,
        "objective": agreement.objective or "",
        "starts": day(agreement.starts, locale),
        "ends": day(agreement.ends, locale) if agreement.ends else "",
        "price": _sum(agreement.price, agreement, locale),
        "monthly": agreement.price_per == "month",
        "uses_session": agreement.late_cancellation_uses_session,
    }


def _item(item: ScopeItem) -> dict[str, str]:
    per = {"term": "", "month": "a month", "week": "a week"}[item.per]
    quantity = f"{item.quantity.normalize():f}" if item.quantity is not None else "as needed"
    return {"text": item.text, "quantity": f"{quantity} {per}".strip()}


def _guarantee(terms: Guarantee) -> dict[str, Any]:
    words: dict[str, Any] = {
        field.name: getattr(terms, field.name)
        for field in fields(Guarantee)
        if field.name != "allowed"
    }
    return words | {"allowed": {clause: _allowed(terms.allowed.of(clause)) for clause in _CLAUSES}}


def _allowed(allowance: int | Share) -> str:
    if isinstance(allowance, Share):
        return f"{allowance.normalize():f} % of what falls due"
    return "none" if allowance == 0 else f"{allowance} in the whole term"


def _step(step: Step, agreement: Agreement, locale: str) -> dict[str, Any]:
    amount = _sum(step.amount, agreement, locale) if step.amount else ""
    return {
        "misses": step.misses,
        "action": STEPS[step.action],
        "amount": amount,
        "basis": step.basis or "",
    }
