"""A verb: loaded when it is called, carried out in a context, its outcome told and left with."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from valueback import system
from valueback.cli.answers import Answer, failure, tell
from valueback.cli.catalogue import VERBS, example
from valueback.cli.context import Context, Switches
from valueback.cli.declared import REQUIRED, Option, Parameter, taken_by
from valueback.cli.missing import asked, needed
from valueback.errors import Problem, Stopped, ValuebackError

PRACTICE = Option("--practice", metavar="FOLDER", help="The practice's folder.")
PracticeOption = Annotated[str | None, PRACTICE]
JsonOption = Annotated[bool, Option("--json", help="Answer with one JSON object.")]
NoInputOption = Annotated[bool, Option("--no-input", help="Never ask; fail where unsure.")]
DryRunOption = Annotated[bool, Option("--dry-run", help="Show what would be saved; save nothing.")]
AcceptOption = Annotated[
    bool, Option("--accept-changes", help="Write on top of what vanished outside valueback.")
]
AgainOption = Annotated[bool, Option("--again", help="Log it although this entry exists already.")]
AttachOption = Annotated[
    list[Path] | None,
    Option("--attach", metavar="FILE", help="A file to keep with it; repeatable."),
]


class Shared(NamedTuple):
    """What every verb takes, as far as it makes sense there."""

    practice: str | None
    switches: Switches


def _shared(
    practice: PracticeOption = None,
    json: JsonOption = False,
    no_input: NoInputOption = False,
    dry_run: DryRunOption = False,
    accept_changes: AcceptOption = False,
    again: AgainOption = False,
    attach: AttachOption = None,
) -> Shared:
    """The options that every verb has, read."""
    switches = Switches(
        json=json,
        no_input=no_input,
        dry_run=dry_run,
        accept_changes=accept_changes,
        again=again,
        attach=tuple(attach or ()),
    )
    return Shared(practice, switches)


class LoadedVerb(NamedTuple):
    """A verb: what it does, what it takes of its own, and what every verb takes."""

    name: str
    run: Callable[..., Answer]
    own: dict[str, Parameter]
    shared: dict[str, Parameter]

    @property
    def taken(self) -> dict[str, Parameter]:
        """All that it takes. What is missing is asked for, so nothing is required."""
        own = {
            name: taken._replace(default=None) if taken.default is REQUIRED else taken
            for name, taken in self.own.items()
        }
        return own | self.shared

    @property
    def flags(self) -> dict[str, str]:
        """How each field is given to it: its flag, or the name of its argument."""
        found = {"again": "--again"} if VERBS[self.name].writes else {}
        found |= {name: taken.flag for name, taken in self.own.items()}
        fields: dict[str, str] = getattr(_module(self.name), "FIELDS", {})
        return found | {field: found[given] for field, given in fields.items()}


def loaded(name: str) -> LoadedVerb:
    """A verb, with what it takes."""
    run = _module(name).run
    own, writes = taken_by(run), VERBS[name].writes
    shared = {
        given: taken
        for given, taken in taken_by(_shared).items()
        if given not in own
        and (writes or given not in ("dry_run", "accept_changes", "again"))
        and (_keeps(name) or given != "attach")
    }
    return LoadedVerb(name, run, own, shared)


def flags_of(name: str | None) -> dict[str, str]:
    """How each field is given to a verb; nothing for what is none."""
    return loaded(name).flags if name in VERBS else {}


def _module(name: str) -> Any:
    module = name.replace("-", "_") + ("_" if iskeyword(name) else "")
    return import_module(f"valueback.cli.verbs.{module}")


def _keeps(name: str) -> bool:
    """Whether a verb writes an entry that a file can prove."""
    return name.startswith("log-") or name in {"sign", "complete-homework", "wrap-up"}


def carried_out(verb: LoadedVerb, practice: str | None, given: dict[str, Any]) -> None:
    """Carry out a verb with the values that were given, and leave; `practice` is the folder that
    was named before the verb.
    """
    shared = _shared(**{name: given[name] for name in given if name in verb.shared})
    values = {name: given[name] for name in given if name not in verb.shared}
    wanted = needed(verb.own)
    names = [argument.name for argument in wanted]
    own = verb.own
    bare = all(values[name] == own[name].default for name in values if name not in names)
    switches = Switches(**(vars(shared.switches) | {"bare": bare}))
    context = Context.open(shared.practice or practice, switches, verb.flags)
    try:
        asked(context, wanted, values, example(verb.name))
        answer = verb.run(context, **values)
    except ValuebackError as error:
        for problem in error.problems:
            context.noticed.pop(problem, None)  # it is about to be told
        context.tell()
        raise
    context.tell()
    deliver(answer, json=switches.json)


@contextmanager
def told(verb: Callable[[], str | None], *, json: bool) -> Iterator[None]:
    """The one boundary: whatever the user can mend becomes a message and an exit code. `verb` says
    what was called, once that is known.
    """
    try:
        yield
    except ValuebackError as error:
        flags = flags_of(verb())
        for problem in error.problems:
            tell(problem.told(flags), problem.advice(flags))
        if json:
            deliver(failure(error.problems, flags, error.exit_code), json=True)
        raise SystemExit(error.exit_code) from None
    except Stopped:
        tell("Stopped; nothing was written.", "")
        raise SystemExit(130) from None
    except KeyboardInterrupt:
        tell("Stopped.", "")
        raise SystemExit(130) from None
    except OSError as error:
        problem = Problem(
            f"The disk does not allow it: {error}.", "Check the folder and its permissions."
        )
        tell(problem.message, problem.remedy)
        if json:
            deliver(failure([problem], {}, 3), json=True)
        raise SystemExit(3) from None


def deliver(answer: Answer, *, json: bool) -> None:
    """Print an answer, and leave. Once entries are saved, a closed or full stdout is no failure any
    more.
    """
    try:
        answer.print(sys.stdout, json=json)
        sys.stdout.flush()
    except OSError as error:
        discard_stdout()
        if answer.saved:
            tell(f"Saved; only the answer could not be shown: {error.strerror}.", "")
        elif not system.is_closed(error):
            tell(f"The answer could not be written: {error.strerror}.", "")
            raise SystemExit(3) from None
    raise SystemExit(answer.exit_code)


def discard_stdout() -> None:
    """Let nothing more be tried on a stdout that takes nothing, not even at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
