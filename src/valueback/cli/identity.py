"""Who the user is, and where: asked for at a terminal, with what this computer says proposed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from valueback.cli.prompts import Prompts
from valueback.cli.sums import currency_named, typed_sum
from valueback.errors import mistyped
from valueback.frozen import frozen

if TYPE_CHECKING:
    from valueback.drafting.agreements import Identity

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
_FEW = 6


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


@frozen
class GivenIdentity:
    """What was given for a practice; None for what was not."""

    name: str | None = None
    provider: str | None = None
    email: str | None = None
    phone: str | None = None
    time_zone: str | None = None
    currency: str | None = None
    locale: str | None = None
    hourly_rate: str | None = None


def asked_identity(prompts: Prompts, given: GivenIdentity) -> Identity:
    """Who the user is: as given, else as answered, else as the computer says. Raises Mistyped."""
    from valueback.drafting.agreements import Identity

    likely = likely_identity()

    def found(value: str | None, question: str, read: Callable[[str], str], default: str) -> str:
        if value is not None:
            return read(value)
        if not prompts.interactive:
            return default
        return prompts.until_understood(question, read, default)

    name = found(given.name, "The practice's name", _some, likely.name)
    provider = found(given.provider, "Your name", _some, likely.provider)
    email = found(given.email, "Your e-mail address (Enter to leave it out)", email_address, "")
    phone = found(given.phone, "Your telephone number (Enter to leave it out)", str, "")
    zone = found(given.time_zone, "Your time zone, or a city in it", zone_named, likely.time_zone)
    locale = found(given.locale, "Your language and country", _locale, likely.locale)
    currency = found(given.currency, "Your currency", currency_named, _currency_of(locale))
    rate = found(
        given.hourly_rate, "Your hourly rate (Enter to leave it out)", _rate(currency, locale), ""
    )
    return Identity(
        name=name,
        provider=provider,
        email=email or None,
        phone=phone or None,
        time_zone=zone,
        currency=currency,
        locale=locale,
        hourly_rate=rate or None,
    )


def zone_named(text: str) -> str:
    """The time zone that is meant: its name in any letters, or a city that fits one zone only."""
    from zoneinfo import available_timezones

    from valueback.typed_words import folded

    wanted = folded(text.strip()).replace(" ", "_")
    zones = sorted(available_timezones())
    same = [zone for zone in zones if folded(zone) == wanted]
    cities = same or [zone for zone in zones if folded(zone).rpartition("/")[2] == wanted]
    own = [zone for zone in cities if zone.count("/") and not zone.startswith(("posix", "right"))]
    found = same or own or cities
    if len(found) > 1:
        raise mistyped(
            f"{text!r} fits {len(found)} time zones.", f"Give one: {', '.join(found[:_FEW])}."
        )
    if not found:
        from difflib import get_close_matches

        names = {folded(zone).rpartition("/")[2]: zone for zone in zones}
        near = [names[name] for name in get_close_matches(wanted, list(names), 3)]
        hint = f"Did you mean {', '.join(near)}?" if near else "Write it like Europe/Madrid."
        raise mistyped(f"{text!r} is not a time zone that I know.", hint, field="time_zone")
    return found[0]


def _currency_of(locale: str) -> str:
    from valueback.money import currency_of

    return currency_of(locale)


def _locale(text: str) -> str:
    from valueback.money import is_locale

    if not is_locale(text):
        raise mistyped(
            f"{text!r} is no locale that I know.", "Write it like pt_BR.", field="locale"
        )
    return text


def language_named(text: str) -> str:
    """The name of a language, as files have it; Mistyped where it is none."""
    from valueback.model.data import is_language

    if not is_language(text):
        raise mistyped(
            f"{text!r} is not a language.", "Write it like pt, or pt_PT.", field="language"
        )
    return text


def email_address(text: str) -> str:
    """An e-mail address as it was typed, or nothing; Mistyped where it is none."""
    if text and not _EMAIL.fullmatch(text):
        raise mistyped(
            f"{text!r} is not an e-mail address.", "Write it like ana@example.com.", field="email"
        )
    return text


def _some(text: str) -> str:
    if not text:
        raise ValueError("Please give a name.")
    return text


def _rate(currency: str, locale: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text:
            return ""
        rate = typed_sum(text, currency=currency, locale=locale, name="hourly_rate")
        return f"{rate:f}"

    return read
