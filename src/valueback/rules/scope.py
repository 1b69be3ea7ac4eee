"""Am I giving work away? What was promised, what is used up, and where every minute went."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

from valueback.model.entries import Expense, Session, Work
from valueback.model.practice import MenuItem, ScopeAlert
from valueback.model.term import early_end, term_over
from valueback.model.timeline import Timeline
from valueback.rules.accounts import Account, accounts
from valueback.rules.answers import AnswerTimes, answer_times
from valueback.rules.item_use import ItemUse
from valueback.rules.price import Price, hourly_rate, price
from valueback.rules.promised import items_promised
from valueback.rules.units import Counted, answered, item_used, minutes_of, rounded_up

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
    answers: tuple[AnswerTimes, ...]
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
    found = accounts(timeline)
    shares = tuple(_shares(timeline, found))
    rate = hourly_rate(timeline)
    return Scope(
        timeline=timeline,
        items=tuple(ItemUse(account, alert.near_percent) for account in found.values()),
        shares=shares,
        price=price(timeline),
        hourly_rate=rate,
        expenses=sum((e.amount for e in timeline.of(Expense)), Decimal(0)),
        owed_minutes=_owed(timeline, found),
        requests=Counter(outcome_of(timeline, request) for request in timeline.requests),
        answers=answer_times(timeline),
        alert=alert,
        suggestions=tuple(_suggestions(shares, rate, menu)),
    )


def outcome_of(timeline: Timeline, request: str) -> str:
    """What was answered to a request; open where nothing was."""
    decision = timeline.decision_on.get(request)
    return "open" if decision is None else decision.outcome


# --- where every minute falls ---


_KINDS: dict[Counted, Kind] = {
    "paid": "paid",
    "investment": "investment",
    "included": "scope",
    "creep": "creep",
}


def _shares(timeline: Timeline, found: dict[str, Account]) -> Iterator[Portion]:
    """Every worked minute once, in time order."""
    for entry in timeline.entries:
        if isinstance(entry, Session):
            if entry.attended:
                yield from _session(timeline, found, entry)
        elif isinstance(entry, Work):
            item = items_promised(timeline).get(item_used(timeline, entry) or "")
            yield from _split(timeline, found, entry, rounded_up(item, entry.minutes))


def _session(timeline: Timeline, found: dict[str, Account], entry: Session) -> Iterator[Portion]:
    item = items_promised(timeline).get(timeline.item_of(entry))
    planned = minutes_of(item, entry)
    yield from _split(timeline, found, entry, planned)
    over = 0 if item is not None and item.is_measured else (entry.actual_minutes or 0) - planned
    if over > 0:
        used = item_used(timeline, entry)
        yield Portion(entry.id, entry.at, "overrun", over, used, gift=False)


def _split(
    timeline: Timeline, found: dict[str, Account], entry: Session | Work, minutes: int
) -> Iterator[Portion]:
    """The minutes of an entry, where it may reach beyond what is left of its item."""
    answer = answered(timeline, entry.request) if entry.request is not None else "open"
    item = item_used(timeline, entry)
    account = found.get(item or "")
    kind = _KINDS.get(answer)
    if kind is None and account is None:
        kind = "seep" if entry.request is None else "creep"
    if kind is not None:
        gift = entry.request is not None and outcome_of(timeline, entry.request) == "goodwill"
        yield Portion(entry.id, entry.at, kind, minutes, item, gift=gift and kind == "creep")
        return
    assert account is not None
    part = account.share_within(entry.id)
    inside = int((minutes * part).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if inside or not minutes:
        yield Portion(entry.id, entry.at, "scope", inside, item, gift=False)
    if minutes > inside:
        yield Portion(entry.id, entry.at, "overuse", minutes - inside, item, gift=False)


def _owed(timeline: Timeline, found: dict[str, Account]) -> Decimal:
    """The minutes still to be worked in scope; none after the end."""
    if term_over(timeline) or early_end(timeline) is not None:
        return Decimal(0)
    return sum((account.minutes_owed for account in found.values()), Decimal(0))


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
