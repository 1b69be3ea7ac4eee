"""What the last command wrote, taken back."""

from __future__ import annotations

from typing import Annotated

import typer

from valueback.cli.answers import Answer
from valueback.cli.arguments import ClientArgument
from valueback.cli.context import Context


def run(
    context: Context,
    client: ClientArgument,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why it is taken back.")
    ] = "undone: it was a mistake",
) -> Answer:
    """Everything that the last command wrote for this client is voided, latest entry first. Again,
    and the command before that is undone.
    """
    from valueback.record.append import Manner, undo

    manner = Manner(accepts=context.switches.accept_changes, dry_run=context.dry_run)
    done = undo(context.folder, context.client(client), reason, context.now, manner)
    context.notice(done.altered)
    return context.answered(done.written, "valueback show {id}")
