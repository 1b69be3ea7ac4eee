"""Drafts for clients: one recipient, our headers, whatever names and texts contain."""

from __future__ import annotations

from email import message_from_bytes, policy
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valueback.errors import Refused
from valueback.frozen import replace
from valueback.render.documents import markdown
from valueback.render.letters import Letter, parted

HOSTILE = [
    "Ana\r\nBcc: thief@example.com",
    "=?utf-8?q?Ana=0ABcc:_thief@example.com?=",
    'Ana" <thief@example.com>, "x',
    "Ana&cc=thief@example.com?x=#y",
    "Ana\u2028Bcc: x",
    "José 🎉, Ltd.",
    "evil@e.example, " + "a" * 80,
    "Meyer, Schulz & Partner Steuerberatungsgesellschaft mbH, Wirtschaftsprüfer, Rechtsanwälte",
    "Meyer, Schulz & Partner Business Advisers, Accountants, Auditors, Lawyers and Everybody Else Ltd",
    "a" * 5000 + ", b@c.example",
    '\\", <thief@example.com>',
]


def message(text: str, email: str | None = "ana@example.com") -> Letter:
    return Letter(
        name=text,
        email=email,
        phone="+55 (11) 91234-5678",
        sender=text,
        sender_email="me@example.com",
        subject=text,
        body=f"{text}\nbye",
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_an_e_mail_draft_has_one_recipient_and_the_headers_meant(text: str) -> None:
    parsed = message_from_bytes(message(text).eml(), policy=policy.default)
    assert sorted(parsed.keys()) == sorted(
        [
            "To",
            "From",
            "Subject",
            "X-Unsent",
            "Content-Type",
            "Content-Transfer-Encoding",
            "MIME-Version",
        ]
    )
    assert [a.addr_spec for a in parsed["To"].addresses] == ["ana@example.com"]
    assert [a.addr_spec for a in parsed["From"].addresses] == ["me@example.com"]
    assert "bye" in parsed.get_content()


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_whatever_a_name_is_a_draft_has_one_recipient(name: str) -> None:
    written = message(name).eml()
    parsed = message_from_bytes(written, policy=policy.default)
    assert [a.addr_spec for a in parsed["To"].addresses] == ["ana@example.com"]
    assert written.count(b"\nTo: ") + written.startswith(b"To: ") == 1
    assert b"\nBcc" not in written


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("+55 11 91234-5678", "5511912345678"),
        ("0055 11 91234-5678", "5511912345678"),
        ("+49 (0)170 1234567", "491701234567"),
        ("+1\u00a0(555)\u2011010-0199", "15550100199"),
        ("(11) 91234-5678", None),
        ("11912345678", None),
        ("0170 1234567", None),
        ("+0 11 91234-5678", None),
        ("+55 11", None),
        ("+5511912345678901", None),
        ("+1 555 010 0199 ext. 4", None),
        ("+1 555 010 0199, +1 555 010 0200", None),
        ("", None),
        (None, None),
    ],
)
def test_a_chat_goes_to_a_number_that_says_its_country(
    phone: str | None, dialled: str | None
) -> None:
    letter = replace(message("Ana"), phone=phone)
    if dialled is None:
        with pytest.raises(Refused, match=r"country|not known"):
            letter.whatsapp()
    else:
        assert urlsplit(letter.whatsapp()).path == f"/{dialled}"


@pytest.mark.parametrize("text", HOSTILE)
def test_links_hold_the_text_and_nothing_else(text: str) -> None:
    link = urlsplit(message(text).mailto())
    assert (link.scheme, link.path, link.fragment) == ("mailto", "ana@example.com", "")
    assert set(parse_qs(link.query)) == {"subject", "body"}
    chat = urlsplit(message(text).whatsapp())
    assert (chat.netloc, chat.path, set(parse_qs(chat.query))) == (
        "wa.me",
        "/5511912345678",
        {"text"},
    )
    assert unquote(chat.query).endswith("bye")


@pytest.mark.parametrize("address", ["a@b\nBcc: c@d", "a", "a@b,c@d", "<a@b>", None, "a b@c"])
def test_an_address_that_is_none_is_refused(address: str | None) -> None:
    for form in (Letter.eml, Letter.mailto):
        with pytest.raises(Refused):
            form(message("Ana", address))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a | b", r"a \| b"),
        ("# no heading", r"\# no heading"),
        ("1. no list", r"1\. no list"),
        ("- no list", r"\- no list"),
        ("*a* _b_ `c`", r"\*a\* \_b\_ \`c\`"),
        ("<script>", r"\<script\>"),
        ("a\nb\r\nc", "a<br>b<br>c"),
        ("\x1b[2J", r"\\u001b\[2J"),
        ("{{ 1+1 }}", r"\{\{ 1+1 \}\}"),
        ("2026-01-12 to 12.5 %", "2026-01-12 to 12.5 %"),
    ],
)
def test_text_in_markdown(text: str, shown: str) -> None:
    assert markdown(text) == shown


@pytest.mark.parametrize(
    ("text", "subject", "body"),
    [
        ("Subject: Our work\n\nHello Ana,\n", "Our work", "Hello Ana,\n"),
        ("\n\nSubject: Our work\n\n\nHello\n", "Our work", "Hello\n"),
        ("Hello Ana,\n\nSubject: no\n", "", "Hello Ana,\n\nSubject: no\n"),
        ("Subject:\n\nHello\n", "", "Hello\n"),
    ],
)
def test_the_first_line_of_a_template_is_the_subject(text: str, subject: str, body: str) -> None:
    assert parted(text) == (subject, body)
