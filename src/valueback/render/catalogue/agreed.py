"""What the agreement's paper says of its terms: duties, misses, steps, what is promised."""

from __future__ import annotations

SENTENCES: dict[str, str | tuple[str, str]] = {
    # the client's part: what the client does, and how it is agreed
    "clause.feedback.duty": "give written feedback",
    "clause.feedback.agreed": "after every meeting, within {within}; I ask you for it",
    "clause.homework.duty": "do the homework",
    "clause.homework.agreed": "by its day; {usual} unless we say otherwise",
    "clause.homework.agreed-with-grace": (
        "by its day, with {grace} of grace; {usual} unless we say otherwise"
    ),
    "clause.presence.duty": "are there, on time and to the end",
    "clause.presence.agreed": "at most {late} late, and leaving at most {early} early",
    "clause.cancellation.duty": "cancel in good time",
    "clause.cancellation.agreed.booked": (
        "at least {notice} before, and agree on a new date within {within}"
    ),
    "clause.cancellation.agreed.booked.uses": (
        "at least {notice} before, and agree on a new date within {within}; with less notice the "
        "meeting counts as held"
    ),
    "clause.cancellation.agreed.held": "at least {notice} before, and make up for it within {within}",
    "clause.cancellation.agreed.held.uses": (
        "at least {notice} before, and make up for it within {within}; with less notice the meeting "
        "counts as held"
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
    "clause.delivery.agreed": "all the meetings that we agreed",
    # what is forgiven
    "allowed.none": "none",
    "allowed.share": "{share} % of what falls due",
    "allowed.count": "{count} in the whole term",
    # what counts as a miss
    "miss.homework": "homework that is not done in time",
    "miss.no-show": "a meeting to which you do not come",
    "miss.late-cancellation": "a meeting called off with less notice than agreed",
    "miss.feedback": "feedback that does not come in time",
    "miss.late": "coming late",
    "miss.left-early": "leaving early",
    "miss.reschedule": "no new date in time for a meeting that you called off",
    # what follows
    "step.reminder": "a friendly reminder",
    "step.warning": "a written warning",
    "step.penalty": "a charge",
    "step.pause": "a pause: no new meetings until we have talked",
    "step.disengage": "the end of our work together",
    # how much is promised
    "scope.as-needed": "as needed",
    "scope.term": "{number}",
    "scope.month": "{number} a month",
    "scope.week": "{number} a week",
    # how often a promise is kept
    "often.1": "every day",
    "often.7": "every week",
    "often.14": "every two weeks",
    "often.30": "every month",
    "often.31": "every month",
    "often.90": "every three months",
    "often.92": "every three months",
    "often.180": "twice a year",
    "often.365": "every year",
    "often": "every {count} days",
}
