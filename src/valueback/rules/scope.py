"""Am I giving work away? What was promised, what is used up, and where every minute went.

Over 300 lines: its second idea is the accounting of units (`_Left`), to be made anew for
measured and carried scope.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

from valueback.model.agreement import Period, ScopeItem
from valueback.model.entries import Decision, Expense, OrderLine, Session, Work
from valueback.model.practice import MenuItem, ScopeAlert
from valueback.model.term import early_end, last_day, term_over
from valueback.model.timeline import Timeline
from valueback.moments import add_months, months_between
from valueback.rules.bookings import period_of, periods_in, units_used_on
from valueback.rules.price import Price, months_charged, price
from valueback.rules.rulings import Circumstances

Kind = Literal["paid", "investment", "scope", "overuse", "overrun", "creep", "seep"]
EXTRA: tuple[Kind, ...] = ("overuse", "overrun", "creep", "seep")
"""What is given without being paid: valued at the hourly rate."""

OUTCOMES = (
    "open",
    "included",
    "goodwill",
    "menu",
    "upgrade",
    "package",
    "retainer",
    "change-order",
    "referred-out",
    "declined",
)
_PAID = ("menu", "upgrade", "package", "retainer")
_HOUR = Decimal(60)
_TREND = timedelta(days=30)


class Portion(NamedTuple):
    """Some minutes of an entry, and where they fall."""

    entry: str
    at: datetime
    kind: Kind
    minutes: int
    item: str | None
    gift: bool


class ItemUse(NamedTuple):
    """How much of a promised item is used in its present period; no quantity means no limit."""

    id: str
    text: str
    agreed: Decimal | None
    used: Decimal
    minutes: int | None
    near_percent: int
    per: Period

    @property
    def remaining(self) -> Decimal | None:
        """The units left."""
        return None if self.agreed is None else max(self.agreed - self.used, Decimal(0))

    @property
    def percent(self) -> Decimal | None:
        """The share that is used, in percent."""
        return self.used * 100 / self.agreed if self.agreed else None

    @property
    def status(self) -> Literal["ok", "near", "over"]:
        """Whether there is room."""
        nothing = not self.used and not self.agreed
        if self.agreed is None or nothing or self.used < self.agreed * self.near_percent / 100:
            return "ok"
        return "over" if self.used > self.agreed else "near"


class Suggestion(NamedTuple):
    """An item that was given away twice belongs in the scope and in the price."""

    item: str
    minutes: int
    price: Decimal | None


class Scope(NamedTuple):
    """The whole answer."""

    timeline: Timeline
    items: tuple[ItemUse, ...]
    shares: tuple[Portion, ...]
    price: Price
    hourly_rate: Decimal | None
    expenses: Decimal
    owed_minutes: Decimal
    requests: Counter[str]
    alert: ScopeAlert
    suggestions: tuple[Suggestion, ...]

    def minutes(self, *kinds: Kind) -> int:
        """The minutes of these kinds; of all of them without any."""
        return sum(share.minutes for share in self.shares if not kinds or share.kind in kinds)

    @property
    def unpaid_value(self) -> Decimal | None:
        """What the extras are worth."""
        extra = self.minutes(*EXTRA)
        return None if self.hourly_rate is None else extra * self.hourly_rate / _HOUR

    @property
    def percent_of_price(self) -> Decimal | None:
        """The extras in percent of the current price."""
        value, current = self.unpaid_value, self.price.current
        return None if value is None or current <= 0 else value * 100 / current

    @property
    def level(self) -> Literal["ok", "watch", "creeping"]:
        """How much of a leak it is."""
        percent = self.percent_of_price or Decimal(0)
        if percent >= self.alert.creeping_percent:
            return "creeping"
        return "watch" if percent >= self.alert.watch_percent else "ok"

    @property
    def effective_hourly_rate(self) -> Decimal | None:
        """What an hour brings in the end, if the rest goes as planned."""
        minutes = self.minutes() + self.owed_minutes
        return (self.price.current - self.expenses) * _HOUR / minutes if minutes else None

    @property
    def goodwill_minutes(self) -> int:
        """What was given free, on request."""
        return sum(share.minutes for share in self.shares if share.gift)

    @property
    def trend(self) -> tuple[int, int]:
        """The extra minutes of the last 30 days, and of the 30 days before."""
        extras = [s for s in self.shares if s.kind in EXTRA]
        ago = self.timeline.reached
        last = sum(s.minutes for s in extras if not ago(s.at + _TREND))
        before = (s for s in extras if ago(s.at + _TREND) and not ago(s.at + 2 * _TREND))
        return last, sum(s.minutes for s in before)


def scope(timeline: Timeline, alert: ScopeAlert, menu: tuple[MenuItem, ...] = ()) -> Scope:
    """What was promised, used, given away and earned, as of the timeline's moment."""
    items = scope_items(timeline)
    left = _Left(timeline, items)
    shares = tuple(_shares(timeline, left))
    rate = hourly_rate(timeline)
    return Scope(
        timeline=timeline,
        items=tuple(_use(timeline, left, item, alert) for item in items.values()),
        shares=shares,
        price=price(timeline),
        hourly_rate=rate,
        expenses=sum((e.amount for e in timeline.of(Expense)), Decimal(0)),
        owed_minutes=_owed(timeline, left, items),
        requests=Counter(outcome_of(timeline, request) for request in timeline.requests),
        alert=alert,
        suggestions=tuple(_suggestions(shares, rate, menu)),
    )


