"""Payment: the client pays what falls due within the agreed time, where one was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from valueback.model.agreement import Agreement
from valueback.model.entries import payment_of
from valueback.model.message import Message, Sum, say
from valueback.model.timeline import Timeline
from valueback.rules.clause import Clause
from valueback.rules.findings import Check, Finding, Status, as_said, as_told, by_when
from valueback.rules.instalments import Row, rows

_CHECK = Check(clause="payment", id="payment", about=("payment",), misses=("payment",))


def find(timeline: Timeline) -> Iterator[Finding]:
    """A finding per instalment or month of the agreement's own price that has fallen due."""
    within = timeline.agreement.payment_within
    if within is None:
        return
    for row in rows(timeline):
        if not row.due.own or not timeline.begun(row.due.day):
            continue
        by = timeline.after(within, row.due.day)
        done = row.own_at is not None and timeline.in_time(row.own_at, by)
        status = by_when(timeline, by, done=done)
        yield _CHECK.finding(
            entry=payment_of(row.due.day),
            status=status,
            wording=partial(_message, timeline, row, status, by),
            due=by,
            days=(timeline.day(by),),
            evidence=(payment_of(row.due.day),),
        )


def _message(timeline: Timeline, row: Row, status: Status, by: datetime) -> Message:
    missed = "payment.missing" if row.own_at is None else "payment.came"
    key = {"met": "payment.paid", "pending": "payment.open"}.get(status, missed)
    amount, said = Sum(row.due.own, timeline.agreement.currency), as_said(timeline, by)
    if row.own_at is None:
        return say(key, sum=amount, due=row.due.day, by=said)
    return say(key, sum=amount, due=row.due.day, by=said, came=timeline.day(row.own_at))


def agreed(agreement: Agreement) -> Message:
    """Within so much time of the day on which it falls due."""
    within = agreement.payment_within
    assert within is not None  # told only where it was agreed
    return say("clause.payment.agreed", within=within)


def recall(timeline: Timeline, finding: Finding) -> Message:
    """What was to be paid, and by when."""
    row = next(r for r in rows(timeline) if r.due.own and payment_of(r.due.day) == finding.entry)
    amount = Sum(row.due.own, timeline.agreement.currency)
    by = as_told(timeline, finding.due)
    return say("recall.payment", sum=amount, due=row.due.day, by=by)


CLAUSE = Clause(
    id="payment",
    owner="client",
    checks=(_CHECK,),
    find=find,
    agreed=agreed,
    applies=lambda agreement: agreement.payment_within is not None,
    recall=recall,
)
