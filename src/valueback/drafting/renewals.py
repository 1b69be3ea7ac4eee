"""The next engagement of the same client: the same again, a package, or month by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from valueback.drafting.agreements import Aim, Offer, agreement_table, item_table, set_term
from valueback.drafting.free_days import free_days, span_of
from valueback.drafting.wanted import package_of
from valueback.errors import Hint, mistyped
from valueback.frozen import frozen, replace
from valueback.model.data import as_given, as_table
from valueback.model.engagement import Engagement
from valueback.model.meetings import WorkingCalendar
from valueback.model.practice import Practice, Retainer
from valueback.model.promises import MinimumResult
from valueback.model.term import last_day
from valueback.model.timeline import Timeline
from valueback.moments import add_months, months_between
from valueback.money import plain
from valueback.rules.bookings import USUAL_MINUTES


@frozen(kw_only=True)
class Renewal:
    """What was said of the next engagement; the rest is as before."""

    package: str | None = None
    retainer: str | None = None
    title: str | None = None
    objective: str | None = None
    results: Sequence[str] = ()
    price: str | None = None
    starts: date | None = None
    ends: date | None = None
    months: int | None = None
    offered: bool | None = None
    changes: Sequence[str] = ()


def renewed(practice: Practice, before: Timeline, wanted: Renewal) -> dict[str, Any]:
    """The table `[agreement]` of the next engagement (decision 2026-11-22: a renewal keeps the
    terms of the agreement before, unless it takes a package or a retainer).
    """
    if wanted.package and wanted.retainer:
        raise mistyped("A package and a retainer?", "Give one of them.")
    engagement = before.engagement
    monthly = _retainer(practice, engagement, wanted) if wanted.retainer else None
    offer = _offer(practice, before, wanted, monthly)
    last = span_of(practice, offer.starts, offer.ends, offered=offer.offered)
    free = [found.day for found in free_days(practice, offer.starts, last)]
    table = agreement_table(practice, replace(offer, free_days=free), [])
    if monthly is not None:
        table["scope"] = [item_table(item) for item in monthly.scope]
    elif wanted.package is None:
        table |= _same_terms(engagement, offer)
        table = {name: value for name, value in table.items() if value != []}
    if offer.package is None and not table.get("scope"):
        table.pop("scope", None)
    for change in wanted.changes:
        set_term(table, change)
    return table


def _offer(
    practice: Practice, before: Timeline, wanted: Renewal, monthly: Retainer | None
) -> Offer:
    engagement = before.engagement
    offer = _again(before)
    offer = replace(offer, objective=wanted.objective or engagement.agreement.objective)
    if monthly is not None:
        offer = _on_retainer(offer, monthly)
    else:
        offer = _on_package(practice, engagement, offer, wanted.package)
    first = wanted.starts or offer.starts
    offer = replace(
        offer,
        title=wanted.title or offer.title,
        price=wanted.price or offer.price,
        results=[Aim(text) for text in wanted.results] or offer.results,
        starts=first,
        offered=offer.offered if wanted.offered is None else wanted.offered,
    )
    last = _ends(engagement, offer, first, wanted.months, open_ended=monthly is not None)
    return replace(offer, ends=wanted.ends or last)


def _again(before: Timeline) -> Offer:
    """The same agreement once more, from the day after its last day, or from today."""
    agreement, today = before.agreement, before.today
    ends = last_day(before)
    follows = ends + timedelta(days=1) if ends else today
    return Offer(
        title=agreement.title,
        objective=agreement.objective,
        results=[_aim(result, agreement.currency) for result in agreement.minimum_result],
        starts=max(follows, today),
        ends=agreement.ends,
        price=plain(agreement.price, agreement.currency),
        price_per=agreement.price_per,
        currency=agreement.currency,
        hourly_rate=None
        if agreement.hourly_rate is None
        else plain(agreement.hourly_rate, agreement.currency),
        sessions=None,
        sessions_per="term",
        minutes=USUAL_MINUTES,
        offered=agreement.guarantee.offered,
        needed=agreement.guarantee.results_needed,
    )


def _aim(result: MinimumResult, currency: str) -> Aim:
    if result.target is None:
        return Aim(result.text)
    if result.unit is not None:
        return Aim(result.text, f"{result.target.normalize():f}", result.unit)
    return Aim(result.text, plain(result.target, currency))


def _retainer(practice: Practice, before: Engagement, wanted: Renewal) -> Retainer:
    known = {retainer.id: retainer for retainer in practice.retainer}
    if wanted.retainer not in known:
        names = ", ".join(known) or "none"
        raise mistyped(f"There is no retainer {wanted.retainer!r}.", f"practice.toml has: {names}.")
    own = practice.identity.currency
    if before.agreement.currency != own and wanted.price is None:
        raise mistyped(
            f"The retainer is priced in {own}, the engagement is in {before.agreement.currency}.",
            hint=Hint("Say what it costs in that: {}", "price"),
        )
    return known[wanted.retainer]


def _on_retainer(offer: Offer, retainer: Retainer) -> Offer:
    """Month by month, open-ended, without a guarantee."""
    return replace(
        offer,
        title=retainer.name,
        price=f"{retainer.price:f}",
        price_per="month",
        offered=False,
        results=[],
        ends=None,
    )


def _on_package(practice: Practice, before: Engagement, offer: Offer, named: str | None) -> Offer:
    """At the package's present price and scope, where one is named or it came from one."""
    known = {package.id for package in practice.package}
    own = practice.identity.currency
    if named is not None and offer.currency != own:
        raise mistyped(
            f"The package is priced in {own}, the engagement is in {offer.currency}.",
            "Renew it without the package.",
            Hint("Say what it costs with {}.", "price"),
        )
    inherited = before.agreement.package
    wanted = named or (inherited if inherited in known and offer.currency == own else None)
    package = package_of(practice, wanted)
    if package is None:
        return offer
    priced = replace(
        offer, package=package, price=f"{package.price:f}", price_per=package.price_per
    )
    if named is None:
        return priced
    return replace(priced, title=package.name, offered=practice.guarantee.offered)


