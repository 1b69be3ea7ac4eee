"""Bytes to text, and text to tables, whatever program wrote them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from valueback.sources.reading import FileReading, Unreadable

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
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


def folded(text: str) -> str:
    """A header or name without what programs write differently: case, marks, spaces."""
    return " ".join(text.translate(_INVISIBLE).casefold().split())


class Line(NamedTuple):
    """A row of a table: where it begins, its cells by folded header, and exactly what was read."""

    number: int
    cells: Mapping[str, str]
    raw: str

    def get(self, *names: str) -> str:
        """The cell under the first of these headers that there is; empty where none is."""
        return next((self.cells[name].strip() for name in names if name in self.cells), "")


def header_of(text: str) -> list[str]:
    """The folded headers of a table's first row."""
    for number, row in _rows(text, separator_of(text)):
        if not isinstance(row, str) and any(cell.strip() for cell in row):
            del number
            return [folded(cell) for cell in row]
    return []


def separator_of(text: str) -> str:
    """What parts the cells: the sign of which the first row has most, outside of quotes."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each row with the line on which it begins; for one that cannot be read, why."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            yield begins, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield begins, str(error)


def lines(text: str, reading: FileReading, *, first: int = 1) -> Iterator[Line]:
    """The rows of a table under its header; one that is cut off, or has cells too many, is
    refused. `first` is the line of the file on which the text begins.
    """
    separator = separator_of(text)
    raw = text.splitlines(keepends=True)
    whole = text.endswith(("\n", "\r"))
    rows = [row for row in _rows(text, separator) if isinstance(row[1], str) or any(row[1])]
    if not rows or isinstance(rows[0][1], str):
        return
    headers = [folded(cell) for cell in rows[0][1]]
    ends = [begin for begin, _ in rows[1:]] + [len(raw) + 1]
    for (begins, row), following in zip(rows[1:], ends[1:], strict=True):
        number = begins + first - 1
        last = following == len(raw) + 1
        wrong = _wrong(row, headers, cut=last and not whole)
        if wrong:
            reading.refuse(number, wrong, "Export the file again.")
            continue
        read = "".join(raw[begins - 1 : following - 1])
        yield Line(number, _cells(headers, row), read)


def _cells(headers: list[str], row: list[str] | str) -> dict[str, str]:
    """The cells by header; of two columns with one header, the first that says something."""
    cells: dict[str, str] = {}
    for name, cell in zip(headers, row, strict=False):
        if name and not cells.get(name):
            cells[name] = cell
    return cells


def _wrong(row: list[str] | str, headers: list[str], *, cut: bool) -> str:
    if isinstance(row, str):
        return "is cut off, or has a quote too many"
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
