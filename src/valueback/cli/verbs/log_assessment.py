"""The client's own word: did value come back?"""

from __future__ import annotations

from typing import Annotated, Literal

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, NoteOption, TextArgument
from valueback.cli.context import Context
from valueback.cli.declared import Argument


def run(
    context: Context,
    client: ClientArgument,
    got_value: Annotated[
        Literal["yes", "no"] | None, Argument(metavar="yes|no", help="Did value come back?")
    ] = None,
    text: TextArgument = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """The client judges in the end whether value came back; write down the client's own words."""
    from valueback.drafting.outcome import assessment

    question = "Does the client say that value came back? (yes, no)"
    said = context.prompts.choice(got_value, question, "yes|no", among=("yes", "no"))
    words = context.prompts.text(text, "What does the client say?", "TEXT")
    plan = assessment(got_value=said == "yes", text=words, at=context.at(at), note=note)
    return context.save(client, plan, then="valueback check-guarantee {id}")
