"""The letter that closes an engagement: short, dignified, owning one's own mistakes."""

from __future__ import annotations

from typing import Any

from valueback.model.entries import End, Incident
from valueback.model.timeline import Timeline
from valueback.rules.clauses import provider_clauses

_OWN = {
    "recording": "not every meeting was recorded for both of us",
    "asking": "I did not ask for your feedback each time",
    "adjusting": "I did not answer every concern of yours in time",
    "delivery": "not all the meetings that we agreed took place",
    "clarity": "I did not write down clearly enough what should come of it",
}
"""What the provider missed, clause by clause, as one owns it to a client."""


def ending_words(timeline: Timeline, end: End) -> dict[str, Any]:
    """What the letter fills in: who ended it, and what the provider has to own."""
    incident = next((i for i in timeline.of(Incident) if i.id == end.incident), None)
    promised = timeline.agreement.guarantee.offered and timeline.in_force_since is not None
    clauses = provider_clauses(timeline) if promised else ()
    own = [_OWN[clause.id] for clause in clauses if clause.status == "breached"]
    if incident is not None and incident.by == "provider":
        own = ["I treated you in a way that nobody should have to bear", *own]
    return {
        "by": end.by,
        "abuse_by_client": incident is not None and incident.by == "client",
        "own": own,
        "guarantee": timeline.agreement.guarantee.offered,
    }
