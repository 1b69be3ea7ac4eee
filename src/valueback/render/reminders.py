"""The message that the present step calls for: what it is about, in the client's words."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from valueback import money
from valueback.model.agreement import Action
from valueback.model.engagement import Engagement
from valueback.model.entries import Homework, Session
from valueback.model.practice import Practice
from valueback.model.term import is_over
from valueback.model.timeline import Timeline
from valueback.render.papers import STEPS, day, locale_of
from valueback.rules.accountability import Ladder, Miss, Owed, harsher, ladder
from valueback.rules.findings import Finding

_SUBJECTS: dict[Action | None, str] = {
    None: "A word before our next step",
    "reminder": "A friendly reminder",
    "warning": "What we agreed, and how to get back to it",
    "penalty": "What we agreed, and the charge that follows",
    "pause": "Let us talk before we book the next meeting",
    "disengage": "The end of our work together",
}


class Plan(NamedTuple):
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
    def subject(self) -> str:
        """The subject of an e-mail."""
        return _SUBJECTS[self.action]

    @property
    def taken(self) -> tuple[tuple[str, Action, str | None], ...]:
        """The steps that sending it takes: entry, action, amount."""
        currency = self.ladder.timeline.agreement.currency
        if self.nudge is not None:
            return ((self.nudge.entry, "reminder", None),)
        return tuple(
            (o.entry, o.action, None if o.amount is None else money.plain(o.amount, currency))
            for o in self.owed
        )


def what_to_send(engagement: Engagement, now: datetime) -> Plan | None:
    """What is owed, all in one message; else a nudge about what falls due next.

    None where there is nothing to say. Once the term is over, only charges are still told.
    """
    found = ladder(Timeline(engagement, now))
    over = is_over(found.timeline)
    owed = tuple(o for o in found.owed if not over or o.action == "penalty")
    if owed:
        return Plan(found, owed)
    silent = over or found.timeline.in_force_since is None or found.end_announced is not None
    nudge = None if silent else _open(found)
    return None if nudge is None else Plan(found, (), nudge)


def _open(found: Ladder) -> Finding | None:
    """The open homework or feedback that falls due first."""
    pending = [
        f for f in found.findings if f.status == "pending" and f.check in ("homework", "feedback")
    ]
    return min(pending, key=lambda f: f.due, default=None)


def reminder_words(plan: Plan, practice: Practice) -> dict[str, Any]:
    """What the templates fill in, in the client's locale."""
    found = plan.ladder
    locale = locale_of(found.timeline.engagement, practice)
    about = [_missed(found, o.miss, locale) for o in plan.owed if o.miss is not None]
    if plan.nudge is not None:
        about = [_expected(found, plan.nudge, locale)]
    no_more = found.next_action == "penalty" and found.cap_reached
    charged = any(o.action == "penalty" for o in plan.owed)
    return {
        "about": about,
        "next": "" if found.next_action is None or no_more else STEPS[found.next_action],
        "charges": _charges(plan, locale),
        "limit_reached": charged and any(o.amount == 0 for o in plan.owed),
        "abuse": found.abuse is not None,
    }


def _charges(plan: Plan, locale: str) -> list[dict[str, str]]:
    """What is charged, in sum for each thing that it stands for."""
    sums: dict[str, Decimal] = {}
    for owed in plan.owed:
        if owed.amount and owed.miss is not None and owed.miss.step is not None:
            basis = owed.miss.step.basis or ""
            sums[basis] = sums.get(basis, Decimal(0)) + owed.amount
    currency = plan.ladder.timeline.agreement.currency
    return [{"amount": money.show(s, currency, locale), "basis": b} for b, s in sums.items()]


def _expected(found: Ladder, finding: Finding, locale: str) -> str:
    """Homework or feedback, with the day agreed for it."""
    timeline = found.timeline
    homework = next((h for h in timeline.of(Homework) if h.id == finding.entry), None)
    if homework is not None:
        done = next(iter(timeline.done_of.get(homework.id, ())), None)
        came = f", done on {day(timeline.day(done.at), locale)}" if done else ""
        return f"{homework.text} (agreed for {day(homework.due, locale)}{came})"
    session = next(s for s in timeline.of(Session) if s.id == finding.entry)
    held = day(timeline.day(session.at), locale)
    when = day(timeline.day(finding.due), locale)
    return f"your feedback on our meeting of {held} (agreed for {when})"


def _missed(found: Ladder, miss: Miss, locale: str) -> str:
    """What had been agreed, and was missed, as one says it to the person."""
    timeline = found.timeline
    if miss.what in ("homework", "feedback"):
        return _expected(found, miss.finding, locale)
    if miss.what in ("late-cancellation", "reschedule"):
        cancelled = timeline.cancellations[miss.entry]
        meeting = day(timeline.day(timeline.bookings[cancelled.booking].to), locale)
        if miss.what == "reschedule":
            by = day(timeline.day(miss.finding.due), locale)
            return f"a new date, by {by}, for the meeting of {meeting} that was called off"
        hours = timeline.agreement.guarantee.cancellation_notice_hours
        return f"{hours} hours' notice for a meeting that is called off (the one of {meeting})"
    held = day(timeline.day(miss.on), locale)
    return {
        "late": f"beginning on time (our meeting of {held})",
        "left-early": f"time to the end (our meeting of {held})",
    }.get(miss.what, f"our meeting of {held}")
