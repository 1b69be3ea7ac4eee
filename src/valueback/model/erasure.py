"""A person's texts taken out of a record on request, the figures kept.

Names, contacts and texts become "(erased)"; kinds, moments, amounts, counts and ids stay, and with
them every answer. Pure: from tables of a file to tables of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from valueback.identifiers import folded
from valueback.model.client import Client
from valueback.model.data import Data, FieldOf, Name, Text, data_in, fields
from valueback.model.engagement import Engagement
from valueback.model.entries import KINDS
from valueback.model.log import Raw
from valueback.model.reading import header_kind
from valueback.model.source import Digest, Said

_IDS = ("id", "previous")

ERASED = "(erased)"
"""What stands where a text was."""


def erased(tables: Raw, names: Mapping[str, str]) -> Raw:
    """The tables of an engagement that can be read, without what names the client or was written.

    `names` are the new ids of the client's engagements, by the old ones. The note that it was done
    is for the caller to add.
    """
    raws = tables.get("log", [])
    kinds = {str(raw.get("id")): str(raw.get("kind")) for raw in raws}
    head = {key: value for key, value in tables.items() if key != "log"}
    found = with_names(_without_texts(header_kind(tables), head), names)
    return {**found, "log": [_entry(raw, kinds) for raw in raws]}


def with_names(tables: Raw, names: Mapping[str, str]) -> Raw:
    """The tables of an engagement under another id, where it or the one before it has one."""
    renamed = {key: names.get(str(tables[key]), tables[key]) for key in _IDS if key in tables}
    return {**tables, **renamed}


def _entry(raw: Raw, kinds: Mapping[str, str]) -> Raw:
    found = _without_texts(KINDS[str(raw["kind"])], raw)
    if raw["kind"] == "amendment":
        target = KINDS[kinds[str(raw["entry"])]]
        found["set"] = _without_texts(target, raw["set"])
    return found


def _without_texts(kind: type[Data], table: Mapping[str, Any]) -> Raw:
    known = {field.key: field for field in fields(kind)}
    return {
        key: _value(known[key], value) if key in known else value for key, value in table.items()
    }


def _value(field: FieldOf, value: Any) -> Any:
    inner = data_in(field.annotation)
    if inner is not None and isinstance(value, Mapping):
        return _without_texts(inner, value)
    if inner is not None and isinstance(value, list):
        return [_without_texts(inner, each) for each in value]
    return ERASED if _is_text(field.annotation) else value


def _is_text(annotation: Any) -> bool:
    parts = (annotation, *get_args(annotation))
    return any(part in _PERSONAL for part in parts)


_PERSONAL = (Text, Name, Said, Digest)
"""What says or proves something of the person; a digest of a few words can be guessed."""


def of_one_client(engagements: Iterable[Engagement], id_: str) -> list[Engagement]:
    """All engagements of the client of one of them.

    Joined by `previous`, or of the same name and e-mail address (or name, where one has no
    address): SPEC section 8.
    """
    every = list(engagements)
    found = [engagement for engagement in every if engagement.id == id_]
    for known in found:  # grows while it is walked
        found += [other for other in every if other not in found and same_client(known, other)]
    return sorted(found, key=lambda engagement: engagement.id)


def same_client(one: Engagement, other: Engagement) -> bool:
    """Whether two engagements are of one client."""
    if one.id == other.header.previous or other.id == one.header.previous:
        return True
    return _same_person(one.client, other.client)


def _same_person(one: Client, other: Client) -> bool:
    if one.name == ERASED or folded(one.name) != folded(other.name):
        return False
    return one.email == other.email or one.email is None or other.email is None
