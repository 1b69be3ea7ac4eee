"""Earlier versions of a file, and how to bring one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from valueback.cli.answers import Answer
from valueback.cli.arguments import FileArgument, ForceOption
from valueback.cli.context import Context
from valueback.cli.declared import Option
from valueback.cli.hand_files import changed_answer, hand_file
from valueback.errors import Refused, refused
from valueback.moments import show_moment

if TYPE_CHECKING:
    from valueback.record.versions import HandFile


def run(
    context: Context,
    name: FileArgument,
    restore: Annotated[
        int | None, Option("--restore", min=1, metavar="N", help="Bring version N back.")
    ] = None,
    force: ForceOption = False,
) -> Answer:
    """Lists what stood in the client's file, or in practice.toml for `practice`, before it was
    changed by hand. A version that lacks entries written since comes back only with --force.
    """
    file = hand_file(context, name)
    if restore is None:
        return _listed(context, file)
    versions = file.versions()
    if restore > len(versions):
        raise refused(
            f"There is no version {restore}.", f"See them with: valueback history {file.name}"
        )
    old, new = file.content(), file.content_of(versions[restore - 1])
    problems = file.problems(old, new, force=force)
    if problems:
        raise Refused(*problems)
    if context.dry_run:
        return changed_answer(file, f"Would bring version {restore} back.", saved=False)
    kept, altered = file.replace(old, new, context.now)
    context.notice(altered)
    stood = f" What stood there is kept in {kept}." if kept else ""
    said = f"Version {restore} is back.{stood}"
    return changed_answer(file, said, saved=True)


def _listed(context: Context, file: HandFile) -> Answer:
    versions = file.versions()
    lost = file.is_practice and file.content() is None
    zone = ZoneInfo("UTC") if lost else context.zone
    lines = [
        f"{number}  replaced {show_moment(version.replaced, zone)}  {version.path}"
        for number, version in enumerate(versions, 1)
    ]
    report = {
        "schema": 1,
        "report": "history",
        "file": str(file.path),
        "versions": [{"replaced": v.replaced.isoformat(), "path": str(v.path)} for v in versions],
    }
    text = "\n".join(lines) or "It was never changed by hand through valueback."
    return Answer(report, lambda: f"{text}\n")
