"""A client's names, contacts and texts erased, because the client asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from valueback.cli.answers import Answer
from valueback.cli.arguments import ClientArgument
from valueback.cli.context import Context
from valueback.cli.declared import Option
from valueback.errors import Refused, refused

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement

_KEPT = """\
  What git's history still holds, your own backups, and papers and messages
  that were sent are not reached from here.
"""
_OPEN = ("eligible", "refund-due", "needs-judgement")
"""Verdicts under which money may still come back: what that rests on would be gone."""


def run(
    context: Context,
    client: ClientArgument,
    yes: Annotated[
        bool, Option("--yes", help="Erase it: nothing has to be kept by law any more.")
    ] = False,
    force: Annotated[
        bool, Option("--force", help="Even while money may still come back to the client.")
    ] = False,
) -> Answer:
    """After the end, and for all engagements of the client: names, contacts, texts and attachments
    become "(erased)" in files, papers, backups and memory; kinds, moments, amounts and verdicts
    stay. It cannot be taken back. Example: valueback forget ana
    """
    from valueback.model.erasure import of_one_client
    from valueback.record.erasing import erase, new_ids, still_named, words_of

    id_ = context.client(client)
    read = context.folder.read_all()
    if id_ in read.broken:
        raise Refused(*(problem for problem in _broken(context, id_)))
    found = of_one_client(read.engagements, id_)
    _ended(context, found)
    _agreed(context, found, yes=yes, force=force)
    context.warn_of(read.broken)
    ids = [engagement.id for engagement in found]
    names = (
        new_ids(context.folder, ids)
        if context.dry_run
        else erase(context.folder, found, context.now)
    )
    mentions = list(still_named(context.folder, words_of(found), names))
    context.notice(mentions)
    word = "Would erase" if context.dry_run else "Erased"
    report: dict[str, Any] = {
        "schema": 1,
        "report": "forget",
        "erased": [{"engagement": old, "now": new} for old, new in names.items()],
        "still_named": [problem.file for problem in mentions],
        "saved": not context.dry_run,
    }
    lines = [f"{word} {old}: it is {new} now.\n" for old, new in names.items()]
    lines += [_KEPT, context.next(f"valueback show {next(iter(names.values()))}") + "\n"]
    return Answer(report, lambda: "".join(lines), saved=not context.dry_run)


def _broken(context: Context, id_: str) -> Sequence[Any]:
    try:
        context.folder.read(id_)
    except Refused as error:
        return error.problems
    return ()


def _ended(context: Context, found: Sequence[Engagement]) -> None:
    """Refused while an agreement is in force and its end has not come."""
    from valueback.model.term import is_over

    running = [
        engagement.id
        for engagement in found
        if (timeline := context.timeline_of(engagement)).in_force_since is not None
        and not is_over(timeline)
    ]
    if running:
        raise refused(
            f"{', '.join(running)} has not ended: the record is still needed by both.",
            f"End it first: valueback end {running[0]}",
        )


def _agreed(context: Context, found: Sequence[Engagement], *, yes: bool, force: bool) -> None:
    """Have it agreed, what an open claim or the law needs kept asked about first."""
    from valueback.rules.guarantee import assess

    prompts = context.prompts
    verdicts = {e.id: assess(context.timeline_of(e)).verdict for e in found}
    waiting = [f"{id_} ({verdict})" for id_, verdict in verdicts.items() if verdict in _OPEN]
    if waiting and not force:
        question = (
            f"Money may still come back: {', '.join(waiting)}. What that rests on would be gone. "
            "Go on?"
        )
        if not prompts.confirm(question, default=False):
            raise refused(
                f"Nothing was erased: money may still come back ({', '.join(waiting)}).",
                "Settle it first, or say that you mean it with --force.",
            )
    ids = ", ".join(engagement.id for engagement in found)
    question = (
        f"This erases the names, contacts and texts of {ids} for good, here and in all backups "
        "of valueback. Copy out first what the law has you keep (invoices, say). Erase them now?"
    )
    if not yes and not prompts.confirm(question, default=False):
        raise refused(
            f"Nothing was erased of {ids}.",
            "Where nothing has to be kept by law any more, say so with --yes.",
        )
