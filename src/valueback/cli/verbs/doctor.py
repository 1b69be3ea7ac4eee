"""The whole practice looked over, and what is safe mended where it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from valueback.cli.answers import Answer
from valueback.cli.context import Context
from valueback.cli.declared import Option
from valueback.errors import Refused

if TYPE_CHECKING:
    from valueback.record.checkup import Trouble
    from valueback.render.page import Page


def run(
    context: Context,
    fix: Annotated[
        bool, Option("--fix", help="Mend what is safe: rights, leftovers of killed writes.")
    ] = False,
    accept: Annotated[
        bool,
        Option("--accept", help="Take as meant: files deleted, entries without a seal."),
    ] = False,
) -> Answer:
    """Looks at every file, its seals, its rights, leftovers, templates and what git needs. Changes
    nothing without --fix, and then only what is safe, saying what; --accept takes as it stands what
    only you can know to be right. Exits with 3 where something is wrong.
    """
    from importlib.metadata import version
    from zoneinfo import available_timezones

    from valueback.record.checkup import checkup
    from valueback.render.documents import wrong_with

    found = checkup(context.folder, wrong_with, context.now)
    zones = len(available_timezones())
    context.noticed.clear()  # what was altered is among what doctor says
    mended = [t for t in found.troubles if fix and not context.dry_run and _done(t.fix)]
    rest = [trouble for trouble in found.troubles if trouble not in mended]
    accepted = [t for t in rest if accept and not context.dry_run and _done(t.accept)]
    left = [trouble for trouble in rest if trouble not in accepted]
    report: dict[str, Any] = {
        "schema": 1,
        "report": "doctor",
        "engagements": found.engagements,
        "entries": found.entries,
        "zones": zones,
        "zone_data": version("tzdata"),
        "problems": [_json(trouble) for trouble in left],
        "mended": [_json(trouble) for trouble in mended],
        "accepted": [_json(trouble) for trouble in accepted],
    }
    looked = f"{found.engagements} engagements with {found.entries} entries"
    return Answer(
        report,
        lambda: _page(looked, left, mended, accepted, fix=fix),
        3 if any(trouble.serious for trouble in left) else 0,
        saved=bool(mended or accepted),
    )


def _done(step: Callable[[], object] | None) -> bool:
    """Whether there was something to do and it went well; what the disk does not allow stays on
    the list.
    """
    if step is None:
        return False
    try:
        step()
    except (OSError, Refused):
        return False
    return True


def _json(trouble: Trouble) -> dict[str, Any]:
    problem = trouble.problem
    return {
        "what": trouble.what,
        "file": problem.file or None,
        "line": problem.line or None,
        "text": problem.message,
        "remedy": problem.remedy,
        "serious": trouble.serious,
        "mending": trouble.mending or None,
    }


def _page(
    looked: str,
    left: list[Trouble],
    mended: list[Trouble],
    accepted: list[Trouble],
    *,
    fix: bool,
) -> Page:
    from valueback.render.page import Page, Styled

    page = Page()
    page.line(f"Looked at {looked}.")
    for trouble in mended:
        page.line(Styled("Mended ", "green"), f"{trouble.problem}: {trouble.mending}")
    for trouble in accepted:
        page.line(Styled("Taken as meant: ", "green"), str(trouble.problem))
    for trouble in left:
        mark, colour = ("Wrong: ", "red") if trouble.serious else ("Note: ", "yellow")
        page.line(Styled(mark, colour), str(trouble.problem))
        page.line(trouble.problem.remedy, indent=2)
    if not left:
        page.line(Styled("Nothing is wrong.", "bold green"))
    if not fix and any(trouble.fix is not None for trouble in left):
        page.line("What is safe can be mended for you:").command("  valueback doctor --fix")
    return page
