"""What the agreement's paper says of its terms: duties, misses, steps, what is promised."""

from __future__ import annotations

SENTENCES: dict[str, str | tuple[str, str]] = {
    # the client's part: what the client does, and how it is agreed
    "clause.feedback.duty": "give written feedback",
    "clause.feedback.agreed": "after every meeting, within {within}; I ask you for it",
    "clause.homework.duty": "do the homework",
    "clause.payment.duty": "pay in time",
    "clause.payment.agreed": "within {within} of the day on which it falls due",
    "clause.homework.agreed": "by its day; {usual} unless we say otherwise",
    "clause.homework.agreed.next-working-day": (
        "by its day or, where nobody works on that, the next working day; {usual} unless we say "
        "otherwise"
    ),
    "clause.homework.agreed-with-grace": (
        "by its day, with {grace} of grace; {usual} unless we say otherwise"
    ),
    "clause.presence.held": "{said}; a meeting to which you do not come counts as held",
    "clause.cancellation.unless-fee": "{said}, unless a fee below stands for it",
    "clause.presence.duty": "are there, on time and to the end",
    "clause.presence.agreed": "at most {late} late, and leaving at most {early} early",
    "clause.cancellation.duty": "cancel in good time",
    "clause.cancellation.agreed.booked": (
        "at least {notice}, and agree on a new date within {within}"
    ),
    "clause.cancellation.agreed.booked.uses": (
        "at least {notice}, and agree on a new date within {within}; with less notice the "
        "meeting counts as held"
    ),
    "clause.cancellation.agreed.held": "at least {notice}, and make up for it within {within}",
    "clause.cancellation.agreed.held.uses": (
        "at least {notice}, and make up for it within {within}; with less notice the meeting "
        "counts as held"
    ),
    "clause.cancellation.moving": (
        "{said}; to move it to a date that we agree on the same day, {notice} is enough"
    ),
    "clause.cancellation.grace": (
        "{said}; for {count} minute after it was booked, a meeting can always be called off",
        "{said}; for {count} minutes after it was booked, a meeting can always be called off",
    ),
    "clause.voice.duty": "say when value is missing",
    "clause.voice.agreed": "in your feedback, as we go, so that I can change it",
    # the provider's part
    "clause.clarity.agreed": "what you want to reach, and what should come of it at least, in writing",
    "clause.recording.agreed": "every meeting recorded for both of us",
    "clause.asking.agreed": "feedback asked for within {within} of each meeting",
    "clause.adjusting.agreed": (
        "whatever you find missing answered with a change before the next meeting, within {within} "
        "at most"
    ),
    "clause.punctual.agreed": (
        "meetings that begin on time, at most {count} minute late",
        "meetings that begin on time, at most {count} minutes late",
    ),
    "clause.delivery.agreed": "all the meetings that we agreed",
    # what is forgiven
    "allowed.none": "none",
    "allowed.share": "{share} % of what falls due, rounded down",
    "allowed.count": "{count} in the whole term",
    "allowed.week": "{count} in each week",
    "allowed.month": "{count} in each month",
    "allowed.quarter": "{count} in each quarter",
    "allowed.year": "{count} in each year",
    # money: what a refund is counted from, leaving, fees
    "refund-basis.paid": "what you paid",
    "refund-basis.first": "your first payment",
    "refund-basis.last": ("your last payment", "your last {count} payments"),
    "leaving.case": "{parts}",
    "leaving.by.client": "you end it, or both of us do",
    "leaving.by.provider": "I end it",
    "leaving.by.either": "either of us ends it",
    "leaving.within": "within {within} of {since}",
    "leaving.since.starts": "the first day",
    "leaving.since.signature": "the day on which both had signed",
    "leaving.since.first-payment": "your first payment",
    "leaving.since.first-session": "our first meeting",
    "leaving.used": "with at most {number} used ({what})",
    "leaving.duties": "while you have missed no more than is forgiven",
    "leaving.of.paid": "{percent} % of what you paid",
    "leaving.of.unused-units": "{percent} % of the price of what was not used",
    "leaving.of.unused-months": "{percent} % of the price of the months not begun",
    "leaving.of.unused-days": "{percent} % of the price of the days that are left",
    "leaving.of.repriced": (
        "{percent} % of what is left of the price when each one used is counted at {price}"
    ),
    "leaving.less": "{said}, less {sum}",
    "leaving.less-share": "{said}, less {share} % of that",
    "leaving.example": (
        (
            "For example: you end it on {day}, after {count} meeting, and have paid {paid}: by row "
            "{row}, {back} comes back."
        ),
        (
            "For example: you end it on {day}, after {count} meetings, and have paid {paid}: by row "
            "{row}, {back} comes back."
        ),
    ),
    "fee.below": "a meeting called off with less notice than {below}",
    "fee.sum": "{sum}",
    "fee.share": "{percent} % of one meeting's price",
    # what counts as a miss
    "miss.payment": "what is not paid in time",
    "miss.homework": "homework that is not done in time",
    "miss.no-show": "a meeting to which you do not come",
    "miss.late-cancellation": "a meeting called off with less notice than agreed",
    "miss.feedback": "feedback that does not come in time",
    "miss.late": "coming late",
    "miss.left-early": "leaving early",
    "miss.reschedule": "no new date in time for a meeting that you called off",
    "miss.move": "moving a meeting more often than agreed",
    "miss.move.allowed": "moving a meeting, even in good time, more often than we agreed ({allowed})",
    # what follows
    "step.reminder": "a friendly reminder",
    "step.warning": "a written warning",
    "step.penalty": "a charge",
    "step.fee": "a fee",
    "step.pause": "a pause: no new meetings until we have talked",
    "step.disengage": "the end of our work together",
    # how much is promised
    "scope.as-needed": "as needed",
    "scope.term": "{number}",
    "scope.month": "{number} a month",
    "scope.week": "{number} a week",
    "scope.quarter": "{number} a quarter",
    "scope.year": "{number} a year",
    "scope.hours": ("{count} hour", "{count} hours"),
    "scope.minutes": ("{count} minute", "{count} minutes"),
    "scope.by-calendar": "counted by the calendar",
    "scope.rounded": (
        "each time rounded up to {count} minute",
        "each time rounded up to {count} minutes",
    ),
    "scope.unit-takes": ("{count} minute each", "{count} minutes each"),
    "scope.carry.all": "what is left goes into the next period",
    "scope.carry.units": "up to {number} of what is left goes into the next period",
    "scope.carry.share": "what is left goes into the next period, up to {share} % of its quantity",
    "scope.carry-periods": (
        "{said}, and is lost after {count} period",
        "{said}, and is lost after {count} periods",
    ),
    "scope.answered": "what you ask about it is answered within {within}",
    # when one works
    "weekday.range": "{first} to {last}",
    "weekday.mon": "Monday",
    "weekday.tue": "Tuesday",
    "weekday.wed": "Wednesday",
    "weekday.thu": "Thursday",
    "weekday.fri": "Friday",
    "weekday.sat": "Saturday",
    "weekday.sun": "Sunday",
    # how often a promise is kept
    "often.day": ("every day", "every {count} days"),
    "often.working-day": ("every working day", "every {count} working days"),
    "often.week-2": "every two weeks",
    "often.week-3": "every three weeks",
    "often.month-2": "every two months",
    "often.month-3": "every three months",
    "often.month-4": "every four months",
    "often.month-6": "twice a year",
    "often.week": ("every week", "every {count} weeks"),
    "often.month": ("every month", "every {count} months"),
    "often.quarter": ("every quarter", "every {count} quarters"),
    "often.year": ("every year", "every {count} years"),
}
