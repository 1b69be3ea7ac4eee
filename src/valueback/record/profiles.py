"""Starting sets for kinds of practice, as text to stand in practice.toml, comments and all."""

from __future__ import annotations

from pathlib import Path

from valueback.shipped import variants


def profile_text(name: str | None, language: str) -> str:
    """The tables of a profile as they are to stand in a new practice.toml, in the language of the
    practice where there is one in it; empty without a profile.
    """
    if name is None:
        return ""
    home = Path(__file__).parent.parent / "profiles"
    places = [home / each / f"{name}.toml" for each in variants(language)]
    found = next((path for path in places if path.is_file()), home / f"{name}.toml")
    return found.read_text(encoding="utf-8")
