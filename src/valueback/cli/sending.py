"""Messages to clients: drafts in the form that people send, logged when they were sent."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from valueback.cli.answers import Answer
from valueback.cli.context import Context
from valueback.errors import mistyped
from valueback.frozen import frozen, replace

if TYPE_CHECKING:
    from valueback.drafting.draft import Plan
    from valueback.model.engagement import Engagement
    from valueback.model.entries import Session
    from valueback.render.letters import Letter

R = TypeVar("R")

_READABLE = 80
"""How wide a message is shown at most, in columns."""


@frozen
class Form:
    """The form in which a message is wanted: an e-mail draft, a link, or its text."""

    eml: Path | None = None
    mailto: bool = False
    whatsapp: bool = False

    def __post_init__(self) -> None:
        if sum((self.eml is not None, self.mailto, self.whatsapp)) > 1:
            raise mistyped("One form at a time.", "Choose --eml, --mailto or --whatsapp.")
        if self.eml is not None and str(self.eml) == "-":
            raise mistyped("--eml needs a file.", "Name one, like --eml draft.eml")

    def of(self, letter: Letter, context: Context) -> str:
        """The message in that form, ready to be shown; an e-mail draft is written to its file."""
        if self.eml is not None:
            return _eml_written(self.eml, letter, context)
        if self.mailto:
            return letter.mailto()
        return letter.whatsapp() if self.whatsapp else to_read(letter.body.rstrip("\n"))


def to_read(body: str) -> str:
    """A message as it is shown: wrapped at a terminal; a line a paragraph where it goes on."""
    if sys.stdout is None or not sys.stdout.isatty():
        return body
    from textwrap import wrap

    width = min(shutil.get_terminal_size().columns, _READABLE)
    paragraphs = (wrap(line, width, break_on_hyphens=False) or [""] for line in body.split("\n"))
    return "\n".join(line for paragraph in paragraphs for line in paragraph)


def _eml_written(path: Path, letter: Letter, context: Context) -> str:
    from valueback.record.documents import write_chosen

    draft = letter.eml()
    if context.dry_run:
        return f"Would write the e-mail draft {path}"
    write_chosen(path, draft, context.folder.path)
    return f"Wrote the e-mail draft {path}"


@frozen
class Sending(Generic[R]):
    """What sending a message means: what notes it, and the command that says so."""

    plan: Plan[R]
    sent_command: str
    then: str


def offered(
    context: Context,
    engagement: Engagement,
    letter: Letter,
    *,
    form: Form,
    sent: bool,
    sending: Sending[R],
    about: Mapping[str, Any],
    remark: str = "",
) -> Answer:
    """The draft, and a remark for the practitioner; logged where it is said to be sent, by the flag
    or at the terminal.
    """
    shown = form.of(letter, context)
    if not sent and context.prompts.interactive and not context.switches.json:
        context.prompts.show(*shown.split("\n"))
        sent = context.prompts.confirm("Have you sent it?", default=False)
    if sent:
        return context.answered(context.append(engagement.id, sending.plan), sending.then)
    then = f"When it is sent: {sending.sent_command}"
    return drafted(engagement, letter, f"{shown}\n\n{remark}{then}\n", about)


def drafted(engagement: Engagement, letter: Letter, shown: str, about: Mapping[str, Any]) -> Answer:
    """The answer that is a draft: for people as it is shown, for programs in its parts."""
    report = {
        "schema": 1,
        "report": "message",
        "engagement": engagement.id,
        **about,
        "to": letter.email,
        "subject": letter.subject,
        "body": letter.body,
    }
    return Answer(report, lambda: shown)


def letter_to(
    context: Context,
    engagement: Engagement,
    template: str,
    words: Mapping[str, Any],
) -> Letter:
    """A message to the client from a template; `words` come beside those of the agreement.

    The template says the subject; where the user's own says none, it is that of the built-in one.
    """
    from valueback.record.templates import BUILT_IN
    from valueback.render.documents import rendered
    from valueback.render.letters import Letter, parted
    from valueback.render.papers import agreement_words

    practice = context.folder.practice
    known = agreement_words(engagement, practice) | dict(words)
    source = context.templates(engagement)
    subject, body = parted(rendered(template, known, source, escape=False))
    if not subject:
        subject, _ = parted(rendered(f"{BUILT_IN}{template}", known, source, escape=False))
    return Letter(
        name=engagement.client.name,
        email=engagement.client.email,
        phone=engagement.client.phone,
        sender=practice.identity.provider,
        sender_email=practice.identity.email,
        subject=subject,
        body=body,
    )


def feedback_letter(
    context: Context, engagement: Engagement, session: Session, form: str = ""
) -> Letter:
    """The question to send after a meeting, as a draft; with the address of a form, in which
    `{session}` stands for the meeting's id.
    """
    from valueback.render.papers import words_of
    from valueback.rules.findings import as_told, day_told

    own = words_of(engagement, context.folder.practice)
    timeline = context.timeline_of(engagement)
    by = timeline.after(engagement.agreement.meetings.feedback_within, session.at)
    said = "" if timeline.passed(by) else own.shown(as_told(timeline, by))
    words = {
        "session": {"day": own.shown(day_told(timeline, session.at)), "by": said},
        "guarantee": engagement.agreement.guarantee.offered,
        "form": form.replace("{session}", session.id),
    }
    letter = letter_to(context, engagement, "request-feedback.txt", words)
    return replace(letter, session=session.id, about=engagement.id)
