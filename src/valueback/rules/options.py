"""Yes, with a price: everything that can be answered to a request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from valueback.model.entries import Answered, Request
from valueback.model.message import Message, say
from valueback.model.practice import Package, Practice
from valueback.model.promises import ScopeItem
from valueback.model.term import is_over, last_day
from valueback.rules.item_use import ItemUse
from valueback.rules.scope import Scope

_BEFORE_THE_END = timedelta(days=45)
_PRICED: tuple[Answered, ...] = ("menu", "upgrade", "package", "change-order")


class Option(NamedTuple):
    """One possible answer: what it costs, what it is about, and what it means for both."""

    kind: Answered
    price: Decimal | None = None
    item: str | None = None
    name: str = ""
    minutes: int | None = None
    delivered: tuple[Message, ...] = ()
    outstanding: tuple[Message, ...] = ()
    lines: tuple[tuple[str, Decimal, str], ...] = ()


class Options(NamedTuple):
    """All that apply to a request, in the order in which to think of them."""

    request: Request
    options: tuple[Option, ...]
    scope: Scope

    @property
    def recommended(self) -> Answered:
        """Included, else the cheapest that is paid; where nothing is, the first."""
        first = self.options[0]
        priced = [o for o in self.options if o.kind in _PRICED and o.price is not None]
        if first.kind in ("included", "referred-out") or not priced:
            return first.kind
        return min(priced, key=lambda option: option.price or Decimal(0)).kind


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
        yield Option("included", Decimal(0), use.id)


def _menu(request: Request, practice: Practice) -> Iterator[Option]:
    for item in practice.menu:
        if item.id == request.item:
            yield Option("menu", item.price, item.id, item.text, item.minutes)


def _price_of(package: Package) -> Decimal:
    months = package.months or 1
    return package.price * months if package.price_per == "month" else package.price


def _upgrades(scope: Scope, request: Request, practice: Practice) -> Iterator[Option]:
    """A package with all that was agreed, and more of this: only the difference is paid."""
    for package in practice.package:
        items = {item.id: item for item in package.scope}
        wanted = items.get(request.item or "")
        difference = _price_of(package) - scope.price.current
        if wanted is None or difference <= 0:
            continue
        present = _use(scope, request.item)
        holds_all = all(use.id in items and _at_least(items[use.id], use) for use in scope.items)
        if holds_all and (present is None or _more(wanted, present)):
            yield Option(
                kind="upgrade",
                price=difference,
                item=package.id,
                name=package.name,
                delivered=tuple(
                    say("units", number=use.used, what=use.text) for use in scope.items if use.used
                ),
                outstanding=tuple(_outstanding(scope, package)),
                lines=tuple(_added(scope, package)),
            )


def _at_least(item: ScopeItem, use: ItemUse) -> bool:
    if item.per != use.per:
        return False
    if item.quantity is None or use.agreed is None:
        return item.quantity is None
    return item.quantity >= use.agreed


def _more(item: ScopeItem, use: ItemUse) -> bool:
    if use.agreed is None:
        return False
    return item.quantity is None or item.quantity > use.agreed


def _outstanding(scope: Scope, package: Package) -> Iterator[Message]:
    for item in package.scope:
        use = _use(scope, item.id)
        used = use.used if use is not None else Decimal(0)
        if item.quantity is None:
            yield say("units.as-needed", what=item.text)
        else:
            left = max(item.quantity - used, Decimal(0))
            yield say("units", number=left, what=item.text)


def _added(scope: Scope, package: Package) -> Iterator[tuple[str, Decimal, str]]:
    """The units that an upgrade adds, item by item."""
    for item in package.scope:
        use = _use(scope, item.id)
        agreed = use.agreed if use is not None else Decimal(0)
        if item.quantity is not None and agreed is not None and item.quantity > agreed:
            yield item.id, item.quantity - agreed, item.text


def _packages(scope: Scope, request: Request, practice: Practice) -> Iterator[Option]:
    share = Decimal(100 - practice.existing_client.discount_percent) / 100
    for package in practice.package:
        holds = any(item.id == request.item for item in package.scope)
        if holds and package.id != scope.timeline.agreement.package:
            yield Option("package", _price_of(package) * share, package.id, package.name)


def _retainers(scope: Scope, request: Request, practice: Practice) -> Iterator[Option]:
    ends, timeline = last_day(scope.timeline), scope.timeline
    if ends is None or timeline.over(ends) or not timeline.begun(ends - _BEFORE_THE_END):
        return
    for retainer in practice.retainer:
        if any(item.id == request.item for item in retainer.scope):
            yield Option("retainer", retainer.price, retainer.id, retainer.name)


def _change_order(scope: Scope, request: Request, practice: Practice) -> Iterator[Option]:
    minutes = _minutes(scope, request, practice)
    if minutes is not None and scope.hourly_rate is not None:
        yield Option("change-order", scope.hourly_rate * minutes / 60, request.item, "", minutes)
