"""What had happened by a moment: the live entries, corrected, in time order, and how they connect.

Every rule reads the log through this view, so that entries after the moment, voids and
amendments are dealt with once, here.

Over 300 lines: one property per connection between entries, each a few lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any, Literal, TypeVar

from valueback.frozen import frozen
from valueback.model.agreement import SESSIONS, Agreement
from valueback.model.calendar import Calendar
from valueback.model.engagement import Engagement
from valueback.model.entries import (
    Adjustment,
    Amendment,
    Booking,
    Cancellation,
    ChangeOrder,
    ChangeOrderStatus,
    Decision,
    Entry,
    Feedback,
    FeedbackRequest,
    HomeworkDone,
    Request,
    Session,
    Signature,
    Void,
)
from valueback.model.periods import Periods
from valueback.model.time_terms import TimeTerm
from valueback.moments import day_of, end_of_day, in_zone, start_of_day

E = TypeVar("E")
T = TypeVar("T")

OrderStatus = Literal["draft", "sent", "approved", "declined", "void", "expired"]

NEXT_STATUS: dict[OrderStatus, tuple[OrderStatus, ...]] = {
    "draft": ("sent", "void"),
    "sent": ("approved", "declined", "void"),
    "approved": (),
    "declined": (),
    "void": (),
    "expired": (),
}
"""What a change order can become from where it stands."""


_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_INSTANT = timedelta(microseconds=1)


class _Ahead:
    """The nearest moment ahead of `now` at which an answer that was given could change."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.nearest: datetime | None = None

    def notice(self, moment: datetime) -> None:
        """Somebody asked whether this moment has come."""
        if moment > self.now and (self.nearest is None or moment < self.nearest):
            self.nearest = moment


