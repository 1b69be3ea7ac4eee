"""The languages of papers and messages: which one is wanted, and which one can be given whole.

Sentences stand in gettext catalogues, `locale/LANGUAGE.po`, one for each language and one for what
a country says otherwise (`pt_PT.po` beside `pt.po`). The context of a sentence is its key. A paper
is in one language: one that lacks a sentence or a template is not offered, and English is.
"""

from __future__ import annotations

import gettext
import io
from functools import cache

from valueback.model.data import language_of
from valueback.model.engagement import Engagement
from valueback.model.practice import Practice
from valueback.render.catalogue import for_papers
from valueback.shipped import ENGLISH, folder, untranslated, variants

NAMES = {"en": "English", "pt": "Portuguese", "es": "Spanish", "de": "German", "fr": "French"}
"""The languages that come with valueback, as the screen calls them."""


def wanted(engagement: Engagement, practice: Practice) -> str:
    """The language that was agreed on; else that of the client, else that of the practice."""
    if engagement.agreement.language is not None:
        return engagement.agreement.language
    locale = engagement.client.locale
    return language_of(locale) if locale else practice.identity.speaks


def habits(language: str, locale: str) -> str:
    """By whose habits days and sums are written: the reader's, where they are of that language."""
    name = locale.replace("-", "_")
    is_theirs = language_of(name)[:2] == language[:2]
    return name if is_theirs else _AT_HOME.get(language, language)


_AT_HOME = {"en": "en_US", "pt": "pt_BR", "es": "es_ES", "de": "de_DE", "fr": "fr_FR"}
"""Whose habits go with a language where the reader's own are of another."""


@cache
def catalogue(language: str) -> gettext.GNUTranslations | None:
    """The sentences of a language; None where it has no catalogue."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    found: gettext.GNUTranslations | None = None
    for name in reversed(variants(language)):
        path = folder("locale") / f"{name}.po"
        if path.is_file():
            compiled = io.BytesIO()
            with path.open("rb") as file:
                write_mo(compiled, read_po(file, locale=name))
            compiled.seek(0)
            more = gettext.GNUTranslations(compiled)
            if found is not None:
                more.add_fallback(found)
            found = more
    return found


@cache
def lacking(language: str) -> tuple[str, ...]:
    """The keys of sentences that a language has no words for."""
    sentences = catalogue(language)
    return tuple(key for key, english in for_papers().items() if not _has(sentences, key, english))


def _has(
    sentences: gettext.GNUTranslations | None, key: str, english: str | tuple[str, str]
) -> bool:
    if sentences is None:
        return False
    if isinstance(english, str):
        return sentences.pgettext(key, english) is not english
    singular, plural = english
    return sentences.npgettext(key, singular, plural, 2) is not plural


def offered(language: str) -> str:
    """The language in which papers can be written whole: the one that is wanted, else English.

    One that is in `NAMES`: before that it is begun, and nobody has read it yet.
    """
    spoken = language.split("_", maxsplit=1)[0]
    if spoken == ENGLISH or spoken not in NAMES:
        return ENGLISH
    return ENGLISH if untranslated(language) or lacking(language) else language
