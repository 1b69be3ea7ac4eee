"""Which names a template may use: what its paper has, and what a user's own template asks for.

`template_names.toml` lists for each template what it is given, as dotted names: `client.name`,
`ladder[].amount` for the items of a list. A test writes it from the papers themselves.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import nodes

Shape = dict[str, Any]
"""The names below a name; `[]` stands for the items of a list. A text, a number has none."""

_EVERYWHERE = (
    "loop", "self", "super", "caller", "varargs", "kwargs", "range", "dict", "lipsum", "cycler",
    "joiner", "namespace", "style",
)  # fmt: skip
_MAY_BE_MISSING = ("defined", "undefined", "default", "d")
_OF_TABLES = frozenset(("items", "keys", "values", "get"))


class Unknown(NamedTuple):
    """A name that a template uses and its paper does not have, with the nearest one that it has."""

    name: str
    line: int
    near: str | None


@cache
def names_of(template: str) -> tuple[str, ...]:
    """The names that a template is given, dotted; none where nothing is known of it."""
    text = Path(__file__).with_name("template_names.toml").read_text(encoding="utf-8")
    known: dict[str, list[str]] = tomllib.loads(text)
    return tuple(
        inner
        for name in known.get(template, ())
        for inner in (known[name[1:]] if name.startswith("@") else (name,))
    )


def shape_of(names: Sequence[str]) -> Shape:
    """Dotted names as a tree."""
    tree: Shape = {}
    for name in names:
        level = tree
        for part in name.replace("[]", ".[]").split("."):
            level = level.setdefault(part, {})
    return tree


def dotted(value: object, name: str = "") -> Iterator[str]:
    """The names of all that a value holds."""
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from dotted(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, (list, tuple)) and value:
        for inner in value:
            yield from dotted(inner, f"{name}[]")
    else:
        yield name


def first_unknown(tree: nodes.Template, shape: Shape) -> Unknown | None:
    """The first name that a template uses without having it; None where there is none.

    What it asks for with `is defined` or gives a default for may be missing.
    """
    optional = {
        name.name
        for asked in tree.find_all((nodes.Test, nodes.Filter))
        if asked.name in _MAY_BE_MISSING and asked.node is not None
        for name in _all(asked.node, nodes.Name)
    }
    scope: dict[str, Shape] = {name: {} for name in (*optional, *_EVERYWHERE)}
    return next(_Reading(shape).of(tree, scope), None)


class _Reading:
    """A walk through a template, with what each local name stands for: a tree, {} for anything."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape

    def of(self, node: nodes.Node, scope: Mapping[str, Shape]) -> Iterator[Unknown]:
        """The unknown names in a node and below it."""
        match node:
            case nodes.For():
                yield from self.of(node.iter, scope)
                scope = {**scope, **_named_below(node), **self._bound(node, scope)}
                rest = [*node.body, *node.else_, *([node.test] if node.test else [])]
            case nodes.Getattr() | nodes.Getitem() | nodes.Name():
                if not (isinstance(node, nodes.Name) and node.ctx != "load"):
                    found = self._resolved(node, scope)
                    yield from [found] if isinstance(found, Unknown) else []
                return
            case _:
                scope = {**scope, **_named_below(node)}
                rest = list(node.iter_child_nodes())
        for inner in rest:
            yield from self.of(inner, scope)

    def _bound(self, loop: nodes.For, scope: Mapping[str, Shape]) -> dict[str, Shape]:
        """What the names of a loop stand for: the items of its list, or anything."""
        names: dict[str, Shape] = {name.name: {} for name in _all(loop.target, nodes.Name)}
        if isinstance(loop.target, nodes.Name):
            known = self._resolved(loop.iter, scope)
            names[loop.target.name] = {} if isinstance(known, Unknown) else known.get("[]", {})
        return names

    def _resolved(self, node: nodes.Node, scope: Mapping[str, Shape]) -> Shape | Unknown:
        """What a name, or a name below a name, stands for; or what of it is unknown."""
        if isinstance(node, nodes.Name):
            known = {**self._shape, **scope}
            found: Shape | None = known.get(node.name)
            return _unknown(node.name, node, known) if found is None else found
        part = _part(node)
        if part is None:
            inner = (
                unknown for below in node.iter_child_nodes() for unknown in self.of(below, scope)
            )
            return next(inner, {})
        assert isinstance(node, (nodes.Getattr, nodes.Getitem))
        level = self._resolved(node.node, scope)
        if isinstance(level, Unknown):
            return level
        if level and part not in level and "[]" not in level and part not in _OF_TABLES:
            return _unknown(part, node, level)
        below: Shape = level.get(part, {})
        return below


def _part(node: nodes.Node) -> str | None:
    """The name below a name: `client.name`, `client["name"]`, `ladder[0]`; None for all else."""
    match node:
        case nodes.Getattr():
            return str(node.attr)
        case nodes.Getitem(arg=nodes.Const(value=str(name))):
            return name
        case nodes.Getitem(arg=nodes.Const(value=int())):
            return "[]"
        case _:
            return None


def _unknown(name: str, node: nodes.Node, level: Shape) -> Unknown:
    near = get_close_matches(name, [n for n in level if n != "[]"], 1)
    return Unknown(name, node.lineno, near[0] if near else None)


def _named_below(node: nodes.Node) -> dict[str, Shape]:
    """The names that a part of a template gives itself: set, with, macro, import; what stands in an
    `if` is known after it, too.
    """
    found: dict[str, Shape] = {}
    for inner in (node, *_without_scope(node)):
        match inner:
            case nodes.Assign() | nodes.AssignBlock():
                found |= {name.name: {} for name in _all(inner.target, nodes.Name)}
            case nodes.With():
                found |= {n.name: {} for target in inner.targets for n in _all(target, nodes.Name)}
            case nodes.Macro() | nodes.CallBlock():
                found |= {argument.name: {} for argument in inner.args}
                found |= {inner.name: {}} if isinstance(inner, nodes.Macro) else {}
            case nodes.Import():
                found[inner.target] = {}
            case nodes.FromImport():
                found |= {n if isinstance(n, str) else n[1]: {} for n in inner.names}
            case _:
                pass
    return found


def _without_scope(node: nodes.Node) -> Iterator[nodes.Node]:
    """What stands in a part, and in what opens no scope of its own there."""
    for inner in node.iter_child_nodes():
        yield inner
        if isinstance(inner, nodes.If):
            yield from _without_scope(inner)


def _all(node: nodes.Node, kind: type[nodes.Name]) -> list[nodes.Name]:
    return [node] if isinstance(node, kind) else [*node.find_all(kind)]
