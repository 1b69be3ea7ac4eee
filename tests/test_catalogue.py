"""The catalogue words every message, and nothing that a client reads is English but by it.

An invented language, in which every sentence of the catalogue and every word of the templates stands
in brackets, shows what would stay English in any other.
"""

from __future__ import annotations

import ast
import re
import tomllib
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import get_args
from urllib.parse import unquote

import jinja2
import pytest

from tests.conftest import Run
from tests.wishes import WISHES, every_wish
from valueback.model.agreement import Action, CheckId, ClauseId
from valueback.model.entries import Answered
from valueback.model.message import (
    FieldName,
    Message,
    Sum,
    all_of,
    kept,
    say,
    to_keep,
)
from valueback.render import languages, papers, words
from valueback.render.words import Words, said, sentences
from valueback.rules.clause_reports import ClauseStatus
from valueback.rules.findings import Status
from valueback.rules.guarantee import Health, Verdict
from valueback.rules.scope import OUTCOMES, Kind
from valueback.rules.service import PromiseStatus

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "valueback"


def said_keys() -> dict[str, set[str]]:
    """The keys that the program says, with where: `…` for what is filled in."""
    found: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id == "say" and node.args:
                for key in keys_in(node.args[0]):
                    found.setdefault(key, set()).add(str(path.relative_to(SOURCE)))
    return found


def keys_in(node: ast.expr) -> list[str]:
    match node:
        case ast.Constant():
            return [str(node.value)]
        case ast.JoinedStr():
            pieces = (str(v.value) if isinstance(v, ast.Constant) else "…" for v in node.values)
            return ["".join(pieces)]
        case ast.IfExp():
            return [*keys_in(node.body), *keys_in(node.orelse)]
        case _:
            return []  # a variable: what it held stands elsewhere as a text


def test_every_key_that_is_said_has_a_sentence() -> None:
    missing = {
        key: places
        for key, places in said_keys().items()
        if not any(re.fullmatch(re.escape(key).replace("…", ".+"), known) for known in sentences())
    }
    assert missing == {}


def test_every_sentence_is_said_somewhere() -> None:
    text = "".join(
        path.read_text() for path in SOURCE.rglob("*.py") if path.parent.name != "catalogue"
    )
    patterns = [re.escape(key).replace("…", ".+") for key in said_keys()]
    unused = [
        key
        for key in sentences()
        if f'"{key}"' not in text and not any(re.fullmatch(p, key) for p in patterns)
    ]
    assert [
        key for key in unused if not key.startswith(("clause.", "entry.", "check.", "list."))
    ] == []


def test_singular_and_plural_hold_the_same_values() -> None:
    def names(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for key, sentence in sentences().items():
        if not isinstance(sentence, str):
            assert names(sentence[0]) <= names(sentence[1]), key  # "One month" has no number
            assert "count" in names(sentence[1]), key


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0 minutes"), (1, "1 minute"), (2, "2 minutes"), (Decimal("1.5"), "1.5 minutes")],
)
def test_a_count_chooses_its_form(count: int | Decimal, told: str) -> None:
    assert said(say("minutes", count=count)) == told


def test_client_text_is_never_a_placeholder() -> None:
    message = say("entry.more", what=say("entry.request", text="{what} {0} {text!r}"), text="{x}")
    assert said(message) == "The client asked: {what} {0} {text!r}: {x}"


@pytest.mark.parametrize(
    "value",
    [
        "text", 5, Decimal("1.50"), date(2026, 1, 12), timedelta(hours=23, minutes=5),
        datetime.fromisoformat("2026-01-12T10:00:00-03:00"), Sum(Decimal("9.90"), "EUR"),
        FieldName("due"), say("inner", a=1), all_of(["a", say("b")], "or"),
    ],
)  # fmt: skip
def test_a_message_is_kept_as_a_text(value: object) -> None:
    message = say("key", value=value)  # type: ignore[arg-type]  # each kind of value
    assert kept(to_keep(message)) == message


# --- an invented language ---


class Bracketed:
    """The language xx: every sentence in brackets."""

    def pgettext(self, _: str, message: str, /) -> str:
        return f"⟦{message}⟧"

    def npgettext(self, _: str, singular: str, plural: str, number: int, /) -> str:
        return f"⟦{singular if number == 1 else plural}⟧"


