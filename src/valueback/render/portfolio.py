"""The practice at a glance, as JSON and as one screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from valueback import money
from valueback.model.message import say
from valueback.model.practice import Practice
from valueback.moments import day_of, in_zone, show_day
from valueback.render.page import Page, Span, Styled
from valueback.render.words import said
from valueback.rules.portfolio import Facts, Portfolio, RepeatedGift
from valueback.rules.reserve import Reserve

_WORST = ("refund-due", "needs-judgement", "at-risk", "in-progress", "eligible", "not-in-force")
_COLOURS = {
    "refund-due": "red", "needs-judgement": "yellow", "at-risk": "yellow", "on-track": "green",
    "eligible": "cyan", "value-delivered": "green", "creeping": "red", "watch": "yellow",
}  # fmt: skip
_PERCENT = Decimal(100)


def practice_json(
    answer: Portfolio, as_of: datetime, zone: ZoneInfo, broken: Mapping[str, str], own: str
) -> dict[str, Any]:
    """The keys that other programs rely on; `own` is the practice's currency."""
    retention = answer.retention_percent
    return {
        "schema": 1,
        "report": "practice",
        "as_of": in_zone(as_of, zone).isoformat(),
        "engagements": [_row_json(answer, row) for row in worst_first(answer)]
        + [{"id": id_, "error": error} for id_, error in broken.items()],
        "reserve": _reserve_json(answer.reserve),
        "suggestions": [_offer_json(offer, own) for offer in answer.suggestions],
        "nps": answer.recommendation.score,
        "nps_answers": answer.recommendation.answered,
        "retention_percent": None if retention is None else money.percent(retention),
        "retention": {"renewed": answer.renewed, "ended": answer.ended},
        "revenue": {c: money.plain(v, c) for c, v in _revenue(answer).items()},
        "minutes": sum(row.minutes for row in answer.rows),
    }


def _row_json(answer: Portfolio, row: Facts) -> dict[str, Any]:
    hours, revenue = answer.hours_share(row), answer.revenue_share(row)
    next_due = answer.next_due(row)
    return {
        "id": row.id,
        "client": row.client,
        "state": row.state,
        "verdict": row.verdict,
        "health": row.health,
        "level": row.level,
        "misses": row.misses,
        "owed": row.owed,
        "promises_overdue": row.overdue,
        "next_due": None if next_due is None else next_due.isoformat(),
        "currency": row.currency,
        "exposure": money.plain(Decimal(row.exposure), row.currency),
        "outstanding": _known(row.outstanding, row.currency),
        "payments_overdue": _known(row.payments_overdue, row.currency),
        "charges_open": money.plain(Decimal(row.charges), row.currency),
        "minutes": row.minutes,
        "revenue": money.plain(Decimal(row.revenue), row.currency),
        "hours_share": None if hours is None else money.percent(hours),
        "revenue_share": None if revenue is None else money.percent(revenue),
        "effective_hourly_rate": None
        if row.hourly is None
        else money.plain(Decimal(row.hourly), row.currency),
        "lifetime_value": {
            code: money.plain(value, code) for code, value in answer.lifetime_values(row).items()
        },
    }


def _known(amount: str | None, currency: str) -> str | None:
    return None if amount is None else money.plain(Decimal(amount), currency)


def _reserve_json(answer: Reserve) -> dict[str, Any]:
    rate = answer.rate

    def sums(found: Mapping[str, Decimal] | None) -> dict[str, str] | None:
        return None if found is None else {c: money.plain(v, c) for c, v in found.items()}

    def share(value: Decimal | None) -> str | None:
        return None if value is None else money.percent(value * _PERCENT)

    return {
        "concluded": rate.concluded,
        "refunded": rate.refunded,
        "mean": share(rate.mean),
        "lower": share(rate.lower),
        "upper": share(rate.upper),
        "exposure": sums(answer.exposure),
        "expected": sums(answer.expected),
        "expected_upper": sums(answer.expected_upper),
    }


def _offer_json(offer: RepeatedGift, currency: str) -> dict[str, Any]:
    return {
        "item": offer.item,
        "minutes": offer.minutes,
        "price": None if offer.price is None else money.plain(offer.price, currency),
        "clients": offer.clients,
        "text": offer_words(offer, currency),
    }


def offer_words(offer: RepeatedGift, currency: str) -> str:
    """What to do with an item that several clients were given."""
    price = "" if offer.price is None else f", {money.coded(offer.price, currency)}"
    return (
        f"{offer.item} ({offer.minutes} min{price}) was given to {offer.clients} clients: put it "
        "into scope and price."
    )


def _revenue(answer: Portfolio) -> dict[str, Decimal]:
    return {code: value for code, value in answer.revenue.items() if value}


def standing(row: Facts) -> str:
    """The verdict, or while the term runs its health."""
    return row.health or row.verdict


def worst_first(answer: Portfolio) -> list[Facts]:
    """The engagements, those that need care first, the settled ones last."""

    def care(row: Facts) -> tuple[int, int, int, int, str]:
        word = row.health if row.health == "at-risk" else row.verdict
        place = _WORST.index(word) if word in _WORST else len(_WORST)
        if row.verdict == "not-offered" and not row.ended:
            place = _WORST.index("in-progress")
        level = ("creeping", "watch", "ok").index(row.level)
        return place, -row.owed, -row.overdue, level, row.id

    return sorted(answer.rows, key=care)


