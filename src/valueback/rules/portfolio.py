"""The practice at a glance: the facts of each engagement, and what they come to together.

Facts are plain values, so that they can be kept beside the file that they were worked out from.
How long they stay true while that file does not change, the timeline knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from valueback.frozen import frozen
from valueback.identifiers import folded
from valueback.model.erasure import ERASED
from valueback.model.message import kept, to_keep
from valueback.model.practice import Practice
from valueback.model.term import is_over, last_day, state
from valueback.model.timeline import Timeline
from valueback.rules.accountability import ladder
from valueback.rules.agenda import tasks
from valueback.rules.guarantee import assess
from valueback.rules.instalments import paid_back
from valueback.rules.payments import payment_account
from valueback.rules.reserve import Reserve, Stake, reserve
from valueback.rules.scope import gift_worth, given_away, scope
from valueback.rules.service import Recommendation, Service, net_promoters
from valueback.rules.tasks import Task


class Facts(NamedTuple):
    """What is to be known of an engagement beside all others; sums as text, unrounded.

    `exposure` is what would be refunded were it claimed; `outstanding` is what the client still
    owes of the price, `payments_overdue` what of it is overdue, None where nothing is known of it;
    `charges` are fees and penalties still open; `minutes` are those worked; `gifts` are items given
    away with the minutes of each; `tasks` is everything ahead or owed, soonest first: the due
    moment, then what, entry, message (`to_keep`) and minutes as in a `Task`.
    """

    id: str
    client: str
    title: str
    state: str
    previous: str | None
    starts: str
    ends: str | None
    in_force: bool
    ended: bool
    entries: int
    verdict: str
    health: str | None
    currency: str
    exposure: str
    outstanding: str | None
    payments_overdue: str | None
    charges: str
    level: str
    misses: int
    owed: int
    overdue: int
    minutes: int
    revenue: str
    lifetime: str
    hourly: str | None
    recommends: int | None
    answered: str | None
    gifts: Sequence[Sequence[Any]]
    tasks: Sequence[Sequence[Any]]

    @property
    def key(self) -> str:
        """What the engagements of one client have in common: the name, accents and case apart;
        of an erased one, whose name nobody knows any more, the engagement that was renewed.
        """
        return folded(self.client) if self.client != ERASED else self.previous or self.id


def facts(timeline: Timeline, practice: Practice) -> Facts:
    """The facts of an engagement as of the timeline's moment."""
    engagement = timeline.engagement
    answer, standing = assess(timeline), ladder(timeline)
    used = scope(timeline, practice.scope_alert)
    served, account = Service(timeline, practice), payment_account(timeline)
    corrected = paid_back(timeline, "correction")  # what was never part of the price
    refunded = paid_back(timeline) - corrected
    in_force, ends = timeline.in_force_since is not None, last_day(timeline)
    begun = in_force or used.minutes() > 0  # a mere draft brings nothing
    rate = used.effective_hourly_rate
    survey = served.survey
    return Facts(
        id=engagement.id,
        client=engagement.client.name,
        title=timeline.agreement.title,
        state=state(timeline),
        previous=engagement.header.previous,
        starts=timeline.agreement.starts.isoformat(),
        ends=ends.isoformat() if ends else None,
        in_force=in_force,
        ended=in_force and is_over(timeline),
        entries=len(engagement.log.entries),
        verdict=answer.verdict,
        health=answer.health,
        currency=timeline.agreement.currency,
        exposure=f"{answer.amount if in_force else Decimal(0):f}",
        outstanding=f"{account.outstanding:f}" if account.known else None,
        payments_overdue=f"{account.overdue:f}" if account.known else None,
        charges=f"{account.charges.open:f}",
        level=used.level,
        misses=len(standing.misses),
        owed=len(standing.owed),
        overdue=len(served.overdue) if in_force else 0,
        minutes=used.minutes(),
        revenue=f"{used.price.current if begun else Decimal(0):f}",
        lifetime=f"{used.price.current - refunded if begun else Decimal(0):f}",
        hourly=None if rate is None or not begun else f"{rate:f}",
        recommends=survey.recommends if survey else None,
        answered=survey.at.isoformat() if survey else None,
        gifts=[list(gift) for gift in given_away(used.shares)],
        tasks=[
            [t.due.isoformat(), t.what, t.entry, to_keep(t.message), t.minutes]
            for t in tasks(timeline, practice)
        ],
    )


# --- together ---


