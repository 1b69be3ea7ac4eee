"""What falls due or is owed, soonest first: the day's work, client by client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from valueback.model.entries import Feedback, Forgotten, Signature
from valueback.model.message import all_of, say
from valueback.model.practice import Practice
from valueback.model.term import (
    ended,
    free_days_until,
    is_over,
    last_day,
    term_over,
)
from valueback.model.timeline import Timeline
from valueback.moments import add_months
from valueback.rules.accountability import CHARGES, Ladder, ladder
from valueback.rules.answers import answer_due, answered_at
from valueback.rules.bookings import USUAL_MINUTES, agreed_minutes, without_outcome
from valueback.rules.clause_reports import findings_by_clause
from valueback.rules.clauses import CLAUSES
from valueback.rules.findings import as_said
from valueback.rules.guarantee import Assessed, assess
from valueback.rules.money_tasks import claims, payments
from valueback.rules.service import Service
from valueback.rules.tasks import Standing, Task, task

_MONTHS_BEFORE = 2
"""How many months before free days run out one hears of it."""


class _Day(NamedTuple):
    """An engagement as of now, and what the reports say of it."""

    timeline: Timeline
    answer: Assessed
    ladder: Ladder
    service: Service


def tasks(timeline: Timeline, practice: Practice) -> list[Task]:
    """What is overdue, owed, or falls due, however far ahead; soonest first."""
    day = _Day(timeline, assess(timeline), ladder(timeline), Service(timeline, practice))
    found = (task for find in _chosen(day) for task in find(day))
    return sorted(found, key=lambda task: task.due)


def _chosen(day: _Day) -> tuple[Callable[[_Day], Iterator[Task]], ...]:
    if ended(day.timeline) is not None:
        return (_outcomes, *_MONEY)
    if day.timeline.in_force_since is None:
        return () if day.timeline.of(Forgotten) else (_signature,)
    if day.ladder.abuse is not None:
        return (_abuse, _money)
    if day.ladder.end_announced is not None:
        return (_announced, _outcomes, *_MONEY)
    return (*_WORK, *_MONEY)


def _abuse(day: _Day) -> Iterator[Task]:
    incident = day.ladder.abuse
    assert incident is not None
    message = say("due.abuse", text=incident.text)
    yield task(day.timeline, due=incident.at, what="abuse", entry=incident.id, message=message)


def _announced(day: _Day) -> Iterator[Task]:
    step = day.ladder.end_announced
    assert step is not None
    message = say("due.end-announced", on=day.timeline.day(step.at))
    yield task(day.timeline, due=step.at, what="end", entry=step.id, message=message)


def _signature(day: _Day) -> Iterator[Task]:
    timeline, starts = day.timeline, day.timeline.agreement.starts
    due = timeline.end_of(starts)
    if lacks := timeline.agreement.missing_for_guarantee:
        what = all_of(say(f"lacking.{term}") for term in lacks)
        message = say("due.complete", what=what, starts=starts)
        yield task(timeline, due=due, what="complete", entry="agreement", message=message)
        return
    signed = {signature.by for signature in timeline.of(Signature)}
    missing = {"client", "provider"} - signed
    who = missing.pop() if len(missing) == 1 else "both"
    message = say("due.sign", starts=starts)
    yield task(timeline, due=due, what="sign", entry=who, message=message)


def _meetings(day: _Day) -> Iterator[Task]:
    timeline = day.timeline
    for booking in without_outcome(timeline):
        if not timeline.reached(booking.to):
            yield task(
                timeline,
                due=booking.to,
                what="meeting",
                entry=booking.id,
                message=say("due.meeting", start=timeline.local(booking.to)),
                minutes=agreed_minutes(timeline, booking, timeline.item_of(booking))
                or USUAL_MINUTES,
            )


def _outcomes(day: _Day) -> Iterator[Task]:
    """Meetings that have passed, of which nobody wrote down what became of them."""
    timeline, end = day.timeline, day.ladder.ended_at
    for booking in without_outcome(timeline):
        if booking.to <= end if end is not None else timeline.reached(booking.to):
            message = say("due.outcome", start=timeline.local(booking.to))
            yield task(timeline, due=booking.to, what="outcome", entry=booking.id, message=message)


def _duties(day: _Day) -> Iterator[Task]:
    """What the clauses bring: to ask for, to expect, to answer."""
    settled = term_over(day.timeline) and day.answer.verdict != "in-progress"
    standing = Standing(day.timeline, findings_by_clause(day.timeline), settled)
    for clause in CLAUSES:
        yield from clause.due(standing)


def _actions(day: _Day) -> Iterator[Task]:
    over = is_over(day.timeline)
    for owed in day.ladder.owed:
        if owed.miss is not None and (not over or owed.action in CHARGES):
            yield task(
                day.timeline,
                due=owed.miss.on,
                what="action",
                entry=owed.entry,
                message=say(f"due.action.{owed.action}", missed=owed.miss.finding.message),
            )


def _requests(day: _Day) -> Iterator[Task]:
    for request in day.timeline.requests.values():
        if request.id in day.timeline.decision_on:
            continue
        by = answer_due(day.timeline, request)
        message = say("due.request", text=request.text)
        if by is not None and answered_at(day.timeline, request) is None:
            message = say("due.request-by", text=request.text, by=as_said(day.timeline, by))
        else:
            by = None
        yield task(
            day.timeline, due=by or request.at, what="request", entry=request.id, message=message
        )


def _free_days(day: _Day) -> Iterator[Task]:
    """Free days that run out: an agreement without a last day has them for so long only."""
    timeline = day.timeline
    until = free_days_until(timeline)
    if until is not None and timeline.begun(add_months(until, -_MONTHS_BEFORE)):
        message = say("due.free-days", until=until)
        due = timeline.end_of(until)
        yield task(timeline, due=due, what="free-days", entry="agreement", message=message)


def _orders(day: _Day) -> Iterator[Task]:
    timeline = day.timeline
    for order in timeline.orders.values():
        status, until = timeline.order_status(order), order.valid_until
        if status == "draft":
            message = say("due.send-order", order=order.id, title=order.title)
            yield task(timeline, due=order.at, what="send-order", entry=order.id, message=message)
        elif status == "sent":
            sent = timeline.marks_of(order)[-1].at
            message = say("due.order", order=order.id, title=order.title)
            if until is not None:
                message = say("due.order-until", order=order.id, title=order.title, until=until)
            yield task(
                timeline,
                due=timeline.end_of(until) if until else sent,
                what="change-order",
                entry=order.id,
                message=message,
            )


def _judgements(day: _Day) -> Iterator[Task]:
    question, timeline = day.answer.question, day.timeline
    if question is not None:
        ends = last_day(timeline)
        assert ends is not None  # a guarantee has a last day
        yield task(
            timeline,
            due=timeline.end_of(ends),
            what="judgement",
            entry=question.on,
            message=say("due.judgement", why=day.answer.reason),
        )
    elif day.answer.verdict == "in-progress":
        for finding in day.ladder.findings:
            if finding.status == "judgement":
                yield task(
                    timeline,
                    due=finding.moment,
                    what="judgement",
                    entry=finding.entry,
                    message=say("due.judgement", why=finding.message),
                )
    else:
        for finding in day.ladder.undecided:
            yield task(
                timeline,
                due=finding.moment,
                what="judge-miss",
                entry=finding.entry,
                message=say("due.judge-miss", why=finding.message),
            )


def _ending(day: _Day) -> Iterator[Task]:
    ends = last_day(day.timeline)
    if ends is not None and not day.timeline.over(ends):
        due, message = day.timeline.end_of(ends), say("due.ending", ends=ends)
        yield task(day.timeline, due=due, what="ending", entry="agreement", message=message)


def _promises(day: _Day) -> Iterator[Task]:
    for promise in day.service.promises:
        if promise.status in ("ok", "due", "overdue"):
            yield task(
                day.timeline,
                due=day.timeline.end_of(promise.due),
                what="promise",
                entry=promise.standard.id,
                message=say("due.promise", by=promise.due, text=promise.standard.text),
            )


def _audit(day: _Day) -> Iterator[Task]:
    if day.service.promises and not day.service.ended:
        by = day.service.audit_due
        due, message = day.timeline.end_of(by), say("due.audit", by=by)
        yield task(day.timeline, due=due, what="audit", entry="agreement", message=message)


def _referral(day: _Day) -> Iterator[Task]:
    referral = day.service.referral
    if referral.due:
        due = day.timeline.of(Feedback)[-1].at
        message = say("due.referral", why=referral.reason)
        yield task(day.timeline, due=due, what="referral", entry="agreement", message=message)


_WORK = (
    _meetings,
    _outcomes,
    _duties,
    _requests,
    _orders,
    _free_days,
    _ending,
    _promises,
    _audit,
    _referral,
)


def _money(day: _Day) -> Iterator[Task]:
    yield from claims(day.timeline, day.answer)
    yield from payments(day.timeline)


_MONEY = (_actions, _judgements, _money)
