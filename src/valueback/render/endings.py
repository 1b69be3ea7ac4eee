"""The letter that closes an engagement: short, dignified, owning one's own mistakes."""

from __future__ import annotations

from typing import Any

from valueback.model.entries import End, Incident
from valueback.model.message import say
from valueback.model.timeline import Timeline
from valueback.render.words import Words
from valueback.rules.clause_reports import provider_clauses


def ending_words(timeline: Timeline, end: End, words: Words) -> dict[str, Any]:
    """What the letter fills in: who ended it, and what the provider has to own."""
    incident = next((i for i in timeline.of(Incident) if i.id == end.incident), None)
    promised = timeline.agreement.guarantee.offered and timeline.in_force_since is not None
    reports = provider_clauses(timeline) if promised else ()
    own = [report.clause.owned for report in reports if report.status == "breached"]
    if incident is not None and incident.by == "provider":
        own = [say("ending.abuse"), *own]
    return {
        "by": end.by,
        "abuse_by_client": incident is not None and incident.by == "client",
        "own": [words(sentence) for sentence in own],
        "guarantee": timeline.agreement.guarantee.offered,
    }
