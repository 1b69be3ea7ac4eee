"""What clients wrote, in chats, mails and forms: feedback, notice, homework, requests.

What a line of a chat is, a person says; an answer to a question about a session is feedback.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from valueback.identifiers import folded
from valueback.model.entries import (
    Booking,
    Cancellation,
    Entry,
    Feedback,
    HomeworkDone,
    Request,
    Session,
    Survey,
)
from valueback.model.message import say
from valueback.model.observation import Answers as Answered
from valueback.model.observation import Writing
from valueback.rules.matching.meetings import Place
from valueback.rules.matching.outcome import Ask, Outcome
from valueback.rules.suggestions import open_homework

KINDS = ("feedback", "notice", "homework", "request", "nothing")
"""What a message of a client can be."""

_SOON = timedelta(days=3)
"""How soon after a meeting an answer is about that one, where no other lies as near."""

LONGEST = 4_000
"""How much of a message an entry keeps, in characters."""


def message(place: Place) -> Iterator[Outcome]:
    """What a message adds, once somebody said what it is."""
    found = place.observation.what
    assert isinstance(found, Writing)
    what = place.answers().get("what") or ("feedback" if found.session else None)
    if what is None:
        ask = Ask("what", say("import.ask.what", text=_short(found.text)), KINDS)
        yield place.proposal((), "import.message", ask)
        return
    yield from _as_said(place, found, str(what))


def _as_said(place: Place, found: Writing, what: str) -> Iterator[Outcome]:
    timeline, source, text = place.timeline, place.observation.source, found.text[:LONGEST]
    entry: Entry | None = None
    match what:
        case "feedback":
            answered = Answered(at=found.at, text=text, session=found.session)
            yield from _feedback(place, answered)
            return
        case "notice":
            ahead = [
                b
                for b in timeline.of(Booking)
                if b.to > found.at
                and b.id not in timeline.cancellation_of
                and b.id not in timeline.session_of
            ]
            booking = min(ahead, key=lambda b: b.to, default=None)
            if booking is not None:
                entry = Cancellation(
                    at=found.at, booking=booking.id, by="client", reason=text, source=source
                )
        case "homework":
            task = next((h for h in open_homework(timeline) if h.at <= found.at), None)
            if task is not None:
                entry = HomeworkDone(at=found.at, homework=task.id, evidence=text, source=source)
        case "request":
            entry = Request(at=found.at, text=text, source=source)
        case _:
            yield place.settled("ignored", "import.nothing")
            return
    if entry is None:
        yield place.settled("ignored", _WHY_NOT[what])
    else:
        yield place.proposal((entry,), _WHY[what])


_WHY = {"notice": "import.notice", "homework": "import.homework", "request": "import.request"}
_WHY_NOT = {"notice": "import.no-notice", "homework": "import.no-homework"}


def form(place: Place) -> Iterator[Outcome]:
    """What an answered form adds: feedback on a session, or an audit of promises."""
    found = place.observation.what
    assert isinstance(found, Answered)
    scores = _scores(place, found)
    about_session = found.value is not None or found.missing or found.session
    if scores:
        nps = scores.pop("nps", None)
        survey = Survey(at=found.at, scores=scores, nps=nps, source=place.observation.source)
        yield place.proposal((survey,), "import.survey", part="#survey" if about_session else "")
    if about_session or not scores:
        yield from _feedback(place, found)


def _scores(place: Place, found: Answered) -> dict[str, int]:
    """The scores of the promises that the practice has, by their ids."""
    known = {"nps": "nps"}
    for standard in place.known.practice.standard:
        known |= {folded(standard.id): standard.id, folded(standard.text): standard.id}
    return {known[folded(n)]: score for n, score in found.scores.items() if folded(n) in known}


def _feedback(place: Place, found: Answered) -> Iterator[Outcome]:
    timeline = place.timeline
    held = [s for s in timeline.attended if s.at <= found.at]
    named = place.answers().get("session") or found.session
    session = next((s for s in held if s.id == named), None)
    waiting = [s for s in held if s.id not in timeline.feedback_on]
    if session is not None and _same_feedback(place, found, session):
        yield place.settled("known", "import.known", entry=timeline.feedback_on[session.id][0].id)
        return
    text = found.text or found.missing or ("" if found.value is None else str(found.value))
    if not text.strip():
        yield place.settled("ignored", "import.says-nothing")
        return
    if not held:
        yield place.settled("ignored", "import.no-session")
        return
    recent = [s for s in waiting if found.at - s.at <= _SOON]
    likely = (recent or waiting or held)[-1]
    asks: tuple[Ask, ...] = ()
    if session is None:
        session = likely
        if named is not None or len(recent or waiting) != 1:
            ids = tuple(s.id for s in reversed((waiting or held)[-9:]))
            at = timeline.local(found.at)
            asks = (Ask("session", say("import.ask.session", at=at), ids, likely.id),)
    entry = Feedback(
        at=found.at,
        session=session.id,
        text=text[:LONGEST],
        value=found.value,
        missing=found.missing,
        source=place.observation.source,
    )
    yield place.proposal((entry,), "import.feedback", *asks, session=session.id)


def _same_feedback(place: Place, found: Answered, session: Session) -> bool:
    """Whether that is on record, typed or from elsewhere."""
    return any(f.at == found.at for f in place.timeline.feedback_on.get(session.id, ()))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 120 else f"{plain[:119]}…"
