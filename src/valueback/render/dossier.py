"""The dossier: everything that a bank or a mediator asks for, each line with its entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from valueback.model.canonical import stated
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
    OrderLine,
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
from valueback.model.message import Message, Sum, all_of, say
from valueback.model.practice import Practice
from valueback.model.timeline import Timeline
from valueback.moments import in_zone
from valueback.render.entries import for_others
from valueback.render.evidence import entry_row, finding_row, verdict_words
from valueback.render.papers import agreement_words, evidence_words
from valueback.render.words import Words
from valueback.rules.clause_reports import ClauseReport
from valueback.rules.guarantee import Assessed, assess

_SECTIONS: tuple[tuple[str, tuple[type[Entry], ...]], ...] = (
    ("signatures", (Signature,)),
    ("service", (Booking, Session)),
    ("cancellations", (Cancellation,)),
    ("homework", (Homework, HomeworkDone)),
    ("feedback", (FeedbackRequest, Feedback, Adjustment)),
    ("results", (Result, Assessment)),
    ("requests", (Request, Decision)),
    ("work", (Work, Expense)),
    ("changes", (ChangeOrder, ChangeOrderStatus)),
    ("circumstances", (Factor, Ruling, Consequence, Incident, End)),
    ("money", (Payment, Claim, Refund)),
    ("statements", (Statement, Forgotten)),
)
"""The evidence in the order in which banks and mediators ask for it."""

ELSEWHERE: tuple[type[Entry], ...] = (
    Amendment,  # among the corrections, with what stood there before
    Void,
    Touch,  # promises to all clients, and what they say of them, are no terms of this agreement
    Survey,
    ReferralAsk,
    Referral,
)
"""Kinds of entries that stand in no section, and why. A test holds both lists to the record."""

SECTIONED: tuple[type[Entry], ...] = tuple(kind for _, kinds in _SECTIONS for kind in kinds)

_ABOUT = ("signatures", "service", "feedback")
"""Sections that need a sentence of explanation."""


def dossier_words(timeline: Timeline, practice: Practice) -> dict[str, Any]:
    """Everything that the dossier says; every line with the entry that proves it."""
    engagement = timeline.engagement
    answer = assess(timeline)
    live, notices = timeline.entries, _notices(answer)
    words = evidence_words(engagement, practice)
    return agreement_words(engagement, practice) | {
        "engagement": engagement.id,
        "signed": timeline.in_force_since is not None,
        "disclosed": _disclosed(timeline, words),
        "annex": _annex(timeline, words),
        "as_of": words.shown(in_zone(timeline.as_of, engagement.zone)),
        "zone": engagement.zone.key,
        "sections": [
            _section(name, timeline, found, notices, words)
            for name, kinds in _SECTIONS
            if (found := [e for e in live if isinstance(e, kinds)])
        ],
        "clauses": [_clause(clause, words) for clause in answer.clauses if clause.findings],
        "corrections": _corrections(timeline, words),
        "late": [entry_row(timeline, entry, words) for entry in live if _is_late(timeline, entry)],
        "verdict": verdict_words(answer, words),
        "record": _record(timeline),
    }


def _section(
    name: str,
    timeline: Timeline,
    entries: Sequence[Entry],
    notices: Mapping[str, Message],
    words: Words,
) -> dict[str, Any]:
    """The entries of a section in their order, and in a sentence how many, and of when."""
    first, last = timeline.day(entries[0].at), timeline.day(entries[-1].at)
    key = "section.counted" if first < last else "section.counted.one-day"
    counted = words(say(key, count=len(entries), first=first, last=last))
    about = words(say(f"section.{name}.about")) if name in _ABOUT else ""
    return {
        "title": words(say(f"section.{name}")),
        "about": f"{about} {counted}".strip(),
        "rows": [
            entry_row(timeline, entry, words) | {"text": words(_told(timeline, entry, notices))}
            for entry in entries
        ],
    }


def _client_signature(timeline: Timeline) -> Signature | None:
    return next((e for e in timeline.of(Signature) if e.by == "client"), None)


def _disclosed(timeline: Timeline, words: Words) -> dict[str, str] | None:
    """When the client accepted the conditions, by which entry; None where that never was."""
    signed = _client_signature(timeline)
    if signed is None:
        return None
    return {"at": words.shown(in_zone(signed.at, timeline.engagement.zone)), "id": signed.id}


def _annex(timeline: Timeline, words: Words) -> str:
    signed = _client_signature(timeline)
    if signed is None:
        return words(say("section.unsigned"))
    return words(say("section.signed", day=timeline.day(signed.at), entry=signed.id))


def _record(timeline: Timeline) -> dict[str, str] | None:
    """The fingerprint of the record as it is: that of a statement through its last entry."""
    known = [
        (id_, fingerprint)
        for id_, fingerprint in stated(timeline.engagement)
        if timeline.engagement.log.by_id[id_].at <= timeline.as_of
    ]
    return {"through": known[-1][0], "fingerprint": known[-1][1]} if known else None


def _notices(answer: Assessed) -> dict[str, Message]:
    """What notice was given of each meeting that was called off, by the cancellation."""
    findings = (finding for clause in answer.clauses for finding in clause.findings)
    return {f.entry: f.message for f in findings if f.check == "notice"}


def _told(timeline: Timeline, entry: Entry, notices: Mapping[str, Message]) -> Message:
    """What an entry says, with the notice that was given, or the lines of an order, and where it
    comes from.
    """
    told = _plainly(timeline, entry, notices)
    if entry.attachments:
        files = [say("attached", name=a.name, digest=a.sha256) for a in entry.attachments]
        told = say("entry.attached", what=told, files=all_of(files, "comma"))
    source = entry.source
    if source is None:
        return told
    of = say(f"source.{source.of}")
    return say("entry.sourced", what=told, of=of, id=source.id, digest=source.sha256)


def _plainly(timeline: Timeline, entry: Entry, notices: Mapping[str, Message]) -> Message:
    what = for_others(entry, timeline.engagement)
    if entry.id in notices:
        return say("entry.with-finding", what=what, finding=notices[entry.id])
    if isinstance(entry, ChangeOrder) and entry.line:
        currency = timeline.agreement.currency
        lines = all_of([_order_line(line, currency) for line in entry.line], "semicolon")
        return say("dossier.order", what=what, lines=lines)
    return what


def _order_line(line: OrderLine, currency: str) -> Message:
    price = Sum(line.unit_price, currency)
    return say(f"dossier.line.{line.per}", text=line.text, quantity=line.quantity, price=price)


def _is_late(timeline: Timeline, entry: Entry) -> bool:
    return timeline.day(entry.logged) > timeline.day(entry.at)


def _clause(clause: ClauseReport, words: Words) -> dict[str, Any]:
    return {
        "id": words(say(f"clause-does.{clause.id}")),
        "owner": words(say(f"party.{clause.owner}")),
        "status": words(say(f"status.{clause.status}")),
        "met": clause.count("met"),
        "total": len(clause.findings),
        "findings": [finding_row(finding, words) for finding in clause.findings],
    }


def _corrections(timeline: Timeline, words: Words) -> list[dict[str, str]]:
    """Amendments and voids by now, with what stood there before."""
    engagement, found = timeline.engagement, []
    log = engagement.log
    made = [e for e in log.entries if isinstance(e, (Amendment, Void)) and e.at <= timeline.as_of]
    for entry in sorted(made, key=lambda e: e.at):
        earlier = [e for e in made if isinstance(e, Amendment) and e.at < entry.at]
        until = max((e.at for e in earlier), default=None)
        stood = log.as_amended(until) if until is not None else log.by_id
        was = stood.get(entry.entry)
        row = entry_row(timeline, entry, words)
        row["before"] = words(for_others(was, engagement)) if was is not None else ""
        found.append(row)
    return found
