"""What editing by hand must not alter: a signed agreement, and entries that are written."""

from __future__ import annotations

from collections.abc import Iterator

from valueback.errors import Problem
from valueback.model.engagement import Engagement


def alterations(old: Engagement, new: Engagement) -> Iterator[Problem]:
    """What was protected in the old version and is another, or gone, in the new one."""
    if old.log.frozen and old.agreement != new.agreement:
        yield Problem(
            "The agreement is signed, and was changed.",
            "Only a change order that both sign changes it.",
            ("agreement",),
        )
    numbers = {entry.id: number for number, entry in enumerate(new.log.entries)}
    for id_, raw in old.log.raw_by_id.items():
        if id_ not in numbers:
            yield Problem(f"The entry {id_} is gone.", f"Take it back with: valueback void … {id_}")
        elif new.log.raw_by_id[id_] != raw:
            yield Problem(
                f"The entry {id_} was changed.",
                f"Correct it with: valueback amend … {id_}; both versions then stay.",
                ("log", numbers[id_]),
            )
