"""What there is to do about money: to be paid back, to be claimed, to be paid by the client."""

from __future__ import annotations

from collections.abc import Iterator

from valueback.model.message import Sum, say
from valueback.model.term import day_of_end, moment_of_end
from valueback.model.timeline import Timeline
from valueback.rules.guarantee import Assessed
from valueback.rules.payments import payment_account
from valueback.rules.tasks import Task, task


def claims(timeline: Timeline, answer: Assessed) -> Iterator[Task]:
    """What is to be paid back: to somebody who left, at once or within the agreed time after it;
    by the guarantee, after the claim; and what can still be claimed.
    """
    claim, left = answer.claim, answer.leaving
    within = timeline.agreement.guarantee.refund_within
    if left.due and left.end is not None:
        ended = day_of_end(timeline, left.end)
        amount = Sum(left.due, timeline.agreement.currency)
        due = timeline.after(within, ended) if within else moment_of_end(timeline, left.end)
        message = say("due.leaving", sum=amount)
        yield task(timeline, due=due, what="refund", entry="agreement", message=message)
    if answer.verdict == "refund-due" and claim.at is not None and not answer.by_leaving:
        message = say("due.refund", why=answer.reason)
        since = timeline.day(claim.at)
        due = claim.at if within is None else timeline.after(within, since)
        yield task(timeline, due=due, what="refund", entry="agreement", message=message)
    elif answer.verdict == "eligible" and claim.deadline is not None:
        message = say("due.claim", until=timeline.day(claim.deadline))
        yield task(timeline, due=claim.deadline, what="claim", entry="agreement", message=message)


def payments(timeline: Timeline) -> Iterator[Task]:
    """What the client has not paid: what is overdue or due, and what falls due next."""
    account = payment_account(timeline)
    if not account.known:
        return
    currency = timeline.agreement.currency
    waiting = [row for row in account.rows if row.open and account.status(row) != "ahead"]
    for row in waiting:
        late = account.status(row) == "overdue"
        key = "due.payment-late" if late else "due.payment"
        message = say(key, sum=Sum(row.open, currency), due=row.due.day)
        due = timeline.end_of(row.due.day)
        yield task(timeline, due=due, what="payment", entry="agreement", message=message)
    following = account.next
    if following is not None and not timeline.begun(following.due):
        amount = Sum(following.amount, currency)
        message = say("due.payment-next", sum=amount, due=following.due)
        due = timeline.end_of(following.due)
        yield task(timeline, due=due, what="payment", entry="agreement", message=message)
