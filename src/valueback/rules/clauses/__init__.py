"""The clauses of the guarantee, a room for each.

`ClauseId` in the model names them in their order; each has a module of that name here that defines
`CLAUSE`. Everything that lists clauses, checks or what can be ruled on asks this register.
"""

from __future__ import annotations

from importlib import import_module
from typing import get_args

from valueback.model.agreement import ClauseId
from valueback.model.data import Party
from valueback.rules.clause import Clause
from valueback.rules.findings import Check

CLAUSES: tuple[Clause, ...] = tuple(
    import_module(f"{__name__}.{id_}").CLAUSE for id_ in get_args(ClauseId)
)
"""Every clause, the client's first."""

BY_ID: dict[ClauseId, Clause] = {clause.id: clause for clause in CLAUSES}


def owed_by(owner: Party) -> tuple[Clause, ...]:
    """The clauses of one side."""
    return tuple(clause for clause in CLAUSES if clause.owner == owner)


def ruled_on(kind: str) -> tuple[Check, ...]:
    """The checks that a ruling on an entry of a kind, or on `agreement`, can be about."""
    return tuple(
        check for clause in owed_by("client") for check in clause.checks if kind in check.about
    )
