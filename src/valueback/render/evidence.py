"""Papers that prove: the statement of what both know so far, and the dossier for a dispute."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from valueback import money
from valueback.model.canonical import agreement_digest, public_digest, stated_lines
from valueback.model.engagement import Engagement
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
)
from valueback.model.message import Message, say
from valueback.model.practice import Practice
from valueback.model.timeline import Timeline
from valueback.moments import day_of, show_day, show_moment
from valueback.render.entries import in_words
from valueback.render.page import Page, Styled
from valueback.render.papers import agreement_words
from valueback.render.words import Words
from valueback.rules.clause_reports import ClauseReport
from valueback.rules.findings import Finding
from valueback.rules.guarantee import Assessed, assess
from valueback.rules.statements import DIGITS, Verification

_SECTIONS: tuple[tuple[str, tuple[type[Entry], ...]], ...] = (
    ("signatures", (Signature,)),
    ("service", (Booking, Session)),
    ("cancellations", (Cancellation,)),
    ("homework", (Homework, HomeworkDone)),
    ("feedback", (FeedbackRequest, Feedback, Adjustment)),
    ("results", (Result, Assessment)),
    ("changes", (ChangeOrder, ChangeOrderStatus)),
    ("circumstances", (Factor, Ruling, Consequence, Incident, End)),
    ("money", (Payment, Claim, Refund)),
    ("statements", (Statement, Forgotten)),
)
"""The evidence in the order in which banks and mediators ask for it."""

ELSEWHERE: tuple[type[Entry], ...] = (
    Amendment,  # among the corrections, with what stood there before
    Void,
    Request,  # how a request was answered says nothing of what the guarantee rests on
    Decision,
    Work,
    Expense,
    Touch,  # promises to all clients, and what they say of them, are no terms of this agreement
    Survey,
    ReferralAsk,
    Referral,
)
"""Kinds of entries that stand in no section, and why. A test holds both lists to the record."""

SECTIONED: tuple[type[Entry], ...] = tuple(kind for _, kinds in _SECTIONS for kind in kinds)


def dossier_words(timeline: Timeline, practice: Practice) -> dict[str, Any]:
    """Everything that the dossier says; every line with the entry that proves it."""
    engagement = timeline.engagement
    answer = assess(timeline)
    live, words = timeline.entries, Words()
    return agreement_words(engagement, practice) | {
        "engagement": engagement.id,
        "signed": timeline.in_force_since is not None,
        "as_of": show_moment(timeline.as_of, engagement.zone),
        "zone": engagement.zone.key,
        "sections": [
            {"title": words(say(f"section.{name}")), "about": _about(name, words), "rows": rows}
            for name, kinds in _SECTIONS
            if (rows := _rows(timeline, (e for e in live if isinstance(e, kinds)), words))
        ],
        "clauses": [_clause(clause, words) for clause in answer.clauses if clause.findings],
        "corrections": _corrections(timeline, words),
        "late": [_line(timeline, entry, words) for entry in live if _is_late(timeline, entry)],
        "verdict": _verdict(answer, words),
    }


_ABOUT = ("signatures", "service", "feedback")
"""Sections that need a sentence of explanation."""


def _about(section: str, words: Words) -> str:
    return words(say(f"section.{section}.about")) if section in _ABOUT else ""


def _rows(timeline: Timeline, entries: Iterable[Entry], words: Words) -> list[dict[str, str]]:
    notices = {
        f.entry: f.message
        for clause in assess(timeline).clauses
        for f in clause.findings
        if f.check == "notice"
    }
    rows = []
    for entry in entries:
        notice = notices.get(entry.id)
        rows.append(_line(timeline, entry, words, notice))
    return rows


def _line(
    timeline: Timeline, entry: Entry, words: Words, finding: Message | None = None
) -> dict[str, str]:
    engagement = timeline.engagement
    what = in_words(entry, engagement)
    if finding is not None:
        what = say("entry.with-finding", what=what, finding=finding)
    return {
        "id": entry.id,
        "at": show_moment(entry.at, engagement.zone),
        "logged": show_moment(entry.logged, engagement.zone),
        "text": words(what),
    }


def _is_late(timeline: Timeline, entry: Entry) -> bool:
    return timeline.day(entry.logged) > timeline.day(entry.at)


def _clause(clause: ClauseReport, words: Words) -> dict[str, Any]:
    return {
        "id": words(say(f"clause.{clause.id}")),
        "owner": words(say(f"party.{clause.owner}")),
        "status": words(say(f"status.{clause.status}")),
        "met": clause.count("met"),
        "total": len(clause.findings),
        "findings": [_finding(finding, words) for finding in clause.findings],
    }


def _finding(finding: Finding, words: Words) -> dict[str, str]:
    proof = [finding.entry, *(id_ for id_ in finding.evidence if id_ != finding.entry)]
    return {
        "status": words(say(f"status.{finding.status}")),
        "text": words(finding.message),
        "proof": ", ".join(words(say("agreement")) if id_ == AGREEMENT else id_ for id_ in proof),
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
        line = _line(timeline, entry, words)
        line["before"] = words(in_words(was, engagement)) if was is not None else ""
        found.append(line)
    return found


def _verdict(answer: Assessed, words: Words) -> dict[str, Any]:
    refund, timeline = answer.refunds, answer.timeline
    deadline = answer.claim.deadline
    return {
        "name": words(say(f"verdict-name.{answer.verdict}")),
        "reason": words(answer.reason),
        "amount": money.coded(answer.amount, refund.currency),
        "percent": refund.percent,
        "basis": words(say(f"basis.{refund.basis}")),
        "made": money.coded(refund.made, refund.currency) if refund.made else "",
        "deadline": show_day(timeline.day(deadline)) if deadline else "",
        "gaps": [_finding(gap, words) for gap in answer.gaps],
    }


def statement_words(timeline: Timeline, practice: Practice, entry: Statement) -> dict[str, Any]:
    """What the statement says: every entry so far with the beginning of its digest."""
    engagement = timeline.engagement
    log, words = engagement.log, Words()
    return agreement_words(engagement, practice) | {
        "engagement": engagement.id,
        "id": entry.id,
        "through": entry.through,
        "fingerprint": entry.fingerprint,
        "file": f"statement-{entry.id}.txt",
        "as_of": show_moment(timeline.as_of, engagement.zone),
        "zone": engagement.zone.key,
        "signed": agreement_digest(engagement.header)[:DIGITS],
        "entries": [
            _line(timeline, written, words)
            | {"digest": public_digest(written, log)[:DIGITS], "void": written.id in log.void_ids}
            for written in log.entries
        ],
        "verdict": _verdict(assess(timeline), words),
        "offered": timeline.agreement.guarantee.offered,
    }


def statement_text(engagement: Engagement, through: str) -> str:
    """The text file that goes with a statement: its SHA-256 is the fingerprint."""
    lines = []
    for id_, line in stated_lines(engagement):
        lines.append(line)
        if id_ == through:
            break
    return "".join(lines)


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
        "erased": None if found.erased is None else found.erased.isoformat(),
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
    if found.erased is not None:
        day = show_day(day_of(found.erased, found.engagement.zone))
        page.line(Styled(f"Erased on {day}: names, contacts and texts, on request.", "bold"))
        page.line(
            f"{name} covered {through}. Kinds, moments and amounts stay; what the texts said can "
            "be read on papers that were sent before, and no longer here.",
            indent=2,
        )
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
