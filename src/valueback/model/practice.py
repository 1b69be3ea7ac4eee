"""The practice: who sells the service, and the defaults that new agreements take from it."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo

from valueback.errors import MOST, Problem
from valueback.frozen import frozen, replace
from valueback.model.agreement import Accountability, Guarantee
from valueback.model.data import (
    Currency,
    Data,
    Identifier,
    LanguageName,
    LocaleName,
    Minutes,
    Money,
    Percent,
    Text,
    ZoneName,
    language_of,
    read,
    unknown_field,
)
from valueback.model.marks import AS_LIST, Bounds
from valueback.model.meetings import Meetings, WorkingCalendar
from valueback.model.money_terms import Fee, Leaving
from valueback.model.promises import ScopeItem
from valueback.model.schema import SCHEMA, newer_schema
from valueback.money import decimals

if TYPE_CHECKING:
    from valueback.model.importing import Alias, Imports
    from valueback.model.service import Audit, IdealClient, Policy, Segment, Standard


class Provider(Data):
    """Who I am: the table `[practice]`."""

    name: Text = "My practice"
    provider: Text = "Me"
    email: Text | None = None
    phone: Text | None = None
    address: Text | None = None
    tax_id: Text | None = None
    time_zone: ZoneName = "UTC"
    currency: Currency = "USD"
    locale: LocaleName = "en_US"
    language: LanguageName | None = None
    hourly_rate: Money | None = None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which the practice's days begin and end."""
        return ZoneInfo(self.time_zone)

    @property
    def speaks(self) -> str:
        """The language of its papers, and of its own templates: as it says, else its locale's."""
        return self.language or language_of(self.locale)


class PracticeCalendar(WorkingCalendar):
    """When the practice works: weekdays, days of its own that are free, and the region whose
    public holidays are written into new agreements.
    """

    holidays: Text | None = None


class PaperDefaults(Data):
    """In which form papers are made, where nobody says otherwise."""

    form: Literal["html", "pdf", "markdown"] = "html"


class ScopeAlert(Data):
    """From how many percent on the scope is near its end, and gifts are worth a look."""

    near_percent: Percent = 80
    watch_percent: Percent = 5
    creeping_percent: Percent = 10


class ExistingClient(Data):
    """What somebody who is a client already pays less for a package."""

    discount_percent: Percent = 10


class Package(Data):
    """A programme as it is sold: what it holds, for how long and how much."""

    id: Identifier
    name: Text
    price: Money
    price_per: Literal["term", "month"] = "term"
    months: Annotated[int, Bounds(ge=1, le=240)] | None = None
    scope: Annotated[tuple[ScopeItem, ...], AS_LIST] = ()


class MenuItem(Data):
    """Something that clients can add, with its price."""

    id: Identifier
    text: Text
    price: Money
    minutes: Minutes | None = None


class Retainer(Data):
    """What a client can go on with, month by month, after an engagement."""

    id: Identifier
    name: Text
    price: Money
    scope: Annotated[tuple[ScopeItem, ...], AS_LIST] = ()


