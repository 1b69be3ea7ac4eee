"""Verdicts with their reasons, and the questions that somebody has to decide."""

from __future__ import annotations

SENTENCES: dict[str, str | tuple[str, str]] = {
    "sentence": "{said}.",
    "verdict.not-offered": "The agreement offers no money-back guarantee.",
    "verdict.not-in-force": "The agreement is not in force: a signature is missing.",
    "verdict.results-reached": "The agreed results were reached: {results}.",
    "verdict.assessed": "The client said on {on} that value came back ({assessment}).",
    "verdict.refunded": "The money that the guarantee promises has been paid back.",
    "verdict.left-refunded": "What leaving brings back has been paid back.",
    "verdict.left-due": (
        "The client ended the engagement on {on} ({end}); what leaving brings back is to be paid."
    ),
    "verdict.breached": ("{first}.", "{first}. There are {count} misses of that kind."),
    "verdict.breached.forgiven": (
        "{first}. Of the misses, {forgiven} are forgiven, and this one is left.",
        "{first}. Of the misses, {forgiven} are forgiven, and {count} are left.",
    ),
    "verdict.abuse": "Ended on {on} because of the client's abuse ({incident}).",
    "verdict.client-left": (
        "The client ended the engagement on {on} ({end}), with nothing missing on the provider's "
        "side at that moment."
    ),
    "verdict.end-ruled.client": "The client ended it on {on}; ruling {ruling}: {reason}",
    "verdict.end-ruled.provider": "The provider ended it on {on}; ruling {ruling}: {reason}",
    "verdict.end-ruled.both": "Both sides ended it on {on}; ruling {ruling}: {reason}",
    "verdict.ended-early.client": (
        "The client ended the engagement early, on {on} ({end}: {reason})."
    ),
    "verdict.ended-early.provider": (
        "The provider ended the engagement early, on {on} ({end}: {reason})."
    ),
    "verdict.ended-early.both": "Both sides ended the engagement early, on {on} ({end}: {reason}).",
    "verdict.still-open": "The term is over; still open: {what}.",
    "verdict.replacement-ahead": (
        "The term is over; a meeting is made up for on {on} ({booking})."
    ),
    "verdict.at-risk": (
        "More was missed in {clauses} than is allowed so far; what is allowed grows as more falls "
        "due, and is counted at the end of the term."
    ),
    "verdict.to-judge": "A decision is needed on what happened in {clauses}.",
    "verdict.unanswered": "The client's concern {concern} waits for an answer past its time.",
    "verdict.on-track": "What fell due so far was done, or is forgiven.",
    "verdict.factor-upheld": (
        "The results were kept back by {text} ({factor}); ruling {ruling}: {reason}"
    ),
    "verdict.factor-open": (
        "{text}, {first} to {last} ({factor}), may have kept the results back."
    ),
    "verdict.refund-due": (
        "The client did their part and claimed on {on}; the results were not reached."
    ),
    "verdict.eligible": "The client did their part and can claim the money back until {until}.",
    "verdict.expired": "The time to claim the money back ended on {on}.",
    "question.end": (
        "Does the guarantee stay open in spite of this end (excused), or close (stands)?"
    ),
    "question.finding": "Is this excused, or does it stand?",
    "question.factor": ("Does the refund stay open in spite of this (excused), or close (stands)?"),
    # recommendations
    "referral.not-glad": "The last two feedbacks are not both 4 or better.",
    "referral.overdue": "A promise is overdue: {promise}.",
    "referral.asked": (
        "It was asked within the last {count} day ({ask}).",
        "It was asked within the last {count} days ({ask}).",
    ),
    "referral.earned": "Earned: the last two feedbacks are 4 or better ({feedbacks}).",
    "referral.incident": "An incident is noted ({incident}).",
    "referral.concern": "A concern waits for an answer ({concern}).",
    "referral.refunded": "Money went back ({refund}).",
    "referral.no-value": "The client says that value did not come ({assessment}).",
    "referral.claim": "A claim is open ({claim}).",
}
