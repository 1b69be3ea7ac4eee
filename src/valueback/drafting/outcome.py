"""Results and money: what came of it, what nobody could help, what was judged and paid."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from valueback.drafting.draft import Draft, drafts
from valueback.errors import mistyped
from valueback.model.agreement import CheckId
from valueback.model.entries import (
    Affects,
    Assessment,
    Cause,
    Claim,
    Factor,
    Judge,
    Outcome,
    Result,
    Ruling,
)


@drafts
def result(
    draft: Draft,
    *,
    result: str | None = None,
    amount: Decimal | None = None,
    quantity: Decimal | None = None,
    text: str | None = None,
    evidence: str | None = None,
    confirmed: bool = False,
    at: datetime | None = None,
    note: str | None = None,
) -> Result:
    """Something that came of it: towards the only minimum result, unless one is named."""
    return draft.add(
        Result(
            at=draft.at(at),
            result=result or _only_result(draft),
            amount=amount,
            quantity=quantity,
            text=text,
            evidence=evidence,
            confirmed_by_client=confirmed,
            note=note,
        )
    )


def _only_result(draft: Draft) -> str:
    agreed = [result.id for result in draft.engagement.agreement.minimum_result]
    if len(agreed) != 1:
        raise mistyped("Which result?", f"The agreement names: {', '.join(agreed) or 'none'}.")
    return agreed[0]


@drafts
def assessment(
    draft: Draft,
    *,
    got_value: bool,
    text: str,
    at: datetime | None = None,
    note: str | None = None,
) -> Assessment:
    """The client's own closing judgement."""
    return draft.add(Assessment(at=draft.at(at), got_value=got_value, text=text, note=note))


@drafts
def factor(
    draft: Draft,
    *,
    text: str,
    cause: Cause,
    first: date,
    last: date,
    affects: Affects,
    at: datetime | None = None,
    note: str | None = None,
) -> Factor:
    """A circumstance outside anyone's control."""
    return draft.add(
        Factor(
            at=draft.at(at),
            cause=cause,
            note=note,
            from_=first,
            to=last,
            text=text,
            affects=affects,
        )
    )


@drafts
def ruling(
    draft: Draft,
    *,
    on: str,
    outcome: Outcome,
    reason: str,
    check: CheckId | None = None,
    by: Judge | None = None,
    at: datetime | None = None,
    note: str | None = None,
) -> Ruling:
    """What people decided about an entry."""
    return draft.add(
        Ruling(
            at=draft.at(at),
            on=on,
            outcome=outcome,
            check=check,
            by=by,
            reason=reason,
            note=note,
        )
    )


@drafts
def claim(draft: Draft, *, text: str, at: datetime | None = None, note: str | None = None) -> Claim:
    """The client asks for the money back."""
    return draft.add(Claim(at=draft.at(at), text=text, note=note))
