"""Am I keeping my promises, and does the client see it?"""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import AsOfOption, ExitCodeOption
from valueback.cli.context import Context
from valueback.cli.declared import Argument
from valueback.cli.facts import facts_of_all


def run(
    context: Context,
    client: Annotated[
        str | None,
        Argument(metavar="[CLIENT]", help="One client; all of them if left out."),
    ] = None,
    as_of: AsOfOption = None,
    exit_code: ExitCodeOption = False,
) -> Answer:
    """For one client: each promise with its last and next day, how often it was kept, and what the
    client says of it. Without one: clients by promises, who needs care first.
    """
    from valueback.render.service import service_json, service_page
    from valueback.rules.service import Service

    if client is None:
        return _matrix(context, as_of, exit_code=exit_code)
    answer = Service(context.timeline(client, as_of), context.folder.practice)
    code = 4 if exit_code and answer.overdue else 0
    return Answer(lambda: service_json(answer), lambda: service_page(answer), code)


def _matrix(context: Context, as_of: str | None, *, exit_code: bool) -> Answer:
    """Clients by promises."""
    from valueback.render.service import matrix_json, matrix_page
    from valueback.rules.portfolio import recommendation
    from valueback.rules.service import Service

    practice, moment = context.folder.practice, context.as_of(as_of)
    known, broken = facts_of_all(context, moment)
    told = recommendation(known)
    every = [Service(context.timeline_of(context.read(k.id), moment), practice) for k in known]
    rows = [row for row in every if row.timeline.in_force_since and not row.ended]
    code = 4 if exit_code and any(row.overdue for row in rows) else 0
    return Answer(
        lambda: matrix_json(rows, practice, broken, told),
        lambda: matrix_page(rows, practice, broken, told),
        code,
    )
