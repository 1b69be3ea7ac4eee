"""An engagement: one agreement with one client and the log of what both sides did."""

from dataclasses import dataclass
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from valueback.model.agreement import Agreement, Client
from valueback.model.data import Data, Identifier, Key
from valueback.model.log import Log


class Header(Data):
    """What an engagement file holds above its log."""

    schema_version: Annotated[Literal[1], Key("schema")]
    id: Identifier
    previous: Identifier | None = None
    client: Client
    agreement: Agreement


@dataclass(frozen=True)
class Engagement:
    """One client, one agreement, and its log; judged in the practice's time zone."""

    header: Header
    log: Log

    @property
    def id(self) -> str:
        """The name of its file, without `.toml`."""
        return self.header.id

    @property
    def client(self) -> Client:
        """The client."""
        return self.header.client

    @property
    def agreement(self) -> Agreement:
        """The agreement as it was signed."""
        return self.header.agreement

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which its days begin and end."""
        return self.log.zone
