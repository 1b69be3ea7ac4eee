"""All engagements, a line each."""

from __future__ import annotations

from valueback.cli.answers import Answer
from valueback.cli.context import Context
from valueback.cli.facts import facts_of_all


def run(context: Context) -> Answer:
    """One line per engagement; what cannot be read is named with what is wrong."""
    from valueback.render.engagements import list_json, list_page
    from valueback.rules.portfolio import portfolio

    rows, broken = facts_of_all(context, context.now)
    found, strays = portfolio(rows, context.folder.practice), context.folder.strays()
    return Answer(list_json(found, broken, strays), lambda: list_page(found, broken, strays))
