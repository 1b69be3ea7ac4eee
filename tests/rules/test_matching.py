"""Properties of imports: twice is once, in any order the same, and nothing worse for the client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.story import SAO_PAULO, story
from valueback import sources
from valueback.drafting.draft import Draft
from valueback.drafting.imported import imported
from valueback.model.engagement import Engagement
from valueback.model.practice import Practice, practice_from
from valueback.model.timeline import Timeline
from valueback.rules.guarantee import assess
from valueback.rules.matching import Known, Proposed, match
from valueback.sources.reading import ReadingTerms

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
BEGUN = "B1 booking 01-13T09:00 to=03-09T10:00\nS1 session 01-19T10:00 minutes=60\n"
GIVEN = ReadingTerms(zone=SAO_PAULO, now=NOW, until=NOW + timedelta(days=60), floating=SAO_PAULO)


class Event(NamedTuple):
    """An event of a calendar that somebody keeps."""

    uid: int
    hours: int
    cancelled: bool
    changed: int

    def __str__(self) -> str:
        start = datetime(2026, 1, 20, 12, tzinfo=UTC) + timedelta(hours=self.hours)
        changed = NOW - timedelta(hours=self.changed)
        status = "CANCELLED" if self.cancelled else "CONFIRMED"
        return (
            f"BEGIN:VEVENT\r\nUID:{self.uid}\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\n"
            f"LAST-MODIFIED:{changed:%Y%m%dT%H%M%SZ}\r\nSTATUS:{status}\r\nEND:VEVENT\r\n"
        )


EVENTS = st.lists(
    st.builds(
        Event,
        st.integers(0, 9),
        st.integers(0, 90 * 24),
        st.booleans(),
        st.integers(0, 40 * 24),
    ),
    max_size=8,
    unique_by=(lambda e: e.uid, lambda e: e.hours),
)


def practice() -> Practice:
    found = practice_from({"schema": 2})
    assert isinstance(found, Practice)
    return found


def proposals(events: Sequence[Event], engagement: Engagement) -> list[Proposed]:
    text = f"BEGIN:VCALENDAR\r\n{''.join(map(str, events))}END:VCALENDAR\r\n"
    reading = sources.read("x.ics", text.encode(), "calendar", GIVEN)
    known = Known(practice(), {engagement.id: engagement}, NOW, engagement.id)
    outcomes = list(match(reading.observations, known))
    assert len({o.observation.source.id for o in outcomes}) == len(events)
    return [outcome for outcome in outcomes if isinstance(outcome, Proposed)]


def after(events: Sequence[Event], engagement: Engagement) -> Engagement:
    """The engagement with all that is certain."""
    certain = [proposal.entries for proposal in proposals(events, engagement) if proposal.certain]
    draft = Draft(engagement, NOW)
    taken = draft.carry_out(imported(groups=certain))
    assert taken.refused == ()
    return draft.engagement


def said(engagement: Engagement) -> set[tuple[str, str, str]]:
    return {
        (entry.kind, str(getattr(entry, "to", "")), entry.source.id)
        for entry in engagement.log.entries
        if entry.source is not None
    }


def standing(engagement: Engagement) -> list[tuple[str, str, str]]:
    answer = assess(Timeline(engagement, NOW))
    return sorted((f.entry, f.check, f.status) for c in answer.clauses for f in c.findings)


@settings(max_examples=60, deadline=None)
@given(EVENTS, st.randoms(use_true_random=False))
def test_twice_is_once_in_any_order_and_nothing_is_worse(
    events: list[Event], order: object
) -> None:
    before = story(BEGUN)
    once = after(events, before)
    assert after(events, once).log.entries == once.log.entries
    mixed = list(events)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    assert said(after(mixed, before)) == said(once)
    halves = after(events[len(events) // 2 :], after(events[: len(events) // 2], before))
    assert said(halves) == said(once)
    assert standing(once) == standing(before)
