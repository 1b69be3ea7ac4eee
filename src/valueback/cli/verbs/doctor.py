"""The whole practice looked over, and what is safe mended where it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from valueback.cli.answers import Answer
from valueback.cli.context import Context

if TYPE_CHECKING:
    from valueback.record.checkup import Trouble
    from valueback.render.page import Page


def run(
    context: Context,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what is safe: rights, leftovers of killed writes.")
    ] = False,
) -> Answer:
    """Looks at every file, its seals, its rights, leftovers, templates and what git needs. Changes
    nothing without --fix, and then only what is safe, saying what. Exits with 3 where something is
    wrong.
    """
    from importlib.metadata import version
    from zoneinfo import available_timezones

    from valueback.record.checkup import checkup
    from valueback.render.documents import wrong_with

    found = checkup(context.folder, wrong_with)
    zones = len(available_timezones())
    mended = [t for t in found.troubles if fix and not context.dry_run and _mended(t)]
    left = [trouble for trouble in found.troubles if trouble not in mended]
    report: dict[str, Any] = {
        "schema": 1,
        "report": "doctor",
        "engagements": found.engagements,
        "entries": found.entries,
        "zones": zones,
        "zone_data": version("tzdata"),
        "problems": [_json(trouble) for trouble in left],
        "mended": [_json(trouble) for trouble in mended],
    }
    looked = f"{found.engagements} engagements with {found.entries} entries; {zones} zones"
    return Answer(
        report,
        lambda: _page(looked, left, mended, fix=fix),
        3 if any(trouble.serious for trouble in left) else 0,
        saved=bool(mended),
    )


def _mended(trouble: Trouble) -> bool:
    """Mend what is safe; whether it went well. What the disk does not allow stays on the list."""
    if trouble.fix is None:
        return False
    try:
        trouble.fix()
    except OSError:
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


def _page(looked: str, left: list[Trouble], mended: list[Trouble], *, fix: bool) -> Page:
    from valueback.render.page import Page, Styled

    page = Page()
    page.line(f"Looked at {looked}.")
    for trouble in mended:
        page.line(Styled("Mended ", "green"), f"{trouble.problem}: {trouble.mending}")
    for trouble in left:
        mark, colour = ("Wrong: ", "red") if trouble.serious else ("Note: ", "yellow")
        page.line(Styled(mark, colour), str(trouble.problem))
        page.line(trouble.problem.remedy, indent=2)
    if not left:
        page.line(Styled("Nothing is wrong.", "bold green"))
    elif not fix and any(trouble.fix is not None for trouble in left):
        page.line("What is safe can be mended for you:").command("  valueback doctor --fix")
    return page
