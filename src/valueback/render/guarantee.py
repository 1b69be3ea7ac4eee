"""The answer of check-guarantee: the same verdict as JSON and as a page.

Over 300 lines: one function per part of the screen, and the keys of its JSON.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from valueback import money
from valueback.model.data import PerPeriod, Share
from valueback.model.entries import AGREEMENT, Assessment, Claim, End, Factor, Incident
from valueback.moments import in_zone, show_day, show_moment
from valueback.render.entries import sentence
from valueback.render.leaving import left_today, stake
from valueback.render.page import Page, Span, Styled
from valueback.render.report_head import report_head
from valueback.render.words import said
from valueback.rules.clause_reports import ClauseReport
from valueback.rules.findings import Finding
from valueback.rules.guarantee import Assessed, Question, Verdict
from valueback.rules.notice import latest_notice
from valueback.rules.results import ResultState
from valueback.rules.suggestions import booking_ahead

_SHOWN = 6
"""How many deadlines a screen shows."""

_COLOURS = {
    "met": "green",
    "pending": "cyan",
    "breached": "red",
    "at-risk": "yellow",
    "judgement": "yellow",
    "excused": "dim",
    "not-applicable": "dim",
}
_HEADLINES: dict[Verdict, tuple[str, str]] = {
    "not-offered": ("No guarantee", "dim"),
    "not-in-force": ("Not in force", "yellow"),
    "value-delivered": ("Value delivered", "green"),
    "refunded": ("Refunded", "dim"),
    "not-eligible": ("No longer entitled to the money back", "red"),
    "needs-judgement": ("A decision is needed", "yellow"),
    "in-progress": ("The guarantee stands", "green"),
    "refund-due": ("The refund is due", "red"),
    "eligible": ("Entitled to the money back", "cyan"),
    "expired": ("Expired", "dim"),
}


def guarantee_json(answer: Assessed) -> dict[str, Any]:
    """The answer with the keys that other programs rely on; money and instants as text."""
    timeline = answer.timeline
    zone = timeline.engagement.zone
    currency = answer.refunds.currency
    claim = answer.claim

    def instant(moment: Any) -> str | None:
        return None if moment is None else in_zone(moment, zone).isoformat()

    def finding(found: Finding) -> dict[str, Any]:
        return {
            "entry": found.entry,
            "check": found.check,
            "status": found.status,
            "text": said(found.message),
            "due": instant(found.due),
            "evidence": list(found.evidence),
        }

    return {
        "schema": 1,
        "report": "guarantee",
        "engagement": timeline.engagement.id,
        "as_of": instant(timeline.as_of),
        "verdict": answer.verdict,
        "health": answer.health,
        "reason": said(answer.reason),
        "question": _question_json(answer.question),
        "refund": {
            "amount": money.plain(answer.amount, currency),
            "currency": currency,
            "percent": money.percent(Decimal(answer.percent)),
            "basis": "leaving" if answer.by_leaving else answer.refunds.basis,
        },
        "leaving": {
            "row": answer.leaving.row,
            "amount": money.plain(answer.leaving.amount, currency),
            "paid_back": money.plain(answer.leaving.paid_back, currency),
            "due": money.plain(answer.leaving.due, currency),
        },
        "claim": {
            "status": claim.status,
            "at": instant(claim.at),
            "deadline": instant(claim.deadline),
        },
        "results": {
            "needed": answer.results.needed,
            "reached": answer.results.reached,
            "items": [_result(item, currency) for item in answer.results.items],
        },
        "clauses": [
            {
                "id": clause.id,
                "owner": clause.owner,
                "status": clause.status,
                "findings": [finding(found) for found in clause.findings],
            }
            for clause in answer.clauses
        ],
        "gaps": [{"clause": gap.clause, **finding(gap)} for gap in answer.gaps],
        "deadlines": [
            {"due": instant(f.due), "clause": f.clause, "entry": f.entry, "text": said(f.message)}
            for f in answer.deadlines
        ],
    }


def _question_json(question: Question | None) -> dict[str, Any] | None:
    if question is None:
        return None
    return {"text": said(question.message), "on": question.on, "check": question.check}


def _result(item: ResultState, currency: str) -> dict[str, Any]:
    target = item.agreed.target
    if target is not None:
        value: str | None = _amount(item, item.total, currency)
    else:
        value = (item.confirmed[0].text or "confirmed") if item.confirmed else None
    return {
        "id": item.agreed.id,
        "reached": item.reached,
        "value": value,
        "target": None if target is None else _amount(item, target, currency),
        "unit": item.agreed.unit,
        "unconfirmed": [result.id for result in item.unconfirmed],
    }


def _amount(item: ResultState, value: Decimal, currency: str) -> str:
    """A sum or, of what is counted, a number."""
    return money.plain(value, currency) if item.agreed.unit is None else f"{value.normalize():f}"


def headline(answer: Assessed) -> str:
    """The verdict in a few words."""
    health = f", {answer.health.replace('-', ' ')}" if answer.health else ""
    return f"{_HEADLINES[answer.verdict][0]}{health}."


def guarantee_page(answer: Assessed, *, everything: bool = False) -> Page:
    """The answer for people: verdict, clauses, what was not met, what comes next, the money."""
    timeline = answer.timeline
    page = report_head(timeline)
    page.line(Styled(headline(answer), f"bold {_HEADLINES[answer.verdict][1]}"))
    page.line(said(answer.reason), indent=2)
    _question(page, answer)
    if answer.verdict == "not-offered":
        if (left := left_today(answer)) is not None:
            page.heading("Money")
            page.line(left, indent=2)
        return page
    _results(page, answer)
    _clauses(page, "The client's part", [c for c in answer.clauses if c.owner == "client"])
    _clauses(page, "Your part", [c for c in answer.clauses if c.owner == "provider"])
    _findings(page, answer, everything=everything)
    _next(page, answer)
    _end(page, answer)
    _stake(page, answer)
    return page


def _question(page: Page, answer: Assessed) -> None:
    """What people have to decide, the facts of both sides, and the command that records it."""
    question = answer.question
    if question is None:
        return
    page.heading("To settle").line(said(question.message), indent=2)
    page.rows(
        [("The client:", _facts(answer, "client")), ("The provider:", _facts(answer, "provider"))]
    )
    for entry in answer.timeline.entries:
        if isinstance(entry, Factor | Claim | Assessment | End | Incident):
            page.line(f"{entry.id}: {sentence(entry, answer.timeline.engagement)}", indent=2)
    check = f" --check {question.check}" if _one_of_several(answer, question) else ""
    command = (
        f"valueback rule {answer.timeline.engagement.id} {question.on} excused{check} --reason"
    )
    page.line("Record the answer (excused, or stands) with:", indent=2)
    page.command(f'  {command} "…"')


def _one_of_several(answer: Assessed, question: Question) -> bool:
    """Whether the clause asks further questions about that entry."""
    return any(
        len(report.clause.checks) > 1
        and any(check.id == question.check for check in report.clause.checks)
        for report in answer.clauses
    )


def _facts(answer: Assessed, owner: str) -> str:
    """How much of a side's part was done, clause by clause."""
    clauses = [c for c in answer.clauses if c.owner == owner and c.findings]
    return (
        ", ".join(f"{c.id} {c.count('met')} of {len(c.findings)}" for c in clauses) or "nothing yet"
    )


