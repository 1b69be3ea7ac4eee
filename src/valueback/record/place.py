"""Where the practice is, and the names of what it holds. Reads no file's content."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from valueback.errors import Refused
from valueback.identifiers import is_identifier
from valueback.record import files

VARIABLE = "VALUEBACK_PRACTICE"
PRACTICE_FILE = "practice.toml"


def wanted(option: str | None, environment: Mapping[str, str], here: Path) -> Path:
    """The folder that is meant, whether or not there is a practice in it yet.

    A folder given, else the environment, else the nearest above that holds practice.toml (or is a
    practice that lost it), else `Valueback` among the user's documents.
    """
    named = option or environment.get(VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    for folder in (here, *here.parents):
        if (folder / PRACTICE_FILE).is_file() or has_lost_its_file(folder):
            return folder
    from platformdirs import user_documents_path

    return user_documents_path() / "Valueback"


def exists(practice: Path) -> bool:
    """Whether there is a practice in a folder."""
    return (practice / PRACTICE_FILE).exists()


def has_lost_its_file(practice: Path) -> bool:
    """Whether there are engagements, and our memory of them, but no practice.toml."""
    if exists(practice) or not (practice / ".valueback").is_dir():
        return False
    try:
        return bool(ids(practice))
    except Refused:
        return False


def engagements(practice: Path) -> Path:
    """The folder of the engagements."""
    return practice / "engagements"


def ids(practice: Path) -> list[str]:
    """The ids of all engagements, in order. Refused where their folder is a link."""
    names = (name.removesuffix(".toml") for name in _names(practice) if name.endswith(".toml"))
    return sorted(name for name in names if is_identifier(name))


def strays(practice: Path) -> list[str]:
    """Files beside the engagements that are none: conflict copies, backups, other things."""
    visible = (name for name in _names(practice) if not name.startswith("."))
    return sorted(
        name
        for name in visible
        if not (name.endswith(".toml") and is_identifier(name.removesuffix(".toml")))
    )


def _names(practice: Path) -> list[str]:
    return files.names(engagements(practice), within=practice)


_SYNCED = ("onedrive", "dropbox", "google drive", "icloud drive", "nextcloud")


def synced_by(practice: Path) -> str:
    """The name of the folder by which a program copies a practice to other computers; empty where
    none is seen.
    """
    return next((part for part in practice.parts if part.lower().startswith(_SYNCED)), "")
