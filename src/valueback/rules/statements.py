"""Does today's record still contain what a statement said? Fingerprints, and what differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from valueback.model.canonical import agreement_digest, digest, fingerprints
from valueback.model.engagement import Engagement
from valueback.model.entries import Statement

AGREEMENT = "agreement"
"""The name of the signed agreement among digests."""

_SHORTEST = 8
"""How many digits of a fingerprint are enough to name it."""


class Verification(NamedTuple):
    """Whether a statement holds: its entry where it is known, and what was changed or lost since.

    `named` is False where the record differs and no memory says in what.
    """

    engagement: Engagement
    statement: str | None
    fingerprint: str
    through: str | None
    holds: bool
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        """Whether what differs could be named."""
        return self.holds or bool(self.changed or self.missing)


def verification(
    engagement: Engagement, wanted: str | None, remembered: Mapping[str, Mapping[str, str]]
) -> Verification | None:
    """What became of what a statement said; None where no such statement is known.

    `wanted` is its entry or its fingerprint, or at least eight digits of that; the latest without.
    `remembered` are digests of entries, or beginnings of them, as they were when each statement was
    made, by the statement's entry; under "" the latest that are known.
    """
    prints = dict(fingerprints(engagement))
    stated = _stated(engagement, wanted)
    if stated is None:
        return _by_fingerprint(engagement, wanted, prints)
    if prints.get(stated.through) == stated.fingerprint:
        return Verification(engagement, stated.id, stated.fingerprint, stated.through, holds=True)
    known = remembered.get(stated.id) or _through(remembered.get("", {}), stated.through)
    changed, missing = _differences(engagement, known)
    lost = (stated.through,) if stated.through not in prints else ()
    return Verification(
        engagement,
        stated.id,
        stated.fingerprint,
        stated.through,
        holds=False,
        changed=changed,
        missing=tuple(dict.fromkeys((*missing, *lost))),
    )


def _stated(engagement: Engagement, wanted: str | None) -> Statement | None:
    """The statement that is meant, as it was written; amendments don't change what was said."""
    statements = [e for e in engagement.log.entries if isinstance(e, Statement)]
    if wanted is None:
        return statements[-1] if statements else None
    fits = [s for s in statements if s.id == wanted or _begins(s.fingerprint, wanted)]
    return fits[-1] if fits else None


def _begins(fingerprint: str, wanted: str) -> bool:
    return len(wanted) >= _SHORTEST and fingerprint.startswith(wanted.lower())


def _by_fingerprint(
    engagement: Engagement, wanted: str | None, prints: Mapping[str, str]
) -> Verification | None:
    """A fingerprint whose statement is not in the record: some beginning of it may still fit."""
    if wanted is None:
        return None
    for through, fingerprint in prints.items():
        if _begins(fingerprint, wanted):
            return Verification(engagement, None, fingerprint, through, holds=True)
    return None


def _through(digests: Mapping[str, str], through: str) -> dict[str, str]:
    """Of the latest known digests, those that a statement covered: up to its last entry."""
    covered: dict[str, str] = {}
    for id_, found in digests.items():
        covered[id_] = found
        if id_ == through:
            break
    return covered


def _differences(
    engagement: Engagement, known: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was changed, and what is missing, of what had been digested."""
    entries = engagement.log.by_id
    changed, missing = [], []
    for id_, was in known.items():
        if id_ == AGREEMENT:
            if not agreement_digest(engagement.header).startswith(was):
                changed.append(AGREEMENT)
        elif id_ not in entries:
            missing.append(id_)
        elif not digest(entries[id_]).startswith(was):
            changed.append(id_)
    return tuple(changed), tuple(missing)
