"""One import: files read, held against the record, asked about, and written, a batch per client."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeGuard

from valueback.cli.import_files import ImportFiles, ImportOptions
from valueback.errors import Problem
from valueback.frozen import replace
from valueback.moments import day_of

if TYPE_CHECKING:
    from valueback.cli.context import Context
    from valueback.drafting.imported import Taken
    from valueback.model.engagement import Engagement
    from valueback.model.observation import Observation
    from valueback.model.source import SourceKind
    from valueback.rules.matching import Outcome, Proposed, Settled
    from valueback.rules.matching.outcome import ImportQuestion
    from valueback.rules.matching.people import Known
    from valueback.sources.reading import FileReading


_MEETINGS = ("calendar", "bookings")

_MANY = 2_000
"""From how many rows on a terminal is told what takes so long."""


Asking = Callable[
    ["Sitting", "FileReading", "list[Outcome]"], "tuple[list[Outcome], list[Proposed]]"
]
"""What asks about the rows of one file: what became of each, and what was taken."""


class Sitting:
    """One import, file by file: what one file brought is known when the next is read."""

    def __init__(self, context: Context, wanted: ImportOptions, ask: Asking | None = None) -> None:
        from valueback.render.imported import Brought

        self.context = context
        self.wanted = wanted
        self.ask = ask
        self.found = Brought(whole=context.switches.json)
        self.files = ImportFiles(context, wanted)
        self.answers: dict[str, dict[ImportQuestion, str | datetime]] = {}
        self.aliases: list[dict[str, str]] = []
        self._planned: dict[str, Engagement] = {}
        self._readings: list[FileReading] = []
        self._unread: list[tuple[str, bytes, SourceKind]] = []
        self._paths: dict[str, Path] = {}
        self._held: Literal["asked", "later", "only"] = "asked"

    def file(self, name: str, content: bytes, path: Path) -> None:
        """Take up one file, which is or lies in the one at `path`."""
        self._paths[name] = path
        kind = self.files.kind_of(content)
        if kind is None:
            remedy = "Say what it is with --from, or name a table's columns: [import.csv] columns."
            told = Problem("is no file that valueback knows.", remedy, file=name, line=1)
            self.found.refused.add(told)
        elif kind in (*_MEETINGS, "attendance") or self.context.prompts.interactive:
            self._readings.append(self.files.read(name, content, kind))
        else:
            self._unread.append((name, content, kind))

    def carry_out(self) -> None:
        """Hold what was read against the record. Where calls are reported, whether a meeting was
        held is asked after them: they say who was late, a calendar does not.
        """
        meetings = [r for r in self._readings if r.kind in _MEETINGS]
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
            if reading.kind not in (*_MEETINGS, "attendance"):
                self._carry_out(reading)
        for name, content, kind in self._unread:
            self._read_through(name, content, kind)
        for reading in self._readings:
            self._note_rows(reading, len(reading.observations))

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
        taken: list[Proposed] = []
        if self.ask is not None:
            outcomes, taken = self.ask(self, reading, outcomes)
        elif self.wanted.yes:
            taken = [found for found in outcomes if _is_certain(found)]
        self._note(outcomes, taken)

    def _read_through(self, name: str, content: bytes, kind: SourceKind) -> None:
        """Read a file of which nobody is asked anything row by row: a long one takes no more
        memory than a short one, but for what is saved.
        """
        from valueback.rules.matching import Replies, outcomes

        known, replies, number = self.known(), Replies(), 0
        certain: list[Proposed] = []

        def take(observation: Observation) -> None:
            nonlocal number
            number += 1
            outside = self._out_of_time(observation)
            for outcome in [outside] if outside else outcomes(observation, known, replies):
                if self.wanted.yes and _is_certain(outcome):
                    certain.append(outcome)
                else:
                    self.found.note(outcome)

        self._note_rows(self.files.read_through(name, content, kind, take), number)
        self._note(certain, certain)

    def _note_rows(self, reading: FileReading, number: int) -> None:
        """Count the rows of a file that were not understood, or say nothing."""
        for problem in reading.ignored:
            self.found.ignored.add(problem)
        for problem in reading.refused:
            self.found.refused.add(problem)
        if not (number or reading.ignored or reading.refused):
            told = f"nothing was understood: no row of a {reading.kind} file."
            self.found.refused.add(Problem(told, file=reading.file, line=1))

    def matched(self, reading: FileReading) -> list[Outcome]:
        """What becomes of every observation, with the answers so far."""
        from valueback.rules.matching import Replies, match

        sifted = [(seen, self._out_of_time(seen)) for seen in reading.observations]
        without = [outside for _, outside in sifted if outside is not None]
        within = (seen for seen, outside in sifted if outside is None)
        found: list[Outcome] = list(match(within, self.known(), Replies(self.answers)))
        if self._held == "only":
            return [outcome for outcome in found if _asks_whether_held(outcome)]
        later = self._held == "later" and reading.kind != "attendance"
        kept = [o for o in found if not (later and _asks_whether_held(o))]
        return [*without, *kept]

    def _out_of_time(self, observation: Observation) -> Settled | None:
        """That an observation lies before or after the days that were named, if it does."""
        since, until = self.wanted.since, self.wanted.until
        if since is None and until is None:
            return None
        from valueback.model.message import say
        from valueback.rules.matching import Settled
        from valueback.rules.matching.moment import moment_of

        on = day_of(moment_of(observation, self.context.now), self.context.zone)
        if since is not None and on < since:
            return Settled(observation, "ignored", say("import.too-early"))
        if until is not None and on > until:
            return Settled(observation, "ignored", say("import.too-late"))
        return None

    def _note(self, outcomes: Iterable[Outcome], taken: Sequence[Proposed]) -> None:
        """Write what was taken: a batch for each client, which `undo` takes back at once; and
        count what became of every observation.
        """
        by_client: dict[str, list[Proposed]] = {}
        for proposal in taken:
            if proposal.engagement is not None:
                by_client.setdefault(proposal.engagement, []).append(proposal)
        saved, cannot = set[int](), set[int]()
        for id_, some in by_client.items():
            became = self._write(id_, some)
            saved.update(id(some[number]) for number in became.written)
            cannot.update(id(some[number]) for number, _ in became.refused)
        for outcome in outcomes:
            if id(outcome) not in cannot:
                self.found.note(outcome, saved=id(outcome) in saved)

    def _write(self, id_: str, proposals: list[Proposed]) -> Taken:
        from valueback.drafting.imported import imported

        context, plan = self.context, imported(groups=[p.entries for p in proposals])
        if self.wanted.keep:
            kept = (self._paths[proposals[0].observation.file],)
            context = replace(context, switches=replace(context.switches, attach=kept))
        planned = context.rehearse(id_, plan)
        for number, problem in planned.made.refused:
            seen = proposals[number].observation
            self.found.refused.add(replace(problem, file=seen.file, line=seen.line))
        if planned.entries:
            written = context.append(id_, plan, rehearsed=True)
            self._planned[id_] = written.after
            self.found.written.append(written)
        return planned.made

    def learn(self) -> None:
        """Keep what was learnt in practice.toml: aliases, what was left out, the zone."""
        from valueback.record.learnt import learn

        if self.context.dry_run:
            return
        ignored: dict[SourceKind, list[str]] = {}
        for proposal in self.found.left_out:
            ignored.setdefault(proposal.observation.source.of, []).append(proposal.id)
        learn(self.context.folder, self.aliases, ignored, self.files.floating)


def _asks_whether_held(outcome: Outcome) -> bool:
    return getattr(outcome, "part", "") == "#held"


def _is_certain(outcome: Outcome) -> TypeGuard[Proposed]:
    from valueback.rules.matching import Proposed

    return isinstance(outcome, Proposed) and outcome.certain
