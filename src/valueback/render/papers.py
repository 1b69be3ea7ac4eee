"""What documents and messages say: an engagement as plain words for templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from valueback.model.agreement import Agreement, Step
from valueback.model.canonical import agreement_digest
from valueback.model.data import WEEKDAYS, PerPeriod, Share
from valueback.model.engagement import Engagement
from valueback.model.entries import Signature
from valueback.model.meetings import WorkingCalendar
from valueback.model.message import Message, Sum, Value, all_of, say
from valueback.model.money_terms import MissKind
from valueback.model.practice import Practice
from valueback.model.promises import MinimumResult, ScopeItem
from valueback.model.time_terms import TimeTerm
from valueback.moments import day_of
from valueback.render.languages import wanted
from valueback.render.money_terms import money_words
from valueback.render.words import Words, reader, said
from valueback.rules.clauses import CLAUSES, owed_by
from valueback.shipped import ENGLISH


def locale_of(engagement: Engagement, practice: Practice) -> str:
    """How the client reads money and dates: their own locale, else the practice's."""
    return engagement.client.locale or practice.identity.locale


def lacking(agreement: Agreement) -> list[str]:
    """What an agreement with a guarantee still lacks before anybody can sign it, for the screen."""
    return [said(say(f"lacking.{term}")) for term in agreement.missing_for_guarantee]


def words_of(engagement: Engagement, practice: Practice) -> Words:
    """The words in which a client's papers and messages are written; moments are by the clock that
    the client lives by.
    """
    locale = locale_of(engagement, practice)
    return reader(wanted(engagement, practice), locale, engagement.client_zone)


def evidence_words(engagement: Engagement, practice: Practice) -> Words:
    """The words of papers that prove something. In English their days and sums are as screens and
    the record have them, which cannot be misread.
    """
    words = reader(wanted(engagement, practice), locale_of(engagement, practice))
    return Words() if words.language == ENGLISH else words


def agreement_words(engagement: Engagement, practice: Practice) -> dict[str, Any]:
    """Everything that the agreement's document says, from the very terms that the check uses."""
    agreement = engagement.agreement
    words = words_of(engagement, practice)
    accountability = agreement.accountability
    return {
        "practice": _party(practice.identity.provider, practice.identity)
        | {"practice": practice.identity.name},
        "client": _party(engagement.client.name, engagement.client)
        | {"called": engagement.client.greeted},
        "agreement": _agreement(agreement, words),
        "scope": [_item(item, words) for item in agreement.scope],
        "results": [
            {"text": result.text, "target": _target(result, agreement, words)}
            for result in agreement.minimum_result
        ],
        "calendar": _calendar(engagement, words),
        "signatures": _signed(engagement, words),
        "terms_fingerprint": agreement_digest(engagement.header) if engagement.log.frozen else "",
        "guarantee": _guarantee(agreement, words),
        "client_part": _client_part(agreement, words),
        "provider_part": [words(clause.agreed(agreement)) for clause in owed_by("provider")],
        "ladder": [_step(step, agreement, words) for step in accountability.step],
        "has_charges": any(step.action == "penalty" for step in accountability.step),
        "money": money_words(engagement, words),
        "counts": [words(_miss(kind, agreement)) for kind in accountability.counts],
        "penalty_cap": _sum(accountability.penalty_cap, agreement, words),
        "window_days": _in_days(accountability.window),
        "window": "" if accountability.window is None else words.shown(accountability.window),
    }


def _in_days(term: TimeTerm | None) -> int:
    """A term as templates of the first edition have it: a number of days, 0 without any."""
    return term.number if term is not None and term.unit == "day" else 0


def _party(name: str, who: Any) -> dict[str, str]:
    return {
        "name": name,
        "email": who.email or "",
        "phone": who.phone or "",
        "address": who.address or "",
        "tax_id": who.tax_id or "",
    }


def signature_days(engagement: Engagement) -> dict[str, date]:
    """The day on which each side signed; a side that did not is not among them."""
    log = engagement.log
    live = [e for e in log.entries if isinstance(e, Signature) and e.id not in log.void_ids]
    return {e.by: day_of(e.at, engagement.zone) for e in reversed(live)}


def _signed(engagement: Engagement, words: Words) -> dict[str, str]:
    """When each side signed, a day each; what nobody signed is empty."""
    days = signature_days(engagement)
    return {side: _day(days.get(side), words) for side in ("client", "provider")}


def _sum(amount: Decimal | None, agreement: Agreement, words: Words) -> str:
    return "" if amount is None else words.shown(Sum(amount, agreement.currency))


def _day(day: date | None, words: Words) -> str:
    return "" if day is None else words.shown(day)


def _agreement(agreement: Agreement, words: Words) -> dict[str, Any]:
    return {
        "title": agreement.title,
        "objective": agreement.objective or "",
        "starts": _day(agreement.starts, words),
        "ends": _day(agreement.ends, words),
        "price": _sum(agreement.price, agreement, words),
        "monthly": agreement.price_per == "month",
        "tax": (agreement.tax or "").rstrip("."),
        "uses_session": agreement.late_cancellation_uses_session,
    }


def _target(result: MinimumResult, agreement: Agreement, words: Words) -> str:
    if result.unit is None or result.target is None:
        return _sum(result.target, agreement, words)
    return words.shown(result.target)


