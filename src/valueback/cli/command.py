"""A verb as the library's command, for every line that is not plain, for help and completion."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from valueback.cli.catalogue import VERBS, example
from valueback.cli.completion import Begun
from valueback.cli.declared import Argument, Complete, Flags
from valueback.cli.verb import carried_out, loaded

NAMES = {"help_option_names": ["-h", "--help"]}


def command_of(name: str) -> TyperCommand:
    """A verb as the library's command."""
    verb = loaded(name)

    def run(ctx: typer.Context, **given: Any) -> None:
        carried_out(verb, ctx.obj, given)

    own = [inspect.Parameter("ctx", _KEYWORD, annotation=typer.Context)]
    own += [
        inspect.Parameter(
            taken.name,
            _KEYWORD,
            default=taken.default,
            annotation=Annotated[taken.annotation, for_library(taken.mark)],
        )
        for taken in verb.taken.values()
    ]
    run.__signature__ = inspect.Signature(own)  # type: ignore[attr-defined]  # read by typer
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in own}
    sole = typer.Typer(rich_markup_mode=None, add_completion=False)
    details = f"{VERBS[name].summary}\n\n{inspect.getdoc(verb.run) or ''}".strip()
    sole.command(name, help=details, epilog=f"Example: {example(name)}", context_settings=NAMES)(
        run
    )
    command = typer.main.get_command(sole)
    assert isinstance(command, TyperCommand)
    for parameter in command.params:
        kind = _KINDS.get(parameter.type.name)
        if parameter.metavar is None and kind is not None:
            parameter.metavar = kind
    return command


_KEYWORD = inspect.Parameter.KEYWORD_ONLY
_KINDS = {"int range": "N", "int": "N", "str": "TEXT"}
"""What the help says in the place of a value, where the option says nothing better."""


def for_library(mark: Argument | Flags) -> Any:
    """What a verb declares, as the library takes it."""
    said = mark._asdict()
    if mark.autocompletion is not None:
        said["autocompletion"] = _proposing(mark.autocompletion)
    if isinstance(mark, Argument):
        return typer.Argument(**said)
    return typer.Option(*said.pop("flags"), **said)


def _proposing(propose: Complete) -> Callable[[Any, str], list[str]]:
    def proposals(ctx: Any, incomplete: str) -> list[str]:
        before = ctx.parent.params.get("practice") if ctx.parent else None
        # an option that waits for its value leaves the arguments unread
        client = ctx.params.get("client") or next(iter(ctx.args), "")
        return propose(Begun(ctx.params.get("practice") or before, str(client)), incomplete)

    return proposals
