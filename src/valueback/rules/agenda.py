"""What falls due or is owed, soonest first: the day's work, client by client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from valueback.model.entries import Feedback, Homework, Signature
from valueback.model.practice import Practice
from valueback.model.term import ended, is_over, last_day, term_over
from valueback.model.timeline import Timeline
from valueback.moments import show_day, show_moment
from valueback.rules.accountability import Ladder, ladder
from valueback.rules.bookings import agreed_minutes, without_outcome
from valueback.rules.findings import Finding
from valueback.rules.guarantee import Assessed, assess
from valueback.rules.service import Service

What = Literal[
    "sign",
    "complete",
    "meeting",
    "outcome",
    "ask-feedback",
    "feedback",
    "homework",
    "replacement",
    "concern",
    "action",
    "abuse",
    "request",
    "send-order",
    "change-order",
    "judgement",
    "judge-miss",
    "end",
    "claim",
    "refund",
    "ending",
    "promise",
    "audit",
    "referral",
]

_HOUR = 60
"""Minutes that a meeting takes where nobody said otherwise."""


class Task(NamedTuple):
    """Something to do or to expect: by when, for whom, about which entry.

    `minutes` is how long a meeting takes; None for everything else.
    """

    due: datetime
    engagement: str
    client: str
    what: What
    entry: str
    text: str
    minutes: int | None = None


class _Case(NamedTuple):
    """An engagement as of now, and what the reports say of it."""

    timeline: Timeline
    answer: Assessed
    ladder: Ladder
    service: Service

    def findings(self, check: str, *statuses: str) -> Iterator[Finding]:
        """The findings of a check that stand like that."""
        for clause in self.answer.clauses:
            for finding in clause.findings:
                if finding.check == check and finding.status in statuses:
                    yield finding

    @property
    def settled(self) -> bool:
        """Whether the term is over and its outcome known: nothing missed can be made good."""
        return term_over(self.timeline) and self.answer.verdict != "in-progress"

    def task(self, due: datetime, what: What, entry: str, text: str) -> Task:
        """A task of this engagement."""
        engagement = self.timeline.engagement
        return Task(due, engagement.id, engagement.client.name, what, entry, text)


def tasks(timeline: Timeline, practice: Practice) -> list[Task]:
    """What is overdue, owed, or falls due, however far ahead; soonest first."""
    case = _Case(
        timeline,
        assess(timeline),
        ladder(timeline),
        Service(timeline, practice),
    )
    found = (task for find in _chosen(case) for task in find(case))
    return sorted(found, key=lambda task: task.due)


def _chosen(case: _Case) -> tuple[Callable[[_Case], Iterator[Task]], ...]:
    if ended(case.timeline) is not None:
        return (_outcomes, *_MONEY)
    if case.timeline.in_force_since is None:
        return (_signature,)
    if case.ladder.abuse is not None:
        return (_abuse, _claims)
    if case.ladder.end_announced is not None:
        return (_announced, _outcomes, *_MONEY)
    return (*_WORK, *_MONEY)


def _abuse(case: _Case) -> Iterator[Task]:
    incident = case.ladder.abuse
    assert incident is not None
    text = f"Abuse was noted: {incident.text}. The answer is to end the engagement"
    yield case.task(incident.at, "abuse", incident.id, text)


def _announced(case: _Case) -> Iterator[Task]:
    step = case.ladder.end_announced
    assert step is not None
    day = show_day(case.timeline.day(step.at))
    yield case.task(step.at, "end", step.id, f"You announced the end on {day}; log it")


def _signature(case: _Case) -> Iterator[Task]:
    timeline = case.timeline
    due = timeline.end_of(timeline.agreement.starts)
    day = show_day(timeline.agreement.starts)
    lacks = timeline.agreement.missing_for_guarantee
    if lacks:
        text = f"Cannot be signed yet, it lacks {' and '.join(lacks)}; it begins on {day}"
        yield case.task(due, "complete", "agreement", text)
        return
    signed = {signature.by for signature in timeline.of(Signature)}
    missing = {"client", "provider"} - signed
    who = missing.pop() if len(missing) == 1 else "both"
    yield case.task(due, "sign", who, f"Not signed by both; it begins on {day}")


def _meetings(case: _Case) -> Iterator[Task]:
    timeline = case.timeline
    for booking in without_outcome(timeline):
        if booking.to > timeline.as_of:
            minutes = agreed_minutes(timeline, booking, booking.item) or _HOUR
            start = show_moment(booking.to, timeline.engagement.zone)
            task = case.task(booking.to, "meeting", booking.id, f"Meeting at {start}")
            yield task._replace(minutes=minutes)


def _outcomes(case: _Case) -> Iterator[Task]:
    """Meetings that have passed, of which nobody wrote down what became of them."""
    timeline = case.timeline
    for booking in without_outcome(timeline):
        if booking.to <= (case.ladder.ended_at or timeline.as_of):
            start = show_moment(booking.to, timeline.engagement.zone)
            text = f"What became of the meeting of {start}?"
            yield case.task(booking.to, "outcome", booking.id, text)


def _asking(case: _Case) -> Iterator[Task]:
    """Feedback to ask for, as long as the client still can give it in time."""
    open_for = {f.entry for f in case.findings("feedback", "pending")}
    for finding in case.findings("asking", "pending", "breached"):
        asked = case.timeline.requests_on.get(finding.entry)
        given = case.timeline.feedback_on.get(finding.entry)
        if not asked and not given and finding.entry in open_for:
            yield case.task(finding.due, "ask-feedback", finding.entry, finding.text)


def _feedback(case: _Case) -> Iterator[Task]:
    for finding in case.findings("feedback", "pending"):
        if case.timeline.requests_on.get(finding.entry):
            yield case.task(finding.due, "feedback", finding.entry, finding.text)


def _homework(case: _Case) -> Iterator[Task]:
    """Homework that is open, and what is overdue while it still can be made good."""
    wanted = ("pending",) if case.settled else ("pending", "breached")
    found = (f for f in case.ladder.findings if f.check == "homework" and f.status in wanted)
    open_ = {f.entry for f in found}
    for task in case.timeline.of(Homework):
        if task.id in open_ and task.id not in case.timeline.done_of:
            due = case.timeline.end_of(task.due)
            late = "was" if due < case.timeline.as_of else "is"
            text = f"Homework {late} due on {show_day(task.due)}: {task.text}"
            yield case.task(due, "homework", task.id, text)


def _replacements(case: _Case) -> Iterator[Task]:
    """New dates to agree on; what was agreed again and called off has a task of its own."""
    for finding in case.findings("reschedule", "pending"):
        booked = case.timeline.replacements_of.get(finding.entry, ())
        if all(case.timeline.was_missed(booking) for booking in booked):
            yield case.task(finding.due, "replacement", finding.entry, finding.text)


def _concerns(case: _Case) -> Iterator[Task]:
    wanted = ("pending",) if case.settled else ("pending", "breached")
    for finding in case.findings("adjusting", *wanted):
        if not case.timeline.adjustments_to.get(finding.entry):
            yield case.task(finding.due, "concern", finding.entry, finding.text)


def _actions(case: _Case) -> Iterator[Task]:
    over = is_over(case.timeline)
    for owed in case.ladder.owed:
        if owed.miss is not None and (not over or owed.action == "penalty"):
            text = f"The agreed answer, {owed.action}, is owed: {owed.miss.finding.text}"
            yield case.task(owed.miss.on, "action", owed.entry, text)


def _requests(case: _Case) -> Iterator[Task]:
    for request in case.timeline.requests.values():
        if request.id not in case.timeline.decision_on:
            text = f"A request waits for an answer: {request.text}"
            yield case.task(request.at, "request", request.id, text)


def _orders(case: _Case) -> Iterator[Task]:
    timeline = case.timeline
    for order in timeline.orders.values():
        status = timeline.order_status(order)
        until = timeline.end_of(order.valid_until) if order.valid_until else None
        if status == "draft":
            text = f"{order.id}, {order.title}, waits to be sent"
            yield case.task(order.at, "send-order", order.id, text)
        elif status == "sent":
            sent = timeline.marks_of(order)[-1].at
            valid = f", valid until {show_day(order.valid_until)}" if order.valid_until else ""
            text = f"{order.id}, {order.title}, waits for the client's answer{valid}"
            yield case.task(until or sent, "change-order", order.id, text)


def _judgements(case: _Case) -> Iterator[Task]:
    question, timeline = case.answer.question, case.timeline
    if question is not None:
        ends = last_day(timeline)
        due = timeline.end_of(ends) if ends else timeline.as_of
        text = f"People have to decide. {case.answer.reason}"
        yield case.task(due, "judgement", question.on, text)
    elif case.answer.verdict == "in-progress":
        for finding in case.ladder.findings:
            if finding.status == "judgement":
                text = f"People have to decide. {finding.text}"
                yield case.task(finding.moment, "judgement", finding.entry, text)
    else:
        for finding in case.ladder.undecided:
            text = f"People have to decide whether it counts. {finding.text}"
            yield case.task(finding.moment, "judge-miss", finding.entry, text)


def _claims(case: _Case) -> Iterator[Task]:
    claim = case.answer.claim
    if case.answer.verdict == "refund-due" and claim.at is not None:
        yield case.task(claim.at, "refund", "agreement", f"The refund is due. {case.answer.reason}")
    elif case.answer.verdict == "eligible" and claim.deadline is not None:
        yield case.task(claim.deadline, "claim", "agreement", case.answer.reason.rstrip("."))


def _ending(case: _Case) -> Iterator[Task]:
    ends = last_day(case.timeline)
    if ends is not None and case.timeline.today <= ends:
        due = case.timeline.end_of(ends)
        yield case.task(due, "ending", "agreement", f"The engagement ends on {show_day(ends)}")


def _promises(case: _Case) -> Iterator[Task]:
    for promise in case.service.promises:
        if promise.status in ("ok", "due", "overdue"):
            due = case.timeline.end_of(promise.due)
            text = f"A promise of yours, by {show_day(promise.due)}: {promise.standard.text}"
            yield case.task(due, "promise", promise.standard.id, text)


def _audit(case: _Case) -> Iterator[Task]:
    if case.service.promises and not case.service.ended:
        day = case.service.audit_due
        text = f"Time to ask how well you keep your promises, by {show_day(day)}"
        yield case.task(case.timeline.end_of(day), "audit", "agreement", text)


def _referral(case: _Case) -> Iterator[Task]:
    referral = case.service.referral
    if referral.due:
        moment = case.timeline.of(Feedback)[-1].at
        yield case.task(moment, "referral", "agreement", f"Ask for a referral. {referral.reason}")


_WORK = (
    _meetings,
    _outcomes,
    _asking,
    _feedback,
    _homework,
    _replacements,
    _concerns,
    _requests,
    _orders,
    _ending,
    _promises,
    _audit,
    _referral,
)
_MONEY = (_actions, _judgements, _claims)
