"""The client did the homework."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, EvidenceOption, NoteOption
from valueback.cli.context import Context
from valueback.cli.declared import Argument


def run(
    context: Context,
    client: ClientArgument,
    homework: Annotated[
        str | None, Argument(metavar="[ID]", help="Which homework, like H3.")
    ] = None,
    evidence: EvidenceOption = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without an id, the open homework that is due first is meant."""
    from valueback.drafting.between_meetings import homework_done

    plan = homework_done(homework=homework, evidence=evidence, at=context.at(at), note=note)
    return context.save(client, plan, then="valueback check-guarantee {id}")
