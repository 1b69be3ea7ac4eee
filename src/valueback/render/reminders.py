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
from valueback.render.papers import STEPS, day, locale_of
from valueback.rules.accountability import Ladder, Miss, harsher, is_over, ladder
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
    """What a message is about: the step, the findings that it names, the entries that note it."""

    ladder: Ladder
    action: Action | None
    about: tuple[Finding, ...]
    taken: tuple[tuple[str, Action, str | None], ...]

    @property
    def template(self) -> str:
        """The template of that step; a nudge where nothing was missed yet."""
        return f"reminder-{self.action or 'nudge'}"

    @property
    def subject(self) -> str:
        """The subject of an e-mail."""
        return _SUBJECTS[self.action]


def what_to_send(engagement: Engagement, now: datetime) -> Plan | None:
    """The step that is owed, the most serious of them where there are several; else a nudge.

    None where nothing is owed, and nothing open that falls due. One message names everything that
    is owed, and notes a step for each.
    """
    found = ladder(engagement, now)
    currency = engagement.agreement.currency
    owed = found.owed
    if owed:
        steps = [o.action for o in owed]
        action = next(s for s in steps if not any(harsher(other, s) for other in steps))
        entries = {(o.entry, o.action) for o in owed}
        about = tuple(m.finding for m in found.misses if (m.entry, m.action) in entries)
        taken = tuple(
            (o.entry, o.action, None if o.amount is None else money.plain(o.amount, currency))
            for o in owed
        )
        return Plan(found, action, about, taken)
    nudge = _open(found)
    if nudge is None or is_over(found.timeline):
        return None
    return Plan(found, None, (nudge,), ((nudge.entry, "reminder", None),))


def _open(found: Ladder) -> Finding | None:
    """The open homework or feedback that falls due first."""
    pending = [
        f for f in found.findings if f.status == "pending" and f.check in ("homework", "feedback")
    ]
    return min(pending, key=lambda f: f.due, default=None)


def reminder_words(plan: Plan, practice: Practice) -> dict[str, Any]:
    """What the templates fill in, in the client's locale."""
    found = plan.ladder
    engagement = found.timeline.engagement
    locale = locale_of(engagement, practice)
    misses = {m.finding: m for m in found.misses}
    sum_ = sum((misses[f].penalty for f in plan.about if f in misses), start=Decimal(0))
    bases = [step.basis for step in found.terms.step if step.action == "penalty" and step.basis]
    return {
        "about": [_in_words(found, f, misses.get(f), locale) for f in plan.about],
        "next": STEPS[found.next_action] if found.next_action else "",
        "amount_due": sum_ > 0,
        "amount": money.show(sum_, engagement.agreement.currency, locale),
        "basis": bases[0] if bases else "",
        "abuse": found.abuse is not None,
    }


def _in_words(found: Ladder, finding: Finding, miss: Miss | None, locale: str) -> str:
    """One thing that was missed or is open, as one says it to the person."""
    timeline = found.timeline
    when = day(timeline.day(finding.due), locale)
    homework = next((h for h in timeline.of(Homework) if h.id == finding.entry), None)
    if homework is not None:
        return f"{homework.text} (agreed for {when})"
    if finding.check == "feedback":
        session = next(s for s in timeline.of(Session) if s.id == finding.entry)
        held = day(timeline.day(session.at), locale)
        return f"your feedback on our meeting of {held} (agreed for {when})"
    what = miss.what if miss is not None else None
    return {
        "no-show": f"our meeting on {when}, for which I was there",
        "late": f"our meeting on {when}, which began later than agreed",
        "left-early": f"our meeting on {when}, which ended earlier than agreed",
        "late-cancellation": "the meeting that was called off with less notice than agreed",
        "reschedule": f"a new date for the meeting that was called off (agreed for {when})",
    }.get(what or "", finding.text)
