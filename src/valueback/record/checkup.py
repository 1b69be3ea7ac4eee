"""A practice looked over: files, rights, seals, leftovers, templates, what git needs.

Each check is a small function from the practice to what is wrong; what can be mended without any
risk carries how.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from valueback.errors import Problem, Refused
from valueback.record import git, place, seals, templates
from valueback.record.files import read_bytes
from valueback.record.folder import Folder

_LEFTOVER = re.compile(r"\..+\.(?P<process>[0-9]+)\.[0-9a-f]{8}\.tmp\Z")
_AN_HOUR = 3600
_FOLDERS = ("engagements", ".valueback", "documents", "templates")

CompileTemplate = Callable[[str, str], str | None]
"""Says what is wrong with a template's text; the second word is its name."""


class Trouble(NamedTuple):
    """Something that is wrong; `fix` mends it safely, and `mending` says what that does."""

    what: str
    problem: Problem
    mending: str = ""
    fix: Callable[[], None] | None = None
    serious: bool = True


class Checkup(NamedTuple):
    """What was looked at, and what is wrong."""

    engagements: int
    entries: int
    troubles: tuple[Trouble, ...]


def checkup(folder: Folder, wrong_with: CompileTemplate) -> Checkup:
    """Look a practice over. Nothing is changed."""
    troubles = [*_practice(folder)]
    count = entries = 0
    if not troubles:  # else no engagement can be judged
        for id_ in folder.ids():
            found, size = _engagement(folder, id_)
            troubles += found
            entries += size
            count += 1
        troubles += _links(folder)
    for check in (_folders, _unsealed, _strays, _lost, _leftovers, _rights, _documents, _git):
        troubles += check(folder)
    troubles += _templates(folder, wrong_with)
    return Checkup(count, entries, tuple(troubles))


def _practice(folder: Folder) -> Iterator[Trouble]:
    """practice.toml, and with it the time zone that every day depends on."""
    try:
        _ = folder.practice.identity.zone
    except Refused as error:
        mend = "Mend it with: valueback edit practice"
        for problem in error.problems:
            yield Trouble("practice", replace(problem, remedy=problem.remedy or mend))


def _engagement(folder: Folder, id_: str) -> tuple[list[Trouble], int]:
    """Everything that is wrong with an engagement, and how many entries it has."""
    try:
        engagement, altered = folder.read(id_)
    except Refused as error:
        mend = f"Mend it with: valueback edit {id_}"
        wrong = (replace(problem, remedy=problem.remedy or mend) for problem in error.problems)
        return [Trouble("file", problem) for problem in wrong], 0
    found = [Trouble("seal", problem) for problem in altered]
    return found, len(engagement.log.entries)


def _unsealed(folder: Folder) -> Iterator[Trouble]:
    """Engagements of which there is no memory: deleted, or brought here by hand."""
    found = [i for i in folder.ids() if not seals.load(folder.path, i).entries]
    if found:
        problem = Problem(
            f"There are no seals of {', '.join(found)}: a change made before now would go unseen.",
            "They come back with the next entry of each.",
        )
        yield Trouble("memory", problem, serious=False)


def _links(folder: Folder) -> Iterator[Trouble]:
    """Engagements that name one before them that is not there, or segments that are none."""
    ids = set(folder.ids())
    segments = {segment.id for segment in folder.practice.segment}
    for id_ in sorted(ids):
        try:
            header = folder.read(id_).engagement.header
        except Refused:
            continue
        file = folder.shown(folder.file_of(id_))
        if header.previous is not None and header.previous not in ids:
            problem = Problem(
                f"names {header.previous} as the engagement before it, which is not there.",
                "Put that file back, or take the line `previous` out.",
                file=file,
            )
            yield Trouble("link", problem)
        if segments and header.client.segment not in (*segments, None):
            problem = Problem(
                f"the segment {header.client.segment} is not in practice.toml.",
                "Correct it, or write the segment down.",
                file=file,
            )
            yield Trouble("link", problem, serious=False)


def _folders(folder: Folder) -> Iterator[Trouble]:
    """Folders of the practice that are links or files: nothing is written through those."""
    for name in _FOLDERS:
        path = folder.path / name
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            problem = Problem(
                "is not a folder of its own.",
                "Move it away, and put a real folder there.",
                file=name,
            )
            yield Trouble("folder", problem)


