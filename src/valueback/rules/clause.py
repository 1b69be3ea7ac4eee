"""What a clause of the guarantee is: who owes it, what it asks, what it brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from valueback.frozen import frozen
from valueback.model.agreement import Agreement, Allowed, ClauseId
from valueback.model.data import Party, field_names
from valueback.model.message import Message, say
from valueback.model.timeline import Timeline
from valueback.rules.findings import Check, Finding
from valueback.rules.tasks import Standing, Task


def _nothing_due(_: Standing) -> Iterator[Task]:
    return iter(())


def _always(_: Agreement) -> bool:
    return True


@frozen(kw_only=True)
class Clause:
    """A condition of the guarantee, owed by one side. Whatever lists clauses asks them.

    `find` gives its findings, met ones too; `checks` are the questions that it asks; `agreed` is
    its paragraph in the agreement's paper, told where it `applies`; `due` is what it puts into the
    list of what is due;
    `recall` is what had been agreed, as one says it to a client who missed it. The catalogue words
    the rest by its id: `clause.ID.duty` (a client's) is what the client does, `clause.ID.owned`
    (a provider's) how the ending letter owns up to having missed it.
    """

    id: ClauseId
    owner: Party
    checks: tuple[Check, ...]
    find: Callable[[Timeline], Iterator[Finding]]
    agreed: Callable[[Agreement], Message]
    applies: Callable[[Agreement], bool] = _always
    due: Callable[[Standing], Iterator[Task]] = _nothing_due
    recall: Callable[[Timeline, Finding], Message] | None = None

    @property
    def forgivable(self) -> bool:
        """Whether the agreement can forgive some misses of it."""
        return self.id in field_names(Allowed)

    @property
    def duty(self) -> Message:
        """What the client does, in a few words."""
        return say(f"clause.{self.id}.duty")

    @property
    def owned(self) -> Message:
        """What the provider missed, as one owns it to a client."""
        return say(f"clause.{self.id}.owned")
