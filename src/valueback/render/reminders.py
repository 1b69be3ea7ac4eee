"""The message that the present step calls for: what it is about, in the client's words."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from valueback.drafting.accountability import TakenStep
from valueback.model.agreement import ACTIONS, Action
from valueback.model.engagement import Engagement
from valueback.model.entries import Consequence, payment_of
from valueback.model.message import Message, Sum, say
from valueback.model.term import is_over
from valueback.model.timeline import Timeline
from valueback.money import rounded
from valueback.render.words import Words
from valueback.rules.accountability import CHARGES, Ladder, Owed, harsher, ladder
from valueback.rules.clauses import BY_ID
from valueback.rules.findings import Finding
from valueback.rules.instalments import Row
from valueback.rules.payments import payment_account

_STILL = ("homework", "feedback", "payment")
"""Checks of what can still be done, when it was missed; a meeting that is gone cannot."""


class Reminder(NamedTuple):
    """What a message is about: the step that it takes and what is owed, the finding that it nudges
    about, or what is not paid. `left_out` are milder steps of the agreement that were never said.
    """

    ladder: Ladder
    owed: tuple[Owed, ...]
    action: Action | None = None
    left_out: tuple[Action, ...] = ()
    nudge: Finding | None = None
    unpaid: tuple[Row, ...] = ()

    @property
    def template(self) -> str:
        """The template of that step; a nudge where nothing was missed yet."""
        return f"reminder-{self.action or ('payment' if self.unpaid else 'nudge')}"

    @property
    def taken(self) -> tuple[TakenStep, ...]:
        """The steps that sending it takes: for what is owed, as far as the message goes, and no
        charge that it does not name.
        """
        currency = self.ladder.timeline.agreement.currency
        if self.nudge is not None:
            return (TakenStep(self.nudge.entry, "reminder"),)
        if self.unpaid:
            days = dict.fromkeys(row.due.day for row in self.unpaid)
            return tuple(TakenStep(payment_of(day), "reminder") for day in days)
        assert self.action is not None  # there is something owed
        return tuple(
            TakenStep(o.entry, o.action, None if o.amount is None else rounded(o.amount, currency))
            if self.charges(o) or not harsher(o.action, self.action)
            else TakenStep(o.entry, self.action)
            for o in self.owed
        )

    def charges(self, owed: Owed) -> bool:
        """Whether the message says a charge: a fee at once, a penalty from that step on."""
        return owed.action == "fee" or (
            owed.action == "penalty" and not harsher("penalty", self.action)
        )


def what_to_send(engagement: Engagement, now: datetime) -> Reminder | None:
    """What is owed, a step at a time; else a nudge about what falls due next.

    What was never said is not first said as a charge or an end: the mildest step of the agreement
    that was not said yet comes first. Only a fee is said with its miss. None where there is nothing
    to say; once the term is over, only charges are still told.
    """
    found = ladder(Timeline(engagement, now))
    over = is_over(found.timeline)
    owed = tuple(o for o in found.owed if not over or o.action in CHARGES)
    if owed:
        return _next_step(found, owed, over=over)
    unpaid = _unpaid(found.timeline)
    if unpaid:
        return Reminder(found, (), unpaid=unpaid)
    silent = over or found.timeline.in_force_since is None or found.end_announced is not None
    nudge = None if silent else _open(found)
    return None if nudge is None else Reminder(found, (), nudge=nudge)


def _next_step(found: Ladder, owed: tuple[Owed, ...], *, over: bool) -> Reminder:
    steps = [o.action for o in owed if o.action != "fee"]
    if not steps:
        return Reminder(found, owed, "fee")
    if over or found.abuse is not None:
        return Reminder(found, owed, max(steps, key=ACTIONS.index))
    target: Action = max(steps, key=ACTIONS.index)
    agreed = [step.action for step in found.terms.step if not harsher(step.action, target)]
    said = {c.action for c in found.timeline.of(Consequence)}
    unsaid = [action for action in dict.fromkeys(agreed) if action not in said]
    step = unsaid[0] if unsaid and unsaid[0] != target else target
    told = [o for o in owed if o.action == "fee" or not harsher(o.action, step)]
    if not any(o.action != "fee" for o in told):  # the step is milder than all that is owed
        told += [o for o in owed if o.action == min(steps, key=ACTIONS.index)]
    left_out = tuple(action for action in unsaid[1:] if action != target)
    return Reminder(found, tuple(o for o in owed if o in told), step, left_out)


def _unpaid(timeline: Timeline) -> tuple[Row, ...]:
    """What is overdue, and was not written about yet."""
    account = payment_account(timeline)
    told = {c.miss for c in timeline.of(Consequence)}
    return tuple(
        row
        for row in account.rows
        if account.known
        and account.status(row) == "overdue"
        and payment_of(row.due.day) not in told
    )


def _open(found: Ladder) -> Finding | None:
    """The open homework or feedback that falls due first."""
    pending = [
        f for f in found.findings if f.status == "pending" and f.check in ("homework", "feedback")
    ]
    return min(pending, key=lambda f: f.due, default=None)


def reminder_words(plan: Reminder, words: Words) -> dict[str, Any]:
    """What the templates fill in, in the client's words."""
    found = plan.ladder
    misses = dict.fromkeys(owed.miss for owed in plan.owed if owed.miss is not None)
    about = [_recalled(found, miss.finding) for miss in misses]
    if plan.nudge is not None:
        about = [_recalled(found, plan.nudge)]
    no_more = found.next_action == "penalty" and found.cap_reached
    more = any(o not in plan.owed for o in found.owed)
    same = found.next_action == plan.action and plan.action != "penalty"
    follows = None if no_more or more or same else found.next_action
    reached = found.cap_reached and any(m.fee_terms or m.action == "penalty" for m in found.listed)
    charged = any(plan.charges(o) for o in plan.owed) or plan.action in CHARGES
    currency = found.timeline.agreement.currency
    return {
        "unpaid": [
            {"amount": words.shown(Sum(row.open, currency)), "due": words.shown(row.due.day)}
            for row in plan.unpaid
        ],
        "about": [words(thing) for thing in about],
        "can_still_come": any(m.finding.check in _STILL for m in misses),
        "next": "" if follows is None else words(say(f"step.{follows}")),
        "charges": _charges(plan, words),
        "limit_reached": charged and reached,
        "abuse": found.abuse is not None,
    }


def _charges(plan: Reminder, words: Words) -> list[dict[str, str]]:
    """What is charged, a row for each miss: the sum, what it stands for, and the miss."""
    currency = plan.ladder.timeline.agreement.currency
    rows = []
    for owed in plan.owed:
        if owed.amount and owed.miss is not None and plan.charges(owed):
            terms = owed.miss.fee_terms if owed.action == "fee" else owed.miss.step
            thing = words(_recalled(plan.ladder, owed.miss.finding))
            amount = words.shown(Sum(owed.amount, currency))
            basis = (terms.basis if terms is not None else None) or ""
            rows.append({"amount": amount, "basis": basis, "thing": thing})
    return rows


def _recalled(found: Ladder, finding: Finding) -> Message:
    """What had been agreed, and was missed or is expected, as one says it to the person."""
    recall = BY_ID[finding.clause].recall
    return finding.message if recall is None else recall(found.timeline, finding)
