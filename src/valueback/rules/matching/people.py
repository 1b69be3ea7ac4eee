"""Whom an observation is about: by address or alias for certain, by name as a guess to confirm."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from valueback.frozen import frozen
from valueback.identifiers import folded
from valueback.model.engagement import Engagement
from valueback.model.entries import Entry
from valueback.model.importing import Alias, ImportTerms
from valueback.model.observation import Who
from valueback.model.practice import Practice
from valueback.model.source import Origin, SourceKind
from valueback.model.term import last_day
from valueback.model.timeline import Timeline
from valueback.moments import day_of


class Candidates(NamedTuple):
    """The engagements that can be meant, and whether there is no doubt about the person."""

    ids: tuple[str, ...]
    sure: bool


@frozen
class Known:
    """What the record and the practice know: against this an observation is held.

    `client` is the engagement that was named for the whole file.
    """

    practice: Practice
    engagements: Mapping[str, Engagement]
    now: datetime
    client: str | None = None

    def terms(self, kind: SourceKind) -> ImportTerms:
        """What the practice says of files of a kind."""
        imports = self.practice.imports
        return ImportTerms() if imports is None else imports.of(kind)

    def left_out(self, kind: SourceKind) -> frozenset[str]:
        """What somebody left out of files of a kind, so that it is not proposed again."""
        if kind not in self._left_out:
            self._left_out[kind] = frozenset(self.terms(kind).ignore)
        return self._left_out[kind]

    @cached_property
    def _left_out(self) -> dict[SourceKind, frozenset[str]]:
        return {}

    def timeline(self, id_: str) -> Timeline:
        """An engagement as of now."""
        if id_ not in self._timelines:
            self._timelines[id_] = Timeline(self.engagements[id_], self.now)
        return self._timelines[id_]

    @cached_property
    def _timelines(self) -> dict[str, Timeline]:
        return {}

    def imported(self, source: Origin) -> Sequence[tuple[str, Entry]]:
        """What came from there before, taken back or not: the engagement, and the entry."""
        return self._imported.get((source.of, source.id), ())

    @cached_property
    def _imported(self) -> dict[tuple[str, str], list[tuple[str, Entry]]]:
        found: dict[tuple[str, str], list[tuple[str, Entry]]] = {}
        for id_, engagement in self.engagements.items():
            for entry in engagement.log.entries:
                if entry.source is not None:
                    key = (entry.source.of, entry.source.id)
                    found.setdefault(key, []).append((id_, entry))
        return found

    @cached_property
    def _people(self) -> dict[str, list[str]]:
        """The engagements by each address, of the client or an alias."""
        found: dict[str, list[str]] = {}
        for id_, engagement in self.engagements.items():
            if engagement.client.email:
                found.setdefault(engagement.client.email.casefold(), []).append(id_)
        for alias in self.practice.alias:
            if alias.email:
                found.setdefault(alias.email.casefold(), []).extend(self._of(alias))
        return found

    def _of(self, alias: Alias) -> list[str]:
        """The engagements of an alias: those of the client whom it names."""
        first = self.engagements.get(alias.client)
        if first is None:
            return []
        return [
            id_
            for id_, other in self.engagements.items()
            if id_ == alias.client or _same(first, other)
        ]

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        """The engagements by the names and projects of aliases."""
        found: dict[str, list[str]] = {}
        for alias in self.practice.alias:
            for name in (alias.name, alias.project):
                if name:
                    found.setdefault(folded(name), []).extend(self._of(alias))
        return found

    def is_provider(self, name: str, email: str = "") -> bool:
        """Whether that is the provider: by address, else by name."""
        own = self.practice.identity
        if email and own.email:
            return email.casefold() == own.email.casefold()
        return bool(name) and folded(name) in {folded(own.provider), folded(own.name)}

    def who(self, who: Who, at: datetime) -> Candidates:
        """The engagements of whoever is meant that can take something of that moment."""
        key = (who.emails, who.names, who.projects)
        if key not in self._meant:
            sure = [id_ for email in who.emails for id_ in self._people.get(email.casefold(), [])]
            for name in (*who.names, *who.projects):
                sure += self._named.get(folded(name), [])
            self._meant[key] = (sure or self._exactly(who), bool(sure))
        ids, is_sure = self._meant[key]
        ids = ids or self._in_title(who.title)
        if self.client is not None:  # all of it is theirs, but for what is surely another's
            theirs = () if is_sure and self.client not in ids else (self.client,)
            return Candidates(theirs, sure=True)
        return Candidates(self._running(ids, at), is_sure)

    @cached_property
    def _meant(self) -> dict[tuple[tuple[str, ...], ...], tuple[list[str], bool]]:
        return {}

    def _exactly(self, who: Who) -> list[str]:
        """By a client's own name as it stands."""
        names = {folded(name) for name in (*who.names, *who.projects)}
        return [id_ for id_, name in self._own_names.items() if name in names]

    def _in_title(self, text: str) -> list[str]:
        """By a client's own name within a title."""
        title = f" {_words(text)} "
        return [id_ for id_, name in self._own_names.items() if f" {_words(name)} " in title]

    @cached_property
    def _own_names(self) -> dict[str, str]:
        return {id_: folded(e.client.name) for id_, e in self.engagements.items()}

    def _running(self, ids: Sequence[str], at: datetime) -> tuple[str, ...]:
        """Of these, the ones whose term holds that moment; else all of them."""
        unique = tuple(dict.fromkeys(ids))
        if len(unique) < 2:
            return unique
        within = tuple(id_ for id_ in unique if self._runs(id_, at))
        return within or unique

    def _runs(self, id_: str, at: datetime) -> bool:
        if id_ not in self._terms_of:
            timeline = self.timeline(id_)
            self._terms_of[id_] = (timeline.agreement.starts, last_day(timeline))
        starts, last = self._terms_of[id_]
        day = day_of(at, self.engagements[id_].zone)
        return starts <= day and (last is None or day <= last)

    @cached_property
    def _terms_of(self) -> dict[str, tuple[date, date | None]]:
        return {}


def _words(text: str) -> str:
    """The words of a text, without what stands between them."""
    return " ".join(re.findall(r"\w+", folded(text)))


def _same(one: Engagement, other: Engagement) -> bool:
    from valueback.model.erasure import same_client

    return same_client(one, other)
