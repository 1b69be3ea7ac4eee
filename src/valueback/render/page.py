"""A page for people: lines and tables, with rich at a terminal, plain text in a pipe.

Every text that comes in is made safe here, and nothing is ever read as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from valueback.render.safe import safe

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text


@dataclass(frozen=True)
class Styled:
    """A piece of text with a style; the style never carries meaning alone."""

    text: str
    style: str


Span = str | Styled


@dataclass(frozen=True)
class _Paragraph:
    spans: tuple[Span, ...]
    indent: int


@dataclass(frozen=True)
class _Rows:
    rows: tuple[tuple[Span, ...], ...]
    indent: int


@dataclass
class Page:
    """What a command shows, block by block."""

    _blocks: list[_Paragraph | _Rows] = field(default_factory=list)

    def line(self, *spans: Span, indent: int = 0) -> Page:
        """One paragraph, wrapped to the width of the screen; without spans, an empty line."""
        self._blocks.append(_Paragraph(spans, indent))
        return self

    def heading(self, text: str) -> Page:
        """An empty line and a heading."""
        return self.line().line(Styled(text, "bold"))

    def rows(self, rows: Sequence[tuple[Span, ...]], indent: int = 2) -> Page:
        """A table without lines; the last column takes what room is left, and wraps."""
        if rows:
            self._blocks.append(_Rows(tuple(rows), indent))
        return self

    def print(self, stream: TextIO) -> None:
        """Write the page to a stream, in colour only where a terminal wants it."""
        from rich.console import Console
        from rich.padding import Padding

        console = Console(file=stream, markup=False, emoji=False, highlight=False)
        with console.capture() as captured:
            for block in self._blocks:
                content = _grid(block.rows) if isinstance(block, _Rows) else _text(block.spans)
                console.print(
                    Padding(content, (0, 0, 0, block.indent)) if block.indent else content
                )
        stream.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def _text(spans: Sequence[Span]) -> Text:
    from rich.text import Text

    text = Text()
    for span in spans:
        if isinstance(span, Styled):
            text.append(safe(span.text), style=span.style)
        else:
            text.append(safe(span))
    return text


def _grid(rows: Sequence[tuple[Span, ...]]) -> Table:
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0))
    last = max(len(row) for row in rows) - 1
    for number in range(last + 1):
        grid.add_column(overflow="fold", ratio=1 if number == last else None)
    for row in rows:
        grid.add_row(*(_text([cell]) for cell in row))
    return grid
