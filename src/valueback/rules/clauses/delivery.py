"""Delivery: at the end of a full term, all agreed sessions were held or used up by the client."""

from __future__ import annotations

from collections.abc import Iterator

from valueback.model.agreement import SESSIONS, Agreement
from valueback.model.entries import AGREEMENT
from valueback.model.message import Message, say
from valueback.model.term import full_term_over, last_day
from valueback.model.timeline import Timeline
from valueback.rules.bookings import units_agreed, units_left, units_used_on
from valueback.rules.clause import Clause
from valueback.rules.findings import Check, Finding
from valueback.rules.rulings import Circumstances

_CHECK = Check(clause="delivery", id="delivery", about=(AGREEMENT,))


def find(timeline: Timeline) -> Iterator[Finding]:
    """One finding, once the term is over in full and sessions were counted."""
    item = timeline.agreement.items.get(SESSIONS)
    ends = last_day(timeline)
    if item is None or item.quantity is None or ends is None or not full_term_over(timeline):
        return
    circumstances = Circumstances.of(timeline)
    left = units_left(circumstances, item, ends)
    agreed_units = units_agreed(item, timeline.agreement.starts, ends)
    message = say("delivery.met", agreed=agreed_units)
    if left:
        message = say("delivery.missing", count=left, agreed=agreed_units)
    yield _CHECK.finding(
        entry=AGREEMENT,
        status="breached" if left else "met",
        message=message,
        due=timeline.end_of(ends),
        evidence=tuple(id_ for _, id_ in units_used_on(circumstances, SESSIONS)),
    )


def agreed(_: Agreement) -> Message:
    """All that was agreed, held."""
    return say("clause.delivery.agreed")


CLAUSE = Clause(id="delivery", owner="provider", checks=(_CHECK,), find=find, agreed=agreed)
