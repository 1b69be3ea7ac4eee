"""Documents to sign and messages to send; a message is a draft until it is said to be sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.options import AtOption, ClientArgument, NoteOption, SessionOption
from valueback.errors import refused

if TYPE_CHECKING:
    from valueback.model.draft import Draft
    from valueback.model.engagement import Engagement
    from valueback.model.entries import Session
    from valueback.render.messages import Message

OutputOption = Annotated[
    str | None,
    typer.Option("--output", metavar="FILE", help="Where to write it; - prints it."),
]


def agreement(desk: Desk, client: ClientArgument, output: OutputOption = None) -> Answer:
    """Written as markdown into the practice's documents. It says exactly what the check uses."""
    from valueback.render.documents import rendered
    from valueback.render.papers import agreement_words

    engagement = desk.engagement(client)
    words = agreement_words(engagement, desk.folder.practice)
    text = rendered("agreement.md", words, desk.folder.template)
    lacks = engagement.agreement.missing_for_guarantee
    then = desk.next(f"valueback sign {engagement.id} --by both") + "\n"
    if engagement.log.frozen:
        then = ""
    elif lacks:
        then = f"It cannot be signed yet: it lacks {' and '.join(lacks)}.\n"
    return document_answer(desk, engagement, "agreement.md", text, output, then)


def document_answer(
    desk: Desk, engagement: Engagement, name: str, text: str, output: str | None, then: str
) -> Answer:
    """A document written to its place, to a file of the user's choice, or to the terminal."""
    path = put(desk, engagement, name, text, output)
    report = {"schema": 1, "report": "document", "engagement": engagement.id}
    if path is None:
        return Answer(report | {"text": text}, lambda: text)
    word = "Would write" if desk.dry_run else "Wrote"
    report |= {"path": str(path)}
    return Answer(report, lambda: f"{word} {path}\n{then}", saved=not desk.dry_run)


def put(
    desk: Desk, engagement: Engagement, name: str, text: str, output: str | None
) -> Path | None:
    """Write a document, and where it is; None where it is to be printed instead."""
    from valueback.record.documents import write_chosen, write_generated

    if output == "-":
        return None
    path = Path(output).expanduser() if output else desk.folder.document(engagement.id, name)
    if output and not desk.dry_run:
        write_chosen(path, text, desk.folder.path)
    elif not desk.dry_run:
        write_generated(path, text)
    return path


def request_feedback(
    desk: Desk,
    client: ClientArgument,
    session: SessionOption = None,
    channel: Annotated[str, typer.Option("--channel", help="How you send it.")] = "email",
    eml: Annotated[
        Path | None, typer.Option("--eml", metavar="FILE", help="Write an e-mail draft there.")
    ] = None,
    mailto: Annotated[
        bool, typer.Option("--mailto", help="Print a link for a mail program.")
    ] = False,
    whatsapp: Annotated[
        bool, typer.Option("--whatsapp", help="Print a link for WhatsApp.")
    ] = False,
    sent: Annotated[bool, typer.Option("--sent", help="You have sent it: log that.")] = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Prints the question for the latest meeting without feedback. It is logged with --sent, or
    when you answer yes at the terminal.
    """
    engagement = desk.engagement(client)
    about = _session(desk, engagement, session)
    message = feedback_message(desk, engagement, about)
    shown = _in_form(desk, message, eml=eml, mailto=mailto, whatsapp=whatsapp)
    if not sent and desk.interactive and not desk.json:
        typer.echo(shown, err=True)
        sent = desk.confirm("Have you sent it?", default=False)
    if not sent:
        return _draft_answer(engagement, about.id, message, shown)
    how = "whatsapp" if whatsapp else channel

    def write(draft: Draft) -> None:
        draft.add("feedback-request", desk.at(at), session=about.id, channel=how, note=note)

    written = desk.folder.append(engagement.id, write, desk.now, dry_run=desk.dry_run)
    return desk.answered(written, f"valueback log-feedback {engagement.id}")


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

    from valueback.moments import day_of
    from valueback.render.documents import rendered
    from valueback.render.messages import Message
    from valueback.render.papers import agreement_words, day, locale_of

    practice = desk.folder.practice
    locale = locale_of(engagement, practice)
    held = day_of(session.at, engagement.zone)
    terms = engagement.agreement.guarantee
    words = agreement_words(engagement, practice) | {
        "session": {
            "day": day(held, locale),
            "by": day(held + timedelta(days=terms.feedback_within_days), locale),
        },
        "guarantee": terms.offered,
    }
    who = practice.practice
    return Message(
        name=engagement.client.name,
        email=engagement.client.email,
        phone=engagement.client.phone,
        sender=who.provider,
        sender_email=who.email,
        subject=f"Our meeting on {day(held, locale)}",
        body=rendered("request-feedback.txt", words, desk.folder.template, escape=False),
    )


def _in_form(
    desk: Desk, message: Message, *, eml: Path | None, mailto: bool, whatsapp: bool
) -> str:
    """The message in the form that was asked for; the text itself otherwise."""
    if eml is not None:
        from valueback.record.documents import write_chosen

        write_chosen(eml, message.eml(), desk.folder.path)
        return f"Wrote the e-mail draft {eml}"
    if mailto:
        return message.mailto()
    return message.whatsapp() if whatsapp else message.body.rstrip("\n")


def _draft_answer(engagement: Engagement, session: str, message: Message, shown: str) -> Answer:
    report = {
        "schema": 1,
        "report": "message",
        "engagement": engagement.id,
        "session": session,
        "to": message.email,
        "subject": message.subject,
        "body": message.body,
    }
    then = f"When it is sent: valueback request-feedback {engagement.id} --session {session} --sent"
    return Answer(report, lambda: f"{shown}\n\n{then}\n")


def templates(
    desk: Desk,
    copy: Annotated[
        str | None, typer.Option("--copy", metavar="NAME", help="Copy this one out for editing.")
    ] = None,
) -> Answer:
    """Your own versions stand in the practice's folder templates/ and come first. One that begins
    with {% extends "built-in/NAME" %} changes only the blocks that it names.
    """
    from valueback.record.documents import write_new
    from valueback.record.templates import BUILT_IN, names

    found = names(desk.folder.path)
    if copy is None:
        report = {"schema": 1, "report": "templates", "templates": found}
        return Answer(report, lambda: "".join(f"{n}  {where}\n" for n, where in found.items()))
    source = desk.folder.template(f"{BUILT_IN}{copy}")
    if source is None:
        raise refused(f"There is no template {copy}.", "See them with: valueback templates")
    path = desk.folder.path / "templates" / copy
    if not desk.dry_run:
        write_new(path, source[0])
    word = "Would copy" if desk.dry_run else "Copied"
    report = {"schema": 1, "report": "templates", "path": str(path)}
    return Answer(report, lambda: f"{word} it to {path}\n", saved=not desk.dry_run)