@frozen
class Portfolio:
    """All engagements, and what they come to together."""

    rows: tuple[Facts, ...]
    reserve: Reserve
    recommendation: Recommendation
    renewed: int
    ended: int
    suggestions: tuple[RepeatedGift, ...]

    @property
    def retention_percent(self) -> Decimal | None:
        """The share of ended engagements that were renewed; None where none has ended."""
        return Decimal(self.renewed * 100) / self.ended if self.ended else None

    def hours_share(self, row: Facts) -> Decimal | None:
        """An engagement's share of all hours worked, in percent."""
        total = self._minutes
        return Decimal(row.minutes * 100) / total if total else None

    @cached_property
    def _minutes(self) -> int:
        return sum(row.minutes for row in self.rows)

    def revenue_share(self, row: Facts) -> Decimal | None:
        """An engagement's share of the revenue in its currency, in percent."""
        total = self.revenue[row.currency]
        return Decimal(row.revenue) * 100 / total if total else None

    @cached_property
    def revenue(self) -> dict[str, Decimal]:
        """What was agreed so far, by currency."""
        found: dict[str, Decimal] = defaultdict(Decimal)
        for row in self.rows:
            found[row.currency] += Decimal(row.revenue)
        return dict(found)

    def tasks(self, row: Facts) -> Iterator[Task]:
        """What is due or owed for an engagement, soonest first.

        One that another follows asks for no renewal, and once that is signed for no referral.
        """
        for due, what, entry, message, minutes in row.tasks:
            task = Task(
                due=datetime.fromisoformat(due),
                engagement=row.id,
                client=row.client,
                what=what,
                entry=entry,
                message=kept(message),
                minutes=minutes,
            )
            renewed = task.what == "ending" and row.id in self._followed
            if not renewed and not (task.what == "referral" and row.id in self._renewed):
                yield task

    def next_due(self, row: Facts) -> datetime | None:
        """When the next thing falls due for an engagement; what is overdue comes first."""
        return next((task.due for task in self.tasks(row)), None)

    @cached_property
    def _followed(self) -> set[str | None]:
        return {row.previous for row in self.rows}

    @cached_property
    def _renewed(self) -> set[str | None]:
        return {row.previous for row in self.rows if row.in_force}

    def lifetime_values(self, row: Facts) -> dict[str, Decimal]:
        """What a client is worth so far, by currency: all engagements that are signed or that work
        was done on, less refunds.
        """
        found: dict[str, Decimal] = defaultdict(Decimal)
        for other in self._of_client[row.key]:
            found[other.currency] += Decimal(other.lifetime)
        return dict(found)

    @cached_property
    def _of_client(self) -> dict[str, list[Facts]]:
        found: dict[str, list[Facts]] = defaultdict(list)
        for row in self.rows:
            if row.in_force or row.minutes:
                found[row.key].append(row)
        return found


class RepeatedGift(NamedTuple):
    """An item that was given away to two clients: it belongs in scope and price."""

    item: str
    minutes: int
    price: Decimal | None
    clients: int


def portfolio(rows: Iterable[Facts], practice: Practice) -> Portfolio:
    """What the facts of all engagements come to."""
    known = tuple(rows)
    renewed, ended = retention(known)
    return Portfolio(
        rows=known,
        reserve=reserve(
            Stake(r.verdict, r.currency, Decimal(r.exposure)) for r in known if r.in_force
        ),
        recommendation=recommendation(known),
        renewed=renewed,
        ended=ended,
        suggestions=tuple(_repeated_gifts(known, practice)),
    )


def retention(rows: Iterable[Facts]) -> tuple[int, int]:
    """How many engagements were renewed, of how many that ended.

    Renewed is one that another engagement, signed by both, names as the one before it.
    """
    known = list(rows)
    renewed = {row.previous for row in known if row.in_force}
    ended = [row for row in known if row.ended]
    return sum(row.id in renewed for row in ended), len(ended)


def recommendation(rows: Iterable[Facts]) -> Recommendation:
    """The net promoter score: each client's latest answer, whichever engagement it is from."""
    latest: dict[str, tuple[datetime, int]] = {}
    for row in rows:
        if row.recommends is None or row.answered is None:
            continue
        at = datetime.fromisoformat(row.answered)
        if row.key not in latest or at > latest[row.key][0]:
            latest[row.key] = (at, row.recommends)
    return net_promoters(score for _, score in latest.values())


def _repeated_gifts(rows: Sequence[Facts], practice: Practice) -> Iterator[RepeatedGift]:
    """Items given away to two clients, with their price on the menu or what the time is worth."""
    prices = {item.id: item.price for item in practice.menu}
    rate = practice.identity.hourly_rate
    given: dict[str, list[int]] = defaultdict(list)
    clients: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for item, minutes in row.gifts:
            given[item].append(minutes)
            clients[item].add(row.key)
    for item, minutes_each in given.items():
        if len(clients[item]) > 1:
            minutes, price = gift_worth(minutes_each, rate, prices.get(item))
            yield RepeatedGift(item, minutes, price, len(clients[item]))
