"""Payments: Stripe's and PayPal's tables, and a bank's by a map of its columns.

Stripe's "Amount Refunded" is a running sum without a date: that something went back is said, and
how much and when is asked. Only what is completed counts.
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from valueback.model.observation import Transfer, Who
from valueback.sources.reading import FileReading, ReadingTerms, Unreadable
from valueback.sources.text import Line, folded, has_all, header_of, lines
from valueback.sources.when import DateOrder, day, moment, noted, on, order_of

_NOON = "12:00"
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_DONE = frozenset({"paid", "succeeded", "complete", "completed", "abgeschlossen", "concluído",
                   "concluída", "completado", "terminé", "effectué", ""})  # fmt: skip
_NO_PAYMENT = re.compile(
    r".*(?:withdrawal|transfer to|currency conversion|hold|authorization|fee|reserve|payout"
    r"|abbuchung|auszahlung|währungsumrechnung|saque|retirada|virement)"
)


class _Shape(NamedTuple):
    """Where a program has each field."""

    day: tuple[str, ...]
    amount: tuple[str, ...]
    time: tuple[str, ...] = ()
    currency: tuple[str, ...] = ("currency", "währung", "moeda", "divisa", "devise")
    email: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    id: tuple[str, ...] = ()
    status: tuple[str, ...] = ("status", "state", "estado", "état")
    text: tuple[str, ...] = ("description", "note", "subject", "betreff", "verwendungszweck")
    refunded: tuple[str, ...] = ()
    zone: str | None = None


_STRIPE = _Shape(
    day=("created date (utc)", "created (utc)", "created"),
    amount=("amount", "gross"),
    email=("customer email", "customer_email"),
    name=("customer name", "card name", "customer description"),
    id=("id", "payment intent id", "paymentintent id", "source"),
    refunded=("amount refunded",),
    zone="UTC",
)
_PAYPAL = _Shape(
    day=("date", "datum", "data", "fecha"),
    time=("time", "uhrzeit", "hora", "heure"),
    amount=("gross", "brutto", "bruto", "brut", "net"),
    email=("from email address", "absender e-mail-adresse", "do endereço de e-mail"),
    name=("name", "nome", "nombre", "nom"),
    id=("transaction id", "transaktionscode", "id da transação", "id de transacción"),
)


def fits(text: str) -> bool:
    """Whether a text is Stripe's or PayPal's table."""
    return _shape(header_of(text), {}) is not None


def _shape(header: list[str], columns: dict[str, str]) -> _Shape | None:
    if columns:
        given = {field: (folded(name),) for field, name in columns.items()}
        unknown = given.keys() - set(_Shape._fields)
        return None if unknown else _Shape(**{"day": (), "amount": ()} | given)  # type: ignore[arg-type]
    if has_all(header, "amount", "currency") and any(n in header for n in _STRIPE.day):
        return _STRIPE
    if any(n in header for n in _PAYPAL.id) and any(n in header for n in _PAYPAL.amount):
        return _PAYPAL
    return None


def read(text: str, reading: FileReading, given: ReadingTerms) -> None:
    """A payment or a refund for each row that is done."""
    shape = _shape(header_of(text), dict(given.columns))
    if shape is None:
        return
    rows = list(lines(text, reading))
    order = noted(order_of((row.get(*shape.day) for row in rows), given), reading)
    decimal = _decimal_mark([row.get(*shape.amount) for row in rows])
    for row in rows:
        try:
            _row(row, shape, reading, _Habits(given.zone, order, decimal))
        except Unreadable as error:
            reading.refuse(row.number, str(error), error.remedy)


class _Habits(NamedTuple):
    """How a file writes moments and sums."""

    zone: ZoneInfo
    order: DateOrder
    decimal: str


def _row(row: Line, shape: _Shape, reading: FileReading, habits: _Habits) -> None:
    status = row.get(*shape.status).casefold()
    returned = status in {"refunded", "partially refunded", "partial refund"}
    if status not in _DONE and not returned:
        reading.ignore(row.number, f"is not done: {status[:30]}")
        return
    kind = row.get("type", "typ", "tipo").casefold()
    if _NO_PAYMENT.match(kind):
        reading.ignore(row.number, f"is no payment: {kind[:30]}")
        return
    amount = _amount(row.get(*shape.amount), habits.decimal)
    if amount == 0:
        reading.ignore(row.number, "is no sum")
        return
    back = amount < 0 or "refund" in kind or "rückzahlung" in kind or "reembolso" in kind
    if amount < 0 and shape is _PAYPAL and not ("refund" in kind or "rück" in kind):
        reading.ignore(row.number, "went out, and is no refund")
        return
    at, currency = _at(row, shape, habits), row.get(*shape.currency).upper()
    who = Who(
        tuple(filter(None, [row.get(*shape.email)])),
        tuple(filter(None, [row.get(*shape.name)])),
        title=row.get(*shape.text),
    )
    known = currency if _CURRENCY.match(currency) else None
    id_ = row.get(*shape.id) or None
    told = {"raw": row.raw, "line": row.number, "unsure": habits.order.unsure}
    reading.saw(Transfer(at, abs(amount), known, back), who, id_=id_, **told)  # type: ignore[arg-type]
    gone = row.get(*shape.refunded)
    if gone and (sum_back := _amount(gone, habits.decimal)) > 0:
        transfer = Transfer(at, sum_back, known, refund=True)
        reading.saw(transfer, who, id_=f"{id_}/refunded/{sum_back}", **told)  # type: ignore[arg-type]


def _at(row: Line, shape: _Shape, habits: _Habits) -> datetime:
    text = row.get(*shape.day)
    zone = ZoneInfo(shape.zone) if shape.zone else habits.zone
    clock = row.get(*shape.time)
    if clock:
        return on(day(text, habits.order), clock, zone)
    try:
        return moment(text, zone, habits.order)
    except Unreadable:
        return on(day(text, habits.order), _NOON, zone)


def _decimal_mark(amounts: list[str]) -> str:
    """What begins the decimals in all sums of a file: the mark that stands last in one of them
    and is followed by other than three digits, else a point.
    """
    for text in amounts:
        found = re.search(r"([.,])(\d+)\D*\Z", text)
        if found and (len(found[2]) != 3 or {".", ","} <= set(text)):
            return found[1]
    return "."


def _amount(text: str, decimal: str) -> Decimal:
    plain = re.sub(r"[\s\u00a0\u202f'’]|[^\d.,\-+()]", "", text)
    grouping = "," if decimal == "." else "."
    plain = plain.replace(grouping, "").replace(decimal, ".")
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    if not re.match(r"[-+]?\d{1,12}(\.\d{1,6})?\Z", plain):
        raise Unreadable(f"{text[:40]!r} is no sum")
    return Decimal(plain)
