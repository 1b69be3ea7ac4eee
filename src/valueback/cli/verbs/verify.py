"""Does the record still say what a statement said?"""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import ClientArgument, ExitCodeOption
from valueback.cli.context import Context
from valueback.cli.declared import Argument
from valueback.errors import refused


def run(
    context: Context,
    client: ClientArgument,
    fingerprint: Annotated[
        str | None,
        Argument(metavar="[FINGERPRINT]", help="From a statement, or its id; the latest."),
    ] = None,
    exit_code: ExitCodeOption = False,
) -> Answer:
    """Later entries, amendments and voids are fine, and so is another formatting of the file; an
    entry that was changed or lost is named.
    """
    from valueback.record.evidence import problems
    from valueback.record.statements import papers, sealed
    from valueback.render.evidence import verify_json, verify_page
    from valueback.rules.statements import verification

    engagement = context.engagement(client)
    known = papers(context.folder, engagement.id), sealed(context.folder, engagement)
    found = verification(engagement, fingerprint, *known)
    if found is None:
        raise refused(
            f"There is no statement {fingerprint} in the record of {engagement.id}."
            if fingerprint
            else f"No statement was made for {engagement.id} yet.",
            f"See them with: valueback show {engagement.id} --kind statement",
        )
    context.notice(problems(context.folder, engagement))
    code = 4 if exit_code and not found.holds else 0
    return Answer(verify_json(found), lambda: verify_page(found), code)
