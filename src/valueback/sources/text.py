"""Bytes to text, and text to tables, whatever program wrote them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from valueback.sources.reading import FileReading, Unreadable

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z")
_SEPARATORS = ",;\t|"
LARGEST_CELL = 131_072
"""How many characters a cell may have; more is no table."""


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 by its mark or its look, else Windows' Latin letters.

    Raises Unreadable for what is no text.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if encoding is None and b"\x00" in content[:200]:
        encoding = "utf-16-be" if content[:1] == b"\x00" else "utf-16-le"
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding is not None:
            raise Unreadable("is cut off, or no text", "Export it again.") from None
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Unreadable("is no text", "Export it as CSV or text.")
    return text


_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200e\u200f\u202a\u202c")) | {0x202F: " ", 0xA0: " "}


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A header or name without what programs write differently: case, marks, spaces."""
    return " ".join(text.translate(_INVISIBLE).casefold().split())


class Columns(dict[tuple[str, ...], tuple[int, ...]]):
    """Where the first of some headers stands that a table has; two columns may have it. Headers
    are folded; what was looked up once is known.
    """

    def __init__(self, headers: Iterable[str]) -> None:
        super().__init__()
        self.headers = tuple(folded(header) for header in headers)

    def __missing__(self, names: tuple[str, ...]) -> tuple[int, ...]:
        there = next((name for name in names if name and name in self.headers), None)
        self[names] = tuple(at for at, name in enumerate(self.headers) if name == there)
        return self[names]


class Line(NamedTuple):
    """A row of a table: where it begins, what it has, and exactly what was read."""

    number: int
    row: Sequence[str]
    columns: Columns
    raw: str

    def get(self, *names: str) -> str:
        """The cell under the first of these headers that there is; empty where none is. Of two
        columns with one header it is the first that says something.
        """
        for at in self.columns[names]:
            if cell := self.row[at].strip():
                return cell
        return ""

    def cells(self) -> dict[str, str]:
        """All cells, by folded header."""
        return {name: self.get(name) for name in self.columns.headers if name}


def header_of(text: str) -> list[str]:
    """The folded headers of a table's first row."""
    for _, row, _ in _rows(text, separator_of(text)):
        if not isinstance(row, str) and any(cell.strip() for cell in row):
            return [folded(cell) for cell in row]
    return []


def separator_of(text: str) -> str:
    """What parts the cells: the sign of which the first row has most, outside of quotes."""
    first = next((found[0] for found in _LINE.finditer(text) if found[0].strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str] | str, str]]:
    """Each row: the line on which it begins; its cells, or why it cannot be read; exactly what was
    read. A row is made when it is asked for: a table may be long.
    """
    read: list[str] = []

    def following() -> Iterator[str]:
        for found in _LINE.finditer(text):
            read.append(found[0])
            yield found[0]

    reader = csv.reader(following(), delimiter=separator, strict=True)
    while True:
        begins = reader.line_num + 1
        read.clear()
        try:
            row: list[str] | str = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            row = str(error)
        if isinstance(row, str) or any(row):
            yield begins, row, "".join(read)


def lines(text: str, reading: FileReading, *, first: int = 1) -> Iterator[Line]:
    """The rows of a table under its header; one that is cut off, or has cells too many, is
    refused. `first` is the line of the file on which the text begins.
    """
    rows = _rows(text, separator_of(text))
    _, header, _ = next(rows, (1, "", ""))
    if isinstance(header, str):
        return
    columns = Columns(header)
    for begins, row, raw in rows:
        number = begins + first - 1
        if wrong := _wrong(row, columns.headers, cut=not raw.endswith(("\n", "\r"))):
            reading.refuse(number, wrong, "Export the file again.")
        else:
            yield Line(number, row, columns, raw)


def _wrong(row: list[str] | str, headers: Sequence[str], *, cut: bool) -> str:
    if isinstance(row, str):
        return "is cut off, or has a quote too many"
    if len(row) == len(headers):
        return ""
    if len(row) < len(headers):
        what = "is cut off" if cut else "lacks cells"
        return f"{what}: {len(row)} of {len(headers)} columns"
    if any(cell.strip() for cell in row[len(headers) :]):
        return f"has {len(row)} cells under {len(headers)} headers"
    return ""


def has_all(headers: Iterable[str], *wanted: str) -> bool:
    """Whether a table has these columns."""
    return set(wanted) <= set(headers)


def blocks(text: str) -> list[tuple[int, str]]:
    """The parts of a text that empty lines separate, each with its first line."""
    raw = text.splitlines(keepends=True)
    breaks = [-1, *(n for n, line in enumerate(raw) if not line.strip(", ;\t\r\n")), len(raw)]
    found = ((a + 1, "".join(raw[a + 1 : b])) for a, b in pairwise(breaks) if b > a + 1)
    return [(begins + 1, part) for begins, part in found]
