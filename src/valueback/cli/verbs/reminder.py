"""The message that the present step calls for."""

from __future__ import annotations

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    AtOption,
    ClientArgument,
    EmlOption,
    MailtoOption,
    NoteOption,
    SentOption,
    WhatsappOption,
)
from valueback.cli.context import Context
from valueback.cli.sending import Form, Sending, letter_to, offered
from valueback.errors import refused


def run(
    context: Context,
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
    from valueback.drafting.accountability import steps
    from valueback.render.papers import words_of
    from valueback.render.reminders import reminder_words, what_to_send

    engagement = context.engagement(client)
    planned = what_to_send(engagement, context.at(at) or context.now)
    if planned is None:
        raise refused(
            "There is nothing to remind of: nothing is owed, and nothing is open.",
            f"See it with: valueback check-accountability {engagement.id}",
        )
    words = reminder_words(planned, words_of(engagement, context.folder.practice))
    letter = letter_to(context, engagement, f"{planned.template}.txt", words)
    then = (
        "valueback end {id} --by provider"
        if planned.action == "disengage"
        else "valueback check-accountability {id}"
    )
    return offered(
        context,
        engagement,
        letter,
        form=Form(eml, mailto, whatsapp),
        sent=sent,
        sending=Sending(
            steps(taken=planned.taken, at=context.at(at), note=note),
            f"valueback reminder {engagement.id} --sent",
            then,
        ),
        about={
            "action": planned.action,
            "entries": [step.miss for step in planned.taken],
            "left_out": list(planned.left_out),
        },
        remark=_left_out(planned.left_out),
    )


def _left_out(steps: tuple[str, ...]) -> str:
    """What of the agreement's ladder was never said, for the practitioner."""
    if not steps:
        return ""
    return f"Not said so far, and to come before more: {', '.join(steps)}.\n"