def _results(page: Page, answer: Assessed) -> None:
    if not answer.results.items:
        return
    needed = "any one is enough" if answer.results.needed == "any" else "all are needed"
    page.heading(f"Minimum results ({needed})")
    page.rows([_result_row(item, answer.refunds.currency) for item in answer.results.items])


def _result_row(item: ResultState, currency: str) -> tuple[Span, ...]:
    target = item.agreed.target
    status = Styled("reached", "green") if item.reached else "not yet"
    if target is None:
        told = "confirmed by the client" if item.confirmed else "nothing confirmed by the client"
    else:
        show = _amount if item.agreed.unit is not None else _coded
        total, goal = (show(item, amount, currency) for amount in (item.total, target))
        told = f"{total} of {goal}, confirmed by the client"
    if item.unconfirmed:
        told += f"; only your word so far: {', '.join(r.id for r in item.unconfirmed)}"
    return (item.agreed.id, status, f"{item.agreed.text}: {told}")


def _coded(_: ResultState, value: Decimal, currency: str) -> str:
    return money.coded(value, currency)


def _clauses(page: Page, title: str, clauses: list[ClauseReport]) -> None:
    rows = [_clause_row(clause) for clause in clauses if clause.status != "not-applicable"]
    page.heading(title)
    page.rows(rows or [("nothing fell due yet",)])


