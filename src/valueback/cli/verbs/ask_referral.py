"""The question to be recommended, when you have earned it."""

from __future__ import annotations

from valueback.cli.answers import Answer, tell
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
    """A short message with a paragraph that the client can forward. It says whether the moment is
    right: a referral is asked for when it has been earned.
    """
    from valueback.drafting.service import referral_ask
    from valueback.render.words import said
    from valueback.rules.service import Service

    answer = Service(context.timeline(client), context.folder.practice)
    engagement, referral = answer.timeline.engagement, answer.referral
    reason = said(referral.reason)
    if not referral.due:
        tell(f"This may not be the moment. {reason}")
    return offered(
        context,
        engagement,
        letter_to(context, engagement, "ask-referral.txt", {}),
        form=Form(eml, mailto, whatsapp),
        sent=sent,
        sending=Sending(
            referral_ask(at=context.at(at), note=note),
            f"valueback ask-referral {engagement.id} --sent",
            "valueback log-referral {id}",
        ),
        about={"referral": {"due": referral.due, "reason": reason}},
    )
