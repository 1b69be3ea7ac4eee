"""A small practice with a story around today, to play with and to throw away."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from valueback import system
from valueback.cli.answers import Answer
from valueback.cli.context import Context
from valueback.cli.declared import Argument
from valueback.cli.prompts import Prompts
from valueback.errors import refused
from valueback.frozen import replace
from valueback.moments import day_of, on_clock

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from valueback.cli.story import StoryStep

FOLDER = "valueback-demo"


def run(
    context: Context,
    folder: Annotated[
        Path | None,
        Argument(metavar="[FOLDER]", help=f"Where; {FOLDER} in this folder if left out."),
    ] = None,
) -> Answer:
    """Three invented clients: one on her way with something open, one who owes money, one whose
    agreement waits to be signed. Delete the folder when you are done; nothing else knows of it.
    """
    from valueback.record.founding import begin_practice

    path = (folder or Path(FOLDER)).expanduser().absolute()
    shown = system.quoted(str(path if folder else FOLDER))
    if not context.dry_run:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise refused(f"There is something in {path} already.", "Choose an empty folder.")
        begin_practice(path, _practice())
        try:
            _told(replace(context, path=path, named=str(path), prompts=Prompts(interactive=False)))
        except BaseException:
            _away(path)  # it was empty before
            raise
    lines = (
        "Would put a practice to play with in" if context.dry_run else "A practice to play with:",
        f"  {path}",
        "Three clients: Ana Souza, Bo Lind, Carla Reis. Look around:",
        f"  cd {shown}",
        "  valueback                        what is due",
        "  valueback check-guarantee ana    would she get her money back?",
        "  valueback check-payments bo      who owes what",
        "  valueback options ana            what to answer to what she asked for",
        "Try what you like; then delete the folder.",
    )
    report = {"schema": 1, "report": "demo", "path": str(path), "saved": not context.dry_run}
    return Answer(report, lambda: "".join(f"{line}\n" for line in lines), saved=not context.dry_run)


def _practice() -> Mapping[str, Any]:
    """The story's practice, in the zone, currency and language of this computer."""
    from valueback.cli.identity import likely_identity
    from valueback.cli.story import PRACTICE
    from valueback.drafting.agreements import practice_table

    return practice_table(replace(likely_identity(), **PRACTICE))


def _told(context: Context) -> None:
    """Carry the story out, each command at its moment."""
    from valueback.cli.story import STEPS

    today = day_of(context.now, context.zone)
    monday = today - timedelta(days=today.weekday() or 7)
    for step in sorted(STEPS, key=lambda step: (step.day, step.wall)):
        day = monday + timedelta(days=step.day)
        moment = on_clock(day, time.fromisoformat(step.wall), context.zone)
        if moment <= context.now:
            _carried_out(replace(context, now=moment), step, moment)


def _carried_out(context: Context, step: StoryStep, moment: datetime) -> None:
    verb = import_module(f"valueback.cli.verbs.{step.verb.replace('-', '_')}").run
    first = next(name for name in inspect.signature(verb).parameters if name != "context")
    verb(context, **{first: step.client}, **_dated(step, moment, context.zone))


def _dated(step: StoryStep, moment: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """What was given, days that are counted from the step's own written out."""
    given = dict(step.given)
    day = moment.astimezone(zone).date()
    if wall := given.pop("start_at", None):
        given["start"] = f"{day} {wall}"
    for name in ("starts", "due"):
        if (ahead := given.pop(f"{name}_in", None)) is not None:
            given[name] = f"{day + timedelta(days=ahead)}"
    if ahead := given.pop("to_in", None):
        given["to"] = [f"{day + timedelta(days=ahead[0])}", ahead[1]]
    return given


def _away(path: Path) -> None:
    """Nothing is left of a demo that could not be told."""
    import shutil

    shutil.rmtree(path, ignore_errors=True)
