"""Chats, as WhatsApp exports them on iOS and Android: each line is somebody's, chosen by hand.

Invisible marks stand before lines and names; AM and PM follow a narrow space; what day and month
are is found out from the whole chat, which stands in order, or asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from valueback.model.observation import Who, Writing
from valueback.sources.reading import FileReading, ReadingTerms, Unreadable
from valueback.sources.when import moment, noted, order_of

_MARKS = "\u200e\u200f\u202a\u202c\ufeff"
_DAY = r"\d{1,4}[-/.] ?\d{1,2}[-/.] ?\d{1,4}\.?"
_HALF = r"(?:[ \u202f\u00a0]?[ap]\.?[ \u00a0]?m\.?)?"
_TIME = rf"(?:klo |um |à )?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?{_HALF}"
_IOS = re.compile(rf"\[(?P<when>{_DAY},? {_TIME})\] (?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_ANDROID = re.compile(rf"(?P<when>{_DAY},? {_TIME}) [-–] (?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_AUTHOR = re.compile(r"(?P<name>[^:\n]{1,100}): (?P<text>.*)", re.DOTALL)
_FILE = re.compile(
    r"<(?:attached|anexado|adjunto|anhang|pièce jointe|media omitted|mídia oculta"
    r"|multimedia omitido"
    r"|medien ausgeschlossen|médias omis)[^>]*>|.*\((?:file attached|arquivo anexado"
    r"|archivo adjunto|datei angehängt|fichier joint)\)",
    re.IGNORECASE | re.DOTALL,
)
_ABOUT = re.compile(
    r"end-to-end|ponta a ponta|extremo a extremo|ende-zu-ende|bout en bout", re.IGNORECASE
)


class _Said(NamedTuple):
    """One message: where it begins, when it was sent as the file says it, and the rest."""

    line: int
    when: str
    rest: str
    raw: str


def fits(text: str) -> bool:
    """Whether the first lines that say something are of a chat."""
    firsts = [_bare(line) for line in text[:4000].splitlines() if line.strip()][:3]
    return any(_IOS.match(line) or _ANDROID.match(line) for line in firsts)


def read(text: str, reading: FileReading, given: ReadingTerms) -> None:
    """A message for each that somebody wrote; of the program's own and of files, nothing."""
    found = list(_messages(text, reading))
    order = noted(order_of((said.when for said in found), given, in_order=True), reading)
    for said in found:
        author = _AUTHOR.match(said.rest)
        if author is None or _ABOUT.search(author["text"][:200]):
            reading.ignore(said.line, "is a note of the chat program")
            continue
        name, words = author["name"].strip(), author["text"].strip()
        if not words or _FILE.match(words):
            reading.ignore(said.line, "is a file without words")
            continue
        try:
            at = moment(said.when, given.zone, order)
        except Unreadable as error:
            reading.refuse(said.line, str(error), error.remedy)
            continue
        reading.saw(
            Writing(at, name, words),
            Who(names=(name,)),
            raw=said.raw,
            line=said.line,
            said=words,
            unsure=order.unsure,
        )


def _messages(text: str, reading: FileReading) -> Iterator[_Said]:
    """The messages with the lines that belong to them; what stands before the first is refused."""
    begun: list[str] = []
    first, head = 0, None
    for number, line in enumerate(text.splitlines(), 1):
        found = _IOS.match(_bare(line)) or _ANDROID.match(_bare(line))
        if found is None:
            if head is not None:
                begun.append(line)
            elif line.strip():
                reading.refuse(number, "belongs to no message")
            continue
        if head is not None:
            yield _said(first, head, begun)
        first, head, begun = number, found, [line]
    if head is not None:
        yield _said(first, head, begun)


def _said(line: int, head: re.Match[str], lines: list[str]) -> _Said:
    more = "\n".join(_bare(each) for each in lines[1:])
    rest = f"{head['rest']}\n{more}" if more else head["rest"]
    return _Said(line, head["when"], rest, "\n".join(lines))


def _bare(line: str) -> str:
    return "".join(c for c in line if c not in _MARKS).rstrip("\r")
