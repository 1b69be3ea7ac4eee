"""Engagements as a list, and one engagement with its log as a timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from valueback import money
from valueback.model.agreement import Agreement
from valueback.model.data import SAID, Data, fields
from valueback.model.engagement import Engagement
from valueback.model.entries import Amendment, Entry, Void
from valueback.model.promises import ScopeItem
from valueback.model.timeline import Timeline
from valueback.moments import day_of, show_day, show_minute
from valueback.render.entries import sentence
from valueback.render.page import Page, Span, Styled
from valueback.render.portfolio import in_brief
from valueback.render.words import said
from valueback.rules.leaving import leaving
from valueback.rules.payments import payment_account
from valueback.rules.portfolio import Facts, Portfolio


def list_json(rows: Portfolio, broken: Mapping[str, str], strays: Sequence[str]) -> dict[str, Any]:
    """The engagements, and what could not be read."""
    return {
        "schema": 1,
        "report": "list",
        "engagements": [_list_item(rows, row) for row in rows.rows]
        + [{"id": id_, "error": error} for id_, error in broken.items()],
        "strays": list(strays),
        "retention": {"renewed": rows.renewed, "ended": rows.ended},
    }


def _list_item(rows: Portfolio, row: Facts) -> dict[str, Any]:
    return {
        "id": row.id,
        "client": row.client,
        "title": row.title,
        "starts": row.starts,
        "ends": row.ends,
        "state": row.state,
        "entries": row.entries,
        "previous": row.previous,
        "lifetime_value": {
            code: money.plain(sum_, code) for code, sum_ in rows.lifetime_values(row).items()
        },
    }


def list_page(
    rows: Portfolio,
    as_of: datetime,
    broken: Mapping[str, str],
    strays: Sequence[str],
    *,
    everything: bool,
) -> Page:
    """A line per engagement, by its id; what is wrong comes last."""
    page = Page()
    if not rows.rows and not broken:
        page.line('No client yet. Begin with: valueback new-client "Ana Souza"')
    if everything:
        page.rows([_list_row(rows, row) for row in rows.rows], indent=0)
    elif rows.rows:
        page.rows(in_brief(rows, rows.rows, as_of, [row.id for row in rows.rows]), indent=0)
    if rows.ended:
        page.line().line(f"Renewed: {rows.renewed} of {rows.ended} engagements that ended.")
    for id_, error in broken.items():
        page.line(Styled("Cannot be read: ", "red"), f"{id_}: {error}")
    for name in strays:
        page.line(Styled("Left alone: ", "yellow"), f"engagements/{name} is not an engagement")
    return page


def _list_row(rows: Portfolio, row: Facts) -> tuple[Span, ...]:
    term = f"{row.starts} to {row.ends or '…'}"
    sums = ", ".join(money.coded(sum_, code) for code, sum_ in rows.lifetime_values(row).items())
    in_all = f"; worth {sums} so far" if sums else ""
    return (Styled(row.id, "bold"), row.state, term, f"{row.client}, {row.title}{in_all}")


def show_json(engagement: Engagement, since: date | None, kinds: frozenset[str]) -> dict[str, Any]:
    """The agreement as in the file, and the entries as stored, those that are void marked."""
    return {
        "schema": 1,
        "report": "engagement",
        "engagement": engagement.id,
        "client": _as_json(engagement.header.client),
        "agreement": _as_json(engagement.header.agreement),
        "entries": [
            {**engagement.log.raw_by_id[entry.id], "void": entry.id in engagement.log.void_ids}
            for entry in _chosen(engagement, since, kinds)
        ],
    }


def _as_json(value: Any) -> Any:
    """Data with all its fields that have a value: amounts, shares and days as text."""
    if isinstance(value, Data):
        known = ((field.name, getattr(value, field.name)) for field in fields(type(value)))
        return {name: _as_json(inner) for name, inner in known if inner is not None}
    if isinstance(value, SAID):
        return str(value)
    if isinstance(value, tuple):
        return [_as_json(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def show_page(timeline: Timeline, since: date | None, kinds: frozenset[str]) -> Page:
    """The agreement in brief, how the money stands, and the log as it happened."""
    page, engagement = Page(), timeline.engagement
    page.line(Styled(engagement.client.name, "bold"), f" · {engagement.agreement.title}")
    page.rows([*_brief(engagement.agreement), *_money(timeline)])
    entries = _chosen(engagement, since, kinds)
    page.heading("Log")
    page.rows([_row(engagement, entry) for entry in entries] or [("nothing yet",)])
    return page


def _brief(agreement: Agreement) -> list[tuple[Span, ...]]:
    until = f" to {show_day(agreement.ends)}" if agreement.ends else ", open-ended"
    per = " a month" if agreement.price_per == "month" else ""
    rows: list[tuple[Span, ...]] = [
        ("objective", agreement.objective or "not written down yet"),
        ("term", f"{show_day(agreement.starts)}{until}"),
        ("price", f"{money.coded(agreement.price, agreement.currency)}{per}"),
    ]
    rows += [("scope", _promise(item)) for item in agreement.scope]
    for result in agreement.minimum_result:
        goal = ""
        if result.target:
            counted = f"{result.target.normalize():f}"
            coded = money.coded(result.target, agreement.currency)
            goal = f": {coded if result.unit is None else counted}"
        rows.append(("result", f"{result.text}{goal}"))
    guarantee = agreement.guarantee
    offered = f"{guarantee.refund_percent} % back" if guarantee.offered else "none offered"
    if guarantee.offered:
        offered += f", claimed within {said.shown(guarantee.claim_within)} of the last day"
    return [*rows, *_meeting_terms(agreement), ("guarantee", offered)]


def _money(timeline: Timeline) -> Iterator[tuple[Span, ...]]:
    """What is owed, what is charged, what leaving would bring: as far as anything is known."""
    account, currency = payment_account(timeline), timeline.agreement.currency
    if account.known:
        told = f"{money.coded(account.outstanding, currency)} outstanding"
        if account.overdue:
            told += f", {money.coded(account.overdue, currency)} of it overdue"
        following = account.next
        if following is not None:
            amount = money.coded(following.amount, currency)
            told += f"; next {amount}, due {show_day(following.due)}"
        yield ("payments", told)
    charges = account.charges
    if charges.charged:
        yield ("charges", f"{money.coded(charges.open, currency)} open, fees and penalties")
    left = leaving(timeline)
    if timeline.agreement.leaving and left.end is None and timeline.in_force_since is not None:
        yield ("leaving today", f"would bring back {money.coded(left.amount, currency)}")


def _meeting_terms(agreement: Agreement) -> Iterator[tuple[Span, ...]]:
    """What was agreed about meetings, in brief."""
    terms, shown = agreement.meetings, said.shown
    notice = f"{shown(terms.cancellation_notice)} before"
    if terms.moving_notice is not None:
        notice += f" ({shown(terms.moving_notice)} to move it)"
    yield ("calling off", f"{notice}; a new date within {shown(terms.reschedule_within)}")
    asked = f"asked for within {shown(terms.ask_within)}"
    yield ("feedback", f"within {shown(terms.feedback_within)}, {asked}")
    grace = f", {shown(terms.homework_grace)} of grace" if terms.homework_grace.number else ""
    yield ("homework", f"{shown(terms.homework_due)}{grace}")
    free = agreement.calendar.free_days
    if free:
        yield ("free days", f"{len(free)}, the last one on {show_day(max(free))}")


def _promise(item: ScopeItem) -> str:
    quantity = f"{item.quantity.normalize():f} x " if item.quantity is not None else ""
    per = "" if item.per == "term" else f" a {item.per}"
    return f"{quantity}{item.text}{per}"


def _chosen(engagement: Engagement, since: date | None, kinds: frozenset[str]) -> list[Entry]:
    current = engagement.log.as_amended()
    entries = sorted(current.values(), key=lambda entry: entry.at)
    return [
        entry
        for entry in entries
        if entry.kind in kinds and (since is None or day_of(entry.at, engagement.zone) >= since)
    ]


def _row(engagement: Engagement, entry: Entry) -> tuple[Span, ...]:
    log = engagement.log
    words = sentence(entry, engagement)
    if entry.note:
        words += f" ({entry.note})"
    if entry.id in log.void_ids:
        voids = [v.id for v in log.entries if isinstance(v, Void) and v.entry == entry.id]
        words = f"void ({', '.join(voids)}): {words}"
    written = log.by_id[entry.id]
    if written is not entry and written != entry:
        by = [a.id for a in log.entries if isinstance(a, Amendment) and a.entry == entry.id]
        words += f" [corrected by {', '.join(by)}; was: {sentence(written, engagement)}]"
    style = "dim" if entry.id in log.void_ids else ""
    when = show_minute(entry.at, engagement.zone)
    return (entry.id, when, Styled(words, style) if style else words)
