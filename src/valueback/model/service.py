"""What a practice promises beyond the agreement: segments, standards, house rules.

A module of its own, imported when a practice.toml holds one of these tables.
"""

from collections.abc import Iterator
from typing import Annotated

from valueback.errors import Problem
from valueback.model.data import Data, Day, Identifier, Names, Text, unknown_field
from valueback.model.entries import KINDS
from valueback.model.marks import AS_LIST
from valueback.model.time_terms import TimeTerm
from valueback.model.values import Every

AUDIT_EVERY = TimeTerm(90, "day")
"""How often clients are asked whether promises are kept, where the practice does not say."""


class IdealClient(Data):
    """Whom the practice serves best."""

    description: Text | None = None
    traits: Names = ()


class Segment(Data):
    """A group of clients who get something on top of what everyone gets."""

    id: Identifier
    name: Text
    text: Text | None = None


class Standard(Data):
    """A service promise with its frequency; without segments, for every client.

    `kept_by` are kinds of entries that keep it beside touches; it counts from `since`, or from the
    start of each engagement where that is later.
    """

    id: Identifier
    text: Text
    every: Every
    segments: Names = ()
    responsible: Text | None = None
    kept_by: Annotated[tuple[Text, ...], AS_LIST] = ()
    since: Day | None = None

    def holds_for(self, segment: str | None) -> bool:
        """Whether clients of a segment get it; None is a client without one."""
        return not self.segments or segment in self.segments


class Audit(Data):
    """How often clients are asked whether promises are kept."""

    every: Every = AUDIT_EVERY


class Policy(Data):
    """A house rule, worded as what the practice does for the client."""

    id: Identifier
    text: Text


TABLES: dict[str, type[Data]] = {"ideal_client": IdealClient, "audit": Audit}
LISTS: dict[str, type[Data]] = {"segment": Segment, "standard": Standard, "policy": Policy}


def service_problems(
    segments: tuple[Segment, ...], standards: tuple[Standard, ...], policies: tuple[Policy, ...]
) -> Iterator[Problem]:
    """What does not fit together between these tables."""
    known = [segment.id for segment in segments]
    for name, items in (("segment", segments), ("standard", standards), ("policy", policies)):
        ids = [item.id for item in items]
        for number, id_ in enumerate(ids):
            if id_ in ids[:number]:
                yield Problem(f"the id {id_!r} is used twice", "Rename one.", (name, number, "id"))
    for number, standard in enumerate(standards):
        for segment in standard.segments:
            if segment not in known:
                wrong = unknown_field((segment,), known)
                yield Problem(
                    f"there is no segment {segment!r}",
                    wrong.remedy if known else "Write a [[segment]] with that id.",
                    ("standard", number, "segments"),
                )
        for kind in standard.kept_by:
            if kind not in KINDS:
                yield Problem(
                    f"{kind!r} is not a kind of entry",
                    unknown_field((kind,), KINDS).remedy,
                    ("standard", number, "kept_by"),
                )