_WORDS = re.compile(r"[^\W\d_][\w'’-]*(?:[ ,;:.]+[^\W\d_][\w'’-]*)*")


def bracketed_template(text: str) -> str:
    """A template with every run of words in brackets, its own syntax left alone."""
    pieces = []
    for _, kind, value in jinja2.Environment(autoescape=True).lex(text):
        pieces.append(_WORDS.sub(r"⟦\g<0>⟧", value) if kind == "data" else value)
    return "".join(pieces).replace("⟦Subject: ", "Subject: ⟦").replace("⟦Subject⟧: ", "Subject: ")


def outside(text: str) -> str:
    """What stands outside of all brackets."""
    while "⟦" in text:
        inner = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
        assert inner != text, text
        text = inner
    return text


FREE = (
    "name", "provider", "email", "phone", "text", "title", "objective", "reason", "evidence",
    "recording", "missing", "channel", "unit", "item", "through", "fingerprint",
)  # fmt: skip
"""Fields that hold what people typed."""


def typed_in(practice: Path) -> list[str]:
    """Everything that people typed in a practice, the longest first."""
    found: set[str] = set()

    def gather(value: object, key: str = "") -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                gather(inner, name)
        elif isinstance(value, list):
            for inner in value:
                gather(inner, key)
        elif isinstance(value, str) and key in FREE:
            found.add(value)
            if key == "name":
                found.add(value.split()[0])  # by which a person is greeted

    for path in practice.rglob("*.toml"):
        if "templates" not in path.parts:
            gather(tomllib.loads(path.read_text()))
            found.add(path.stem)  # an id is made from a name
    return sorted(found, key=len, reverse=True)


_PLAIN = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|usd|america|sao_paulo|h|min)\Z"
)
"""Days, months, money and durations."""


def left_over(text: str, typed: list[str]) -> list[str]:
    """Words outside of brackets that are neither typed nor a number, date, sum or id."""
    bare = re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text)  # markdown's escapes
    bare = re.sub(r"`[^`]*`|<br>", " ", bare)
    for words_of_people in typed:
        bare = bare.replace(words_of_people, " ")
    bare = re.sub(r"\b[A-Z]{1,2}[0-9]+\b|\b[0-9a-f]{12,64}\b|America/Sao_Paulo", " ", outside(bare))
    found = re.findall(r"[^\W\d_]{2,}", bare)
    return [word for word in found if not _PLAIN.match(word.lower())]


CLIENTS = ("ana", "bruno", "carla", "davi", "elisa", "gil")
PAPERS = (
    ("agreement", "ana", "--output", "-"),
    ("agreement", "gil", "--output", "-"),
    *(("agreement", client, "--output", "-") for client in ("bruno", "carla", "davi", "elisa")),
    *(("dossier", client, "--output", "-") for client in CLIENTS),
    *(("report", client, "--for", "client", "--output", "-") for client in CLIENTS),
    ("change-order", "gil", "--reprint", "CO1", "--output", "-"),
    ("policies", "--output", "-"),
    ("bill-of-rights", "--output", "-"),
)
MESSAGES = (
    ("2026-02-06", "reminder", "ana"),  # a nudge
    ("2026-02-13", "reminder", "ana"),
    ("2026-03-04", "reminder", "ana"),  # a warning
    ("2026-03-04", "reminder", "bruno"),
    ("2026-01-20", "reminder", "davi"),
    ("2026-03-04", "request-feedback", "ana"),
    ("2026-03-04", "ask-referral", "ana"),
)


