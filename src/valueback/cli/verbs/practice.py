"""The whole practice: who needs care, what is at stake."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import AsOfOption
from valueback.cli.context import Context
from valueback.cli.declared import Option
from valueback.cli.facts import facts_of_all


def run(
    context: Context,
    as_of: AsOfOption = None,
    everything: Annotated[
        bool, Option("--all", help="All that is known of each engagement.")
    ] = False,
) -> Answer:
    """One screen: a line per engagement, who needs care first; what may have to be paid back, what
    is given away, who stays, and what an hour brings.
    """
    from valueback.render.portfolio import practice_json, practice_page
    from valueback.rules.portfolio import portfolio

    moment, own = context.as_of(as_of), context.folder.practice
    rows, broken = facts_of_all(context, moment)
    answer = portfolio(rows, own)
    return Answer(
        lambda: practice_json(answer, moment, context.zone, broken, own.identity.currency),
        lambda: practice_page(answer, own, moment, broken, everything=everything),
    )
