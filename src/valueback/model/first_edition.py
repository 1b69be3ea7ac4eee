"""Files of the first edition (`schema = 1`): read as written, and turned into today's terms.

What was signed stays as it was signed: seals and statements are over these very tables. Rules see
the agreement that they mean today. Nothing is rewritten; this module is the only one that knows
the old names.
"""

from typing import Annotated, Any, Literal

from valueback.errors import Problem
from valueback.model.agreement import (
    BUILT_IN_LADDER,
    Accountability,
    Agreement,
    Allowed,
    Guarantee,
    Step,
)
from valueback.model.client import Client
from valueback.model.data import (
    Count,
    Currency,
    Data,
    Day,
    Identifier,
    Key,
    Label,
    Minutes,
    Money,
    Percent,
    Quantity,
    Share,
    Text,
    WrongValue,
    as_share,
)
from valueback.model.marks import AS_LIST, Instead
from valueback.model.meetings import Meetings
from valueback.model.promises import MinimumResult, ScopeItem
from valueback.model.schema import SCHEMA
from valueback.model.time_terms import TimeTerm, TimeUnit


def _allowance(value: object) -> int | Share:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**6:
        return value
    share = as_share(value)
    if share is None:
        raise WrongValue('must be a count like 1, or a percentage in quotes like "10%"')
    return share


FirstAllowance = Annotated[int | Share, Instead(_allowance)]


class FirstResult(Data):
    """What must come of it at least: a sum to reach or, without `target`, something attested."""

    id: Identifier
    text: Text
    target: Money | None = None


class FirstItem(Data):
    """Something promised: so many units a term, month or week."""

    id: Identifier
    text: Text
    unit: Label = "unit"
    quantity: Quantity | None = None
    per: Literal["term", "month", "week"] = "term"
    minutes: Minutes | None = None


class FirstAllowed(Data):
    """How many misses per clause are forgiven."""

    feedback: FirstAllowance = Share(10)
    homework: FirstAllowance = Share(10)
    presence: FirstAllowance = Share(10)
    cancellation: FirstAllowance = 1


class FirstGuarantee(Data):
    """The terms of the guarantee and of the meetings, in one table."""

    offered: bool = True
    refund_percent: Percent = 100
    results_needed: Literal["any", "all"] = "any"
    claim_within_days: Count = 30
    ask_within_days: Count = 1
    feedback_within_days: Count = 7
    homework_due_days: Count = 7
    homework_grace_days: Count = 0
    late_grace_minutes: Count = 5
    early_leave_grace_minutes: Count = 5
    cancellation_notice_hours: Count = 24
    reschedule_within_days: Count = 15
    reschedule_rule: Literal["booked", "held"] = "booked"
    allowed: FirstAllowed = FirstAllowed()

    def meetings(self) -> Meetings:
        """What it says of meetings; a booking had no grace."""
        return Meetings(
            cancellation_notice=TimeTerm(self.cancellation_notice_hours, "hour"),
            booking_grace_minutes=0,
            reschedule_within=_days(self.reschedule_within_days),
            reschedule_rule=self.reschedule_rule,
            late_grace_minutes=self.late_grace_minutes,
            early_leave_grace_minutes=self.early_leave_grace_minutes,
            feedback_within=_days(self.feedback_within_days),
            ask_within=_days(self.ask_within_days),
            homework_due=_days(self.homework_due_days),
            homework_grace=_days(self.homework_grace_days),
        )

    def today(self) -> Guarantee:
        """What it says of money that comes back."""
        return Guarantee(
            offered=self.offered,
            refund_percent=self.refund_percent,
            results_needed=self.results_needed,
            claim_within=_days(self.claim_within_days),
            allowed=Allowed(**vars(self.allowed)),
        )


FirstMissKind = Literal[
    "homework", "no-show", "late-cancellation", "feedback", "late", "left-early", "reschedule"
]


class FirstAccountability(Data):
    """Consequences that both know in advance."""

    counts: Annotated[tuple[FirstMissKind, ...], AS_LIST] = (
        "homework",
        "no-show",
        "late-cancellation",
    )
    window_days: Count = 0
    penalty_cap: Money | None = None
    step: Annotated[tuple[Step, ...], AS_LIST] = BUILT_IN_LADDER

    def today(self) -> Accountability:
        """The same ladder in today's terms."""
        return Accountability(
            counts=(*self.counts,),
            window=_days(self.window_days) if self.window_days else None,
            penalty_cap=self.penalty_cap,
            step=self.step,
        )


