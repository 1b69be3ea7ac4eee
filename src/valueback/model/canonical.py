"""What an entry or agreement says, in one form whatever the formatting of its file.

Two texts that mean the same give the same form: an instant in any offset, an amount with or without
its zeros, a default written out or left out. A digest of that form says whether anything changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from valueback.model.data import SAID, Data, Share, fields
from valueback.model.engagement import Engagement, Header
from valueback.model.entries import Amendment, Entry, LogEntry, read_entry, references
from valueback.model.log import Log

if TYPE_CHECKING:
    from valueback.model.first_edition import FirstHeader

_AS_THEY_ARE: Mapping[str, str] = MappingProxyType({})


def canonical(entry: Entry, log: Log, names: Mapping[str, str] = _AS_THEY_ARE) -> str:
    """The meaning of an entry as one line of JSON; `log` tells what an amendment amends.

    `names` says which entries are to be called otherwise, there and in what refers to them.
    """
    plain = _plain(entry)
    _rename(plain, type(entry), names)
    if isinstance(entry, Amendment):
        plain["set"] = _amended(entry, log)
        _rename(plain["set"], type(log.by_id.get(entry.entry, entry)), names)
    return _line(plain)


def _rename(plain: dict[str, Any], kind: type[LogEntry], names: Mapping[str, str]) -> None:
    for key in ("id", *references(kind)):
        if plain.get(key) in names:
            plain[key] = names[plain[key]]


def digest(entry: Entry, log: Log, names: Mapping[str, str] = _AS_THEY_ARE) -> str:
    """The SHA-256 of that form, as 64 hexadecimal digits."""
    return _sha256(canonical(entry, log, names))


def public_digest(entry: Entry, log: Log) -> str:
    """The digest of an entry without its note, which is for the practitioner alone."""
    plain = _plain(entry)
    plain.pop("note", None)
    if isinstance(entry, Amendment):
        plain["set"] = _amended(entry, log)
        plain["set"].pop("note", None)
    return _sha256(_line(plain))


def _sha256(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


def agreement_digest(header: Header | FirstHeader) -> str:
    """The digest of what was signed: whose agreement, and the agreement itself."""
    return _sha256(_signed(header))


def fingerprints(
    engagement: Engagement, order: Iterable[str] | None = None
) -> Iterator[tuple[str, str]]:
    """For each entry, the fingerprint that statements of the first edition have of the record
    through it; in the order of the file, or in that of the ids given.

    SHA-256 over the signed agreement and every entry so far, each in its canonical form on a line
    of its own.
    """
    import hashlib

    log = engagement.log
    running = hashlib.sha256(_signed(engagement.header).encode())
    for id_ in log.by_id if order is None else order:
        running.update(b"\n" + canonical(log.by_id[id_], log).encode())
        yield id_, running.hexdigest()


def stated_lines(
    engagement: Engagement, order: Iterable[str] | None = None
) -> Iterator[tuple[str, str]]:
    """What a statement's text file says, line by line: of the agreement, then of each entry, its
    id, kind, moment in UTC, and the SHA-256 of what it says without the note.

    In the order of the file, or in that of the ids given.
    """
    log, agreement = engagement.log, engagement.agreement
    signed = agreement_digest(engagement.header)
    yield "agreement", f"agreement agreement {agreement.starts.isoformat()} {signed}\n"
    for id_ in log.by_id if order is None else order:
        entry = log.by_id[id_]
        at = entry.at.astimezone(UTC).isoformat()
        yield id_, f"{id_} {entry.kind} {at} {public_digest(entry, log)}\n"


def stated(engagement: Engagement, order: Iterable[str] | None = None) -> Iterator[tuple[str, str]]:
    """For each entry, the fingerprint of a statement through it: the SHA-256 of those lines."""
    import hashlib

    running = hashlib.sha256()
    for id_, line in stated_lines(engagement, order):
        running.update(line.encode())
        if id_ != "agreement":
            yield id_, running.hexdigest()


def _signed(header: Header | FirstHeader) -> str:
    agreement = _plain(header.agreement)
    return _line({"id": header.id, "client": header.client.name, "agreement": agreement})


def _line(plain: Any) -> str:
    import json

    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _amended(entry: Amendment, log: Log) -> Any:
    """The fields that an amendment sets, as values of the entry that it amends."""
    target = log.raw_by_id.get(entry.entry)
    after = None if target is None else read_entry({**target, **entry.set}, log.places)
    if after is None or isinstance(after, list):
        return _plain(entry.set)
    names = {field.key: field.name for field in fields(type(after))}
    return {key: _plain(getattr(after, names[key])) for key in entry.set}


def _plain(value: Any) -> Any:
    if isinstance(value, Data):
        plain = {} if not isinstance(value, LogEntry) else {"kind": value.kind}
        for field in fields(type(value)):
            inner = _plain(getattr(value, field.name))
            if field.required or inner != _plain(getattr(type(value), field.name)):
                plain[field.key] = inner
        return plain
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)) and not isinstance(value, SAID):
        return [_plain(inner) for inner in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        number = f"{value.normalize() + 0:f}"
        return f"{number}%" if isinstance(value, Share) else number
    return str(value) if isinstance(value, SAID) else value
