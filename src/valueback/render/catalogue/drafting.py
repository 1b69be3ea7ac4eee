"""What was taken for granted when something was written down, and how to say otherwise."""

from __future__ import annotations

SENTENCES: dict[str, str | tuple[str, str]] = {
    "assumed.entry": "Taken to be {entry}: {text}",
    "assumed.booking": "Taken to be {booking}, booked for {start}.",
    "assumed.about": "Taken to be about {session}, the meeting of {meeting}.",
    "assumed.answers": "Taken to answer {entry}: {text}",
    "assumed.replaces": "Taken to replace what {entry} cancelled.",
    "assumed.makes-up-for": "Taken to make up for {entry}, which you missed.",
    "assumed.minutes": (
        "Taken to be planned for {count} minute.",
        "Taken to be planned for {count} minutes.",
    ),
    "assumed.due": "Due by {by}, as the agreement has it.",
    "assumed.feedback-in-meeting": "Counted as the client's own feedback, given in the meeting.",
    "assumed.booked-already": "The next meeting, {start}, was booked already ({booking}).",
    "assumed.not-booked": "Not booked: the agreed pause is in force. See: valueback check-accountability",
    "assumed.item-beyond-scope": "{item} is not in the scope of the agreement.",
    "assumed.gifts": ("Given away so far: {count} minute.", "Given away so far: {count} minutes."),
    "assumed.gifts-of": (
        "Given away so far: {count} minute of {budget} meant to be given.",
        "Given away so far: {count} minutes of {budget} meant to be given.",
    ),
    "assumed.oldest-owed": "Taken to be the oldest action owed: {action} for {entry}.",
    "assumed.milder": "The agreement has {agreed} for it; you chose the milder {taken}.",
    "assumed.all-owed": "Taken to be all that is owed: {sum}.",
    "assumed.refund-for": "Taken to be for {cause}.",
    "noticed.open-request": "{request} is open ({text}).",
    "noticed.item": "It may be {item}.",
    "noticed.not-promised": "{standard} is not promised to this client; it is written down all the same.",
    "amended.before": "Before: {at}, {what}",
    "amended.after": "After: {at}, {what}",
    # what a new agreement is called, where nobody named it
    "title.months": ("One month", "{count} months"),
    "title.since": "Agreement of {first}",
    "title.term": "Agreement {first} to {last}",
    "scope.session": "{count}-minute session",
    "order.months": "Months by which it gets longer",
    "order.upgrade": "Upgrade to {name}",
    "otherwise": "Say {flag} otherwise.",
    "otherwise.new": "Say {flag} if it does not.",
    "otherwise.asked": "If this answers it, say {flag}.",
    "otherwise.item": "If so, say {flag} {item}.",
}
