"""Whether clients could be made from a practice: its usual terms and packages, tried on nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from valueback.drafting.agreements import Aim, Offer, Table, agreement_table
from valueback.errors import Problem
from valueback.frozen import replace
from valueback.model.practice import Package, Practice
from valueback.model.reading import engagement_from
from valueback.model.schema import SCHEMA

_FIRST, _LAST = date(2026, 1, 12), date(2027, 1, 11)
"""A year: with every month, quarter and week in it that a term could speak of."""


def unusable(practice: Practice) -> list[Problem]:
    """Everything for which the agreement of a next client would be refused; once each."""
    return list(dict.fromkeys(_refusals(practice)))


def _refusals(practice: Practice) -> Iterator[Problem]:
    by_month = [*_tried(practice, None, "month")]
    yield from (problem for problem in _tried(practice, None, "term") if problem in by_month)
    for number, package in enumerate(practice.package):
        for problem in _tried(practice, package, package.price_per):
            yield replace(problem, path=_place(problem.path, number))


def _tried(practice: Practice, package: Package | None, per: str) -> Iterator[Problem]:
    table: Table = {
        "schema": SCHEMA,
        "id": "nobody",
        "client": {"name": "Nobody"},
        "agreement": agreement_table(practice, _offer(practice, package, per), ()),
    }
    read = engagement_from(table, "nobody", practice.identity.zone)
    if isinstance(read, list):
        for problem in read:
            yield replace(problem, path=_place(problem.path, None))


def _place(path: tuple[str | int, ...], package: int | None) -> tuple[str | int, ...]:
    """Where practice.toml says what an agreement would have at that place."""
    inner = path[1:] if path[:1] == ("agreement",) else path
    if inner[:1] == ("scope",) and package is not None:
        return ("package", package, *inner)
    return inner


def _offer(practice: Practice, package: Package | None, per: str) -> Offer:
    return Offer(
        title="year",
        objective="any",
        results=[Aim("any")],
        starts=_FIRST,
        ends=_LAST,
        price=f"{package.price:f}" if package else "1000",
        price_per=per,
        currency=practice.identity.currency,
        hourly_rate=None,
        sessions="12",
        sessions_per="term",
        minutes=60,
        session_text="session",
        offered=practice.guarantee.offered,
        needed=None,
        package=package,
    )
