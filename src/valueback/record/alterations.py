"""What differs from what valueback wrote, and what there is to say and to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from valueback.errors import Problem
from valueback.frozen import field, frozen
from valueback.moments import show_moment

_NAMED = 12
"""How many entries are named one by one."""


@frozen
class Alterations:
    """What differs from what valueback wrote, and when it last saw everything in place.

    `unsealed` were not written here by valueback; `renumbered` are the new ids, by the old ones.
    """

    vanished: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unsealed: tuple[str, ...] = ()
    renumbered: Mapping[str, str] = field(default_factory=dict)
    agreement: bool = False
    since: str = ""

    def __bool__(self) -> bool:
        return bool(
            self.vanished or self.changed or self.unsealed or self.renumbered or self.agreement
        )

    @property
    def accepted(self) -> str:
        """What becomes of it where it is accepted; the signed agreement never is."""
        parts = []
        if taken := (*self.changed, *self.unsealed, *self.renumbered.values()):
            parts.append(f"Accepted as it stands now: {_named(taken)}.")
        if self.vanished:
            parts.append(f"Let go: {_named(self.vanished)}.")
        return " ".join(parts) or "There was nothing to accept."

    def problems(self, file: str, zone: ZoneInfo) -> list[Problem]:
        """What was altered outside valueback, in words, each with how to mend it."""
        since = datetime.fromisoformat(self.since) if self.since else None
        when = f"since {show_moment(since, zone)}" if since else "since it was written"
        found = []
        if self.vanished:
            found.append(
                Problem(
                    f"{_named(self.vanished)} vanished from the file {when}; an older copy was "
                    "probably saved over it.",
                    "Put the entries back from a copy, or let them go for good: run a writing "
                    "command with --accept-changes.",
                    file=file,
                )
            )
        if self.changed:
            found.append(
                Problem(
                    f"{_named(self.changed)} changed outside valueback {when}.",
                    "A correction belongs into an amendment (valueback amend). If the change is "
                    "right, run a writing command with --accept-changes.",
                    file=file,
                )
            )
        if self.agreement:
            found.append(
                Problem(
                    f"the signed agreement changed outside valueback {when}.",
                    "Only an approved change order changes it: put it back as it was signed.",
                    file=file,
                )
            )
        if self.renumbered:
            pairs = [f"{old} is now {new}" for old, new in self.renumbered.items()]
            found.append(
                Problem(
                    f"{_named(pairs)}: two records that both had gone on were merged.",
                    "Nothing else of these changed; the next entry seals them under these ids.",
                    file=file,
                )
            )
        if self.unsealed:
            has = "has" if len(self.unsealed) == 1 else "have"
            found.append(
                Problem(
                    f"{_named(self.unsealed)} {has} no seal: valueback did not write this here.",
                    "It came with a merge or a copy, was written by hand, or could not be noted "
                    "when it was. Look it over (valueback show); the next entry seals it as it "
                    "stands.",
                    file=file,
                )
            )
        return found


def _named(ids: tuple[str, ...] | list[str]) -> str:
    more = len(ids) - _NAMED
    return ", ".join(ids[:_NAMED]) + (f" and {more} more" if more > 0 else "")
