"""What becomes of an observation: proposed, with what must be asked; known; ignored; refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from valueback.frozen import field, frozen
from valueback.model.entries import Entry
from valueback.model.message import Message
from valueback.model.observation import Observation

ImportQuestion = Literal[
    "client",
    "day-month",
    "floating",
    "held",
    "called-off-by",
    "notice",
    "session",
    "what",
    "for",
    "cause",
    "when",
    "same",
    "confirm",
]
"""What only a person can say: whom it is about, that a meeting was held, who called it off and
when, which session is meant, what a message is, what money was for, whether something is so.
"""

Answers = Mapping[ImportQuestion, str | datetime]


@frozen
class Ask:
    """A question, what can be answered, and what is likely where something is."""

    key: ImportQuestion
    message: Message
    choices: tuple[str, ...] = ()
    likely: str = ""


class Proposed(NamedTuple):
    """Entries for an engagement, as far as they are known; none of them stands while it `asks`.

    An entry that refers to another one that is not on record yet names it `=0`, the first of these
    entries, or `@` and a start: the live booking of that start.
    """

    observation: Observation
    engagement: str | None
    entries: tuple[Entry, ...]
    why: Message
    asks: tuple[Ask, ...] = ()
    part: str = ""

    @property
    def certain(self) -> bool:
        """Whether nothing has to be asked."""
        return not self.asks

    @property
    def id(self) -> str:
        """By what it is remembered where it is left out."""
        return f"{self.observation.source.id}{self.part}"


class Settled(NamedTuple):
    """An observation that adds nothing, and why."""

    observation: Observation
    how: Literal["known", "ignored", "refused"]
    why: Message
    engagement: str | None = None


Outcome = Proposed | Settled


@frozen
class Replies:
    """The answers that somebody gave to one observation, by its id and part."""

    answers: Mapping[str, Answers] = field(default_factory=dict)

    def of(self, id_: str) -> Answers:
        """What was answered there."""
        return self.answers.get(id_, {})
