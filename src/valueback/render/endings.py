"""The letter that closes an engagement: short, dignified, owning one's own mistakes; and what the
end brings, before it is confirmed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from valueback import money
from valueback.model.entries import End, Incident
from valueback.model.message import Sum, say
from valueback.model.term import day_of_end
from valueback.model.timeline import Timeline
from valueback.moments import show_day
from valueback.render.words import Words, said
from valueback.rules.clause_reports import provider_clauses
from valueback.rules.guarantee import assess
from valueback.rules.leaving import leaving
from valueback.rules.payments import payment_account


def ending_words(timeline: Timeline, end: End, words: Words) -> dict[str, Any]:
    """What the letter fills in: who ended it, what comes back, what remains due, and what the
    provider has to own.
    """
    incident = next((i for i in timeline.of(Incident) if i.id == end.incident), None)
    promised = timeline.agreement.guarantee.offered and timeline.in_force_since is not None
    reports = provider_clauses(timeline) if promised else ()
    own = [report.clause.owned for report in reports if report.status == "breached"]
    if incident is not None and incident.by == "provider":
        own = [say("ending.abuse"), *own]
    then = _then(timeline, end)
    left, after = leaving(then), payment_account(then)
    currency, within = timeline.agreement.currency, timeline.agreement.guarantee.refund_within
    due = left.due
    by = timeline.day(timeline.after(within, day_of_end(timeline, end))) if within else None
    return {
        "by": end.by,
        "last_day": words.shown(day_of_end(timeline, end)),
        "is_notice": end.last_day is not None,
        "abuse_by_client": incident is not None and incident.by == "client",
        "own": [words(sentence) for sentence in own],
        "guarantee": timeline.agreement.guarantee.offered,
        "standing": assess(then).verdict if promised else "",
        "charges": words.shown(Sum(after.charges.open, currency)) if after.charges.open else "",
        "settled": after.known and not after.outstanding and not due,
        "back": words.shown(Sum(due, currency)) if due else "",
        "back_by": words.shown(by) if due and by is not None else "",
        "remains": words.shown(Sum(after.outstanding, currency))
        if after.known and after.outstanding
        else "",
    }


def _then(timeline: Timeline, end: End) -> Timeline:
    """The engagement as it stands when the end has come."""
    after = timeline.end_of(day_of_end(timeline, end)) + timedelta(seconds=1)
    return Timeline(timeline.engagement, max(after, timeline.as_of))


def what_it_brings(timeline: Timeline) -> list[str]:
    """What an end that is about to be noted brings, for the practitioner, line by line."""
    end = timeline.of(End)[0]
    then = _then(timeline, end)
    answer, left, after = assess(then), leaving(then), payment_account(then)
    currency = timeline.agreement.currency
    lines = [f"The last day is {show_day(day_of_end(timeline, end))}."]
    if timeline.agreement.leaving:
        amount = money.coded(left.due, currency)
        row = f"row {left.row} of its table" if left.row is not None else "no row of its table fits"
        lines.append(f"Leaving brings back {amount}: {row}.")
    if after.known:
        rest = money.coded(after.outstanding, currency)
        lines.append(f"What remains to be paid after it: {rest}.")
    if timeline.agreement.guarantee.offered:
        lines.append(f"The guarantee: {said(say(f'verdict-name.{answer.verdict}'))}.")
    return lines