def practice_page(
    answer: Portfolio,
    practice: Practice,
    as_of: datetime,
    broken: Mapping[str, str],
    *,
    everything: bool = False,
) -> Page:
    """One screen: who needs care, what is at stake, what is given away, who stays."""
    page = Page()
    zone = practice.identity.zone
    page.line(
        Styled(practice.identity.name, "bold"), f" · as of {show_day(day_of(as_of, zone))}"
    ).line()
    if not answer.rows and not broken:
        page.line('No client yet. Begin with: valueback new-client "Ana Souza"')
    rows = worst_first(answer)
    if everything:
        page.rows([_row(answer, row, as_of, zone) for row in rows], indent=0)
    elif rows:
        page.rows(in_brief(answer, rows, as_of, [row.client for row in rows]), indent=0)
    for id_, error in broken.items():
        page.line(Styled("Cannot be read: ", "red"), f"{id_}: {error}")
    page.heading("What may have to be paid back")
    for line in reserve_lines(answer.reserve):
        page.line(line, indent=2)
    page.heading("The business")
    for line in business(answer):
        page.line(line, indent=2)
    if answer.suggestions:
        page.heading("To price next")
    for offer in answer.suggestions:
        page.line(offer_words(offer, practice.identity.currency), indent=2)
    return page


_HEADS = ("", "standing", "scope", "overdue", "owes", "at stake")
_NAME = 22
"""How much of a name stands in a line of 80 columns."""


def in_brief(
    answer: Portfolio, rows: Sequence[Facts], as_of: datetime, names: Sequence[str]
) -> list[tuple[Span, ...]]:
    """A line for each engagement: how it stands, what is overdue, what is owed and at stake."""
    found: list[tuple[Span, ...]] = [tuple(Styled(head, "dim") for head in _HEADS)]
    for row, name in zip(rows, names, strict=True):
        word = standing(row)
        late = sum(task.due < as_of for task in answer.tasks(row))
        found.append(
            (
                Styled(name if len(name) <= _NAME else f"{name[: _NAME - 1]}…", "bold"),
                Styled(said(say(f"standing.{word}")), _COLOURS.get(word, "dim")),
                Styled(said(say(f"level.{row.level}")), _COLOURS.get(row.level, "")),
                str(late) if late else "–",
                _sum(row.outstanding, row.currency),
                _sum(row.exposure, row.currency),
            )
        )
    return found


def _sum(amount: str | None, currency: str) -> str:
    return money.coded(Decimal(amount), currency) if amount and Decimal(amount) else "–"


def _row(answer: Portfolio, row: Facts, as_of: datetime, zone: ZoneInfo) -> tuple[Span, ...]:
    word = standing(row)
    return (
        Styled(row.id, "bold"),
        Styled(said(say(f"standing.{word}")), _COLOURS.get(word, "dim")),
        Styled(said(say(f"level.{row.level}")), _COLOURS.get(row.level, "")),
        ", ".join(_told(answer, row, as_of, zone)),
    )


def _told(answer: Portfolio, row: Facts, as_of: datetime, zone: ZoneInfo) -> list[str]:
    told = []
    if row.misses:
        owed = f" ({row.owed} owed an answer)" if row.owed else ""
        told.append(f"{row.misses} missed{owed}")
    if row.overdue:
        told.append(f"{row.overdue} promise{'s' * (row.overdue > 1)} overdue")
    if row.payments_overdue is not None and Decimal(row.payments_overdue):
        told.append(f"{money.coded(Decimal(row.payments_overdue), row.currency)} overdue")
    due = answer.next_due(row)
    if due is not None:
        word = "due since" if due < as_of else "next due"
        told.append(f"{word} {show_day(day_of(due, zone))}")
    if Decimal(row.exposure):
        told.append(f"{money.coded(Decimal(row.exposure), row.currency)} at stake")
    hours, revenue = answer.hours_share(row), answer.revenue_share(row)
    if hours is not None and revenue is not None and row.in_force:
        told.append(f"{hours:.0f} % of hours, {revenue:.0f} % of revenue")
    if row.hourly is not None:
        told.append(f"{money.coded(Decimal(row.hourly), row.currency)} an hour")
    return told or [row.state]


def reserve_lines(answer: Reserve) -> list[str]:
    """What is at stake, how often money went back so far, and what to set aside, in sentences."""
    if not answer.exposure:
        return ["Nothing can be claimed now."]
    lines = [f"At stake: {money.coded(sum_, code)}." for code, sum_ in answer.exposure.items()]
    rate = answer.rate
    if rate.mean is None or rate.lower is None or rate.upper is None or answer.expected is None:
        history = "No guarantee is concluded yet, so there is no history to expect anything from."
        return [*lines, history]
    mean, lower, upper = (money.percent(s * _PERCENT) for s in (rate.mean, rate.lower, rate.upper))
    lines.append(
        f"{rate.refunded} of {rate.concluded} concluded guarantees were refunded: expect {mean} %, "
        f"likely from {lower} % to {upper} %."
    )
    for code, sum_ in answer.expected.items():
        most = (answer.expected_upper or {}).get(code, sum_)
        lines.append(
            f"Put {money.coded(sum_, code)} aside for it, or {money.coded(most, code)} to be on "
            "the safe side; what is due already is in both, in full."
        )
    return lines


def business(answer: Portfolio) -> list[str]:
    """What was agreed, who stays, and who would recommend the practice, in sentences."""
    lines = [f"Agreed so far: {money.coded(s, code)}." for code, s in _revenue(answer).items()]
    if answer.retention_percent is not None:
        percent = money.percent(answer.retention_percent)
        lines.append(
            f"Renewed: {answer.renewed} of {answer.ended} engagements that ended, {percent} %."
        )
    score, answered = answer.recommendation
    if score is None:
        return [*lines, "Nobody has answered yet whether they would recommend you."]
    noun = "client" if answered == 1 else "clients"
    return [*lines, f"Net promoter score: {score}, from {answered} {noun}."]
