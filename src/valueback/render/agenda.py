"""What is due: as JSON, as a page by day, and as a calendar for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from valueback.model.practice import Provider
from valueback.moments import day_of, in_zone, show_day
from valueback.render.page import Page, Styled
from valueback.render.words import said
from valueback.rules.tasks import Task

if TYPE_CHECKING:
    pass

_COMMANDS: dict[str, str] = {
    "sign": "sign {id} --by {entry}",
    "complete": "edit {id}",
    "meeting": "wrap-up {id}",
    "outcome": "wrap-up {id} --booking {entry}",
    "ask-feedback": "request-feedback {id} --session {entry}",
    "feedback": "log-feedback {id} --session {entry}",
    "homework": "complete-homework {id} {entry}",
    "replacement": "book {id} --replaces {entry}",
    "concern": "log-adjustment {id} --feedback {entry}",
    "action": "reminder {id}",
    "abuse": "end {id} --incident {entry}",
    "request": "options {id} {entry}",
    "send-order": "mark-change-order {id} {entry} sent",
    "change-order": "mark-change-order {id} {entry} approved",
    "judgement": "check-guarantee {id}",
    "judge-miss": "check-accountability {id}",
    "end": "end {id} --by provider",
    "claim": "check-guarantee {id}",
    "refund": "log-refund {id}",
    "payment": "check-payments {id}",
    "ending": "renew {id}",
    "promise": "log-touch {id} --standard {entry}",
    "audit": "survey-form {id}",
    "referral": "ask-referral {id}",
}
"""The command that does it, or shows what to decide, by the kind of task."""

_LOOK = "check-guarantee {id}"
"""The command for a task of a kind that has none of its own."""


def command_for(task: Task) -> str:
    """The command to run for a task."""
    return "valueback " + _COMMANDS.get(task.what, _LOOK).format(
        id=task.engagement, entry=task.entry
    )


def agenda_json(
    tasks: Sequence[Task], as_of: datetime, zone: ZoneInfo, broken: Mapping[str, str]
) -> dict[str, Any]:
    """The tasks, soonest first, and the engagements that could not be read."""
    return {
        "schema": 1,
        "report": "due",
        "as_of": in_zone(as_of, zone).isoformat(),
        "items": [
            {
                "due": in_zone(task.due, zone).isoformat(),
                "engagement": task.engagement,
                "what": task.what,
                "entry": task.entry,
                "text": said(task.message),
                "command": command_for(task),
            }
            for task in tasks
        ],
        "errors": [{"id": id_, "error": error} for id_, error in broken.items()],
    }


def agenda_page(
    tasks: Sequence[Task],
    as_of: datetime,
    days: int,
    identity: Provider,
    *,
    broken: Mapping[str, str],
) -> Page:
    """Abuse, what is overdue, what is for today and tomorrow, what comes; each with its command."""
    page, zone = Page(), identity.zone
    today = day_of(as_of, zone)
    until = "today" if days == 0 else f"until {show_day(today + timedelta(days=days))}"
    page.line(Styled(identity.name, "bold"), f" · {show_day(today)} · due {until}")
    groups: dict[str, list[Task]] = {}
    for task in sorted(tasks, key=lambda task: task.what != "abuse"):
        groups.setdefault(_group(task, as_of, today, zone), []).append(task)
    for title, members in groups.items():
        page.heading(title)
        for task in members:
            _task(page, task, zone)
    if not tasks and broken:
        page.line().line("Nothing is due among what can be read.", indent=2)
    elif not tasks:
        page.line().line("Nothing is due. Enjoy it.", indent=2)
    for id_, error in broken.items():
        page.line().line(Styled("Cannot be read: ", "red"), f"{id_}: {error}")
    return page


def _group(task: Task, as_of: datetime, today: date, zone: ZoneInfo) -> str:
    if task.what == "abuse":
        return "Before anything else"
    if task.due < as_of:
        return "Overdue, or waiting for you"
    ahead = (day_of(task.due, zone) - today).days
    return {0: "Today", 1: "Tomorrow"}.get(ahead, "Coming")


def _task(page: Page, task: Task, zone: ZoneInfo) -> None:
    day = show_day(day_of(task.due, zone))
    page.rows([(day, f"{task.client}: {said(task.message)}")])
    page.command(f"{' ' * (4 + len(day))}{command_for(task)}")
