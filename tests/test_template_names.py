"""The names that templates may use: written down from the papers, and held to by `doctor`."""

from __future__ import annotations

import os
import re
import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from typing import get_args as choices

import jinja2
import pytest

from tests.cli.test_every_meeting import logged
from tests.conftest import Run
from tests.test_catalogue import MESSAGES, PAPERS
from tests.wishes import WISHES, every_wish
from valueback.model.entries import Answered
from valueback.render import documents
from valueback.render.template_names import dotted, first_unknown, names_of, shape_of

PAGE = Path(documents.__file__).with_name("template_names.toml")
NOW = "2026-03-04T09:00"

HEAD = """\
# Which names each template is given: written by a test (make golden).
# @agreement.md: those of the agreement's paper, too.
"""
REST = (
    ("statement", "ana"),
    ("survey-form", "ana", "--output", "-"),
    ("survey-form", "ana", "--mailto"),
    ("check-payments", "carla", "--output", "-"),
    ("report", "ana", "--output", "-"),
    ("report", "gil", "--output", "-"),
    ("report", "--output", "-"),
    ("end", "ana", "--by", "provider", "--reason", "x", "--dry-run"),
)
"""The papers and pages beside those that the invented language shows."""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """What each template is given, by its name, as papers are made."""
    found: dict[str, set[str]] = defaultdict(set)
    made = documents._made

    def noted(name: str, context: Mapping[str, Any], *rest: Any) -> str:
        given = {key: value for key, value in context.items() if key != "style"}
        found[name] |= set(dotted(given))
        return made(name, context, *rest)

    monkeypatch.setattr(documents, "_made", noted)
    return found


def every_reply(run: Run, lima: Path) -> None:
    """A reply of every kind."""
    every_wish(run, lima)
    for kind, wish in WISHES.items():
        said = run("reply", *wish, kind, now=NOW)
        assert said.exit_code == 0, said.err


FEE = """
[[fee]]
miss = "homework"
amount = "5.00"
basis = "the hour"

[[accountability.step]]
misses = 9
action = "reminder"
"""
MONEY = 'amount = "50.00"\nbasis = "the hour"\n'


def harder_letters(run: Run, lima: Path) -> None:
    """Letters of the steps that nobody in the example practice has come to."""
    new = ("--result", "x", "--objective", "y", "--price", "900", "--starts", "2026-01-12")
    cap = ("--months", "3", "--set", "accountability.penalty_cap=80.00")
    file = lima / "practice.toml"
    without = re.sub(r"\[\[accountability\.step\]\]\n([^\[\n].*\n)*", "", file.read_text())
    for name, action in (
        ("Eva", "penalty"),
        ("Ida", "pause"),
        ("Uli", "disengage"),
        ("Wim", "warning"),
        ("Fee", "fee"),
    ):
        step = f'\n[[accountability.step]]\nmisses = 1\naction = "{action}"\n'
        step = FEE if action == "fee" else step
        file.write_text(without + step + MONEY * (action == "penalty"))
        assert run("new-client", name, *new, *cap, now=NOW).exit_code == 0
        logged(run, "sign", name, "--by", "both", "--at", "2026-01-12", now=NOW)
        task = ("--due", "2026-01-14", "--at", "2026-01-13")
        logged(run, "log-homework", name, "Task", *task, now=NOW)
        assert run("reminder", name, now=NOW).exit_code == 0
    run("new-client", "Pay", *new, *cap, "--set", "payment_within=7 days", now=NOW)
    logged(run, "sign", "pay", "--by", "both", "--at", "2026-01-12", now=NOW)
    assert "payment" in run("reminder", "pay", "--json", now=NOW).json["subject"]


def without_stems(names: set[str]) -> list[str]:
    """Names without those that only say that something may be empty: `ladder` beside
    `ladder[].amount`.
    """
    return sorted(
        name
        for name in names
        if not any(other.startswith((f"{name}.", f"{name}[")) for other in names)
    )


def test_the_page_of_names_is_what_papers_are_given(
    run: Run, lima: Path, asked: dict[str, set[str]]
) -> None:
    with (lima / "practice.toml").open("a") as file:
        file.write('\n[[standard]]\nid = "review"\ntext = "99"\nevery = "30 days"\n')
    for day, *words in (*MESSAGES, *(("2026-03-04", *words) for words in (*PAPERS, *REST))):
        said = run(*words, now=f"{day}T09:00")
        assert said.exit_code == 0, (words, said.err)
    every_reply(run, lima)
    harder_letters(run, lima)
    lines = [HEAD]
    shared = asked["agreement.md"]
    for template in sorted(asked):
        names = asked[template]
        if template != "agreement.md" and "agreement.title" in names:
            names = {"@agreement.md", *(names - shared)}
        listed = "".join(f'    "{name}",\n' for name in without_stems(names))
        lines.append(f'\n"{template}" = [\n{listed}]\n')
    if os.environ.get("GOLDEN"):
        PAGE.write_text("".join(lines))
    assert PAGE.read_text() == "".join(lines)
    assert {f"reply-{kind}.txt" for kind in choices(Answered)} <= asked.keys()


