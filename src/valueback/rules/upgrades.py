"""Upgrading to a package: what it has more, over the whole term, and the difference in price."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property

from valueback.model.entries import OrderLine
from valueback.model.message import Message, say
from valueback.model.periods import Periods
from valueback.model.practice import Package
from valueback.model.promises import ScopeItem
from valueback.model.term import agreed_end
from valueback.model.timeline import Timeline
from valueback.moments import add_months
from valueback.rules.accounts import accounts
from valueback.rules.promised import term_of
from valueback.rules.scope import Scope
from valueback.rules.units import uses

_ZERO = Decimal(0)


def package_of(timeline: Timeline) -> str | None:
    """The package that an engagement has by now: that of the latest approved upgrade, else the one
    that was agreed.
    """
    found = timeline.agreement.package
    for order in timeline.orders.values():
        named = [line.package for line in order.line if line.package is not None]
        if named and timeline.approved_on(order) is not None:
            found = named[-1]
    return found


def price_of(package: Package) -> Decimal:
    """What a package costs over its term."""
    return package.price * (package.months or 1) if package.price_per == "month" else package.price


def months_of(package: Package) -> int:
    """For how many months a package runs."""
    return package.months or 1


def periods_of(package: Package, item: ScopeItem, starts: date) -> int:
    """How many periods of an item a package's months hold from a day on; by the term, one."""
    ends = add_months(starts, package.months or 1)
    by_calendar = item.counted_from == "calendar"
    periods = Periods(item.per, starts, ends, ends, ends, by_calendar=by_calendar)
    return periods.total or 1


def used_over_term(timeline: Timeline, item: str) -> Decimal:
    """The units of an item that were used so far."""
    account = accounts(timeline).get(item)
    used = sum((use.units for use in uses(timeline) if use.item == item), _ZERO)
    return used if account is None else account.shown(used)


class Upgrade:
    """A package beside what was agreed, compared over the term."""

    def __init__(self, scope: Scope, package: Package) -> None:
        self.scope, self.package = scope, package
        self.timeline = scope.timeline
        self._items = {item.id: item for item in package.scope}

    @cached_property
    def price(self) -> Decimal:
        """What is paid: the package's price less the current price, that of the months among it
        that the longer term brings.
        """
        agreement = self.timeline.agreement
        longer = max(months_of(self.package) - self._months, 0) if self.days else 0
        more = agreement.price * longer if agreement.price_per == "month" else _ZERO
        return price_of(self.package) - self.scope.price.current - more

    @property
    def holds_all(self) -> bool:
        """Whether it has at least the agreed quantity of every item."""
        return all(self._at_least(item) for item in self.timeline.agreement.scope)

    def has_more(self, item: ScopeItem) -> bool:
        """Whether it has more of an item than was agreed."""
        known = accounts(self.timeline).get(item.id)
        if known is None:
            return True
        agreed, mine = self._agreed(item.id), self._mine(item)
        return agreed is not None and (mine is None or mine > agreed)

    def _at_least(self, agreed: ScopeItem) -> bool:
        item = self._items.get(agreed.id)
        if item is None:
            return False
        mine, theirs = self._mine(item), self._agreed(agreed.id)
        if mine is not None and theirs is not None and item.per == agreed.per != "term":
            own = accounts(self.timeline)[agreed.id].own(0)
            each = accounts(self.timeline)[agreed.id].shown(own or _ZERO)
            longer = months_of(self.package) >= self._months
            return (item.quantity or _ZERO) >= each and longer
        return mine is None or (theirs is not None and mine >= theirs)

    @property
    def _months(self) -> int:
        return term_of(self.timeline, "month").total or 1

    def _mine(self, item: ScopeItem) -> Decimal | None:
        """What the package has of an item over its term; None for no limit."""
        if item.quantity is None:
            return None
        return item.quantity * periods_of(self.package, item, self.timeline.agreement.starts)

    def _agreed(self, item: str) -> Decimal | None:
        account = accounts(self.timeline).get(item)
        if account is None:
            return _ZERO
        whole = account.whole_term
        return None if whole is None else account.shown(whole)

    @property
    def outstanding(self) -> Iterator[Message]:
        """What would still come of each item."""
        for item in self.package.scope:
            mine = self._mine(item)
            if mine is None:
                yield say("units.as-needed", what=item.text)
            else:
                left = max(mine - used_over_term(self.timeline, item.id), _ZERO)
                yield say("units", number=left, what=item.text)

    @cached_property
    def days(self) -> int:
        """By how many days its term is longer: its months from the first day on."""
        ends = agreed_end(self.timeline)
        if self.package.months is None or ends is None:
            return 0
        return max((add_months(self.timeline.agreement.starts, self.package.months) - ends).days, 0)

    @property
    def lines(self) -> Iterator[OrderLine]:
        """The units that it adds: what is counted by periods in every one from now on, and those of
        past periods once, on top.
        """
        for item in self.package.scope:
            if item.quantity is None:
                continue
            agreed = self.timeline.agreement.items.get(item.id)
            if agreed is None or agreed.per == "term" or agreed.per != item.per:
                more = (self._mine(item) or _ZERO) - (self._agreed(item.id) or _ZERO)
                more -= self._of_longer_term(item.id)
                yield from _line(item, more, "once")
                continue
            account = accounts(self.timeline)[item.id]
            own = account.shown(account.own(account.present) or _ZERO)
            more = item.quantity - own
            yield from _line(item, more, "period")
            yield from _line(item, more * self._past(item), "once")

    def _of_longer_term(self, item: str) -> Decimal:
        """What the periods bring that the longer term adds."""
        agreed = self.timeline.agreement.items.get(item)
        if agreed is None or agreed.per == "term" or not self.days:
            return _ZERO
        starts = self.timeline.agreement.starts
        account = accounts(self.timeline)[item]
        count = periods_of(self.package, agreed, starts) - (account.periods.total or 0)
        own = account.shown(account.own(account.present) or _ZERO)
        return own * max(count, 0)

    def _past(self, item: ScopeItem) -> int:
        """How many of an item's periods an order approved today leaves out."""
        by_calendar = item.counted_from == "calendar"
        periods = term_of(self.timeline, item.per, by_calendar=by_calendar)
        months = term_of(self.timeline, "month")
        since = months.begins(self.timeline.number_in(months))
        return periods.first_from(since)


def _line(item: ScopeItem, more: Decimal, per: str) -> Iterator[OrderLine]:
    if more > 0:
        yield OrderLine(
            text=item.text,
            quantity=more,
            unit_price=_ZERO,
            per="period" if per == "period" else "once",
            item=item.id,
        )
