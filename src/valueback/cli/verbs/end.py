"""The engagement ends, with a letter that closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    AtOption,
    ClientArgument,
    EmlOption,
    MailtoOption,
    NoteOption,
    WhatsappOption,
)
from valueback.cli.context import Context
from valueback.cli.declared import Option
from valueback.cli.sending import Form, letter_to
from valueback.errors import refused

if TYPE_CHECKING:
    from valueback.model.data import Ender


def run(
    context: Context,
    client: ClientArgument,
    by: Annotated[
        Literal["client", "provider", "both"] | None, Option("--by", help="Who ends it.")
    ] = None,
    reason: Annotated[
        str | None, Option("--reason", metavar="TEXT", help="Why; asked for if left out.")
    ] = None,
    incident: Annotated[
        str | None,
        Option("--incident", metavar="ID", help="The abuse that caused it, like I1."),
    ] = None,
    last_day: Annotated[
        str | None,
        Option("--last-day", metavar="DAY", help="Notice now; it ends when that day is over."),
    ] = None,
    eml: EmlOption = None,
    mailto: MailtoOption = False,
    whatsapp: WhatsappOption = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Before the agreed last day, it moves that day, and may need a ruling on the guarantee. Says
    what comes back and what remains due, and shows a short letter that you can send; it owns what
    you missed yourself, if anything.
    """
    from valueback.drafting.accountability import end
    from valueback.render.endings import ending_words, what_it_brings
    from valueback.render.papers import words_of

    form = Form(eml, mailto, whatsapp)
    who = context.prompts.choice(
        by or ("provider" if incident else None),
        "Who ends it: client, provider or both?",
        "--by",
        among=_ENDERS,
    )
    why = reason or ("Abuse" if incident else None)
    plan = end(
        by=who,
        reason=context.prompts.text(why, "Why does it end?", "--reason"),
        incident=incident,
        last_day=context.day(last_day, "ahead"),
        at=context.at(at),
        note=note,
    )
    id_ = context.client(client)
    planned = context.rehearse(id_, plan)
    timeline = context.timeline_of(planned.after)
    brings = what_it_brings(timeline)
    if context.prompts.interactive and not context.switches.json and not context.dry_run:
        context.prompts.show(*brings)
        if not context.prompts.confirm("End it like that?", default=True):
            raise refused("Nothing was saved.", "The engagement goes on.")
    own = words_of(planned.after, context.folder.practice)
    words = ending_words(timeline, planned.made, own)
    letter = letter_to(context, planned.after, "ending.txt", words)
    shown = "\n".join((*brings, "", form.of(letter, context)))
    written = planned if context.dry_run else context.append(id_, plan, rehearsed=True)
    return context.answered(written, "valueback check-guarantee {id}", shown)


_ENDERS: tuple[Ender, ...] = ("client", "provider", "both")