def _ends(
    before: Engagement, offer: Offer, first: date, months: int | None, *, open_ended: bool
) -> date | None:
    """As long as said, as the package says, or as the engagement before it was."""
    if months is not None:
        return add_months(first, months)
    if open_ended:
        return None
    agreement = before.agreement
    fresh = offer.package is not None and offer.package.id != agreement.package
    if offer.package is not None and offer.package.months and (fresh or agreement.ends is None):
        return add_months(first, offer.package.months)
    return None if agreement.ends is None else _as_long(agreement.starts, agreement.ends, first)


def _as_long(starts: date, ends: date, first: date) -> date:
    """The last day of a term as long as another: in whole months where that was, else in days."""
    months = max(1, months_between(starts, ends))
    for less in (timedelta(0), timedelta(days=1)):  # to the same day, or to the day before it
        if add_months(starts, months) - less == ends:
            return add_months(first, months) - less
    return first + (ends - starts)


def _same_terms(before: Engagement, offer: Offer) -> dict[str, Any]:
    """The terms of the agreement before; price and scope are the package's, where it has one."""
    agreement = before.agreement
    table: dict[str, Any] = {
        "late_cancellation_uses_session": agreement.late_cancellation_uses_session,
        "meetings": as_table(agreement.meetings),
        "guarantee": as_table(agreement.guarantee) | {"offered": offer.offered},
        "accountability": as_table(agreement.accountability),
    }
    if agreement.language is not None:
        table["language"] = agreement.language
    if agreement.calendar.working_days != WorkingCalendar.working_days:
        table["calendar"] = {"working_days": list(agreement.calendar.working_days)}
    if offer.package is None:
        table["scope"] = [item_table(item) for item in agreement.scope]
    if agreement.goodwill_minutes is not None:
        table["goodwill_minutes"] = agreement.goodwill_minutes
    if agreement.payment_within is not None:
        table["payment_within"] = str(agreement.payment_within)
    if agreement.tax is not None:
        table["tax"] = agreement.tax
    for name, rows in (("leaving", agreement.leaving), ("fee", agreement.fee)):
        table[name] = [as_given(row) for row in rows]
    return table
