"""What a change order can change: lines that add to something, days that are there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from valueback.errors import Hint, Problem
from valueback.model.entries import ChangeOrder, Decision, OrderLine
from valueback.model.term import last_day
from valueback.model.timeline import Timeline
from valueback.moments import show_day
from valueback.rules.promised import items_promised

_EVERY_MONTH = ("month", "term")
"""Items to which a monthly line can add: those of each month, and those of the whole term."""


def order_objections(known: Timeline, entry: ChangeOrder) -> Iterator[Problem]:
    """Why a change order would change nothing, or something that is not there."""
    if not entry.line and not entry.days and not entry.free_days:
        yield Problem("It changes nothing.", hint=Hint("Give a {}, or more days.", "line"))
    for line in entry.line:
        yield from _line(known, line)
    if entry.from_ is not None and all(line.per == "once" for line in entry.line):
        yield Problem(
            "Nothing in it holds from a day on: its lines are for once.",
            hint=Hint("Leave out {}, or make a line monthly.", "from"),
        )
    ends = last_day(known)
    ends = None if ends is None else ends + timedelta(days=entry.days)
    if entry.from_ is not None and ends is not None and entry.from_ > ends:
        yield Problem(
            f"It would hold from {show_day(entry.from_)}, after the last day ({show_day(ends)}).",
            hint=Hint("Give an earlier day with {}.", "from"),
        )
    yield from end_objections(known, entry.days)
    yield from _second_order(known, entry)


_LIVE = ("draft", "sent", "approved")


def _second_order(known: Timeline, entry: ChangeOrder) -> Iterator[Problem]:
    """A request has one order at a time."""
    for other in known.orders.values():
        status = known.order_status(other)
        if entry.request is None or other.request != entry.request or status not in _LIVE:
            continue
        remedy = "What was approved changes by an order of its own, without the request."
        if status != "approved":
            void = f"mark-change-order {known.engagement.id} {other.id} void"
            remedy = f"Void it first: valueback {void}"
        yield Problem(f"{other.id} answers {entry.request} already ({status}).", remedy)


def decided_already(known: Timeline, entry: Decision) -> Iterator[Problem]:
    """A request is decided once; anew only where the order that answered it came to nothing."""
    earlier = known.decision_on.get(entry.request)
    if earlier is None:
        return
    orders = [o for o in known.orders.values() if o.request == entry.request]
    live = [o for o in orders if known.order_status(o) in _LIVE]
    if live or not orders:
        what = f" by {live[0].id}" if live else ""
        yield Problem(
            f"{entry.request} was answered already ({earlier.id}: {earlier.outcome}){what}.",
            f"Take that back first: valueback void {known.engagement.id} {earlier.id}"
            if not live
            else f"Void {live[0].id} first, or take it as it is.",
        )


def _line(known: Timeline, line: OrderLine) -> Iterator[Problem]:
    item = items_promised(known).get(line.item or "")
    if line.per == "month" and item is not None and item.per not in _EVERY_MONTH:
        yield Problem(
            f"{item.id} is promised by the {item.per}: a monthly line cannot add to it.",
            hint=Hint("Say that it holds in every period with {} period.", "per"),
        )
    if line.per != "period":
        return
    if item is None or item.per == "term":
        yield Problem(
            "A line for every period needs an item that has periods.",
            hint=Hint("Name it with {}, or make the line one for once.", "item"),
        )
    if line.unit_price != 0:
        yield Problem(
            "A line for every period has no price of its own.",
            "Write the price as a line of its own, once or a month.",
        )


def end_objections(known: Timeline, days: int) -> Iterator[Problem]:
    """Why the last day cannot move by so many days: there is none, or it would have passed."""
    ends = last_day(known)
    if days and ends is None:
        yield Problem("No last day is agreed, so none can move.", "Leave the days out.")
    elif days < 0 and ends is not None:
        moved = ends + timedelta(days=days)
        if known.over(moved) or moved < known.agreement.starts:
            yield Problem(
                f"The last day would be {show_day(moved)}, which has passed.",
                "The term can end today at the earliest.",
            )
