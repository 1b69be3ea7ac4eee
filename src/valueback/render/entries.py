"""An entry in one sentence, as the log's timeline and the answer to a command show it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import assert_never
from zoneinfo import ZoneInfo

from valueback import money
from valueback.model.engagement import Engagement
from valueback.model.entries import (
    Adjustment,
    Amendment,
    Assessment,
    Booking,
    Cancellation,
    ChangeOrder,
    ChangeOrderStatus,
    Claim,
    Consequence,
    Decision,
    End,
    Entry,
    Expense,
    Factor,
    Feedback,
    FeedbackRequest,
    Homework,
    HomeworkDone,
    Incident,
    Payment,
    Referral,
    ReferralAsk,
    Refund,
    Request,
    Result,
    Ruling,
    Session,
    Signature,
    Statement,
    Survey,
    Touch,
    Void,
    Work,
)
from valueback.moments import show_day, show_moment


def sentence(  # noqa: C901, PLR0911, PLR0912, PLR0915  # one branch per kind
    entry: Entry, engagement: Engagement
) -> str:
    """What an entry says, in one line; its id and moment stand beside it."""
    zone = engagement.zone

    def sum_of(amount: Decimal) -> str:
        return money.coded(amount, engagement.agreement.currency)

    match entry:
        case Signature():
            return f"The {entry.by} signed the agreement"
        case Booking():
            return _booking(entry, zone)
        case Session():
            return _session(entry)
        case Cancellation():
            why = f": {entry.reason}" if entry.reason else ""
            return f"The {entry.by} cancelled {entry.booking}{why}"
        case Homework():
            return f"Homework, due {show_day(entry.due)}: {entry.text}"
        case HomeworkDone():
            return f"Homework {entry.homework} done{_more(entry.evidence)}"
        case FeedbackRequest():
            return f"Asked for feedback on {entry.session} by {entry.channel}"
        case Feedback():
            value = f" {entry.value}/5" if entry.value is not None else ""
            missing = f" Missing: {entry.missing}" if entry.missing else ""
            return f"Feedback on {entry.session}{value}: {entry.text}{missing}"
        case Adjustment():
            return f"Adjustment for {entry.feedback}: {entry.text}"
        case Result():
            amount = f" {sum_of(entry.amount)}" if entry.amount is not None else ""
            word = "confirmed by the client" if entry.confirmed_by_client else "the provider's word"
            return f"Result for {entry.result}{amount} ({word}){_more(entry.text)}"
        case Assessment():
            judged = "value came back" if entry.got_value else "value did not come back"
            return f"The client's judgement, {judged}: {entry.text}"
        case Factor():
            days = f"{show_day(entry.from_)} to {show_day(entry.to)}"
            return f"Outside anyone's control ({entry.cause}, {days}): {entry.text}"
        case Ruling():
            check = f" ({entry.check})" if entry.check else ""
            by = f", by {entry.by}" if entry.by else ""
            return f"Ruling on {entry.on}{check}: {entry.outcome}{by}. {entry.reason}"
        case Claim():
            return f"The client asked for the money back: {entry.text}"
        case Payment():
            return f"Paid {sum_of(entry.amount)} for {entry.for_}"
        case Refund():
            return f"Refunded {sum_of(entry.amount)}"
        case End():
            incident = f" ({entry.incident})" if entry.incident else ""
            return f"Engagement ended by {entry.by}{incident}: {entry.reason}"
        case Incident():
            return f"Abuse by the {entry.by}: {entry.text}"
        case Consequence():
            amount = f" of {sum_of(entry.amount)}" if entry.amount is not None else ""
            return f"Consequence for {entry.miss}: {entry.action}{amount}"
        case Request():
            return f"The client asked: {entry.text}"
        case Decision():
            return _decision(entry, sum_of)
        case Work():
            on = f" on {entry.item}" if entry.item else ""
            asked = f", for {entry.request}" if entry.request else ""
            return f"Worked {entry.minutes} min{on}{asked}: {entry.text}"
        case Expense():
            return f"Spent {sum_of(entry.amount)}: {entry.text}"
        case ChangeOrder():
            days = f", {entry.days} days longer" if entry.days else ""
            return f"Change order {entry.title}{days}: {entry.reason}"
        case ChangeOrderStatus():
            return f"{entry.change_order} {entry.status}"
        case Touch():
            return f"Kept {entry.standard}{_more(entry.text)}"
        case Survey():
            return _survey(entry)
        case ReferralAsk():
            return "Asked to be recommended"
        case Referral():
            return f"Recommended us to {entry.name}{_more(entry.outcome)}"
        case Statement():
            return f"Statement through {entry.through}: {entry.fingerprint}"
        case Amendment():
            changes = ", ".join(f"{name} = {value}" for name, value in entry.set.items())
            return f"Correction of {entry.entry}: {changes}"
        case Void():
            return f"{entry.entry} taken back: {entry.reason}"
        case _:
            assert_never(entry)


def _decision(entry: Decision, sum_of: Callable[[Decimal], str]) -> str:
    price = f" for {sum_of(entry.price)}" if entry.price is not None else ""
    promoted = f", from now on the menu as {entry.promoted}" if entry.promoted else ""
    return f"Answered {entry.request}: {entry.outcome}{price}{promoted}{_more(entry.text)}"


def _survey(entry: Survey) -> str:
    scores = [f"{name} {score}" for name, score in entry.scores.items() if name != "nps"]
    if entry.recommends is not None:
        scores.append(f"would recommend {entry.recommends}")
    return f"Audit, of 10: {', '.join(scores)}"


def _booking(entry: Booking, zone: ZoneInfo) -> str:
    replaces = f", in place of {entry.replaces}" if entry.replaces else ""
    minutes = f", {entry.minutes} min" if entry.minutes else ""
    return f"Booked for {show_moment(entry.to, zone)}{minutes}{replaces}"


def _session(entry: Session) -> str:
    if entry.no_show:
        return f"Meeting missed: the {entry.no_show} did not come"
    parts = [f"Meeting, {entry.minutes} min"]
    if entry.actual_minutes is not None and entry.actual_minutes != entry.minutes:
        parts.append(f"took {entry.actual_minutes}")
    if entry.late_minutes:
        parts.append(f"client {entry.late_minutes} min late")
    if entry.left_early_minutes:
        parts.append(f"client left {entry.left_early_minutes} min early")
    parts.append(f"recording: {entry.recording}" if entry.recording else "no recording")
    return ", ".join(parts)


def _more(text: str | None) -> str:
    return f": {text}" if text else ""
