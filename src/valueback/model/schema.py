"""The form of the files: which one is written now, and what is said of a newer one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from valueback.errors import Problem

SCHEMA = 2
"""The form in which new files are written; those of an earlier one are read for ever."""


def newer_schema(data: Mapping[str, Any]) -> Problem | None:
    """What to say of a file in a form that this program does not know yet."""
    schema = data.get("schema")
    if not isinstance(schema, int) or schema <= SCHEMA:
        return None
    return Problem(
        f"is {schema}: written by a newer valueback",
        "Update valueback, then try again.",
        ("schema",),
    )
