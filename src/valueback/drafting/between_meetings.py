"""Between meetings: homework, feedback, and what the provider changes in answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from valueback.drafting.draft import Draft, drafts
from valueback.errors import Hint, refused
from valueback.model.entries import Adjustment, Feedback, FeedbackRequest, Homework, HomeworkDone
from valueback.model.message import FieldName, say
from valueback.rules.suggestions import (
    concern_to_answer,
    open_homework,
    session_awaiting_feedback,
)


@drafts
def homework(
    draft: Draft,
    *,
    text: str,
    due: date | None = None,
    session: str | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> Homework:
    """Homework; without a due day it has as long as the agreement gives."""
    given = draft.at(at)
    if due is None:
        usual = draft.engagement.agreement.meetings.homework_due
        due = draft.timeline.calendar.day_after(usual, draft.timeline.day(given))
        draft.assume(say("assumed.due", by=due), say("otherwise", flag=FieldName("due")))
    return draft.add(Homework(at=given, text=text, due=due, session=session, note=note))


@drafts
def homework_done(
    draft: Draft,
    *,
    homework: str | None = None,
    evidence: str | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> HomeworkDone:
    """Homework that was done: the open one that is due first, unless it is named."""
    if homework is None:
        waiting = open_homework(draft.timeline)
        if not waiting:
            raise refused("No homework is open.", "See the log with: valueback show")
        homework = waiting[0].id
        draft.assume(say("assumed.entry", entry=homework, text=waiting[0].text))
    return draft.add(HomeworkDone(at=draft.at(at), homework=homework, evidence=evidence, note=note))


@drafts
def feedback_request(
    draft: Draft,
    *,
    session: str,
    channel: str,
    at: datetime | None = None,
    note: str | None = None,
) -> FeedbackRequest:
    """The question after a meeting, sent."""
    return draft.add(FeedbackRequest(at=draft.at(at), session=session, channel=channel, note=note))


@drafts
def feedback(
    draft: Draft,
    *,
    text: str,
    value: int | None = None,
    missing: str | None = None,
    session: str | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> Feedback:
    """What the client wrote: about the latest meeting without feedback, unless it is named."""
    about = session or _awaiting_feedback(draft)
    return draft.add(
        Feedback(at=draft.at(at), session=about, text=text, value=value, missing=missing, note=note)
    )


def _awaiting_feedback(draft: Draft) -> str:
    session = session_awaiting_feedback(draft.timeline)
    if session is None:
        raise refused(
            "There is no meeting yet that feedback could be about.",
            "Log the meeting first.",
            Hint("Or say which one it is about: {} S1.", "session"),
        )
    day = draft.timeline.day(session.at)
    draft.assume(say("assumed.about", session=session.id, meeting=day))
    return session.id


@drafts
def adjustment(
    draft: Draft,
    *,
    text: str,
    feedback: str | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> Adjustment:
    """What changes in answer to a concern: the oldest without an answer, unless it is named."""
    if feedback is None:
        concern = concern_to_answer(draft.timeline)
        if concern is None:
            raise refused(
                "No concern waits for an answer.", "", Hint("Say which one: {} F1.", "feedback")
            )
        feedback = concern.id
        words = concern.missing or concern.text
        draft.assume(say("assumed.answers", entry=concern.id, text=words))
    return draft.add(Adjustment(at=draft.at(at), feedback=feedback, text=text, note=note))


@drafts
def came_back(
    draft: Draft,
    *,
    text: str | None,
    value: int | None = None,
    missing: str | None = None,
    session: str | None = None,
    done: Sequence[str] = (),
    change: str | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> Feedback | None:
    """What came from the client after a meeting, in one: feedback, homework that was done, and what
    the provider changes in answer.
    """
    found = None
    if text is not None:
        found = draft.carry_out(
            feedback(text=text, value=value, missing=missing, session=session, at=at, note=note)
        )
    for task in done:
        draft.carry_out(homework_done(homework=task, at=at))
    if change is not None:
        draft.carry_out(adjustment(text=change, feedback=found.id if found else None))
    return found
