"""TOML in and out: strict reading with lines for every problem, and blocks that can be appended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from valueback.errors import Problem, Refused

_BYTE_ORDER_MARK = "\ufeff"
_MERGE_MARKER = re.compile(r"^(<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)( |$)", re.MULTILINE)
_MERGE = re.compile(r"^<<<<<<< .*?^=======$.*?^>>>>>>> ", re.MULTILINE | re.DOTALL)
_ENDLESS_KEY = re.compile(r"^[ \t]*\[{0,2}[ \t]*(?:[\w\"'-]+[ \t]*\.[ \t]*){64}", re.MULTILINE)
_HUGE = 1_000
_HUGE_NUMBER = re.compile(r"[0-9][0-9_]{999}")
"""A number that Python would not show: the fastest reader takes it, and nothing else could."""

_LONG = 2 * 64 - 2
"""A line with a key of so many parts is longer."""

_MOST_BRACKETS = 500
_TABLES = ("source", "set", "scores")
_LINE_IN_MESSAGE = re.compile(r" ?\(at line ([0-9]+), column [0-9]+\)")

Path = tuple[str | int, ...]


def parsed(content: bytes, file: str) -> dict[str, Any]:
    """The tables of a file. Raises Refused, with file and line, for anything but whole TOML."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _wrong(file, line, "is not UTF-8 text", "Save the file as UTF-8.") from None
    text = text.removeprefix(_BYTE_ORDER_MARK).replace("\r\n", "\n")
    if not text or text.isspace():
        raise _wrong(
            file, 1, "is empty", "Put back a copy of the file; an empty one is never read as new."
        )
    longest = max(map(len, text.split("\n")))
    if longest > _LONG and (endless := _ENDLESS_KEY.search(text)):
        line = _line_of(text, endless.start())
        raise _wrong(file, line, "has a key of too many parts", "Restore the file from a copy.")
    if "\n<<<<<<< " in text or text.startswith("<<<<<<< "):
        _refuse_merge(text, file)  # be it inside a text, where it is TOML
    if _may_be_deep(text) or (longest > _HUGE and _HUGE_NUMBER.search(text)):
        return _judged(text, file)
    return _loaded(text, file)


def _refuse_merge(text: str, file: str) -> None:
    """Refused where two versions stand in a file, marked as git marks them."""
    found = _MERGE.search(text)
    if found is not None:
        raise _wrong(
            file,
            _line_of(text, found.start()),
            "is a merge marker: two versions stand in this file",
            "Keep the entries of both sides, and delete the marker lines.",
        )


def _loaded(text: str, file: str) -> dict[str, Any]:
    """The tables of a text: read by the fastest reader; what that refuses, by the one that says
    best what is wrong, and whose word it is.
    """
    try:
        return _fastest()(text)
    except (ValueError, RecursionError):
        return _judged(text, file)


@cache
def _fastest() -> Callable[[str], dict[str, Any]]:
    """What reads TOML fastest; where there is none of it for a system, what is always there."""
    try:
        import toml_rs
    except ImportError:
        import tomli

        return tomli.loads
    return toml_rs.loads


def _may_be_deep(text: str) -> bool:
    """Whether lists could lie in lists by the hundred, of which the fastest reader dies. Headers
    that an entry has, such as `[[log]]`, close what they open: those do not count.
    """
    headers = 2 * text.count("[[log]]") + sum(text.count(f"[log.{name}]") for name in _TABLES)
    return text.count("[") + text.count("{") - headers > _MOST_BRACKETS


def _judged(text: str, file: str) -> dict[str, Any]:
    import tomli

    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        if marker := _MERGE_MARKER.search(text):
            raise _wrong(
                file,
                _line_of(text, marker.start()),
                "is a merge marker: two versions stand in this file",
                "Keep the entries of both sides, and delete the marker lines.",
            ) from None
        found = _LINE_IN_MESSAGE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        message = _LINE_IN_MESSAGE.sub("", str(error)).removesuffix(" (at end of document)")
        raise _wrong(file, line, f"is not TOML: {message}", _remedy(text, line)) from None
    except (RecursionError, ValueError):
        raise _wrong(
            file, 1, "is not TOML that can be read", "Restore the file from a copy."
        ) from None