def scope_items(timeline: Timeline) -> dict[str, ScopeItem]:
    """What is promised by now: the agreement's items, and those that change orders brought in."""
    items = dict(timeline.agreement.items)
    for _, line in _approved_lines(timeline):
        if line.item is not None:
            items.setdefault(line.item, _added(line))
    return items


def _approved_lines(timeline: Timeline) -> Iterator[tuple[date, OrderLine]]:
    """The lines of approved change orders, each with the day of its approval."""
    for order in timeline.orders.values():
        day = timeline.approved_on(order)
        if day is not None:
            yield from ((day, line) for line in order.line)


def _added(line: OrderLine) -> ScopeItem:
    """The item that a change order brings into the scope, with no units of it yet."""
    per: Period = "month" if line.per == "month" else "term"
    return ScopeItem(
        id=line.item or "", text=line.text, quantity=Decimal(0), per=per, minutes=line.minutes
    )


def hourly_rate(timeline: Timeline) -> Decimal | None:
    """The agreed rate; where none was agreed, the price divided by the hours in scope.

    Both are those of the agreement as signed; of an open-ended one, those of a month.
    """
    agreement = timeline.agreement
    if agreement.hourly_rate is not None:
        return agreement.hourly_rate
    starts, ends = agreement.starts, agreement.ends or add_months(agreement.starts, 1)
    months = max(1, months_between(starts, ends)) if agreement.price_per == "month" else 1
    minutes = sum(
        (
            (item.quantity or Decimal(0)) * periods_in(item, starts, ends) * (item.minutes or 0)
            for item in agreement.scope
        ),
        Decimal(0),
    )
    return agreement.price * months * _HOUR / minutes if minutes else None


def outcome_of(timeline: Timeline, request: str) -> str:
    """What was answered to a request; open where nothing was."""
    decision = timeline.decision_on.get(request)
    return "open" if decision is None else decision.outcome


# --- where every minute falls ---


def _shares(timeline: Timeline, left: _Left) -> Iterator[Portion]:
    """Every worked minute once, in time order, each entry taking from what is left."""
    for entry in timeline.entries:
        if isinstance(entry, Session):
            yield from _session(timeline, left, entry)
        elif isinstance(entry, Work):
            kind = _kind_on_request(timeline, entry.request)
            yield from _split(
                timeline, left, entry, kind=kind, minutes=entry.minutes, quantity=entry.quantity
            )
        elif entry.id in left.lost:
            left.take(*left.lost[entry.id], Decimal(1))


def _session(timeline: Timeline, left: _Left, entry: Session) -> Iterator[Portion]:
    if not entry.attended:
        if entry.no_show == "client" and _kind_on_request(timeline, entry.request) in (
            None,
            "scope",
        ):
            left.take(entry.item, timeline.day(entry.at), Decimal(1))
        return
    actual = entry.minutes if entry.actual_minutes is None else entry.actual_minutes
    planned = min(actual, entry.minutes)
    kind = _kind_on_request(timeline, entry.request)
    yield from _split(timeline, left, entry, kind=kind, minutes=planned, quantity=Decimal(1))
    if actual > planned:
        yield Portion(entry.id, entry.at, "overrun", actual - planned, entry.item, gift=False)


def _split(
    timeline: Timeline,
    left: _Left,
    entry: Session | Work,
    *,
    kind: Kind | None,
    minutes: int,
    quantity: Decimal,
) -> Iterator[Portion]:
    """The minutes of an entry, where it may reach beyond what is left of its item."""
    gift = entry.request is not None and outcome_of(timeline, entry.request) == "goodwill"
    request = timeline.requests.get(entry.request or "")
    item = entry.item if entry.item is not None else request.item if request else None
    if kind in ("paid", "investment", "creep"):
        yield Portion(entry.id, entry.at, kind, minutes, item=item, gift=gift and kind == "creep")
        return
    within = left.take(item, timeline.day(entry.at), quantity) if item else None
    if kind == "scope":
        yield Portion(entry.id, entry.at, "scope", minutes, item, gift=False)
    elif within is None:
        yield Portion(entry.id, entry.at, "seep", minutes, item, gift=False)
    else:
        part = within / quantity if quantity else Decimal(1)
        inside = int((minutes * part).quantize(Decimal(1), rounding=ROUND_HALF_UP))
        if inside or not minutes:
            yield Portion(entry.id, entry.at, "scope", inside, item, gift=False)
        if minutes > inside:
            yield Portion(entry.id, entry.at, "overuse", minutes - inside, item, gift=False)


