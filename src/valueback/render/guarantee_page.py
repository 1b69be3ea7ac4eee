"""The answer of check-guarantee for people: in ten lines, or with everything that it rests on.

Over 300 lines: one function per part of the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from valueback import money
from valueback.model.data import PerPeriod, Share
from valueback.model.entries import AGREEMENT, Assessment, Claim, End, Factor, Incident
from valueback.model.message import say
from valueback.moments import show_day, show_moment
from valueback.render.entries import sentence
from valueback.render.guarantee import counted
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

_SHOWN, _SOONEST = 6, 2
"""How many deadlines a screen shows: of everything, and in brief."""

_COLOURS = {
    "met": "green",
    "pending": "cyan",
    "breached": "red",
    "at-risk": "yellow",
    "judgement": "yellow",
    "excused": "dim",
    "not-applicable": "dim",
}
_VERDICT_COLOURS: dict[Verdict, str] = {
    "not-offered": "dim",
    "not-in-force": "yellow",
    "value-delivered": "green",
    "refunded": "dim",
    "not-eligible": "red",
    "needs-judgement": "yellow",
    "in-progress": "green",
    "refund-due": "red",
    "eligible": "cyan",
    "expired": "dim",
}


def headline(answer: Assessed) -> str:
    """The verdict in a few words."""
    name = said(say(f"verdict-name.{answer.verdict}"))
    health = f", {said(say(f'standing.{answer.health}'))}" if answer.health else ""
    return f"{name[0].upper()}{name[1:]}{health}."


def guarantee_page(answer: Assessed, *, everything: bool = False) -> Page:
    """The verdict with its reason; then what was missed, what is open and by when, what would end
    it and the money, a line each; or everything, clause by clause.
    """
    page = report_head(answer.timeline)
    colour = "yellow" if answer.health == "at-risk" else _VERDICT_COLOURS[answer.verdict]
    page.line(Styled(headline(answer), f"bold {colour}"))
    page.line(said(answer.reason), indent=2)
    if not everything:
        _in_brief(page, answer)
        return page
    _question(page, answer)
    if answer.verdict != "not-offered":
        _results(page, answer)
        _clauses(page, "The client's part", [c for c in answer.clauses if c.owner == "client"])
        _clauses(page, "Your part", [c for c in answer.clauses if c.owner == "provider"])
        _findings(page, answer)
        _next(page, answer)
        _end(page, answer)
    if money_lines := [*_money(answer)]:
        page.heading("Money")
        for line in money_lines:
            page.line(line, indent=2)
    return page


# --- in brief ---


def _in_brief(page: Page, answer: Assessed) -> None:
    id_ = answer.timeline.engagement.id
    parts = {
        "Results": [*_reached(answer)],
        "Not met": [*_with(answer, "client", "breached")],
        "By you": [*_with(answer, "provider", "breached")],
        "Open": [*_soonest(answer)],
        "Ends it": [*_would_end(answer)],
        "Money": [" ".join(_money(answer))],
        "To settle": [*_to_settle(answer)],
    }
    if answer.verdict == "not-offered":
        parts = {"Money": parts["Money"]}
    rows = [
        (Styled(label if not number else "", "bold"), line)
        for label, lines in parts.items()
        for number, line in enumerate(filter(None, lines))
    ]
    if rows:
        page.line().rows(rows)
    if answer.question is not None:
        page.command(f'  {_ruling(answer, answer.question)} "…"')
    if answer.verdict != "not-offered":
        page.line(Styled(f"All of it: valueback check-guarantee {id_} --all", "dim"), indent=2)


def _reached(answer: Assessed) -> Iterator[str]:
    results = answer.results
    if not results.items:
        return
    needed = "; one is enough" if results.needed == "any" else "; all are needed"
    several = needed if len(results.items) > 1 else ""
    yield f"{sum(r.reached for r in results.items)} of {len(results.items)} reached{several}"


def _with(answer: Assessed, owner: str, status: str) -> Iterator[str]:
    """What of a side's part stands like that: the clauses, and their entries."""
    told = []
    for clause in answer.clauses:
        entries = [f.entry for f in clause.findings if f.status == status]
        if clause.owner == owner and entries:
            shown = ", ".join(id_ for id_ in entries if id_ != AGREEMENT)
            told.append(f"{said(say(f'clause.{clause.id}'))} {shown}".strip())
    if told:
        yield " · ".join(told)


def _to_settle(answer: Assessed) -> Iterator[str]:
    """The question that people have to decide, or what will have to be decided."""
    question, engagement = answer.question, answer.timeline.engagement
    if question is None:
        yield from _with(answer, "client", "judgement")
        return
    entry = engagement.log.by_id.get(question.on)
    about = f"{question.on}: {sentence(entry, engagement)}." if entry else f"{question.on}:"
    yield f"{about} {said(question.message)}"


