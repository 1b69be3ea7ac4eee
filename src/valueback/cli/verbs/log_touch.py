"""A promise kept, to one client or to several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, NoteOption
from valueback.cli.context import Context
from valueback.cli.standards import known_standard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valueback.drafting.draft import Written
    from valueback.model.entries import Touch
    from valueback.render.page import Page


def run(
    context: Context,
    clients: Annotated[
        list[str], typer.Argument(metavar="CLIENT…", help="One client, or several.")
    ],
    standard: Annotated[
        str | None,
        typer.Option("--standard", metavar="ID", help="Which promise; the one due first."),
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help="What you did.")
    ] = None,
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
    return _several(context, done)


def _several(context: Context, done: Sequence[Written[Touch]]) -> Answer:
    """What was saved for several clients: one report that holds one per client."""
    from valueback.render.logged import logged_json, logged_page
    from valueback.render.page import Page, Styled

    flags, dry_run = context.flags, context.dry_run

    def page() -> Page:
        whole = Page()
        for written in done:
            whole.line(Styled(written.after.client.name, "bold"))
            whole.append(logged_page(written, context.now, flags=flags, dry_run=dry_run))
        return whole.command(context.next("valueback check-service"))

    report = {
        "schema": 1,
        "report": "logged",
        "engagement": None,
        "entries": [raw for written in done for raw in written.entries],
        "engagements": [logged_json(written, flags=flags, dry_run=dry_run) for written in done],
        "saved": not dry_run,
    }
    return Answer(report, page, saved=not dry_run)
