"""Templates on the disk: the practice's own versions first, then the built-in ones."""

from __future__ import annotations

import re
from pathlib import Path

from valueback.errors import refused
from valueback.record.files import read_bytes

BUILT_IN = "built-in/"
"""What a name begins with to mean the built-in template, even where there is an own version."""

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(md|txt|toml|html|css)\Z")


def built_in() -> Path:
    """The folder of the built-in templates: in the package, or beside `src/` in a checkout."""
    packaged = Path(__file__).parent.parent / "templates"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "templates"


def source(practice: Path, name: str) -> tuple[str, str] | None:
    """A template's text and file; None where there is none of that name."""
    plain = name.removeprefix(BUILT_IN)
    if not _NAME.match(plain):
        return None
    own = practice / "templates" / plain
    path = own if plain == name and (own.exists() or own.is_symlink()) else built_in() / plain
    if not path.is_file():
        return None
    try:
        return read_bytes(path).decode(), str(path)
    except UnicodeDecodeError:
        raise refused(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from None


def names(practice: Path) -> dict[str, str]:
    """Every template by name, and whose version is used: built-in, or the practice's own."""
    own = practice / "templates"
    return {
        path.name: "your own" if (own / path.name).exists() else "built-in"
        for path in sorted(built_in().iterdir())
        if _NAME.match(path.name)
    }
