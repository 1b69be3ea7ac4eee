"""Mail: single messages (.eml) and mailboxes (.mbox). What they say is chosen by hand.

A mark in the subject, `[S8]`, names the session that is meant; the Message-ID is how a message is
known again. Only what the sender wrote counts: quoted lines are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses, parseaddr
from html import unescape

from valueback.model.observation import Who, Writing
from valueback.moments import YEARS, fixed
from valueback.sources.reading import FileReading, ReadingTerms, Unreadable

MARK = re.compile(r"\[(S[1-9][0-9]{0,6})\]")
_FROM_LINE = re.compile(
    rb"^From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [^\r\n]*\r?\n", re.MULTILINE
)
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEADERS = re.compile(rb"(?:\A|\n)(?:message-id|from|date|received|subject):", re.IGNORECASE)
_QUOTED = re.compile(
    r"^(?:>.*|-{2,} ?(?:original message|mensagem original|mensaje original"
    r"|ursprüngliche nachricht|message d'origine).*)$",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"^(?:on|em|el|am|le) .{6,200}(?:wrote|escreveu|escribió|schrieb.*|a écrit) ?:$", re.IGNORECASE
)
LARGEST = 2_000_000
"""How much of one message is looked at, in bytes: a picture says nothing."""


def fits(content: bytes) -> bool:
    """Whether bytes are a message or a mailbox."""
    head = content[:4000]
    return head.startswith(b"From ") or len(_HEADERS.findall(head)) >= 3


def read(content: bytes, reading: FileReading, given: ReadingTerms) -> None:
    """An observation for each message that says something."""
    del given
    for line, raw in _split(content):
        try:
            _message(raw, line, reading)
        except Unreadable as error:
            reading.refuse(line, str(error), error.remedy)


def _split(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The messages of a mailbox, each with the line on which it begins."""
    if not content.startswith(b"From "):
        yield 1, content
        return
    starts = [found for found in _FROM_LINE.finditer(content) if _begins(content, found.start())]
    for number, found in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(content)
        raw = _ESCAPED.sub(rb"\1", content[found.end() : end])
        yield content.count(b"\n", 0, found.end()) + 1, raw


def _begins(content: bytes, at: int) -> bool:
    """A message begins after an empty line only; a sentence may begin with From, too."""
    return at == 0 or content[:at].endswith((b"\n\n", b"\r\n\r\n"))


def _message(raw: bytes, line: int, reading: FileReading) -> None:
    mail = message_from_bytes(raw[:LARGEST], policy=default)
    assert isinstance(mail, EmailMessage)
    name, address = parseaddr(str(mail.get("From", "")))
    if not address:
        raise Unreadable("has no sender")
    text = _words(mail)
    if not text:
        reading.ignore(line, "says nothing in words")
        return
    subject = str(mail.get("Subject", ""))
    mark = MARK.search(subject)
    others = getaddresses([str(v) for key in ("To", "Cc") for v in mail.get_all(key, [])])
    reading.saw(
        Writing(_sent(mail), name or address, text, mark[1] if mark else None),
        Who(emails=(address,), names=(name,) if name else (), title=subject),
        raw=raw,
        line=line,
        id_=str(mail.get("Message-ID", "")).strip() or None,
        said=text,
    )
    del others


def _sent(mail: EmailMessage) -> datetime:
    try:
        sent = mail["Date"].datetime
    except (AttributeError, ValueError, TypeError, KeyError):
        sent = None
    if not isinstance(sent, datetime) or sent.tzinfo is None or sent.year not in YEARS:
        raise Unreadable("has no date that can be read, with an offset")
    return fixed(sent)


def _words(mail: EmailMessage) -> str:
    """What the sender wrote, without what is quoted below it."""
    try:
        body = mail.get_body(("plain", "html"))
        text = "" if body is None else str(body.get_content())
    except (LookupError, KeyError, ValueError, AttributeError, TypeError):
        raise Unreadable("has a body that cannot be read") from None
    if body is not None and body.get_content_subtype() == "html":
        text = unescape(
            re.sub(
                r"<(?:style|script).*?</(?:style|script)>|<[^>]*>",
                " ",
                text,
                flags=re.DOTALL | re.IGNORECASE,
            )
        )
    kept: list[str] = []
    for written in text.replace("\r\n", "\n").split("\n"):
        if _WROTE.match(written.strip()) or written.strip().startswith("-- "):
            break
        if not _QUOTED.match(written.strip()):
            kept.append(written.rstrip())
    return "\n".join(kept).strip()
