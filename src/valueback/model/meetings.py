"""What both do for the meetings, with and without a guarantee; on which days one works."""

from collections.abc import Iterator
from typing import Annotated, Literal

from valueback.errors import Problem
from valueback.model.data import WEEKDAYS, Count, Data, Day, Weekday
from valueback.model.marks import AS_LIST
from valueback.model.time_terms import TimeTerm
from valueback.model.values import DueTerm, NewDate, Notice, Term


class WorkingCalendar(Data):
    """On which weekdays one works, and the days on which one does not: dates, so that nobody's
    list of holidays ever changes what was signed.
    """

    working_days: Annotated[tuple[Weekday, ...], AS_LIST] = (
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
    )
    free_days: Annotated[tuple[Day, ...], AS_LIST] = ()

    def problems(self) -> Iterator[Problem]:
        """A week without any day to work has no working days to count."""
        if not self.working_days:
            yield Problem(
                "names no day", 'Write them like ["mon", "tue", "wed"].', ("working_days",)
            )

    @property
    def weekdays(self) -> frozenset[int]:
        """The working weekdays as numbers, Monday 0."""
        return frozenset(WEEKDAYS.index(day) for day in self.working_days)


class Meetings(Data):
    """What both do for the meetings, with and without a guarantee."""

    cancellation_notice: Notice = TimeTerm(24, "hour")
    moving_notice: Notice | None = None
    booking_grace_minutes: Count = 60
    reschedule_within: NewDate = TimeTerm(15, "day")
    reschedule_rule: Literal["booked", "held"] = "booked"
    late_grace_minutes: Count = 5
    early_leave_grace_minutes: Count = 5
    feedback_within: Term = TimeTerm(7, "day")
    ask_within: Term = TimeTerm(1, "day")
    adjust_within: Term = TimeTerm(7, "day")
    homework_due: DueTerm = TimeTerm(7, "day")
    homework_grace: Term = TimeTerm(0, "day")
