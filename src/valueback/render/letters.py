"""A message to a client in the forms that people send: text, e-mail draft, links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from valueback.errors import refused

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ENCODED_WORD = re.compile(r"=\?|\?=")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=^_`{|}~-]+@[A-Za-z0-9.-]+\Z")


@dataclass(frozen=True)
class Letter:
    """A draft: whom it is for, and what it says."""

    name: str
    email: str | None
    phone: str | None
    sender: str
    sender_email: str | None
    subject: str
    body: str

    def mailto(self) -> str:
        """A link that opens the draft in a mail program. Refused without a usable address."""
        address = quote(self._address(), safe="@")
        return f"mailto:{address}?subject={_quoted(self.subject)}&body={_quoted(self.body)}"

    def whatsapp(self) -> str:
        """A link that opens the draft in WhatsApp. Refused without a telephone number."""
        digits = re.sub(r"[^0-9]", "", self.phone or "")
        if not digits:
            raise refused(
                "The client's telephone number is not known.", "Write it into the file: phone."
            )
        return f"https://wa.me/{digits}?text={_quoted(self.body)}"

    def eml(self) -> bytes:
        """The draft as a file for a mail program: one recipient, and no header but ours."""
        message = EmailMessage(policy=SMTP)
        message["To"] = Address(_header(self.name), addr_spec=self._address())
        if self.sender_email:
            message["From"] = Address(_header(self.sender), addr_spec=_usable(self.sender_email))
        message["Subject"] = _header(self.subject)
        message["X-Unsent"] = "1"
        message.set_content(self.body)
        return message.as_bytes()

    def _address(self) -> str:
        if not self.email:
            raise refused(
                "The client's e-mail address is not known.", "Write it into the file: email."
            )
        return _usable(self.email)


def _usable(address: str) -> str:
    if not _ADDRESS.match(address):
        raise refused(f"{address!r} is not an e-mail address.", "Correct it in the file.")
    return address


def _header(text: str) -> str:
    """A text for a header: on one line, and nothing that mail programs would decode into more."""
    return _ENCODED_WORD.sub("", _CONTROLS.sub(" ", text)).strip()


def _quoted(text: str) -> str:
    return quote(text.replace("\r\n", "\n").replace("\n", "\r\n"), safe="")
