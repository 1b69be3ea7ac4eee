"""What an import taught, written into practice.toml: other names of clients, what to leave out.

The file is read back before it counts: nothing else in it changes, comments included.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from valueback.errors import refused
from valueback.identifiers import folded
from valueback.model.source import SourceKind
from valueback.record import place, practice_file
from valueback.record.files import locked, read_bytes, replace_bytes
from valueback.record.folder import Folder
from valueback.record.toml import block, document, parsed


def learn(
    folder: Folder,
    aliases: Sequence[Mapping[str, str]],
    ignored: Mapping[SourceKind, Sequence[str]],
    floating: str | None = None,
) -> None:
    """Add aliases, ids to leave out, and where a calendar's times without a zone are.

    Refused where practice.toml could not be read back as what was meant.
    """
    if not aliases and not any(ignored.values()) and floating is None:
        return
    path = folder.path / place.PRACTICE_FILE
    with locked(folder.path):
        old = read_bytes(path, within=folder.path)
        text = _lines_of(old)
        wanted = parsed(old, place.PRACTICE_FILE)
        for kind, ids in ignored.items():
            new = [id_ for id_ in dict.fromkeys(ids) if id_ not in _terms(wanted, kind, "ignore")]
            if new:
                text = _with(text, wanted, kind, "ignore", [*_terms(wanted, kind, "ignore"), *new])
        if floating is not None:
            text = _with(text, wanted, "calendar", "floating", floating)
        known = wanted.setdefault("alias", []) if aliases else []
        for alias in aliases:
            if dict(alias) not in known:
                known.append(dict(alias))
                text = f"{text.rstrip()}\n{block('alias', alias)}"
        new_content = _with_ends_of(old, text)
        if parsed(new_content, place.PRACTICE_FILE) != wanted:
            raise refused(
                "What was learnt could not be written into practice.toml.",
                "What was imported is saved. Write it by hand: valueback edit practice",
            )
        if replace_bytes(path, old, new_content, within=folder.path):
            practice_file.remember(folder.path, new_content)


_ENDS = b"\r\n"
"""How lines end in a file that was saved on Windows."""


def _lines_of(content: bytes) -> str:
    return content.replace(_ENDS, b"\n").decode()


def _with_ends_of(old: bytes, text: str) -> bytes:
    """A text as a file whose lines end as those of another."""
    return text.encode().replace(b"\n", _ENDS) if _ENDS in old else text.encode()


def _terms(tables: Mapping[str, Any], kind: str, key: str) -> list[str]:
    found: list[str] = tables.get("import", {}).get(kind, {}).get(key, [])
    return found


def _with(text: str, tables: dict[str, Any], kind: str, key: str, value: Any) -> str:
    """The file with a key of a table `[import.KIND]` set, there and in what it says."""
    table = tables.setdefault("import", {}).setdefault(kind, {})
    before = key in table
    table[key] = value
    line = document({key: value}).rstrip("\n")
    header = re.search(rf"^\[import\.{kind}\][ \t]*(?:#[^\n]*)?$", text, re.MULTILINE)
    if header is None:
        return f"{text.rstrip()}\n\n[import.{kind}]\n{line}\n"
    if not before:
        return f"{text[: header.end()]}\n{line}{text[header.end() :]}"
    rest = text[header.end() :]
    old = re.search(rf"^{key}[ \t]*=[ \t]*(?:\[[^\]]*\]|[^\n]*)", rest, re.MULTILINE)
    if old is None:
        return text
    return text[: header.end()] + rest[: old.start()] + line + rest[old.end() :]


def unlearn(folder: Folder, clients: Collection[str], words: Sequence[str]) -> None:
    """Take out of practice.toml the aliases of clients, and ids to leave out that name them.

    Called under the lock. What else the file says of them is for its owner to see.
    """
    path = folder.path / place.PRACTICE_FILE
    old = read_bytes(path, within=folder.path)
    text, tables = _lines_of(old), parsed(old, place.PRACTICE_FILE)
    kept = [alias for alias in tables.get("alias", []) if alias.get("client") not in clients]
    wanted = (
        {**tables, "alias": kept} if kept else {k: v for k, v in tables.items() if k != "alias"}
    )
    for found in reversed(list(_ALIAS.finditer(text))):
        if tables.get("alias") and _client_of(found[0]) in clients:
            text = text[: found.start()] + text[found.end() :]
    for kind, terms in tables.get("import", {}).items():
        ids = [id_ for id_ in terms.get("ignore", []) if not _names(id_, words)]
        if ids != terms.get("ignore", []):
            text = _with(text, wanted, kind, "ignore", ids)
    new = _with_ends_of(old, text)
    if text != _lines_of(old) and parsed(new, place.PRACTICE_FILE) == wanted:
        replace_bytes(path, old, new, within=folder.path)
        practice_file.remember(folder.path, new)


_ALIAS = re.compile(r"^\[\[alias\]\][^\n]*\n(?:(?![ \t]*\[)[^\n]*\n?)*", re.MULTILINE)
"""An alias as it stands in the file, up to the next table."""


def _client_of(block_: str) -> str:
    """The client of an alias as it stands in the file."""
    [alias] = parsed(block_.encode(), place.PRACTICE_FILE)["alias"]
    return str(alias.get("client"))


def _names(text: str, words: Sequence[str]) -> bool:
    return any(folded(word) in folded(text) for word in words)
