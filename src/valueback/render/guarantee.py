"""The answer of check-guarantee as JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from valueback import money
from valueback.moments import in_zone
from valueback.render.words import said
from valueback.rules.findings import Finding
from valueback.rules.guarantee import Assessed, Question
from valueback.rules.results import ResultState


def guarantee_json(answer: Assessed) -> dict[str, Any]:
    """The answer with the keys that other programs rely on; money and instants as text."""
    timeline = answer.timeline
    zone = timeline.engagement.zone
    currency = answer.refunds.currency
    claim = answer.claim

    def instant(moment: Any) -> str | None:
        return None if moment is None else in_zone(moment, zone).isoformat()

    def finding(found: Finding) -> dict[str, Any]:
        return {
            "entry": found.entry,
            "check": found.check,
            "status": found.status,
            "text": said(found.message),
            "due": instant(found.due),
            "evidence": list(found.evidence),
        }

    return {
        "schema": 1,
        "report": "guarantee",
        "engagement": timeline.engagement.id,
        "as_of": instant(timeline.as_of),
        "verdict": answer.verdict,
        "health": answer.health,
        "reason": said(answer.reason),
        "question": _question_json(answer.question),
        "refund": {
            "amount": money.plain(answer.amount, currency),
            "currency": currency,
            "percent": money.percent(Decimal(answer.percent)),
            "basis": "leaving" if answer.by_leaving else answer.refunds.basis,
        },
        "leaving": {
            "row": answer.leaving.row,
            "amount": money.plain(answer.leaving.amount, currency),
            "paid_back": money.plain(answer.leaving.paid_back, currency),
            "due": money.plain(answer.leaving.due, currency),
        },
        "claim": {
            "status": claim.status,
            "at": instant(claim.at),
            "deadline": instant(claim.deadline),
        },
        "results": {
            "needed": answer.results.needed,
            "reached": answer.results.reached,
            "items": [_result(item, currency) for item in answer.results.items],
        },
        "clauses": [
            {
                "id": clause.id,
                "owner": clause.owner,
                "status": clause.status,
                "findings": [finding(found) for found in clause.findings],
            }
            for clause in answer.clauses
        ],
        "gaps": [{"clause": gap.clause, **finding(gap)} for gap in answer.gaps],
        "deadlines": [
            {"due": instant(f.due), "clause": f.clause, "entry": f.entry, "text": said(f.message)}
            for f in answer.deadlines
        ],
    }


def _question_json(question: Question | None) -> dict[str, Any] | None:
    if question is None:
        return None
    return {"text": said(question.message), "on": question.on, "check": question.check}


def _result(item: ResultState, currency: str) -> dict[str, Any]:
    target = item.agreed.target
    if target is not None:
        value: str | None = counted(item, item.total, currency)
    else:
        value = (item.confirmed[0].text or "confirmed") if item.confirmed else None
    return {
        "id": item.agreed.id,
        "reached": item.reached,
        "value": value,
        "target": None if target is None else counted(item, target, currency),
        "unit": item.agreed.unit,
        "unconfirmed": [result.id for result in item.unconfirmed],
    }


def counted(item: ResultState, value: Decimal, currency: str) -> str:
    """A sum or, of what is counted, a number."""
    return money.plain(value, currency) if item.agreed.unit is None else f"{value.normalize():f}"
