"""A practice.toml of the first edition in today's form: line by line, its comments kept.

It is read as it stands for ever; turning it only brings the keys that it shows up to date. What was
turned says the very same, or it is not turned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from valueback.errors import Refused
from valueback.model.first_edition import PRACTICE_TERMS, PRACTICE_TERMS_MOVED
from valueback.model.practice import Practice, practice_from
from valueback.record import place
from valueback.record.toml import parsed

_HEADER = re.compile(r"\s*\[+\s*(?P<table>[A-Za-z_.]+)\s*\]+\s*(#.*)?\Z")
_NUMBER = re.compile(
    r"(?P<before>\s*)(?P<key>[a-z_]+)\s*=\s*(?P<value>[0-9]+)(?P<after>\s*(#.*)?)\Z"
)
_ANY = re.compile(r"(?P<before>\s*)(?P<key>[a-z_]+)\s*=\s*(?P<value>\S.*?)(?P<after>\s*)\Z")
_SCHEMA = re.compile(r"schema\s*=\s*1(?P<after>\s*(#.*)?)\Z")


class Turned(NamedTuple):
    """The text in today's form, and what changed in it, line by line: before, then after."""

    text: bytes
    changes: tuple[tuple[str, str], ...]


def turned(content: bytes) -> Turned | None:
    """The same practice in today's form; None where it is in that form, or cannot be turned
    without a change of what it says.
    """
    text = content.decode("utf-8", errors="replace")
    changes: list[tuple[str, str]] = []
    moved: list[str] = []
    lines = list(_lines(text.splitlines(keepends=True), changes, moved))
    if not changes:
        return None
    new = _with_meetings("".join(lines), moved).encode()
    return Turned(new, tuple(changes)) if _same(content, new) else None


def _lines(lines: list[str], changes: list[tuple[str, str]], moved: list[str]) -> Iterator[str]:
    """Each line as it is to stand; those that move to [meetings] are collected instead."""
    table = ""
    for line in lines:
        body = line.rstrip("\r\n")
        end = line[len(body) :]
        header, schema = _HEADER.match(body), _SCHEMA.match(body)
        if header is not None:
            table = header["table"]
        if schema is not None and not table:
            changes.append(("schema = 1", "schema = 2"))
            yield f"schema = 2{schema['after']}{end}"
            continue
        found = _NUMBER.match(body)
        term = PRACTICE_TERMS.get((table, found["key"])) if found is not None else None
        if found is not None and term is not None:
            new_table, key, unit = term
            value = int(found["value"])
            said = f'{key} = "{value} {unit}{"s" * (value != 1)}"'
            if key == "window" and not value:
                said = ""
            changes.append((f"[{table}] {body.strip()}", said and f"[{new_table}] {said}"))
            if new_table != table:
                moved.append(said)
            elif said:
                yield f"{found['before']}{said}{found['after']}{end}"
            continue
        other = _ANY.match(body)
        if table == "guarantee" and other is not None and other["key"] in PRACTICE_TERMS_MOVED:
            changes.append((f"[guarantee] {body.strip()}", f"[meetings] {body.strip()}"))
            moved.append(body.strip())
            continue
        yield line


def _with_meetings(text: str, moved: list[str]) -> str:
    """The text with what moved in its table [meetings], before [guarantee] where it has none."""
    if not moved:
        return text
    rows = "\n".join(moved)
    if re.search(r"(?m)^\[meetings\]", text):
        return re.sub(r"(?m)^(\[meetings\].*)$", lambda m: f"{m[1]}\n{rows}", text, count=1)
    return re.sub(
        r"(?m)^(\[guarantee\].*)$", lambda m: f"[meetings]\n{rows}\n\n{m[1]}", text, count=1
    )


def _same(before: bytes, after: bytes) -> bool:
    try:
        one = practice_from(parsed(before, place.PRACTICE_FILE))
        other = practice_from(parsed(after, place.PRACTICE_FILE))
    except Refused:
        return False
    return isinstance(one, Practice) and one == other
