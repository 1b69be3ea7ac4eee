"""Entries in the making: each gets its id, is checked beside all before it, and can be referred to.

Pure: the record hands in the engagement as it stands on the disk, and appends what was drafted.
All that has to be asked or read is asked and read before: a command hands over a `Plan`, which is a
function of this package with its plain values, and nothing else runs while others wait.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, Generic, NamedTuple, ParamSpec, TypeVar

from valueback.drafting.plausibility import objections
from valueback.errors import Problem, Refused, mistyped, refused
from valueback.frozen import frozen, replace
from valueback.model.consistency import live_references
from valueback.model.data import as_given, changed
from valueback.model.engagement import Engagement
from valueback.model.entries import Amendment, Entry, Void
from valueback.model.log import Raw
from valueback.model.message import Message, say
from valueback.model.reading import with_entry
from valueback.model.source import Attachments
from valueback.model.timeline import Timeline
from valueback.moments import in_zone

E = TypeVar("E", bound=Entry)
P = ParamSpec("P")
R = TypeVar("R")


class Note(NamedTuple):
    """What was taken for granted, and how to say otherwise: a sentence that names a field."""

    message: Message
    otherwise: Message | None = None


class Draft:
    """What one command is about to write, all or none of it.

    `given` are ids of entries that are not there any more: no entry gets one of those again.
    `attachments` are files that are kept with the first entry.
    """

    def __init__(
        self,
        engagement: Engagement,
        now: datetime,
        given: frozenset[str] = frozenset(),
        attachments: Attachments = (),
    ) -> None:
        self.engagement = engagement
        self.given = given
        self.attachments = attachments
        self.now = in_zone(now, engagement.zone).replace(microsecond=0)
        self.raws: list[Raw] = []
        self.notes: list[Note] = []
        self._timeline = Timeline(engagement, self.now)

    @property
    def timeline(self) -> Timeline:
        """What had happened by now, what is drafted so far included."""
        if self._timeline.engagement is not self.engagement:
            self._timeline = self._timeline.of_grown(self.engagement)
        return self._timeline

    def at(self, moment: datetime | None) -> datetime:
        """When something happened: then, or now where nobody said."""
        return self.now if moment is None else moment

    def assume(self, message: Message, otherwise: Message | None = None) -> None:
        """Note what was taken for granted; the answer says it, and how to say otherwise."""
        self.notes.append(Note(message, otherwise))

    @property
    def repeats(self) -> list[str]:
        """The live entries that say the very same as one that is drafted: kind, moment, content."""
        log = self.engagement.log
        count = len(log.entries) - len(self.raws)
        earlier: dict[tuple[str, datetime], list[Entry]] = defaultdict(list)
        for known in log.entries[:count]:
            if known.id not in log.void_ids:
                earlier[known.kind, known.at].append(known)
        return [
            known.id
            for entry in log.entries[count:]
            for known in earlier.get((entry.kind, entry.at), ())
            if _same_but_for_id(entry, known)
        ]

    def add(self, entry: E) -> E:
        """Draft one entry; it gets its id and the moment of writing.

        Raises Refused where the entry is wrong in itself or cannot stand beside the others.
        """
        raw: Raw = {
            "id": self.engagement.log.next_id(entry.kind, self.given),
            "kind": entry.kind,
            "at": in_zone(entry.at, self.engagement.zone).replace(microsecond=0),
            "logged": self.now,
        }
        if self.attachments and not self.raws:
            entry = changed(entry, attachments=self.attachments)
        raw |= {key: value for key, value in as_given(entry).items() if key not in raw}
        _refuse_what_is_no_text(raw)
        item = raw.get("item")
        if item is not None and item not in self.engagement.agreement.items:
            self.assume(say("assumed.item-beyond-scope", item=item))
        if isinstance(entry, Void):
            _refuse_while_referred_to(self.engagement, entry.entry)
        grown = with_entry(self.engagement, raw)
        if isinstance(grown, list):
            raise Refused(*(_about(problem, entry.kind) for problem in grown))
        read = grown.log.entries[-1]
        assert isinstance(read, type(entry))
        self._refuse_what_cannot_be(grown, read)
        self.engagement = grown
        self.raws.append(raw)
        return read

    def _refuse_what_cannot_be(self, grown: Engagement, entry: Entry) -> None:
        wrong = list(objections(self.timeline, entry))
        if isinstance(entry, Amendment):
            after = grown.log.as_amended()[entry.entry]
            beside = Timeline(_without(self.engagement, entry.entry), self.now)
            wrong += objections(beside, after)
        if wrong:
            raise Refused(*wrong)

    def carry_out(self, plan: Plan[R]) -> R:
        """Draft what another plan says, as a part of this one."""
        return plan.draft(self)


@frozen
class Plan(Generic[R]):
    """What a command is about to write: a drafting function and its values, ready to be drafted.

    Made by the functions of this package only, from plain values: nothing in it can ask anybody
    anything (decision 2026-11-25: all asking comes before the lock).
    """

    draft: Callable[[Draft], R]


def drafts(function: Callable[Concatenate[Draft, P], R]) -> Callable[P, Plan[R]]:
    """A drafting function as one that plans: called with plain values, it gives the Plan."""

    @wraps(function)
    def planned(*values: P.args, **named: P.kwargs) -> Plan[R]:
        return Plan(lambda draft: function(draft, *values, **named))

    return planned


@frozen
class Written(Generic[R]):
    """What one command saved, or in a dry run would have saved, and what was assumed for it.

    `made` is what the plan gave: mostly the entry that it is about.
    """

    before: Engagement
    after: Engagement
    entries: tuple[Raw, ...]
    notes: tuple[Note, ...]
    made: R


def _same_but_for_id(one: Entry, other: Entry) -> bool:
    """Whether two entries of a kind say the same; when they were written down does not matter."""
    return changed(one, id=other.id, logged=other.logged) == other


def _without(engagement: Engagement, id_: str) -> Engagement:
    """The engagement without an entry: beside that, its corrected version must stand."""
    log = engagement.log
    kept = [
        number
        for number, entry in enumerate(log.entries)
        if entry.id != id_ and getattr(entry, "entry", None) != id_
    ]
    rest = replace(
        log,
        entries=tuple(log.entries[n] for n in kept),
        raws=tuple(log.raws[n] for n in kept),
        numbers=tuple(log.numbers[n] for n in kept),
    )
    return replace(engagement, log=rest)


def _refuse_while_referred_to(engagement: Engagement, id_: str) -> None:
    if id_ not in engagement.log.by_id:
        raise refused(f"There is no entry {id_}.", "See them with: valueback show")
    referring = live_references(engagement.log, id_)
    if referring:
        them = "that one" if len(referring) == 1 else "those"
        raise refused(
            f"{id_} cannot be voided while others refer to it: {', '.join(referring)}.",
            f"Void {them} first.",
        )


def _refuse_what_is_no_text(raw: Raw) -> None:
    """Bytes of the command line that are no text are refused rather than changed."""
    try:
        "".join(value for value in raw.values() if isinstance(value, str)).encode()
    except UnicodeEncodeError:
        raise mistyped("A text holds bytes that are not UTF-8.", "Type it anew.") from None


def _about(problem: Problem, kind: str) -> Problem:
    """A problem of an entry that is not in a file yet: its field instead of its place."""
    field = ".".join(str(step) for step in problem.path[2:])
    return Problem(f"{kind}: {field} {problem.message}".replace(":  ", ": "), problem.remedy)
