"""Templates on the disk: the practice's own versions first, then the built-in ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from valueback.errors import refused
from valueback.record.files import exists, read_bytes

BUILT_IN = "built-in/"
"""What a name begins with to mean the built-in template, even where there is an own version."""

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(md|txt|toml|html|css)\Z")


class TemplateFile(NamedTuple):
    """A template as it stands in a file, and whether it is the practice's own."""

    text: str
    file: str
    is_own: bool


def built_in() -> Path:
    """The folder of the built-in templates: in the package, or beside `src/` in a checkout."""
    packaged = Path(__file__).parent.parent / "templates"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "templates"


@dataclass(frozen=True)
class Templates:
    """The templates of a practice."""

    practice: Path

    def __call__(self, name: str) -> TemplateFile | None:
        """A template by name; None where there is none. Refused where it cannot be read."""
        plain = name.removeprefix(BUILT_IN)
        if not _NAME.match(plain):
            return None
        own = self.practice / "templates" / plain
        if plain == name and exists(own, within=self.practice):
            return _read(own, self.practice, is_own=True)
        path = built_in() / plain
        return _read(path, built_in(), is_own=False) if path.is_file() else None

    def all(self) -> dict[str, TemplateFile]:
        """Every template by every name that means one."""
        plain = self.names()
        every = (*plain, *(f"{BUILT_IN}{name}" for name in plain))
        found = ((name, self(name)) for name in every)
        return {name: template for name, template in found if template is not None}

    def names(self) -> dict[str, str]:
        """Every template by name, and whose version is used: built-in, or the practice's own."""
        own = self.practice / "templates"
        return {
            path.name: "your own" if exists(own / path.name, within=self.practice) else "built-in"
            for path in sorted(built_in().iterdir())
            if _NAME.match(path.name)
        }


def _read(path: Path, within: Path, *, is_own: bool) -> TemplateFile:
    try:
        return TemplateFile(read_bytes(path, within=within).decode(), str(path), is_own)
    except UnicodeDecodeError:
        raise refused(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from None
