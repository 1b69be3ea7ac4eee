"""Is this client still entitled to the money back?"""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import AsOfOption, ClientArgument, ExitCodeOption
from valueback.cli.context import Context
from valueback.cli.declared import Option


def run(
    context: Context,
    client: ClientArgument,
    as_of: AsOfOption = None,
    exit_code: ExitCodeOption = False,
    everything: Annotated[bool, Option("--all", help="Every condition and every finding.")] = False,
) -> Answer:
    """Shows the verdict and why, what was not met, what is open and by when, what would end it,
    and the money.
    """
    from valueback.render.guarantee import guarantee_json
    from valueback.render.guarantee_page import guarantee_page
    from valueback.rules.guarantee import assess

    answer = assess(context.timeline(client, as_of))
    code = 4 if exit_code and answer.verdict not in _YES else 0
    return Answer(
        lambda: guarantee_json(answer),
        lambda: guarantee_page(answer, everything=everything),
        code,
    )


_YES = ("in-progress", "eligible", "refund-due", "refunded")
"""The verdicts that answer yes."""
