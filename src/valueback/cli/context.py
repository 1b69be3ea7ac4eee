"""Where a command works: the practice, the moment it is, who can be asked, what was noticed.

Heavy parts are imported where they are used: a command starts in the time of what it needs.
Over 300 lines: reading, writing and what was typed, each a few lines.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, overload

from valueback import system
from valueback.cli.answers import Answer, tell
from valueback.cli.process import clock, is_terminal
from valueback.cli.prompts import Prompts, whole
from valueback.cli.sums import currency_named, typed_sum
from valueback.errors import Problem, Refused
from valueback.frozen import field, frozen
from valueback.moments import Direction, day_of
from valueback.record import place

if TYPE_CHECKING:
    from decimal import Decimal
    from zoneinfo import ZoneInfo

    from valueback.drafting.draft import Plan, Written
    from valueback.model.engagement import Engagement
    from valueback.model.source import Attachments
    from valueback.model.timeline import Timeline
    from valueback.record.folder import Folder
    from valueback.record.templates import Templates
    from valueback.typed_times import Reader

R = TypeVar("R")


@frozen
class Switches:
    """What every verb can be told, beside its own options."""

    json: bool = False
    no_input: bool = False
    dry_run: bool = False
    accept_changes: bool = False
    again: bool = False
    attach: tuple[Path, ...] = ()
    bare: bool = False
    """Nothing was given but the client: what is written then, is shown first."""


@frozen
class Context:
    """Where a command does its work."""

    path: Path
    now: datetime
    prompts: Prompts
    switches: Switches = Switches()
    named: str | None = None
    flags: Mapping[str, str] = field(default_factory=dict)
    noticed: dict[Problem, None] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    """Which engagement was said to be meant, by the words that fit several."""

    @classmethod
    def open(
        cls, practice: str | None, switches: Switches, flags: Mapping[str, str] | None = None
    ) -> Context:
        """The context of this process: its folder, its clock, its terminal."""
        terminal = is_terminal(sys.stdin) and is_terminal(sys.stderr)
        return cls(
            path=place.wanted(practice, os.environ, Path.cwd()),
            now=clock(),
            prompts=Prompts(interactive=terminal and not switches.no_input),
            switches=switches,
            named=practice,
            flags=flags or {},
        )

    @property
    def dry_run(self) -> bool:
        """Whether nothing is to be saved."""
        return self.switches.dry_run

    @cached_property
    def folder(self) -> Folder:
        """The practice; Refused where there is none. Another time zone than the one that
        valueback knows is noticed: answers depend on it.
        """
        from valueback.record.folder import existing
        from valueback.record.practice_file import changes

        folder = existing(self.path)
        with suppress(Refused):  # then whatever reads practice.toml says what is wrong with it
            found = changes(self.path)
            self.notice(found.problems if found.zones else ())
        return folder

    @property
    def zone(self) -> ZoneInfo:
        """The practice's time zone, in which times are typed and days end."""
        return self.folder.practice.identity.zone

    @property
    def today(self) -> date:
        """The practice's day."""
        return day_of(self.now, self.zone)

    # --- what is there ---

    def client(self, query: str) -> str:
        """The id of the engagement that is meant; where several fit, a terminal asks which."""
        from valueback.record.lookup import Ambiguous, resolve

        if query in self.chosen:
            return self.chosen[query]
        try:
            return resolve(self.folder, whole(query), self.today.isoformat())
        except Ambiguous as several:
            if not self.prompts.interactive:
                raise
            found = several.found
        self.prompts.show(*(f"  {id_}  {name}" for id_, name in found.items()))
        answer = self.prompts.until_understood("Which one?", self.client, needed=True)
        self.chosen[query] = answer
        return answer

    def engagement(self, query: str) -> Engagement:
        """The engagement that is meant."""
        return self.read(self.client(query))

    def read(self, id_: str) -> Engagement:
        """The engagement of that id; what was altered in its file is noticed."""
        engagement, altered = self.folder.read(id_)
        self.notice(altered)
        return engagement

    def timeline(self, query: str, as_of: str | None = None) -> Timeline:
        """The engagement that is meant, as of now or of the moment that was typed."""
        return self.timeline_of(self.engagement(query), self.as_of(as_of))

    def timeline_of(self, engagement: Engagement, moment: datetime | None = None) -> Timeline:
        """An engagement as of a moment, or of now."""
        from valueback.model.timeline import Timeline

        return Timeline(engagement, moment or self.now)

    def templates(self, engagement: Engagement | None = None) -> Templates:
        """The templates for a paper: in the language of an engagement, or of the practice. That a
        language is wanted which is not offered is noticed.
        """
        from valueback.render.languages import offered, wanted

        practice = self.folder.practice
        asked = wanted(engagement, practice) if engagement else practice.identity.speaks
        language = offered(asked)
        if language[:2] != asked[:2]:
            told = f"There are no papers in {asked!r}; this one is in English."
            self.notice([Problem(told, 'Where English is meant, say so: language = "en"')])
        return self.folder.template_in(language, asked)

    def notice(self, problems: Iterable[Problem]) -> None:
        """Remember what was found altered, for the answer to tell."""
        self.noticed.update(dict.fromkeys(problems))

    def tell(self) -> None:
        """Say on stderr what was noticed on the way: entries altered outside valueback."""
        for notice in self.noticed:
            tell(str(notice), notice.remedy)

    def warn_of(self, broken: Mapping[str, str]) -> None:
        """Say on stderr which engagements could not be read, and are left out of the answer."""
        for id_ in broken:
            tell(f"{id_} cannot be read, and is left out.", "Mend it with: valueback edit " + id_)

    # --- words to values ---

    @property
    def _reader(self) -> Reader:
        """What reads times as people of this practice type them."""
        from valueback.typed_times import Reader

        return Reader(self.now, self.zone, self._locale)

    @overload
    def moment(
        self, text: str, look: Direction = "back", *, bare_day: bool = False
    ) -> datetime: ...
    @overload
    def moment(self, text: None, look: Direction = "back", *, bare_day: bool = False) -> None: ...
    def moment(
        self, text: str | None, look: Direction = "back", *, bare_day: bool = False
    ) -> datetime | None:
        """The instant that was typed, in the practice's zone; None where nothing was."""
        if text is None:
            return None
        reader = self._reader
        return self.prompts.understood(
            text, lambda typed: reader.moment(typed, look, bare_day=bare_day), "When?"
        )

    def at(self, text: str | None) -> datetime | None:
        """When something happened, where its day is what matters."""
        return self.moment(text, bare_day=True)

    @overload
    def day(self, text: str, look: Direction = "ahead") -> date: ...
    @overload
    def day(self, text: None, look: Direction = "ahead") -> None: ...
    def day(self, text: str | None, look: Direction = "ahead") -> date | None:
        """The day that was typed; None where nothing was."""
        if text is None:
            return None
        reader = self._reader
        return self.prompts.understood(text, lambda typed: reader.day(typed, look), "Which day?")

    def as_of(self, text: str | None) -> datetime:
        """The moment for which a question is asked: now, unless another was given."""
        return self.now if text is None else self._reader.as_of(text)

    @overload
    def amount(self, text: str, engagement: Engagement, name: str) -> Decimal: ...
    @overload
    def amount(self, text: None, engagement: Engagement, name: str) -> None: ...
    def amount(self, text: str | None, engagement: Engagement, name: str) -> Decimal | None:
        """The sum that was typed for a field, in the engagement's money; None where none was."""
        return None if text is None else self.money(text, engagement.agreement.currency, name)

    def money(self, text: str, currency: str, name: str) -> Decimal:
        """The sum that was typed for a field, in a currency, by the habits of the practice."""
        code, locale = currency_named(currency), self._locale
        return self.prompts.understood(
            text,
            lambda typed: typed_sum(typed, currency=code, locale=locale, name=name),
            "How much?",
        )

    def written_money(self, text: str | None, currency: str, name: str) -> str | None:
        """The sum that was typed for a field, as files hold it; None where none was."""
        return None if text is None else f"{self.money(text, currency, name):f}"

    @property
    def _locale(self) -> str:
        """By whose habits times and sums are read: the practice's, where there is one."""
        return self.folder.practice.identity.locale

    # --- writing ---

    def save(self, query: str, plan: Plan[R], *, then: str = "") -> Answer:
        """Append what a plan drafts, and say what was saved and what comes next."""
        return self.answered(self.append(self.client(query), plan), then)

    def rehearse(self, id_: str, plan: Plan[R]) -> Written[R]:
        """What a plan would write, with nothing written; a repetition is asked about now."""
        return self._append(id_, plan, again=self.switches.again, dry_run=True)

    def append(self, id_: str, plan: Plan[R], *, rehearsed: bool = False) -> Written[R]:
        """Append what a plan drafts to an engagement; a repetition is asked about, unless that
        was settled when it was rehearsed.
        """
        again = self.switches.again or rehearsed
        shown = self.dry_run or self.prompts.answered or not self.prompts.interactive
        if self.switches.bare and not shown:
            self._agreed(self._append(id_, plan, again=True, dry_run=True))
        return self._append(id_, plan, again=again, dry_run=self.dry_run)

    def _agreed(self, planned: Written[R]) -> None:
        """Have it agreed what is written; Refused where it is not."""
        from valueback.render.entries import sentence
        from valueback.render.words import noted

        engagement = planned.after
        for raw in planned.entries:
            entry = engagement.log.by_id[raw["id"]]
            self.prompts.show(f"{engagement.client.name}: {sentence(entry, engagement)}")
        self.prompts.show(*(f"  {noted(note, self.flags)}" for note in planned.notes))
        if not self.prompts.confirm("Save this?", default=True):
            raise Refused(Problem("Nothing was saved.", "What can be said: the verb with -h"))

    def _append(self, id_: str, plan: Plan[R], *, again: bool, dry_run: bool) -> Written[R]:
        from valueback.record.append import Manner, Repeated, append

        manner = Manner(
            accepts=self.switches.accept_changes,
            again=again,
            dry_run=dry_run,
            attachments=self._attachments(id_, keep=not dry_run),
        )
        try:
            appended = append(self.folder, id_, plan, self.now, manner)
        except Repeated as repeated:
            if not self.prompts.confirm(f"{repeated.problems[0]} Log it again?", default=False):
                raise
            appended = append(self.folder, id_, plan, self.now, manner._replace(again=True))
        self.notice(appended.altered)
        return appended.written

    def _attachments(self, id_: str, *, keep: bool) -> Attachments:
        """The files that were named to be kept with what is written; kept, unless it is tried."""
        if not self.switches.attach:
            return ()
        from valueback.record import evidence

        files = evidence.attached(self.switches.attach)
        if keep:
            evidence.keep(self.folder, id_, files)
        return tuple(attachment for attachment, _ in files)

    def answered(self, written: Written[R], then: str, message: str = "") -> Answer:
        """The answer to a command that wrote: `then` is the next useful command, `message` a text
        that the user can send now.
        """
        from valueback.render.logged import logged_json, logged_page

        following = self.next(then.format(id=written.after.id)) if then else ""
        return Answer(
            lambda: logged_json(written, flags=self.flags, dry_run=self.dry_run),
            lambda: logged_page(
                written,
                self.now,
                following=following,
                message=message,
                flags=self.flags,
                dry_run=self.dry_run,
            ),
            saved=not self.dry_run,
        )

    def next(self, command: str) -> str:
        """The line that names the next useful command, for the practice in hand."""
        named = f" --practice {system.quoted(self.named)}" if self.named else ""
        return f"Next: {command}{named}"
