"""The money of engagements as a ledger: hledger's journal, or beancount's.

What is agreed falls due as income against a receivable of each client; payments fill it, and what
is paid above it is an advance. Refunds are an expense, but corrections, which undo payments. The
receivable's balance is what `check-payments` calls outstanding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from valueback.model.entries import Consequence, Entry, Expense, Payment, Refund
from valueback.model.timeline import Timeline
from valueback.money import decimals
from valueback.render.safe import safe
from valueback.rules.payments import payment_account

_ZERO = Decimal(0)
Account = tuple[str, ...]
"""The parts of an account's name, the client's id last where it is the client's own."""

BANK: Account = ("assets", "bank")


class Posting(NamedTuple):
    """A sum moved to an account; a negative one away from it."""

    account: Account
    amount: Decimal


class Transaction(NamedTuple):
    """What happened to money on a day; its postings add up to nothing."""

    day: date
    payee: str
    text: str
    currency: str
    postings: tuple[Posting, ...]


def transactions(timeline: Timeline) -> list[Transaction]:
    """The transactions of an engagement, in the order of their days."""
    return sorted(_all(timeline), key=lambda one: one.day)


def _all(timeline: Timeline) -> Iterator[Transaction]:
    engagement = timeline.engagement
    payee, currency = engagement.client.name, engagement.agreement.currency
    account = payment_account(timeline)
    rows = account.rows if account.known else ()  # else nothing is said of what is owed
    for row in rows:
        postings = _moved(("income", "agreement"), ("assets", "receivable"), row.due.amount)
        own = tuple(p._replace(account=(*p.account, engagement.id)) for p in postings)
        yield Transaction(row.due.day, payee, "due", currency, own)
    book = _Book(engagement.id, sum((row.due.amount for row in rows), _ZERO))
    for entry in timeline.entries:
        postings = tuple(p for p in book.postings(entry) if p.amount)
        if postings:
            yield Transaction(timeline.day(entry.at), payee, entry.id, currency, postings)


def _moved(away: Account, to: Account, amount: Decimal) -> tuple[Posting, ...]:
    """A sum moved from one account to another."""
    return (Posting(to, amount), Posting(away, -amount))


@dataclass
class _Book:
    """The accounts of a client: what of the receivable is still open, and what was paid above."""

    client: str
    open: Decimal
    above: Decimal = _ZERO

    def postings(self, entry: Entry) -> tuple[Posting, ...]:  # noqa: PLR0911  # one per kind
        """What an entry moves; nothing where it is not about money."""
        charges, spent = ("assets", "charges", self.client), ("expenses", "clients", self.client)
        match entry:
            case Payment():
                if entry.for_ in ("agreement", "change-order"):
                    return self._paid(entry.amount)
                return _moved(charges if entry.for_ == "penalty" else spent, BANK, entry.amount)
            case Refund():
                if entry.for_ == "correction":
                    return self._corrected(entry.amount)
                return _moved(BANK, ("expenses", "refunds", self.client), entry.amount)
            case Expense():
                return _moved(BANK, spent, entry.amount)
            case Consequence():
                income = ("income", "charges", self.client)
                return _moved(income, charges, entry.amount or _ZERO)
            case _:
                return ()

    def _paid(self, amount: Decimal) -> tuple[Posting, ...]:
        filled = min(self.open, amount)
        self.open, self.above = self.open - filled, self.above + amount - filled
        return (Posting(BANK, amount), self._owed(-filled), self._ahead(filled - amount))

    def _corrected(self, amount: Decimal) -> tuple[Posting, ...]:
        taken = min(self.above, amount)
        self.above, self.open = self.above - taken, self.open + amount - taken
        return (self._ahead(taken), self._owed(amount - taken), Posting(BANK, -amount))

    def _owed(self, amount: Decimal) -> Posting:
        return Posting(("assets", "receivable", self.client), amount)

    def _ahead(self, amount: Decimal) -> Posting:
        return Posting(("liabilities", "advance", self.client), amount)


def as_hledger(found: Sequence[Transaction]) -> str:
    """A journal that `hledger check --strict` accepts: accounts and commodities are declared."""

    def named(account: Account) -> str:
        return ":".join(account)

    head = [f"commodity {_amount(Decimal(1000), c)}" for c in _currencies(found)]
    head += [f"account {name}" for name in _accounts(found, named)]
    lines = ["; made by valueback", "", *head, ""]
    for one in sorted(found, key=lambda t: t.day):
        lines.append(f"{one.day.isoformat()} {_one_line(one.payee, ';|')} | {one.text}")
        lines += [
            f"    {named(p.account)}  {_amount(p.amount, one.currency)}" for p in one.postings
        ]
        lines.append("")
    return "\n".join(lines)


def as_beancount(found: Sequence[Transaction]) -> str:
    """A ledger that `bean-check` accepts: every account is opened on its first day."""

    def named(account: Account) -> str:
        return ":".join(f"{part[:1].upper()}{part[1:]}" for part in account)

    first: dict[str, date] = {}
    for one in found:
        for posting in one.postings:
            name = named(posting.account)
            first[name] = min(first.get(name, one.day), one.day)
    lines = ["; made by valueback", ""]
    lines += [f'option "operating_currency" "{currency}"' for currency in _currencies(found)]
    lines += [f"{day.isoformat()} open {name}" for name, day in sorted(first.items())]
    lines.append("")
    for one in sorted(found, key=lambda t: t.day):
        payee = _one_line(one.payee, "").replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'{one.day.isoformat()} * "{payee}" "{one.text}"')
        lines += [f"  {named(p.account)}  {_amount(p.amount, one.currency)}" for p in one.postings]
        lines.append("")
    return "\n".join(lines)


def _currencies(found: Sequence[Transaction]) -> list[str]:
    return sorted({one.currency for one in found})


def _accounts(found: Sequence[Transaction], named: Callable[[Account], str]) -> list[str]:
    return sorted({named(posting.account) for one in found for posting in one.postings})


def _amount(amount: Decimal, currency: str) -> str:
    places = decimals(currency)
    mark = "." if not places and amount == 1000 else ""  # hledger wants a decimal mark declared
    return f"{amount:.{places}f}{mark} {currency}"


def _one_line(text: str, without: str) -> str:
    plain = " ".join(safe(text).split())
    return re.sub(f"[{re.escape(without)}]", " ", plain) if without else plain
