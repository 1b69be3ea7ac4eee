"""The message that the present step calls for: what it is about, in the client's words."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from valueback.drafting.accountability import TakenStep
from valueback.model.agreement import Action
from valueback.model.engagement import Engagement
from valueback.model.message import Message, Sum, say
from valueback.model.term import is_over
from valueback.model.timeline import Timeline
from valueback.money import rounded
from valueback.render.words import Words
from valueback.rules.accountability import Ladder, Owed, harsher, ladder
from valueback.rules.clauses import BY_ID
from valueback.rules.findings import Finding


class Reminder(NamedTuple):
    """What a message is about: the step, what is owed, or the finding that it nudges about."""

    ladder: Ladder
    owed: tuple[Owed, ...]
    nudge: Finding | None = None

    @property
    def action(self) -> Action | None:
        """The most serious step that is owed; None for a nudge."""
        found: Action | None = None
        for owed in self.owed:
            if harsher(owed.action, found):
                found = owed.action
        return found

    @property
    def template(self) -> str:
        """The template of that step; a nudge where nothing was missed yet."""
        return f"reminder-{self.action or 'nudge'}"

    @property
    def taken(self) -> tuple[TakenStep, ...]:
        """The steps that sending it takes."""
        currency = self.ladder.timeline.agreement.currency
        if self.nudge is not None:
            return (TakenStep(self.nudge.entry, "reminder"),)
        return tuple(
            TakenStep(o.entry, o.action, None if o.amount is None else rounded(o.amount, currency))
            for o in self.owed
        )


def what_to_send(engagement: Engagement, now: datetime) -> Reminder | None:
    """What is owed, all in one message; else a nudge about what falls due next.

    None where there is nothing to say. Once the term is over, only charges are still told.
    """
    found = ladder(Timeline(engagement, now))
    over = is_over(found.timeline)
    owed = tuple(o for o in found.owed if not over or o.action == "penalty")
    if owed:
        return Reminder(found, owed)
    silent = over or found.timeline.in_force_since is None or found.end_announced is not None
    nudge = None if silent else _open(found)
    return None if nudge is None else Reminder(found, (), nudge)


def _open(found: Ladder) -> Finding | None:
    """The open homework or feedback that falls due first."""
    pending = [
        f for f in found.findings if f.status == "pending" and f.check in ("homework", "feedback")
    ]
    return min(pending, key=lambda f: f.due, default=None)


def reminder_words(plan: Reminder, words: Words) -> dict[str, Any]:
    """What the templates fill in, in the client's words."""
    found = plan.ladder
    about = [_recalled(found, owed.miss.finding) for owed in plan.owed if owed.miss is not None]
    if plan.nudge is not None:
        about = [_recalled(found, plan.nudge)]
    no_more = found.next_action == "penalty" and found.cap_reached
    follows = None if no_more else found.next_action
    charged = any(o.action == "penalty" for o in plan.owed)
    return {
        "about": [words(thing) for thing in about],
        "next": "" if follows is None else words(say(f"step.{follows}")),
        "charges": _charges(plan, words),
        "limit_reached": charged and any(o.amount == 0 for o in plan.owed),
        "abuse": found.abuse is not None,
    }


def _charges(plan: Reminder, words: Words) -> list[dict[str, str]]:
    """What is charged, in sum for each thing that it stands for."""
    sums: dict[str, Decimal] = {}
    for owed in plan.owed:
        if owed.amount and owed.miss is not None and owed.miss.step is not None:
            basis = owed.miss.step.basis or ""
            sums[basis] = sums.get(basis, Decimal(0)) + owed.amount
    currency = plan.ladder.timeline.agreement.currency
    return [{"amount": words.shown(Sum(s, currency)), "basis": b} for b, s in sums.items()]


def _recalled(found: Ladder, finding: Finding) -> Message:
    """What had been agreed, and was missed or is expected, as one says it to the person."""
    recall = BY_ID[finding.clause].recall
    return finding.message if recall is None else recall(found.timeline, finding)
