"""Who this computer says that its user is, and where: what can be taken for granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valueback.drafting.agreements import Identity


def likely_identity() -> Identity:
    """What can be taken for granted from a computer's settings."""
    from valueback import money
    from valueback.drafting.agreements import Identity
    from valueback.record.computer import language, user_name, zone_name

    user, spoken = user_name(), language()
    locale = spoken if money.is_locale(spoken) else "en_US"
    return Identity(
        name=f"{user}'s practice" if user else "My practice",
        provider=user or "Me",
        time_zone=zone_name(),
        currency=money.currency_of(locale),
        locale=locale,
    )
