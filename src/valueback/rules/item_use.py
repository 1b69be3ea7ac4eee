"""How much of something promised is used, as a report tells it: exact inside, rounded once."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from valueback.model.promises import Period
from valueback.rules.accounts import Account
from valueback.rules.bookings import USUAL_MINUTES
from valueback.rules.units import rounded_up


class ItemUse(NamedTuple):
    """How much of a promised item is used in its present period; no quantity means no limit.

    What is agreed holds what was `carried` from earlier periods; what is `free` is neither used
    nor held for a meeting that is booked. All are exact, of a measured item in minutes; as units
    they are rounded once, where they are shown.
    """

    account: Account
    near_percent: int

    @property
    def id(self) -> str:
        """The item's id."""
        return self.account.item.id

    @property
    def text(self) -> str:
        """What the agreement calls it."""
        return self.account.item.text

    @property
    def per(self) -> Period:
        """What its quantity is promised for."""
        return self.account.item.per

    @property
    def minutes(self) -> int | None:
        """What one unit takes."""
        return self.account.item.minutes_a_unit or self.account.item.minutes

    @property
    def agreed(self) -> Decimal | None:
        """The units agreed, with what was carried; None where there is no limit."""
        return self._shown(self.account.now.agreed)

    @property
    def carried(self) -> Decimal:
        """The units that came from earlier periods."""
        return self.account.shown(self.account.now.carried)

    @property
    def used(self) -> Decimal:
        """The units used."""
        return self.account.shown(self.account.now.used)

    @property
    def remaining(self) -> Decimal | None:
        """The units left, held ones among them."""
        return self._shown(self.account.now.remaining)

    @property
    def free(self) -> Decimal | None:
        """The units that are neither used nor held."""
        return self._shown(self.account.now.free)

    def _shown(self, units: Decimal | None) -> Decimal | None:
        return None if units is None else self.account.shown(units)

    def covers(self, minutes: int | None) -> bool:
        """Whether what is free is enough for something that takes so long, or for one unit."""
        free, item = self.account.now.free, self.account.item
        if free is None:
            return True
        if item.is_measured:
            return free >= rounded_up(item, minutes if minutes is not None else USUAL_MINUTES)
        return free >= (Decimal(minutes) / item.minutes if minutes and item.minutes else 1)

    @property
    def percent(self) -> Decimal | None:
        """The share that is used, in percent."""
        now = self.account.now
        return now.used * 100 / now.agreed if now.agreed else None

    @property
    def status(self) -> Literal["ok", "near", "over"]:
        """Whether there is room."""
        agreed, used = self.account.now.agreed, self.account.now.used
        nothing = not used and not agreed
        if agreed is None or nothing or used < agreed * self.near_percent / 100:
            return "ok"
        return "over" if used > agreed else "near"
