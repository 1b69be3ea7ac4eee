"""One import: files read, held against the record, asked about, and written, a batch per client."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from valueback.cli.import_outcome import Brought, ImportOptions
from valueback.errors import Problem
from valueback.moments import day_of

if TYPE_CHECKING:
    from valueback.cli.context import Context
    from valueback.model.engagement import Engagement
    from valueback.model.observation import Observation
    from valueback.model.source import SourceKind
    from valueback.rules.matching import Outcome, Proposed
    from valueback.rules.matching.outcome import ImportQuestion
    from valueback.rules.matching.people import Known
    from valueback.sources.reading import FileReading, ReadingTerms


_MANY = 2_000
"""From how many rows on a terminal is told what takes so long."""


Asking = Callable[["Sitting", "FileReading", "list[Outcome]"], "list[Outcome]"]
"""What asks about the rows of one file, writes what is taken, and says what became of each."""


class Sitting:
    """One import, file by file: what one file brought is known when the next is read."""

    def __init__(self, context: Context, wanted: ImportOptions, ask: Asking | None = None) -> None:
        self.context = context
        self.wanted = wanted
        self.ask = ask
        self.found = Brought()
        self.floating: str | None = None
        self.answers: dict[str, dict[ImportQuestion, str | datetime]] = {}
        self.aliases: list[dict[str, str]] = []
        self.day_first: bool | None = None
        self._planned: dict[str, Engagement] = {}
        self._cannot: list[Proposed] = []
        self._readings: list[FileReading] = []
        self._paths: dict[str, Path] = {}
        self._held: Literal["asked", "later", "only"] = "asked"

    def file(self, name: str, content: bytes, path: Path) -> None:
        """Read one file, which is or lies in the one at `path`."""
        from valueback import sources

        self._paths[name] = path
        self.day_first = None
        kind = self.wanted.kind or sources.kind_of(content) or self._by_columns(content)
        if kind is None:
            remedy = "Say what it is with --from, or name a table's columns: [import.csv] columns."
            told = Problem("is no file that valueback knows.", remedy, file=name, line=1)
            self.found.refused.append(told)
            return
        reading = self._read(name, content, kind)
        self.found.ignored += reading.ignored
        self.found.refused += reading.refused
        if not (reading.observations or reading.ignored or reading.refused):
            told = Problem(f"nothing was understood: no row of a {kind} file.", file=name, line=1)
            self.found.refused.append(told)
            return
        self._readings.append(reading)

    def carry_out(self) -> None:
        """Hold what was read against the record. Where calls are reported, whether a meeting was
        held is asked after them: they say who was late, a calendar does not.
        """
        meetings = [r for r in self._readings if r.kind in ("calendar", "bookings")]
        calls = [r for r in self._readings if r.kind == "attendance"]
        both = bool(meetings and calls)
        self._held = "later" if both else "asked"
        for reading in (*meetings, *calls):
            self._carry_out(reading)
        self._held = "only"
        for reading in meetings if both else ():
            self._carry_out(reading)
        self._held = "asked"
        for reading in self._readings:
            if reading not in (*meetings, *calls):
                self._carry_out(reading)

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
            day_first=self.day_first,
            likely_day_first=_day_first(practice.identity.locale),
            columns=terms.columns if terms else {},
        )

    def _read(self, name: str, content: bytes, kind: SourceKind) -> FileReading:
        """The file, read; what it leaves open is asked, and it is read again."""
        from valueback import sources

        reading = sources.read(name, content, kind, self._given(kind))
        if not self.context.prompts.interactive:
            return reading
        prompts = self.context.prompts
        if "day-month" in reading.open and reading.observations:
            question = f"In {name}, what comes first in dates like 01/02: day or month?"
            likely = "day" if _day_first(self.context.folder.practice.identity.locale) else "month"
            said = prompts.choice(None, question, "", among=("day", "month"), default=likely)
            self.day_first = said == "day"
        if "floating" in reading.open and reading.observations:
            self.floating = self._zone_asked()
        if reading.open:
            reading = sources.read(name, content, kind, self._given(kind))
        return reading

    def _zone_asked(self) -> str:
        from valueback.cli.identity import zone_named

        own = self.context.folder.practice.identity.time_zone
        question = "Times in this calendar name no zone. Which one are they in?"
        return self.context.prompts.until_understood(question, zone_named, own)

    def known(self) -> Known:
        """The record as it is now, with what a dry run would have written."""
        from valueback.model.importing import Alias
        from valueback.rules.matching.people import Known

        folder = self.context.folder
        engagements = {found.id: found for found in folder.read_all().engagements}
        engagements |= self._planned
        learnt = tuple(Alias(**alias) for alias in self.aliases)
        practice = replace(folder.practice, alias=(*folder.practice.alias, *learnt))
        return Known(practice, engagements, self.context.now, self.wanted.client)

    def _carry_out(self, reading: FileReading) -> None:
        if len(reading.observations) > _MANY and self.context.prompts.interactive:
            told = (
                f"{reading.file}: {len(reading.observations)} rows. Comparing with the record ..."
            )
            self.context.prompts.show(told)
        outcomes = self.matched(reading)
        if self.ask is not None:
            outcomes = self.ask(self, reading, outcomes)
        elif self.wanted.yes:
            self.write(_certain(outcomes))
        self._note(outcomes)

    def matched(self, reading: FileReading) -> list[Outcome]:
        """What becomes of every observation, with the answers so far."""
        from valueback.rules.matching import Replies, match

        within, without = self._in_time(reading)
        found: list[Outcome] = list(match(within, self.known(), Replies(self.answers)))
        if self._held == "only":
            return [outcome for outcome in found if _asks_whether_held(outcome)]
        later = self._held == "later" and reading.kind != "attendance"
        kept = [o for o in found if not (later and _asks_whether_held(o))]
        return [*without, *kept]

    def _in_time(self, reading: FileReading) -> tuple[list[Observation], list[Outcome]]:
        from valueback.model.message import say
        from valueback.rules.matching import Settled
        from valueback.rules.matching.moment import moment_of

        within: list[Observation] = []
        without: list[Outcome] = []
        for observation in reading.observations:
            on = day_of(moment_of(observation, self.context.now), self.context.zone)
            key = ""
            if self.wanted.since is not None and on < self.wanted.since:
                key = "import.too-early"
            if self.wanted.until is not None and on > self.wanted.until:
                key = "import.too-late"
            if key:
                without.append(Settled(observation, "ignored", say(key)))
            else:
                within.append(observation)
        return within, without

    def write(self, proposals: Iterable[Proposed]) -> None:
        """Write what was taken: a batch for each client, which `undo` takes back at once."""
        by_client: dict[str, list[Proposed]] = {}
        for proposal in proposals:
            if proposal.engagement is not None:
                by_client.setdefault(proposal.engagement, []).append(proposal)
        for id_, some in by_client.items():
            self._write(id_, some)

    def _write(self, id_: str, proposals: list[Proposed]) -> None:
        from valueback.drafting.imported import imported

        context, plan = self.context, imported(groups=[p.entries for p in proposals])
        if self.wanted.keep:
            kept = (self._paths[proposals[0].observation.file],)
            context = replace(context, switches=replace(context.switches, attach=kept))
        planned = context.rehearse(id_, plan)
        for number, problem in planned.made.refused:
            self._cannot.append(proposals[number])
            seen = proposals[number].observation
            self.found.refused.append(replace(problem, file=seen.file, line=seen.line))
        if planned.entries:
            written = context.append(id_, plan, rehearsed=True)
            self._planned[id_] = written.after
            self.found.written.append(written)
        self.found.taken += [proposals[number] for number in planned.made.written]

    def _note(self, outcomes: Iterable[Outcome]) -> None:
        from valueback.rules.matching import Proposed

        cannot = {id(proposal) for proposal in self._cannot}
        for outcome in outcomes:
            if not isinstance(outcome, Proposed):
                self.found.settled.append(outcome)
            elif id(outcome) not in cannot:
                self.found.proposals.append(outcome)

    def learn(self) -> None:
        """Keep what was learnt in practice.toml: aliases, what was left out, the zone."""
        from valueback.record.learnt import learn

        if self.context.dry_run:
            return
        ignored: dict[SourceKind, list[str]] = {}
        for proposal in self.found.left_out:
            ignored.setdefault(proposal.observation.source.of, []).append(proposal.id)
        learn(self.context.folder, self.aliases, ignored, self.floating)


def _asks_whether_held(outcome: Outcome) -> bool:
    return getattr(outcome, "part", "") == "#held"


def _certain(outcomes: Iterable[Outcome]) -> list[Proposed]:
    from valueback.rules.matching import Proposed

    return [found for found in outcomes if isinstance(found, Proposed) and found.certain]


def _day_first(locale: str) -> bool:
    """How people of a locale write short days."""
    from babel.dates import get_date_format

    pattern = get_date_format("short", locale=locale).pattern
    return pattern.find("d") < pattern.find("M")
