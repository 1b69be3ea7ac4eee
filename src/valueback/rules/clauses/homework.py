"""Homework: what the client agreed to do is done by its due day and the days of grace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from valueback.model.agreement import Agreement
from valueback.model.entries import Homework, HomeworkDone
from valueback.model.message import Message, say
from valueback.model.timeline import Timeline
from valueback.rules.clause import Clause
from valueback.rules.findings import Check, Finding, Status, as_said, by_when
from valueback.rules.tasks import Standing, Task

_CHECK = Check(clause="homework", id="homework", about=("homework",), misses=("homework",))


def find(timeline: Timeline) -> Iterator[Finding]:
    """A finding per homework."""
    grace = timeline.agreement.meetings.homework_grace
    for task in timeline.of(Homework):
        deadline = timeline.after(grace, task.due)
        done = next(iter(timeline.done_of.get(task.id, ())), None)
        in_time = done is not None and timeline.in_time(done.at, deadline)
        status = by_when(timeline, deadline, done=in_time)
        yield _CHECK.finding(
            entry=task.id,
            status=status,
            wording=partial(_message, timeline, task, status, done=done, by=deadline),
            due=deadline,
            days=(timeline.day(deadline),),
            evidence=tuple(e.id for e in (task, done) if e is not None),
        )


def _message(
    timeline: Timeline,
    task: Homework,
    status: Status,
    *,
    done: HomeworkDone | None,
    by: datetime,
) -> Message:
    said = as_said(timeline, by)
    if status == "pending":
        return say("homework.open", homework=task.id, by=said, text=task.text)
    if done is None:
        return say("homework.missing", homework=task.id, by=said, text=task.text)
    on = timeline.day(done.at)
    return say("homework.done", homework=task.id, by=said, done=on, text=task.text)


def agreed(agreement: Agreement) -> Message:
    """By its day, with days of grace where there are any."""
    usual, grace = agreement.meetings.homework_due, agreement.meetings.homework_grace
    if not grace.number and grace.by is None:
        next_one = grace.unit == "working day"
        return say("clause.homework.agreed" + ".next-working-day" * next_one, usual=usual)
    return say("clause.homework.agreed-with-grace", usual=usual, grace=grace)


def due(standing: Standing) -> Iterator[Task]:
    """Homework that is open, and what is overdue while it still can be made good."""
    timeline = standing.timeline
    open_ = {f.entry for f in standing.findings("homework", "homework", *standing.missing)}
    for task in timeline.of(Homework):
        if task.id in open_ and task.id not in timeline.done_of:
            by = timeline.end_of(task.due)
            key = "homework.was-due" if timeline.passed(by) else "homework.is-due"
            yield standing.task(
                due=by,
                what="homework",
                entry=task.id,
                message=say(key, by=task.due, text=task.text),
            )


def recall(timeline: Timeline, finding: Finding) -> Message:
    """The homework, the day agreed for it, and when it was done after all."""
    task = next(h for h in timeline.of(Homework) if h.id == finding.entry)
    done = next(iter(timeline.done_of.get(task.id, ())), None)
    if done is None:
        return say("recall.homework", text=task.text, by=task.due)
    return say("recall.homework-done", text=task.text, by=task.due, done=timeline.day(done.at))


CLAUSE = Clause(
    id="homework",
    owner="client",
    checks=(_CHECK,),
    find=find,
    agreed=agreed,
    due=due,
    recall=recall,
)
