"""Circumstances outside anyone's control, and what people decided about them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from valueback.model.entries import Factor, Ruling
from valueback.model.message import say
from valueback.model.timeline import Timeline
from valueback.rules.findings import Finding


class Circumstances(NamedTuple):
    """The factors and rulings known by a moment, ready to be asked about many findings."""

    timeline: Timeline
    factors: tuple[Factor, ...]
    rulings: dict[str, list[Ruling]]

    @classmethod
    def of(cls, timeline: Timeline) -> Circumstances:
        """The circumstances of an engagement as of the timeline's moment."""
        rulings: dict[str, list[Ruling]] = {}
        for ruling in timeline.of(Ruling):
            rulings.setdefault(ruling.on, []).append(ruling)
        return cls(timeline, tuple(timeline.of(Factor)), rulings)

    def ruling_on(self, entry: str, check: str | None = None) -> Ruling | None:
        """The latest ruling on an entry that covers this check of it."""
        fitting = [r for r in self.rulings.get(entry, ()) if r.check in (None, check)]
        return fitting[-1] if fitting else None

    def factors_on(self, days: Iterable[date]) -> list[Factor]:
        """The factors that kept people from doing their part on one of these days."""
        return [
            factor
            for factor in self.factors
            if factor.affects != "results" and any(factor.from_ <= d <= factor.to for d in days)
        ]

    def settle(self, finding: Finding) -> Finding:
        """A client's breach or open question in the light of factors and rulings.

        A factor on its day turns a breach into a judgement; a ruling on the entry, else on the
        factor, excuses it or lets it stand.
        """
        factors = self.factors_on(finding.days) if finding.status == "breached" else []
        if factors:
            first = factors[0]
            why = say(
                "because.factor",
                text=first.text,
                first=first.from_,
                last=first.to,
                factor=first.id,
            )
            finding = finding.now("judgement", why, first.id)
        if finding.status not in ("breached", "judgement"):
            return finding
        ruling = self.ruling_for(finding.entry, finding.check, finding.days)
        if ruling is None:
            return finding
        finding = finding._replace(ruling=ruling.id)
        why = say(f"because.{ruling.outcome}", ruling=ruling.id, reason=ruling.reason)
        if ruling.outcome == "excused":
            return finding.now("excused", why, ruling.id)
        if finding.status == "breached":
            return finding
        return finding.now("breached", why, ruling.id)

    def ruling_for(self, entry: str, check: str, days: Iterable[date]) -> Ruling | None:
        """The ruling that decides a breach: one on the entry, else on the factors of its days.

        One factor that excuses is enough; a breach stands only when every factor was ruled out.
        """
        own = self.ruling_on(entry, check)
        if own is not None:
            return own
        rulings = [self.ruling_on(factor.id, check) for factor in self.factors_on(days)]
        for ruling in rulings:
            if ruling is not None and ruling.outcome == "excused":
                return ruling
        return rulings[-1] if rulings and None not in rulings else None
