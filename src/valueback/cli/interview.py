"""The questions for a new client, at a terminal: what is missing is asked for, one by one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from valueback.cli.context import Context
from valueback.drafting.wanted import Wanted
from valueback.errors import mistyped
from valueback.frozen import replace

if TYPE_CHECKING:
    from datetime import date

    from valueback.drafting.agreements import Aim
    from valueback.model.practice import Practice


def asked_package(context: Context, price: str | None) -> str | None:
    """Which of the practice's packages it is, where somebody is there to say."""
    packages = context.folder.practice.package
    if not packages or price is not None or not context.prompts.interactive:
        return None
    names = ", ".join(package.id for package in packages)

    def read(text: str) -> str | None:
        if text and text not in [package.id for package in packages]:
            raise ValueError(f"Please give one of: {names}; or Enter for none.")
        return text or None

    question = f"Which package? ({names}; Enter for none)"
    return context.prompts.until_understood(question, read)


def asked_free_days(
    context: Context, practice: Practice, term: tuple[date, date | None], *, offered: bool
) -> list[date]:
    """The free days of the term, those that a library brings shown for confirmation."""
    from valueback.drafting.free_days import free_days, span_of
    from valueback.moments import show_day

    first, ends = term
    found = free_days(practice, first, span_of(practice, first, ends, offered=offered))
    public = [free for free in found if free.name]
    if public and context.prompts.interactive:
        rows = (f"  {show_day(free.day)}  {free.name}" for free in public)
        context.prompts.show("Public holidays, on which no working day is counted:", *rows)
        if not context.prompts.confirm("Write them into the agreement?", default=True):
            found = [free for free in found if not free.name]
    return [free.day for free in found]


def completed(context: Context, wanted: Wanted) -> Wanted:
    """What was given, with the answers to what is missing."""
    prompts = context.prompts
    if not prompts.interactive:
        if wanted.price is None:
            raise mistyped(
                "--price is missing.", "Say what the client pays: --price 2400.00, or --package ID."
            )
        return wanted
    if wanted.objective is None:
        objective = prompts.ask("What does the client want to reach?") or None
        wanted = replace(wanted, objective=objective)
    in_currency = _amount_in(context, wanted.currency)
    if wanted.offered and not wanted.results:
        wanted = replace(wanted, results=_asked_results(context, in_currency))
    if wanted.price is None:
        price = prompts.until_understood("What does the client pay? (like 2400.00)", in_currency)
        wanted = replace(wanted, price=price)
    if wanted.starts is None:
        starts = prompts.until_understood("First day?", context.day, "today")
        wanted = replace(wanted, starts=starts)
    if wanted.ends is None and wanted.months is None:
        wanted = replace(wanted, months=_asked_months(context, wanted))
    if wanted.sessions is None:
        sessions = prompts.until_understood(
            "How many meetings? (Enter for no limit)", _number_or_none
        )
        wanted = replace(wanted, sessions=sessions)
    return wanted


def _asked_months(context: Context, wanted: Wanted) -> int | None:
    """For how many months; None where it goes on without a last day."""
    if not wanted.open_ended:
        return context.prompts.until_understood("For how many months?", _whole_number, "6")
    question = "For how many months? (Enter if no last day is agreed)"
    return context.prompts.until_understood(question, lambda t: _whole_number(t) if t else None)


def _asked_results(context: Context, in_currency: Callable[[str], str]) -> list[Aim]:
    """The minimum results, each a sum or attested, until Enter."""
    from valueback.drafting.agreements import Aim

    found: list[Aim] = []
    question = "What should come of it for the client, at least?"
    while text := context.prompts.until_understood(question, _in_words):
        target, unit = context.prompts.until_understood(
            "How much of it? (like 2400.00, or 5 clients; Enter if the client will attest it)",
            partial(_target, in_currency),
        )
        found.append(Aim(text, target, unit))
        question = "Another minimum result? (Enter to go on)"
    return found


def _in_words(text: str) -> str:
    if text and not any(letter.isalpha() for letter in text):
        raise ValueError("Please say it in words; how much of it is asked for next.")
    return text


def _target(in_currency: Callable[[str], str], text: str) -> tuple[str | None, str | None]:
    """What a minimum result has to reach: a sum, or how many of what; nothing where the client will
    attest it.
    """
    if not text:
        return None, None
    number, _, unit = text.partition(" ")
    if unit and number.isascii() and number.isdigit():
        return number, unit.strip()
    return in_currency(text), None


def _amount_in(context: Context, currency: str) -> Callable[[str], str]:
    """Reads a sum in the agreement's currency."""

    def read(text: str) -> str:
        if not text:
            raise ValueError("Please give what it comes to, like 2400.00.")
        return f"{context.money(text, currency, 'price'):f}"

    return read


def _whole_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ValueError("Please give a whole number, like 6.")
    return int(text)


def _number_or_none(text: str) -> str | None:
    return str(_whole_number(text)) if text else None
