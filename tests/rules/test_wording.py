"""The wording check of house rules. The twenty rules stood here before any pattern was written."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from valueback.model.data import read
from valueback.rules.wording import Pattern, remarks

PROFILES = Path(__file__).parents[2] / "src" / "valueback" / "profiles"

FORBIDDING = (
    "No food or drink in the waiting room.",
    "Children must not be left unattended.",
    "Late arrivals will not be seen.",
    "Cancellations within 24 hours will be charged in full.",
    "You must pay before your session begins.",
    "Mobile phones are strictly forbidden.",
    "We do not accept cheques.",
    "Failure to attend twice will result in removal from our list.",
    "Do not call outside office hours.",
    "Refunds are never given.",
)
KIND = (
    "Please ring the bell; we are on our way to you.",
    "We keep your place for fifteen minutes when you are late.",
    "Tell us a day before, and we gladly find you another date.",
    "We answer every e-mail within two working days.",
    "Your children are welcome; toys are in the blue box.",
    "We are happy to take your coat.",
    "You can pay by card, cash or transfer, whichever is easiest for you.",
    "Bring a friend to your first meeting if that makes it easier.",
    "What you tell us stays with us.",
    "If something was not right, we make it right.",
)


def patterns(language: str) -> list[Pattern]:
    text = (Path(__file__).parents[2] / "templates" / f"wording-{language}.toml").read_text()
    found = [read(Pattern, table) for table in tomllib.loads(text)["pattern"]]
    assert all(isinstance(pattern, Pattern) for pattern in found), found
    return [pattern for pattern in found if isinstance(pattern, Pattern)]


def test_the_check_tells_forbidding_from_kind() -> None:
    known = patterns("en")
    missed = [rule for rule in FORBIDDING if not remarks(rule, known)]
    wrongly = [rule for rule in KIND if remarks(rule, known)]
    assert (len(missed) + len(wrongly)) <= 2, (missed, wrongly)
    assert not wrongly


@pytest.mark.parametrize("profile", sorted(p.stem for p in PROFILES.glob("*.toml")))
def test_no_false_alarm_on_the_built_in_policies(profile: str) -> None:
    tables = tomllib.loads((PROFILES / f"{profile}.toml").read_text())
    for policy in tables["policy"]:
        assert remarks(policy["text"], patterns("en")) == [], policy


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("No loud music allowed here.", ["No loud music allowed"]),
        ("NO DOGS", ["NO DOGS"]),
        ("You don't have to bring anything.", []),
        ("Musty cellars are our speciality.", []),  # whole words only
        ("We never share what you tell us.", []),
        ("You must not smoke, and you must pay.", ["must not", "you must"]),
    ],
)
def test_whole_words_gaps_and_kind_look_alikes(rule: str, words: list[str]) -> None:
    assert [remark.words for remark in remarks(rule, patterns("en"))] == words


def test_the_portuguese_table() -> None:
    known = patterns("pt")
    assert remarks("É proibido fumar.", known)
    assert remarks("Não aceitamos cartão.", known)
    assert not remarks("Guardamos o seu lugar por quinze minutos.", known)


MORE_FORBIDDING = (
    "Don’t touch the goods.",
    "Deposits are non-refundable.",
    "We reserve the right to refuse service.",
    "Please refrain from using your mobile telephone.",
    "Those who come late lose their place.",
    "No shirt, no shoes, no service.",
    "If you come late, you will be treated as a walk-in.",
    "No tips on credit cards.",
    "Deposits are forfeited.",
    "Your deposit is then forfeited.",
    "Please don't call me at weekends.",
)
MORE_KIND = (
    "Your card will not be charged before you have seen the work.",
    "No credit card is required.",
    "Never mind if you forget your papers; we have copies.",
    "Don't be shy: ask.",
    "What we talk about is strictly confidential.",
    "If you cannot come, tell us and we find another date.",
    "If you do not find what you need, we order it for you.",
    "We don't rush you.",
    "You will be treated as family.",
    "No tips expected; a kind word is enough.",
)


@pytest.mark.parametrize("rule", MORE_FORBIDDING)
def test_what_a_second_reader_wrote_forbidding(rule: str) -> None:
    assert remarks(rule, patterns("en"))


@pytest.mark.parametrize("rule", MORE_KIND)
def test_what_a_second_reader_wrote_kind(rule: str) -> None:
    assert remarks(rule, patterns("en")) == []
