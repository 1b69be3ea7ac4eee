"""One paper in three forms: its words as markdown, as a page, as a PDF.

A template gives the words, one stylesheet the look, on a screen and on paper alike. The page is
made from the very words, and the PDF from the page.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from valueback.render.documents import Source, page

PaperForm = Literal["html", "pdf", "markdown"]
"""How a paper can be had."""

SUFFIX: dict[PaperForm, str] = {"html": ".html", "pdf": ".pdf", "markdown": ".md"}
"""The ends of the names of a paper's files."""


class Paper(NamedTuple):
    """A paper by its words: `name` is what its files are called, `text` is markdown."""

    name: str
    text: str
    language: str

    @property
    def title(self) -> str:
        """What it is called: its first heading, without markdown's escapes; else its name."""
        heading = next((line for line in self.text.splitlines() if line.startswith("# ")), "")
        return re.sub(r"\\(.)", r"\1", heading.removeprefix("# ").replace("*", "")) or self.name


def as_page(paper: Paper, source: Source) -> str:
    """The paper as a page of its own: nothing from elsewhere, no script."""
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    html = reader.render(_broken_up(paper.text))
    html = _scrolling(_with_moments(_headed(_to_sign(_with_places(html)))))
    content = Markup(html)  # noqa: S704  # made from markdown
    words = {"title": paper.title, "content": content, "lang": paper.language.replace("_", "-")}
    return page("page.html", words, source)


_HEADING = re.compile(r"<h(?P<level>[23])>(?P<text>.*?)</h[23]>", re.DOTALL)
_ITEM = re.compile(r"<li>(?P<text>[^<]*)</li>")
_MOMENT = re.compile(r"<td>([A-Z][a-z]{2} \d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?)</td>")
_EMPTY_HEADING = re.compile(r"<th[^>]*></th>")
_EMPTY_HEAD = re.compile(r"<thead>\s*<tr>(?:\s*<th[^>]*></th>)+\s*</tr>\s*</thead>\s*")
_EMPTY_ROW = re.compile(r"<tr>(\s*<td[^>]*>[^<]+</td>)((?:\s*<td[^>]*></td>)+)(\s*)</tr>")


def _broken_up(text: str) -> str:
    """Line breaks that stand as a tag in cells, as a mark that no client text holds."""
    return text.replace("<br>", " / ")


def _with_places(html: str) -> str:
    """Headings, and the lines of a list of contents that lead to them."""
    count, places = 0, dict[str, str]()

    def place(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        places.setdefault(found["text"], f"s{count}")
        return f'<h{found["level"]} id="s{count}">{found["text"]}</h{found["level"]}>'

    def led(found: re.Match[str]) -> str:
        text = found["text"]
        return f'<li><a href="#{places[text]}">{text}</a></li>' if text in places else found[0]

    return _ITEM.sub(led, _HEADING.sub(place, html))


def _with_moments(html: str) -> str:
    """Days and moments in cells stay on one line."""
    return _MOMENT.sub(r'<td class="day">\1</td>', html)


def _to_sign(html: str) -> str:
    """Rows that are to be filled in by hand have room to write."""
    return _EMPTY_ROW.sub(r'<tr class="sign">\1\2\3</tr>', html)


def _headed(html: str) -> str:
    """No empty cell calls itself a heading; a table whose head is empty has none."""
    return _EMPTY_HEADING.sub("<td></td>", _EMPTY_HEAD.sub("", html))


def _scrolling(html: str) -> str:
    """Tables that are wider than a telephone move inside a box that the keyboard reaches, too."""
    box = '<div class="wide" tabindex="0" role="group">'
    return html.replace("<table>", f"{box}<table>").replace("</table>", "</table></div>")