SHAPE = shape_of(["client.name", "client.email", "ladder[].amount", "free[]", "text"])


@pytest.mark.parametrize(
    ("template", "unknown"),
    [
        ("{{ client.name }}{{ text.upper() }}", None),
        ("{{ client.nam }}", ("nam", "name")),
        ("{{ client['nam'] }}", ("nam", "name")),
        ("{{ clients.name }}", ("clients", "client")),
        ("{{ something }}", ("something", None)),
        ("{% for s in ladder %}{{ s.amount }}{{ loop.index }}{% endfor %}", None),
        ("{% for s in ladder %}{{ s.amnt }}{% endfor %}", ("amnt", "amount")),
        ("{% for s in ladder if s.amnt %}{% endfor %}", ("amnt", "amount")),
        ("{{ ladder[0].amount }}", None),
        ("{{ ladder[0].amnt }}", ("amnt", "amount")),
        ("{% for k, v in client.items() %}{{ k }}{{ v.any }}{% endfor %}", None),
        ("{% set mine = text %}{{ mine }}", None),
        ("{% macro f(mine) %}{{ mine }}{% endmacro %}{{ f(1) }}", None),
        ("{% with mine = 1 %}{{ mine }}{% endwith %}", None),
        ("{% if old is defined %}{{ old }}{% endif %}", None),
        ("{{ old | default('') }}", None),
        ("{% block b %}{{ clint }}{% endblock %}", ("clint", "client")),
        ("{{ (text ~ clint) | upper }}", ("clint", "client")),
    ],
)
def test_a_name_that_is_not_there_is_found(
    template: str, unknown: tuple[str, str | None] | None
) -> None:
    found = first_unknown(jinja2.Environment(autoescape=True).parse(template), SHAPE)
    assert (found and (found.name, found.near)) == unknown


def test_every_built_in_template_uses_what_it_is_given(lima: Path) -> None:
    folder = Path(__file__).parents[1] / "templates"
    environment = jinja2.Environment(autoescape=True)
    for path in folder.rglob("*"):
        if path.suffix in (".md", ".txt") or path.name.startswith("report-p"):
            assert names_of(path.name), path.name
            tree = environment.parse(path.read_text())
            assert first_unknown(tree, shape_of(names_of(path.name))) is None, path.name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x\n{{ client.nam }}", "line 2 cannot be used: this paper has no 'nam'; did you mean"),
        (
            '{% extends "built-in/agreement.md" %}\n{% block hmework %}x{% endblock %}',
            "line 2 cannot be used: built-in/agreement.md has no block 'hmework'; it has ",
        ),
        ('{% extends "built-in/agrement.md" %}', "it extends built-in/agrement.md, which is not"),
        ('{% extends "built-in/agreement.md" %}\n{% block title %}x{% endblock %}', None),
        ("{{ client.name }}", None),
    ],
)
def test_doctor_names_what_a_template_of_ones_own_asks_for(
    text: str, told: str | None, run: Run, lima: Path
) -> None:
    (lima / "templates").mkdir()
    (lima / "templates" / "agreement.md").write_text(text)
    found = [p["text"] for p in run("doctor", "--json", now=NOW).json["problems"]]
    said = [text for text in found if "cannot be used" in text]
    assert said == [] if told is None else (len(said) == 1 and told in said[0])


FIRST = Path(__file__).parent / "first_edition" / "templates"


def test_templates_of_the_first_edition_still_render_and_are_sound(run: Run, lima: Path) -> None:
    """Whoever copied them out then has the same papers today, and nothing to mend."""
    shutil.copytree(FIRST, lima / "templates")
    with (lima / "practice.toml").open("a") as file:
        file.write('\n[[standard]]\nid = "review"\ntext = "99"\nevery = "30 days"\n')
    found = run("doctor", "--json", now=NOW).json["problems"]
    assert [p for p in found if p["what"] == "template"] == []
    for day, *words in (*MESSAGES, *(("2026-03-04", *words) for words in (*PAPERS, *REST))):
        said = run(*words, now=f"{day}T09:00")
        assert said.exit_code == 0, (words, said.err)
    every_reply(run, lima)
    harder_letters(run, lima)