@frozen
class Timeline:
    """An engagement as of a moment.

    A rule never compares with that moment itself: it asks here whether a moment has come, or a
    day is over. The timeline remembers the nearest moment ahead that was asked about: until then
    every answer stays as it is (decision 2026-11-25: the timeline answers whether it has passed).
    """

    engagement: Engagement
    as_of: datetime
    corrected_until: datetime | None = None
    watch: _Ahead | None = None

    def back_at(self, moment: datetime) -> Timeline:
        """What had happened by an earlier moment, by the record as it is corrected now."""
        return Timeline(self.engagement, min(moment, self.as_of), self.as_of, self._ahead)

    def of_another(self, engagement: Engagement) -> Timeline:
        """The same moment of another engagement, corrected until the same moment."""
        return Timeline(engagement, self.as_of, self.corrected_until, self._ahead)

    def of_grown(self, engagement: Engagement) -> Timeline:
        """The same moment of an engagement that may have one more entry: what is known of the
        others is not worked out again, unless it corrects them.
        """
        grown = Timeline(engagement, self.as_of, self.corrected_until, self.watch)
        before, after = self.engagement.log.entries, engagement.log.entries
        new = after[-1] if after else None
        one_more = len(after) == len(before) + 1 and after[-2:-1] == before[-1:]
        if new is None or not one_more or isinstance(new, Amendment | Void):
            return grown
        entries, by_kind = self.entries, self._by_kind
        if self.reached(new.at):
            entries, of_kind = _inserted(entries, new), _inserted(self.of(type(new)), new)
            by_kind = {**by_kind, type(new): list(of_kind)}
        vars(grown).update(entries=entries, _by_kind=by_kind)
        return grown

    # --- has it passed? ---

    @cached_property
    def _ahead(self) -> _Ahead:
        return self.watch or _Ahead(self.as_of)

    @property
    def holds_until(self) -> datetime | None:
        """Until when (excluded) all that was worked out so far stays as it is while nothing is
        written; None where nothing that lies ahead was asked about.
        """
        return self._ahead.nearest

    def reached(self, moment: datetime) -> bool:
        """Whether a moment has come; at that very moment it has."""
        self._ahead.notice(moment)
        return moment <= self.as_of

    def passed(self, moment: datetime) -> bool:
        """Whether a moment lies in the past; at that very moment it does not yet."""
        self._ahead.notice(moment + _INSTANT)
        return moment < self.as_of

    def begun(self, day: date) -> bool:
        """Whether a day has begun."""
        return self.reached(start_of_day(day, self.engagement.zone))

    def over(self, day: date) -> bool:
        """Whether a day has ended."""
        return self.begun(day + _DAY)

    def expired(self, deadline: datetime) -> bool:
        """Whether a deadline is over: its last second has passed."""
        return self.reached(deadline + _SECOND)

    @staticmethod
    def in_time(moment: datetime, deadline: datetime) -> bool:
        """Whether something happened by a deadline, which its last second belongs to."""
        return moment < deadline + _SECOND

    @property
    def today(self) -> date:
        """The day of the moment asked about."""
        self._ahead.notice(start_of_day(self._today + _DAY, self.engagement.zone))
        return self._today

    def number_in(self, periods: Periods) -> int:
        """The number of the present one of some periods: the same until the next one begins."""
        number = periods.number_of(self._today)
        before = 0 if self._today < periods.starts else number + 1
        if periods.per != "term" and (periods.total is None or before < periods.total):
            self.begun(periods.begins(before))
        return number

    @cached_property
    def _today(self) -> date:
        return self.day(self.as_of)

    def local(self, moment: datetime) -> datetime:
        """An instant on the wall clock of the engagement, for messages."""
        return in_zone(moment, self.engagement.zone)

    # --- what is there ---

    def once(self, work: Callable[[Timeline], T]) -> T:
        """What a rule works out from this view; worked out once, however many reports ask."""
        if work not in self._worked_out:
            self._worked_out[work] = work(self)
        found: T = self._worked_out[work]
        return found

    @cached_property
    def _worked_out(self) -> dict[Callable[[Timeline], Any], Any]:
        return {}

    @property
    def agreement(self) -> Agreement:
        """The agreement as signed."""
        return self.engagement.agreement

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The live entries in time order; file order breaks ties."""
        corrected = self.corrected_until or self.as_of
        current = self.engagement.log.as_amended(corrected)
        gone = self.engagement.log.voided(corrected)
        in_order = sorted(current.values(), key=_at)
        happened = bisect_right(in_order, self.as_of, key=_at)
        if happened < len(in_order):
            self._ahead.notice(in_order[happened].at)
        return tuple(
            entry
            for entry in in_order[:happened]
            if entry.id not in gone and not isinstance(entry, Amendment | Void)
        )

    @cached_property
    def _by_kind(self) -> dict[type, list[Any]]:
        found: dict[type, list[Any]] = defaultdict(list)
        for entry in self.entries:
            found[type(entry)].append(entry)
        return found

    def of(self, kind: type[E]) -> list[E]:
        """The live entries of a kind, in time order."""
        return self._by_kind.get(kind, [])

    @cached_property
    def position(self) -> dict[str, int]:
        """The place of each live entry in time order."""
        return {entry.id: number for number, entry in enumerate(self.entries)}

    def day(self, moment: datetime) -> date:
        """The practice's day on which an instant falls."""
        return day_of(moment, self.engagement.zone)

    def end_of(self, day: date) -> datetime:
        """The last second of a day in the practice."""
        return end_of_day(day, self.engagement.zone)

    @cached_property
    def in_force_since(self) -> datetime | None:
        """When the second of both sides signed; None while a signature is missing."""
        first: dict[str, datetime] = {}
        for signature in self.of(Signature):
            first.setdefault(signature.by, signature.at)
        return max(first.values()) if len(first) == 2 else None

    @cached_property
    def calendar(self) -> Calendar:
        """By when: the zone, the working days and the free days that hold by now."""
        agreed = self.agreement.calendar
        added = (o.free_days for o in self.of(ChangeOrder) if self.approved_on(o) is not None)
        free = frozenset(chain(agreed.free_days, *added))
        return Calendar(self.engagement.zone, agreed.weekdays, free)

    def after(self, term: TimeTerm, since: date | datetime) -> datetime:
        """The last moment of a term that begins with a moment, or with the end of a bare day."""
        found = self._ends.get((term, since))
        if found is None:
            found = self._ends[term, since] = self.calendar.after(term, since)
        return found

    @cached_property
    def _ends(self) -> dict[tuple[TimeTerm, date | datetime], datetime]:
        return {}

    # --- what became of a booking ---

    @cached_property
    def bookings(self) -> dict[str, Booking]:
        """The live bookings by id."""
        return {booking.id: booking for booking in self.of(Booking)}

    @cached_property
    def cancellations(self) -> dict[str, Cancellation]:
        """The live cancellations by id."""
        return {cancellation.id: cancellation for cancellation in self.of(Cancellation)}

    @cached_property
    def cancellation_of(self) -> dict[str, Cancellation]:
        """The first cancellation of each booking, by the booking's id."""
        found: dict[str, Cancellation] = {}
        for cancellation in self.of(Cancellation):
            found.setdefault(cancellation.booking, cancellation)
        return found

    @cached_property
    def session_of(self) -> dict[str, Session]:
        """The session of each booking, by the booking's id.

        A session that names no booking belongs to the one with the same start, and rather to one
        of its item that was not cancelled.
        """
        found: dict[str, Session] = {}
        by_start: dict[datetime, list[Booking]] = defaultdict(list)
        for session in self.of(Session):
            if session.booking is not None:
                found.setdefault(session.booking, session)
        for booking in self.of(Booking):
            if booking.id not in found:
                by_start[booking.to].append(booking)
        for session in self.of(Session):
            free = [b for b in by_start[session.at] if b.id not in found]
            if session.booking is None and free:
                found[min(free, key=lambda b: self._fit(session, b)).id] = session
        return found

    def _fit(self, session: Session, booking: Booking) -> tuple[bool, bool]:
        """How badly a booking fits a session of the same start."""
        return booking.id in self.cancellation_of, booking.item != session.item

    @cached_property
    def booking_of(self) -> dict[str, Booking]:
        """The booking of each session, by the session's id; a session may have none."""
        return {
            session.id: self.bookings[booking]
            for booking, session in self.session_of.items()
            if booking in self.bookings
        }

    @cached_property
    def replacements_of(self) -> dict[str, list[Booking]]:
        """The bookings that replace what was cancelled, by the cancellation's id."""
        return _grouped(self.of(Booking), "replaces")

    def replaced_by(self, booking: Booking) -> list[Booking]:
        """The bookings that replace one: it was called off, or the provider missed it."""
        return list(self._replacing.get(booking.id, ()))

    @cached_property
    def _replacing(self) -> dict[str, list[Booking]]:
        found: dict[str, list[Booking]] = defaultdict(list)
        for booking in self.of(Booking):
            before = self.replaced(booking)
            if before is not None:
                found[before.id].append(booking)
        return found

    def replaced(self, booking: Booking) -> Booking | None:
        """The booking that another one replaces."""
        if booking.replaces is None:
            return None
        called_off = self.cancellations.get(booking.replaces)
        if called_off is not None:
            return self.bookings.get(called_off.booking)
        return self.booking_of.get(booking.replaces)

    def item_of(self, entry: Booking | Session) -> str:
        """The scope item of a meeting: as it says, else that of its booking or of the booking that
        it replaces, else the one that sessions use up.
        """
        if "item" in vars(entry) and (entry.item != SESSIONS or SESSIONS in self.agreement.items):
            return entry.item
        if isinstance(entry, Session):
            before = self.booking_of.get(entry.id)
        else:
            before = self._before(entry)
        if before is not None:
            return self.item_of(before)
        usual = self.agreement.sessions_item
        return SESSIONS if usual is None else usual.id

    def _before(self, booking: Booking) -> Booking | None:
        """The booking that one replaces, unless they replace each other."""
        seen, at = {booking.id}, self.replaced(booking)
        while at is not None and at.id not in seen:
            seen.add(at.id)
            at = self.replaced(at)
        return self.replaced(booking) if at is None else None

    def was_missed(self, booking: Booking) -> bool:
        """Whether a booked meeting came about without one of the two."""
        session = self.session_of.get(booking.id)
        return session is not None and not session.attended

    # --- what became of a request ---

    @cached_property
    def requests(self) -> dict[str, Request]:
        """The live requests by id."""
        return {request.id: request for request in self.of(Request)}

    @cached_property
    def decision_on(self) -> dict[str, Decision]:
        """The latest decision on each request, by the request's id."""
        return {decision.request: decision for decision in self.of(Decision)}

    @cached_property
    def orders(self) -> dict[str, ChangeOrder]:
        """The live change orders by id."""
        return {order.id: order for order in self.of(ChangeOrder)}

    @cached_property
    def _marks(self) -> dict[str, list[ChangeOrderStatus]]:
        return _grouped(self.of(ChangeOrderStatus), "change_order")

    def marks_of(self, order: ChangeOrder) -> list[ChangeOrderStatus]:
        """The steps of a change order that count; one too late, or out of turn, does not."""
        state: OrderStatus = "draft"
        counting = []
        for mark in self._marks.get(order.id, ()):
            late = order.valid_until is not None and self.day(mark.at) > order.valid_until
            if mark.status in NEXT_STATUS[state] and not (late and mark.status == "approved"):
                state = mark.status
                counting.append(mark)
        return counting

    def order_status(self, order: ChangeOrder) -> OrderStatus:
        """How a change order stands: one that was sent expires when its validity is over."""
        marks = self.marks_of(order)
        state: OrderStatus = marks[-1].status if marks else "draft"
        if state == "sent" and order.valid_until is not None and self.over(order.valid_until):
            return "expired"
        return state

    def approved_on(self, order: ChangeOrder) -> date | None:
        """The day on which a change order was approved; None where it was not."""
        marks = self.marks_of(order)
        approved = marks[-1] if marks and marks[-1].status == "approved" else None
        return None if approved is None else self.day(approved.at)

    @cached_property
    def approved_orders(self) -> list[tuple[ChangeOrder, date]]:
        """The change orders that hold, each with the day of its approval."""
        approved = self.approved_on
        return [(o, day) for o in self.of(ChangeOrder) if (day := approved(o)) is not None]

    # --- what belongs to a session ---

    @cached_property
    def attended(self) -> list[Session]:
        """The sessions to which both came."""
        return [session for session in self.of(Session) if session.attended]

    @cached_property
    def attended_positions(self) -> list[int]:
        """The place of each attended session in time order."""
        return [self.position[session.id] for session in self.attended]

    @cached_property
    def requests_on(self) -> dict[str, list[FeedbackRequest]]:
        """Requests for feedback, by the session's id."""
        return _grouped(self.of(FeedbackRequest), "session")

    @cached_property
    def feedback_on(self) -> dict[str, list[Feedback]]:
        """Feedback in time order, by the session's id."""
        return _grouped(self.of(Feedback), "session")

    @cached_property
    def done_of(self) -> dict[str, list[HomeworkDone]]:
        """When homework was done, by the homework's id."""
        return _grouped(self.of(HomeworkDone), "homework")

    @cached_property
    def adjustments_to(self) -> dict[str, list[Adjustment]]:
        """Adjustments in time order, by the feedback's id."""
        return _grouped(self.of(Adjustment), "feedback")


_at = attrgetter("at")


def _grouped(entries: list[E], field: str) -> dict[str, list[E]]:
    groups: dict[str, list[E]] = {}
    for entry in entries:
        key = getattr(entry, field)
        if key is not None:
            groups.setdefault(key, []).append(entry)
    return groups


def _inserted(entries: Sequence[Entry], new: Entry) -> tuple[Entry, ...]:
    """Entries in time order with one that was written after all of them."""
    at = bisect_right(entries, new.at, key=_at)
    return (*entries[:at], new, *entries[at:])
