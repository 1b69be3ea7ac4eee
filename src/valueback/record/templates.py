"""Templates on the disk: the practice's own versions first, then the built-in ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from valueback.errors import refused
from valueback.frozen import frozen
from valueback.record.files import exists, read_bytes
from valueback.shipped import ENGLISH, folder, variants

BUILT_IN = "built-in/"
"""What a name begins with to mean the built-in template, even where there is an own version."""

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(md|txt|toml|html|css)\Z")


class TemplateFile(NamedTuple):
    """A template as it stands in a file, and whether it is the practice's own."""

    text: str
    file: str
    is_own: bool


@frozen
class Templates:
    """The templates of a practice in a language: its own versions first, then the built-in ones.

    Own versions stand in `templates/LANGUAGE/`; those that stand in `templates/` itself, as the
    first edition had them, are in the language of the practice, which is `own_language`.
    """

    practice: Path
    language: str = ENGLISH
    own_language: str = ENGLISH

    def __call__(self, name: str) -> TemplateFile | None:
        """A template by name; None where there is none. Refused where it cannot be read."""
        plain = name.removeprefix(BUILT_IN)
        if not _NAME.match(plain):
            return None
        if plain == name:
            for own in self._own_folders(plain):
                if exists(own / plain, within=self.practice):
                    return _read(own / plain, self.practice, is_own=True)
        path = self._built_in(plain)
        return None if path is None else _read(path, folder("templates"), is_own=False)

    def _own_folders(self, name: str) -> list[Path]:
        """Where the practice's own version of a template may stand, the closest first."""
        own = self.practice / "templates"
        mine = self.language.split("_")[0] == self.own_language.split("_")[0]
        found = [own / each for each in variants(self.language)]
        return [*found, own] if mine or _is_common(name) else found

    def _built_in(self, name: str) -> Path | None:
        folders = [folder("templates") / each for each in variants(self.language)]
        places = [folder("templates")] if _is_common(name) else folders
        return next((place / name for place in places if (place / name).is_file()), None)

    def all(self) -> dict[str, TemplateFile]:
        """Every template by every name that means one."""
        plain = self.names()
        every = (*plain, *(f"{BUILT_IN}{name}" for name in plain))
        found = ((name, self(name)) for name in every)
        return {name: template for name, template in found if template is not None}

    def names(self) -> dict[str, str]:
        """Every template by name, and whose version is used: built-in, or the practice's own."""
        known = sorted(
            path.name
            for place in (folder("templates"), folder("templates") / ENGLISH)
            for path in place.iterdir()
            if _NAME.match(path.name)
        )
        return {
            name: "your own"
            if any(exists(own / name, within=self.practice) for own in self._own_folders(name))
            else "built-in"
            for name in known
        }


def _is_common(name: str) -> bool:
    """Whether a template is the same in every language: the look, the practitioner's own pages,
    and tables that name their language.
    """
    return not name.endswith((".md", ".txt"))


def _read(path: Path, within: Path, *, is_own: bool) -> TemplateFile:
    try:
        return TemplateFile(read_bytes(path, within=within).decode(), str(path), is_own)
    except UnicodeDecodeError:
        raise refused(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from None
