"""What comes with valueback beside its code: templates and catalogues, in several languages."""

from __future__ import annotations

from pathlib import Path

ENGLISH = "en"
"""The language that everything comes in."""


def folder(name: str) -> Path:
    """The folder `templates` or `locale`: in the package, or beside `src/` in a checkout."""
    packaged = Path(__file__).parent / name
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / name


def variants(language: str) -> list[str]:
    """Where to look for a language, the closest first: `pt_PT`, then `pt`."""
    return list(dict.fromkeys((language, language.split("_", maxsplit=1)[0])))


def untranslated(language: str) -> list[str]:
    """The papers and letters that are there in English, and not in that language."""
    there: set[str] = set()
    for each in variants(language):
        place = folder("templates") / each
        there |= {path.name for path in place.iterdir()} if place.is_dir() else set()
    return sorted({path.name for path in (folder("templates") / ENGLISH).iterdir()} - there)
