"""Everything that can be answered to a request, with prices."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import AsOfOption, ClientArgument
from valueback.cli.completion import requests_like
from valueback.cli.context import Context
from valueback.cli.declared import Argument
from valueback.cli.wishes import options_for


def run(
    context: Context,
    client: ClientArgument,
    request: Annotated[
        str | None,
        Argument(
            metavar="[REQUEST]",
            help="Like R2; the latest open if left out.",
            autocompletion=requests_like,
        ),
    ] = None,
    as_of: AsOfOption = None,
) -> Answer:
    """All answers that apply, with prices, worded as something to say. What is recommended is
    included, or else costs the client least of what is paid.
    """
    from valueback.render.options import options_json, options_page

    answer = options_for(context, context.timeline(client, as_of), request)
    return Answer(lambda: options_json(answer), lambda: options_page(answer))