def _strays(folder: Folder) -> Iterator[Trouble]:
    """Conflict copies of sync tools, and whatever else is no engagement."""
    for name in folder.strays():
        problem = Problem(
            "is no engagement, and is never read as one.",
            "A copy of a sync tool? Compare it with the file it was made from, add there what is "
            "missing, and move it away.",
            file=f"engagements/{name}",
        )
        yield Trouble("stray", problem)


def _lost(folder: Folder) -> Iterator[Trouble]:
    """Engagements that valueback wrote and whose file is gone."""
    there = set(folder.ids())
    for id_ in seals.sealed_ids(folder.path):
        if id_ not in there:
            problem = Problem(
                "is gone, and valueback had written it.",
                f"Put it back from a copy. If it is meant, delete .valueback/seals/{id_}.json",
                file=f"engagements/{id_}.toml",
            )
            yield Trouble("lost", problem)


def _leftovers(folder: Folder) -> Iterator[Trouble]:
    """What a killed write left behind: never read, and safe to remove."""
    for path in _everything(folder.path):
        match = _LEFTOVER.match(path.name)
        if match is None or not path.is_file() or path.is_symlink():
            continue
        if _is_running(int(match["process"])) and time.time() - path.stat().st_mtime < _AN_HOUR:
            continue
        problem = Problem(
            "was left behind by a write that was interrupted.",
            "The record is whole without it.",
            file=folder.shown(path),
        )
        yield Trouble("leftover", problem, "remove it", path.unlink, serious=False)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _everything(practice: Path) -> Iterator[Path]:
    """The files and folders of the record and its memory, links not followed."""
    for top in (practice / name for name in _FOLDERS):
        for folder, _, names in os.walk(top) if not top.is_symlink() else ():
            yield Path(folder)
            yield from (Path(folder) / name for name in names)
    yield practice / place.PRACTICE_FILE


def _rights(folder: Folder) -> Iterator[Trouble]:
    """Files and folders that others on this machine can read."""
    for path in (folder.path, *_everything(folder.path)):
        if path.is_symlink() or not path.exists() or _LEFTOVER.match(path.name):
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = mode & ~0o077
        if mode & 0o077:
            problem = Problem(
                f"can be read by others on this machine ({mode:o}).",
                f"Make it private: chmod {wanted:o}",
                file=folder.shown(path) if path != folder.path else str(path),
            )
            mend = _private(path, wanted)
            yield Trouble("rights", problem, f"chmod {wanted:o}", mend, serious=False)


def _private(path: Path, mode: int) -> Callable[[], None]:
    return lambda: path.chmod(mode)


def _documents(folder: Folder) -> Iterator[Trouble]:
    """Papers of engagements that are not there."""
    there = set(folder.ids())
    papers = folder.path / "documents"
    for path in sorted(papers.iterdir()) if papers.is_dir() else ():
        if path.is_dir() and path.name not in there:
            problem = Problem(
                "holds papers of an engagement that is not there.",
                "Put the engagement back, or move the papers away.",
                file=f"documents/{path.name}",
            )
            yield Trouble("orphan", problem, serious=False)


def _templates(folder: Folder, wrong_with: CompileTemplate) -> Iterator[Trouble]:
    """The user's own templates: known by name, and sound."""
    own = folder.path / "templates"
    known = templates.names(folder.path)
    for path in sorted(own.iterdir()) if own.is_dir() else ():
        file = folder.shown(path)
        if path.name not in known:
            problem = Problem(
                "is no template that valueback uses.",
                "See the names with: valueback templates",
                file=file,
            )
            yield Trouble("template", problem, serious=False)
            continue
        try:
            wrong = wrong_with(read_bytes(path).decode(), path.name)
        except (Refused, UnicodeDecodeError) as error:
            wrong = str(error)
        if wrong is not None:
            remedy = "Mend it, or delete it to use the built-in one."
            yield Trouble("template", Problem(wrong, remedy, file=file))


def _git(folder: Folder) -> Iterator[Trouble]:
    """What a practice under git lacks for safe merging."""
    for lack in git.lacking(folder.path) if git.is_under_git(folder.path) else ():
        problem = Problem(f"Git: {lack}.", "Set it up with: valueback init --git")
        yield Trouble("git", problem)
