"""The question to send after a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    AtOption,
    ClientArgument,
    EmlOption,
    MailtoOption,
    NoteOption,
    SentOption,
    SessionOption,
    WhatsappOption,
)
from valueback.cli.context import Context
from valueback.cli.declared import Option
from valueback.cli.sending import Form, Sending, feedback_letter, offered
from valueback.errors import mistyped, refused

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement
    from valueback.model.entries import Session


def run(
    context: Context,
    client: ClientArgument,
    session: SessionOption = None,
    channel: Annotated[str, Option("--channel", help="How you send it.")] = "email",
    eml: EmlOption = None,
    mailto: MailtoOption = False,
    whatsapp: WhatsappOption = False,
    form: Annotated[
        str,
        Option("--form", metavar="URL", help="A form to fill in; {session} in it becomes S8."),
    ] = "",
    sent: SentOption = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Prints the question for the latest meeting without feedback. It is logged with --sent, or
    when you answer yes at the terminal.
    """
    from valueback.drafting.between_meetings import feedback_request

    if form and not form.startswith(("https://", "http://")):
        raise mistyped(f"--form {form!r} is no address.", "Give one like https://forms.example/x")
    engagement = context.engagement(client)
    about = _session(context, engagement, session)
    if not sent:
        _refuse_answered(context, engagement, about)
    plan = feedback_request(
        session=about.id,
        channel="whatsapp" if whatsapp else channel,
        at=context.at(at),
        note=note,
    )
    again = f"valueback request-feedback {engagement.id} --session {about.id} --sent"
    return offered(
        context,
        engagement,
        feedback_letter(context, engagement, about, form),
        form=Form(eml, mailto, whatsapp),
        sent=sent,
        sending=Sending(plan, again, "valueback log-feedback {id}"),
        about={"session": about.id},
    )


def _session(context: Context, engagement: Engagement, named: str | None) -> Session:
    from valueback.rules.suggestions import session_to_ask_about

    timeline = context.timeline_of(engagement)
    found = session_to_ask_about(timeline)
    if named is not None:
        found = next((s for s in timeline.attended if s.id == named), None)
    if found is None:
        raise refused(
            f"There is no attended meeting {named or 'that waits for feedback'}.",
            "Log it first with: valueback wrap-up",
        )
    return found


def _refuse_answered(context: Context, engagement: Engagement, about: Session) -> None:
    """No draft about what the client wrote of already; a word in the meeting is not that."""
    given = context.timeline_of(engagement).feedback_on.get(about.id, [])
    written = next((f for f in given if f.text != f.missing), None)
    if written is not None:
        raise refused(
            f"The client answered already: {written.id} is the feedback on {about.id}.",
            f"Read it with: valueback show {engagement.id}",
        )
