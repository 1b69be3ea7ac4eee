"""The schemas by which data is judged, as `model/schemas.jsonl` keeps them.

python -m tests.schemas            says whether they are what pydantic makes of the annotations
python -m tests.schemas --write    writes them anew (part of `make fix`)
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from pathlib import Path

import pydantic_core

import valueback.model
from valueback.model import judging
from valueback.model.data import Data

FILE = Path(judging.__file__).with_name(judging.KEPT)
OUTSIDE = ("valueback.rules.wording",)
"""Modules outside of model/ that declare data."""


def kinds() -> list[type[Data]]:
    """Every kind of data that a file can hold."""
    names = [module.name for module in pkgutil.iter_modules(valueback.model.__path__)]
    for name in (*(f"valueback.model.{name}" for name in names), *OUTSIDE):
        importlib.import_module(name)
    found: dict[str, type[Data]] = {}
    waiting: list[type[Data]] = Data.__subclasses__()
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("valueback."):
            found[judging.name_of(kind)] = kind
    return [found[name] for name in sorted(found)]


def current() -> str:
    """What the file should hold: the version, then a line for each kind."""
    rows: list[object] = [pydantic_core.__version__]
    rows += [[judging.name_of(kind), judging.to_keep(judging.schema(kind))] for kind in kinds()]
    return "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)


def main() -> int:
    """Compare, or write."""
    if "--write" in sys.argv:
        FILE.write_text(current(), encoding="utf-8", newline="\n")
        return 0
    same = FILE.read_text(encoding="utf-8") == current()
    sys.stdout.write("current\n" if same else "out of date: python -m tests.schemas --write\n")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