def _item(item: ScopeItem, words: Words) -> dict[str, Any]:
    quantity = say("scope.as-needed")
    if item.quantity is not None:
        number: Message | Decimal = item.quantity
        if item.minutes_a_unit is not None:
            unit = "minutes" if item.minutes_a_unit == 1 else "hours"
            number = say(f"scope.{unit}", count=item.quantity)
        quantity = say(f"scope.{item.per}", number=number)
    terms = [words(term) for term in _item_terms(item)]
    return {"text": item.text, "quantity": words(quantity), "terms": terms}


def _item_terms(item: ScopeItem) -> Iterator[Message]:
    """What else is agreed about an item: how it is counted, carried on, answered."""
    if item.minutes is not None and not item.is_measured:
        yield say("scope.unit-takes", count=item.minutes)
    if item.counted_from == "calendar":
        yield say("scope.by-calendar")
    if item.increment_minutes is not None:
        yield say("scope.rounded", count=item.increment_minutes)
    if item.carry is not None:
        carried = say("scope.carry.all")
        if isinstance(item.carry, Share):
            carried = say("scope.carry.share", share=item.carry)
        elif isinstance(item.carry, Decimal):
            carried = say("scope.carry.units", number=item.carry)
        if item.carry_periods is not None:
            carried = say("scope.carry-periods", said=carried, count=item.carry_periods)
        yield carried
    if item.answer_within is not None:
        yield say("scope.answered", within=item.answer_within)


def _calendar(engagement: Engagement, words: Words) -> dict[str, Any]:
    """When one works, and where the days end."""
    calendar = engagement.agreement.calendar
    free = sorted(calendar.free_days)
    return {
        "zone": str(engagement.zone),
        "working_days": words.shown(_weekdays(calendar)),
        "free_days": [words.shown(day) for day in free],
    }


def _weekdays(calendar: WorkingCalendar) -> Value:
    """The working days as one says them: Monday to Friday, or each by its name."""
    names = [say(f"weekday.{day}") for day in sorted(calendar.working_days, key=WEEKDAYS.index)]
    numbers = sorted(calendar.weekdays)
    if len(names) > 2 and numbers[-1] - numbers[0] == len(names) - 1:
        return say("weekday.range", first=names[0], last=names[-1])
    return all_of(names)


def _guarantee(agreement: Agreement, words: Words) -> dict[str, Any]:
    terms = agreement.guarantee
    return {
        "offered": terms.offered,
        "refund_percent": terms.refund_percent,
        "results_needed": terms.results_needed,
        "claim_within": words.shown(terms.claim_within),
        "allowed": {c.id: words(_allowed(terms.allowed.of(c.id))) for c in CLAUSES if c.forgivable},
        **_as_first_named(agreement),
    }


def _as_first_named(agreement: Agreement) -> dict[str, int | str]:
    """Terms by the names that templates of the first edition have for them: numbers of days or
    hours, as far as they are such.
    """
    meetings = agreement.meetings
    known = {
        "claim_within_days": (agreement.guarantee.claim_within, "day"),
        "ask_within_days": (meetings.ask_within, "day"),
        "feedback_within_days": (meetings.feedback_within, "day"),
        "homework_due_days": (meetings.homework_due, "day"),
        "homework_grace_days": (meetings.homework_grace, "day"),
        "cancellation_notice_hours": (meetings.cancellation_notice, "hour"),
        "reschedule_within_days": (meetings.reschedule_within, "day"),
    }
    found: dict[str, int | str] = {
        name: term.number
        for name, (term, unit) in known.items()
        if term.unit == unit and term.by is None and term.same is None
    }
    return found | {
        "late_grace_minutes": meetings.late_grace_minutes,
        "early_leave_grace_minutes": meetings.early_leave_grace_minutes,
        "reschedule_rule": meetings.reschedule_rule,
    }


def _client_part(agreement: Agreement, words: Words) -> list[dict[str, str]]:
    """The client's clauses, a paragraph each: what the client does, as agreed, what is forgiven."""
    return [
        {
            "duty": words(clause.duty),
            "agreed": words(clause.agreed(agreement)),
            "forgiven": words(_allowed(agreement.guarantee.allowed.of(clause.id)))
            if clause.forgivable
            else "",
        }
        for clause in owed_by("client")
        if clause.applies(agreement)
    ]


def _miss(kind: MissKind, agreement: Agreement) -> Message:
    allowed = agreement.accountability.moves_allowed
    if kind == "move" and allowed is not None:
        return say("miss.move.allowed", allowed=_allowed(allowed))
    return say(f"miss.{kind}")


def _allowed(allowance: int | PerPeriod | Share) -> Message:
    if isinstance(allowance, Share):
        return say("allowed.share", share=allowance)
    if isinstance(allowance, PerPeriod):
        return say(f"allowed.{allowance.per}", count=allowance.number)
    return say("allowed.count", count=allowance) if allowance else say("allowed.none")


def _step(step: Step, agreement: Agreement, words: Words) -> dict[str, Any]:
    return {
        "misses": step.misses,
        "each_time": _repeats(step, agreement.accountability.step),
        "action": words(say(f"step.{step.action}")),
        "amount": _sum(step.amount or None, agreement, words),
        "basis": step.basis or "",
    }


def _repeats(step: Step, ladder: Sequence[Step]) -> bool:
    """Whether a step is taken for further misses, too: until the next one comes."""
    following = min((s.misses for s in ladder if s.misses > step.misses), default=None)
    ends = step.action == "disengage"
    return not ends and (following is None or following > step.misses + 1)
