"""What came of it, beside what was agreed as the least."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from valueback.model.entries import Result
from valueback.model.message import Listed, all_of
from valueback.model.promises import MinimumResult
from valueback.model.term import last_day
from valueback.model.timeline import Timeline


class ResultState(NamedTuple):
    """One minimum result: what the client confirmed, and what is only the provider's word."""

    agreed: MinimumResult
    reached: bool
    confirmed: tuple[Result, ...]
    unconfirmed: tuple[Result, ...]

    @property
    def total(self) -> Decimal:
        """The confirmed sum, or the number of what is counted."""
        counted = self.agreed.unit is not None
        amounts = (r.quantity if counted else r.amount for r in self.confirmed)
        return sum((amount or Decimal(0) for amount in amounts), Decimal(0))


class Results(NamedTuple):
    """All minimum results of an agreement, and whether enough of them are there."""

    needed: str
    reached: bool
    items: tuple[ResultState, ...]

    @property
    def summary(self) -> Listed:
        """Those reached, in the words of the agreement."""
        return all_of((item.agreed.text for item in self.items if item.reached), "comma")


def results(timeline: Timeline) -> Results:
    """Results count when dated by the end of the term and confirmed by the client."""
    ends = last_day(timeline)
    dated = [r for r in timeline.of(Result) if ends is None or timeline.day(r.at) <= ends]
    items = tuple(_state(agreed, dated) for agreed in timeline.agreement.minimum_result)
    needed = timeline.agreement.guarantee.results_needed
    reached = [item.reached for item in items]
    enough = any(reached) if needed == "any" else bool(reached) and all(reached)
    return Results(needed, enough, items)


def _state(agreed: MinimumResult, dated: list[Result]) -> ResultState:
    own = [result for result in dated if result.result == agreed.id]
    confirmed = tuple(result for result in own if result.confirmed_by_client)
    unconfirmed = tuple(result for result in own if not result.confirmed_by_client)
    state = ResultState(agreed, bool(confirmed), confirmed, unconfirmed)
    if agreed.target is None:
        return state
    return ResultState(
        agreed, state.total >= agreed.target and bool(confirmed), confirmed, unconfirmed
    )
