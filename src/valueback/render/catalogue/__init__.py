"""The catalogue: the English sentences for what rules, entries and papers have to say, by key.

A sentence is whole: its values stand in it by name, so that another language may order them anew. A
pair is singular and plural; the value `count` chooses. Other languages translate these very texts.
"""

from __future__ import annotations

from valueback.render.catalogue import (
    agenda,
    agreed,
    clauses,
    drafting,
    entries,
    guarantee,
    letters,
    names,
)

SENTENCES: dict[str, str | tuple[str, str]] = {
    **clauses.SENTENCES,
    **guarantee.SENTENCES,
    **agenda.SENTENCES,
    **agreed.SENTENCES,
    **entries.SENTENCES,
    **letters.SENTENCES,
    **names.SENTENCES,
    **drafting.SENTENCES,
}
