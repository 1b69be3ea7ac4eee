"""Evidence from other programs: calendars, chats, mail, forms, reports, trackers, payments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import SinceOption, UntilOption
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option
from valueback.cli.import_files import ImportOptions
from valueback.cli.importing import Sitting
from valueback.errors import Problem, mistyped

if TYPE_CHECKING:
    from valueback.model.source import SourceKind

LARGEST = 256 * 1024 * 1024
"""How large a file may be, in bytes."""


def run(
    context: Context,
    files: Annotated[list[Path], Argument(metavar="FILE...", help="Which file was exported?")],
    from_: Annotated[
        str | None,
        Option("--from", metavar="KIND", help="What it is, where that is not seen."),
    ] = None,
    client: Annotated[
        str | None, Option("--client", metavar="CLIENT", help="Whose all of it is.")
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    ahead: Annotated[
        int, Option("--ahead", min=0, max=730, help="Days that a series is followed.")
    ] = 60,
    yes: Annotated[bool, Option("--yes", help="Save what is certain, without asking.")] = False,
    keep: Annotated[
        bool,
        Option("--keep", help="Keep the file, too, with the first entry of each client."),
    ] = False,
) -> Answer:
    """Nothing that can cost a client money is taken from a file: who called a meeting off and when,
    that it was held, who came late is asked. What is left out is not proposed again. Without a
    terminal nothing is saved, but for what is certain with --yes. `undo` takes a file back.
    """
    from valueback.cli.import_questions import asked
    from valueback.render.imported import imported_json, imported_page
    from valueback.sources import unpacked
    from valueback.sources.reading import Unreadable

    wanted = ImportOptions(
        kind=_kind(from_),
        client=context.client(client) if client is not None else None,
        since=context.day(since, "back"),
        until=context.day(until, "back"),
        ahead=ahead,
        yes=yes,
        keep=keep,
    )
    contents = [(path, _content(path)) for path in files]
    asks = context.prompts.interactive and not yes and not context.dry_run
    sitting = Sitting(context, wanted, asked if asks else None)
    for path, content in contents:
        try:
            for name, inside in unpacked(path.name, content):
                sitting.file(name, inside, path)
        except Unreadable as error:
            problem = Problem(str(error), error.remedy, file=path.name, line=1)
            sitting.found.refused.add(problem)
    sitting.carry_out()
    sitting.learn()
    found = sitting.found
    report = imported_json(found, saved=not context.dry_run) if context.switches.json else {}
    return Answer(
        report,
        lambda: imported_page(found, dry_run=context.dry_run),
        saved=bool(found.written) and not context.dry_run,
    )


def _kind(named: str | None) -> SourceKind | None:
    from valueback.model.source import SOURCE_KINDS

    if named is None:
        return None
    found = next((kind for kind in SOURCE_KINDS if kind == named.lower()), None)
    if found is None:
        raise mistyped(f"--from {named!r} is not a kind.", f"One of: {', '.join(SOURCE_KINDS)}.")
    return found


def _content(path: Path) -> bytes:
    """What a file holds. Raises Mistyped where it cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise mistyped(f"{path} is larger than {LARGEST // 1024 // 1024} MiB.", "Export less.")
        return path.read_bytes()
    except OSError as error:
        raise mistyped(f"{path}: {error.strerror or error}.", "Give a file that exists.") from None
