"""A message to a client in the forms that people send: text, e-mail draft, links."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from urllib.parse import quote

from valueback.errors import refused
from valueback.frozen import frozen

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ENCODED_WORD = re.compile(r"=\?|\?=")
_ON_ONE_LINE = SMTP.clone(max_line_length=998)
_LONGEST_NAME = 200
"""How much of a name stands in a header, in characters; a line there holds 998."""

_INTERNATIONAL = re.compile(r"(?:\+|00)([1-9][0-9]{6,14})\Z")
"""A number with its country, as ITU-T E.164 has it: 15 digits at most."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=^_`{|}~-]+@[A-Za-z0-9.-]+\Z")


_SUBJECT = re.compile(r"\s*Subject: *(?P<subject>[^\n]*)\n\s*")


def parted(text: str) -> tuple[str, str]:
    """The subject that a template's first line says, empty where it says none, and the message."""
    found = _SUBJECT.match(text)
    return ("", text) if found is None else (found["subject"].strip(), text[found.end() :])


@frozen
class Letter:
    """A draft: whom it is for, and what it says; `session` is the one that it asks about.

    An answer keeps the mark in the subject and the name of the message, so that it finds its
    session when it is imported; `about` tells letters about the same thing apart.
    """

    name: str
    email: str | None
    phone: str | None
    sender: str
    sender_email: str | None
    subject: str
    body: str
    session: str | None = None
    about: str = ""

    def mailto(self) -> str:
        """A link that opens the draft in a mail program. Refused without a usable address."""
        address = quote(self._address(), safe="@")
        return f"mailto:{address}?subject={_quoted(self.subject)}&body={_quoted(self.body)}"

    def whatsapp(self) -> str:
        """A link that opens the draft in WhatsApp. Refused without a number that is the client's
        wherever it is dialled.
        """
        return f"https://wa.me/{_dialled(self.phone)}?text={_quoted(self.body)}"

    def eml(self) -> bytes:
        """The draft as a file for a mail program: one recipient, and no header but ours."""
        message = EmailMessage(policy=_ON_ONE_LINE)
        message["To"] = _addressed(self.name, self._address())
        if self.sender_email:
            message["From"] = _addressed(self.sender, _usable(self.sender_email))
        mark = "" if self.session is None else f" [{self.session}]"
        message["Subject"] = _header(self.subject) + mark
        if self.session is not None:
            name = sha256(f"{self.about}/{self.session}".encode()).hexdigest()[:24]
            message["Message-ID"] = f"<{self.session.lower()}.{name}@valueback.invalid>"
        message["X-Unsent"] = "1"
        message.set_content(self.body)
        return message.as_bytes()

    def _address(self) -> str:
        if not self.email:
            raise refused(
                "The client's e-mail address is not known.", "Write it into the file: email."
            )
        return _usable(self.email)


def _addressed(name: str, address: str) -> Address:
    """One recipient: what a mail program reads there is that address and no other.

    Python folds a long name without its quotes (gh-80222), and its commas become recipients; where
    a name would still be read as more than a name, the address goes without it.
    """
    shown = _header(name)[:_LONGEST_NAME]
    message = EmailMessage(policy=_ON_ONE_LINE)
    message["To"] = Address(shown, addr_spec=address)
    written = message_from_bytes(message.as_bytes(), policy=SMTP)["To"].addresses
    alone = [read.addr_spec for read in written] == [address]
    return Address(shown if alone else "", addr_spec=address)


def _dialled(phone: str | None) -> str:
    """A telephone number as wa.me wants it: digits, the country's first."""
    plain = re.sub(r"[\s().\-/\u2010-\u2015\u00a0\u202f]", "", (phone or "").replace("(0)", ""))
    match = _INTERNATIONAL.match(plain)
    if match is None:
        raise refused(
            "The client's telephone number is not known."
            if not plain
            else f"{phone!r} does not say which country it is in: it could be a stranger's.",
            'Write it into the file with + and the country: phone = "+55 11 91234-5678"',
        )
    return match[1]


def is_address(text: str) -> bool:
    """Whether a text is one e-mail address, and nothing else."""
    return _ADDRESS.match(text) is not None


def _usable(address: str) -> str:
    if not is_address(address):
        raise refused(f"{address!r} is not an e-mail address.", "Correct it in the file.")
    return address


def _header(text: str) -> str:
    """A text for a header: on one line, and nothing that mail programs would decode into more."""
    return _ENCODED_WORD.sub("", _CONTROLS.sub(" ", text)).strip()


def _quoted(text: str) -> str:
    return quote(text.replace("\r\n", "\n").replace("\n", "\r\n"), safe="")
