"""Am I giving work away, and what does it cost me?"""

from __future__ import annotations

from valueback.cli.answers import Answer
from valueback.cli.arguments import AsOfOption, ClientArgument, ExitCodeOption
from valueback.cli.context import Context


def run(
    context: Context,
    client: ClientArgument,
    as_of: AsOfOption = None,
    exit_code: ExitCodeOption = False,
) -> Answer:
    """Shows what is used of what was promised, where the hours went, what was given away and what
    that is worth, and which item belongs into the price next.
    """
    from valueback.render.scope import scope_json, scope_page
    from valueback.rules.scope import scope

    practice, timeline = context.folder.practice, context.timeline(client, as_of)
    menu = practice.menu_in(timeline.agreement.currency)
    answer = scope(timeline, practice.scope_alert, menu)
    code = 4 if exit_code and answer.level == "creeping" else 0
    return Answer(lambda: scope_json(answer), lambda: scope_page(answer), code)
