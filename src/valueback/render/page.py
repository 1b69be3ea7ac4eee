"""A page for people: lines and tables, coloured at a terminal, plain text in a pipe.

Every text that comes in is made safe here, and nothing is ever read as markup. The layout is the
same with and without colour; rich colours what has been laid out, where a terminal wants it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

from valueback.render.safe import safe


class Styled(NamedTuple):
    """A piece of text with a style; the style never carries meaning alone."""

    text: str
    style: str


Span = str | Styled
_Line = list[Styled]
_Row = tuple[_Line, ...]

_GAP = 2
_LAST_COLUMN = 24
"""The room that the last column of a table always keeps."""


class Page:
    """What a command shows, block by block."""

    def __init__(self) -> None:
        self._blocks: list[tuple[int, list[_Row]]] = []

    def line(self, *spans: Span, indent: int = 0) -> Page:
        """One paragraph, wrapped to the width of the screen; without spans, an empty line."""
        self._blocks.append((indent, [([_made_safe(span) for span in spans],)]))
        return self

    def command(self, text: str) -> Page:
        """A line to be copied: never wrapped, however long."""
        self._blocks.append((-1, [([_made_safe(Styled(text, "cyan"))],)]))
        return self

    def heading(self, text: str) -> Page:
        """An empty line and a heading."""
        return self.line().line(Styled(text, "bold"))

    def rows(self, rows: Sequence[tuple[Span, ...]], indent: int = 2) -> Page:
        """A table without lines; the last column takes what room is left, and wraps."""
        if rows:
            self._blocks.append((indent, [tuple([_made_safe(c)] for c in row) for row in rows]))
        return self

    def append(self, other: Page) -> Page:
        """Another page below this one."""
        self._blocks += other._blocks  # of the same class
        return self

    def print(self, stream: TextIO) -> None:
        """Write the page to a stream, in colour only where a terminal wants it."""
        width = max(shutil.get_terminal_size().columns, _LAST_COLUMN)
        lines = (line for indent, rows in self._blocks for line in _laid_out(rows, indent, width))
        if _wants_colour(stream):
            _print_coloured(lines, stream)
        else:
            stream.writelines(f"{''.join(s.text for s in line).rstrip()}\n" for line in lines)


def _cells(text: str) -> int:
    """How many columns a text takes; below U+0300 every character takes one."""
    if text.isascii() or max(text) < "\u0300":
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _chopped(word: str, width: int) -> list[str]:
    """A word in pieces that fit."""
    if _cells(word) <= width:
        return [word]
    from rich.cells import chop_cells

    return chop_cells(word, width)


def _made_safe(span: Span) -> Styled:
    return Styled(safe(span), "") if isinstance(span, str) else Styled(safe(span.text), span.style)


def _wants_colour(stream: TextIO) -> bool:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") in ("dumb", "unknown")
    return stream.isatty() and not plain


def _print_coloured(lines: Iterator[_Line], stream: TextIO) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, markup=False, emoji=False, highlight=False)
    for line in lines:
        console.print(Text.assemble(*line, end="\n"), soft_wrap=True)


def _laid_out(rows: list[_Row], indent: int, width: int) -> Iterator[_Line]:
    """The lines of a block: each cell wrapped in its column, columns side by side."""
    if indent < 0:
        yield from (cell for row in rows for cell in row)
        return
    columns = _column_widths(rows, width - indent)
    if columns[-1] < min(_LAST_COLUMN, width - indent):
        yield from _stacked(rows, indent, width)
        return
    for row in rows:
        cells = [_wrapped(cell, columns[number]) for number, cell in enumerate(row)]
        for number in range(max(len(cell) for cell in cells)):
            line = [Styled(" " * indent, "")]
            for column, cell in enumerate(cells):
                piece = cell[number] if number < len(cell) else []
                room = columns[column] - sum(_cells(s.text) for s in piece) + _GAP
                line += piece if column == len(cells) - 1 else [*piece, Styled(" " * room, "")]
            yield line


def _stacked(rows: list[_Row], indent: int, width: int) -> Iterator[_Line]:
    """The rows where columns have no room: each cell on lines of its own, below the first."""
    for row in rows:
        for number, cell in enumerate(row):
            if not any(span.text for span in cell):
                continue
            margin = indent + (_GAP if number else 0)
            for piece in _wrapped(cell, max(width - margin, 1)):
                yield [Styled(" " * margin, ""), *piece]


def _column_widths(rows: list[_Row], width: int) -> list[int]:
    """As wide as their texts, but for the last one, which takes the rest."""
    count = max(len(row) for row in rows)
    natural = [
        max(sum(_cells(s.text) for s in row[n]) if n < len(row) else 0 for row in rows)
        for n in range(count - 1)
    ]
    return [*natural, width - sum(natural) - _GAP * (count - 1)]


def _wrapped(spans: _Line, width: int) -> list[_Line]:
    """The spans of a cell on as many lines as they need; a long word is cut, never lost."""
    begins = spans[0].text[:1] if spans else ""
    if begins != " " and sum(_cells(span.text) for span in spans) < width:
        return [spans]
    lines: list[_Line] = [[]]
    used = 0
    for text, style in spans:
        for word in re.findall(r" +|[^ ]+", text):
            if word[0] == " ":
                if used and used + len(word) < width:
                    lines[-1].append(Styled(word, style))
                    used += len(word)
                elif used:
                    lines.append([])
                    used = 0
                continue
            for part in _chopped(word, width):
                size = _cells(part)
                if used + size > width:
                    lines.append([])
                    used = 0
                lines[-1].append(Styled(part, style))
                used += size
    return lines