def _remedy(text: str, line: int) -> str:
    lines = text.splitlines()
    shown = lines[line - 1].strip()[:60] if 0 < line <= len(lines) else ""
    return f"Look at: {shown}" if shown else "Text must stand in quotes, and every quote be closed."


def _wrong(file: str, line: int, message: str, remedy: str) -> Refused:
    return Refused(Problem(message, remedy, file=file, line=line))


def _line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


# --- where each field stands ---

_PIECE = (
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
    r"|#[^\n]*|[\[\]{}=\n]|[^\s\[\]{}=#\"']+|[^\S\n]+|."
)
_KEY = r'"((?:\\.|[^"\\])*)"|\'([^\']*)\'|([A-Za-z0-9_-]+)'


def lines_of(text: str) -> dict[Path, int]:
    """The line on which each table and each field of a readable file begins."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for line, statement in _statements(text.removeprefix(_BYTE_ORDER_MARK)):
        if statement.startswith("["):
            is_list = statement.startswith("[[")
            table = _table_path(_keys(statement.strip("[] \t\r")), counts, is_list=is_list)
            found.setdefault(table, line)
        else:
            found.setdefault((*table, *_keys(statement)), line)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The line and the header or key of each statement, strings and values passed over."""
    line, depth, start, head, in_value = 1, 0, 1, "", False
    for piece in re.findall(_PIECE, text, re.DOTALL):
        if piece == "\n" and depth == 0:
            if head.strip():
                yield start, head.strip()
            head, in_value, start = "", False, line + 1
        elif piece == "=" and depth == 0:
            in_value = True
        elif in_value:
            depth += (piece in "[{") - (piece in "]}") if len(piece) == 1 else 0
        elif not piece.startswith("#"):
            head += piece
        line += piece.count("\n")
    if head.strip():
        yield start, head.strip()


def _keys(text: str) -> Path:
    return tuple(double or single or bare for double, single, bare in re.findall(_KEY, text))


def _table_path(keys: Path, counts: dict[Path, int], *, is_list: bool) -> Path:
    path: Path = ()
    for number, key in enumerate(keys, 1):
        path = (*path, key)
        if number == len(keys) and is_list:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def placed(problem: Problem, file: str, lines: Mapping[Path, int]) -> Problem:
    """A problem with the file and the line at which its field, or the table around it, stands."""
    path: Path = problem.path
    while path and path not in lines:
        path = path[:-1]
    return problem.at(file, lines.get(path, 1))


# --- writing ---


def block(name: str, table: Mapping[str, Any]) -> str:
    """One table of a list of tables, such as an entry of the log, ready to be appended."""
    return f"\n[[{name}]]\n{_fields(table, name)}"


def document(data: Mapping[str, Any]) -> str:
    """A whole file, without a log."""
    return _fields(data, "").lstrip("\n")


def _fields(table: Mapping[str, Any], path: str) -> str:
    """Fields first, then sub-tables under headers of their own.

    A list of tables dumped by the library stands inline, after which nothing can be appended.
    """
    import tomli_w

    own, tables = "", ""
    for key, value in table.items():
        name = f"{path}.{_key(key)}" if path else _key(key)
        if isinstance(value, Mapping):
            tables += f"\n[{name}]\n{_fields(value, name)}"
        elif isinstance(value, list) and value and all(isinstance(v, Mapping) for v in value):
            tables += "".join(block(name, inner) for inner in value)
        elif isinstance(value, datetime):
            own += f"{_key(key)} = {value.isoformat()}\n"
        elif isinstance(value, list):
            own += f"{_key(key)} = [{', '.join(_inline(v) for v in value)}]\n"
        else:
            own += tomli_w.dumps({key: value})
    return own + tables


@cache
def _key(key: str) -> str:
    import tomli_w

    return tomli_w.dumps({key: 0}).removesuffix(" = 0\n")


def _inline(value: Any) -> str:
    import tomli_w

    return tomli_w.dumps({"v": value}).removeprefix("v = ").rstrip("\n")
