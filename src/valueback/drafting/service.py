"""Promises kept, clients asked, recommendations; and what both sides were told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from valueback.drafting.draft import Draft, drafts
from valueback.errors import refused
from valueback.model.canonical import stated
from valueback.model.data import Party
from valueback.model.entries import (
    Referral,
    ReferralAsk,
    Signature,
    Statement,
    Survey,
    Touch,
)
from valueback.model.message import say
from valueback.model.practice import Practice
from valueback.rules.service import Service


@drafts
def touch(
    draft: Draft,
    *,
    practice: Practice,
    standard: str | None = None,
    text: str | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> Touch:
    """A promise that was kept: the one due first, unless it is named."""
    kept = standard or _due_first(draft, practice)
    _say_if_not_promised(draft, practice, kept)
    return draft.add(Touch(at=draft.at(at), standard=kept, text=text, note=note))


def _due_first(draft: Draft, practice: Practice) -> str:
    promises = Service(draft.timeline, practice).promises
    if not promises:
        raise refused(
            "Nothing is promised to this client yet.",
            "Promises stand as [[standard]] in practice.toml: valueback edit practice",
        )
    first = min(promises, key=lambda promise: promise.due).standard
    draft.assume(say("assumed.entry", entry=first.id, text=first.text))
    return first.id


def _say_if_not_promised(draft: Draft, practice: Practice, id_: str) -> None:
    segment = draft.engagement.client.segment
    if not any(s.id == id_ and s.holds_for(segment) for s in practice.standard):
        draft.assume(say("noticed.not-promised", standard=id_))


@drafts
def survey(
    draft: Draft,
    *,
    practice: Practice,
    scores: Mapping[str, int],
    nps: int | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> Survey:
    """The client's answers to an audit."""
    for id_ in scores:
        _say_if_not_promised(draft, practice, id_)
    return draft.add(Survey(at=draft.at(at), nps=nps, scores=scores, note=note))


@drafts
def referral_ask(
    draft: Draft, *, at: datetime | None = None, note: str | None = None
) -> ReferralAsk:
    """The client was asked to recommend the practice."""
    return draft.add(ReferralAsk(at=draft.at(at), note=note))


@drafts
def referral(
    draft: Draft,
    *,
    name: str,
    outcome: str | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> Referral:
    """Somebody whom the client sent."""
    return draft.add(Referral(at=draft.at(at), name=name, outcome=outcome, note=note))


@drafts
def signatures(
    draft: Draft,
    *,
    parties: tuple[Party, ...],
    at: datetime | None = None,
    note: str | None = None,
) -> list[Signature]:
    """Whoever accepted the agreement."""
    return [draft.add(Signature(at=draft.at(at), by=party, note=note)) for party in parties]


@drafts
def statement(draft: Draft, *, note: str | None = None) -> Statement:
    """What both sides are told so far, with a fingerprint over all of it."""
    so_far = list(stated(draft.engagement))
    if not so_far:
        raise refused("There is nothing to state yet.", "Sign the agreement first.")
    through, fingerprint = so_far[-1]
    return draft.add(Statement(at=draft.now, through=through, fingerprint=fingerprint, note=note))
