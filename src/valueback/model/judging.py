"""What judges data of a kind: the schema that pydantic makes of its annotations.

pydantic itself takes longer to import than a command takes to run. Its schemas are therefore kept
in `schemas.jsonl`, written by `make fix` and watched by a test, and pydantic_core validates with
them alone, as long as it is the version that they were made for; otherwise pydantic is asked.
A function in a schema stands there by its name, `{"$": "module:name"}`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails, SchemaValidator

KEPT = "schemas.jsonl"
"""The file beside this module: a part of the program, as its code is."""

_NEEDLESS = {"metadata", "serialization"}
"""What a schema says to those who write data, or describe it: it is only read here."""


def judged(kind: type, data: object, places: int | None, most: int) -> Any | list[ErrorDetails]:
    """The data as that kind, or at most so many reasons why it is not. `places` is how many
    decimals money may have.
    """
    judge = validator(kind)
    core = _core()
    try:
        return judge.validate_python(data, context={"decimals": places})
    except core.ValidationError as error:
        found: list[ErrorDetails] = error.errors(include_url=False, include_input=False)
        return found[:most]


@cache
def validator(kind: type) -> SchemaValidator:
    """What judges data of a kind; made when the first of its kind is read."""
    kept = _kept(name_of(kind))
    if kept is None:
        return made(kind)
    found: SchemaValidator = _core().SchemaValidator(_with_functions(kept))
    return found


def made(kind: type) -> SchemaValidator:
    """What judges data of a kind, by pydantic itself."""
    from pydantic_core import SchemaValidator

    return SchemaValidator(schema(kind))


def schema(kind: type) -> Any:
    """The schema that pydantic makes of the annotations of a kind."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind).core_schema


# --- kept ---


def _kept(name: str) -> Any:
    """The schema of a kind; None where none is kept, or it is for another version."""
    import json

    version, *rows = _rows()
    if json.loads(version) != _core().__version__:
        return None
    row = next((row for row in rows if row.startswith(f'["{name}",')), None)
    return row and json.loads(row)[1]


@cache
def _rows() -> list[str]:
    here = __spec__.loader
    assert here is not None
    try:
        content: bytes = here.get_data(f"{__file__.removesuffix('judging.py')}{KEPT}")  # type: ignore[attr-defined]  # of every loader of files
    except OSError:
        return ['""']
    return content.decode().splitlines()


@cache
def _core() -> ModuleType:
    """What of pydantic_core judges, without the package around it: that imports the types that
    schemas are described with, for type checkers, in half of the time that a command may take.
    """
    found = PathFinder.find_spec("pydantic_core")
    if found is None or "pydantic_core" in sys.modules:
        return import_module("pydantic_core._pydantic_core")
    stand_in = ModuleType("pydantic_core")
    stand_in.__path__ = found.submodule_search_locations or []
    sys.modules["pydantic_core"] = stand_in
    try:
        return import_module("pydantic_core._pydantic_core")
    finally:
        del sys.modules["pydantic_core"]


def _with_functions(kept: Any) -> Any:
    if isinstance(kept, dict):
        if "$" in kept:
            return _named(kept["$"])
        return {key: _with_functions(value) for key, value in kept.items()}
    return [_with_functions(value) for value in kept] if isinstance(kept, list) else kept


def _named(name: str) -> Any:
    module, _, path = name.partition(":")
    found: Any = import_module(module)
    for step in path.split("."):
        found = getattr(found, step)
    return found


# --- to be kept ---


def to_keep(schema: Any) -> Any:
    """A schema as `schemas.jsonl` holds it. Raises LookupError for a function without a name."""
    if isinstance(schema, dict):
        return {key: to_keep(value) for key, value in schema.items() if key not in _NEEDLESS}
    if isinstance(schema, (list, tuple)):
        return [to_keep(value) for value in schema]
    if callable(schema):
        return {"$": name_of(schema)}
    return schema


def name_of(thing: Callable[..., Any]) -> str:
    """The name under which a module holds a class, a function, or a function of a class."""
    owner = getattr(thing, "__self__", None)
    if isinstance(owner, type):
        return f"{name_of(owner)}.{thing.__name__}"
    held = vars(import_module(thing.__module__))
    name = thing.__name__ if held.get(thing.__name__) is thing else None
    name = name or next((name for name, value in held.items() if value is thing), None)
    if name is None:
        raise LookupError(f"{thing!r} has no name in {thing.__module__}")
    return f"{thing.__module__}:{name}"
