"""A verb as a command: loaded when it is called, with the options that every verb has."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand
from typer.models import ArgumentInfo, OptionInfo

from valueback.cli.answers import Answer, tell
from valueback.cli.catalogue import VERBS, example
from valueback.cli.context import Context, Switches
from valueback.cli.missing import asked, needed
from valueback.errors import ValuebackError

NAMES = {"help_option_names": ["-h", "--help"]}

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


AttachOption = Annotated[
    list[Path] | None,
    typer.Option("--attach", metavar="FILE", help="A file to keep with it; repeatable."),
]


def loaded(name: str) -> TyperCommand:
    """The verb as a command, with the options that every verb has."""
    verb, module = VERBS[name], _module(name)
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    details = inspect.getdoc(module.run) or ""
    help_text = f"{verb.summary}\n\n{details}".strip()
    told = f"Example: {example(name)}"
    make = app.command(name, help=help_text, epilog=told, context_settings=NAMES)
    make(_in_context(name, module.run, writes=verb.writes))
    command = typer.main.get_command(app)
    assert isinstance(command, TyperCommand)
    for parameter in command.params:
        kind = _KINDS.get(parameter.type.name)
        if parameter.metavar is None and kind is not None:
            parameter.metavar = kind
    return command


_KINDS = {"int range": "N", "int": "N", "str": "TEXT"}
"""What the help says in the place of a value, where the option says nothing better."""


def _module(name: str) -> Any:
    module = name.replace("-", "_") + ("_" if iskeyword(name) else "")
    return import_module(f"valueback.cli.verbs.{module}")


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


def _keeps(name: str) -> bool:
    """Whether a verb writes an entry that a file can prove."""
    return name.startswith("log-") or name in {"sign", "complete-homework", "wrap-up"}


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
        attach: AttachOption = None,
        **values: Any,
    ) -> None:
        switches = Switches(
            json=json,
            no_input=no_input,
            dry_run=dry_run,
            accept_changes=accept_changes,
            again=again,
            attach=tuple(attach or ()),
            bare=all(values[name] == own[name].default for name in values if name not in names),
        )
        context = Context.open(practice or ctx.obj, switches, flags_of(name))
        try:
            asked(context, wanted, values, example(name))
            answer = verb(context, **values)
        except ValuebackError as error:
            for problem in error.problems:
                context.noticed.pop(problem, None)  # it is about to be told
            context.tell()
            raise
        context.tell()
        deliver(answer, json=json)

    own = inspect.signature(verb, eval_str=True).parameters
    wanted = needed(own)
    names = [argument.name for argument in wanted]
    shared = [
        p
        for p in inspect.signature(run, eval_str=True).parameters.values()
        if p.kind is not p.VAR_KEYWORD
        and p.name not in own
        and (writes or p.name not in ("dry_run", "accept_changes", "again"))
        and (_keeps(name) or p.name != "attach")
    ]
    keyword = inspect.Parameter.KEYWORD_ONLY
    ordered = [
        p.replace(kind=keyword, default=None) if p.name in names else p.replace(kind=keyword)
        for p in (*own.values(), *shared)
        if p.name != "context"
    ]
    run.__signature__ = inspect.Signature(ordered)  # type: ignore[attr-defined]  # read by typer
    run.__annotations__ = {p.name: p.annotation for p in ordered}
    return run


def deliver(answer: Answer, *, json: bool) -> None:
    """Print an answer. Once entries are saved, a closed or full stdout is no failure any more."""
    try:
        answer.print(sys.stdout, json=json)
        sys.stdout.flush()
    except OSError as error:
        discard_stdout()
        if answer.saved:
            tell(f"Saved; only the answer could not be shown: {error.strerror}.", "")
        elif not isinstance(error, BrokenPipeError):
            tell(f"The answer could not be written: {error.strerror}.", "")
            raise typer.Exit(3) from None
    raise typer.Exit(answer.exit_code)


def discard_stdout() -> None:
    """Let nothing more be tried on a stdout that takes nothing, not even at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
