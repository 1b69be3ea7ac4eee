"""A practice looked over: files, rights, seals, leftovers, templates, what git needs.

Each check is a small function from the practice to what is wrong; what can be mended without any
risk carries how.

Over 300 lines: one small function per check.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from valueback import system
from valueback.drafting.trial import unusable
from valueback.errors import Problem, Refused
from valueback.frozen import replace
from valueback.model.data import is_language
from valueback.model.engagement import Engagement
from valueback.record import (
    erasing,
    evidence,
    git,
    place,
    practice_file,
    seals,
    statements,
)
from valueback.record.files import (
    LARGEST_MEMORY,
    exists,
    looked_at,
    read_bytes,
    remove,
)
from valueback.record.folder import Folder
from valueback.record.practice_turned import turned
from valueback.record.templates import Templates
from valueback.record.versions import HandFile, editing
from valueback.rules.statements import verification
from valueback.system import Found

_LEFTOVER = re.compile(r"\.(?P<name>.+)\.(?P<process>[0-9]+)\.[0-9a-f]{8}\.tmp\Z")
_PRACTICE_COPY = re.compile(r"practice.*\.toml|practice\.toml.+", re.IGNORECASE)
_AN_HOUR = 3600
_FOLDERS = ("engagements", ".valueback", "documents", "templates", "evidence")

CompileTemplate = Callable[[str, Templates], str | None]
"""Says what is wrong with a template, by its name; None where nothing is."""


class Trouble(NamedTuple):
    """Something that is wrong; `fix` mends it safely, and `mending` says what that does.

    What only the user can know to be right, `accept` takes as it stands.
    """

    what: str
    problem: Problem
    mending: str = ""
    fix: Callable[[], object] | None = None
    accept: Callable[[], object] | None = None
    serious: bool = True


class Checkup(NamedTuple):
    """What was looked at, and what is wrong."""

    engagements: int
    entries: int
    troubles: tuple[Trouble, ...]


def checkup(folder: Folder, wrong_with: CompileTemplate, now: datetime) -> Checkup:
    """Look a practice over. Nothing is changed."""
    troubles = [*_practice(folder), *_folders(folder)]
    count = entries = 0
    if not any(trouble.what == "practice" for trouble in troubles):  # else nothing can be judged
        for id_ in _ids(folder):
            found, size = _engagement(folder, id_)
            troubles += found
            entries += size
            count += 1
        troubles += _found(
            folder, (_terms, _links, _practice_changed, _unsealed, _lost, _documents)
        )
        troubles += _found(folder, (lambda practice: _first_form(practice, now),))
    troubles += _found(folder, (_erasing, _strays, _editing, _leftovers, _rights, _exchange, _git))
    troubles += _found(folder, (lambda practice: _templates(practice, wrong_with),))
    return Checkup(count, entries, tuple(troubles))


def _found(
    folder: Folder, checks: Iterable[Callable[[Folder], Iterator[Trouble]]]
) -> Iterator[Trouble]:
    """What several checks find; one that comes to a link or cannot read on says so, too."""
    for check in checks:
        try:
            yield from check(folder)
        except Refused as error:
            yield from (Trouble("file", problem) for problem in error.problems)


def _ids(folder: Folder) -> list[str]:
    try:
        return folder.ids()
    except Refused:
        return []  # their folder is none: that is told


def _practice(folder: Folder) -> Iterator[Trouble]:
    """practice.toml, and with it the time zone that every day depends on."""
    try:
        _ = folder.practice.identity.zone
    except Refused as error:
        mend = "Mend it with: valueback edit practice"
        for problem in error.problems:
            yield Trouble("practice", replace(problem, remedy=problem.remedy or mend))


def _terms(folder: Folder) -> Iterator[Trouble]:
    """Usual terms and packages from which no client could be made."""
    for problem in unusable(folder.practice):
        told = replace(problem, file=place.PRACTICE_FILE)
        mend = f"{problem.remedy} New clients cannot be made from it until then."
        yield Trouble("terms", replace(told, remedy=mend.strip()))


def _first_form(folder: Folder, now: datetime) -> Iterator[Trouble]:
    """practice.toml as the first edition wrote it: read for ever, shown as it would be."""
    file = HandFile(folder, "practice")
    old = file.content()
    found = turned(old) if old is not None else None
    if old is None or found is None:
        return
    shown = (
        f"{before} becomes {after or 'nothing: that is the default'}"
        for before, after in found.changes
    )
    yield Trouble(
        "form",
        Problem(
            f"has the form of the first edition: {'; '.join(shown)}.",
            "It is read as it stands. Turn it with: valueback doctor --fix",
            file=place.PRACTICE_FILE,
        ),
        "turned into today's form, the old version kept",
        lambda: file.replace(old, found.text, now),
        serious=False,
    )


def _engagement(folder: Folder, id_: str) -> tuple[list[Trouble], int]:
    """Everything that is wrong with an engagement, and how many entries it has."""
    try:
        engagement, altered = folder.read(id_)
    except Refused as error:
        mend = f"Mend it with: valueback edit {id_}"
        wrong = (replace(problem, remedy=problem.remedy or mend) for problem in error.problems)
        return [Trouble("file", problem) for problem in wrong], 0
    found = [Trouble("seal", problem) for problem in altered]
    found += _found(folder, (lambda practice: _statements(practice, engagement),))
    found += [Trouble("evidence", problem) for problem in evidence.problems(folder, engagement)]
    return found, len(engagement.log.entries)


def _statements(folder: Folder, engagement: Engagement) -> Iterator[Trouble]:
    """Statements, on paper or in the log, that the record does not bear out any more."""
    papers, digests = (
        statements.papers(folder, engagement.id),
        statements.sealed(folder, engagement),
    )
    logged = [entry.id for entry in engagement.log.entries if entry.kind == "statement"]
    for id_ in dict.fromkeys((*logged, *papers)):
        found = verification(engagement, id_, papers, digests)
        if found is not None and not found.holds and found.erased is None:
            other = ", ".join((*found.changed, *found.missing)) or "something"
            problem = Problem(
                f"the record does not say any more what {id_} said: {other} is not as it was.",
                f"See what differs with: valueback verify {engagement.id} {id_}",
                file=folder.shown(folder.file_of(engagement.id)),
            )
            yield Trouble("statement", problem)


def _practice_changed(folder: Folder) -> Iterator[Trouble]:
    """practice.toml as somebody changed it since valueback saw it."""
    found = practice_file.changes(folder.path)
    for problem in found.problems:
        accept = partial(practice_file.remember, folder.path, accepts=True)
        yield Trouble("practice", problem, accept=accept, serious=found.zones is not None)


def _unsealed(folder: Folder) -> Iterator[Trouble]:
    """Engagements of which there is no memory: deleted, or brought here by hand."""
    found = [i for i in folder.ids() if not seals.load(folder.path, i).known]
    if found:
        problem = Problem(
            f"There are no seals of {', '.join(found)}: a change made before now would go unseen.",
            "They come back with the next entry of each, or now: valueback doctor --accept",
        )
        accept = partial(_seal_as_they_stand, folder, found)
        yield Trouble("memory", problem, accept=accept, serious=False)


def _seal_as_they_stand(folder: Folder, ids: list[str]) -> None:
    for id_ in ids:
        try:
            content = folder.content(id_)
            engagement = folder.reading_of(id_, content).engagement
        except Refused:
            continue  # told already
        seals.save(folder.path, id_, seals.as_it_stands(engagement, content))


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
    for found in looked_at(folder.path, within=folder.path):
        if found.name in _FOLDERS and not found.is_folder:
            problem = Problem(
                "is not a folder of its own.",
                "Move it away, and put a real folder there.",
                file=found.name,
            )
            yield Trouble("folder", problem)


def _erasing(folder: Folder) -> Iterator[Trouble]:
    """An erasure that was interrupted: part of what was to go is still there."""
    if erasing.is_under_way(folder.path):
        problem = Problem(
            "The erasure of a client was interrupted; part of it is still to be done.",
            "Run `valueback forget` for that client once more, or finish it here.",
        )
        yield Trouble("erasure", problem, "finish it", partial(erasing.finish, folder))


def _strays(folder: Folder) -> Iterator[Trouble]:
    """Conflict copies of sync tools, and whatever else is neither engagement nor practice.toml."""
    for name in folder.strays():
        problem = Problem(
            "is no engagement, and is never read as one.",
            "A copy of a sync tool? Compare it with the file it was made from, add there what is "
            "missing, and move it away.",
            file=f"engagements/{name}",
        )
        yield Trouble("stray", problem)
    for found in looked_at(folder.path, within=folder.path):
        if _PRACTICE_COPY.match(found.name) and found.name != place.PRACTICE_FILE:
            problem = Problem(
                "is a copy of practice.toml, and is never read.",
                "Compare the two, keep what is right in practice.toml, and move the copy away.",
                file=found.name,
            )
            yield Trouble("stray", problem)


def _lost(folder: Folder) -> Iterator[Trouble]:
    """Engagements that valueback wrote and whose file is gone."""
    for id_ in seals.missed_ids(folder.path):
        problem = Problem(
            "is gone, and valueback had written it.",
            "Put it back from a copy. If it is meant to be gone, say so with: "
            "valueback doctor --accept",
            file=f"engagements/{id_}.toml",
        )
        yield Trouble("lost", problem, accept=partial(seals.let_go, folder.path, id_))


def _editing(folder: Folder) -> Iterator[Trouble]:
    """Texts that were open in an editor when valueback was ended."""
    top = editing(folder.path)
    for each in looked_at(top, within=folder.path):
        process = each.name.partition(".")[0]
        if not each.is_folder or (process.isdecimal() and system.is_running(int(process))):
            continue
        for found in looked_at(top / each.name, within=folder.path):
            path = top / each.name / found.name
            if found.is_file:
                yield _left_in_editor(folder, path)


def _left_in_editor(folder: Folder, path: Path) -> Trouble:
    file = path.name if path.stem == "practice" else f"engagements/{path.name}"
    original = folder.path / file
    same = _content(folder, path) == _content(folder, original)
    problem = Problem(
        f"is a copy of {file} that was open in an editor when valueback was ended"
        + (", unchanged." if same else "; what was changed in it was not saved."),
        "It can go."
        if same
        else f"Compare it with {file}, bring over what is right (valueback edit {path.stem}), then "
        "delete it.",
        file=folder.shown(path),
    )
    fix = partial(remove, path, within=folder.path) if same else None
    return Trouble("leftover", problem, "remove it" if same else "", fix, serious=not same)


def _leftovers(folder: Folder) -> Iterator[Trouble]:
    """What a killed write left behind: never read, and safe to remove where the record has it."""
    for path, found in _everything(folder):
        match = _LEFTOVER.match(found.name)
        if match is None or not found.is_file:
            continue
        recent = time.time() - found.changed < _AN_HOUR
        if recent and system.is_running(int(match["process"])):
            continue
        if _is_known(folder, path, match["name"]):
            problem = Problem(
                "was left behind by a write that was interrupted.",
                "The record is whole without it.",
                file=folder.shown(path),
            )
            fix = partial(remove, path, within=folder.path)
            yield Trouble("leftover", problem, "remove it", fix, serious=False)
        else:
            problem = Problem(
                f"holds a text that {match['name']} does not: a write was interrupted while "
                "somebody else saved that file.",
                "Compare the two, bring over what is missing, then delete it.",
                file=folder.shown(path),
            )
            yield Trouble("leftover", problem)


def _is_known(folder: Folder, path: Path, name: str) -> bool:
    """Whether what a write left behind is in the record, or was never saved.

    The old content stands at the beginning of the present one, or among the versions kept; what was
    never put in its place goes on from the present one.
    """
    if ".valueback" in path.relative_to(folder.path).parts:
        return True
    left, now = _content(folder, path), _content(folder, path.with_name(name))
    if left is None or now is None:
        return left == b""
    if now.startswith(left) or left.startswith(now):
        return True
    backups = folder.path / ".valueback" / "backups"
    kept = (backups / each.name for each in looked_at(backups, within=folder.path) if each.is_file)
    return any(_content(folder, each) == left for each in kept)


def _content(folder: Folder, path: Path) -> bytes | None:
    try:
        if not exists(path, within=folder.path):
            return None
        return read_bytes(path, within=folder.path, largest=LARGEST_MEMORY)
    except Refused:
        return None


def _everything(folder: Folder) -> Iterator[tuple[Path, Found]]:
    """The files and folders of the record and its memory, links not followed."""
    for found in looked_at(folder.path, within=folder.path):
        path = folder.path / found.name
        if found.name in _FOLDERS or found.is_file:
            yield path, found
        if found.name in _FOLDERS and found.is_folder:
            yield from _inside(path, folder.path)


def _inside(path: Path, within: Path) -> Iterator[tuple[Path, Found]]:
    for found in looked_at(path, within=within):
        yield path / found.name, found
        if found.is_folder:
            yield from _inside(path / found.name, within)


def _rights(folder: Folder) -> Iterator[Trouble]:
    """Files and folders that others on this machine can read."""
    if not system.is_own_place(folder.path):
        problem = Problem(
            "lies outside of your own folder: others on this computer may be able to read it.",
            "Move it there, such as into your documents.",
            file=str(folder.path),
        )
        yield Trouble("rights", problem, serious=False)
    own = [
        (path, found)
        for path, found in _everything(folder)
        if path.parent != folder.path or found.is_folder or found.name == place.PRACTICE_FILE
    ]
    whole = [(folder.path, found) for found in system.itself(folder.path)]
    for path, found in (*whole, *own):
        if found.is_link or _LEFTOVER.match(found.name) or not found.is_open_to_others:
            continue
        wanted = f"chmod {found.private_mode:o}"
        problem = Problem(
            f"can be read by others on this machine ({found.mode:o}).",
            f"Make it private: {wanted}",
            file=folder.shown(path) if path != folder.path else str(path),
        )
        fix = partial(_make_private, path, folder.path)
        yield Trouble("rights", problem, wanted, fix, serious=False)


def _make_private(path: Path, practice: Path) -> None:
    top = path.parent if path == practice else practice
    with system.opened(top, path.parent.relative_to(top).parts) as room:
        room.make_private(path.name)


def _exchange(folder: Folder) -> Iterator[Trouble]:
    """A disk on which two files cannot be swapped in one step."""
    if not system.can_exchange(folder.path / ".valueback"):
        problem = Problem(
            "This disk cannot swap two files in one step: what an editor saves in the very moment "
            "in which a command writes the same file could be lost.",
            "Close a file in your editor before a command writes to it, or keep the practice on "
            "another disk.",
        )
        yield Trouble("disk", problem, serious=False)


def _documents(folder: Folder) -> Iterator[Trouble]:
    """Papers of engagements that are not there."""
    there = set(folder.ids())
    for found in looked_at(folder.path / "documents", within=folder.path):
        if found.is_folder and found.name not in there:
            problem = Problem(
                "holds papers of an engagement that is not there.",
                "Put the engagement back, or move the papers away.",
                file=f"documents/{found.name}",
            )
            yield Trouble("orphan", problem, serious=False)


def _templates(folder: Folder, wrong_with: CompileTemplate) -> Iterator[Trouble]:
    """The user's own templates: known by name, and sound; those of a language in its folder."""
    own = folder.path / "templates"
    for found in looked_at(own, within=folder.path):
        if not found.is_file and is_language(found.name):
            source = Templates(folder.path, found.name, found.name)
            yield from _templates_in(folder, own / found.name, source, wrong_with)
    try:
        source = folder.template
    except Refused:  # told already; which names there are does not hang on the language
        source = Templates(folder.path)
    yield from _templates_in(folder, own, source, wrong_with)


def _templates_in(
    folder: Folder, own: Path, source: Templates, wrong_with: CompileTemplate
) -> Iterator[Trouble]:
    known = source.names()
    for each in looked_at(own, within=folder.path):
        path = own / each.name
        if not each.is_file and is_language(each.name):
            continue
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
            wrong = wrong_with(path.name, source)
        except Refused as error:
            wrong = str(error)
        if wrong is not None:
            remedy = "Mend it, or delete it to use the built-in one."
            yield Trouble("template", Problem(wrong, remedy, file=file))


def _git(folder: Folder) -> Iterator[Trouble]:
    """What a practice under git lacks for safe merging."""
    if (reason := git.refusal(folder.path)) is not None:
        problem = Problem(f"Git does not work here: {reason}", "Mend the file .git/config.")
        yield Trouble("git", problem)
    for lack in git.lacking(folder.path) if git.is_under_git(folder.path) else ():
        problem = Problem(f"Git: {lack}.", "Set it up with: valueback init --git")
        yield Trouble("git", problem, "set it up", partial(git.set_up, folder.path))
