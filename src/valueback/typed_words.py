"""The words of time in the languages of practices, as people type them: small letters, no accents.

A day or month may be cut short as people do it (`tues`, `sept`, `terça`); what two days share in a
language is left out (a French `mar` may be Tuesday or March), or has two readings.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from valueback.frozen import frozen


@frozen
class TimeWords:
    """How one language says days, months and distances in time."""

    weekdays: tuple[str, ...]
    """Monday to Sunday, the ways to write each parted by spaces."""

    months: tuple[str, ...]
    """January to December, likewise."""

    named: dict[str, int]
    """Days by their distance from today."""

    now: tuple[str, ...]
    units: dict[str, str]
    """What a distance is counted in: minute, hour, day, week or month, by its words."""

    ahead: tuple[str, ...]
    """What stands around a distance to come: `in {}`."""

    back: tuple[str, ...]
    """What stands around a distance that has passed: `{} ago`."""

    following: tuple[str, ...]
    """What stands around a weekday to say the next one: `next {}`."""

    past: tuple[str, ...]
    fillers: tuple[str, ...]
    """Words that change nothing: `at`, `of`."""

    noon: tuple[str, ...] = ()
    ones: tuple[str, ...] = ()
    """How the language says one, before a unit: `a week ago`."""


_EN = TimeWords(
    weekdays=(
        "monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs",
        "friday fri", "saturday sat", "sunday sun",
    ),
    months=(
        "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
        "august aug", "september sep sept", "october oct", "november nov", "december dec",
    ),
    named={
        "today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2,
        "day before yesterday": -2, "the day after tomorrow": 2, "day after tomorrow": 2,
    },
    now=("now",),
    units={
        "minute": "minutes minute mins min", "hour": "hours hour hrs hr", "day": "days day",
        "week": "weeks week wks wk", "month": "months month",
    },
    ahead=("in {}", "{} from now"),
    back=("{} ago",),
    following=("next {}", "coming {}", "this coming {}"),
    past=("last {}",),
    fillers=("at", "on", "of", "the"),
    noon=("noon", "midday"),
    ones=("a", "an", "one"),
)  # fmt: skip

_PT = TimeWords(
    weekdays=(
        "segunda segunda-feira seg 2a", "terca terca-feira ter 3a", "quarta quarta-feira qua 4a",
        "quinta quinta-feira qui 5a", "sexta sexta-feira sex 6a", "sabado sab", "domingo dom",
    ),
    months=(
        "janeiro jan", "fevereiro fev", "marco mar", "abril abr", "maio mai", "junho jun",
        "julho jul", "agosto ago", "setembro set", "outubro out", "novembro nov", "dezembro dez",
    ),
    named={
        "hoje": 0, "ontem": -1, "amanha": 1, "anteontem": -2, "antes de ontem": -2,
        "depois de amanha": 2,
    },
    now=("agora",),
    units={
        "minute": "minutos minuto min", "hour": "horas hora", "day": "dias dia",
        "week": "semanas semana", "month": "meses mes",
    },
    ahead=("em {}", "daqui a {}", "dentro de {}", "daqui {}"),
    back=("ha {}", "{} atras", "faz {}"),
    following=("proxima {}", "proximo {}", "{} que vem", "na proxima {}", "no proximo {}"),
    past=("{} passada", "{} passado", "ultima {}", "ultimo {}"),
    fillers=("as", "a", "ao", "de", "do", "em", "na", "no", "dia"),
    noon=("meio-dia", "meio dia"),
    ones=("um", "uma"),
)  # fmt: skip

_ES = TimeWords(
    weekdays=(
        "lunes lun", "martes", "miercoles mie", "jueves jue", "viernes vie", "sabado sab",
        "domingo dom",
    ),
    months=(
        "enero ene", "febrero feb", "marzo", "abril abr", "mayo may", "junio jun", "julio jul",
        "agosto ago", "septiembre setiembre sep sept set", "octubre oct", "noviembre nov",
        "diciembre dic",
    ),
    named={
        "hoy": 0, "ayer": -1, "manana": 1, "anteayer": -2, "antier": -2, "pasado manana": 2,
    },
    now=("ahora",),
    units={
        "minute": "minutos minuto min", "hour": "horas hora", "day": "dias dia",
        "week": "semanas semana", "month": "meses mes",
    },
    ahead=("en {}", "dentro de {}", "de aqui a {}"),
    back=("hace {}", "{} atras"),
    following=("proximo {}", "el proximo {}", "{} que viene", "el {} que viene"),
    past=("{} pasado", "el {} pasado", "ultimo {}"),
    fillers=("a", "al", "las", "la", "el", "de", "del", "dia"),
    noon=("mediodia",),
    ones=("un", "una"),
)  # fmt: skip

_DE = TimeWords(
    weekdays=(
        "montag mo mon", "dienstag di die", "mittwoch mi mit", "donnerstag do don",
        "freitag fr fre", "samstag sa sam sonnabend", "sonntag so son",
    ),
    months=(
        "januar janner jaenner jan", "februar feb", "marz maerz mar mrz", "april apr", "mai",
        "juni jun", "juli jul", "august aug", "september sep sept", "oktober okt", "november nov",
        "dezember dez",
    ),
    named={
        "heute": 0, "gestern": -1, "morgen": 1, "vorgestern": -2, "ubermorgen": 2,
        "uebermorgen": 2,
    },
    now=("jetzt",),
    units={
        "minute": "minuten minute min", "hour": "stunden stunde std", "day": "tagen tage tag",
        "week": "wochen woche", "month": "monaten monate monat",
    },
    ahead=("in {}",),
    back=("vor {}",),
    following=("nachsten {}", "naechsten {}", "nachster {}", "kommenden {}"),
    past=("letzten {}", "vorigen {}", "vergangenen {}"),
    fillers=("um", "am", "den", "der"),
    noon=("zwolf uhr mittags",),
    ones=("ein", "eine", "einer", "einem"),
)  # fmt: skip

_FR = TimeWords(
    weekdays=(
        "lundi lun", "mardi mar", "mercredi mer", "jeudi jeu", "vendredi ven", "samedi sam",
        "dimanche dim",
    ),
    months=(
        "janvier janv jan", "fevrier fevr fev", "mars mar", "avril avr", "mai", "juin",
        "juillet juil", "aout", "septembre sept sep", "octobre oct", "novembre nov",
        "decembre dec",
    ),
    named={
        "aujourd'hui": 0, "hier": -1, "demain": 1, "avant-hier": -2, "apres-demain": 2,
    },
    now=("maintenant",),
    units={
        "minute": "minutes minute min", "hour": "heures heure", "day": "jours jour",
        "week": "semaines semaine", "month": "mois",
    },
    ahead=("dans {}", "d'ici {}"),
    back=("il y a {}",),
    following=("{} prochain", "prochain {}"),
    past=("{} dernier", "dernier {}"),
    fillers=("a", "le", "de", "du"),
    noon=("midi",),
    ones=("un", "une"),
)  # fmt: skip

LANGUAGES = {"en": _EN, "pt": _PT, "es": _ES, "de": _DE, "fr": _FR}

NOTHING = frozenset(
    {
        *("no", "n", "none", "nothing", "nil", "nope", "-"),
        *("nao", "nada", "nenhum", "nenhuma", "nem"),
        *("ninguno", "ninguna", "ningun"),
        *("nein", "nichts", "nix", "kein", "keine", "keins", "keiner"),
        *("non", "rien", "aucun", "aucune", "neant"),
    }
)
"""What says, to a question that may be left empty, that there is nothing to say."""


def folded(text: str) -> str:
    """A text in small letters without accents, as words are compared."""
    spread = unicodedata.normalize("NFD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def is_nothing(text: str) -> bool:
    """Whether somebody says that there is nothing to say, in any of the languages."""
    return folded(text.strip().rstrip(".!")) in NOTHING


def words_of(language: str) -> tuple[TimeWords, ...]:
    """English, and the language of the practice where it is another one that is known."""
    own = LANGUAGES.get(language)
    return (_EN,) if own is None or own is _EN else (_EN, own)


@cache
def numbered(language: str, kind: str) -> dict[str, frozenset[int]]:
    """The numbers, from 0, that each word for a weekday or month may mean."""
    found: dict[str, set[int]] = {}
    for words in words_of(language):
        for number, ways in enumerate(getattr(words, kind)):
            for way in ways.split():
                found.setdefault(way, set()).add(number)
    return {way: frozenset(numbers) for way, numbers in found.items()}


def all_words(language: str, kind: str) -> tuple[str, ...]:
    """The words or patterns of one kind, of English and the practice's language."""
    return tuple(word for words in words_of(language) for word in getattr(words, kind))
