"""An entry in one sentence, as the log's timeline, papers and the answer to a command show it.

Over 300 lines: one branch per kind of entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, assert_never

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
    Forgotten,
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
    payment_day,
)
from valueback.model.message import Message, Sum, all_of, say
from valueback.moments import in_zone
from valueback.render.words import said


def sentence(entry: Entry, engagement: Engagement) -> str:
    """What an entry says on the screen, in one line; its id and moment stand beside it."""
    return said(in_words(entry, engagement))


def _channel(channel: str) -> Message | str:
    """How it was asked: the usual way by its name in the language, another as it was typed."""
    return say("channel.email") if channel == "email" else channel


def in_words(  # noqa: C901, PLR0911, PLR0912  # one branch per kind
    entry: Entry, engagement: Engagement
) -> Message:
    """What an entry says, for the catalogue of any language."""

    def sum_of(amount: Decimal) -> Sum:
        return Sum(amount, engagement.agreement.currency)

    match entry:
        case Signature():
            return say(f"entry.signature.{entry.by}")
        case Booking():
            return _booking(entry, engagement)
        case Session():
            return _session(entry)
        case Cancellation():
            what = say(f"entry.cancellation.{entry.by}", booking=entry.booking)
            return _more(what, entry.reason)
        case Homework():
            return say("entry.homework", due=entry.due, text=entry.text)
        case HomeworkDone():
            return _more(say("entry.homework-done", homework=entry.homework), entry.evidence)
        case FeedbackRequest():
            return say(
                "entry.feedback-request", session=entry.session, channel=_channel(entry.channel)
            )
        case Feedback():
            return _feedback(entry)
        case Adjustment():
            return say("entry.adjustment", feedback=entry.feedback, text=entry.text)
        case Result():
            return _came_of_it(entry, engagement)
        case Assessment():
            return say(f"entry.assessment.{'yes' if entry.got_value else 'no'}", text=entry.text)
        case Factor():
            return say(
                "entry.factor",
                cause=say(f"cause.{entry.cause}"),
                first=entry.from_,
                last=entry.to,
                text=entry.text,
            )
        case Ruling():
            return _ruling(entry)
        case Claim():
            return say("entry.claim", text=entry.text)
        case Payment():
            return say(f"entry.payment.{entry.for_}", sum=sum_of(entry.amount))
        case Refund():
            return _refund(entry, sum_of(entry.amount))
        case End():
            return _end(entry)
        case Incident():
            return say(f"entry.incident.{entry.by}", text=entry.text)
        case Consequence():
            action = say(f"action.{entry.action}")
            if entry.amount is None:
                return say("entry.consequence", miss=named(entry.miss), action=action)
            amount = sum_of(entry.amount)
            return say("entry.consequence.sum", miss=named(entry.miss), action=action, sum=amount)
        case Request():
            return say("entry.request", text=entry.text)
        case Decision():
            return _decision(entry, None if entry.price is None else sum_of(entry.price))
        case Work():
            return _work(entry)
        case Expense():
            return say("entry.expense", sum=sum_of(entry.amount), text=entry.text)
        case ChangeOrder():
            if not entry.days:
                return say("entry.change-order", title=entry.title, reason=entry.reason)
            key = "longer" if entry.days > 0 else "shorter"
            return say(
                f"entry.change-order.{key}",
                title=entry.title,
                count=abs(entry.days),
                reason=entry.reason,
            )
        case ChangeOrderStatus():
            return say(f"entry.change-order-status.{entry.status}", order=entry.change_order)
        case Touch():
            return _more(say("entry.touch", standard=entry.standard), entry.text)
        case Survey():
            return _survey(entry)
        case ReferralAsk():
            return say("entry.referral-ask")
        case Referral():
            return _more(say("entry.referral", name=entry.name), entry.outcome)
        case Statement():
            return say("entry.statement", through=entry.through, fingerprint=entry.fingerprint)
        case Amendment():
            return _amendment(entry, entry.set)
        case Void():
            return say("entry.void", entry=entry.entry, reason=entry.reason)
        case Forgotten():
            return say("entry.forgotten", what=entry.what)
        case _:
            assert_never(entry)


def named(target: str) -> Message | str:
    """An entry as one names it: by its id; a payment by the day on which it fell due."""
    day = payment_day(target)
    return target if day is None else say("payment-due", due=day)


def _came_of_it(entry: Result, engagement: Engagement) -> Message:
    result, currency = _result(entry.result, engagement), engagement.agreement.currency
    what = say("entry.result", result=result)
    if entry.amount is not None:
        what = say("entry.result.sum", result=result, sum=Sum(entry.amount, currency))
    elif entry.quantity is not None:
        what = say("entry.result.count", result=result, number=entry.quantity)
    word = "confirmed" if entry.confirmed_by_client else "unconfirmed"
    return _more(say(f"entry.result.{word}", what=what), entry.text)


def _result(id_: str, engagement: Engagement) -> str:
    """A minimum result as the agreement has it; by its id where that is not there any more."""
    known = {result.id: result.text for result in engagement.agreement.minimum_result}
    return known.get(id_, id_)


def for_others(entry: Entry, engagement: Engagement) -> Message:
    """What an entry says on a paper that leaves the house: no notes, no details of an incident."""
    match entry:
        case Incident():
            return say(f"entry.incident.{entry.by}.bare")
        case Amendment():
            on_incident = isinstance(engagement.log.by_id.get(entry.entry), Incident)
            kept = ("note", "text") if on_incident else ("note",)
            shown = {name: value for name, value in entry.set.items() if name not in kept}
            return _amendment(entry, shown)
        case _:
            return in_words(entry, engagement)


def _amendment(entry: Amendment, shown: Mapping[str, Any]) -> Message:
    if not shown:
        return say("entry.amendment.kept", entry=entry.entry)
    fields = [say("entry.amendment.field", field=k, value=str(v)) for k, v in shown.items()]
    return say("entry.amendment", entry=entry.entry, changes=all_of(fields, "comma"))


def _more(what: Message, text: str | None) -> Message:
    return say("entry.more", what=what, text=text) if text else what


def _parts(parts: Iterable[Message]) -> Message:
    return say("parts", parts=all_of(parts, "comma"))


def _booking(entry: Booking, engagement: Engagement) -> Message:
    parts = [say("entry.booking", start=in_zone(entry.to, engagement.zone))]
    if entry.minutes:
        parts.append(say("entry.minutes", count=entry.minutes))
    if entry.replaces:
        parts.append(say("entry.booking.replaces", replaced=entry.replaces))
    return _parts(parts)


def _session(entry: Session) -> Message:
    if entry.no_show:
        return say(f"entry.session.no-show.{entry.no_show}")
    parts = [say("entry.session"), say("entry.minutes", count=entry.minutes)]
    if entry.actual_minutes is not None and entry.actual_minutes != entry.minutes:
        parts.append(say("entry.session.took", count=entry.actual_minutes))
    if entry.late_minutes:
        parts.append(say("entry.session.late", count=entry.late_minutes))
    if entry.left_early_minutes:
        parts.append(say("entry.session.left-early", count=entry.left_early_minutes))
    if entry.provider_late_minutes:
        parts.append(say("entry.session.provider-late", count=entry.provider_late_minutes))
    if entry.recording:
        parts.append(say("entry.session.recording", where=entry.recording))
    else:
        parts.append(say("entry.session.no-recording"))
    return _parts(parts)


def _feedback(entry: Feedback) -> Message:
    what = say("entry.feedback", session=entry.session, text=entry.text)
    if entry.value is not None:
        what = say(
            "entry.feedback.value", session=entry.session, value=entry.value, text=entry.text
        )
    if entry.missing:
        return say("entry.feedback.missing", what=what, missing=entry.missing)
    return what


def _refund(entry: Refund, amount: Sum) -> Message:
    cause = "" if entry.for_ == "guarantee" else f".{entry.for_}"
    told = say(f"entry.refund{cause}", sum=amount)
    return say("entry.refund.settled", said=told) if entry.settles else told


def _end(entry: End) -> Message:
    if entry.incident is None:
        told = say(f"entry.end.{entry.by}", reason=entry.reason)
    else:
        key = f"entry.end.{entry.by}.incident"
        told = say(key, incident=entry.incident, reason=entry.reason)
    if entry.last_day is None:
        return told
    return say("entry.end.last-day", said=told, day=entry.last_day)


def _ruling(entry: Ruling) -> Message:
    what = say("entry.ruling", on=entry.on)
    if entry.check:
        what = say("entry.ruling.check", on=entry.on, check=say(f"check.{entry.check}"))
    key = f"entry.ruling.{entry.outcome}"
    if entry.by is None:
        return say(key, what=what, reason=entry.reason)
    return say(f"{key}.by", what=what, by=say(f"by.{entry.by}"), reason=entry.reason)


def _decision(entry: Decision, price: Sum | None) -> Message:
    answer = say(f"answer.{entry.outcome}")
    what = say("entry.decision", request=entry.request, answer=answer)
    if price is not None:
        what = say("entry.decision.sum", request=entry.request, answer=answer, sum=price)
    if entry.promoted:
        what = say("entry.decision.promoted", what=what, item=entry.promoted)
    return _more(what, entry.text)


def _work(entry: Work) -> Message:
    key = "entry.work" + ".item" * bool(entry.item) + ".request" * bool(entry.request)
    values = {"item": entry.item or "", "request": entry.request or ""}
    return say(key, count=entry.minutes, text=entry.text, **values)


def _survey(entry: Survey) -> Message:
    scores = [
        say("entry.survey.score", standard=name, score=score)
        for name, score in entry.scores.items()
        if name != "nps"
    ]
    if entry.recommends is not None:
        scores.append(say("entry.survey.recommends", score=entry.recommends))
    return say("entry.survey", scores=all_of(scores, "comma"))
