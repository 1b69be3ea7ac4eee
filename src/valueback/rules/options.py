"""Yes, with a price: everything that can be answered to a request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from valueback.model.entries import Answered, OrderLine, Request
from valueback.model.message import Message, say
from valueback.model.practice import Package, Practice
from valueback.model.term import is_over, last_day
from valueback.rules.item_use import ItemUse
from valueback.rules.scope import Scope
from valueback.rules.upgrades import Upgrade, package_of, periods_of, price_of, used_over_term

_BEFORE_THE_END = timedelta(days=45)
_ZERO = Decimal(0)
_PRICED: tuple[Answered, ...] = ("menu", "upgrade", "package", "change-order")


class Option(NamedTuple):
    """One possible answer: what it costs (a month, where `monthly`), what it is about, and what it
    means for both. `lines` and `days` are what its change order would add.
    """

    kind: Answered
    price: Decimal | None = None
    item: str | None = None
    name: str = ""
    minutes: int | None = None
    delivered: tuple[Message, ...] = ()
    outstanding: tuple[Message, ...] = ()
    lines: tuple[OrderLine, ...] = ()
    days: int = 0
    monthly: bool = False


class Options(NamedTuple):
    """All that apply to a request, in the order in which to think of them."""

    request: Request
    options: tuple[Option, ...]
    scope: Scope

    @property
    def recommended(self) -> Answered | None:
        """Included, else the cheapest that is paid; never a gift: where no price can be said, None,
        for how long it takes is to be asked first.
        """
        first = self.options[0]
        if first.kind in ("included", "referred-out"):
            return first.kind
        priced = [o for o in self.options if o.kind in _PRICED and o.price is not None]
        return min(priced, key=lambda option: option.price or _ZERO).kind if priced else None

    def of(self, kind: Answered) -> Option | None:
        """The option of a kind; None where it does not apply."""
        return next((option for option in self.options if option.kind == kind), None)


def options(scope: Scope, request: Request, practice: Practice) -> Options:
    """What can be answered to a request, given what is used and what the practice sells."""
    if not request.competent:
        return Options(request, (Option("referred-out"), Option("declined")), scope)
    agreement = scope.timeline.agreement
    sold: Iterator[Option] = iter(())
    if agreement.currency == practice.identity.currency:  # prices are not carried over
        sold = chain(
            _menu(request, practice),
            _upgrades(scope, request, practice),
            _packages(scope, request, practice),
            _retainers(scope, request, practice),
        )
    found = (
        *_included(scope, request),
        *sold,
        *_change_order(scope, request, practice),
        Option("goodwill", minutes=_minutes(scope, request, practice)),
        Option("declined"),
    )
    return Options(request, found, scope)


def _use(scope: Scope, item: str | None) -> ItemUse | None:
    return next((use for use in scope.items if use.id == item), None)


def _minutes(scope: Scope, request: Request, practice: Practice) -> int | None:
    """How long a request takes: as it says, else as its item does."""
    if request.minutes is not None:
        return request.minutes
    use = _use(scope, request.item)
    if use is not None and use.minutes is not None:
        return use.minutes
    return next((item.minutes for item in practice.menu if item.id == request.item), None)


def _included(scope: Scope, request: Request) -> Iterator[Option]:
    use = _use(scope, request.item)
    if use is None:
        return
    if use.covers(request.minutes) and not is_over(scope.timeline):
        yield Option("included", _ZERO, use.id)


def _menu(request: Request, practice: Practice) -> Iterator[Option]:
    for item in practice.menu:
        if item.id == request.item:
            yield Option("menu", item.price, item.id, item.text, item.minutes)


def _upgrades(scope: Scope, request: Request, practice: Practice) -> Iterator[Option]:
    """A package with all that was agreed, and more of this: only the difference is paid."""
    for package in practice.package:
        wanted = next((item for item in package.scope if item.id == request.item), None)
        if wanted is None or scope.timeline.agreement.ends is None:
            continue
        upgrade = Upgrade(scope, package)
        if upgrade.price > 0 and upgrade.holds_all and upgrade.has_more(wanted):
            yield Option(
                kind="upgrade",
                price=upgrade.price,
                item=package.id,
                name=package.name,
                delivered=tuple(
                    say("units", number=used, what=item.text)
                    for item in scope.timeline.agreement.scope
                    if (used := used_over_term(scope.timeline, item.id))
                ),
                outstanding=tuple(upgrade.outstanding),
                lines=tuple(upgrade.lines),
                days=upgrade.days,
            )


def _packages(scope: Scope, request: Request, practice: Practice) -> Iterator[Option]:
    """Another package that holds the item, and that is not offered as an upgrade."""
    share = Decimal(100 - practice.existing_client.discount_percent) / 100
    upgrades = {option.item for option in _upgrades(scope, request, practice)}
    for package in practice.package:
        holds = any(item.id == request.item for item in package.scope)
        taken = package.id in (scope.timeline.agreement.package, package_of(scope.timeline))
        if holds and package.id not in upgrades and not taken:
            price = price_of(package) * share
            yield Option(
                "package", price, package.id, package.name, lines=_items_of(package, scope)
            )


def _items_of(package: Package, scope: Scope) -> tuple[OrderLine, ...]:
    """What a package holds over its term, as lines of an order that cost nothing more."""
    today = scope.timeline.today
    return tuple(
        OrderLine(
            text=item.text,
            quantity=item.quantity * periods_of(package, item, today),
            unit_price=_ZERO,
            item=item.id,
        )
        for item in package.scope
        if item.quantity is not None
    )


def _retainers(scope: Scope, request: Request, practice: Practice) -> Iterator[Option]:
    """Near the end, a way to go on that holds the item; any, where the request names none."""
    ends, timeline = last_day(scope.timeline), scope.timeline
    if ends is None or timeline.over(ends) or not timeline.begun(ends - _BEFORE_THE_END):
        return
    for retainer in practice.retainer:
        if request.item is None or any(item.id == request.item for item in retainer.scope):
            yield Option("retainer", retainer.price, retainer.id, retainer.name, monthly=True)


def _change_order(scope: Scope, request: Request, practice: Practice) -> Iterator[Option]:
    minutes = _minutes(scope, request, practice)
    if minutes is not None and scope.hourly_rate is not None:
        yield Option("change-order", scope.hourly_rate * minutes / 60, request.item, "", minutes)
