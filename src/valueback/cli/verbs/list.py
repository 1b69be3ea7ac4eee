"""All engagements, a line each."""

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
        bool, Option("--all", help="With term, title and what it is worth.")
    ] = False,
) -> Answer:
    """One line per engagement, by its id, with how it stands; what cannot be read is named with
    what is wrong.
    """
    from valueback.render.engagements import list_json, list_page
    from valueback.rules.portfolio import portfolio

    moment = context.as_of(as_of)
    rows, broken = facts_of_all(context, moment)
    found, strays = portfolio(rows, context.folder.practice), context.folder.strays()
    return Answer(
        lambda: list_json(found, broken, strays),
        lambda: list_page(found, moment, broken, strays, everything=everything),
    )