def _clause_row(clause: ClauseReport) -> tuple[Span, ...]:
    return (
        clause.id,
        Styled(clause.status.replace("-", " "), _COLOURS[clause.status]),
        f"{clause.count('met')} of {len(clause.findings)} met{_clause_rest(clause)}",
    )


def _clause_rest(clause: ClauseReport) -> str:
    parts = []
    if pending := clause.count("pending"):
        parts.append(f"{pending} open")
    if judgement := clause.count("judgement"):
        parts.append(f"{judgement} to be decided")
    if excused := clause.count("excused") - clause.forgiven:
        parts.append(f"{excused} excused")
    if clause.forgiven:
        parts.append(f"{clause.forgiven} of {clause.allowed} allowed misses used")
    if breached := clause.count("breached"):
        allowed = f", {clause.allowed} allowed" if clause.owner == "client" else ""
        parts.append(f"{breached} missed{allowed if not clause.forgiven else ''}")
    return "".join(f" · {part}" for part in parts)


def _findings(page: Page, answer: Assessed, *, everything: bool) -> None:
    shown = [
        finding
        for clause in answer.clauses
        for finding in clause.findings
        if everything or finding.status not in ("met", "pending")
    ]
    if not shown:
        return
    page.heading("Every finding" if everything else "What was not met")
    page.rows(
        [
            (
                f.entry if f.entry != AGREEMENT else "—",
                Styled(f.status, _COLOURS[f.status]),
                f"{said(f.message)}{_proof(f)}",
            )
            for f in sorted(shown, key=lambda f: f.moment)
        ]
    )


def _proof(finding: Finding) -> str:
    others = [id_ for id_ in finding.evidence if id_ != finding.entry]
    return f" [{', '.join(others)}]" if others else ""


def _next(page: Page, answer: Assessed) -> None:
    deadlines = answer.deadlines
    if not deadlines or answer.verdict not in ("in-progress", "eligible", "refund-due"):
        return
    page.heading("What comes next")
    rows = [
        (show_day(answer.timeline.day(f.due)), f.entry, said(f.message)) for f in deadlines[:_SHOWN]
    ]
    page.rows(rows)
    if len(deadlines) > _SHOWN:
        page.line(f"and {len(deadlines) - _SHOWN} more", indent=2)


def _end(page: Page, answer: Assessed) -> None:
    """What would end the guarantee next, and by when."""
    if answer.verdict != "in-progress":
        return
    page.heading("What would end it")
    limits: dict[str, list[str]] = {}
    for clause in answer.clauses:
        applies = clause.clause.applies(answer.timeline.agreement)
        if clause.owner == "client" and clause.clause.forgivable and applies:
            limits.setdefault(_limit(clause), []).append(clause.id)
    for limit, clauses in limits.items():
        page.line(f"{', '.join(clauses)}: {limit}", indent=2)
    ahead = booking_ahead(answer.timeline)
    if ahead is not None:
        zone = answer.timeline.engagement.zone
        latest = latest_notice(answer.timeline, ahead)
        until = f"until {show_moment(latest, zone)}"
        how = until if latest >= answer.timeline.as_of else "no longer in time"
        start = show_moment(ahead.to, zone)
        page.line(f"The meeting of {start} ({ahead.id}) can be cancelled {how}.", indent=2)


def _limit(clause: ClauseReport) -> str:
    if isinstance(clause.allowance, Share):
        share = f"{clause.allowance.normalize():f} %"
        return f"more than {share} of what fell due missed, when the term is over"
    if isinstance(clause.allowance, PerPeriod):
        return f"more than {clause.allowance.number} missed in one {clause.allowance.per}"
    left = clause.allowed - clause.forgiven
    return "one more miss" if left <= 0 else f"more than {left} further miss{'es' * (left > 1)}"


def _stake(page: Page, answer: Assessed) -> None:
    claim = answer.claim
    page.heading("Money")
    page.line(stake(answer), indent=2)
    if (left := left_today(answer)) is not None:
        page.line(left, indent=2)
    if claim.deadline is not None and answer.amount:
        day = show_day(answer.timeline.day(claim.deadline))
        told = {
            "none": f"A claim counts until the end of {day}.",
            "made": "The client has claimed it in time.",
            "late": f"The client claimed it too late: claims counted until the end of {day}.",
        }[claim.status]
        page.line(told, indent=2)
