"""Times and money as people type them, in five languages: what each means, or why it is refused."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from valueback.errors import Mistyped
from valueback.typed_money import read_amount
from valueback.typed_times import Reader
from valueback.typed_words import is_nothing

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime.fromisoformat("2026-11-25T11:00:00+01:00")  # a Wednesday

MOMENTS = """
en_US back | today | has no time of day
en_US back | now | 2026-11-25 11:00
en_US back | NOW | 2026-11-25 11:00
en_US back | today 9:05 | 2026-11-25 09:05
en_US back | 9:05 today | 2026-11-25 09:05
en_US back | today at 9:05 | 2026-11-25 09:05
en_US ahead | tomorrow 3pm | 2026-11-26 15:00
en_US ahead | tomorrow at 3 pm | 2026-11-26 15:00
en_US ahead | 3pm tomorrow | 2026-11-26 15:00
en_US ahead | tomorrow 3:30pm | 2026-11-26 15:30
en_US ahead | tomorrow 3.30 pm | 2026-11-26 15:30
en_US ahead | tomorrow 3 p.m. | 2026-11-26 15:00
en_US ahead | tomorrow 12pm | 2026-11-26 12:00
en_US ahead | tomorrow 12am | 2026-11-26 00:00
en_US ahead | tomorrow noon | 2026-11-26 12:00
en_US ahead | tomorrow at noon | 2026-11-26 12:00
en_US ahead | tomorrow 13pm | refused
en_US ahead | tomorrow 0am | refused
en_US ahead | tomorrow 15.30 | 2026-11-26 15:30
en_US ahead | tomorrow 10h | 2026-11-26 10:00
en_US ahead | tomorrow 10h30 | 2026-11-26 10:30
en_US ahead | tomorrow 24:00 | refused
en_US ahead | tomorrow 10:60 | refused
en_US ahead | tomorrow 10 | refused
en_US ahead | tomorrow at 3 | refused
en_US ahead | tomorrow morning | refused
en_US ahead | tonight | refused
en_US ahead | half past three | refused
en_US back | yesterday 14:00 | 2026-11-24 14:00
en_US back | the day before yesterday 8am | 2026-11-23 08:00
en_US ahead | day after tomorrow 8am | 2026-11-27 08:00
en_US back | tue 9:30 | 2026-11-24 09:30
en_US ahead | tue 9:30 | 2026-12-01 09:30
en_US back | Tues 9:30 | 2026-11-24 09:30
en_US back | wed 11:00 | 2026-11-25 11:00
en_US back | wed 11:01 | 2026-11-18 11:01
en_US ahead | wed 11:00 | 2026-12-02 11:00
en_US ahead | wed 11:01 | 2026-11-25 11:01
en_US ahead | next tuesday 15:00 | 2026-12-01 15:00
en_US ahead | next wednesday 15:00 | 2026-12-02 15:00
en_US ahead | next friday 15:00 | 2 readings: 2026-11-27 15:00 or 2026-12-04 15:00
en_US back | last friday 15:00 | 2026-11-20 15:00
en_US back | last wednesday 15:00 | 2026-11-18 15:00
en_US back | last tuesday 15:00 | 2 readings: 2026-11-17 15:00 or 2026-11-24 15:00
en_US back | 8 sep 10am | 2026-09-08 10:00
en_US ahead | 8 sep 10am | 2027-09-08 10:00
en_US back | sep 8 10am | 2026-09-08 10:00
en_US back | September 8th, 10am | 2026-09-08 10:00
en_US back | 8th of September 2025 at 10am | 2025-09-08 10:00
en_US back | Sep 8, 2025, 10:00 | 2025-09-08 10:00
en_US back | sept. 8 10:00 | 2026-09-08 10:00
en_US back | 31 sep 10:00 | refused
en_US back | 8 sep | has no time of day
en_US back | 8 sepp 10:00 | refused
en_US back | 25 nov 9:00 | 2026-11-25 09:00
en_US ahead | 25 nov 9:00 | 2026-11-25 09:00
en_US back | 26 nov 9:00 | 2025-11-26 09:00
en_US ahead | 24 nov 9:00 | 2027-11-24 09:00
en_US back | 08/09/2026 10:00 | 2026-08-09 10:00
en_GB back | 08/09/2026 10:00 | 2026-09-08 10:00
en back | 08/09/2026 10:00 | 2 readings: 2026-08-09 10:00 or 2026-09-08 10:00
en_CA back | 08/09/2026 10:00 | 2 readings: 2026-08-09 10:00 or 2026-09-08 10:00
en back | 25/09/2026 10:00 | 2026-09-25 10:00
en back | 08/08/2026 10:00 | 2026-08-08 10:00
en_US back | 25/09/2026 10:00 | refused
en_US back | 8/9 10:00 | 2026-08-09 10:00
en_US back | 8/9/26 10:00 | 2026-08-09 10:00
en_US back | 8-9-2026 10:00 | 2026-08-09 10:00
en_US back | 8/9/1026 10:00 | refused
en_US back | 8/9/ 10:00 | refused
en_US back | 8-9 10:00 | refused
en_US back | 2026-01-12 10:00 | 2026-01-12 10:00
en_US back | Mon 2026-01-12 10:00 | 2026-01-12 10:00
en_US back | Monday, 12 January 2026 10:00 | 2026-01-12 10:00
en_US back | tue 2026-01-12 10:00 | no Tuesday
en_US back | 2026-02-30 10:00 | refused
en_US back | 2026/01/12 10:00 | refused
en_US back | -2d 14:00 | 2026-11-23 14:00
en_US back | -2d | 2026-11-23 11:00
en_US back | -90m | 2026-11-25 09:30
en_US back | 2 hours ago | 2026-11-25 09:00
en_US back | an hour ago | 2026-11-25 10:00
en_US back | 10 min ago | 2026-11-25 10:50
en_US back | 2 days ago | has no time of day
en_US back | 2 days ago 14:00 | 2026-11-23 14:00
en_US ahead | in 2 weeks 9:00 | 2026-12-09 09:00
en_US ahead | in 2 weeks at 9:00 | 2026-12-09 09:00
en_US ahead | in a month 9am | 2026-12-25 09:00
en_US ahead | next week 9:00 | refused
en_US ahead | 10:00 11:00 | refused
en_US ahead | tue wed 10:00 | refused
en_US ahead | 10:00 please | refused
en_US back | dienstag 9:30 | refused
pt_BR back | ontem 14h | 2026-11-24 14:00
pt_BR back | ontem às 14h | 2026-11-24 14:00
pt_BR back | ontem às 14h30 | 2026-11-24 14:30
pt_BR back | anteontem 14:00 | 2026-11-23 14:00
pt_BR ahead | amanhã 15h | 2026-11-26 15:00
pt_BR ahead | AMANHA 15h | 2026-11-26 15:00
pt_BR ahead | depois de amanhã às 9h | 2026-11-27 09:00
pt_BR ahead | amanhã ao meio-dia | 2026-11-26 12:00
pt_BR ahead | amanhã meio-dia | 2026-11-26 12:00
pt_BR ahead | terça 9h | 2026-12-01 09:00
pt_BR ahead | terça-feira às 9:30 | 2026-12-01 09:30
pt_BR ahead | ter 9h | 2026-12-01 09:00
pt_BR ahead | 3a 9h | 2026-12-01 09:00
pt_BR ahead | próxima terça 9h | 2026-12-01 09:00
pt_BR ahead | na próxima terça às 9h | 2026-12-01 09:00
pt_BR ahead | terça que vem 9h | 2026-12-01 09:00
pt_BR ahead | sexta que vem 9h | 2 readings: 2026-11-27 09:00 or 2026-12-04 09:00
pt_BR back | sexta passada 9h | 2026-11-20 09:00
pt_BR back | 8 de setembro às 10h | 2026-09-08 10:00
pt_BR back | 8 de setembro de 2025 10h | 2025-09-08 10:00
pt_BR back | 8 set 10h | 2026-09-08 10:00
pt_BR back | 1º de março 10h | 2026-03-01 10:00
pt_BR back | dia 8 de março 10h | 2026-03-08 10:00
pt_BR back | dia 8 10h | refused
pt_BR back | 08/09/2026 10h | 2026-09-08 10:00
pt_BR back | 08/09 10h | 2026-09-08 10:00
pt_BR back | há 2 horas | 2026-11-25 09:00
pt_BR back | há 3 dias 10h | 2026-11-22 10:00
pt_BR ahead | em 2 semanas às 10h | 2026-12-09 10:00
pt_BR ahead | daqui a 2 semanas às 10h | 2026-12-09 10:00
pt_BR ahead | daqui a uma semana 10h | 2026-12-02 10:00
pt_BR back | agora | 2026-11-25 11:00
pt_BR back | yesterday 14:00 | 2026-11-24 14:00
pt_BR back | tue 9:30 | 2026-11-24 09:30
es_ES back | ayer 14h | 2026-11-24 14:00
es_ES back | ayer a las 14:00 | 2026-11-24 14:00
es_ES back | anteayer 9:00 | 2026-11-23 09:00
es_ES ahead | mañana a las 15h | 2026-11-26 15:00
es_ES ahead | mañana por la mañana | refused
es_ES ahead | pasado mañana 9:00 | 2026-11-27 09:00
es_ES ahead | martes 9:30 | 2026-12-01 09:30
es_ES ahead | el martes a las 9:30 | 2026-12-01 09:30
es_ES ahead | el próximo martes a las 9:30 | 2026-12-01 09:30
es_ES ahead | el martes que viene a las 9:30 | 2026-12-01 09:30
es_ES ahead | mié 12:00 | 2026-11-25 12:00
es_ES back | el lunes pasado 9:00 | 2 readings: 2026-11-16 09:00 or 2026-11-23 09:00
es_ES back | 8 de septiembre a las 10h | 2026-09-08 10:00
es_ES back | 8 de septiembre del 2025, 10h | 2025-09-08 10:00
es_ES back | 8 sep 10:00 | 2026-09-08 10:00
es_ES back | 08/09/2026 10:00 | 2026-09-08 10:00
es_ES back | hace 2 horas | 2026-11-25 09:00
es_ES back | hace una hora | 2026-11-25 10:00
es_ES ahead | dentro de 2 semanas a las 10h | 2026-12-09 10:00
es_ES ahead | en 3 días 10:00 | 2026-11-28 10:00
es_ES ahead | mañana mediodía | 2026-11-26 12:00
es_ES back | mar 9:30 | refused
de_DE back | gestern 14 Uhr | 2026-11-24 14:00
de_DE back | gestern um 14 Uhr 30 | 2026-11-24 14:30
de_DE back | vorgestern 9:00 | 2026-11-23 09:00
de_DE ahead | morgen 15 Uhr | 2026-11-26 15:00
de_DE ahead | morgen um 15.30 Uhr | 2026-11-26 15:30
de_DE ahead | übermorgen 9h | 2026-11-27 09:00
de_DE ahead | uebermorgen 9h | 2026-11-27 09:00
de_DE ahead | Dienstag 9:30 | 2026-12-01 09:30
de_DE ahead | am Dienstag um 9:30 | 2026-12-01 09:30
de_DE ahead | Di 9.30 | 2026-12-01 09:30
de_DE ahead | Di. 9.30 | 2026-12-01 09:30
de_DE ahead | nächsten Dienstag 9:30 | 2026-12-01 09:30
de_DE ahead | nächsten Freitag 9:30 | 2 readings: 2026-11-27 09:30 or 2026-12-04 09:30
de_DE back | letzten Freitag 9:30 | 2026-11-20 09:30
de_DE back | 8. September 10 Uhr | 2026-09-08 10:00
de_DE back | am 8. September 2025 um 10 Uhr | 2025-09-08 10:00
de_DE back | 8. März 10:00 | 2026-03-08 10:00
de_DE back | 8. Maerz 10:00 | 2026-03-08 10:00
de_DE back | 08.09.2026 10:00 | 2026-09-08 10:00
de_DE back | 8.9. 10:00 | 2026-09-08 10:00
de_DE back | 8.9.26, 10:00 | 2026-09-08 10:00
de_DE back | 12.10 10:00 | 2026-10-12 10:00
de_DE back | Mo 12.10.2026 10:00 | 2026-10-12 10:00
de_DE back | vor 2 Stunden | 2026-11-25 09:00
de_DE back | vor einer Stunde | 2026-11-25 10:00
de_DE ahead | in 2 Wochen 10 Uhr | 2026-12-09 10:00
de_DE ahead | in einer Woche um 10 Uhr | 2026-12-02 10:00
de_DE ahead | halb vier | refused
de_DE back | jetzt | 2026-11-25 11:00
de_DE back | gestern 3pm | 2026-11-24 15:00
fr_FR back | hier 14h | 2026-11-24 14:00
fr_FR back | hier à 14h30 | 2026-11-24 14:30
fr_FR back | avant-hier 9h | 2026-11-23 09:00
fr_FR ahead | demain 15h | 2026-11-26 15:00
fr_FR ahead | demain à 15 h 30 | 2026-11-26 15:30
fr_FR ahead | demain midi | 2026-11-26 12:00
fr_FR ahead | demain à midi | 2026-11-26 12:00
fr_FR ahead | après-demain 9h | 2026-11-27 09:00
fr_FR back | aujourd’hui 9h | 2026-11-25 09:00
fr_FR ahead | mardi 9h30 | 2026-12-01 09:30
fr_FR ahead | mar 9h30 | 2026-12-01 09:30
fr_FR ahead | mardi prochain à 9h | 2026-12-01 09:00
fr_FR ahead | vendredi prochain à 9h | 2 readings: 2026-11-27 09:00 or 2026-12-04 09:00
fr_FR back | vendredi dernier 9h | 2026-11-20 09:00
fr_FR back | 8 septembre 10h | 2026-09-08 10:00
fr_FR back | le 8 septembre 2025 à 10h | 2025-09-08 10:00
fr_FR back | 1er août 10h | 2026-08-01 10:00
fr_FR back | 8 mars 10h | 2026-03-08 10:00
fr_FR back | 08/09/2026 10h | 2026-09-08 10:00
fr_FR back | il y a 2 heures | 2026-11-25 09:00
fr_FR ahead | dans 2 semaines à 10h | 2026-12-09 10:00
fr_FR ahead | dans une semaine à 10h | 2026-12-02 10:00
fr_FR back | maintenant | 2026-11-25 11:00
de_DE ahead | 2027-03-28 02:30 | does not exist
de_DE back | 2026-10-25 02:30 | happens twice
de_DE back | 2026-10-25T02:30:00+01:00 | 2026-10-25 02:30
de_DE back | 25.10.2026 02:30 | happens twice
"""

DAYS = """
en_US ahead | today | 2026-11-25
en_US ahead | fri | 2026-11-27
en_US back | fri | 2026-11-20
en_US ahead | wed | 2026-12-02
en_US back | wed | 2026-11-25
en_US ahead | on friday | 2026-11-27
en_US ahead | next tuesday | 2026-12-01
en_US ahead | in 2 weeks | 2026-12-09
en_US ahead | 2 weeks from now | 2026-12-09
en_US back | a week ago | 2026-11-18
en_US ahead | in 2 weeks' time | not a day
en_US ahead | in 2 months | 2027-01-25
en_US ahead | +7d | 2026-12-02
en_US back | -2d | 2026-11-23
en_US back | 29 feb | not a day
en_US back | 29 feb 2024 | 2024-02-29
en_US ahead | dec 24 | 2026-12-24
en_US ahead | 12/24 | 2026-12-24
en_US ahead | 24/12 | not a day
en_GB ahead | 24/12 | 2026-12-24
en ahead | 05/12 | 2 readings: 2026-12-05 or 2027-05-12
en_US ahead | may | not a day
en_US ahead | 12 | not a day
en_US ahead | end of month | not a day
en_US ahead | 10:00 | not a day
en_US ahead | 1:30 tomorrow | not a day
en_US ahead |  | not a day
pt_BR ahead | sexta | 2026-11-27
pt_BR ahead | sexta-feira | 2026-11-27
pt_BR ahead | 24 de dezembro | 2026-12-24
pt_BR ahead | 24/12 | 2026-12-24
pt_BR ahead | em 2 semanas | 2026-12-09
pt_BR ahead | segunda | 2026-11-30
pt_BR ahead | quinta | 2026-11-26
es_ES ahead | viernes | 2026-11-27
es_ES ahead | 24 de diciembre | 2026-12-24
es_ES ahead | en dos semanas | not a day
es_ES back | hace 3 semanas | 2026-11-04
de_DE ahead | Freitag | 2026-11-27
de_DE ahead | 24.12. | 2026-12-24
de_DE ahead | 24.12 | 2026-12-24
de_DE ahead | 24. Dezember | 2026-12-24
de_DE ahead | 24.12.26 | 2026-12-24
de_DE ahead | in 3 Tagen | 2026-11-28
de_DE ahead | Sonnabend | 2026-11-28
fr_FR ahead | vendredi | 2026-11-27
fr_FR ahead | le 24 décembre | 2026-12-24
fr_FR ahead | dans 3 jours | 2026-11-28
fr_FR ahead | 24.12 | refused
en_US ahead | 24.12.2026 | not a day
en_GB ahead | 24.12.2026 | 2026-12-24
"""

SUMS = """
USD en_US | 2400 | 2400
USD en_US | 2400.00 | 2400.00
USD en_US | 2400.5 | 2400.5
USD en_US | 2,400 | 2400
USD en_US | 2,400.00 | 2400.00
USD en_US | 2.400,00 | 2400.00
USD en_US | $2,400 | 2400
USD en_US | $ 2,400.50 | 2400.50
USD en_US | US$ 90 | 90
USD en_US | usd 90 | 90
USD en_US | 90 dollars | 90
USD en_US | 90,00 | 90.00
USD en_US | 90,5 | 90.5
USD en_US | 2.400 | can be
USD en_US | 2.405 | can be
USD en_US | 2400.123 | more decimals
USD en_US | 24,00,000 | not an amount
USD en_US | 2,4000 | more decimals
USD en_US | 1,234,567 | 1234567
USD en_US | 1,234,567.89 | 1234567.89
USD en_US | 1.234.567,89 | 1234567.89
USD en_US | 1'234.50 | 1234.50
USD en_US | €400 | another currency
USD en_US | 400 EUR | another currency
USD en_US | 400 euros | another currency
USD en_US | R$ 400 | another currency
USD en_US | 400 bananas | not an amount
USD en_US | -400 | not an amount
USD en_US | 4e2 | not an amount
USD en_US | .50 | not an amount
USD en_US | 50. | not an amount
USD en_US |  | not an amount
USD en_US | two hundred | not an amount
USD en_US | 2,400 or 3,000 | not an amount
USD en_US | 0,500 | more decimals
USD en_US | 1234567890123456 | not an amount
USD en_US | 1.234,567.89 | not an amount
USD en_US | 1,23,4.00 | not an amount
USD en_US | ٢٤٠٠ | not an amount
EUR de_DE | 2.400 | 2400
EUR de_DE | 2.400,00 | 2400.00
EUR de_DE | 2.400,00 € | 2400.00
EUR de_DE | 2,400 | can be
EUR de_DE | 2,40 | 2.40
EUR de_DE | 2400.00 | 2400.00
EUR de_DE | 2,400.00 | 2400.00
EUR de_DE | 2 400,00 | 2400.00
EUR de_DE | 400 EUR | 400
EUR de_DE | 400 Euro | 400
EUR de_DE | $400 | another currency
EUR fr_FR | 2 400,00 € | 2400.00
EUR fr_FR | 2 400 | 2400
EUR fr_FR | 24 00 | not an amount
EUR es_ES | 1.200,50€ | 1200.50
BRL pt_BR | R$ 90,00 | 90.00
BRL pt_BR | R$ 2.400 | 2400
BRL pt_BR | 2.400,00 reais | 2400.00
BRL pt_BR | $90 | another currency
CHF de_CH | Fr. 90 | 90
CHF de_CH | 1'200.50 | 1200.50
CHF de_CH | 1’200 | not an amount
JPY en_US | ¥2,400 | 2400
JPY en_US | 2.400 | 2400
JPY en_US | 2400.5 | more decimals
KWD en_US | 2.405 | 2.405
KWD en_US | 2,405 | 2405
GBP en_GB | £99.99 | 99.99
MXN es_MX | $1,200.50 | 1200.50
MXN es_MX | 1.200 | can be
"""


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split("|")] for row in table.strip().splitlines()]


def _told(read: object, *values: object) -> str:
    """What a reading came to, or all that was said of why it was refused."""
    assert callable(read)
    try:
        found = read(*values)
    except Mistyped as error:
        return " ".join(f"{problem.message} {problem.remedy}" for problem in error.problems)
    return f"{found:%Y-%m-%d %H:%M}" if isinstance(found, datetime) else str(found)


_REFUSALS = ("is not a time that I understand", "is not a time of day", "is not a day")


def _holds(said: str, expected: str) -> bool:
    if expected == "refused":
        return any(refusal in said for refusal in _REFUSALS)
    if expected[0].isdigit() and "readings" not in expected:
        return said == expected
    return all(part in said for part in expected.split(": "))


@pytest.mark.parametrize(("habits", "text", "expected"), _rows(MOMENTS))
def test_moments(habits: str, text: str, expected: str) -> None:
    locale, look = habits.split()
    said = _told(Reader(NOW, BERLIN, locale).moment, text, look)
    assert _holds(said, expected), said


@pytest.mark.parametrize(("habits", "text", "expected"), _rows(DAYS))
def test_days(habits: str, text: str, expected: str) -> None:
    locale, look = habits.split()
    said = _told(Reader(NOW, BERLIN, locale).day, text, look)
    assert _holds(said, expected), said


@pytest.mark.parametrize(("kind", "text", "expected"), _rows(SUMS))
def test_sums(kind: str, text: str, expected: str) -> None:
    currency, locale = kind.split()
    if not expected[0].isdigit():
        with pytest.raises(ValueError, match=expected):
            read_amount(text, currency, locale)
    else:
        assert read_amount(text, currency, locale) == Decimal(expected)


@pytest.mark.parametrize(
    "text", ["no", "N", "None", "-", "nothing", "Não", "nada", "nichts", "rien"]
)
def test_what_says_nothing(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["", "no pen", "not yet", "nn", "none of it", "0"])
def test_what_says_something(text: str) -> None:
    assert not is_nothing(text)


def test_the_table_is_as_long_as_it_was_meant_to_be() -> None:
    assert sum(len(_rows(table)) for table in (MOMENTS, DAYS, SUMS)) >= 300
