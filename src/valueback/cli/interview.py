"""The questions for a new client, at a terminal: what is missing is asked for, one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from valueback.cli.ask import until_understood
from valueback.cli.desk import Desk
from valueback.errors import mistyped

if TYPE_CHECKING:
    from valueback.record.practice import Folder


@dataclass(frozen=True)
class Wanted:
    """What was given for a new client; what is None is asked for, or takes its default."""

    objective: str | None
    results: list[tuple[str | None, str]]
    price: str | None
    starts: date | None
    ends: date | None
    months: int | None
    sessions: str | None
    title: str | None


def asked_package(desk: Desk, folder: Folder, price: str | None) -> str | None:
    """Which of the practice's packages it is, where somebody is there to say."""
    packages = folder.practice.package
    if not packages or price is not None or not desk.interactive:
        return None
    names = ", ".join(package.id for package in packages)

    def read(text: str) -> str | None:
        if text and text not in [package.id for package in packages]:
            raise ValueError(f"Please give one of: {names}; or Enter for none.")
        return text or None

    return until_understood(desk, f"Which package? ({names}; Enter for none)", read)


def completed(desk: Desk, wanted: Wanted, terms: dict[str, Any], *, open_ended: bool) -> Wanted:
    """What was given, with the answers to what is missing."""
    if not desk.interactive:
        if wanted.price is None:
            raise mistyped(
                "--price is missing.", "Say what the client pays: --price 2400.00, or --package ID."
            )
        return wanted
    if wanted.objective is None:
        wanted = replace(wanted, objective=desk.ask("What does the client want to reach?") or None)
    in_currency = _amount_in(terms["currency"])
    if terms["offered"] and not wanted.results:
        wanted = replace(wanted, results=_asked_results(desk, in_currency))
    if wanted.price is None:
        read = until_understood(desk, "What does the client pay? (2400.00)", in_currency)
        wanted = replace(wanted, price=read)
    if wanted.starts is None:
        wanted = replace(
            wanted, starts=until_understood(desk, "First day?", desk.day_needed, "today")
        )
    if wanted.ends is None and wanted.months is None and not open_ended:
        months = until_understood(desk, "For how many months?", _whole_number, "6")
        wanted = replace(wanted, months=months)
    if wanted.sessions is None:
        answer = until_understood(desk, "How many meetings? (Enter for no limit)", _number_or_none)
        wanted = replace(wanted, sessions=answer)
    return wanted


def _asked_results(desk: Desk, in_currency: Callable[[str], str]) -> list[tuple[str | None, str]]:
    """The minimum results, each a sum or attested, until Enter."""
    found: list[tuple[str | None, str]] = []
    question = "What should come of it for the client, at least?"
    while text := desk.ask(question):
        target = until_understood(
            desk,
            "The sum to reach? (2400.00; Enter if the client will attest it)",
            lambda text: in_currency(text) if text else None,
        )
        found.append((target, text))
        question = "Another minimum result? (Enter to go on)"
    return found


def _amount_in(currency: str) -> Callable[[str], str]:
    """Reads an amount with no more decimals than the currency has."""
    from valueback.money import amount, decimals

    def read(text: str) -> str:
        if not text:
            raise ValueError("Please give what it comes to, like 2400.00.")
        amount(text, decimals(currency))
        return text

    return read


def _whole_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ValueError("Please give a whole number, like 6.")
    return int(text)


def _number_or_none(text: str) -> str | None:
    return str(_whole_number(text)) if text else None
