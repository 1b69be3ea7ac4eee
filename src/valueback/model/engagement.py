"""An engagement: one agreement with one client and the log of what both sides did."""

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo

from valueback.frozen import frozen
from valueback.model.agreement import Agreement
from valueback.model.client import Client
from valueback.model.data import Data, Identifier, Key
from valueback.model.log import Log

if TYPE_CHECKING:
    from valueback.model.first_edition import FirstHeader


class Header(Data):
    """What an engagement file holds above its log."""

    schema_version: Annotated[Literal[2], Key("schema")]
    id: Identifier
    previous: Identifier | None = None
    client: Client
    agreement: Agreement


@frozen
class Engagement:
    """One client, one agreement, and its log.

    `header` is what the file holds above the log, in the form in which it was signed.
    """

    header: "Header | FirstHeader"
    log: Log

    @property
    def id(self) -> str:
        """The name of its file, without `.toml`."""
        return self.header.id

    @property
    def client(self) -> Client:
        """The client."""
        return self.header.client

    @cached_property
    def agreement(self) -> Agreement:
        """The agreement as it was signed, in today's terms."""
        signed = self.header.agreement
        return signed if isinstance(signed, Agreement) else signed.today()

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which its days begin and end."""
        return self.log.zone

    @property
    def client_zone(self) -> ZoneInfo | None:
        """The zone by which the client lives, where it is another."""
        name = self.client.time_zone
        return None if name in {None, self.zone.key} else ZoneInfo(name)
