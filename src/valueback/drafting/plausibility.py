"""What cannot have happened: entries that are well-formed, and impossible beside the others.

These are checked when an entry is written; a file that already holds one is still read.

Over 300 lines: one small function per kind of entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import assert_never, get_args

from valueback.drafting.order_plausibility import decided_already, end_objections, order_objections
from valueback.errors import Hint, Problem
from valueback.model.agreement import Agreement, CheckId
from valueback.model.engagement import Engagement
from valueback.model.entries import (
    AGREEMENT,
    KINDS,
    Adjustment,
    Amendment,
    Assessment,
    Booking,
    Cancellation,
    ChangeOrder,
    ChangeOrderStatus,
    Claim,
    Consequence,
    Decision,
    End,
    Entry,
    Expense,
    Factor,
    Feedback,
    FeedbackRequest,
    Forgotten,
    Homework,
    HomeworkDone,
    Incident,
    Payment,
    Referral,
    ReferralAsk,
    Refund,
    Request,
    Result,
    Ruling,
    Session,
    Signature,
    Statement,
    Survey,
    Touch,
    Void,
    Work,
)
from valueback.model.term import (
    day_of_end,
    ended,
    last_day,
    moment_of_end,
    notice_given,
)
from valueback.model.timeline import NEXT_STATUS, Timeline
from valueback.moments import elapsed, show_day, show_moment
from valueback.rules.accountability import CHARGES
from valueback.rules.clauses import ruled_on


def objections(  # noqa: C901, PLR0912, PLR0915  # one branch per kind
    known: Timeline, entry: Entry
) -> Iterator[Problem]:
    """Why an entry cannot be written beside the others, as they stand at the moment of writing."""
    engagement = known.engagement
    if entry.at > known.as_of:
        yield Problem(
            f"{show_moment(entry.at, engagement.zone)} is in the future; a log tells the past.",
            hint=Hint("Give the moment at which it happened, with {}.", "at"),
        )
        return
    match entry:
        case Signature():
            yield from _signature(known, entry)
        case Booking():
            yield from _booking(known, entry)
        case Session():
            yield from _session(known, entry)
        case Cancellation():
            yield from _cancellation(known, entry)
        case HomeworkDone():
            yield from _homework_done(known, entry)
        case Homework():
            yield from _homework(known, entry)
        case Feedback() | FeedbackRequest():
            yield from _about_session(known, entry)
        case Adjustment():
            yield from _after(known, entry, entry.feedback, "An adjustment answers feedback")
        case Result():
            yield from _result(engagement.agreement, entry)
        case Factor():
            if entry.to < entry.from_:
                yield Problem(
                    "The circumstance would end before it began.", "Exchange the two days."
                )
        case Void():
            yield from _void(engagement, entry)
        case Consequence():
            yield from _consequence(known, entry)
        case Payment() | Refund():
            if entry.amount == 0:
                yield Problem("An amount of zero is no payment.", "Give the sum that was paid.")
        case Ruling():
            yield from _ruling(engagement, entry)
        case End():
            yield from _end(known, entry)
        case Decision():
            yield from _after(known, entry, entry.request, "A decision follows its request")
            yield from decided_already(known, entry)
        case ChangeOrder():
            yield from order_objections(known, entry)
        case ChangeOrderStatus():
            yield from _order_status(known, entry)
        case Survey():
            if not entry.scores and entry.nps is None:
                yield Problem(
                    "It holds no answer.", hint=Hint("Give one, like {} STANDARD=8.", "scores")
                )
        case Work():
            yield from _work(engagement.agreement, entry)
        case Amendment() | Assessment() | Claim() | Incident() | Request() | Expense():
            return
        case Touch() | ReferralAsk() | Referral() | Statement() | Forgotten():
            return
        case _:
            assert_never(entry)


def _end(known: Timeline, entry: End) -> Iterator[Problem]:
    earlier = notice_given(known)
    if earlier is not None:
        yield Problem(f"It ended already ({earlier.id}).", "Void that entry if it is wrong.")
    if entry.last_day is not None and entry.last_day < known.day(entry.at):
        yield Problem(
            f"The last day, {show_day(entry.last_day)}, lies before the notice.",
            "Give the day on which it ends, or leave it out: then it ends at once.",
        )


_TERMS = {"objective": "an objective", "minimum_result": "a minimum result"}
"""Terms of an agreement, as errors call them."""


def _signature(known: Timeline, entry: Signature) -> Iterator[Problem]:
    if any(signature.by == entry.by for signature in known.of(Signature)):
        yield Problem(f"The {entry.by} has signed already.", "Look at it with: valueback show")
    lacks = known.agreement.missing_for_guarantee
    if lacks:
        yield Problem(
            "An agreement with a guarantee cannot be signed without "
            f"{' and '.join(_TERMS[term] for term in lacks)}.",
            "Write it into the agreement: what should come of this for the client, at least?",
        )
    ladder = known.agreement.accountability
    charges = known.agreement.fee or any(step.action == "penalty" for step in ladder.step)
    if ladder.penalty_cap is None and charges:
        yield Problem(
            "An agreement with fees or penalties cannot be signed without a cap on all of them.",
            'Write it into [agreement.accountability]: penalty_cap = "300.00"',
        )


def _booking(known: Timeline, entry: Booking) -> Iterator[Problem]:
    same = [b for b in known.of(Booking) if b.to == entry.to and b.id not in known.cancellation_of]
    if same:
        yield Problem(
            f"{same[0].id} is booked for that start already.",
            "Choose another start, or cancel it first.",
        )
    if entry.replaces is None:
        yield from _within_term(known, entry.to)
        return
    replaced = [b for b in known.replacements_of.get(entry.replaces, ()) if not known.was_missed(b)]
    if replaced:
        yield Problem(
            f"{replaced[0].id} replaces {entry.replaces} already.",
            hint=Hint("Book it as a new date, with {}.", "new"),
        )


def _within_term(known: Timeline, start: datetime) -> Iterator[Problem]:
    starts, ends = known.agreement.starts, last_day(known)
    day = known.day(start)
    end = ended(known)
    if end is not None and start > moment_of_end(known, end):
        yield Problem(
            f"The engagement ended on {show_day(day_of_end(known, end))} ({end.id}).",
            "Void that entry if it is wrong, or go on with: valueback renew",
        )
    elif day < starts or (ends is not None and day > ends):
        term = f"{show_day(starts)} to {show_day(ends)}" if ends else f"{show_day(starts)} on"
        yield Problem(
            f"{show_day(day)} lies outside the agreement, which runs from {term}.",
            "Only what replaces a cancelled meeting may lie after the end.",
            hint=Hint("Name what it replaces: {} C1.", "replaces"),
        )


def _session(known: Timeline, entry: Session) -> Iterator[Problem]:
    booking = known.bookings.get(entry.booking or "")
    same = next((other for other in known.of(Session) if _overlap(other, entry)), None)
    if same is not None:
        yield Problem(
            f"{same.id}, the meeting of {show_moment(same.at, known.engagement.zone)}, is logged "
            "already for that time.",
            "Correct it with: valueback amend",
        )
    elif booking is not None and booking.id in known.session_of:
        yield Problem(
            f"What became of {booking.id} is logged already: {known.session_of[booking.id].id}.",
            "Correct it with: valueback amend",
        )
    if booking is not None and booking.id in known.cancellation_of:
        yield Problem(
            f"{booking.id} was cancelled ({known.cancellation_of[booking.id].id}).",
            "Book the new date first, or void the cancellation if it did not happen.",
        )
    if booking is None or booking.replaces is None:
        yield from _within_term(known, entry.at)
    planned = entry.minutes
    if entry.no_show is None and entry.late_minutes + entry.left_early_minutes > planned:
        yield Problem(
            "Late and left early come to more than the whole meeting.",
            "Check the minutes.",
            hint=Hint("If the client did not come, say {} client.", "no_show"),
        )


def _overlap(one: Session, other: Session) -> bool:
    """Whether two meetings would have taken place at the same time."""
    first, second = sorted((one, other), key=lambda session: session.at)
    return first.at == second.at or elapsed(first.at, second.at) < timedelta(minutes=first.minutes)


def _cancellation(known: Timeline, entry: Cancellation) -> Iterator[Problem]:
    booking = known.bookings.get(entry.booking)
    if booking is None:
        return
    earlier = known.cancellation_of.get(booking.id)
    if earlier is not None:
        yield Problem(
            f"{booking.id} is cancelled already ({earlier.id}).", "Nothing is left to do."
        )
    session = known.session_of.get(booking.id)
    if session is not None:
        yield Problem(
            f"{booking.id} took place or was missed already ({session.id}).",
            f"If that is wrong, void {session.id} first.",
        )
    if entry.at > booking.to:
        yield Problem(
            f"Notice would come after {show_moment(booking.to, known.engagement.zone)}, the start.",
            "A meeting to which nobody came is logged with: valueback log-session",
        )


def _homework(known: Timeline, entry: Homework) -> Iterator[Problem]:
    end = ended(known)
    if end is not None and entry.at > moment_of_end(known, end):
        yield Problem(
            f"The engagement ended already ({end.id}).", "Void that entry if it is wrong."
        )
    if entry.due < known.day(entry.at):
        yield Problem(
            f"The homework would be due on {entry.due}, before it was given.",
            "Give a later day.",
            hint=Hint("It is given by {}.", "due"),
        )


def _homework_done(known: Timeline, entry: HomeworkDone) -> Iterator[Problem]:
    done = known.done_of.get(entry.homework)
    if done:
        yield Problem(
            f"{entry.homework} was done already: {done[0].id}, {show_day(known.day(done[0].at))}.",
            "Nothing is left to do.",
        )
    yield from _after(known, entry, entry.homework, "Homework is done after it was given")


def _about_session(known: Timeline, entry: Feedback | FeedbackRequest) -> Iterator[Problem]:
    session = known.engagement.log.by_id.get(entry.session)
    what = "Feedback" if isinstance(entry, Feedback) else "A request for feedback"
    yield from _after(known, entry, entry.session, f"{what} follows its meeting")
    if isinstance(session, Session) and session.no_show == "client":
        yield Problem(
            f"The client did not come to {session.id}.",
            "Feedback belongs to a meeting that was held.",
        )


def _after(known: Timeline, entry: Entry, other: str, rule: str) -> Iterator[Problem]:
    earlier = known.engagement.log.as_amended().get(other)
    if earlier is not None and entry.at < earlier.at:
        zone = known.engagement.zone
        yield Problem(
            f"{rule}: {other} is of {show_moment(earlier.at, zone)}, this of "
            f"{show_moment(entry.at, zone)}.",
            "Check the moment, or name another entry.",
        )


def _consequence(known: Timeline, entry: Consequence) -> Iterator[Problem]:
    yield from _after(known, entry, entry.miss, "A consequence follows its miss")
    if (entry.action in CHARGES) != (entry.amount is not None):
        yield Problem(
            "A fee or a penalty has an amount, and nothing else has.",
            hint=Hint("Give the amount with {}, or leave it out.", "amount"),
        )


def _order_status(known: Timeline, entry: ChangeOrderStatus) -> Iterator[Problem]:
    order = known.orders.get(entry.change_order)
    if order is None:
        return
    if entry.status == "approved":
        yield from end_objections(known, order.days)
    state = known.back_at(entry.at).order_status(order)
    later = [mark for mark in known.marks_of(order) if mark.at > entry.at]
    if entry.at < order.at or later:
        yield Problem(
            f"{order.id} was {'drawn up' if not later else later[0].status} only after that.",
            "Check the moment.",
            hint=Hint("{} says when it happened.", "at"),
        )
    elif state == "expired":
        yield Problem(
            f"{order.id} expired after {order.valid_until}; a late answer does not count.",
            "Draw up a new change order.",
        )
    elif entry.status not in NEXT_STATUS[state]:
        possible = " or ".join(NEXT_STATUS[state]) or "nothing any more"
        yield Problem(
            f"{order.id} is {state}; it cannot become {entry.status}.",
            f"From there it becomes {possible}.",
        )


def _result(agreement: Agreement, entry: Result) -> Iterator[Problem]:
    agreed = {result.id: result for result in agreement.minimum_result}.get(entry.result)
    if agreed is None:
        known = ", ".join(result.id for result in agreement.minimum_result) or "none"
        yield Problem(f"{entry.result} is no minimum result.", f"The agreement names: {known}.")
    elif agreed.unit is not None:
        if entry.quantity is None or entry.amount is not None:
            yield Problem(
                f"{entry.result} is a number: {agreed.unit}.",
                hint=Hint("Say how many with {}.", "quantity"),
            )
    elif entry.quantity is not None:
        yield Problem(f"{entry.result} is not counted.", hint=Hint("Leave out {}.", "quantity"))
    elif agreed.target is not None and entry.amount is None:
        yield Problem(f"{entry.result} is a sum.", hint=Hint("Give it with {}.", "amount"))


def _work(agreement: Agreement, entry: Work) -> Iterator[Problem]:
    item = agreement.items.get(entry.item or "")
    if item is not None and item.is_measured and entry.quantity != 1:
        yield Problem(
            f"{item.id} is measured: its units are the minutes worked.",
            hint=Hint("Leave out {}.", "quantity"),
        )


def _checks_on(kind: str) -> tuple[str, ...] | None:
    """The checks that a ruling on an entry of a kind can name; None where it cannot be ruled on.

    A circumstance can matter to any of them; an early end is one question, without a name.
    """
    if kind == Factor.kind:
        return get_args(CheckId)
    return () if kind == End.kind else tuple(check.id for check in ruled_on(kind)) or None


def _can_be_ruled_on() -> str:
    kinds = [k for k in (*KINDS, AGREEMENT) if _checks_on(k) is not None]
    return f"{', '.join(kinds[:-1])} or {kinds[-1]}"


def _ruling(engagement: Engagement, entry: Ruling) -> Iterator[Problem]:
    target = engagement.log.by_id.get(entry.on)
    kind = target.kind if target is not None else AGREEMENT
    checks = _checks_on(kind)
    if checks is None:
        yield Problem(
            f"There is nothing to decide about {entry.on}, a {kind}.",
            f"A ruling can be about: {_can_be_ruled_on()}.",
        )
    elif entry.check is not None and entry.check not in checks:
        yield Problem(
            f"{entry.check} is no question about a {kind}.",
            hint=Hint(
                f"Leave out {{}}{', or name one of: ' + ', '.join(checks) if checks else ''}.",
                "check",
            ),
        )
    by_provider = isinstance(target, End) and target.by == "provider"
    if by_provider and entry.outcome == "upheld" and entry.by in (None, "provider"):
        yield Problem(
            "The provider ended it, and cannot alone rule against the client.",
            "Say who decided: the client, both or a mediator.",
            hint=Hint("It is given by {}.", "by"),
        )


def _void(engagement: Engagement, entry: Void) -> Iterator[Problem]:
    if entry.entry in engagement.log.void_ids:
        yield Problem(f"{entry.entry} is voided already.", "Nothing is left to do.")
    if isinstance(engagement.log.by_id.get(entry.entry), Forgotten):
        yield Problem("What was erased cannot be brought back.", "Nothing is left to do.")
