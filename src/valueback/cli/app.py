"""The command `valueback`: verbs loaded when they are called, one boundary for every error."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.models import ArgumentInfo, OptionInfo

from valueback.cli.answers import Answer, tell
from valueback.cli.catalogue import GROUPS, VERBS
from valueback.cli.context import Context, Switches
from valueback.errors import ValuebackError
from valueback.record import place

PracticeOption = Annotated[
    str | None, typer.Option("--practice", metavar="FOLDER", help="The practice's folder.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer with one JSON object.")]
NoInputOption = Annotated[bool, typer.Option("--no-input", help="Never ask; fail where unsure.")]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be saved; save nothing.")
]

AcceptOption = Annotated[
    bool,
    typer.Option("--accept-changes", help="Write on top of what vanished outside valueback."),
]
AgainOption = Annotated[
    bool, typer.Option("--again", help="Log it although this entry exists already.")
]

_HELP = """Keep the promises that you and your clients made, with evidence.

Every engagement is a text file; every command says what it wrote and what comes next.
A first walk: valueback init, valueback new-client, valueback sign, valueback wrap-up."""


class Verbs(TyperGroup):
    """The verbs, known by name and summary; one is loaded only when it is called."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, verb in VERBS.items():
            self.commands[name] = TyperCommand(name, help=verb.summary)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  # its base has it
        """The verbs in their groups, aligned."""
        longest = max(map(len, VERBS))
        for group, verbs in GROUPS.items():
            with formatter.section(group):
                formatter.write_dl([(f"{n:{longest}}", verb.summary) for n, verb in verbs.items()])

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The verb that was called, loaded."""
        name, found, rest = super().resolve_command(ctx, args)
        return name, found if name is None else loaded(name), rest

    def invoke(self, ctx: Any) -> Any:
        """Run a verb; whatever the user can mend becomes a message and an exit code."""
        try:
            return super().invoke(ctx)
        except ValuebackError as error:
            flags = flags_of(ctx.invoked_subcommand)
            for problem in error.problems:
                tell(problem.told(flags), problem.advice(flags))
            raise typer.Exit(error.exit_code) from None
        except typer.Abort:
            tell("Stopped; nothing was written.", "")
            raise typer.Exit(130) from None
        except KeyboardInterrupt:
            tell("Stopped.", "")
            raise typer.Exit(130) from None
        except OSError as error:
            tell(f"The disk does not allow it: {error}.", "Check the folder and its permissions.")
            raise typer.Exit(3) from None


def loaded(name: str) -> TyperCommand:
    """The verb as a command, with the options that every verb has."""
    verb, module = VERBS[name], _module(name)
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    details = inspect.getdoc(module.run) or ""
    help_text = f"{verb.summary}\n\n{details}".strip()
    app.command(name, help=help_text)(_in_context(name, module.run, writes=verb.writes))
    command = typer.main.get_command(app)
    assert isinstance(command, TyperCommand)
    return command


def _module(name: str) -> Any:
    return import_module(f"valueback.cli.verbs.{name.replace('-', '_')}")


def flags_of(name: str | None) -> dict[str, str]:
    """How each field is given to a verb: its flag, or the name of its argument."""
    if name not in VERBS:
        return {}
    module = _module(name)
    found = {"again": "--again"} if VERBS[name].writes else {}
    for parameter in inspect.signature(module.run, eval_str=True).parameters.values():
        for mark in getattr(parameter.annotation, "__metadata__", ()):
            if isinstance(mark, OptionInfo):
                # in Annotated, typer takes the first name of an option for its default
                names = (mark.default, *(mark.param_decls or ()))
                flags = [n for n in names if isinstance(n, str) and n.startswith("--")]
                found[parameter.name] = flags[0] if flags else _flag(parameter.name)
            elif isinstance(mark, ArgumentInfo):
                found[parameter.name] = (mark.metavar or parameter.name).strip("[]")
    own: dict[str, str] = getattr(module, "FIELDS", {})
    return found | {field: found[given] for field, given in own.items()}


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _in_context(name: str, verb: Callable[..., Answer], *, writes: bool) -> Callable[..., None]:
    """The verb with `context` replaced by the options from which a context is made."""

    def run(
        ctx: typer.Context,
        practice: PracticeOption = None,
        json: JsonOption = False,
        no_input: NoInputOption = False,
        dry_run: DryRunOption = False,
        accept_changes: AcceptOption = False,
        again: AgainOption = False,
        **values: Any,
    ) -> None:
        switches = Switches(
            json=json,
            no_input=no_input,
            dry_run=dry_run,
            accept_changes=accept_changes,
            again=again,
        )
        context = Context.open(practice or ctx.obj, switches, flags_of(name))
        try:
            answer = verb(context, **values)
        except ValuebackError as error:
            for problem in error.problems:
                context.noticed.pop(problem, None)  # it is about to be told
            context.tell()
            raise
        context.tell()
        _deliver(answer, json=json)

    own = inspect.signature(verb, eval_str=True).parameters
    shared = [
        p
        for p in inspect.signature(run, eval_str=True).parameters.values()
        if p.kind is not p.VAR_KEYWORD
        and p.name not in own
        and (writes or p.name not in ("dry_run", "accept_changes", "again"))
    ]
    keyword = inspect.Parameter.KEYWORD_ONLY
    ordered = [p.replace(kind=keyword) for p in (*own.values(), *shared) if p.name != "context"]
    run.__signature__ = inspect.Signature(ordered)  # type: ignore[attr-defined]  # read by typer
    run.__annotations__ = {p.name: p.annotation for p in ordered}
    return run


def _deliver(answer: Answer, *, json: bool) -> None:
    """Print an answer. Once entries are saved, a closed or full stdout is no failure any more."""
    try:
        answer.print(sys.stdout, json=json)
        sys.stdout.flush()
    except OSError as error:
        _discard_stdout()
        if answer.saved:
            tell(f"Saved; only the answer could not be shown: {error.strerror}.", "")
        elif not isinstance(error, BrokenPipeError):
            tell(f"The answer could not be written: {error.strerror}.", "")
            raise typer.Exit(3) from None
    raise typer.Exit(answer.exit_code)


def _discard_stdout() -> None:
    """Let nothing more be tried on a stdout that takes nothing, not even at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _version(wanted: bool) -> None:
    if wanted:
        from valueback import __version__

        typer.echo(f"valueback {__version__}")
        raise typer.Exit


app = typer.Typer(cls=Verbs, rich_markup_mode=None, pretty_exceptions_enable=False, help=_HELP)


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    practice: PracticeOption = None,
    version: Annotated[  # noqa: ARG001  # its callback answers
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Remember the practice for the verb; without a verb, show what is due today."""
    ctx.obj = practice
    if ctx.invoked_subcommand is not None:
        return
    context = Context.open(practice, Switches(no_input=True))
    if not place.exists(context.path):
        typer.echo(ctx.get_help())
        return
    from valueback.cli.verbs.due import run as due

    answer = due(context, days=0)
    context.tell()
    _deliver(answer, json=False)


def run() -> None:
    """Run the command line of this process."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115  # as long as the process
        getattr(sys, name).reconfigure(errors="backslashreplace")
    try:
        app(prog_name="vb" if Path(sys.argv[0]).name == "vb" else "valueback")
    except OSError as error:  # the help could not be written
        _discard_stdout()
        tell(f"The answer could not be written: {error.strerror}.", "")
        sys.exit(3)
