"""The answer of check-service: one client's promises, or the whole matrix.

Over 300 lines: one client, all clients, and the papers about promises.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from valueback import money
from valueback.model.engagement import Engagement
from valueback.model.message import Message, say
from valueback.model.practice import Practice
from valueback.model.service import Standard
from valueback.model.time_terms import TimeTerm
from valueback.moments import in_zone, show_day
from valueback.render.page import Page, Span, Styled
from valueback.render.report_head import report_head
from valueback.render.words import Words, said, sentences
from valueback.rules.service import Promise, PromiseStatus, Recommendation, Service

_COLOURS: dict[PromiseStatus, str] = {
    "ok": "green",
    "due": "yellow",
    "overdue": "red",
    "ended": "dim",
}
_CARE: dict[PromiseStatus, int] = {"overdue": 0, "due": 1, "ok": 2, "ended": 3}
"""What needs care first."""

_LETTERS: dict[PromiseStatus, str] = {"ok": "ok", "due": "due", "overdue": "LATE", "ended": "end"}
_FEWEST, _MOST = 3, 5


def service_json(answer: Service) -> dict[str, Any]:
    """The keys that other programs rely on: days and percentages as text, counts as numbers."""
    timeline = answer.timeline
    fit, referral = answer.fit_percent, answer.referral
    return {
        "schema": 1,
        "report": "service",
        "engagement": timeline.engagement.id,
        "as_of": in_zone(timeline.as_of, timeline.engagement.zone).isoformat(),
        "segment": answer.segment,
        "fit_percent": None if fit is None else money.percent(fit),
        "standards": [_promise_json(promise) for promise in _by_care(answer.promises)],
        "referral": {"due": referral.due, "reason": said(referral.reason)},
        "nps": answer.survey.recommends if answer.survey else None,
        "audit_due": None if answer.ended else answer.audit_due.isoformat(),
        "warnings": warnings(answer.practice, answer.timeline.engagement),
    }


def _promise_json(promise: Promise) -> dict[str, Any]:
    return {
        "id": promise.standard.id,
        "every": str(promise.standard.every),
        "last": promise.last.isoformat() if promise.last else None,
        "due": promise.due.isoformat(),
        "status": promise.status,
        "kept": promise.kept,
        "promised": promise.promised,
        "percent": None if promise.percent is None else money.percent(promise.percent),
        "score": promise.score,
        "disconnect": promise.disconnect,
        "text": promise.standard.text,
        "responsible": promise.standard.responsible,
    }


def _by_care(promises: Sequence[Promise]) -> list[Promise]:
    """Overdue first, then what falls due soonest."""
    return sorted(promises, key=lambda p: (_CARE[p.status], p.due))


def warnings(practice: Practice, engagement: Engagement | None = None) -> list[str]:
    """What is worth a look in how clients are grouped."""
    found = []
    count = len(practice.segment)
    if count and not _FEWEST <= count <= _MOST:
        why = (
            "with fewer, everyone gets the same and the best clients get too little"
            if count < _FEWEST
            else "more than that nobody keeps apart from memory"
        )
        noun = "segment" if count == 1 else "segments"
        found.append(f"You have {count} {noun}; three to five serve best: {why}.")
    if engagement is None or not practice.segment:
        return found
    segment = engagement.client.segment
    if segment is None:
        found.append("The client is in no segment, and gets what everyone gets.")
    elif segment not in [known.id for known in practice.segment]:
        found.append(f"{segment} is no segment of practice.toml; check its spelling.")
    return found


def service_page(answer: Service) -> Page:
    """One client: each promise, what the client says of it, and whether a referral was earned."""
    page = report_head(answer.timeline)
    late = len(answer.overdue)
    if answer.timeline.in_force_since is None:
        page.line("Not signed by both yet; what follows is as if it were.")
    if not answer.promises:
        page.line("No promises are written down for this client.")
        page.line("They stand as [[standard]] in practice.toml: valueback edit practice", indent=2)
    elif late:
        noun = "promise is" if late == 1 else "promises are"
        page.line(Styled(f"{late} {noun} overdue.", "bold red"))
    else:
        page.line(Styled("Every promise is kept up to date.", "bold green"))
    page.heading("Promises") if answer.promises else None
    page.rows([_promise(promise) for promise in _by_care(answer.promises)])
    _answers(page, answer)
    _relation(page, answer)
    return page


def _promise(promise: Promise) -> tuple[Span, ...]:
    last = f"last {show_day(promise.last)}" if promise.last else "never so far"
    kept = f"kept in {promise.kept} of {promise.promised} periods" if promise.promised else ""
    word = "was due by" if promise.status == "overdue" else "next by"
    due = "" if promise.status == "ended" else f"{word} {show_day(promise.due)}"
    facts = ", ".join(part for part in (last, due, kept) if part)
    who = f" ({promise.standard.responsible})" if promise.standard.responsible else ""
    status = Styled(said(say(f"promise.{promise.status}")), _COLOURS[promise.status])
    return (promise.standard.id, status, f"{promise.standard.text}{who}: {facts}")


def _answers(page: Page, answer: Service) -> None:
    """What the client says of it, and where that disagrees with the record."""
    if answer.survey is None:
        return
    day = show_day(answer.timeline.day(answer.survey.at))
    page.heading(f"What the client says ({answer.survey.id}, {day})")
    for promise in answer.promises:
        if promise.score is not None:
            page.rows([(f"{promise.score} of 10", f"{promise.standard.id}{_clash(promise)}")])
    if answer.survey.recommends is not None:
        page.rows([(f"{answer.survey.recommends} of 10", "would recommend you")])


def _clash(promise: Promise) -> str:
    if not promise.disconnect or promise.percent is None or promise.score is None:
        return ""
    kept = f"{money.percent(promise.percent)} % kept by the record"
    if promise.score < promise.percent / 10:
        return f"; {kept}, and the client sees it otherwise. Ask what they expected."
    return (
        f"; only {kept}, and the client is content. Is it noted when you keep it, and is it "
        "worth promising?"
    )


def _relation(page: Page, answer: Service) -> None:
    page.heading("The relation")
    if answer.segment:
        page.line(f"Segment: {answer.segment}.", indent=2)
    if answer.fit_percent is not None:
        page.line(f"Matches {answer.fit_percent:.0f} % of the ideal client's traits.", indent=2)
    referral = answer.referral
    word = "Ask for a referral." if referral.due else "No referral yet."
    page.line(f"{word} {said(referral.reason)}", indent=2)
    if referral.due:
        page.command(f"  valueback ask-referral {answer.timeline.engagement.id}")
    for warning in warnings(answer.practice, answer.timeline.engagement):
        page.line(warning, indent=2)


# --- all clients ---


def matrix_json(
    rows: Sequence[Service],
    practice: Practice,
    broken: Mapping[str, str],
    recommendation: Recommendation,
) -> dict[str, Any]:
    """Every client's promises, the one who needs care first."""
    return {
        "schema": 1,
        "report": "service",
        "clients": [service_json(row) for row in sorted(rows, key=_urgency)],
        "nps": recommendation.score,
        "nps_answers": recommendation.answered,
        "warnings": _all_warnings(rows, practice),
        "errors": [{"id": id_, "error": error} for id_, error in broken.items()],
    }


