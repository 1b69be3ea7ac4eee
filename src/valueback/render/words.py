"""Messages in words: the sentence of the catalogue, in a language, with its values filled in.

The catalogue holds the English sentences (`render/catalogue/`). Another language comes as a gettext
catalogue whose keys are those sentences, plural forms and all; the order of words is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple, Protocol

from valueback import money
from valueback.drafting.draft import Note
from valueback.model.message import FieldName, Listed, Message, Sum, Value, say
from valueback.model.time_terms import DAYS, TimeTerm
from valueback.moments import show_day, show_duration, show_moment

Sentence = str | tuple[str, str]
"""A sentence of the catalogue; singular and plural where a count chooses."""


class Translations(Protocol):
    """What gives the sentences of a language: the interface of gettext's classes."""

    def gettext(self, message: str, /) -> str:
        """The sentence in that language, or itself."""

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """The form of the sentence that goes with a number."""


class English:
    """The language in which the catalogue is written."""

    def gettext(self, message: str, /) -> str:
        """The sentence as it stands."""
        return message

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """One of a thing, or several."""
        return singular if number == 1 else plural


ENGLISH: Translations = English()
"""What papers and messages are written in, as long as no other catalogue is asked for."""


class Forms(NamedTuple):
    """How days and sums of money are written for a reader."""

    day: Callable[[date], str]
    sum: Callable[[Decimal, str], str]


SCREEN = Forms(show_day, money.coded)
"""As screens and records write them: what cannot be misread comes before what is usual."""


class Words:
    """Words for messages, in a language and with the forms of a reader."""

    def __init__(
        self,
        translations: Translations | None = None,
        forms: Forms = SCREEN,
        flags: Mapping[str, str] | None = None,
    ) -> None:
        self._translations = translations or ENGLISH
        self._forms = forms
        self._flags = flags or {}

    def __call__(self, message: Message) -> str:
        """The message as a sentence, or as the part of one that it is."""
        values = dict(message.values)
        shown = {name: self.shown(value) for name, value in values.items()}
        return self._sentence(message.key, values.get("count")).format_map(shown)

    def _sentence(self, key: str, count: Value | None) -> str:
        sentence = sentences()[key]
        if isinstance(sentence, str):
            return self._translations.gettext(sentence)
        singular, plural = sentence
        whole = isinstance(count, (int, Decimal)) and count == int(count)
        number = int(count) if whole and isinstance(count, (int, Decimal)) else 2
        return self._translations.ngettext(singular, plural, number)

    def shown(self, value: Value) -> str:  # noqa: PLR0911  # one form per kind of value
        """A value as the reader writes it; what people typed stays as it is."""
        match value:
            case Message():
                return self(value)
            case Listed():
                return self._listed(value)
            case Sum():
                return self._forms.sum(value.amount, value.currency)
            case TimeTerm():
                return self(_term(value))
            case FieldName():
                return self._flags[value.name]
            case datetime():
                return show_moment(value, None)
            case date():
                return self._forms.day(value)
            case timedelta():
                return show_duration(value)
            case Decimal():
                return f"{value.normalize():f}"
            case _:
                return str(value)

    def _listed(self, listed: Listed) -> str:
        """Several things, joined as the language joins them."""
        shown = [self.shown(item) for item in listed.items]
        if not shown:
            return ""
        said = shown[0]
        for number, item in enumerate(shown[1:], 2):
            key = f"list.{listed.last}" if number == len(shown) else "list.comma"
            said = self._sentence(key, None).format(first=said, next=item)
        return said


def _term(term: TimeTerm) -> Message:
    """A term of time as one says it: `7 days`, `2 working days, by 16:00`, `the same week`."""
    unit = term.unit.replace(" ", "-")
    if term.same is not None:
        said = say(f"term.same-{term.same}")
    elif not term.number and term.unit in DAYS:
        said = say(f"term.same-{unit}")
    else:
        said = say(f"term.{unit}", count=term.number)
    return said if term.by is None else say("term.by", said=said, by=f"{term.by:%H:%M}")


def reader(locale: str) -> Words:
    """The words of a client's papers and messages, days and sums written as their locale does."""
    from babel.dates import format_date

    name = locale.replace("-", "_")
    return Words(
        forms=Forms(
            day=lambda day: format_date(day, "long", locale=name),
            sum=lambda amount, currency: money.show(amount, currency, locale),
        )
    )


@cache
def sentences() -> Mapping[str, Sentence]:
    """The whole catalogue: every sentence by its key."""
    from valueback.render import catalogue

    return catalogue.SENTENCES


said = Words()
"""The words of the screen, which is English."""


def noted(note: Note, flags: Mapping[str, str]) -> str:
    """What was taken for granted, and how to say otherwise, where the verb in hand has a flag."""
    told, otherwise = said(note.message), note.otherwise
    if otherwise is None:
        return told
    names = [value.name for _, value in otherwise.values if isinstance(value, FieldName)]
    if not all(name in flags for name in names):
        return told
    return f"{told} {Words(flags=flags)(otherwise)}"
