"""What people decided: a miss is excused, or it stands."""

from __future__ import annotations

from typing import Annotated, Literal

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, NoteOption
from valueback.cli.completion import entries_like
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option
from valueback.model.agreement import CheckId


def run(
    context: Context,
    client: ClientArgument,
    entry: Annotated[
        str,
        Argument(
            metavar="ENTRY",
            help="The entry, or 'agreement' for the whole.",
            autocompletion=entries_like,
        ),
    ],
    outcome: Annotated[
        Literal["excused", "stands", "upheld"],
        Argument(metavar="excused|stands", help="What was decided; upheld is stands."),
    ],
    reason: Annotated[
        str | None, Option("--reason", metavar="TEXT", help="Why; asked for if left out.")
    ] = None,
    check: Annotated[
        CheckId | None,
        Option("--check", help="Only this question about the entry."),
    ] = None,
    by: Annotated[
        Literal["provider", "client", "both", "mediator"] | None,
        Option("--by", help="Who decided."),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Excused waives a miss, or lets a circumstance or an early end pass; stands lets it
    stand.
    Where you ended the engagement yourself, you alone cannot rule against the client.
    """
    from valueback.drafting.outcome import ruling

    plan = ruling(
        on=entry,
        outcome="excused" if outcome == "excused" else "upheld",
        reason=context.prompts.text(reason, "Why was it decided so?", "--reason"),
        check=check,
        by=by,
        at=context.at(at),
        note=note,
    )
    return context.save(client, plan, then="valueback check-guarantee {id}")
