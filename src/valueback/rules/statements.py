"""Does today's record still contain what a statement said? Fingerprints, and what differs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from valueback.model.canonical import (
    agreement_digest,
    digest,
    fingerprints,
    public_digest,
    stated,
)
from valueback.model.engagement import Engagement
from valueback.model.entries import AGREEMENT, Forgotten, Statement

DIGITS = 12
"""How many digits of a digest stand beside each entry in a statement's document."""

_SHORTEST = 8
"""How many digits of a fingerprint are enough to name it."""


class Verification(NamedTuple):
    """Whether a statement holds: its entry where it is known, and what was changed or lost since.

    `named` is False where the record differs and no memory says in what; `erased` is when its texts
    were erased on request: a fingerprint of what they were then can only fail.
    """

    engagement: Engagement
    statement: str | None
    fingerprint: str
    through: str | None
    holds: bool
    erased: datetime | None = None
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        """Whether what differs could be named."""
        return self.holds or bool(self.changed or self.missing)


class StatementPaper(NamedTuple):
    """What is remembered of a statement: its fingerprint, and digests of what it covered, or
    beginnings of them, in their order; `public` where those leave out the notes.
    """

    fingerprint: str
    digests: Mapping[str, str]
    public: bool = False


def verification(
    engagement: Engagement,
    wanted: str | None,
    papers: Mapping[str, StatementPaper],
    seals: Mapping[str, str],
) -> Verification | None:
    """What became of what a statement said; None where no such statement is known.

    `wanted` is its entry or its fingerprint, or at least eight digits of that; the latest without.
    `papers` are the statements' documents by entry, `seals` the latest digests that are known.
    """
    entry = _stated(engagement, wanted)
    if entry is None:
        return _from_paper(engagement, wanted, papers) or _by_fingerprint(engagement, wanted)
    paper = papers.get(entry.id)
    known = paper.digests if paper is not None else _through(seals, entry.through)
    fingerprint = entry.fingerprint if paper is None else paper.fingerprint
    public = paper is not None and paper.public
    found = _judged(engagement, fingerprint, entry.through, known, public=public)
    return found._replace(statement=entry.id, erased=_erased(engagement, entry))


def _judged(
    engagement: Engagement,
    fingerprint: str,
    through: str | None,
    known: Mapping[str, str],
    *,
    public: bool,
) -> Verification:
    """Whether the entries that a fingerprint covered still give it.

    They need not stand in the same place: entries put in between, or moved, change nothing of what
    they say, as long as in their own order they give the fingerprint.
    """
    ids = [id_ for id_ in known if id_ != AGREEMENT]
    entries = engagement.log.by_id
    fits = False
    for prints in (stated, fingerprints):  # as statements are made now, and as they were
        fits = fits or (
            through is not None and dict(prints(engagement)).get(through) == fingerprint
        )
        if not fits and ids and all(id_ in entries for id_ in ids):
            fits = list(prints(engagement, ids))[-1][1] == fingerprint
    found = Verification(engagement, None, fingerprint, through, holds=fits)
    if fits:
        return found
    changed, missing = _differences(engagement, known, public=public)
    lost = (through,) if through is not None and through not in entries else ()
    return found._replace(changed=changed, missing=tuple(dict.fromkeys((*missing, *lost))))


def _erased(engagement: Engagement, entry: Statement) -> datetime | None:
    """When the texts that a statement covered were erased; None where they were not."""
    log = engagement.log
    after = log.entries[log.entries.index(entry) :]
    return next((e.at for e in after if isinstance(e, Forgotten)), None)


def _from_paper(
    engagement: Engagement, wanted: str | None, papers: Mapping[str, StatementPaper]
) -> Verification | None:
    """A statement whose entry is gone, and whose document is there."""
    for id_, paper in papers.items():
        if wanted is not None and (wanted == id_ or _begins(paper.fingerprint, wanted)):
            through = list(paper.digests)[-1] if paper.digests else None
            found = _judged(
                engagement, paper.fingerprint, through, paper.digests, public=paper.public
            )
            missing = found.missing if found.holds else tuple(dict.fromkeys((*found.missing, id_)))
            return found._replace(statement=id_, missing=missing)
    return None


def _stated(engagement: Engagement, wanted: str | None) -> Statement | None:
    """The statement that is meant, as it was written; amendments don't change what was said."""
    statements = [e for e in engagement.log.entries if isinstance(e, Statement)]
    if wanted is None:
        return statements[-1] if statements else None
    fits = [s for s in statements if s.id == wanted or _begins(s.fingerprint, wanted)]
    return fits[-1] if fits else None


def _begins(fingerprint: str, wanted: str) -> bool:
    return len(wanted) >= _SHORTEST and fingerprint.startswith(wanted.lower())


def _by_fingerprint(engagement: Engagement, wanted: str | None) -> Verification | None:
    """A fingerprint whose statement is not in the record: some beginning of it may still fit."""
    if wanted is None:
        return None
    for through, fingerprint in chain(stated(engagement), fingerprints(engagement)):
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
    engagement: Engagement, known: Mapping[str, str], *, public: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was changed, and what is missing, of what had been digested."""
    entries = engagement.log.by_id
    work_out = public_digest if public else digest
    changed, missing = [], []
    for id_, was in known.items():
        if id_ == AGREEMENT:
            if not agreement_digest(engagement.header).startswith(was):
                changed.append(AGREEMENT)
        elif id_ not in entries:
            missing.append(id_)
        elif not work_out(entries[id_], engagement.log).startswith(was):
            changed.append(id_)
    return tuple(changed), tuple(missing)
