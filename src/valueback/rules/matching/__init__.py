"""Observations beside the record: what each would add, what is there already, what must be asked.

Pure. What can cost the client money is never taken from a file alone (SPEC section 10): proposals
that hold such a thing ask for it, and stand only once somebody answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from valueback.model.entries import Entry
from valueback.model.message import say
from valueback.model.observation import (
    Answers,
    Call,
    Effort,
    Event,
    Observation,
    RawEntry,
    Transfer,
    Vanished,
    Writing,
)
from valueback.rules.matching import calls, facts, meetings, words
from valueback.rules.matching.meetings import Place
from valueback.rules.matching.moment import moment_of
from valueback.rules.matching.outcome import Ask, Outcome, Proposed, Replies, Settled
from valueback.rules.matching.people import Candidates, Known

_RULES: dict[type, Callable[[Place], Iterator[Outcome]]] = {
    Event: meetings.meeting,
    Vanished: meetings.vanished,
    Call: calls.call,
    Writing: words.message,
    Answers: words.form,
    Effort: facts.effort,
    Transfer: facts.transfer,
    RawEntry: facts.row,
}


def match(
    observations: Iterable[Observation], known: Known, chosen: Replies | None = None
) -> Iterator[Outcome]:
    """What becomes of each observation, in the order of the file; one may have several outcomes,
    such as a booking, and whether it was held.
    """
    replies = chosen or Replies()
    for observation in observations:
        yield from outcomes(observation, known, replies)


def outcomes(observation: Observation, known: Known, chosen: Replies) -> Iterator[Outcome]:
    """What becomes of one observation."""
    source = observation.source
    ignored = known.left_out(source.of)
    if source.id in ignored:
        yield Settled(observation, "ignored", say("import.left-out-before"))
        return
    before = known.imported(source)
    void = _voided(before, known) if before else None
    if void is not None:
        yield Settled(observation, "known", say("import.taken-back", entry=void[1]), void[0])
        return
    placed = _place(observation, known, chosen)
    if not isinstance(placed, Place):
        yield placed
        return
    for outcome in _RULES[type(observation.what)](placed):
        if isinstance(outcome, Proposed) and outcome.id in ignored:
            yield Settled(observation, "ignored", say("import.left-out-before"), placed.id)
        elif before and isinstance(outcome, Proposed) and (id_ := _is_there(outcome, placed)):
            yield placed.settled("known", "import.known", entry=id_)
        else:
            yield _with_common(outcome, placed)


def _voided(before: Sequence[tuple[str, Entry]], known: Known) -> tuple[str, str] | None:
    """The engagement and the entry that came from there and was taken back: it does not return."""
    live = any(entry.id not in known.engagements[id_].log.void_ids for id_, entry in before)
    return None if live else (before[-1][0], before[-1][1].id)


def _is_there(outcome: Proposed, place: Place) -> str | None:
    """The live entry that came from the same row, of the kind that is proposed."""
    if isinstance(outcome.observation.what, (Event, Vanished)):
        return None  # judged by start: an event goes on changing
    kinds = tuple(type(entry) for entry in outcome.entries)
    gone = place.timeline.engagement.log.void_ids
    for _, entry in place.known.imported(outcome.observation.source):
        if (not kinds or isinstance(entry, kinds)) and entry.id not in gone:
            return entry.id
    return None


def _place(observation: Observation, known: Known, chosen: Replies) -> Place | Proposed | Settled:
    """The observation beside its engagement, or the question whose it is."""
    what = observation.what
    author = what.author if isinstance(what, Writing) else ""
    if author and known.is_provider(author, next(iter(observation.who.emails), "")):
        return Settled(observation, "ignored", say("import.own-message"))
    given = chosen.of(observation.source.id).get("client")
    if isinstance(what, RawEntry) and what.engagement in known.engagements:
        given = what.engagement
    if given == "nobody":
        return Settled(observation, "ignored", say("import.nobody"))
    found = known.who(observation.who, moment_of(observation, known.now))
    if isinstance(given, str) and given in known.engagements:
        found = Candidates((given,), sure=True)
    if found.sure and not found.ids:
        return Settled(observation, "ignored", say("import.of-another"))
    if found.sure and len(found.ids) == 1:
        return Place(observation, known, known.timeline(found.ids[0]), chosen)
    return _whose(observation, known, chosen, found)


def _whose(
    observation: Observation, known: Known, chosen: Replies, found: Candidates
) -> Proposed | Settled:
    """The question whose it is; with one that is likely, what it would add there."""
    if isinstance(observation.what, Vanished) and not found.ids:
        return Settled(observation, "ignored", say("import.nobody"))
    likely = found.ids[0] if len(found.ids) == 1 else ""
    choices = found.ids or tuple(sorted(known.engagements))
    who = _called(observation, known)
    ask = Ask("client", say("import.ask.client", who=who), choices, likely)
    if not found.ids:
        return Proposed(observation, None, (), say("import.whose"), (ask,))
    place = Place(observation, known, known.timeline(found.ids[0]), chosen)
    first = next(_RULES[type(observation.what)](place))
    if isinstance(first, Settled):
        return first
    asks = (ask, *first.asks)
    found_ = Proposed(observation, likely or None, first.entries, first.why, asks)
    return _with_common(found_, place)


def _called(observation: Observation, known: Known) -> str:
    """Whoever is meant, as the file calls them; the provider is not."""
    who = observation.who
    named = (*who.names, *who.projects, *who.emails, who.title)
    others = (text for text in named if text and not known.is_provider(text))
    return next(others, observation.file)


P = TypeVar("P", bound=Outcome)


def _with_common(outcome: P, place: Place) -> P | Proposed:
    """A proposal with the questions that its file leaves open."""
    if not isinstance(outcome, Proposed) or not place.observation.unsure:
        return outcome
    ask = Ask("day-month", say("import.ask.day-month"), ("day", "month"))
    if place.observation.source.of == "calendar":
        zone = place.known.practice.identity.time_zone
        ask = Ask("floating", say("import.ask.floating"), (), zone)
    return outcome._replace(asks=(ask, *outcome.asks))


__all__ = ["Ask", "Known", "Outcome", "Proposed", "Replies", "Settled", "match", "outcomes"]
