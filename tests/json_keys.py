"""The keys of every report, as docs/json.md lists them: gathered from what the program answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "json.md"

OPEN = frozenset({"entries", "agreement", "client", "set", "scores", "templates"})
"""Keys below which stands what a file holds, or ids as keys: not listed one by one."""

BY_CURRENCY = frozenset({"lifetime_value", "revenue", "exposure", "expected", "expected_upper"})
"""Keys that may hold an object by currency."""


def keys_of(report: Any, path: str = "") -> set[str]:
    """The paths of all keys of a report: `clauses[].findings[].entry`."""
    found: set[str] = set()
    if isinstance(report, list):
        for item in report:
            found |= keys_of(item, f"{path}[]")
    elif isinstance(report, dict):
        for key, value in report.items():
            here = f"{path}.{key}" if path else key
            found.add(here)
            if key not in OPEN | BY_CURRENCY:
                found |= keys_of(value, here)
    return found


def listed() -> dict[str, set[str]]:
    """The keys that docs/json.md lists, by report."""
    found: dict[str, set[str]] = {}
    for section in PAGE.read_text().split("\n## ")[1:]:
        name, _, rest = section.partition("\n")
        lines = rest.splitlines()
        found[name] = {line[3:-1] for line in lines if line.startswith("- `")}
    return found


def unlisted(report: Any) -> list[str]:
    """The keys of a report that docs/json.md does not know."""
    known = listed().get(str(report.get("report")), set()) if isinstance(report, dict) else set()
    return sorted(keys_of(report) - known)
