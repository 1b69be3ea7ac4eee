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
    imported,
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
    **imported.SENTENCES,
}

_SCREEN = (
    "assumed.", "due.", "import.", "level.", "level-is.", "minutes.", "noticed.", "otherwise", "promise.",
    "question.", "standing.", "use.",
)  # fmt: skip
"""What only the screen says, which is English."""


def for_papers() -> dict[str, str | tuple[str, str]]:
    """The sentences that papers and messages may hold: those that have to be translated."""
    return {key: text for key, text in SENTENCES.items() if not key.startswith(_SCREEN)}