def _urgency(row: Service) -> tuple[int, int, str]:
    states = [promise.status for promise in row.promises]
    return -states.count("overdue"), -states.count("due"), row.timeline.engagement.id


def matrix_page(
    rows: Sequence[Service],
    practice: Practice,
    broken: Mapping[str, str],
    recommendation: Recommendation,
) -> Page:
    """Clients by standards, lettered; who needs care comes first."""
    page = Page()
    page.line(Styled("Promises", "bold"), f" · {practice.identity.name}").line()
    standards = practice.standard
    if not standards:
        page.line("No promises are written down yet.")
        page.line("They stand as [[standard]] in practice.toml: valueback edit practice", indent=2)
    else:
        head = ("", *(str(n) for n in range(1, len(standards) + 1)), "")
        page.rows([head, *(_matrix_row(row, practice) for row in sorted(rows, key=_urgency))])
        page.line()
        page.rows(
            [
                (str(n), standard.id, f"{standard.text}, {said(often(standard.every))}")
                for n, standard in enumerate(standards, 1)
            ]
        )
    page.line()
    if recommendation.score is None:
        page.line("Nobody has answered yet whether they would recommend you.")
    else:
        count = recommendation.answered
        people = "One client answered" if count == 1 else f"{count} clients answered"
        page.line(f"Net promoter score: {recommendation.score}. {people}.")
    for warning in _all_warnings(rows, practice):
        page.line(warning)
    for id_, error in broken.items():
        page.line(Styled("Cannot be read: ", "red"), f"{id_}: {error}")
    return page


