"""The files of an import: what each is, and reading it; what a file leaves open is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from valueback.frozen import frozen

if TYPE_CHECKING:
    from valueback.cli.context import Context
    from valueback.model.observation import Observation
    from valueback.model.source import SourceKind
    from valueback.sources.reading import FileReading, ReadingTerms


@frozen
class ImportOptions:
    """What was said when the import was called."""

    kind: SourceKind | None = None
    client: str | None = None
    since: date | None = None
    until: date | None = None
    ahead: int = 60
    yes: bool = False
    keep: bool = False


class ImportFiles:
    """The files of one import; in which zone times without one are, is asked once for all."""

    def __init__(self, context: Context, wanted: ImportOptions) -> None:
        self.context = context
        self.wanted = wanted
        self.floating: str | None = None
        self._day_first: bool | None = None

    def kind_of(self, content: bytes) -> SourceKind | None:
        """The kind that was named, or that is seen; None where nothing is."""
        from valueback import sources

        return self.wanted.kind or sources.kind_of(content) or self._by_columns(content)

    def _by_columns(self, content: bytes) -> SourceKind | None:
        """A table whose columns practice.toml names."""
        from valueback.sources.text import decoded, folded, header_of

        imports = self.context.folder.practice.imports
        if imports is None:
            return None
        try:
            header = header_of(decoded(content))
        except ValueError:
            return None
        kinds: tuple[SourceKind, ...] = ("csv", "payments", "forms")
        for kind in kinds:
            columns = {folded(name) for name in imports.of(kind).columns.values()}
            if len(columns & set(header)) >= 2:
                return kind
        return None

    def _given(self, kind: SourceKind) -> ReadingTerms:
        from valueback.sources.reading import ReadingTerms

        practice = self.context.folder.practice
        imports = practice.imports
        terms = None if imports is None else imports.of(kind)
        floating = self.floating or (terms.floating if terms else None)
        zone = ZoneInfo(terms.time_zone) if terms and terms.time_zone else practice.identity.zone
        now = self.context.now
        return ReadingTerms(
            zone=zone,
            now=now,
            until=now + timedelta(days=self.wanted.ahead),
            floating=ZoneInfo(floating) if floating else None,
            day_first=self._day_first,
            likely_day_first=_day_first(practice.identity.locale),
            columns=terms.columns if terms else {},
        )

    def read(self, name: str, content: bytes, kind: SourceKind) -> FileReading:
        """The file, read; what it leaves open is asked, and it is read again."""
        from valueback import sources

        self._day_first = None
        reading = sources.read(name, content, kind, self._given(kind))
        if not self.context.prompts.interactive:
            return reading
        prompts = self.context.prompts
        if "day-month" in reading.open and reading.observations:
            question = f"In {name}, what comes first in dates like 01/02: day or month?"
            likely = "day" if _day_first(self.context.folder.practice.identity.locale) else "month"
            said = prompts.choice(None, question, "", among=("day", "month"), default=likely)
            self._day_first = said == "day"
        if "floating" in reading.open and reading.observations:
            self.floating = self._zone_asked()
        if reading.open:
            reading = sources.read(name, content, kind, self._given(kind))
        return reading

    def read_through(
        self, name: str, content: bytes, kind: SourceKind, sink: Callable[[Observation], None]
    ) -> FileReading:
        """The file, read; each observation is handed over, and none is kept."""
        from valueback import sources

        return sources.read(name, content, kind, self._given(kind), sink)

    def _zone_asked(self) -> str:
        from valueback.cli.identity import zone_named

        own = self.context.folder.practice.identity.time_zone
        question = "Times in this calendar name no zone. Which one are they in?"
        return self.context.prompts.until_understood(question, zone_named, own)


def _day_first(locale: str) -> bool:
    """How people of a locale write short days."""
    from babel.dates import get_date_format

    pattern = get_date_format("short", locale=locale).pattern
    return pattern.find("d") < pattern.find("M")
