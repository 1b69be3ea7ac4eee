"""The practice: who sells the service, and the defaults that new agreements take from it."""

from functools import cached_property
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from valueback.errors import Problem
from valueback.model.agreement import Accountability, Guarantee, ScopeItem
from valueback.model.data import (
    Currency,
    Data,
    Identifier,
    LocaleName,
    Minutes,
    Money,
    Percent,
    Text,
    ZoneName,
    read,
)
from valueback.money import decimals

SCHEMA = 1


class Provider(Data):
    """Who I am: the table `[practice]`."""

    name: Text = "My practice"
    provider: Text = "Me"
    email: Text | None = None
    phone: Text | None = None
    time_zone: ZoneName = "UTC"
    currency: Currency = "USD"
    locale: LocaleName = "en_US"
    hourly_rate: Money | None = None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which the practice's days begin and end."""
        return ZoneInfo(self.time_zone)


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
    months: Annotated[int, Field(ge=1, le=240)] | None = None
    scope: Annotated[tuple[ScopeItem, ...], Field(strict=False)] = ()


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
    scope: Annotated[tuple[ScopeItem, ...], Field(strict=False)] = ()


class Practice(Data):
    """The file practice.toml; what is absent takes the built-in defaults."""

    schema_version: Annotated[Literal[1], Field(alias="schema")]
    practice: Provider = Provider()
    guarantee: Guarantee = Guarantee()
    accountability: Accountability = Accountability()
    scope_alert: ScopeAlert = ScopeAlert()
    existing_client: ExistingClient = ExistingClient()
    package: Annotated[tuple[Package, ...], Field(strict=False)] = ()
    menu: Annotated[tuple[MenuItem, ...], Field(strict=False)] = ()
    retainer: Annotated[tuple[Retainer, ...], Field(strict=False)] = ()


def practice_from(data: dict[str, Any]) -> Practice | list[Problem]:
    """The practice that a file describes, or all that is wrong with it."""
    table = data.get("practice")
    currency = table.get("currency", "USD") if isinstance(table, dict) else "USD"
    places = decimals(currency) if isinstance(currency, str) else None
    return read(Practice, data, places=places)
