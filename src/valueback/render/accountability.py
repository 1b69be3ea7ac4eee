"""The answer of check-accountability, as JSON and as one screen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from valueback import money
from valueback.model.agreement import Step
from valueback.model.message import say
from valueback.moments import in_zone
from valueback.render.page import Page, Span, Styled
from valueback.render.report_head import report_head
from valueback.render.words import said
from valueback.rules.accountability import CARES_LESS_UNDER, Ladder, Miss, Owed


def accountability_json(ladder: Ladder, extra_minutes: int) -> dict[str, Any]:
    """The keys that other programs rely on; money and percentages as text."""
    timeline = ladder.timeline
    currency = timeline.agreement.currency

    def amount(value: Decimal | None) -> str | None:
        return None if value is None else money.plain(value, currency)

    kept = ladder.commitments
    pause = ladder.pause
    return {
        "schema": 1,
        "report": "accountability",
        "engagement": timeline.engagement.id,
        "as_of": in_zone(timeline.as_of, timeline.engagement.zone).isoformat(),
        "misses": [
            {
                "entry": miss.entry,
                "what": miss.what,
                "on": timeline.day(miss.on).isoformat(),
                "action": miss.action,
                "penalty": amount(miss.penalty) if miss.action == "penalty" else None,
                "fee": amount(miss.fee) if miss.fee_terms is not None else None,
                "text": said(miss.finding.message),
                "taken": [c.id for c in ladder.taken_for(miss)],
            }
            for miss in ladder.listed
        ],
        "step": ladder.action,
        "next": {"misses": ladder.next_number, "action": ladder.next_action},
        "penalties": {
            "accrued": amount(ladder.accrued),
            "charged": amount(ladder.charged),
            "paid": amount(ladder.paid),
            "cap": amount(ladder.terms.penalty_cap),
        },
        "owed": [
            {"entry": owed.entry, "action": owed.action, "amount": amount(owed.amount)}
            for owed in ladder.owed
        ],
        "commitments": {
            "kept": kept.kept,
            "total": kept.total,
            "percent": None if kept.percent is None else money.percent(kept.percent),
        },
        "reminders": ladder.reminders,
        "caring_more": ladder.caring_more(extra_minutes),
        "abuse": ladder.abuse is not None,
        "paused_by": pause.entry if pause else None,
    }


def accountability_page(ladder: Ladder, extra_minutes: int) -> Page:
    """One screen: what is to be done, where the client stands, why, and what comes next."""
    timeline = ladder.timeline
    page = report_head(timeline)
    page.line(Styled(_headline(ladder), f"bold {'yellow' if ladder.owed else 'green'}"))
    _owed(page, ladder)
    _standing(page, ladder)
    _misses(page, ladder)
    _penalties(page, ladder)
    _commitments(page, ladder, extra_minutes)
    return page


def _headline(ladder: Ladder) -> str:
    if ladder.misses and not ladder.terms.step:
        return "Misses are counted, and no consequences were agreed for them."
    if ladder.abuse is not None:
        return "The ladder no longer applies."
    owed = len(ladder.owed)
    if owed:
        return "One agreed action is owed." if owed == 1 else f"{owed} agreed actions are owed."
    return (
        "Nothing is owed: what was agreed for each miss was done."
        if ladder.misses
        else "Nothing that counts was missed."
    )


def _owed(page: Page, ladder: Ladder) -> None:
    id_ = ladder.timeline.engagement.id
    if ladder.abuse is not None or not ladder.owed:
        return
    for owed in ladder.owed:
        page.line(f"{_action(ladder, owed)} for {owed.entry}", indent=2)
    page.line("The message for it, and then the note that it was sent:", indent=2)
    page.command(f"  valueback reminder {id_}")
    page.line("Or, where you took it in another way:", indent=2)
    page.command(f"  valueback log-consequence {id_}")


def _named(action: str) -> str:
    """An agreed answer in plain words."""
    return said(say(f"action.{action}"))


def _action(ladder: Ladder, owed: Owed) -> str:
    if owed.amount is None:
        return _named(owed.action)
    return (
        f"{_named(owed.action)} of {money.coded(owed.amount, ladder.timeline.agreement.currency)}"
    )


def _standing(page: Page, ladder: Ladder) -> None:
    """The ladder, drawn: a mark for the step reached, an arrow for what the next miss brings."""
    page.heading("Where the client stands")
    reached, coming = ladder.step_at(len(ladder.misses)), ladder.step_at(ladder.next_number)
    page.rows(
        [_step_row(ladder, step, reached=reached, coming=coming) for step in ladder.terms.step]
        or [("no consequences were agreed",)]
    )
    if ladder.terms.window is not None:
        page.line(f"A miss counts for {said.shown(ladder.terms.window)}.", indent=2)
    count = len(ladder.misses)
    so_far = "Nothing was missed so far" if not count else f"{count} counted so far"
    brings = said(say(f"step.{ladder.next_action}")) if ladder.next_action else "nothing yet"
    if ladder.next_action == "penalty" and ladder.cap_reached:
        brings = "no further charge: the limit is reached"
    for finding in ladder.undecided:
        page.line(f"Not counted until it is decided: {said(finding.message)}.", indent=2)
        id_ = ladder.timeline.engagement.id
        page.command(f'  valueback rule {id_} {finding.entry} excused --reason "…"  (or stands)')
    page.line(f"{so_far}; the next miss would bring {brings}.", indent=2)
    if ladder.pause is not None and ladder.abuse is None:
        page.line(
            f"No new meetings are booked (since {ladder.pause.entry}). When you have talked, a "
            "milder step or a ruling lifts that:",
            indent=2,
        )
        id_, entry = ladder.timeline.engagement.id, ladder.pause.entry
        page.command(f'  valueback log-consequence {id_} {entry} reminder --note "We talked"')


def _step_row(
    ladder: Ladder, step: Step, *, reached: Step | None, coming: Step | None
) -> tuple[Span, ...]:
    mark = "#" if step.misses <= len(ladder.misses) else "."
    place = " <- here" if step is reached else ""
    if step is coming and coming is not reached:
        place += " <- next"
    amount = ""
    if step.amount is not None:
        sum_ = money.coded(step.amount, ladder.timeline.agreement.currency)
        amount = f" of {sum_}: {step.basis}"
    noun = "miss" if step.misses == 1 else "misses"
    return (mark, f"{step.misses} {noun}", f"{_named(step.action)}{amount}{place}")


def _misses(page: Page, ladder: Ladder) -> None:
    if not ladder.listed:
        return
    page.heading("What was missed, and what it brought")
    page.rows([_miss_row(ladder, miss) for miss in ladder.listed])


def _miss_row(ladder: Ladder, miss: Miss) -> tuple[Span, ...]:
    taken = ladder.taken_for(miss)
    done = f" (taken: {', '.join(f'{_named(c.action)} {c.id}' for c in taken)})" if taken else ""
    brought = _named(miss.action) if miss.action else ("counts" if miss.number is not None else "")
    if miss.fee_terms is not None:
        fee = money.coded(miss.fee, ladder.timeline.agreement.currency) if miss.fee else "free"
        brought = f"{brought}, fee {fee}" if brought else f"fee {fee}"
    return (miss.entry, brought, f"{said(miss.finding.message)}{done}")


def _penalties(page: Page, ladder: Ladder) -> None:
    if not ladder.accrued and not ladder.charged:
        return
    currency = ladder.timeline.agreement.currency
    accrued, charged, paid = (
        money.coded(a, currency) for a in (ladder.accrued, ladder.charged, ladder.paid)
    )
    cap = ladder.terms.penalty_cap
    most = f", {money.coded(cap, currency)} at most" if cap is not None else ""
    page.heading("Fees and penalties" if ladder.timeline.agreement.fee else "Penalties")
    page.line(f"Accrued {accrued}{most}; charged {charged}; paid {paid}.", indent=2)


def _commitments(page: Page, ladder: Ladder, extra_minutes: int) -> None:
    kept = ladder.commitments
    if kept.percent is None:
        return
    page.heading("Commitments kept")
    page.line(f"{kept.kept} of {kept.total}: {money.percent(kept.percent)} %.", indent=2)
    if not ladder.caring_more(extra_minutes):
        return
    page.line(Styled("You care more about the results than your client does.", "bold yellow"))
    given = f"you gave {extra_minutes} minutes that nobody paid for" if extra_minutes else ""
    noun = "reminder" if ladder.reminders == 1 else "reminders"
    sent = f"you sent {ladder.reminders} {noun}" if ladder.reminders else ""
    yours = " and ".join(part for part in (given, sent) if part)
    page.line(
        f"Less than {CARES_LESS_UNDER} % of what they agreed was kept, while {yours}. Take the "
        "agreed step, and leave their part to them.",
        indent=2,
    )
