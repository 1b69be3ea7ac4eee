"""Change orders: drawn up for both to sign, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from valueback.drafting.draft import Draft, drafts
from valueback.errors import refused
from valueback.model.entries import ChangeOrder, ChangeOrderStatus, Decision, Marked, OrderLine
from valueback.model.term import agreed_end
from valueback.rules.options import Option, Options
from valueback.rules.promised import term_of
from valueback.rules.suggestions import order_to_mark


def order_for(
    draft: Draft, answer: Options, option: Option, *, price: Decimal, title: str
) -> ChangeOrder:
    """The change order that carries a decision out; units that cost nothing more follow it."""
    asked = answer.request
    minutes = option.minutes if option.kind == "change-order" else None
    package = option.item if option.kind == "upgrade" else None
    priced = OrderLine(
        text=title,
        quantity=Decimal(1),
        unit_price=price,
        per="month" if option.monthly else "once",
        minutes=minutes,
        package=package,
    )
    days, since = option.days, None
    if any(line.per == "period" for line in option.lines):
        months = term_of(draft.timeline, "month")
        since = months.begins(months.number_of(draft.timeline.today))
    if option.monthly:
        days, since = _one_month_more(draft)
    return draft.add(
        ChangeOrder(
            at=draft.now,
            title=title,
            reason=asked.text,
            request=asked.id,
            days=days,
            from_=since,
            line=(priced, *option.lines),
        )
    )


def _one_month_more(draft: Draft) -> tuple[int, date | None]:
    """By how many days a month more moves the end, and the first day of that month."""
    ends = agreed_end(draft.timeline)
    if ends is None:
        return 0, None
    months = term_of(draft.timeline, "month")
    first = months.begins(months.total or 0)
    following = months.begins((months.total or 0) + 1)
    return (following - ends).days, first


@drafts
def change_order(
    draft: Draft,
    *,
    title: str,
    reason: str,
    request: str | None = None,
    days: int = 0,
    free_days: Sequence[date] = (),
    from_: date | None = None,
    valid_days: int,
    lines: Sequence[OrderLine] = (),
    at: datetime | None = None,
    note: str | None = None,
) -> ChangeOrder:
    """A change of the agreement, as a draft; a request that it answers is decided with it."""
    moment = draft.at(at)
    if request is not None and request not in draft.timeline.decision_on:
        draft.add(Decision(at=moment, request=request, outcome="change-order"))
    until: date = draft.timeline.day(moment) + timedelta(days=valid_days)
    return draft.add(
        ChangeOrder(
            at=moment,
            title=title,
            reason=reason,
            request=request,
            days=days,
            free_days=tuple(sorted(free_days)),
            from_=from_,
            valid_until=until,
            line=tuple(lines),
            note=note,
        )
    )


@drafts
def change_order_status(
    draft: Draft,
    *,
    status: Marked,
    order: str | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> ChangeOrderStatus:
    """What became of a change order: the latest that waits for something, unless it is named."""
    waiting = order_to_mark(draft.timeline)
    if order is None and waiting is None:
        raise refused("No change order waits for anything.", "Name it, like CO1.")
    id_ = order or (waiting.id if waiting else "")
    return draft.add(
        ChangeOrderStatus(
            at=draft.at(at),
            change_order=id_,
            status=status,
            note=note,
        )
    )