def _soonest(answer: Assessed) -> Iterator[str]:
    if not _goes_on(answer):
        return
    yield from (said(finding.message) for finding in answer.deadlines[:_SOONEST])
    if (more := len(answer.deadlines) - _SOONEST) > 0:
        yield f"and {more} more"


def _would_end(answer: Assessed) -> Iterator[str]:
    if answer.verdict == "in-progress":
        limits = _limits(answer).items()
        yield "; ".join(f"{', '.join(clauses)}: {limit}" for limit, clauses in limits)
        yield from _latest_notice(answer)


# --- everything ---


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
    page.line("Record the answer (excused, or stands) with:", indent=2)
    page.command(f'  {_ruling(answer, question)} "…"')


def _ruling(answer: Assessed, question: Question) -> str:
    """The command that records how it was settled, up to its reason."""
    check = f" --check {question.check}" if _one_of_several(answer, question) else ""
    return f"valueback rule {answer.timeline.engagement.id} {question.on} excused{check} --reason"


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
    told = [f"{said(say(f'clause.{c.id}'))} {c.count('met')} of {len(c.findings)}" for c in clauses]
    return ", ".join(told) or "nothing yet"


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
        show = counted if item.agreed.unit is not None else _coded
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
        said(say(f"clause-does.{clause.id}")),
        Styled(said(say(f"status.{clause.status}")), _COLOURS[clause.status]),
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


def _findings(page: Page, answer: Assessed) -> None:
    found = [finding for clause in answer.clauses for finding in clause.findings]
    if not found:
        return
    page.heading("Every finding")
    page.rows(
        [
            (
                f.entry if f.entry != AGREEMENT else "—",
                Styled(said(say(f"status.{f.status}")), _COLOURS[f.status]),
                f"{said(f.message)}{_proof(f)}",
            )
            for f in sorted(found, key=lambda f: f.moment)
        ]
    )


def _proof(finding: Finding) -> str:
    others = [id_ for id_ in finding.evidence if id_ != finding.entry]
    return f" [{', '.join(others)}]" if others else ""


def _goes_on(answer: Assessed) -> bool:
    """Whether what is still open can change anything."""
    return answer.verdict in ("in-progress", "eligible", "refund-due")


def _next(page: Page, answer: Assessed) -> None:
    deadlines = answer.deadlines
    if not deadlines or not _goes_on(answer):
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
    for limit, clauses in _limits(answer).items():
        page.line(f"{', '.join(clauses)}: {limit}", indent=2)
    for line in _latest_notice(answer):
        page.line(line, indent=2)


def _limits(answer: Assessed) -> dict[str, list[str]]:
    """How much more can be missed, and in which of the client's clauses."""
    limits: dict[str, list[str]] = {}
    for clause in answer.clauses:
        applies = clause.clause.applies(answer.timeline.agreement)
        if clause.owner == "client" and clause.clause.forgivable and applies:
            limits.setdefault(_limit(clause), []).append(said(say(f"clause.{clause.id}")))
    return limits


def _latest_notice(answer: Assessed) -> Iterator[str]:
    """Until when the next meeting can be called off."""
    ahead = booking_ahead(answer.timeline)
    if ahead is None:
        return
    zone = answer.timeline.engagement.zone
    latest = latest_notice(answer.timeline, ahead)
    until = f"until {show_moment(latest, zone)}"
    how = until if latest >= answer.timeline.as_of else "no longer in time"
    yield f"The meeting of {show_moment(ahead.to, zone)} ({ahead.id}) can be cancelled {how}."


def _limit(clause: ClauseReport) -> str:
    if isinstance(clause.allowance, Share):
        share = f"{clause.allowance.normalize():f} %"
        return f"more than {share} of what fell due missed, when the term is over"
    if isinstance(clause.allowance, PerPeriod):
        return f"more than {clause.allowance.number} missed in one {clause.allowance.per}"
    left = clause.allowed - clause.forgiven
    return "one more miss" if left <= 0 else f"more than {left} further miss{'es' * (left > 1)}"


def _money(answer: Assessed) -> Iterator[str]:
    """What is at stake, what leaving would bring, and until when a claim counts."""
    claim, offered = answer.claim, answer.verdict != "not-offered"
    if offered:
        yield f"{stake(answer).rstrip('.')}."
    if (left := left_today(answer)) is not None:
        yield left
    if offered and claim.deadline is not None and answer.amount:
        day = show_day(answer.timeline.day(claim.deadline))
        yield {
            "none": f"A claim counts until the end of {day}.",
            "made": "The client has claimed it in time.",
            "late": f"The client claimed it too late: claims counted until the end of {day}.",
        }[claim.status]
