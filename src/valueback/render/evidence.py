"""What proves: rows of entries and findings, the statement of what both know, its checking."""

from __future__ import annotations

from typing import Any

from valueback.model.canonical import agreement_digest, public_digest, stated_lines
from valueback.model.engagement import Engagement
from valueback.model.entries import AGREEMENT, Entry, Statement
from valueback.model.message import Message, Sum, say
from valueback.model.practice import Practice
from valueback.model.timeline import Timeline
from valueback.moments import day_of, in_zone, show_day
from valueback.render.entries import for_others, named
from valueback.render.page import Page, Styled
from valueback.render.papers import agreement_words, evidence_words
from valueback.render.payments import account_in_brief
from valueback.render.words import Words
from valueback.rules.findings import Finding
from valueback.rules.guarantee import Assessed, assess
from valueback.rules.statements import DIGITS, Verification


def entry_row(timeline: Timeline, entry: Entry, words: Words) -> dict[str, str]:
    """An entry as papers show it: its id, when it happened and was written down, what it says."""
    zone = timeline.engagement.zone
    return {
        "id": entry.id,
        "at": words.shown(in_zone(entry.at, zone)),
        "logged": words.shown(in_zone(entry.logged, zone)),
        "text": words(for_others(entry, timeline.engagement)),
    }


def finding_row(finding: Finding, words: Words) -> dict[str, str]:
    """A finding with the entries that prove it."""
    proof = [finding.entry, *(id_ for id_ in finding.evidence if id_ != finding.entry)]
    return {
        "status": words(say(f"status.{finding.status}")),
        "text": words(finding.message),
        "proof": ", ".join(_called(id_, words) for id_ in proof),
    }


def _called(target: str, words: Words) -> str:
    return words(say("agreement")) if target == AGREEMENT else words.shown(named(target))


def _basis(answer: Assessed) -> Message:
    """What a refund is counted from, as one says it of both sides."""
    terms, counted = answer.timeline.agreement.guarantee, answer.refunds.basis
    if counted != "payments" or terms.basis == "paid":
        return say(f"basis.{counted}")
    basis = say("basis.first")
    if terms.basis != "first payment":
        basis = say("basis.last", count=int(terms.basis.split()[1]))
    if not terms.plus:
        return basis
    return say("basis.plus", basis=basis, plus=Sum(terms.plus, answer.refunds.currency))


def verdict_words(answer: Assessed, words: Words) -> dict[str, Any]:
    """The verdict in short: its reason, what is at stake, until when a claim counts."""
    refund, timeline = answer.refunds, answer.timeline
    deadline = None if answer.claim.status == "made" else answer.claim.deadline
    return {
        "name": words(say(f"verdict-name.{answer.verdict}")),
        "reason": words(answer.reason),
        "amount": words.shown(Sum(answer.amount, refund.currency)),
        "percent": refund.percent,
        "basis": words(_basis(answer)),
        "at_stake": timeline.agreement.guarantee.offered and answer.amount > 0,
        "made": words.shown(Sum(refund.made, refund.currency)) if refund.made else "",
        "deadline": words.shown(timeline.day(deadline)) if deadline else "",
        "gaps": [finding_row(gap, words) for gap in answer.gaps],
    }


def statement_words(timeline: Timeline, practice: Practice, entry: Statement) -> dict[str, Any]:
    """What the statement says: every entry so far with the beginning of its digest."""
    engagement = timeline.engagement
    log, words = engagement.log, evidence_words(engagement, practice)
    return agreement_words(engagement, practice) | {
        "engagement": engagement.id,
        "id": entry.id,
        "through": entry.through,
        "fingerprint": entry.fingerprint,
        "file": f"statement-{entry.id}.txt",
        "as_of": words.shown(in_zone(timeline.as_of, engagement.zone)),
        "zone": engagement.zone.key,
        "signed": agreement_digest(engagement.header)[:DIGITS],
        "entries": [
            entry_row(timeline, written, words)
            | {"digest": public_digest(written, log)[:DIGITS], "void": written.id in log.void_ids}
            for written in log.entries
        ],
        "verdict": verdict_words(assess(timeline), words),
        "offered": timeline.agreement.guarantee.offered,
        "account": account_in_brief(timeline, words),
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
