"""The practitioner's page of a client: what happened, what is used, how the guarantee stands."""

from __future__ import annotations

from typing import Any

from valueback import money
from valueback.model.message import say
from valueback.model.practice import Practice
from valueback.model.timeline import Timeline
from valueback.moments import show_day
from valueback.render.chart import LEGEND, Chart, sign
from valueback.render.guarantee_page import headline
from valueback.render.papers import agreement_words
from valueback.render.words import said
from valueback.rules.accountability import ladder
from valueback.rules.clause_reports import ClauseReport
from valueback.rules.guarantee import assess
from valueback.rules.item_use import ItemUse
from valueback.rules.scope import EXTRA, Scope, scope

COLOURS = {
    "met": "good", "pending": "info", "breached": "bad", "at-risk": "warn", "judgement": "warn",
    "refund-due": "bad", "needs-judgement": "warn", "on-track": "good", "value-delivered": "good",
    "not-eligible": "bad", "creeping": "bad", "watch": "warn",
}  # fmt: skip


def client_report(timeline: Timeline, practice: Practice) -> dict[str, Any]:
    """What the page of a client says and draws."""
    answer = assess(timeline)
    used = scope(timeline, practice.scope_alert)
    word = answer.health or answer.verdict
    abuse = ladder(timeline).abuse
    engagement, chart = timeline.engagement, Chart(timeline)
    return agreement_words(engagement, practice) | {
        "title": f"{engagement.client.name}: {timeline.agreement.title}",
        "as_of": show_day(timeline.today),
        "abuse": abuse.text if abuse else "",
        "verdict": {
            "headline": headline(answer),
            "reason": said(answer.reason),
            "colour": COLOURS.get(word, ""),
        },
        "chart": chart.happened(),
        "legend": [sign(*look) | {"text": text} for *look, text in LEGEND],
        "values": chart.values(),
        "scope": [_bar(item) for item in used.items],
        "given": _given(used),
        "clauses": [_clause(clause) for clause in answer.clauses if clause.findings],
    }


def _bar(item: ItemUse) -> dict[str, Any]:
    used = f"{item.used.normalize():f}"
    if item.agreed is None or item.remaining is None:
        return {"text": item.text, "status": "ok", "filled": 0, "said": f"{used} used, no limit"}
    filled = min(int(item.percent or 0), 100)
    told = f"{used} of {item.agreed.normalize():f} used, {item.remaining.normalize():f} left"
    return {"text": item.text, "status": item.status, "filled": filled, "said": told}


def _given(used: Scope) -> str:
    extra = used.minutes(*EXTRA)
    hours = f"{extra // 60}:{extra % 60:02} h"
    if used.unpaid_value is None:
        return f"Given away: {hours}."
    worth = money.coded(used.unpaid_value, used.timeline.agreement.currency)
    return f"Given away: {hours}, worth {worth}."


def _clause(clause: ClauseReport) -> dict[str, Any]:
    return {
        "id": said(say(f"clause-does.{clause.id}")),
        "owner": "client" if clause.owner == "client" else "you",
        "status": said(say(f"status.{clause.status}")),
        "colour": COLOURS.get(clause.status, ""),
        "met": clause.count("met"),
        "total": len(clause.findings),
        "findings": [
            {"status": said(say(f"status.{f.status}")), "text": said(f.message), "proof": f.entry}
            for f in clause.findings
            if f.status not in ("met", "pending")
        ],
    }
