"""The answer of check-scope, as JSON and as one screen."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from valueback import money
from valueback.model.message import say
from valueback.moments import in_zone
from valueback.render.page import Page, Span, Styled
from valueback.render.report_head import report_head
from valueback.render.words import said
from valueback.rules.item_use import ItemUse
from valueback.rules.price import month_now
from valueback.rules.scope import EXTRA, OUTCOMES, Scope

_COLOURS = {"ok": "green", "near": "yellow", "over": "red", "watch": "yellow", "creeping": "red"}
_BAR = 20


def scope_json(answer: Scope) -> dict[str, Any]:
    """The keys that other programs rely on; money and quantities as text, minutes as numbers."""
    currency = answer.timeline.agreement.currency
    last, previous = answer.trend

    def amount(value: Decimal | None) -> str | None:
        return None if value is None else money.plain(value, currency)

    return {
        "schema": 1,
        "report": "scope",
        "engagement": answer.timeline.engagement.id,
        "as_of": in_zone(answer.timeline.as_of, answer.timeline.engagement.zone).isoformat(),
        "level": answer.level,
        "items": [_item_json(item) for item in answer.items],
        "minutes": {
            "worked": answer.minutes(),
            "scope": answer.minutes("scope"),
            "paid": answer.minutes("paid"),
            "investment": answer.minutes("investment"),
            **{kind: answer.minutes(kind) for kind in ("overrun", "overuse", "creep", "seep")},
            "extra": answer.minutes(*EXTRA),
        },
        "unpaid_value": amount(answer.unpaid_value),
        "percent_of_price": _percent(answer.percent_of_price),
        "hourly_rate": amount(answer.hourly_rate),
        "effective_hourly_rate": amount(answer.effective_hourly_rate),
        "answers": [answer_times._asdict() for answer_times in answer.answers],
        "price": {
            "original": amount(answer.price.original),
            "approved": amount(answer.price.approved),
            "sold": amount(answer.price.sold),
            "pending": amount(answer.price.pending),
            "current": amount(answer.price.current),
            "monthly": _monthly(answer, amount),
        },
        "requests": {
            "total": answer.requests.total(),
            **{outcome: answer.requests[outcome] for outcome in OUTCOMES},
        },
        "goodwill": {
            "minutes": answer.goodwill_minutes,
            "budget": answer.timeline.agreement.goodwill_minutes,
        },
        "trend": {"last_30": last, "previous_30": previous},
        "suggestions": [
            {
                "item": s.item,
                "minutes": s.minutes,
                "price": amount(s.price),
                "text": f"{s.item} was given away more than once: put it into scope and price.",
            }
            for s in answer.suggestions
        ],
    }


def _monthly(
    answer: Scope, amount: Callable[[Decimal | None], str | None]
) -> dict[str, str | None] | None:
    """A month's price as agreed, and that of the present month; None where nothing is monthly."""
    agreement, current = answer.timeline.agreement, month_now(answer.timeline)
    if current is None:
        return None
    original = agreement.price if agreement.price_per == "month" else Decimal(0)
    return {"original": amount(original), "current": amount(current)}


def _percent(value: Decimal | None) -> str | None:
    return None if value is None else money.percent(value)


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _item_json(item: ItemUse) -> dict[str, Any]:
    return {
        "id": item.id,
        "agreed": _number(item.agreed),
        "carried": _number(item.carried),
        "used": _number(item.used),
        "remaining": _number(item.remaining),
        "percent_used": _percent(item.percent),
        "status": item.status,
    }


def scope_page(answer: Scope) -> Page:
    """One screen: what is used, where the hours went, what it cost, is it getting worse."""
    page = report_head(answer.timeline)
    page.line(Styled(said(say(f"level-is.{answer.level}")), f"bold {_COLOURS[answer.level]}"))
    _items(page, answer)
    _hours(page, answer)
    _money(page, answer)
    _asked(page, answer)
    _answers(page, answer)
    return page


def _items(page: Page, answer: Scope) -> None:
    page.heading("What was promised")
    page.rows([_item_row(item) for item in answer.items] or [("no scope is written down",)])


