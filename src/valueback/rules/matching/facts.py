"""Tracked time, money, and rows that are entries already: what each would add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, get_args

from valueback.model.entries import (
    KINDS,
    Payment,
    Purpose,
    Refund,
    RefundCause,
    Session,
    Work,
    read_entry,
    references,
)
from valueback.model.message import Sum, say
from valueback.model.observation import Effort, RawEntry, Transfer
from valueback.model.timeline import Timeline
from valueback.moments import in_zone
from valueback.rules.matching.meetings import YES_NO, Place
from valueback.rules.matching.outcome import Ask, Outcome
from valueback.rules.payments import payment_account

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
CAUSES: tuple[RefundCause, ...] = get_args(RefundCause)

_HARMLESS = frozenset(
    ("booking", "feedback", "feedback-request", "homework-done", "adjustment", "work", "touch",
     "survey", "request", "payment", "referral", "referral-ask")
)  # fmt: skip
"""Kinds of entry that can cost the client nothing."""


def effort(place: Place) -> Iterator[Outcome]:
    """Tracked time; where it lies within a meeting, whether it is that meeting is asked."""
    found = place.observation.what
    assert isinstance(found, Effort)
    timeline, terms = place.timeline, place.known.terms("tracker")
    work = Work(
        at=found.at,
        minutes=found.minutes,
        text=found.text,
        item=terms.item,
        source=place.observation.source,
    )
    if (found.at, found.minutes) in timeline.once(_worked):
        yield place.settled("known", "import.already-there")
        return
    answer = place.answers().get("same")
    if answer == "yes":
        yield place.settled("ignored", "import.is-the-meeting")
        return
    meeting = next((s for s in timeline.of(Session) if _overlaps(found, s)), None)
    asks: tuple[Ask, ...] = ()
    if meeting is not None and answer is None:
        asks = (Ask("same", say("import.ask.same", entry=meeting.id), YES_NO, "yes"),)
    yield place.proposal((work,), "import.work", *asks, count=found.minutes)


def _worked(timeline: Timeline) -> frozenset[tuple[datetime, int]]:
    """When there was work, and how long, looked up for thousands of rows."""
    return frozenset((work.at, work.minutes) for work in timeline.of(Work))


def _overlaps(found: Effort, session: Session) -> bool:
    ends = session.at + timedelta(minutes=session.minutes)
    return found.at < ends and session.at < found.at + timedelta(minutes=found.minutes)


def transfer(place: Place) -> Iterator[Outcome]:
    """Money; what it was for is clear where it is what is open, and asked where it is not."""
    found = place.observation.what
    assert isinstance(found, Transfer)
    currency = place.timeline.agreement.currency
    if found.currency is not None and found.currency != currency:
        yield place.settled("refused", "import.other-currency", currency=found.currency)
        return
    if found.refund:
        yield from _refund(place, found)
        return
    amount = Sum(found.amount, currency)
    day = place.timeline.day(found.at)
    same = (
        p
        for p in place.timeline.of(Payment)
        if p.amount == found.amount and place.timeline.day(p.at) == day
    )
    if (twin := next(same, None)) is not None:
        yield place.settled("known", "import.already", entry=twin.id)
        return
    purpose = place.answers().get("for") or ("agreement" if _is_open(place, found) else None)
    asks = () if purpose else (Ask("for", say("import.ask.for", sum=amount), PURPOSES),)
    entry = Payment(
        at=found.at,
        amount=found.amount,
        for_=_one_of(PURPOSES, purpose, "agreement"),
        source=place.observation.source,
    )
    yield place.proposal((entry,), "import.payment", *asks, sum=amount)


def _is_open(place: Place, found: Transfer) -> bool:
    """Whether a payment is exactly one that is due, or all that is open."""
    account, agreement = payment_account(place.timeline), place.timeline.agreement
    if not account.known:  # nothing was paid yet, and nothing said of when
        return agreement.price_per == "term" and found.amount == agreement.price
    rows = [row.open for row in account.rows if row.open]
    return found.amount in {*rows, sum(rows)}


def _refund(place: Place, found: Transfer) -> Iterator[Outcome]:
    currency = place.timeline.agreement.currency
    amount = Sum(found.amount, currency)
    back = place.timeline.of(Refund)
    same = next((r for r in back if r.amount == found.amount and r.at == found.at), None)
    if same is not None:
        yield place.settled("known", "import.already", entry=same.id)
        return
    cause = place.answers().get("cause")
    asks = () if cause else (Ask("cause", say("import.ask.cause", sum=amount), CAUSES),)
    entry = Refund(
        at=found.at,
        amount=found.amount,
        for_=_one_of(CAUSES, cause, "guarantee"),
        source=place.observation.source,
    )
    yield place.proposal((entry,), "import.refund", *asks, sum=amount)


def _one_of(known: tuple[Any, ...], answer: Any, otherwise: str) -> Any:
    return answer if answer in known else otherwise


def row(place: Place) -> Iterator[Outcome]:
    """An entry of a table or of JSON lines. What could cost the client money is confirmed."""
    found = place.observation.what
    assert isinstance(found, RawEntry)
    log = place.timeline.engagement.log
    raw = {key: value for key, value in found.entry.items() if key not in {"id", "logged"}}
    kind = str(raw.get("kind"))
    before = log.raw_by_id.get(str(found.entry.get("id"))) if found.engagement else None
    if before is not None:
        same = _same(before, found.entry)
        key = "import.known" if same else "import.otherwise"
        yield place.settled("known" if same else "refused", key, entry=str(before["id"]))
        return
    if "at" not in raw:
        raw["at"] = place.known.now
    elif hasattr(raw["at"], "astimezone"):
        raw["at"] = in_zone(raw["at"], place.timeline.engagement.zone)
    raw |= {"id": "", "logged": place.known.now}
    read = read_entry(_at_home(place, raw), log.places)
    if isinstance(read, list):
        told = f"{'.'.join(str(p) for p in read[0].path)} {read[0].message}".strip()
        yield place.settled("refused", "import.no-entry", what=told)
        return
    entry = type(read)(**{**vars(read), "source": read.source or place.observation.source})
    if kind in _HARMLESS:
        yield place.proposal((entry,), "import.entry", what=kind)
    else:
        ask = Ask("confirm", say("import.ask.confirm", what=kind), YES_NO)
        yield place.confirmed((entry,), "import.entry", ask, what=kind)


def _at_home(place: Place, raw: dict[str, Any]) -> dict[str, Any]:
    """An entry whose references name what was imported before it under other ids."""
    kind = KINDS.get(str(raw.get("kind")))
    found = place.observation.what
    assert isinstance(found, RawEntry)
    if kind is None or found.engagement is None:
        return raw
    ids = {e.source.id: e.id for e in place.timeline.engagement.log.entries if e.source is not None}
    return {
        key: ids.get(f"{found.engagement}/{value}", value) if key in references(kind) else value
        for key, value in raw.items()
    }


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two raw entries say the same; moments may be in other offsets."""
    return {k: v for k, v in one.items() if k != "void"} == dict(other)
