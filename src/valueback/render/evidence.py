"""Papers that prove: the statement of what both know so far, and the dossier for a dispute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from valueback import money
from valueback.model.canonical import agreement_digest, digest
from valueback.model.entries import (
    AGREEMENT,
    Adjustment,
    Amendment,
    Assessment,
    Booking,
    Cancellation,
    ChangeOrder,
    ChangeOrderStatus,
    Claim,
    Consequence,
    End,
    Entry,
    Factor,
    Feedback,
    FeedbackRequest,
    Homework,
    HomeworkDone,
    Incident,
    Payment,
    Refund,
    Result,
    Ruling,
    Session,
    Signature,
    Statement,
    Void,
)
from valueback.model.practice import Practice
from valueback.model.timeline import Timeline
from valueback.moments import show_day, show_moment
from valueback.render.entries import sentence
from valueback.render.page import Page, Styled
from valueback.render.papers import agreement_words
from valueback.rules.clauses import ClauseReport
from valueback.rules.findings import Finding
from valueback.rules.guarantee import Assessed, assess
from valueback.rules.statements import DIGITS, Verification

_SECTIONS: tuple[tuple[str, str, tuple[type, ...]], ...] = (
    ("Signatures", "Who accepted the agreement, and when.", (Signature,)),
    (
        "Service: dates and recordings",
        "What was booked and held; each recording can be heard by both.",
        (Booking, Session),
    ),
    ("Cancellations, with the moment of notice", "", (Cancellation,)),
    ("Homework", "", (Homework, HomeworkDone)),
    (
        "The client's written feedback",
        "In the client's own words, with what was asked and what was changed in answer.",
        (FeedbackRequest, Feedback, Adjustment),
    ),
    ("Results, and the client's own judgement", "", (Result, Assessment)),
    ("Changes of the agreement", "", (ChangeOrder, ChangeOrderStatus)),
    ("Circumstances and decisions", "", (Factor, Ruling, Consequence, Incident, End)),
    ("Payments, claims and refunds", "", (Payment, Claim, Refund)),
    ("Statements given to both", "", (Statement,)),
)
"""The evidence in the order in which banks and mediators ask for it."""


def dossier_words(timeline: Timeline, practice: Practice) -> dict[str, Any]:
    """Everything that the dossier says; every line with the entry that proves it."""
    engagement = timeline.engagement
    answer = assess(timeline)
    live = timeline.entries
    return agreement_words(engagement, practice) | {
        "engagement": engagement.id,
        "signed": timeline.in_force_since is not None,
        "as_of": show_moment(timeline.as_of, engagement.zone),
        "zone": engagement.zone.key,
        "sections": [
            {"title": title, "about": about, "rows": rows}
            for title, about, kinds in _SECTIONS
            if (rows := _rows(timeline, (e for e in live if isinstance(e, kinds))))
        ],
        "clauses": [_clause(clause) for clause in answer.clauses if clause.findings],
        "corrections": _corrections(timeline),
        "late": [_line(timeline, entry) for entry in live if _is_late(timeline, entry)],
        "verdict": _verdict(answer),
    }


def _rows(timeline: Timeline, entries: Iterable[Entry]) -> list[dict[str, str]]:
    notices = {
        f.entry: f.text
        for clause in assess(timeline).clauses
        for f in clause.findings
        if f.check == "notice"
    }
    rows = []
    for entry in entries:
        line = _line(timeline, entry)
        if entry.id in notices:
            line["text"] += f". {notices[entry.id]}"
        rows.append(line)
    return rows


def _line(timeline: Timeline, entry: Entry) -> dict[str, str]:
    engagement = timeline.engagement
    words = sentence(entry, engagement)
    note = f" ({entry.note})" if entry.note else ""
    return {
        "id": entry.id,
        "at": show_moment(entry.at, engagement.zone),
        "logged": show_moment(entry.logged, engagement.zone),
        "text": words + note,
    }


def _is_late(timeline: Timeline, entry: Entry) -> bool:
    return timeline.day(entry.logged) > timeline.day(entry.at)


def _clause(clause: ClauseReport) -> dict[str, Any]:
    return {
        "id": clause.id,
        "owner": clause.owner,
        "status": clause.status,
        "met": clause.count("met"),
        "total": len(clause.findings),
        "findings": [_finding(finding) for finding in clause.findings],
    }


def _finding(finding: Finding) -> dict[str, str]:
    proof = [finding.entry, *(id_ for id_ in finding.evidence if id_ != finding.entry)]
    return {"status": finding.status, "text": finding.text, "proof": ", ".join(proof)}


def _corrections(timeline: Timeline) -> list[dict[str, str]]:
    """Amendments and voids by now, with what stood there before."""
    engagement, found = timeline.engagement, []
    log = engagement.log
    made = [e for e in log.entries if isinstance(e, (Amendment, Void)) and e.at <= timeline.as_of]
    for entry in sorted(made, key=lambda e: e.at):
        earlier = [e for e in made if isinstance(e, Amendment) and e.at < entry.at]
        until = max((e.at for e in earlier), default=None)
        stood = log.as_amended(until) if until is not None else log.by_id
        was = stood.get(entry.entry)
        line = _line(timeline, entry)
        line["before"] = sentence(was, engagement) if was is not None else ""
        found.append(line)
    return found


def _verdict(answer: Assessed) -> dict[str, Any]:
    refund, timeline = answer.refunds, answer.timeline
    deadline = answer.claim.deadline
    return {
        "name": answer.verdict.replace("-", " "),
        "reason": answer.reason,
        "amount": money.coded(answer.amount, refund.currency),
        "percent": refund.percent,
        "basis": "what was paid" if refund.basis == "payments" else "the agreed price",
        "made": money.coded(refund.made, refund.currency) if refund.made else "",
        "deadline": show_day(timeline.day(deadline)) if deadline else "",
        "gaps": [_finding(gap) for gap in answer.gaps],
    }


def statement_words(
    timeline: Timeline, practice: Practice, entry: Mapping[str, Any]
) -> dict[str, Any]:
    """What the statement says: every entry so far with the beginning of its digest."""
    engagement = timeline.engagement
    log = engagement.log
    return agreement_words(engagement, practice) | {
        "engagement": engagement.id,
        "id": entry["id"],
        "through": entry["through"],
        "fingerprint": entry["fingerprint"],
        "as_of": show_moment(timeline.as_of, engagement.zone),
        "zone": engagement.zone.key,
        "signed": agreement_digest(engagement.header)[:DIGITS],
        "entries": [
            _line(timeline, written)
            | {"digest": digest(written, log)[:DIGITS], "void": written.id in log.void_ids}
            for written in log.entries
        ],
        "verdict": _verdict(assess(timeline)),
        "offered": timeline.agreement.guarantee.offered,
    }


# --- verify ---


def verify_json(found: Verification) -> dict[str, Any]:
    """Whether the statement holds, and what differs."""
    return {
        "schema": 1,
        "report": "verify",
        "engagement": found.engagement.id,
        "statement": found.statement,
        "fingerprint": found.fingerprint,
        "through": found.through,
        "holds": found.holds,
        "changed": list(found.changed),
        "missing": list(found.missing),
    }


def verify_page(found: Verification) -> Page:
    """The answer for people."""
    page = Page()
    name = f"Statement {found.statement}" if found.statement else "That fingerprint"
    through = f"everything through {found.through}"
    if found.holds:
        page.line(Styled("The record still says what was stated.", "bold green"))
        page.line(f"{name} covers {through}; nothing of it was changed or lost.", indent=2)
        return page
    page.line(Styled("The record no longer says what was stated.", "bold red"))
    page.line(f"{name} covered {through}.", indent=2)
    if found.changed:
        page.line(f"Changed since: {', '.join(map(_named, found.changed))}.", indent=2)
    if found.missing:
        page.line(f"Missing now: {', '.join(found.missing)}.", indent=2)
    if not found.named:
        page.line(
            "Which entry it is cannot be told: what is remembered of it here, in the statement's "
            "document and in the seals, does not say.",
            indent=2,
        )
    page.line("Put it back from a copy: valueback history, your backup, or the other side's copy.")
    return page


def _named(id_: str) -> str:
    return "the signed agreement" if id_ == AGREEMENT else id_
