"""The meetings of a whole term: how many were agreed, how many were booked, how many were given."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from valueback.model.entries import Session, Work
from valueback.model.timeline import Timeline
from valueback.rules.accounts import accounts
from valueback.rules.chains import Chain, chain_of, chains
from valueback.rules.notice import client_cancellations, counts_as_used, notice_of
from valueback.rules.units import in_scope, uses

_ZERO = Decimal(0)
_WHOLE = Decimal(1)


def meetings_agreed(timeline: Timeline) -> Decimal | None:
    """How many meetings were agreed over the whole term, change orders included; None where no
    number was agreed, where they are measured in minutes, or where no last day is.
    """
    item = timeline.agreement.sessions_item
    if item is None or item.is_measured:
        return None
    return accounts(timeline)[item.id].whole_term


def meetings_made(timeline: Timeline) -> Decimal:
    """How many of them were booked, or took place without: a chain counts for the units that it
    used, at least one, whatever became of it; what a ruling gave back counts as well, for an excuse
    makes nobody owe a booking. What was sold apart or given is none of them.
    """
    item = timeline.agreement.sessions_item
    if item is None:
        return _ZERO
    of_chains: dict[str, Decimal] = {}
    unbooked = _ZERO
    for chain in chains(timeline):
        if chain.item == item.id and not _sold_apart(timeline, chain):
            of_chains[chain.first.id] = _ZERO
    used = {use.entry: use.units for use in uses(timeline)}
    for entry in {**dict.fromkeys(_uses_as_agreed(timeline), _WHOLE), **used}:
        chain_id = _chain_id(timeline, entry)
        if chain_id in of_chains:
            of_chains[chain_id] += used.get(entry, _WHOLE)
    for session in timeline.of(Session):
        booked = session.id in timeline.booking_of
        made_up_for = session.id in timeline.replacements_of
        if booked or made_up_for:
            continue
        if timeline.item_of(session) == item.id and in_scope(timeline, session):
            unbooked += 1
    return sum((max(units, _WHOLE) for units in of_chains.values()), unbooked)


def _uses_as_agreed(timeline: Timeline) -> Iterator[str]:
    """The no-shows and short notices that use a unit by the agreement, whatever was ruled."""
    for session in timeline.of(Session):
        if session.no_show == "client":
            yield session.id
    for cancelled in client_cancellations(timeline):
        if counts_as_used(timeline, cancelled):
            yield cancelled.id


def _sold_apart(timeline: Timeline, chain: Chain) -> bool:
    sessions = (timeline.session_of.get(booking.id) for booking in chain.bookings)
    return any(s is not None and not in_scope(timeline, s) for s in sessions)


def _chain_id(timeline: Timeline, entry: str) -> str | None:
    """The first booking of the chain that a session or cancellation belongs to."""
    called_off = timeline.cancellations.get(entry)
    booking = timeline.booking_of.get(entry)
    id_ = called_off.booking if called_off is not None else booking.id if booking else ""
    chain = chain_of(timeline).get(id_)
    return None if chain is None else chain.first.id


def meetings_given(timeline: Timeline) -> dict[str, Decimal]:
    """What the provider gave of them, by entry: the units that meetings and short notice used, and
    one for each meeting that the client missed, or called off with short notice, where none was
    used for it at all.
    """
    item = timeline.agreement.sessions_item
    if item is None:
        return {}
    given = {
        use.entry: use.units
        for use in uses(timeline)
        if use.item == item.id and not isinstance(timeline.engagement.log.by_id[use.entry], Work)
    }
    served = {_chain_id(timeline, entry) for entry in given} - {None}
    for entry in _missed_by_client(timeline, item.id):
        chain = _chain_id(timeline, entry)
        if entry not in given and (chain is None or chain not in served):
            given[entry] = _WHOLE
            served.add(chain)
    return given


def _missed_by_client(timeline: Timeline, item: str) -> Iterator[str]:
    """The client's no-shows, and what the client called off with short notice."""
    for session in timeline.of(Session):
        missed = session.no_show == "client" and in_scope(timeline, session)
        if missed and timeline.item_of(session) == item:
            yield session.id
    for cancelled in client_cancellations(timeline):
        booking = timeline.bookings[cancelled.booking]
        short = notice_of(timeline, cancelled).status == "breached"
        if short and timeline.item_of(booking) == item:
            yield cancelled.id
