"""A practice under git: its private memory left out, its engagements merged entry by entry."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from valueback import system
from valueback.errors import refused
from valueback.record.files import exists, read_bytes, replace_bytes

_LINES = (
    (".gitignore", ".valueback/"),
    (".gitattributes", "engagements/*.toml merge=valueback"),
    (".gitattributes", "*.toml text eol=lf"),
)
"""What git is told: our memory is nobody else's, entries are merged one by one, and lines end alike
on every system.
"""
_DRIVER = "merge.valueback.driver"
_FILES = "%O %A %B %P"
_ALONE = ("-P", "-E")
"""Python as git is to call it: no module comes from the work tree, or as a variable says."""


def is_under_git(practice: Path) -> bool:
    """Whether the practice lies in a repository."""
    return shutil.which("git") is not None and _git(practice, "rev-parse", "--git-dir") is not None


def refusal(practice: Path) -> str | None:
    """Why git does not work in a practice that has a repository of its own; None where it does."""
    if shutil.which("git") is None or not (practice / ".git").exists() or is_under_git(practice):
        return None
    words = ["git", "rev-parse", "--git-dir"]
    done = subprocess.run(words, cwd=practice, capture_output=True, check=False)
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it does not say why"


def set_up(practice: Path) -> list[str]:
    """Put a practice under git, or complete what is missing there; what was done, in words."""
    if shutil.which("git") is None:
        raise refused("Git is not installed.", "Install it, then run this again.")
    done = []
    if not is_under_git(practice):
        if _git(practice, "init", "--quiet") is None:
            raise refused("Git could not begin a repository here.", "Try: git init")
        done.append("Began a git repository.")
    for name, line in _LINES:
        if _ensure_line(practice / name, line):
            done.append(f"{name}: {line}")
    if not _has_driver(practice):
        driver = shlex.join([sys.executable, *_ALONE, "-m", "valueback.record.merge"])
        _git(practice, "config", "--replace-all", "merge.valueback.name", "entries of both sides")
        _git(practice, "config", "--replace-all", _DRIVER, f"{driver} {_FILES}")
        done.append("Engagements are merged entry by entry in this clone.")
    return done


def lacking(practice: Path) -> list[str]:
    """What a practice under git lacks for safe merging."""
    found = [] if is_under_git(practice) else ["there is no git repository"]
    for name, line in _LINES:
        if line not in _lines(practice / name):
            found.append(f"{name} lacks the line {line}")
    if not _has_driver(practice):
        found.append("this clone has no working merge driver for engagements")
    return found


def _has_driver(practice: Path) -> bool:
    """Whether this clone merges engagements by a program that is there, and by it alone.

    One that an earlier valueback set up looked for modules in the work tree first, and ran what
    somebody had committed there.
    """
    command = _git(practice, "config", _DRIVER)
    try:
        words = system.split(command or "")
    except ValueError:
        return False
    wanted = [*_ALONE, "-m", "valueback.record.merge", *_FILES.split()]
    return words[1:] == wanted and shutil.which(words[0]) is not None


def _lines(path: Path) -> list[str]:
    if not exists(path, within=path.parent):
        return []
    return read_bytes(path, within=path.parent).decode(errors="replace").splitlines()


def _ensure_line(path: Path, line: str) -> bool:
    """Add a line to a file of git's, where it is missing; whether it was."""
    if line in _lines(path):
        return False
    old = read_bytes(path, within=path.parent) if exists(path, within=path.parent) else None
    gap = b"\n" if old and not old.endswith(b"\n") else b""
    replace_bytes(path, old, (old or b"") + gap + line.encode() + b"\n", within=path.parent)
    return True


def _git(practice: Path, *words: str) -> str | None:
    """What git answers; None where it refuses."""
    done = subprocess.run(
        ["git", "-c", "core.fsmonitor=false", *words],  # noqa: S607  # the user's own git
        cwd=practice,
        capture_output=True,
        check=False,
    )
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else None