def _all_warnings(rows: Sequence[Service], practice: Practice) -> list[str]:
    """What is worth a look in how clients are grouped, over all of them."""
    known = {segment.id for segment in practice.segment}
    strange = [
        f"{row.timeline.engagement.id}: {row.segment} is no segment of practice.toml."
        for row in rows
        if known and row.segment is not None and row.segment not in known
    ]
    return warnings(practice) + strange


def _matrix_row(row: Service, practice: Practice) -> tuple[Span, ...]:
    states = {promise.standard.id: promise.status for promise in row.promises}
    cells: list[Span] = []
    for standard in practice.standard:
        status = states.get(standard.id)
        cells.append("-" if status is None else Styled(_LETTERS[status], _COLOURS[status]))
    told = []
    if late := len(row.overdue):
        told.append(f"{late} late")
    if any(promise.disconnect for promise in row.promises):
        told.append("the client sees it otherwise")
    if row.referral.due:
        told.append("ask for a referral")
    return (Styled(row.timeline.engagement.id, "bold"), *cells, ", ".join(told))


# --- papers ---


_NAMED = {
    7: ("week", 1),
    14: ("week", 2),
    30: ("month", 1),
    31: ("month", 1),
    90: ("month", 3),
    92: ("month", 3),
    180: ("month", 6),
    365: ("year", 1),
}
"""Numbers of days that one says otherwise."""


def often(every: TimeTerm) -> Message:
    """How often, as one says it."""
    unit, number = every.unit.replace(" ", "-"), every.number
    if every.unit == "day":
        unit, number = _NAMED.get(number, (unit, number))
    own = f"often.{unit}-{number}"
    return say(own) if own in sentences() else say(f"often.{unit}", count=number)


def survey_words(answer: Service) -> dict[str, Any]:
    """The questions of the audit: what was promised to this client."""
    return {"promises": [{"text": p.standard.text.rstrip(".")} for p in answer.promises]}


def practice_words(practice: Practice) -> dict[str, Any]:
    """Who the practice is, for papers that are about no client."""
    who = practice.identity
    return {
        "practice": {
            "name": who.provider,
            "practice": who.name,
            "email": who.email or "",
            "phone": who.phone or "",
        }
    }


def rights_words(practice: Practice, segment: str | None, words: Words) -> dict[str, Any]:
    """The Client Bill of Rights: the promises to everyone, and those to one segment or to each."""
    chosen = [s for s in practice.segment if segment in (None, s.id)]
    one = chosen[0] if segment is not None and chosen else None
    return practice_words(practice) | {
        "segment": {"name": one.name, "text": one.text or ""} if one else None,
        "everyone": [_right(s, words) for s in practice.standard if not s.segments],
        "groups": [
            {
                "name": group.name,
                "promises": [_right(s, words) for s in practice.standard if group.id in s.segments],
            }
            for group in chosen
            if any(group.id in s.segments for s in practice.standard)
        ],
    }


def _right(standard: Standard, words: Words) -> dict[str, str]:
    return {
        "text": standard.text.rstrip("."),
        "often": words(often(standard.every)),
        "responsible": standard.responsible or "",
    }
