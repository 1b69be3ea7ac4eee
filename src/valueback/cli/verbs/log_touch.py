"""A promise kept, to one client or to several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, NoteOption
from valueback.cli.completion import standards_like
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option
from valueback.cli.several import saved_for_several
from valueback.cli.standards import known_standard

if TYPE_CHECKING:
    pass


def run(
    context: Context,
    clients: Annotated[list[str], Argument(metavar="CLIENT…", help="One client, or several.")],
    standard: Annotated[
        str | None,
        Option(
            "--standard",
            metavar="ID",
            help="Which promise; the one due first.",
            autocompletion=standards_like,
        ),
    ] = None,
    text: Annotated[str | None, Option("--text", metavar="TEXT", help="What you did.")] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Several clients in one call: one round of cards, one line. Nothing is saved unless it can be
    saved for all of them.
    """
    from valueback.drafting.service import touch

    practice = context.folder.practice
    if standard is not None:
        known_standard(practice, standard)
    plan = touch(
        practice=practice,
        standard=standard,
        text=context.prompts.optional_text(text),
        at=context.at(at),
        note=note,
    )
    ids = list(dict.fromkeys(context.client(client) for client in clients))
    done = [context.rehearse(id_, plan) for id_ in ids]
    if not context.dry_run:
        done = [context.append(id_, plan, rehearsed=True) for id_ in ids]
    if len(done) == 1:
        return context.answered(done[0], "valueback check-service {id}")
    return saved_for_several(context, done, "valueback check-service")