class FirstAgreement(Data):
    """What both sides signed, as the first edition wrote it."""

    title: Text
    package: Identifier | None = None
    objective: Text | None = None
    starts: Day
    ends: Day | None = None
    price: Money
    price_per: Literal["term", "month"] = "term"
    currency: Currency
    hourly_rate: Money | None = None
    late_cancellation_uses_session: bool = True
    goodwill_minutes: Minutes | None = None
    minimum_result: Annotated[tuple[FirstResult, ...], AS_LIST] = ()
    scope: Annotated[tuple[FirstItem, ...], AS_LIST] = ()
    guarantee: FirstGuarantee = FirstGuarantee()
    accountability: FirstAccountability = FirstAccountability()

    def today(self) -> Agreement:
        """The same agreement in today's terms."""
        own: dict[str, Any] = dict(vars(self))
        own["minimum_result"] = tuple(MinimumResult(**vars(r)) for r in self.minimum_result)
        own["scope"] = tuple(CountedItem(**vars(item)) for item in self.scope)
        own["meetings"] = self.guarantee.meetings()
        own["guarantee"] = self.guarantee.today()
        own["accountability"] = self.accountability.today()
        return AsFirstSigned(**own)

    def problems(self) -> list[Problem]:
        """What does not fit together, by the names that this file has."""
        found = list(self.today().problems())
        if self.ends is None and self.price_per == "term" and not self.guarantee.offered:
            found.append(
                Problem(
                    "is missing",
                    'Only with price_per = "month" may it be left out.',
                    ("ends",),
                )
            )
        return found


class CountedItem(ScopeItem):
    """An item of the first edition: hours were a word like any other, and were counted."""

    @property
    def minutes_a_unit(self) -> int | None:
        """Nothing was measured."""
        return None


class AsFirstSigned(Agreement):
    """An agreement of the first edition in today's terms: meetings used up `sessions` alone."""

    @property
    def sessions_item(self) -> ScopeItem | None:
        """The item of that name; None without it."""
        return self.items.get("sessions")


class FirstHeader(Data):
    """What a file of the first edition holds above its log."""

    schema_version: Annotated[Literal[1], Key("schema")]
    id: Identifier
    previous: Identifier | None = None
    client: Client
    agreement: FirstAgreement


def _days(count: int) -> TimeTerm:
    return TimeTerm(count, "day")


# --- practice.toml ---

PRACTICE_TERMS: dict[tuple[str, str], tuple[str, str, TimeUnit]] = {
    ("guarantee", "claim_within_days"): ("guarantee", "claim_within", "day"),
    ("guarantee", "ask_within_days"): ("meetings", "ask_within", "day"),
    ("guarantee", "feedback_within_days"): ("meetings", "feedback_within", "day"),
    ("guarantee", "homework_due_days"): ("meetings", "homework_due", "day"),
    ("guarantee", "homework_grace_days"): ("meetings", "homework_grace", "day"),
    ("guarantee", "cancellation_notice_hours"): ("meetings", "cancellation_notice", "hour"),
    ("guarantee", "reschedule_within_days"): ("meetings", "reschedule_within", "day"),
    ("accountability", "window_days"): ("accountability", "window", "day"),
    ("standard", "every_days"): ("standard", "every", "day"),
    ("audit", "every_days"): ("audit", "every", "day"),
}
"""A number of days or hours, and the term that says the same: table, key, unit."""

_MOST_DAYS = 36_525

PRACTICE_TERMS_MOVED = ("late_grace_minutes", "early_leave_grace_minutes", "reschedule_rule")
"""Keys that stood with the guarantee, and stand with the meetings now."""


def practice_of_today(data: dict[str, Any]) -> dict[str, Any] | list[Problem]:
    """A practice.toml of the first edition in today's keys; one that mixes both is read as well."""
    found = {name: _copied(value) for name, value in data.items()}
    problems: list[Problem] = []
    for (table, key), (new_table, new, unit) in PRACTICE_TERMS.items():
        for path, row in _rows(found, table):
            if key in row:
                target = row if table == new_table else _table(found, new_table)
                problems += _carry_over(row.pop(key), (*path, key), target, new=new, unit=unit)
    for key in PRACTICE_TERMS_MOVED:
        for _, guarantee in _rows(found, "guarantee"):
            if key in guarantee:
                _table(found, "meetings").setdefault(key, guarantee.pop(key))
    found["schema"] = SCHEMA
    return problems or found


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [_copied(row) for row in value]
    return dict(value) if isinstance(value, dict) else value


def _table(data: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = data.setdefault(name, {})
    return found


def _rows(data: dict[str, Any], table: str) -> list[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """The tables of a name, each with its place; what is no table is another's to refuse."""
    value = data.get(table)
    if isinstance(value, dict):
        return [((table,), value)]
    rows = value if isinstance(value, list) else []
    return [((table, number), row) for number, row in enumerate(rows) if isinstance(row, dict)]


def _carry_over(
    value: object, path: tuple[str | int, ...], target: dict[str, Any], *, new: str, unit: TimeUnit
) -> list[Problem]:
    """A number put down as the term that it means, or why it cannot be."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST_DAYS:
        return [Problem("must be a whole number", f'Or write {new} = "7 {unit}s".', path)]
    if new in target:
        return [Problem(f"says the same as {new}", "Leave out one of the two.", path)]
    if value or new != "window":
        target[new] = str(TimeTerm(value, unit))
    return []
