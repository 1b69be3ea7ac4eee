"""What an entry or agreement says, in one form whatever the formatting of its file.

Two texts that mean the same give the same form: an instant in any offset, an amount with or without
its zeros, a default written out or left out. A digest of that form says whether anything changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from valueback.model.data import Data, Share
from valueback.model.engagement import Engagement, Header


def canonical(data: Data) -> str:
    """The meaning of a piece of data as one line of JSON."""
    return json.dumps(_plain(data), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(data: Data) -> str:
    """The SHA-256 of that form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def agreement_digest(header: Header) -> str:
    """The digest of what was signed: whose agreement, and the agreement itself."""
    return hashlib.sha256(_signed(header).encode()).hexdigest()


def fingerprints(engagement: Engagement) -> Iterator[tuple[str, str]]:
    """For each entry in the order of the file, the fingerprint of the record through it.

    SHA-256 over the signed agreement and every entry so far, each in its canonical form on a line
    of its own.
    """
    running = hashlib.sha256(_signed(engagement.header).encode())
    for entry in engagement.log.entries:
        running.update(b"\n" + canonical(entry).encode())
        yield entry.id, running.hexdigest()


def _signed(header: Header) -> str:
    return json.dumps(
        {"id": header.id, "client": header.client.name, "agreement": _plain(header.agreement)},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Data):
        return {
            info.alias or name: _plain(getattr(value, name))
            for name, info in type(value).model_fields.items()
            if getattr(value, name) != info.get_default(call_default_factory=True)
        }
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
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
    return value
