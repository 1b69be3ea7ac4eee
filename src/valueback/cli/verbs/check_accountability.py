"""What was missed, and which agreed step follows?"""

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
    """Shows each miss with the step that it brought, where the client stands on the agreed ladder,
    what the next miss would bring, what is owed, and how much of the agreed was kept.
    """
    from valueback.render.accountability import accountability_json, accountability_page
    from valueback.rules.accountability import ladder
    from valueback.rules.scope import EXTRA, scope

    timeline = context.timeline(client, as_of)
    answer = ladder(timeline)
    extra = scope(timeline, context.folder.practice.scope_alert).minutes(*EXTRA)
    code = 4 if exit_code and answer.owed else 0
    return Answer(
        lambda: accountability_json(answer, extra), lambda: accountability_page(answer, extra), code
    )
