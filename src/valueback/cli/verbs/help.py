"""The verbs: those of every day, a group, one of them, or all."""

from __future__ import annotations

from typing import Annotated, Any

from valueback.cli.answers import Answer
from valueback.cli.catalogue import EVERY_DAY, GROUPS, VERBS, example
from valueback.cli.completion import Begun
from valueback.cli.context import Context
from valueback.cli.declared import Argument
from valueback.errors import mistyped


def _topics(_: Begun, incomplete: str) -> list[str]:
    known = ["all", *(group.lower() for group in GROUPS), *VERBS]
    return [topic for topic in known if topic.startswith(incomplete)]


def run(
    context: Context,  # noqa: ARG001  # every verb has it
    topic: Annotated[
        list[str] | None,
        Argument(metavar="[all|GROUP|VERB]", help="Nothing: every day.", autocompletion=_topics),
    ] = None,
) -> Answer:
    """The groups: every day, set up, every meeting, results and money, scope, accountability,
    service, look, mend.
    """
    words = " ".join(topic or ()).strip().lower().replace("-", " ")
    verb = next((name for name in VERBS if name.replace("-", " ") == words), None)
    groups = [group for group in GROUPS if words and group.lower().startswith(words)]
    if verb is not None:
        return Answer(_listed([verb]), lambda: _of_verb(verb))
    if words in ("", "all"):
        groups = list(GROUPS) if words else [EVERY_DAY]
    if not groups:
        names = ", ".join(group.lower() for group in GROUPS)
        raise mistyped(f"There is no verb or group {words!r}.", f"Groups: {names}; or all.")
    listed = [name for group in groups for name in GROUPS[group]]
    return Answer(_listed(listed), lambda: _of_groups(groups, everything=words == "all"))


def _listed(names: list[str]) -> dict[str, Any]:
    verbs = [{"verb": n, "summary": VERBS[n].summary, "example": example(n)} for n in names]
    return {"schema": 1, "report": "help", "verbs": verbs}


def _of_groups(groups: list[str], *, everything: bool) -> str:
    from valueback.cli.listing import listing

    told = "More of one: valueback help VERB" + ("" if everything else "; all: valueback help all")
    return f"{listing(groups)}\n{told}\n"


def _of_verb(name: str) -> str:
    from valueback.cli.command import command_of

    command = command_of(name)
    with command.make_context(f"valueback {name}", [], resilient_parsing=True) as ctx:
        return f"{command.get_help(ctx)}\n"
