"""What the practice knows about other programs' files: who is called how, and what to leave out."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated

from valueback.errors import Problem
from valueback.model.data import Data, Identifier, Label, Text, ZoneName
from valueback.model.marks import AS_LIST
from valueback.model.source import SourceKind

Texts = Annotated[tuple[Text, ...], AS_LIST]


class Alias(Data):
    """Another name of a client: an address, a name in chats and calls, a tracker's project.

    `client` is one of the client's engagements; of several, the one that runs then is meant.
    """

    client: Identifier
    email: Text | None = None
    name: Text | None = None
    project: Text | None = None

    def problems(self) -> Iterator[Problem]:
        """An alias that names nothing."""
        if not (self.email or self.name or self.project):
            yield Problem("names nothing", 'Write what it is, like name = "Ana D."')


class ImportTerms(Data):
    """How files of one kind are read.

    `ignore` are ids of what was left out for good; `floating` is where a calendar's times without a
    zone are, `time_zone` those of other files (absent: the practice's). `columns` names the columns
    of a table, field to header; `item` is the scope item of tracked work.
    """

    ignore: Texts = ()
    floating: ZoneName | None = None
    time_zone: ZoneName | None = None
    columns: Mapping[Label, Text] = MappingProxyType({})
    item: Identifier | None = None


class Imports(Data):
    """The tables `[import.KIND]`."""

    calendar: ImportTerms = ImportTerms()
    bookings: ImportTerms = ImportTerms()
    attendance: ImportTerms = ImportTerms()
    chat: ImportTerms = ImportTerms()
    mail: ImportTerms = ImportTerms()
    forms: ImportTerms = ImportTerms()
    tracker: ImportTerms = ImportTerms()
    payments: ImportTerms = ImportTerms()
    csv: ImportTerms = ImportTerms()
    jsonl: ImportTerms = ImportTerms()

    def of(self, kind: SourceKind) -> ImportTerms:
        """How files of a kind are read."""
        found: ImportTerms = getattr(self, kind)
        return found


TABLES: dict[str, type[Data]] = {"import": Imports}
LISTS: dict[str, type[Data]] = {"alias": Alias}
