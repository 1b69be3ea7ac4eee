"""Every mistake in a file is named: line, field, remedy; all at once, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run

ENTRY = """
[[log]]
id = "S1"
kind = "session"
at = 2026-01-12T10:00:00-03:00
logged = 2026-01-12T11:10:00-03:00
minutes = 60
"""


@pytest.fixture
def file(practice: Path) -> Path:
    path = practice / "engagements" / "ana-souza.toml"
    path.write_text(path.read_text() + ENTRY)
    return path


def problems(run: Run, file: Path) -> str:
    """What check-guarantee says of a file that must be refused; nothing may be written."""
    before = file.read_bytes()
    for words in (("check-guarantee", "ana-souza"), ("log-homework", "ana-souza", "x")):
        said = run(*words)
        assert (said.exit_code, said.out) == (3, ""), said
    assert file.read_bytes() == before
    return said.err


@pytest.mark.parametrize(
    ("old", "new", "field", "message", "remedy"),
    [
        (
            "minutes = 60\n",
            "minuts = 60\n",
            "log[3].minuts",
            "is not a field",
            "Did you mean 'minutes'?",
        ),
        ("minutes = 60\n", 'minutes = "60"\n', "log[3].minutes", "must be a whole number", ""),
        ("minutes = 60\n", "minutes = 60.0\n", "log[3].minutes", "must be a whole number", ""),
        ("minutes = 60\n", "minutes = true\n", "log[3].minutes", "must be a whole number", ""),
        ("minutes = 60\n", "minutes = -1\n", "log[3].minutes", "greater than or equal to 0", ""),
        ("10:00:00-03:00", "10:00:00", "log[3].at", "has no offset", "write it like"),
        ('kind = "session"', 'kind = "sesion"', "log[3].kind", "is not a kind", "'session'"),
        ('id = "S1"', 'id = "SG1"', "log[3].id", "is not the id of a session", "like S1"),
        ('id = "S1"', 'id = "S01"', "log[3].id", "is not the id of a session", "like S"),
        (
            "minutes = 60\n",
            'minutes = 60\nbooking = "B9"\n',
            "log[3].booking",
            "no entry B9",
            "Write the id",
        ),
        (
            "minutes = 60\n",
            'minutes = 60\nbooking = "SG1"\n',
            "log[3].booking",
            "is a signature",
            "of that kind",
        ),
        (
            "minutes = 60\n",
            'minutes = 60\nno_show = "nobody"\n',
            "log[3].no_show",
            "client or provider",
            "",
        ),
        ("minutes = 60\n", 'minutes = 60\nnote = " "\n', "log[3].note", "is empty", ""),
        ('price = "2400.00"', "price = 2400.00", "agreement.price", "must be money in quotes", ""),
        ('price = "2400.00"', 'price = "2400.001"', "agreement.price", "more decimals", ""),
        ('price = "2400.00"', 'price = "2,400"', "agreement.price", "is not an amount", ""),
        ('currency = "USD"', 'currency = "USX"', "agreement.currency", "is not a currency", ""),
        (
            "ends = 2026-07-12",
            "ends = 2025-07-12",
            "agreement.ends",
            "lies before starts",
            "Exchange",
        ),
        ("ends = 2026-07-12\n", "", "agreement.ends", "is missing", "without one"),
        (
            'homework = "10%"',
            'homework = "10"',
            "agreement.guarantee.allowed.homework",
            "a count like 1",
            "",
        ),
        (
            'homework = "10%"',
            "homework = -1",
            "agreement.guarantee.allowed.homework",
            "a count like 1",
            "",
        ),
        ("quantity = 24", "quantity = 2.5", "agreement.scope[1].quantity", "decimal in quotes", ""),
        ("schema = 2", "schema = 3", "schema", "written by a newer valueback", "Update"),
        ("schema = 2", 'schema = "1"', "schema", "must be one of: 2", ""),
        (
            'id = "ana-souza"',
            'id = "ana"',
            "id",
            "the file is called ana-souza.toml",
            "rename the copy",
        ),
        (
            'reminder"',
            'pause"',
            "agreement.accountability.step[2].action",
            "warning is milder",
            "same or more",
        ),
        (
            '"pause"',
            '"penalty"',
            "agreement.accountability.step[3]",
            "amount and its basis",
            "basis =",
        ),
    ],
)
def test_a_mistake_is_named_with_line_field_and_remedy(
    run: Run, file: Path, old: str, new: str, field: str, message: str, remedy: str
) -> None:
    text = file.read_text()
    assert old in text
    before, _, after = text.rpartition(old) if old in ENTRY else text.partition(old)
    changed = before + new + after
    file.write_text(changed)
    said = problems(run, file)
    place, _, rest = said.partition(f"{field}: ")
    assert message in rest
    assert remedy in rest
    name, line, _ = place.rpartition("engagements/ana-souza.toml")[2].split(":", 2)
    shown = changed.splitlines()[int(line) - 1]
    last = field.rsplit(".", 1)[-1]
    assert name == ""
    assert last in shown or shown.startswith("[")  # its line, or its table's


def test_all_problems_of_a_file_at_once_in_the_order_of_lines(run: Run, file: Path) -> None:
    text = file.read_text()
    text = text.replace('price = "2400.00"', "price = 1.5")
    text = text.replace(ENTRY, ENTRY.replace("minutes", "minuts"))
    file.write_text(text + ENTRY.replace('"S1"', '"S2"').replace("minutes = 60", 'booking = "B1"'))
    said = problems(run, file)
    fields = [line.split(": ")[1] for line in said.splitlines() if line[0] != " "]
    fields[1:3] = sorted(fields[1:3])  # two problems of one entry
    assert fields == ["agreement.price", "log[3].minutes", "log[3].minuts", "log[4].minutes"]


def test_an_id_used_twice(run: Run, file: Path) -> None:
    file.write_text(file.read_text() + ENTRY)
    assert "log[4].id: the id S1 is used twice" in problems(run, file)


def test_a_header_key_below_the_log_is_an_unknown_field_there(run: Run, file: Path) -> None:
    file.write_text(file.read_text() + 'previous = "ana-souza-0"\n')
    assert "log[3].previous: is not a field" in problems(run, file)


def test_a_reference_to_what_is_void(run: Run, file: Path) -> None:
    feedback = ENTRY.replace('"S1"', '"F1"').replace('"session"', '"feedback"')
    feedback = feedback.replace("minutes = 60", 'session = "S1"\ntext = "x"')
    void = ENTRY.replace('"S1"', '"Z1"').replace('"session"', '"void"')
    void = void.replace("minutes = 60", 'entry = "S1"\nreason = "x"')
    file.write_text(file.read_text() + void + feedback)
    assert "S1 is void, and F1 still refers to it" in problems(run, file)


def test_an_amendment_of_what_cannot_change(run: Run, file: Path) -> None:
    amendment = ENTRY.replace('"S1"', '"AM1"').replace('"session"', '"amendment"')
    amendment = amendment.replace("minutes = 60", 'entry = "S1"\n[log.set]\nkind = "void"')
    file.write_text(file.read_text() + amendment)
    assert "log[4].set.kind: can never be changed" in problems(run, file)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[practice]", "[practise]", "practise: is not a field that valueback knows"),
        ('time_zone = "America/Sao_Paulo"', 'time_zone = "Brazil"', "is not a time zone"),
        ('locale = "en_US"', 'locale = "english"', "is not a locale"),
    ],
)
def test_mistakes_in_the_practice(
    run: Run, practice: Path, old: str, new: str, message: str
) -> None:
    path = practice / "practice.toml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    said = run("list")
    assert said.exit_code == 3
    assert said.err.startswith("practice.toml:")
    assert message in said.err


def test_names_of_kinds_are_unambiguous() -> None:
    from valueback.model.entries import KINDS

    letters = [kind.letters for kind in KINDS.values()]
    assert len(set(letters)) == len(letters)
