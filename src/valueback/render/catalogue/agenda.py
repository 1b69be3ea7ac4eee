"""What is due or owed, and how several things are listed."""

from __future__ import annotations

SENTENCES: dict[str, str | tuple[str, str]] = {
    "due.abuse": "Abuse was noted: {text}. The answer is to end the engagement",
    "due.end-announced": "You announced the end on {on}; log it",
    "due.complete": "Cannot be signed yet, it lacks {what}; it begins on {starts}",
    "due.sign": "Not signed by both; it begins on {starts}",
    "due.meeting": "Meeting at {start}",
    "due.outcome": "What became of the meeting of {start}?",
    "homework.is-due": "Homework is due on {by}: {text}",
    "homework.was-due": "Homework was due on {by}: {text}",
    "due.action.reminder": "The agreed answer, a reminder, is owed: {missed}",
    "due.action.warning": "The agreed answer, a warning, is owed: {missed}",
    "due.action.penalty": "The agreed answer, a penalty, is owed: {missed}",
    "due.action.pause": "The agreed answer, a pause, is owed: {missed}",
    "due.action.disengage": "The agreed answer, the end, is owed: {missed}",
    "due.request": "A request waits for an answer: {text}",
    "due.send-order": "{order}, {title}, waits to be sent",
    "due.order": "{order}, {title}, waits for the client's answer",
    "due.order-until": "{order}, {title}, waits for the client's answer, valid until {until}",
    "due.judgement": "A decision is needed. {why}",
    "due.judge-miss": "A decision is needed: does it count? {why}",
    "due.refund": "The refund is due. {why}",
    "due.claim": "The client did their part and can claim the money back until {until}",
    "due.ending": "The engagement ends on {ends}",
    "due.promise": "A promise of yours, by {by}: {text}",
    "due.audit": "Time to ask how well you keep your promises, by {by}",
    "due.referral": "Ask for a referral. {why}",
    # lists
    "list.and": "{first} and {next}",
    "list.or": "{first} or {next}",
    "list.comma": "{first}, {next}",
    # amounts of things
    "days": ("{count} day", "{count} days"),
    "hours": ("{count} hour", "{count} hours"),
    "minutes": ("{count} minute", "{count} minutes"),
    "units": "{number} x {what}",
    "units.as-needed": "as needed x {what}",
}
