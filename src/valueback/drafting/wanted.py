"""What is wanted of a new agreement: said, taken from a package, completed, and made an offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from valueback.drafting.agreements import Aim, Offer
from valueback.errors import Hint, mistyped
from valueback.frozen import frozen, replace
from valueback.model.message import Message, say
from valueback.model.practice import Package, Practice
from valueback.moments import add_months


@frozen(kw_only=True)
class Wanted:
    """What was given for a new client; what is None is asked for, or takes its default."""

    objective: str | None = None
    results: Sequence[Aim] = ()
    price: str | None = None
    price_per: str = "term"
    currency: str
    hourly_rate: str | None = None
    starts: date | None = None
    ends: date | None = None
    months: int | None = None
    sessions: str | None = None
    sessions_per: str = "term"
    minutes: int
    title: str | None = None
    offered: bool
    needed: str | None = None
    language: str | None = None

    @property
    def open_ended(self) -> bool:
        """Whether it can go on without a last day: a guarantee needs one."""
        return not self.offered


def package_of(practice: Practice, id_: str | None) -> Package | None:
    """The package of that id; None where none was named."""
    packages = {package.id: package for package in practice.package}
    if id_ is not None and id_ not in packages:
        known = ", ".join(packages) or "none"
        raise mistyped(f"There is no package {id_!r}.", f"practice.toml has: {known}.")
    return packages.get(id_ or "")


def filled_from(wanted: Wanted, package: Package, own: str) -> Wanted:
    """What a package says, where nothing else was said. Raises Mistyped where the agreement is not
    in the practice's `own` currency: no price is carried over.
    """
    if wanted.currency != own:
        raise mistyped(
            f"The package is priced in {own}, the agreement would be in {wanted.currency}.",
            "Give the terms without the package.",
            Hint("Or leave out {}.", "currency"),
        )
    return replace(
        wanted,
        price_per=package.price_per,
        title=wanted.title or package.name,
        price=wanted.price or f"{package.price:f}",
        months=wanted.months or (None if wanted.ends else package.months),
        sessions=wanted.sessions or "package",
    )


def term_days(wanted: Wanted, today: date) -> tuple[date, date | None]:
    """The first and the last day; six months from the 12th end on the 12th, as people count."""
    first = wanted.starts or today
    if wanted.ends is not None and wanted.months is not None:
        raise mistyped("A last day and a number of months are given.", "Give one of them.")
    if wanted.months is not None:
        return first, add_months(first, wanted.months)
    if wanted.ends is None and not wanted.open_ended:
        raise mistyped(
            "Until when does it run?", "Say for how many months.", Hint("Like {} 6.", "months")
        )
    return first, wanted.ends


def offered(
    wanted: Wanted,
    package: Package | None,
    *,
    title: str,
    term: tuple[date, date | None],
    session_text: str,
    free_days: Sequence[date] = (),
) -> Offer:
    """What is wanted, complete: as an offer that can be drawn up."""
    first, last = term
    return Offer(
        title=title,
        objective=wanted.objective,
        results=wanted.results,
        starts=first,
        ends=last,
        price=wanted.price or "",
        price_per=wanted.price_per,
        currency=wanted.currency,
        hourly_rate=wanted.hourly_rate,
        sessions=wanted.sessions,
        sessions_per=wanted.sessions_per,
        minutes=wanted.minutes,
        session_text=session_text,
        offered=wanted.offered,
        needed=wanted.needed,
        package=package,
        free_days=free_days,
        language=wanted.language,
    )


def title_of(wanted: Wanted, first: date, last: date | None) -> Message:
    """What an agreement is called where nobody named it."""
    if wanted.months:
        return say("title.months", count=wanted.months)
    if last is None:
        return say("title.since", first=first.isoformat())
    return say("title.term", first=first.isoformat(), last=last.isoformat())


def session_text(minutes: int) -> Message:
    """How a meeting of so many minutes is called in the scope."""
    return say("scope.session", count=minutes)
