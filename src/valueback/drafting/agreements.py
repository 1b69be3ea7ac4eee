"""New agreements: the first tables of a practice and of an engagement, defaults written out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from valueback import money
from valueback.errors import mistyped
from valueback.frozen import frozen
from valueback.identifiers import slug
from valueback.model.agreement import SESSIONS, Accountability, Agreement, Guarantee
from valueback.model.data import (
    Data,
    as_given,
    as_table,
    data_in,
    field_names,
    fields,
    unknown_field,
)
from valueback.model.meetings import Meetings
from valueback.model.practice import Package, Practice
from valueback.model.promises import HOURS, MINUTES, ScopeItem
from valueback.model.schema import SCHEMA

Table = dict[str, Any]

_SHORT = 2
"""Words as short as this are left out of an id made from a sentence."""


@frozen
class Identity:
    """Who keeps a practice."""

    name: str
    provider: str
    time_zone: str
    currency: str
    locale: str
    email: str | None = None
    phone: str | None = None
    hourly_rate: str | None = None


def practice_table(identity: Identity) -> Table:
    """practice.toml with every default written out, so that it can be read and changed."""
    who = {name: value for name, value in vars(identity).items() if value is not None}
    if identity.hourly_rate is not None:
        who["hourly_rate"] = priced(identity.hourly_rate, identity.currency, "hourly_rate")
    return {
        "schema": SCHEMA,
        "practice": who,
        "meetings": as_table(Meetings()),
        "guarantee": as_table(Guarantee()),
        "accountability": as_table(Accountability()),
    }


def client_table(
    name: str,
    *,
    email: str | None,
    phone: str | None,
    time_zone: str | None,
    locale: str | None,
    segment: str | None,
    traits: Sequence[str] | None,
) -> Table:
    """The table `[client]`; what is not known is left out."""
    table = {
        "name": name,
        "email": email,
        "phone": phone,
        "time_zone": time_zone,
        "locale": locale,
        "segment": segment,
        "traits": list(traits or ()) or None,
    }
    return {key: value for key, value in table.items() if value is not None}


class Aim(NamedTuple):
    """A minimum result: its words and, where it is more than attested, the sum to reach or, with
    `unit`, how many of something.
    """

    text: str
    target: str | None = None
    unit: str | None = None


@frozen(kw_only=True)
class Offer:
    """What a new agreement is to say; the practice's usual terms fill in the rest."""

    title: str
    objective: str | None
    results: Sequence[Aim]
    starts: date
    ends: date | None
    price: str
    price_per: str
    currency: str
    hourly_rate: str | None
    sessions: str | None
    sessions_per: str
    minutes: int
    session_text: str = ""
    offered: bool
    needed: str | None
    package: Package | None = None
    free_days: Sequence[date] = ()
    language: str | None = None


def agreement_table(practice: Practice, offer: Offer, changes: Sequence[str]) -> Table:
    """The table `[agreement]`, the practice's terms copied in; later changes to them never count.

    `changes` are `field=value` for any other term. Raises Mistyped for a field that is none.
    """
    guarantee = as_table(practice.guarantee) | {"offered": offer.offered}
    calendar = {"working_days": list(practice.calendar.working_days), "free_days": offer.free_days}
    if offer.needed:
        guarantee["results_needed"] = offer.needed
    rate = practice.identity.hourly_rate
    if (
        offer.hourly_rate is None
        and rate is not None
        and offer.currency == practice.identity.currency
    ):
        hourly_rate: str | None = money.plain(rate, offer.currency)
    else:
        hourly_rate = offer.hourly_rate and priced(offer.hourly_rate, offer.currency, "hourly_rate")
    table: Table = {
        "title": offer.title,
        "package": offer.package.id if offer.package else None,
        "objective": offer.objective,
        "starts": offer.starts,
        "ends": offer.ends,
        "price": priced(offer.price, offer.currency, "price"),
        "price_per": offer.price_per,
        "currency": offer.currency,
        "hourly_rate": hourly_rate,
        "late_cancellation_uses_session": True,
        "time_zone": practice.identity.time_zone,
        "language": offer.language or practice.identity.speaks,
        "calendar": {key: value for key, value in calendar.items() if value},
        "minimum_result": _results(offer),
        "scope": [item_table(i) for i in offer.package.scope]
        if offer.package
        else [_sessions(offer)],
        "meetings": as_table(practice.meetings),
        "guarantee": guarantee,
        "accountability": as_table(practice.accountability),
        "leaving": [as_given(row) for row in practice.leaving],
        "fee": [as_given(row) for row in practice.fee],
    }
    table = {key: value for key, value in table.items() if value not in (None, [])}
    for change in changes:
        set_term(table, change)
    return table


