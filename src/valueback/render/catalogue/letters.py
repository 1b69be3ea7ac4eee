"""What messages and letters to clients say that no template can know beforehand."""

from __future__ import annotations

SENTENCES: dict[str, str | tuple[str, str]] = {
    # what can be answered to a request
    "option.included": "Yes, gladly: it is part of what we agreed.",
    "option.menu": "Yes: {name} costs you {price}.",
    "option.upgrade": "Yes, with {name}: you pay only the difference, {price}.",
    "option.package": "Yes, with {name}: {price} for you, as a client of mine.",
    "option.retainer": "Yes, if we go on with {name}: {price} a month.",
    "option.change-order": (
        "Yes, for {price}: I write a change order, and begin when we both have signed."
    ),
    "option.goodwill": (
        "Yes, as a gift: you would give away {gift}, after {count} minute so far.",
        "Yes, as a gift: you would give away {gift}, after {count} minutes so far.",
    ),
    "option.this": "this",
    "option.referred-out": ("This is not what I do best: I gladly name somebody who does it well."),
    "option.declined": "Not this time: it would take away from what we agreed to reach.",
    "invitation.title": "{title}: {client} and {provider}",
    # what had been agreed, as one says it to the client
    "recall.payment": "the payment of {sum} (due {due}, to be paid by {by})",
    "recall.homework": "{text} (due {by})",
    "recall.homework-done": "{text} (due {by}, done on {done})",
    "recall.feedback": "your feedback on our meeting of {meeting} (due {by})",
    "recall.meeting": "our meeting of {meeting}, to which you did not come",
    "recall.late": "beginning on time (our meeting of {meeting})",
    "recall.left-early": "time to the end (our meeting of {meeting})",
    "recall.new-date": "a new date, by {by}, for the meeting of {meeting} that was called off",
    "recall.notice": "{notice} for a meeting that is called off (the one of {meeting})",
    "recall.moved": "our meetings kept as they are booked (the one of {meeting} was moved once more)",
    # what has come of it so far
    "progress.reached": "reached",
    "progress.not-yet": "not yet",
    "progress.so-far": "{total} of {target}",
    # what the ending letter owns up to
    "clause.recording.owned": "Not every meeting was recorded for both of us.",
    "clause.asking.owned": "I did not ask for your feedback each time.",
    "clause.adjusting.owned": "I did not answer every concern of yours in time.",
    "clause.punctual.owned": "I was not always on time.",
    "clause.delivery.owned": "Not all the meetings that we agreed took place.",
    "clause.clarity.owned": "I did not write down clearly enough what should come of it.",
    "ending.abuse": "I treated you in a way that nobody should have to bear.",
    # the dossier's sections
    "section.signatures": "Signatures",
    "section.signatures.about": "Who accepted the agreement, and when.",
    "section.service": "Service: dates and recordings",
    "section.service.about": "What was booked and held; each recording can be heard by both.",
    "section.cancellations": "Cancellations, with the moment of notice",
    "section.homework": "Homework",
    "section.feedback": "The client's written feedback",
    "section.feedback.about": (
        "In the client's own words, with what was asked and what was changed in answer."
    ),
    "section.results": "Results, and what the client says of them",
    "section.requests": "Requests, and how they were answered",
    "section.work": "Work, and what was spent",
    "section.changes": "Changes of the agreement",
    "section.circumstances": "Circumstances and decisions",
    "section.money": "Payments, claims and refunds",
    "section.statements": "Statements given to both",
    "section.counted": ("One entry, of {first}.", "{count} entries, from {first} to {last}."),
    "section.counted.one-day": ("One entry, of {first}.", "{count} entries, all of {first}."),
    "section.signed": "The agreement that the client signed on {day} ({entry}), in full",
    "section.unsigned": "The agreement as it is proposed, in full",
    "dossier.order": "{what}. It holds: {lines}",
    "dossier.line.once": "{text}, {quantity} at {price} each",
    "dossier.line.month": "{text}, {quantity} at {price} each, every month",
    "dossier.line.period": "{text}, {quantity} at {price} each, in every period",
}
