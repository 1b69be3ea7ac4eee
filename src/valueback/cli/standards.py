"""Promises by their ids, as several verbs take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valueback.errors import mistyped

if TYPE_CHECKING:
    from valueback.model.practice import Practice


def known_standard(practice: Practice, id_: str) -> None:
    """Raises Mistyped where the practice has no standard of that id."""
    known = [standard.id for standard in practice.standard]
    if id_ not in known:
        from valueback.model.data import unknown_field

        hint = unknown_field((id_,), known).remedy if known else ""
        raise mistyped(
            f"There is no standard {id_!r}.",
            hint or "Write it as [[standard]] into practice.toml: valueback edit practice",
        )
