"""Delivery: at the end of a full term, all agreed sessions were held or used up by the client."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from valueback.model.agreement import Agreement
from valueback.model.entries import AGREEMENT
from valueback.model.message import Message, say
from valueback.model.term import full_term_over, last_day
from valueback.model.timeline import Timeline
from valueback.rules.clause import Clause
from valueback.rules.findings import Check, Finding
from valueback.rules.whole_term import meetings_agreed, meetings_given

_CHECK = Check(clause="delivery", id="delivery", about=(AGREEMENT,))


def find(timeline: Timeline) -> Iterator[Finding]:
    """One finding, once the term is over in full and sessions were counted."""
    agreed_units, ends = meetings_agreed(timeline), last_day(timeline)
    if agreed_units is None or ends is None or not full_term_over(timeline):
        return
    given = meetings_given(timeline)
    left = agreed_units - sum(given.values())
    yield _CHECK.finding(
        entry=AGREEMENT,
        status="breached" if left > 0 else "met",
        wording=lambda: _message(left, agreed_units),
        due=timeline.end_of(ends),
        evidence=tuple(given),
    )


def _message(left: Decimal, agreed_units: Decimal) -> Message:
    if left > 0:
        return say("delivery.missing", count=left, agreed=agreed_units)
    return say("delivery.met", agreed=agreed_units)


def agreed(_: Agreement) -> Message:
    """All that was agreed, held."""
    return say("clause.delivery.agreed")


CLAUSE = Clause(id="delivery", owner="provider", checks=(_CHECK,), find=find, agreed=agreed)