def item_table(item: ScopeItem) -> Table:
    """An item of the scope as a new agreement holds it; what one unit takes is said of no hours."""
    table = as_table(item)
    quantity = item.quantity
    if quantity is not None and quantity == int(quantity):
        table["quantity"] = int(quantity)
    if item.unit.lower() in (*HOURS, *MINUTES):
        table.pop("minutes", None)
    return table


def priced(text: str, currency: str, name: str) -> str:
    """An amount that was typed for a field, in the decimals of its currency. Raises Mistyped."""
    if not money.is_currency(currency):
        raise mistyped(f"{currency!r} is not a currency.", "Write its three capitals, like USD.")
    try:
        return money.plain(money.amount(text, money.decimals(currency)), currency)
    except ValueError as error:
        raise mistyped(f"{error}.", "Write it like 2400.00.", field=name) from None


def _results(offer: Offer) -> list[Table]:
    found: list[Table] = []
    for text, target, unit in offer.results:
        words = [word for word in slug(text).split("-") if len(word) > _SHORT]
        base = "-".join(words[:2]) or "result"
        taken = {result["id"] for result in found}
        id_ = next(
            i for n in range(1, 999) if (i := base if n == 1 else f"{base}-{n}") not in taken
        )
        table: Table = {"id": id_, "text": text}
        if target is not None and set(target) <= set("0."):
            raise mistyped(
                "zero is always reached.", "Give what is to be reached.", field="result_sum"
            )
        if target is not None and unit is not None:
            table |= {"target": int(target) if target.isdigit() else target, "unit": unit}
        elif target is not None:
            table["target"] = priced(target, offer.currency, "result_sum")
        found.append(table)
    return found


def _sessions(offer: Offer) -> Table:
    table: Table = {"id": SESSIONS, "text": offer.session_text, "unit": "session"}
    if offer.sessions is not None:
        table["quantity"] = int(offer.sessions) if offer.sessions.isdigit() else offer.sessions
    return {**table, "per": offer.sessions_per, "minutes": offer.minutes}


def set_term(table: Table, change: str) -> None:
    """Change one term, named by its place: `guarantee.allowed.homework=2`.

    A row of a list is named by its id: `scope.sessions.carry=all`.
    """
    place, equals, value = change.partition("=")
    *above, name = place.strip().removeprefix("agreement.").split(".")
    if not equals:
        raise mistyped(
            f"{change!r} is not FIELD=VALUE.", "Write it like goodwill_minutes=60.", field="set"
        )
    at, kind = table, data_in(Agreement)
    for step in above:
        at, kind = _inside(at, kind, step, place)
    known = field_names(kind)
    if name not in known:
        raise mistyped(f"{name!r} is no term.", unknown_field((name,), known).remedy, field="set")
    at[name] = _typed(value, at.get(name), kind, name)


def _inside(
    at: Table, kind: type[Data] | None, step: str, place: str
) -> tuple[Table, type[Data] | None]:
    """The table inside another: of that name, or the row of a list with that id."""
    if isinstance(at.get("rows"), list):  # a list, on the way to one of its rows
        for row in at["rows"]:
            if row.get("id") == step:
                return row, kind
        raise mistyped(f"there is no {place!r} in this agreement.", "Name its id.", field="set")
    inner = (
        next((data_in(f.annotation) for f in fields(kind) if f.key == step), None) if kind else None
    )
    if inner is None:
        remedy = unknown_field((step,), field_names(kind)).remedy
        raise mistyped(f"there is no {place!r} in an agreement.", remedy, field="set")
    found = at.setdefault(step, {})
    return ({"rows": found} if isinstance(found, list) else found), inner


def _typed(text: str, before: Any, kind: type[Data] | None, name: str) -> Any:
    """A value as TOML would hold it: a list, a number or a yes or no where it looks like one."""
    annotation = next((f.annotation for f in fields(kind) if f.key == name), None) if kind else None
    if "tuple" in str(annotation):
        return [_day(part.strip()) for part in text.split(",") if part.strip()]
    if text in ("true", "false"):
        return text == "true"
    is_number = text.isascii() and text.isdigit()
    return (
        int(text) if is_number and not (isinstance(before, str) and "." in before) else _day(text)
    )


def _day(text: str) -> Any:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
