"""Papers, messages and pages in every language: whole, in one language, with the same facts."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any, get_args
from urllib.parse import unquote

import pytest

from tests import languages as catalogues
from tests.conftest import Run
from tests.render import test_agreement_terms as terms
from tests.test_catalogue import CLIENTS, MESSAGES, PAPERS, typed_in
from tests.wishes import WISHES, every_wish
from valueback.model.client import Client
from valueback.model.entries import Answered
from valueback.model.message import Message, Sum, Value, all_of, say
from valueback.model.time_terms import TimeTerm
from valueback.render import languages
from valueback.render.catalogue import for_papers
from valueback.render.words import reader

EVERY = [name for name in catalogues.languages() if name[:2] in languages.NAMES]
"""The languages that are offered; one that is begun has still to be written and read."""
WHOLE = [language for language in EVERY if "_" not in language]
NOW = "2026-03-04T09:00"

ENGLISH = frozenset(
    """
    the and with you your not this that from have has will which meeting meetings agreement until
    days month months week weeks paid due missed between homework notice cancelled booked late
    early asked answered their they them been were would could should about after before each
    every other than then there when where who what why how it its our we us me my by to of is are
    """.split()  # noqa: SIM905  # a table of words
)
"""Words that are English and nothing else in the languages that there are."""
NATIVE = {
    "pt": {"me", "us", "to"},
    "es": {"me", "us", "to"},
    "fr": {"due", "me", "us"},
    "de": {"us"},
}
"""Those of them that another language has, too."""


@pytest.fixture
def spoken(lima: Path, request: pytest.FixtureRequest) -> str:
    """The example practice, all of whose agreements are in a language."""
    language = str(request.param)
    for file in (lima / "engagements").glob("*.toml"):
        text = file.read_text()
        assert 'language = "en"' in text
        file.write_text(text.replace('language = "en"', f'language = "{language}"'))
    file = lima / "practice.toml"
    file.write_text(file.read_text().replace("[practice]", f'[practice]\nlanguage = "{language}"'))
    return language


in_every_language = pytest.mark.parametrize("spoken", WHOLE, indirect=True)


def test_nothing_is_missing_unused_or_older_than_the_english_text() -> None:
    assert [problem for language in EVERY for problem in catalogues.problems(language)] == []
    assert {"en", *WHOLE} == set(languages.NAMES)
    assert [languages.offered(language) for language in WHOLE] == WHOLE


def english_words(text: str, language: str, typed: list[str]) -> list[str]:
    """The English words in a text, beside what people typed."""
    bare = re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text)
    for words_of_people in typed:
        bare = bare.replace(words_of_people, " ")
    bare = re.sub(r"^Subject:", " ", bare, flags=re.MULTILINE)
    found = {word.lower() for word in re.findall(r"[^\W\d_]+", bare)}
    return sorted((found & ENGLISH) - NATIVE[language])


@in_every_language
def test_no_paper_or_message_holds_an_english_word(spoken: str, run: Run, lima: Path) -> None:
    typed = typed_in(lima)
    end = ("end", "ana", "--by", "provider", "--reason", "x", "--mailto", "--dry-run")
    printed = (*PAPERS, ("check-payments", "carla", "--output", "-"))
    said = {command: run(*command, now=NOW) for command in printed}
    said |= {(day, *rest): run(*rest, now=f"{day}T09:00") for day, *rest in MESSAGES}
    for command, answer in said.items():
        assert answer.exit_code == 0, answer.err
        assert "no papers in" not in answer.err
        text = answer.out.split("When it is sent:")[0]
        assert english_words(text, spoken, typed) == [], (command, text)
    link = next(
        line for line in run(*end, now=NOW).out.splitlines() if line.strip().startswith("mailto:")
    )
    letter = unquote(link.replace("subject=", " ").replace("body=", " ").replace("mailto:", ""))
    assert "Clara Lima" in letter
    assert english_words(letter, spoken, typed) == []
    stated = Path(run("statement", "carla", "--json", now=NOW).json["path"]).read_text()
    words_of_it = re.sub(r"<style>.*?</style>|<[^>]*>", " ", stated, flags=re.DOTALL)
    assert english_words(words_of_it, spoken, typed) == []


@in_every_language
@pytest.mark.parametrize("kind", get_args(Answered))
def test_no_reply_holds_an_english_word(kind: Answered, spoken: str, run: Run, lima: Path) -> None:
    every_wish(run, lima)
    said = run("reply", *WISHES[kind], kind, now=NOW)
    assert said.exit_code == 0, said.err
    assert english_words(said.out, spoken, typed_in(lima)) == []


@in_every_language
def test_the_same_record_gives_the_same_answers(spoken: str, run: Run, lima: Path) -> None:
    """The verdict, every sum and every count: as the English record gives them."""
    own = {client: facts(run, client) for client in CLIENTS}
    for file in (lima / "engagements").glob("*.toml"):
        file.write_text(file.read_text().replace(f'language = "{spoken}"', 'language = "en"'))
    assert {client: facts(run, client) for client in CLIENTS} == own


def facts(run: Run, client: str) -> str:
    """What is answered of a client, as programs read it."""
    verbs = ("check-guarantee", "check-scope", "check-accountability", "check-payments")
    return json.dumps([run(verb, client, "--json", now=NOW).json for verb in verbs])


SAMPLES: dict[str, tuple[Value, ...]] = {
    "count": (0, 1, 2, 5, Decimal("1.5")),
    "sum": tuple(Sum(Decimal("1234.5"), code) for code in ("USD", "EUR", "BRL")),
}
ANY: tuple[Value, ...] = (
    "{x} <b>&", date(2026, 1, 12), datetime.fromisoformat("2026-07-01T10:00:00+02:00"),
    timedelta(days=1, hours=2), Decimal("1.50"), TimeTerm(2, "working day"), TimeTerm(1, "month"),
    Sum(Decimal("0.5"), "EUR"), all_of(["a", "b", "c"]), say("status.met"),
)  # fmt: skip


@pytest.mark.parametrize("language", WHOLE)
def test_every_sentence_is_said_with_every_kind_of_value(language: str) -> None:
    own = reader(language, "en_US")
    assert own.language == language
    for key, sentence in for_papers().items():
        text = sentence if isinstance(sentence, str) else sentence[1]
        names = sorted({name for _, name, _, _ in Formatter().parse(text) if name})
        for turn in range(len(ANY)):
            values = {
                name: (of := SAMPLES.get(name, ANY))[turn % len(of)] for name in [*names, "count"]
            }
            said = own(Message(key, tuple(sorted(values.items()))))
            assert said.strip(), key
            assert "{" not in said.replace("{x}", ""), (key, said)


TYPED = [
    "including 19 % VAT", "New clients", "Fees", "Work", "Calls", "the room", "the hour",
    "Win contracts", "New contracts", "Better feedback", "Mentoring", "My practice", "Me",
]  # fmt: skip
"""What people typed into the agreements of these tests."""

BROKEN = re.compile(r"\(\s*\)|,\s*[,.;]|[^.]\.\.(?!\.)|\bNone\b|[{}]{2}|\w ,|; ;|\s{2,}\(")
"""What is left where a term that is absent was to stand."""


def test_what_an_absent_term_leaves_is_seen() -> None:
    left = ("paid ( )", "on Monday, , and", "the end..", "None", "{{ x }}", "a day ,", "so  (two)")
    assert all(BROKEN.search(text) for text in left)
    assert not BROKEN.search("Paid on Monday (in two parts), and then … at the end.")


@pytest.mark.parametrize("language", [*WHOLE, "pt_PT"])
def test_the_agreement_is_whole_with_and_without_every_term(language: str) -> None:
    bare: dict[str, Any] = {"guarantee": {"offered": False}, "ends": None}
    monthly: dict[str, Any] = {"price_per": "month", **bare}
    without = [terms.without(path) for path in terms.leaves(terms.TERMS)]
    for agreed in (terms.TERMS, {}, bare, monthly, {**terms.TERMS, **bare}, *without):
        paper = terms.paper(agreed, language)
        assert english_words(paper, language[:2], TYPED) == [], paper
        lines = (line for line in paper.splitlines() if not line.startswith("|"))
        assert [line for line in lines if BROKEN.search(line)] == []


def test_a_count_chooses_its_form_in_each_language() -> None:
    def days(language: str, count: int) -> str:
        return reader(language, language)(say("term.day", count=count))

    # as they follow "binnen" and "nach"
    assert [days("de", n) for n in (0, 1, 2, 5)] == ["0 Tagen", "1 Tag", "2 Tagen", "5 Tagen"]
    assert [days("fr", n) for n in (0, 1, 2)] == ["0 jour", "1 jour", "2 jours"]
    assert [days("es", n) for n in (0, 1, 2)] == ["0 días", "1 día", "2 días"]
    assert [days("pt", n) for n in (0, 1, 2)] == ["0 dia", "1 dia", "2 dias"]


def test_days_sums_and_numbers_go_by_language_and_locale() -> None:
    spanish, amount = reader("es", "en_US"), Sum(Decimal(2400), "EUR")
    assert spanish.shown(date(2026, 3, 4)) == "4\u00a0de marzo de 2026"
    assert spanish.shown(amount) == "2.400,00\u00a0€"
    moment = datetime.fromisoformat("2026-01-12T10:00:00+01:00")
    shown = {language: reader(language, "en_US").shown(moment) for language in WHOLE}
    assert {language: text.replace("\u00a0", " ") for language, text in shown.items()} == {
        "de": "Mo., 12. Jan. 2026, 10:00",
        "es": "lun, 12 ene 2026, 10:00",
        "fr": "lun. 12 janv. 2026, 10:00",
        "pt": "seg., 12 de jan. de 2026, 10:00",
    }
    assert reader("fr", "fr_FR").shown(amount) == "2\u00a0400,00\u00a0€"
    assert reader("pt", "pt_BR").shown(Sum(Decimal(2400), "BRL")) == "R$\u00a02.400,00"
    assert reader("fr", "fr_FR").shown(date(2026, 3, 1)) == "1er\u00a0mars 2026"
    assert reader("fr", "fr_CA").shown(Decimal("1.5")) == "1,5"
    assert reader("en", "de_DE").shown(date(2026, 3, 4)) == "March 4, 2026"


# --- which language ---


def test_a_language_that_there_is_none_of_gives_english_and_says_so(run: Run, lima: Path) -> None:
    file = lima / "engagements" / "ana-souza.toml"
    file.write_text(file.read_text().replace('language = "en"', 'language = "nl"'))
    said = run("agreement", "ana", "--output", "-", now=NOW)
    assert said.exit_code == 0
    assert "There are no papers in 'nl'; this one is in English." in said.err
    assert "# Agreement" in said.out or "agreement" in said.out


def test_one_missing_sentence_gives_the_english_paper(
    run: Run, lima: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = lima / "engagements" / "ana-souza.toml"
    file.write_text(file.read_text().replace('language = "en"', 'language = "es"'))
    spanish = run("agreement", "ana", "--output", "-", now=NOW).out
    monkeypatch.setattr(languages, "lacking", lambda _: ("feedback.open",))
    said = run("agreement", "ana", "--output", "-", now=NOW)
    assert "in English" in said.err
    assert english_words(spanish, "es", typed_in(lima)) == []
    assert english_words(said.out, "es", typed_in(lima)) != []


def test_the_language_is_written_into_a_new_agreement(run: Run, practice: Path) -> None:
    terms = ("--price", "900", "--months", "3", "--no-guarantee")
    run("new-client", "Bia", *terms, "--locale", "pt_BR")
    run("new-client", "Inês", *terms, "--locale", "pt_PT")
    run("new-client", "Jo", *terms, "--language", "fr")
    run("new-client", "Kim", *terms)
    found = {
        client: run("show", client, "--json").json["agreement"]
        for client in ("bia", "ines", "jo", "kim")
    }
    assert [a["language"] for a in found.values()] == ["pt", "pt_PT", "fr", "en"]
    assert found["bia"]["title"] == "3 meses"
    assert found["jo"]["title"] == "3 mois"
    page = run("agreement", "ines", "--html", "--output", str(practice.parent / "x.html"))
    assert page.exit_code == 0, page.err
    assert '<html lang="pt-PT">' in (practice.parent / "x.html").read_text()


def test_own_templates_of_the_first_edition_are_in_the_language_of_the_practice(
    run: Run, lima: Path
) -> None:
    (lima / "templates" / "es").mkdir(parents=True)
    (lima / "templates" / "request-feedback.txt").write_text("Subject: Own\n\nMY OWN ENGLISH")
    asked = ("request-feedback", "ana", "--session", "S6")
    assert "MY OWN ENGLISH" in run(*asked, now="2026-02-17T09:00").out
    file = lima / "engagements" / "ana-souza.toml"
    file.write_text(file.read_text().replace('language = "en"', 'language = "es"'))
    assert "MY OWN ENGLISH" not in run(*asked, now="2026-02-17T09:00").out
    (lima / "templates" / "es" / "request-feedback.txt").write_text(
        "Subject: X\n\nMIS PROPIAS PALABRAS"
    )
    assert "MIS PROPIAS PALABRAS" in run(*asked, now="2026-02-17T09:00").out


def test_a_client_is_greeted_as_they_are_called(run: Run, lima: Path) -> None:
    file = lima / "engagements" / "ana-souza.toml"
    file.write_text(file.read_text().replace("[client]\n", '[client]\ncalled = "Aninha"\n'))
    said = run("request-feedback", "ana", "--session", "S6", now="2026-02-17T09:00").out
    assert "Hello Aninha," in said


GREETED = {
    "Ana Souza": "Ana",
    "Ana da Silva": "Ana",
    "Jean-Luc Picard": "Jean-Luc",
    "D'Arcy Lee": "D'Arcy",
    "Ana": "Ana",
    "J. R. Moura": "J. R. Moura",
    "Dr. Ana Souza": "Dr. Ana Souza",
    "Frau Müller": "Frau Müller",
    "Acme GmbH": "Acme GmbH",
    "Smith & Co.": "Smith & Co.",
    "Müller und Söhne": "Müller und Söhne",
    "Estúdio Sol": "Estúdio Sol",
    "Studio 54": "Studio 54",
    "李 明": "李 明",
}


@pytest.mark.parametrize("name", GREETED)
def test_a_person_is_greeted_by_the_first_word_of_the_name(name: str) -> None:
    assert Client(name=name).greeted == GREETED[name]
    assert Client(name=name, called="Ni").greeted == "Ni"


def test_templates_are_copied_in_a_language(run: Run, lima: Path) -> None:
    assert run("templates", "--copy", "request-feedback.txt", "--language", "pt").exit_code == 0
    own = lima / "templates" / "pt" / "request-feedback.txt"
    assert "Olá" in own.read_text()
    (own.parent / "letter.txt").write_text("x")
    said = run("doctor")
    assert "templates/pt/letter.txt: is no template that valueback uses." in said.out + said.err
    refused = run("templates", "--copy", "request-feedback.txt", "--language", "../pt")
    assert (refused.exit_code, "is not a language" in refused.err) == (2, True)


def test_a_renewal_keeps_the_language(run: Run, practice: Path) -> None:
    run(
        "new-client",
        "Bia",
        "--price",
        "900",
        "--months",
        "3",
        "--no-guarantee",
        "--locale",
        "pt_BR",
    )
    run("renew", "bia")
    assert run("show", "bia-2", "--json").json["agreement"]["language"] == "pt"


def test_a_word_that_is_no_language_is_refused(run: Run, practice: Path) -> None:
    said = run("new-client", "Bia", "--price", "9", "--months", "3", "--language", "../pt")
    assert (said.exit_code, "is not a language" in said.err) == (2, True)


ELSEWHERE = {
    "en": {
        "meeting": "our meeting on Mon, Feb 16, 2026, 14:00 (Central European Standard Time).",
        "feedback": "by Tue, Feb 24, 2026, 03:59 (Central European Standard Time);",
        "next": "on February 23, 2026, at 14:00 (Central European Standard Time).",
    },
    "pt": {
        "meeting": "encontro de seg., 16 de fev. de 2026, 14:00 (Horário Padrão da Europa Central).",
        "feedback": "até ter., 24 de fev. de 2026, 03:59 (Horário Padrão da Europa Central);",
        "next": "23 de fevereiro de 2026, às 14:00 (Horário Padrão da Europa Central).",
    },
}


@pytest.mark.parametrize("language", ELSEWHERE)
def test_times_are_told_by_the_clients_clock_where_it_is_another(
    language: str, run: Run, lima: Path
) -> None:
    """A deadline that ends with a day of the agreement ends in the middle of one there."""
    file = lima / "engagements" / "ana-souza.toml"
    text = file.read_text().replace('language = "en"', f'language = "{language}"')
    file.write_text(text.replace("[client]\n", '[client]\ntime_zone = "America/Sao_Paulo"\n'))
    asked = ("request-feedback", "ana", "--session", "S6")
    page = ("report", "ana", "--for", "client", "--output", "-")

    def said() -> str:
        told = (run(*command, now="2026-02-17T12:00") for command in (asked, page))
        return " ".join(answer.out for answer in told).replace("\u00a0", " ")

    assert "03:59" not in said()
    assert "14:00" not in said()
    file.write_text(file.read_text().replace("America/Sao_Paulo", "Europe/Madrid", 1))
    for sentence in ELSEWHERE[language].values():
        assert sentence in said()
    terms = run("agreement", "ana", "--output", "-", now="2026-02-17T12:00").out
    assert "America/Sao" in terms.replace("\\", "")
