"""New agreements: the first tables of a practice and of an engagement, defaults written out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from valueback import money
from valueback.errors import mistyped
from valueback.identifiers import slug
from valueback.model.agreement import SESSIONS, Accountability, Agreement, Guarantee
from valueback.model.data import as_table, field_names, unknown_field
from valueback.model.practice import SCHEMA, Package, Practice

Table = dict[str, Any]

_SHORT = 2
"""Words as short as this are left out of an id made from a sentence."""


@dataclass(frozen=True)
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


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a new agreement is to say; the practice's usual terms fill in the rest."""

    title: str
    objective: str | None
    results: Sequence[tuple[str | None, str]]
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


def agreement_table(practice: Practice, offer: Offer, changes: Sequence[str]) -> Table:
    """The table `[agreement]`, the practice's terms copied in; later changes to them never count.

    `changes` are `field=value` for any other term. Raises Mistyped for a field that is none.
    """
    guarantee = as_table(practice.guarantee) | {"offered": offer.offered}
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
        "minimum_result": _results(offer),
        "scope": [as_table(i) for i in offer.package.scope]
        if offer.package
        else [_sessions(offer)],
        "guarantee": guarantee,
        "accountability": as_table(practice.accountability),
    }
    table = {key: value for key, value in table.items() if value not in (None, [])}
    for change in changes:
        set_term(table, change)
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
    for target, text in offer.results:
        words = [word for word in slug(text).split("-") if len(word) > _SHORT]
        base = "-".join(words[:2]) or "result"
        taken = {result["id"] for result in found}
        id_ = next(
            i for n in range(1, 999) if (i := base if n == 1 else f"{base}-{n}") not in taken
        )
        table: Table = {"id": id_, "text": text}
        if target is not None and set(target) <= set("0."):
            raise mistyped(
                "a sum of zero is always reached.", "Give the sum to reach.", field="result_sum"
            )
        if target is not None:
            table["target"] = priced(target, offer.currency, "result_sum")
        found.append(table)
    return found


def _sessions(offer: Offer) -> Table:
    table: Table = {"id": SESSIONS, "text": offer.session_text, "unit": "session"}
    if offer.sessions is not None:
        table["quantity"] = int(offer.sessions) if offer.sessions.isdigit() else offer.sessions
    return {**table, "per": offer.sessions_per, "minutes": offer.minutes}


def set_term(table: Table, change: str) -> None:
    """Change one term, named by its place: `guarantee.allowed.homework=2`."""
    place, equals, value = change.partition("=")
    *above, name = place.strip().removeprefix("agreement.").split(".")
    at = table
    for step in above:
        if not isinstance(at.get(step), dict):
            raise mistyped(
                f"there is no {place!r} in an agreement.", "Name it as in the file.", field="set"
            )
        at = at[step]
    if not equals:
        raise mistyped(
            f"{change!r} is not FIELD=VALUE.", "Write it like goodwill_minutes=60.", field="set"
        )
    if not above and name not in field_names(Agreement):
        remedy = unknown_field((name,), field_names(Agreement)).remedy
        raise mistyped(f"{name!r} is no term.", remedy, field="set")
    at[name] = _typed(value, at.get(name))


def _typed(text: str, before: Any) -> Any:
    """A value as TOML would hold it: a number or a yes or no where it looks like one."""
    if text in ("true", "false"):
        return text == "true"
    is_number = text.isascii() and text.isdigit()
    return int(text) if is_number and not (isinstance(before, str) and "." in before) else text
