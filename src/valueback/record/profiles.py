"""Starting sets for kinds of practice, as text to stand in practice.toml, comments and all."""

from __future__ import annotations

from pathlib import Path


def profile_text(name: str | None) -> str:
    """The tables of a profile as they are to stand in a new practice.toml; empty without one."""
    if name is None:
        return ""
    return (Path(__file__).parent.parent / "profiles" / f"{name}.toml").read_text(encoding="utf-8")