@pytest.fixture
def xx(lima: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The example practice in the invented language; all that was typed in it."""
    own = lima / "templates"
    own.mkdir()
    for path in (ROOT / "templates" / "en").glob("*"):
        (own / path.name).write_text(bracketed_template(path.read_text()))
    monkeypatch.setattr(words, "ENGLISH", Bracketed())
    for module in (languages, papers):
        monkeypatch.setattr(module, "wanted", lambda *_: "en")
    return typed_in(lima)


@pytest.mark.parametrize("command", PAPERS, ids=" ".join)
def test_papers_hold_no_english_of_their_own(
    command: tuple[str, ...], run: Run, xx: list[str]
) -> None:
    said = run(*command, now="2026-03-04T09:00")
    assert said.exit_code == 0, said.err
    assert "⟦" in said.out
    assert left_over(said.out, xx) == []


@pytest.mark.parametrize("kind", get_args(Answered))
def test_replies_hold_no_english_of_their_own(
    kind: Answered, run: Run, lima: Path, xx: list[str]
) -> None:
    every_wish(run, lima)
    said = run("reply", *WISHES[kind], kind, now="2026-03-04T09:00")
    assert said.exit_code == 0, said.err
    assert "⟦" in said.out
    assert left_over(said.out, [*xx, *typed_in(lima)]) == []


@pytest.mark.parametrize("command", MESSAGES, ids=" ".join)
def test_messages_hold_no_english_of_their_own(
    command: tuple[str, ...], run: Run, xx: list[str]
) -> None:
    day, *words_typed = command
    report = run(*words_typed, "--json", now=f"{day}T09:00").json
    assert left_over(report["body"], xx) == []
    assert left_over(report["subject"], xx) == []
    assert "⟦" in report["subject"]


def test_the_ending_letter_owns_up_in_the_invented_language(run: Run, xx: list[str]) -> None:
    ending = ("end", "ana", "--by", "provider", "--reason", "x", "--dry-run")
    out = run(*ending, now="2026-03-04T09:00").out
    letter = "⟦" + out.split("⟦", 1)[1].rsplit("\n\n", 1)[0]
    assert left_over(letter, xx) == []


def test_the_invented_language_can_fail() -> None:
    assert left_over("⟦words⟧ and more", ["more"]) == ["and"]
    assert bracketed_template("Hello {{ name }}, you") == "⟦Hello⟧ {{ name }}, ⟦you⟧"


def test_a_statement_holds_no_english_of_its_own(run: Run, lima: Path, xx: list[str]) -> None:
    with (lima / "practice.toml").open("a") as file:
        file.write('\n[papers]\nform = "markdown"\n')
    assert run("statement", "ana", now="2026-03-04T09:00").exit_code == 0
    text = (lima / "documents" / "ana-souza" / "statement-ST1.md").read_text()
    assert left_over(text, [*xx, "statement", "txt"]) == []  # the name of its text file


def test_a_survey_form_holds_no_english_of_its_own(run: Run, lima: Path, xx: list[str]) -> None:
    with (lima / "practice.toml").open("a") as file:
        file.write('\n[[standard]]\nid = "review"\ntext = "99"\nevery = "30 days"\n')
    for form in (("--output", "-"), ("--mailto",)):
        said = run("survey-form", "ana", *form, now="2026-03-04T09:00")
        assert said.exit_code == 0, said.err
        text = unquote(
            said.out.removeprefix("mailto:").replace("subject=", "").replace("body=", "")
        )
        assert "⟦" in text
        assert left_over(text, xx) == []


def test_words_are_of_one_reader() -> None:
    by_day = words.reader("en", "en_GB")
    message = say("verdict.eligible", until=date(2026, 3, 4))
    assert "4\u00a0March 2026" in by_day(message)
    assert "Wed 2026-03-04" in Words()(message)
    assert by_day.shown(Sum(Decimal("1234.5"), "EUR")) == "€1,234.50"


def test_a_list_is_joined_as_the_language_joins_it() -> None:
    def listed(*items: str) -> str:
        return said(Message("parts", (("parts", all_of(items)),)))

    assert [listed(), listed("a"), listed("a", "b"), listed("a", "b", "c")] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip


def test_every_code_has_a_name() -> None:
    """Whatever the record or the rules hold as a code is called something, on every screen."""
    codes: dict[str, tuple[str, ...]] = {
        "verdict-name": get_args(Verdict),
        "standing": (*get_args(Verdict), *get_args(Health)),
        "status": (*get_args(Status), *get_args(ClauseStatus)),
        "clause": get_args(ClauseId),
        "clause-does": get_args(ClauseId),
        "check": get_args(CheckId),
        "answer": OUTCOMES,
        "minutes": get_args(Kind),
        "action": get_args(Action),
        "promise": get_args(PromiseStatus),
        "level": ("ok", "watch", "creeping"),
        "level-is": ("ok", "watch", "creeping"),
        "use": ("ok", "near", "over"),
    }
    keys = [f"{kind}.{code}" for kind, found in codes.items() for code in found]
    assert [key for key in keys if key not in sentences()] == []
