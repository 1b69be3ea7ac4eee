"""The practice: who sells the service, and the defaults that new agreements take from it."""

from functools import cached_property
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from valueback.errors import Problem
from valueback.model.agreement import Accountability, Guarantee
from valueback.model.data import Currency, Data, LocaleName, Money, Text, ZoneName, read
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


class Practice(Data):
    """The file practice.toml; what is absent takes the built-in defaults."""

    schema_version: Annotated[Literal[1], Field(alias="schema")]
    practice: Provider = Provider()
    guarantee: Guarantee = Guarantee()
    accountability: Accountability = Accountability()


def practice_from(data: dict[str, Any]) -> Practice | list[Problem]:
    """The practice that a file describes, or all that is wrong with it."""
    table = data.get("practice")
    currency = table.get("currency", "USD") if isinstance(table, dict) else "USD"
    places = decimals(currency) if isinstance(currency, str) else None
    return read(Practice, data, places=places)
