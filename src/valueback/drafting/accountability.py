"""The agreed steps that were taken, abuse, and the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from valueback.drafting.draft import Draft, drafts
from valueback.errors import refused
from valueback.model.agreement import Action
from valueback.model.data import Ender, Party
from valueback.model.entries import Consequence, End, Incident
from valueback.model.message import say
from valueback.model.timeline import Timeline
from valueback.money import coded, rounded
from valueback.rules.accountability import CHARGES, Ladder, Miss, Owed, harsher, ladder


class TakenStep(NamedTuple):
    """A step that was taken for a miss, with what it charges."""

    miss: str
    action: Action
    amount: Decimal | None = None


@drafts
def consequence(
    draft: Draft,
    *,
    miss: str | None = None,
    action: Action | None = None,
    amount: Decimal | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> Consequence:
    """A step that was taken: for the oldest action owed, and as agreed, unless said otherwise."""
    when = draft.at(at)
    found = ladder(Timeline(draft.engagement, when))
    entry = miss
    if entry is None:
        oldest = _oldest_owed(draft, found)
        entry, action = oldest.entry, action or oldest.action
    taken, answered = _step_for(found, entry, action)
    agreed = answered.action if answered is not None and taken != "fee" else None
    charge = _charge(draft, answered, taken, amount) if taken in CHARGES else amount
    added = draft.add(Consequence(at=when, miss=entry, action=taken, amount=charge, note=note))
    if agreed is not None and taken != agreed:
        milder = {"agreed": say(f"action.{agreed}"), "taken": say(f"action.{taken}")}
        draft.assume(say("assumed.milder", **milder))
    return added


@drafts
def steps(
    draft: Draft,
    *,
    taken: Sequence[TakenStep],
    at: datetime | None = None,
    note: str | None = None,
) -> list[Consequence]:
    """The steps that a message to the client took, as it was planned."""
    return [
        draft.add(
            Consequence(
                at=draft.at(at), miss=step.miss, action=step.action, amount=step.amount, note=note
            )
        )
        for step in taken
    ]


def _oldest_owed(draft: Draft, found: Ladder) -> Owed:
    owed = found.owed
    if not owed:
        raise refused(
            "No action is owed.",
            f"See where the client stands: valueback check-accountability {draft.engagement.id}",
        )
    action = say(f"action.{owed[0].action}")
    draft.assume(say("assumed.oldest-owed", action=action, entry=owed[0].entry))
    return owed[0]


def _step_for(found: Ladder, entry: str, action: Action | None) -> tuple[Action, Miss | None]:
    """The step taken, and the miss that it answers; more than was agreed for it is refused."""
    if found.abuse is not None and found.abuse.id == entry:
        return action or "disengage", None
    misses = [miss for miss in found.all_misses if miss.entry == entry]
    if action == "fee":
        return _fee_for(found, entry, misses)
    waiting = [miss for miss in misses if not found.taken_for(miss)] or misses[-1:]
    if not waiting:
        if action == "reminder":
            return "reminder", None
        raise refused(
            f"{entry} does not count as a miss.",
            "A reminder may be noted for any entry; other steps need a miss.",
        )
    return _agreed_step(found, waiting[0], action), waiting[0]


def _fee_for(found: Ladder, entry: str, misses: Sequence[Miss]) -> tuple[Action, Miss]:
    """The miss whose fee is charged; refused where none is owed."""
    owed = [o.miss for o in found.owed if o.action == "fee" and o.miss in misses]
    if not owed or owed[0] is None:
        raise refused(f"No fee is owed for {entry}.", "See them: valueback check-accountability")
    return "fee", owed[0]


def _agreed_step(found: Ladder, miss: Miss, action: Action | None) -> Action:
    agreed, entry = miss.action, miss.entry
    taken = action or agreed
    if taken is None:
        raise refused(f"Nothing was agreed for {entry} yet.", "Name the step: reminder")
    if taken != "reminder" and harsher(taken, agreed):
        raise refused(
            f"For {entry} the agreement has {agreed or 'no step'}; {taken} goes beyond it.",
            "Only what both knew beforehand may follow.",
        )
    same = next((c for c in found.taken_for(miss) if c.action == taken != "reminder"), None)
    if same is not None:
        raise refused(
            f"That step was taken already: {same.id}.", "See: valueback check-accountability"
        )
    return taken


def _charge(draft: Draft, miss: Miss | None, action: Action, amount: Decimal | None) -> Decimal:
    """The charge in the agreement's money: what came due for the miss, or less."""
    currency = draft.engagement.agreement.currency
    due = Decimal(0)
    if miss is not None:
        due = miss.fee if action == "fee" else miss.penalty
    if amount is None:
        return rounded(due, currency)
    if amount > due:
        raise refused(
            f"{coded(amount, currency)} is more than accrued: {coded(due, currency)}.",
            "Charge that, or less.",
        )
    return amount


@drafts
def incident(
    draft: Draft,
    *,
    text: str,
    by: Party,
    at: datetime | None = None,
    note: str | None = None,
) -> Incident:
    """Abuse, by whichever side."""
    return draft.add(Incident(at=draft.at(at), text=text, by=by, note=note))


@drafts
def end(
    draft: Draft,
    *,
    by: Ender,
    reason: str,
    incident: str | None = None,
    last_day: date | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> End:
    """The engagement ends at once or, where notice is given, when its last day is over."""
    return draft.add(
        End(
            at=draft.at(at),
            by=by,
            reason=reason,
            incident=incident,
            last_day=last_day,
            note=note,
        )
    )
