"""The house: what reviewers would otherwise have to remember, held by `make check`."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from valueback.model.entries import Entry
from valueback.render.dossier import ELSEWHERE, SECTIONED

SOURCE = Path(__file__).parents[1] / "src" / "valueback"
MODULES = sorted(SOURCE.rglob("*.py"))


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_call_has_more_than_five_positional_arguments(path: Path) -> None:
    long = [
        f"line {node.lineno}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and len(node.args) > 5
    ]
    assert long == [], "name what is given: two equal types are easily swapped"


def test_no_module_is_long_without_a_word_why() -> None:
    long = [
        name_of(path)
        for path in MODULES
        if len(path.read_text().splitlines()) > 300
        and "over 300 lines" not in (ast.get_docstring(tree_of(path)) or "").lower()
    ]
    assert long == [], "find the second idea, or say in the docstring why it is over 300 lines"


def kinds_named(tree: ast.Module) -> Iterator[str]:
    """The names of the classes of a module, and of its closed lists of words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Literal["):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def test_a_kind_has_its_name_for_itself() -> None:
    """The parts for systems say the same in their own way, of which one is there at a time."""
    others = [path for path in MODULES if name_of(path) != "system/windows.py"]
    names = Counter(name for path in others for name in kinds_named(tree_of(path)))
    assert [name for name, count in names.items() if count > 1] == []


RULES = [p for p in MODULES if name_of(p).startswith(("rules/", "model/"))]


@pytest.mark.parametrize("path", RULES, ids=name_of)
def test_a_rule_never_compares_with_now(path: Path) -> None:
    """It asks the timeline, which remembers the nearest moment ahead."""
    if name_of(path) == "model/timeline.py":
        return
    compared = [
        f"line {node.lineno}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Compare)
        for part in ast.walk(node)
        if isinstance(part, ast.Attribute) and part.attr in ("as_of", "today")
    ]
    assert compared == [], "ask timeline.reached, passed, begun or over"


ERRORS = ("Problem", "Hint", "refused", "mistyped", "wrong")
"""What makes an error: those are English, wherever they arise."""

MAKES_ERRORS = ("Problem", "Refused", "Mistyped")
"""What a function gives that does nothing but make errors."""

_WORD = re.compile(r"[A-Za-z']{2,}")
_PATTERNS = ("_EXPECTED", "_TERMS")
"""Tables of words for errors."""


def prose(tree: ast.Module) -> Iterator[str]:
    """Texts of three words and more that are neither docstrings nor errors."""
    spared: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            spared.add(id(node.value))
        called = node.func if isinstance(node, ast.Call) else None
        name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        is_table = isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id in _PATTERNS for target in node.targets
        )
        makes_errors = isinstance(node, ast.FunctionDef) and any(
            error in ast.unparse(node.returns or ast.Constant(None)) for error in MAKES_ERRORS
        )
        spares = makes_errors or is_table or isinstance(node, ast.Assert | ast.Raise)
        if name in ERRORS or spares:
            spared |= {id(part) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in spared
        ):
            text = node.value
            if " " in text.strip() and len(_WORD.findall(text)) >= 3:
                yield f"line {node.lineno}: {text}"


BELOW_RENDER = [p for p in MODULES if name_of(p).startswith(("rules/", "model/", "drafting/"))]


@pytest.mark.parametrize("path", BELOW_RENDER, ids=name_of)
def test_no_prose_below_render(path: Path) -> None:
    assert list(prose(tree_of(path))) == [], "say it by a key, and word it in render/catalogue/"


def test_the_count_of_prose_can_fail() -> None:
    assert len(list(prose(ast.parse('x = "a plain English sentence"')))) == 1
    assert list(prose(ast.parse('"""A docstring of many words."""'))) == []


def test_every_kind_of_entry_has_its_place_in_the_dossier() -> None:
    kinds = Counter([*SECTIONED, *ELSEWHERE])
    assert set(kinds) == set(get_args(Entry)), "put the new kind into a section, or say why not"
    assert max(kinds.values()) == 1
