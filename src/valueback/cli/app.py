"""The command `valueback` as the library reads it: help, mistakes, completion, every other line."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer._click.exceptions import ClickException  # typer has its own copy of click
from typer.core import TyperCommand, TyperGroup

from valueback.cli.answers import failure
from valueback.cli.catalogue import EVERY_DAY, MEANT, VERBS
from valueback.cli.command import NAMES, command_of, for_library
from valueback.cli.context import Context, Switches
from valueback.cli.listing import write_verbs
from valueback.cli.verb import PRACTICE, deliver, told
from valueback.errors import Problem, mistyped
from valueback.record import place

_HELP = """Keep the promises that you and your clients made, with evidence.

Every engagement is a text file; every command says what it wrote and what comes next.
To look around: valueback demo. To begin: valueback init, then valueback new-client."""

_MORE = """All verbs: valueback help all. One of them: valueback help move.
Times: tomorrow 3pm, tue 9:30, 8 sep 10am, -2d. Clients: a part of the name is enough."""


class Verbs(TyperGroup):
    """The verbs, known by name and summary; one is loaded only when it is called."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, verb in VERBS.items():
            self.commands[name] = TyperCommand(name, help=verb.summary)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Note whether a program reads the answer, before anything can go wrong."""
        ctx.meta["json"] = "--json" in args
        rest: list[str] = super().parse_args(ctx, args)
        return rest

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  # its base has it
        """The verbs of every day, and where the others are."""
        write_verbs(formatter, [EVERY_DAY])
        formatter.write_paragraph()
        for line in _MORE.split("\n"):
            formatter.write_text(line)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The verb that was called, loaded; what others may mean is told."""
        if args and args[0] not in self.commands and (meant := MEANT.get(args[0].lower())):
            raise mistyped(f"There is no verb {args[0]!r}.", f"You may mean: {' or '.join(meant)}.")
        name, found, rest = super().resolve_command(ctx, args)
        return name, found if name is None else command_of(name), rest

    def invoke(self, ctx: Any) -> Any:
        """Run a verb; whatever the user can mend becomes a message and an exit code."""
        json = ctx.meta["json"]
        try:
            with told(lambda: ctx.invoked_subcommand, json=json):
                return super().invoke(ctx)
        except ClickException as error:
            if json:
                deliver(failure([Problem(error.format_message())], {}, error.exit_code), json=True)
            raise


def _version(wanted: bool) -> None:
    if wanted:
        from valueback import __version__

        typer.echo(f"valueback {__version__}")
        raise SystemExit(0)


app = typer.Typer(
    cls=Verbs,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=_HELP,
    context_settings=NAMES,
)


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    practice: Annotated[str | None, for_library(PRACTICE)] = None,
    version: Annotated[  # noqa: ARG001  # its callback answers
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Remember the practice for the verb; without a verb, show what is due by tomorrow."""
    ctx.obj = practice
    if ctx.invoked_subcommand is not None:
        return
    context = Context.open(practice, Switches(no_input=True))
    if not place.exists(context.path):
        typer.echo(ctx.get_help())
        return
    from valueback.cli.verbs.due import run as due

    answer = due(context, days=1)
    context.tell()
    deliver(answer, json=False)
