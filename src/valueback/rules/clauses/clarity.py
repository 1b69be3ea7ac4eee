"""Clarity: the provider puts the objective and at least one minimum result in writing."""

from __future__ import annotations

from collections.abc import Iterator

from valueback.model.agreement import Agreement
from valueback.model.entries import AGREEMENT
from valueback.model.message import Message, all_of, say
from valueback.model.timeline import Timeline
from valueback.rules.clause import Clause
from valueback.rules.findings import Check, Finding

_CHECK = Check(clause="clarity", id="clarity", about=(AGREEMENT,))


def find(timeline: Timeline) -> Iterator[Finding]:
    """One finding for the agreement."""
    agreement = timeline.agreement
    lacks = [say(f"lacking.{term}") for term in agreement.unwritten]
    yield _CHECK.finding(
        entry=AGREEMENT,
        status="breached" if lacks else "met",
        wording=lambda: _message(lacks),
        due=timeline.in_force_since or timeline.end_of(agreement.starts),
    )


def _message(lacks: list[Message]) -> Message:
    return say("clarity.missing", what=all_of(lacks)) if lacks else say("clarity.met")


def agreed(_: Agreement) -> Message:
    """Objective and results in writing."""
    return say("clause.clarity.agreed")


CLAUSE = Clause(id="clarity", owner="provider", checks=(_CHECK,), find=find, agreed=agreed)
