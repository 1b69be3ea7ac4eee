"""Messages to clients: drafts in the form that people send, logged when they were sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.options import AtOption, ClientArgument, NoteOption, SessionOption
from valueback.errors import mistyped, refused

if TYPE_CHECKING:
    from valueback.model.draft import Draft, Write
    from valueback.model.engagement import Engagement
    from valueback.model.entries import Session
    from valueback.model.message import Message as SayMessage
    from valueback.render.messages import Message

EmlOption = Annotated[
    Path | None, typer.Option("--eml", metavar="FILE", help="Write an e-mail draft there.")
]
MailtoOption = Annotated[bool, typer.Option("--mailto", help="Print a link for a mail program.")]
WhatsappOption = Annotated[bool, typer.Option("--whatsapp", help="Print a link for WhatsApp.")]
SentOption = Annotated[bool, typer.Option("--sent", help="You have sent it: log that.")]


@dataclass(frozen=True)
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

    def of(self, message: Message, desk: Desk) -> str:
        """The message in that form, ready to be shown; an e-mail draft is written to its file."""
        if self.eml is not None:
            return _eml_written(self.eml, message, desk)
        if self.mailto:
            return message.mailto()
        return message.whatsapp() if self.whatsapp else message.body.rstrip("\n")


def _eml_written(path: Path, message: Message, desk: Desk) -> str:
    from valueback.record.documents import write_chosen

    draft = message.eml()
    if desk.dry_run:
        return f"Would write the e-mail draft {path}"
    write_chosen(path, draft, desk.folder.path)
    return f"Wrote the e-mail draft {path}"


@dataclass(frozen=True)
class Sending:
    """What sending a message means: the entries that note it, and the command that says so."""

    write: Write
    sent_command: str
    then: str


def offered(  # a message, its form, and what sending it means
    desk: Desk,
    engagement: Engagement,
    message: Message,
    form: Form,
    *,
    sent: bool,
    sending: Sending,
    about: Mapping[str, Any],
) -> Answer:
    """The draft; logged where it is said to be sent, by the flag or at the terminal."""
    shown = form.of(message, desk)
    if not sent and desk.interactive and not desk.json:
        typer.echo(shown, err=True)
        sent = desk.confirm("Have you sent it?", default=False)
    if sent:
        written = desk.folder.append(engagement.id, sending.write, desk.now, dry_run=desk.dry_run)
        return desk.answered(written, sending.then)
    then = f"When it is sent: {sending.sent_command}"
    return drafted(engagement, message, f"{shown}\n\n{then}\n", about)


def drafted(
    engagement: Engagement, message: Message, shown: str, about: Mapping[str, Any]
) -> Answer:
    """The answer that is a draft: for people as it is shown, for programs in its parts."""
    report = {
        "schema": 1,
        "report": "message",
        "engagement": engagement.id,
        **about,
        "to": message.email,
        "subject": message.subject,
        "body": message.body,
    }
    return Answer(report, lambda: shown)


def letter(
    desk: Desk, engagement: Engagement, template: str, subject: SayMessage, words: Mapping[str, Any]
) -> Message:
    """A message to the client from a template; `words` come beside those of the agreement."""
    from valueback.render.documents import rendered
    from valueback.render.messages import Message
    from valueback.render.papers import agreement_words, words_of

    practice = desk.folder.practice
    known = agreement_words(engagement, practice) | dict(words)
    return Message(
        name=engagement.client.name,
        email=engagement.client.email,
        phone=engagement.client.phone,
        sender=practice.practice.provider,
        sender_email=practice.practice.email,
        subject=words_of(engagement, practice)(subject),
        body=rendered(template, known, desk.folder.template, escape=False),
    )


def request_feedback(
    desk: Desk,
    client: ClientArgument,
    session: SessionOption = None,
    channel: Annotated[str, typer.Option("--channel", help="How you send it.")] = "email",
    eml: EmlOption = None,
    mailto: MailtoOption = False,
    whatsapp: WhatsappOption = False,
    sent: SentOption = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Prints the question for the latest meeting without feedback. It is logged with --sent, or
    when you answer yes at the terminal.
    """
    engagement = desk.engagement(client)
    about = _session(desk, engagement, session)
    how = "whatsapp" if whatsapp else channel

    def write(draft: Draft) -> None:
        draft.add("feedback-request", desk.at(at), session=about.id, channel=how, note=note)

    again = f"valueback request-feedback {engagement.id} --session {about.id} --sent"
    return offered(
        desk,
        engagement,
        feedback_message(desk, engagement, about),
        Form(eml, mailto, whatsapp),
        sent=sent,
        sending=Sending(write, again, "valueback log-feedback {id}"),
        about={"session": about.id},
    )


def _session(desk: Desk, engagement: Engagement, named: str | None) -> Session:
    from valueback.model.timeline import Timeline
    from valueback.rules.suggestions import session_to_ask_about

    timeline = Timeline(engagement, desk.now)
    found = session_to_ask_about(timeline)
    if named is not None:
        found = next((s for s in timeline.attended if s.id == named), None)
    if found is None:
        raise refused(
            f"There is no attended meeting {named or 'that waits for feedback'}.",
            "Log it first with: valueback wrap-up",
        )
    return found


def feedback_message(desk: Desk, engagement: Engagement, session: Session) -> Message:
    """The question to send after a meeting, as a draft."""
    from datetime import timedelta

    from valueback.model.message import say
    from valueback.moments import day_of
    from valueback.render.papers import words_of

    own = words_of(engagement, desk.folder.practice)
    held = day_of(session.at, engagement.zone)
    terms = engagement.agreement.guarantee
    by = held + timedelta(days=terms.feedback_within_days)
    words = {
        "session": {"day": own.shown(held), "by": own.shown(by)},
        "guarantee": terms.offered,
    }
    return letter(
        desk, engagement, "request-feedback.txt", say("subject.feedback", meeting=held), words
    )


def reminder(
    desk: Desk,
    client: ClientArgument,
    eml: EmlOption = None,
    mailto: MailtoOption = False,
    whatsapp: WhatsappOption = False,
    sent: SentOption = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Before the due day it is a friendly nudge; then what the agreed step calls for: reminder,
    warning, charge, pause, the end. With --sent, or yes at the terminal, the steps are logged.
    """
    from valueback.render.papers import words_of
    from valueback.render.reminders import reminder_words, what_to_send

    engagement = desk.engagement(client)
    plan = what_to_send(engagement, desk.at(at) or desk.now)
    if plan is None:
        raise refused(
            "There is nothing to remind of: nothing is owed, and nothing is open.",
            f"See it with: valueback check-accountability {engagement.id}",
        )
    words = reminder_words(plan, words_of(engagement, desk.folder.practice))
    message = letter(desk, engagement, f"{plan.template}.txt", plan.subject, words)

    def write(draft: Draft) -> None:
        for entry, action, amount in plan.taken:
            draft.add(
                "consequence",
                desk.at(at),
                miss=entry,
                action=action,
                amount=amount,
                note=note,
            )

    return offered(
        desk,
        engagement,
        message,
        Form(eml, mailto, whatsapp),
        sent=sent,
        sending=Sending(
            write,
            f"valueback reminder {engagement.id} --sent",
            "valueback end {id} --by provider"
            if plan.action == "disengage"
            else "valueback check-accountability {id}",
        ),
        about={"action": plan.action, "entries": [entry for entry, _, _ in plan.taken]},
    )