@frozen
class Practice:
    """The file practice.toml; what is absent takes the built-in defaults."""

    identity: Provider
    papers: PaperDefaults
    calendar: PracticeCalendar
    meetings: Meetings
    guarantee: Guarantee
    accountability: Accountability
    scope_alert: ScopeAlert
    existing_client: ExistingClient
    package: tuple[Package, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    retainer: tuple[Retainer, ...] = ()
    leaving: tuple[Leaving, ...] = ()
    fee: tuple[Fee, ...] = ()
    ideal_client: "IdealClient | None" = None
    audit: "Audit | None" = None
    segment: "tuple[Segment, ...]" = ()
    standard: "tuple[Standard, ...]" = ()
    policy: "tuple[Policy, ...]" = ()
    alias: "tuple[Alias, ...]" = ()
    imports: "Imports | None" = None

    def menu_in(self, currency: str) -> tuple[MenuItem, ...]:
        """The menu for an agreement in that currency; no price is carried over to another one."""
        return self.menu if currency == self.identity.currency else ()


_TABLES: dict[str, type[Data]] = {
    "practice": Provider,
    "papers": PaperDefaults,
    "calendar": PracticeCalendar,
    "meetings": Meetings,
    "guarantee": Guarantee,
    "accountability": Accountability,
    "scope_alert": ScopeAlert,
    "existing_client": ExistingClient,
}
_LISTS: dict[str, type[Data]] = {
    "package": Package,
    "menu": MenuItem,
    "retainer": Retainer,
    "leaving": Leaving,
    "fee": Fee,
}
_SERVICE = ("ideal_client", "audit", "segment", "standard", "policy")
_IMPORTING = ("alias", "import")
"""Tables whose models are imported only for a practice that has them."""


def practice_from(data: dict[str, Any]) -> Practice | list[Problem]:
    """The practice that a file describes, or all that is wrong with it.

    Table by table, so that a command builds the models of those tables only that are there.
    """
    today = _of_today(data)
    if isinstance(today, list):
        return today
    data = today
    tables, lists = _kinds(data)
    table = data.get("practice")
    currency = table.get("currency", "USD") if isinstance(table, dict) else "USD"
    places = decimals(currency) if isinstance(currency, str) else None
    found: dict[str, Any] = {name: kind() for name, kind in _TABLES.items() if name not in data}
    problems: list[Problem] = []
    if data.get("schema") != SCHEMA:
        problems.append(
            Problem(f"must be {SCHEMA}", f"Write at the top: schema = {SCHEMA}", ("schema",))
        )
    for name, value in data.items():
        if len(problems) >= MOST:
            break
        if name in tables:
            found[name] = _kept(read(tables[name], value, places=places, path=(name,)), problems)
        elif name in lists:
            rows = value if isinstance(value, list) else [value]
            items = (
                _kept(read(lists[name], row, places=places, path=(name, number)), problems)
                for number, row in enumerate(rows)
            )
            found[name] = tuple(items)
        elif name != "schema":
            problems.append(unknown_field((name,), _known_tables()))
    if problems:
        return problems
    imports = found.pop("import", None)
    practice = Practice(identity=found.pop("practice"), imports=imports, **found)
    return list(_problems(practice)) or practice


def _of_today(data: dict[str, Any]) -> dict[str, Any] | list[Problem]:
    """The tables by today's names, or why they cannot be read at all."""
    if (newer := newer_schema(data)) is not None:
        return [newer]
    if data.get("schema") != 1:
        return data
    from valueback.model.first_edition import practice_of_today

    return practice_of_today(data)


def _kinds(data: dict[str, Any]) -> tuple[dict[str, type[Data]], dict[str, type[Data]]]:
    """The models of the tables and of the lists of tables that the file can hold."""
    tables, lists = dict(_TABLES), dict(_LISTS)
    if any(name in data for name in _SERVICE):
        from valueback.model import service

        tables, lists = tables | service.TABLES, lists | service.LISTS
    if any(name in data for name in _IMPORTING):
        from valueback.model import importing

        tables, lists = tables | importing.TABLES, lists | importing.LISTS
    return tables, lists


def _known_tables() -> list[str]:
    return ["schema", *_TABLES, *_LISTS, *_SERVICE, *_IMPORTING]


def _problems(practice: Practice) -> Iterator[Problem]:
    """What does not fit together in a practice whose tables are right in themselves."""
    for problem in practice.calendar.problems():
        yield replace(problem, path=("calendar", *problem.path))
    for number, alias in enumerate(practice.alias):
        for problem in alias.problems():
            yield replace(problem, path=("alias", number, *problem.path))
    if practice.segment or practice.standard or practice.policy:
        from valueback.model.service import service_problems

        yield from service_problems(practice.segment, practice.standard, practice.policy)


def _kept(read_or_wrong: Data | list[Problem], problems: list[Problem]) -> Data | None:
    """What was read; what is wrong is added to the problems."""
    if isinstance(read_or_wrong, list):
        problems += read_or_wrong
        return None
    return read_or_wrong
