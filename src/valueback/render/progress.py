"""A client's own page: progress, what is open, the next meeting; nothing that is the house's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from valueback.model.entries import Homework, HomeworkDone
from valueback.model.message import Message, Sum, say
from valueback.model.practice import Practice
from valueback.model.term import is_over
from valueback.model.timeline import Timeline
from valueback.render.papers import agreement_words, words_of
from valueback.render.words import Words
from valueback.rules.clause_reports import client_findings
from valueback.rules.clauses import BY_ID
from valueback.rules.guarantee import assess
from valueback.rules.payments import back_by, payment_account
from valueback.rules.results import ResultState, results
from valueback.rules.suggestions import booking_ahead, open_homework
from valueback.rules.whole_term import meetings_agreed


def progress_words(timeline: Timeline, practice: Practice) -> dict[str, Any]:
    """Everything that the page says, in the words in which one speaks to the client."""
    words = words_of(timeline.engagement, practice)
    agreed = meetings_agreed(timeline)
    ahead = None if is_over(timeline) else booking_ahead(timeline)
    answer = assess(timeline)
    claim_by = answer.claim.deadline
    return agreement_words(timeline.engagement, practice) | {
        "as_of": words.shown(timeline.today),
        "standing": answer.verdict,
        "at_risk": any(
            clause.status == "at-risk" and clause.owner == "client" for clause in answer.clauses
        ),
        "claim_by": "" if claim_by is None else words.shown(timeline.day(claim_by)),
        "results_so_far": [_result(item, timeline, words) for item in results(timeline).items],
        "meetings": {
            "held": len(timeline.attended),
            "agreed": "" if agreed is None else words.shown(agreed),
            "next": None if ahead is None else _moment(timeline.local(ahead.to), words),
        },
        "homework": {
            "done": len(timeline.of(HomeworkDone)),
            "open": [words(_task(task)) for task in open_homework(timeline)],
        },
        "keeps": [words(duty) for duty in _duties(timeline)],
        "payment": _payment(timeline, words),
        "back": _back(timeline, words),
    }


def _back(timeline: Timeline, words: Words) -> dict[str, str]:
    """What is to be paid back to the client, why, and by when."""
    answer, currency = assess(timeline), timeline.agreement.currency
    left, why, amount, by = answer.leaving, "", answer.amount, back_by(timeline)
    if left.due and left.end is not None:
        why, amount = "leaving", left.due
    elif answer.verdict == "refund-due" and answer.claim.at is not None:
        why = "guarantee"
    return {
        "why": why,
        "sum": words.shown(Sum(amount, currency)) if why else "",
        "by": "" if by is None else words.shown(by),
    }


def _payment(timeline: Timeline, words: Words) -> dict[str, str]:
    """What is to be paid, where that is known: overdue, and next."""
    account, currency = payment_account(timeline), timeline.agreement.currency
    if not account.known:
        return {"overdue": "", "next": "", "due": "", "since": ""}
    following = account.next
    return {
        "overdue": words.shown(Sum(account.overdue, currency)) if account.overdue else "",
        "next": "" if following is None else words.shown(Sum(following.amount, currency)),
        "due": "" if following is None else words.shown(following.due),
        "since": "yes" if following is not None and timeline.begun(following.due) else "",
    }


def _moment(at: datetime, words: Words) -> dict[str, str]:
    day, time = words.on_clock(at)
    return {"day": day, "time": time}


def _task(task: Homework) -> Message:
    return say("recall.homework", text=task.text, by=task.due)


def _duties(timeline: Timeline) -> list[Message]:
    """What is open on the client's side, soonest first, as one says it to the client."""
    open_ = [
        (finding, BY_ID[id_].recall)
        for id_, findings in client_findings(timeline).items()
        for finding in findings
        if finding.status == "pending"
    ]
    open_.sort(key=lambda found: found[0].due)
    return [recall(timeline, finding) for finding, recall in open_ if recall is not None]


def _result(item: ResultState, timeline: Timeline, words: Words) -> dict[str, str]:
    """What has come of a minimum result, as far as the client confirmed it."""
    agreed, currency = item.agreed, timeline.agreement.currency
    if item.reached:
        said = say("progress.reached")
    elif agreed.target is None or not item.confirmed:
        said = say("progress.not-yet")
    elif agreed.unit is not None:
        said = say("progress.so-far", total=item.total, target=agreed.target)
    else:
        total, target = Sum(item.total, currency), Sum(agreed.target, currency)
        said = say("progress.so-far", total=total, target=target)
    return {"text": agreed.text, "so_far": words(said)}