def _item_row(item: ItemUse) -> tuple[Span, ...]:
    used = _number(item.used) or "0"
    if item.agreed is None:
        return (
            item.id,
            "",
            Styled(said(say("use.ok")), "green"),
            f"{used} used, no limit: {item.text}",
        )
    filled = min(int((item.percent or 0) * _BAR / 100), _BAR)
    bar = "#" * filled + "." * (_BAR - filled)
    left = f"{_number(item.remaining)} left"
    if item.free is not None and item.remaining is not None and item.free < item.remaining:
        booked = "all" if not item.free else _number(item.remaining - item.free)
        left += f", {booked} booked"
    carried = f" ({_number(item.carried)} carried over)" if item.carried else ""
    told = f"{used} of {_number(item.agreed)}{carried} used, {left}: {item.text}"
    return (
        item.id,
        f"[{bar}]",
        Styled(said(say(f"use.{item.status}")), _COLOURS[item.status]),
        told,
    )


def _hours(page: Page, answer: Scope) -> None:
    page.heading("Where the hours went")
    rows: list[tuple[Span, ...]] = []
    for kind in ("scope", "paid", "investment", *EXTRA):
        minutes = answer.minutes(kind)
        if minutes or kind == "scope":
            rows.append((_hours_text(minutes), said(say(f"minutes.{kind}"))))
    page.rows(rows)
    last, previous = answer.trend
    if last or previous:
        change = (
            "more than" if last > previous else "less than" if last < previous else "as much as"
        )
        page.line(
            f"Given in the last 30 days: {_hours_text(last)}, {change} in the 30 days before "
            f"({_hours_text(previous)}).",
            indent=2,
        )


def _hours_text(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02} h"


def _money(page: Page, answer: Scope) -> None:
    currency = answer.timeline.agreement.currency
    price = answer.price
    page.heading("What it means in money")
    if answer.unpaid_value is not None:
        percent = _percent(answer.percent_of_price)
        of = f", {percent} % of the price" if percent else ""
        page.line(f"Given away: {money.coded(answer.unpaid_value, currency)}{of}.", indent=2)
    month = month_now(answer.timeline)
    parts = f"Price: {money.coded(price.current, currency)}"
    if month is not None:
        whole = "over the term" if answer.timeline.agreement.ends else "so far"
        parts = f"Price: {money.coded(month, currency)} a month"
        parts += f"; {money.coded(price.current, currency)} {whole}"
    if price.approved or price.sold:
        parts += f" ({money.coded(price.original, currency)} agreed first)"
    if price.pending:
        parts += f"; {money.coded(price.pending, currency)} waits for an answer"
    page.line(f"{parts}.", indent=2)
    if answer.effective_hourly_rate is not None:
        agreed = answer.hourly_rate
        beside = (
            f"; the agreed rate is {money.coded(agreed, currency)}" if agreed is not None else ""
        )
        effective = money.coded(answer.effective_hourly_rate, currency)
        page.line(f"An hour brings {effective} if the rest goes as planned{beside}.", indent=2)


def _answers(page: Page, answer: Scope) -> None:
    if answer.answers:
        page.heading("Answers in time")
        page.rows(
            [(a.item, f"{a.kept} in time, {a.late} late, {a.open} open") for a in answer.answers]
        )


def _asked(page: Page, answer: Scope) -> None:
    counts = [
        f"{answer.requests[outcome]} {said(say(f'answer.{outcome}'))}"
        for outcome in OUTCOMES
        if answer.requests[outcome]
    ]
    if counts:
        page.heading("Requests").line(", ".join(counts), indent=2)
    budget = answer.timeline.agreement.goodwill_minutes
    if answer.goodwill_minutes or budget is not None:
        of = f" of {_hours_text(budget)} meant to be given" if budget is not None else ""
        page.line(f"Gifts: {_hours_text(answer.goodwill_minutes)}{of}.", indent=2)
    if answer.suggestions:
        page.heading("To price next")
    currency = answer.timeline.agreement.currency
    for item in answer.suggestions:
        price = f", {money.coded(item.price, currency)}" if item.price is not None else ""
        page.line(
            f"{item.item} ({item.minutes} min{price}): given away more than once, so it belongs in "
            "the scope and in the price.",
            indent=2,
        )
