"""The next engagement of the same client."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.new_client import created, package_of
from valueback.cli.options import ClientArgument
from valueback.errors import mistyped, refused
from valueback.moments import add_months, months_between

if TYPE_CHECKING:
    from datetime import date

    from valueback.model.beginning import Offer
    from valueback.model.engagement import Engagement
    from valueback.model.practice import Retainer


def renew(
    desk: Desk,
    client: ClientArgument,
    package: Annotated[
        str | None, typer.Option("--package", metavar="ID", help="A package of your practice.toml.")
    ] = None,
    retainer: Annotated[
        str | None,
        typer.Option("--retainer", metavar="ID", help="A retainer of it: month by month."),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="What the agreement is called.")
    ] = None,
    objective: Annotated[
        str | None, typer.Option("--objective", help="What the client wants to reach now.")
    ] = None,
    result: Annotated[
        list[str] | None,
        typer.Option("--result", metavar="TEXT", help="A new minimum result; repeatable."),
    ] = None,
    price: Annotated[str | None, typer.Option("--price", metavar="AMOUNT", help="2400.00")] = None,
    starts: Annotated[
        str | None,
        typer.Option("--starts", metavar="DAY", help="The first day; the one after the last."),
    ] = None,
    ends: Annotated[str | None, typer.Option("--ends", metavar="DAY", help="The last day.")] = None,
    months: Annotated[
        int | None, typer.Option("--months", min=1, max=240, help="For how long.")
    ] = None,
    guarantee: Annotated[
        bool | None,
        typer.Option("--guarantee/--no-guarantee", help="Whether money can come back."),
    ] = None,
    term: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="Any other term. Repeatable."),
    ] = None,
) -> Answer:
    """A draft, linked to the engagement before it, with the client's data. Without --package or
    --retainer the same again, at the package's present price where it came from a package.
    """
    from valueback.model.beginning import agreement_table
    from valueback.model.data import as_table

    if package and retainer:
        raise mistyped("A package and a retainer?", "Give one of them.")
    folder = desk.folder
    before = desk.engagement(client)
    _not_renewed_yet(desk, before)
    offer = replace(_again(desk, before), objective=objective or before.agreement.objective)
    monthly = _retainer(desk, before, retainer, price) if retainer else None
    if monthly is not None:
        offer = _on_retainer(offer, monthly)
    else:
        offer = _on_package(desk, before, offer, package)
    first = desk.day(starts) or offer.starts
    offer = replace(
        offer,
        title=title or offer.title,
        price=price or offer.price,
        results=[(None, text) for text in result] if result else offer.results,
        starts=first,
        offered=offer.offered if guarantee is None else guarantee,
    )
    last = _ends(before, offer, first, months, open_ended=monthly is not None)
    offer = replace(offer, ends=desk.day(ends) or last)
    table = agreement_table(folder.practice, offer, [])
    if monthly is not None:
        table["scope"] = [as_table(item) for item in monthly.scope]
    elif package is None:
        table |= _same_terms(before, offer)
    if offer.package is None and not table.get("scope"):
        table.pop("scope", None)
    header = {
        "schema": 1,
        "id": folder.free_id(before.client.name),
        "previous": before.id,
        "client": as_table(before.client),
        "agreement": _changed(table, term or []),
    }
    return created(desk, folder, header)


def _not_renewed_yet(desk: Desk, before: Engagement) -> None:
    known, _ = desk.folder.read_all()
    after = next((e for e in known if e.header.previous == before.id), None)
    if after is not None:
        raise refused(
            f"{after.id} renews {before.id} already.", f"Look at it: valueback show {after.id}"
        )


def _again(desk: Desk, before: Engagement) -> Offer:
    """The same agreement once more, from the day after its last day, or from today."""
    from datetime import timedelta

    from valueback.model.beginning import Offer
    from valueback.model.term import last_day
    from valueback.model.timeline import Timeline
    from valueback.money import plain

    agreement = before.agreement
    ends = last_day(Timeline(before, desk.now))
    follows = ends + timedelta(days=1) if ends else desk.today
    return Offer(
        title=agreement.title,
        objective=agreement.objective,
        results=[
            (None if r.target is None else plain(r.target, agreement.currency), r.text)
            for r in agreement.minimum_result
        ],
        starts=max(follows, desk.today),
        ends=agreement.ends,
        price=plain(agreement.price, agreement.currency),
        price_per=agreement.price_per,
        currency=agreement.currency,
        hourly_rate=None
        if agreement.hourly_rate is None
        else plain(agreement.hourly_rate, agreement.currency),
        sessions=None,
        sessions_per="term",
        minutes=60,
        offered=agreement.guarantee.offered,
        needed=agreement.guarantee.results_needed,
    )


def _retainer(desk: Desk, before: Engagement, id_: str, price: str | None) -> Retainer:
    known = {retainer.id: retainer for retainer in desk.folder.practice.retainer}
    if id_ not in known:
        names = ", ".join(known) or "none"
        raise mistyped(f"There is no retainer {id_!r}.", f"practice.toml has: {names}.")
    own = desk.folder.practice.practice.currency
    if before.agreement.currency != own and price is None:
        raise mistyped(
            f"The retainer is priced in {own}, the engagement is in {before.agreement.currency}.",
            "Say what it costs in that: --price",
        )
    return known[id_]


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


def _on_package(desk: Desk, before: Engagement, offer: Offer, named: str | None) -> Offer:
    """At the package's present price and scope, where one is named or it came from one."""
    folder = desk.folder
    known = {package.id for package in folder.practice.package}
    own = folder.practice.practice.currency
    if named is not None and offer.currency != own:
        raise mistyped(
            f"The package is priced in {own}, the engagement is in {offer.currency}.",
            "Renew it with --price, and without --package.",
        )
    inherited = before.agreement.package
    wanted = named or (inherited if inherited in known and offer.currency == own else None)
    package = package_of(folder, wanted)
    if package is None:
        return offer
    priced = replace(
        offer, package=package, price=f"{package.price:f}", price_per=package.price_per
    )
    if named is None:
        return priced
    return replace(priced, title=package.name, offered=folder.practice.guarantee.offered)


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
    from datetime import timedelta

    months = max(1, months_between(starts, ends))
    for less in (timedelta(0), timedelta(days=1)):  # to the same day, or to the day before it
        if add_months(starts, months) - less == ends:
            return add_months(first, months) - less
    return first + (ends - starts)


def _same_terms(before: Engagement, offer: Offer) -> dict[str, Any]:
    """The terms of the agreement before; price and scope are the package's, where it has one."""
    from valueback.model.data import as_table

    agreement = before.agreement
    table: dict[str, Any] = {
        "late_cancellation_uses_session": agreement.late_cancellation_uses_session,
        "guarantee": as_table(agreement.guarantee) | {"offered": offer.offered},
        "accountability": as_table(agreement.accountability),
    }
    if offer.package is None:
        table["scope"] = [as_table(item) for item in agreement.scope]
    if agreement.goodwill_minutes is not None:
        table["goodwill_minutes"] = agreement.goodwill_minutes
    return table


def _changed(table: dict[str, Any], changes: list[str]) -> dict[str, Any]:
    """The agreement with any other terms that were given."""
    from valueback.model.beginning import set_term

    for change in changes:
        set_term(table, change)
    return table
