"""The practice over all its engagements: what clients are worth, and who stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from valueback.identifiers import folded
from valueback.model.entries import End, Refund
from valueback.model.term import term_over
from valueback.model.timeline import Timeline
from valueback.rules.price import price


def has_ended(timeline: Timeline) -> bool:
    """Whether an engagement that was in force is over: its last day has passed, or it was ended."""
    return timeline.in_force_since is not None and (term_over(timeline) or bool(timeline.of(End)))


def retention(timelines: Iterable[Timeline]) -> tuple[int, int]:
    """How many engagements were renewed, of how many that ended.

    Renewed is one that another engagement, signed by both, names as the one before it.
    """
    known = list(timelines)
    renewed = {t.engagement.header.previous for t in known if t.in_force_since is not None}
    ended = [t for t in known if has_ended(t)]
    return sum(t.engagement.id in renewed for t in ended), len(ended)


def retention_percent(timelines: Iterable[Timeline]) -> Decimal | None:
    """The share of ended engagements that were renewed; None where none has ended."""
    renewed, ended = retention(timelines)
    return Decimal(renewed * 100) / ended if ended else None


def client_key(timeline: Timeline) -> str:
    """What the engagements of one client have in common: the name, accents and capitals apart."""
    return folded(timeline.engagement.client.name)


def lifetime_values(timelines: Iterable[Timeline]) -> dict[str, dict[str, Decimal]]:
    """What each client is worth so far, by currency: the price of all signed engagements, less
    refunds.
    """
    found: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for timeline in timelines:
        if timeline.in_force_since is None:
            continue
        refunded = sum((refund.amount for refund in timeline.of(Refund)), Decimal(0))
        value = price(timeline).current - refunded
        found[client_key(timeline)][timeline.agreement.currency] += value
    return {client: dict(values) for client, values in found.items()}