def _kind_on_request(timeline: Timeline, request: str | None) -> Kind | None:
    """Where work on a request falls; None for work that nobody asked for."""
    if request is None:
        return None
    decision = timeline.decision_on.get(request)
    if _is_paid(timeline, request, decision):
        return "paid"
    if decision is not None and decision.promoted is not None:
        return "investment"
    return "scope" if decision is not None and decision.outcome == "included" else "creep"


def _is_paid(timeline: Timeline, request: str, decision: Decision | None) -> bool:
    if decision is not None and decision.outcome in _PAID:
        return True
    return any(
        order.request == request and timeline.approved_on(order) is not None
        for order in timeline.orders.values()
    )


class _Left:
    """The units left of each item, period by period, as entry after entry takes some."""

    def __init__(self, timeline: Timeline, items: dict[str, ScopeItem]) -> None:
        self._items = items
        self._starts, self._ends = timeline.agreement.starts, last_day(timeline)
        self._used: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
        self._added = [
            (line, self.period(items[line.item], day), months_charged(timeline, day))
            for day, line in _approved_lines(timeline)
            if line.item is not None
        ]
        circumstances = Circumstances.of(timeline)
        self.lost = {
            id_: (item, day)
            for item in items
            for day, id_ in units_used_on(circumstances, item)
            if id_ in timeline.cancellations
        }

    def period(self, item: ScopeItem, day: date) -> int:
        """The period in which a day counts; what lies after the end belongs to the last one."""
        number = period_of(item, self._starts, day)
        if self._ends is None:
            return number
        return min(number, periods_in(item, self._starts, self._ends) - 1)

    def agreed(self, item: ScopeItem, period: int) -> Decimal | None:
        """The units agreed for a period, with what approved change orders add; None for no limit.

        A monthly line adds to each month that its price counts; a line once, to its own period.
        """
        if item.quantity is None:
            return None
        units = item.quantity
        for line, approved, months in self._added:
            if line.item != item.id:
                continue
            if item.per == "term":
                units += line.quantity * (months if line.per == "month" else 1)
            elif approved == period or (line.per == "month" and approved < period):
                units += line.quantity
        return units

    def take(self, item_id: str, day: date, quantity: Decimal) -> Decimal | None:
        """Use units; how many of them were still agreed, None for what is not promised at all."""
        item = self._items.get(item_id)
        if item is None:
            return None
        period = self.period(item, day)
        agreed = self.agreed(item, period)
        free = quantity
        if agreed is not None:
            free = min(max(agreed - self._used[item_id, period], Decimal(0)), quantity)
        self._used[item_id, period] += quantity
        return free

    def used(self, item: ScopeItem, period: int) -> Decimal:
        """The units that were used in a period."""
        return self._used[item.id, period]


def _use(timeline: Timeline, left: _Left, item: ScopeItem, alert: ScopeAlert) -> ItemUse:
    present = left.period(item, timeline.today)
    agreed, used = left.agreed(item, present), left.used(item, present)
    return ItemUse(
        id=item.id,
        text=item.text,
        agreed=agreed,
        used=used,
        minutes=item.minutes,
        near_percent=alert.near_percent,
        per=item.per,
    )


def _owed(timeline: Timeline, left: _Left, items: dict[str, ScopeItem]) -> Decimal:
    """The minutes still to be worked in scope; none after the end."""
    ends = last_day(timeline)
    if term_over(timeline) or early_end(timeline) is not None:
        return Decimal(0)
    owed = Decimal(0)
    for item in items.values():
        present = left.period(item, timeline.today)
        last = present if ends is None else left.period(item, ends)
        for period in range(present, last + 1):
            agreed = left.agreed(item, period) or Decimal(0)
            owed += max(agreed - left.used(item, period), Decimal(0)) * (item.minutes or 0)
    return owed


def given_away(shares: Iterable[Portion]) -> Iterator[tuple[str, int]]:
    """The items that were given or volunteered, with the minutes of each time."""
    for share in shares:
        if share.item is not None and (share.gift or share.kind == "seep"):
            yield share.item, share.minutes


def _suggestions(
    shares: tuple[Portion, ...], rate: Decimal | None, menu: tuple[MenuItem, ...]
) -> Iterator[Suggestion]:
    """Items given away at least twice, with what they would cost."""
    prices = {item.id: item.price for item in menu}
    given: dict[str, list[int]] = defaultdict(list)
    for item, portion in given_away(shares):
        given[item].append(portion)
    for item, minutes in given.items():
        if len(minutes) > 1:
            yield Suggestion(item, *gift_worth(minutes, rate, prices.get(item)))


def gift_worth(
    minutes: Sequence[int], rate: Decimal | None, listed: Decimal | None
) -> tuple[int, Decimal | None]:
    """The mean minutes of what was given several times, and what it should cost.

    Its price on the menu, else that time at the hourly rate; None where neither is known.
    """
    mean = Decimal(sum(minutes)) / len(minutes)
    worked_out = None if rate is None else mean * rate / _HOUR
    whole = int(mean.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return whole, worked_out if listed is None else listed
