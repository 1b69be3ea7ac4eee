"""Messages in words: the sentence of the catalogue, in a language, with its values filled in.

The catalogue holds the English sentences (`render/catalogue/`). Another language comes as a gettext
catalogue whose keys are those sentences, plural forms and all; the order of words is its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from valueback import money
from valueback.model.message import FieldName, Listed, Message, Sum, Value, say
from valueback.model.time_terms import DAYS, TimeTerm
from valueback.moments import largest_parts, show_day, show_duration, show_moment
from valueback.shipped import ENGLISH as ENGLISH_NAME

if TYPE_CHECKING:
    from valueback.drafting.draft import Note

Sentence = str | tuple[str, str]
"""A sentence of the catalogue; singular and plural where a count chooses."""


class Translations(Protocol):
    """What gives the sentences of a language: the interface of gettext's classes."""

    def pgettext(self, key: str, message: str, /) -> str:
        """The sentence in that language, or itself."""

    def npgettext(self, key: str, singular: str, plural: str, number: int, /) -> str:
        """The form of the sentence that goes with a number."""


class English:
    """The language in which the catalogue is written."""

    def pgettext(self, _: str, message: str, /) -> str:
        """The sentence as it stands."""
        return message

    def npgettext(self, _: str, singular: str, plural: str, number: int, /) -> str:
        """One of a thing, or several."""
        return singular if number == 1 else plural


ENGLISH: Translations = English()
"""What papers and messages are written in, as long as no other catalogue is asked for."""


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


class Forms(NamedTuple):
    """How days, sums of money, moments and numbers are written for a reader."""

    day: Callable[[date], str]
    sum: Callable[[Decimal, str], str]
    moment: Callable[[datetime], str] = lambda moment: show_moment(moment, None)
    number: Callable[[Decimal], str] = _plain
    clock: Callable[[datetime], tuple[date, str]] = lambda at: (at.date(), f"{at:%H:%M}")


SCREEN = Forms(show_day, money.coded)
"""As screens and records write them: what cannot be misread comes before what is usual."""


class Words:
    """Words for messages, in a language and with the forms of a reader."""

    def __init__(
        self,
        translations: Translations | None = None,
        forms: Forms = SCREEN,
        flags: Mapping[str, str] | None = None,
        language: str = ENGLISH_NAME,
    ) -> None:
        self.language = language
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
            return self._translations.pgettext(key, sentence)
        singular, plural = sentence
        whole = isinstance(count, (int, Decimal)) and count == int(count)
        number = int(count) if whole and isinstance(count, (int, Decimal)) else 2
        return self._translations.npgettext(key, singular, plural, number)

    def on_clock(self, moment: datetime) -> tuple[str, str]:
        """The day and the time of day of a moment, by the reader's clock."""
        day, time = self._forms.clock(moment)
        return self._forms.day(day), time

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
                return self._forms.moment(value)
            case date():
                return self._forms.day(value)
            case timedelta():
                return self._duration(value)
            case Decimal():
                return self._forms.number(value)
            case _:
                return str(value)

    def _duration(self, span: timedelta) -> str:
        """An amount of time; in English as short as screens have it."""
        if self.language == ENGLISH_NAME:
            return show_duration(span)
        parts = [self(say(f"span.{unit}", count=amount)) for unit, amount in largest_parts(span)]
        return " ".join(parts)

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


def reader(language: str, locale: str, zone: ZoneInfo | None = None) -> Words:
    """The words of a client's papers and messages: in a language that is offered, days, sums and
    numbers by the habits of a locale that goes with it. Moments are by the clock of `zone`, and
    name it; without one, by the clock that they come with.
    """
    from babel.dates import format_date, format_skeleton, get_timezone_name
    from babel.numbers import format_decimal

    from valueback.render.languages import catalogue, habits, offered

    spoken = offered(language)
    name = habits(spoken, locale)

    def day(value: date) -> str:
        shown = format_date(value, "long", locale=name)
        if value.day == 1:
            shown = _first(spoken, name, shown)
        return re.sub(r"^(\d\S*) ", "\\1\u00a0", shown)

    def amount(value: Decimal, currency: str) -> str:
        return money.show(value, currency, name).replace(" ", "\u00a0")

    def clock(value: datetime) -> tuple[date, str]:
        local = value if zone is None else value.astimezone(zone)
        named = "" if zone is None else f" ({get_timezone_name(local, locale=name)})"
        return local.date(), f"{local:%H:%M}{named}"

    def moment(value: datetime) -> str:
        on, at = clock(value)
        shown = f"{format_skeleton('yMMMEd', on, locale=name)}, "
        if on.day == 1:
            shown = re.sub(r"(?<!\d)1 ", _first(spoken, name, "1 "), shown)
        return shown.replace(" ", "\u00a0") + at

    if spoken == ENGLISH_NAME:
        return Words(forms=Forms(day, amount, moment, clock=clock))
    number = partial(format_decimal, locale=name)
    return Words(catalogue(spoken), Forms(day, amount, moment, number, clock), language=spoken)


def _first(language: str, locale: str, shown: str) -> str:
    """A day of which the first is written otherwise than the CLDR has it: `1er mars`, `1º de maio`
    (in Brazil; in Portugal `1 de maio`).
    """
    if language == "fr":
        return f"1er{shown[1:]}"
    brazilian = language == "pt" and not locale.endswith("PT")
    return f"1º{shown[1:]}" if brazilian else shown


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
