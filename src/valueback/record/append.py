"""The write protocol: one way in which a file of the record grows, whole or not at all.

Old bytes and a block per entry, read back and compared, before anything is replaced; under the
lock, and only by plans that have nothing left to ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from valueback.drafting.draft import Draft, Plan, Written
from valueback.drafting.mend import undo as undoing
from valueback.errors import Hint, Problem, Refused, refused
from valueback.frozen import frozen, replace
from valueback.model.engagement import Engagement
from valueback.model.entries import Void
from valueback.model.log import Raw
from valueback.model.practice import practice_from
from valueback.model.source import Attachments
from valueback.record import place, practice_file, seals, statements
from valueback.record.alterations import Alterations
from valueback.record.files import LARGEST, LARGEST_TO_MEND, locked, read_bytes, replace_bytes
from valueback.record.folder import Folder, whole
from valueback.record.toml import block, parsed

_TRIES = 50

R = TypeVar("R")


class Repeated(Refused):
    """The same entry once more, as after a lost terminal: meant only where somebody says so."""


@frozen
class Appended(Generic[R]):
    """What was written to an engagement, and what had been altered there outside valueback."""

    written: Written[R]
    altered: tuple[Problem, ...]


class Manner(NamedTuple):
    """How a write goes about what stands in its way.

    `accepts` lets it pass over entries that vanished since valueback wrote them, `again` write the
    very same once more; `dry_run` writes nothing. `undoes` are entries that it takes back: it is
    then no command that can itself be undone, and may go beyond the usual size of a file.
    `attachments` are kept files that the first entry names.
    """

    accepts: bool = False
    again: bool = False
    dry_run: bool = False
    undoes: tuple[str, ...] = ()
    attachments: Attachments = ()

    @property
    def largest(self) -> int:
        """How many bytes the file may have."""
        return LARGEST_TO_MEND if self.undoes else LARGEST


PLAINLY = Manner()


class _Drafted(NamedTuple, Generic[R]):
    """What is to be written, on top of which content."""

    appended: Appended[R]
    old: bytes
    new: bytes


def append(
    folder: Folder, id_: str, plan: Plan[R], now: datetime, manner: Manner = PLAINLY
) -> Appended[R]:
    """Append what a plan drafts to an engagement: all of it or nothing.

    The engagement is read, and the plan carried out, under the lock; where somebody changed the
    file meanwhile, both happen again. Returns only when the entries are on the disk.
    """
    path = folder.file_of(id_)
    if manner.dry_run:
        return _drafted(folder, id_, plan, now, manner).appended
    folder.content(id_, manner.largest)
    with locked(folder.path):
        for _ in range(_TRIES):
            drafted = _drafted(folder, id_, plan, now, manner)
            ahead, unnoted = _noted(folder, id_, drafted, now, manner)
            new, largest = drafted.new, manner.largest
            if replace_bytes(path, drafted.old, new, within=folder.path, largest=largest):
                seals.confirm(folder.path, id_, ahead)
                practice_file.remember(folder.path, accepts=manner.accepts)
                altered = (*drafted.appended.altered, *unnoted, *_too_large(folder, path, new))
                return replace(drafted.appended, altered=altered)
    raise refused(
        f"{path} changes all the time.", "Close the program that writes it, then try again."
    )


def _too_large(folder: Folder, path: Path, new: bytes) -> tuple[Problem, ...]:
    """What to say of a file that only `undo`, `edit` and `history` still read."""
    if len(new) <= LARGEST:
        return ()
    return (
        Problem(
            f"is still larger than {LARGEST // 1024 // 1024} MiB, and cannot be read by the rest.",
            f"Shorten the text that is too long: valueback edit {path.stem} --force",
            file=folder.shown(path),
        ),
    )


def _noted(
    folder: Folder, id_: str, drafted: _Drafted[R], now: datetime, manner: Manner
) -> tuple[seals.Seals, tuple[Problem, ...]]:
    """Note what is about to be written, before it is; what to say where that could not be.

    A failure costs only the memory of this command: the entries are saved all the same.
    """
    written, known = drafted.appended.written, seals.load(folder.path, id_)
    log = written.before.log
    if manner.undoes:
        batches = known.batches_without(log, drafted.old, manner.undoes)
    else:
        batches = known.batches_after(log, drafted.old, (raw["id"] for raw in written.entries))
    contents = (drafted.old, drafted.new)
    ahead = known.before_write(written.after, contents, now, batches, accepts=manner.accepts)
    try:
        seals.save(folder.path, id_, ahead)
    except Refused as error:
        ids = ", ".join(raw["id"] for raw in written.entries)
        remedy = f"undo will not know of it, nor whether it is changed later. {error}"
        what = f"{ids} is saved, but could not be noted in .valueback/seals."
        return ahead, (Problem(what, remedy),)
    return ahead, ()


def _drafted(folder: Folder, id_: str, plan: Plan[R], now: datetime, manner: Manner) -> _Drafted[R]:
    path = folder.file_of(id_)
    old = folder.content(id_, manner.largest)
    before = parsed(old, folder.shown(path))
    engagement = folder.engagement_from(before, old, id_)
    altered = _altered(folder, engagement, old, manner)
    given = statements.given_ids(folder, engagement)
    draft = Draft(engagement, now, given, manner.attachments)
    made = draft.carry_out(plan)
    if draft.repeats and not manner.again:
        raise Repeated(_repeated(draft.repeats))
    new = _with_blocks(old, draft.raws)
    if _reread(folder, new, path) != {**before, "log": [*before.get("log", []), *draft.raws]}:
        raise refused(
            f"Nothing was saved: {path} would not read back as what was written.",
            "Please report this, with the command.",
        )
    written = Written(
        before=engagement,
        after=draft.engagement,
        entries=tuple(draft.raws),
        notes=tuple(draft.notes),
        made=made,
    )
    return _Drafted(Appended(written, altered), old, new)


def _altered(
    folder: Folder, engagement: Engagement, content: bytes, manner: Manner
) -> tuple[Problem, ...]:
    """What was altered outside valueback; Refused where entries vanished and nobody accepts it."""
    found = folder.alterations(engagement, content)
    if found.vanished and not manner.accepts:
        raise Refused(*folder.told(engagement.id, found))
    if not found:
        return ()
    if not manner.accepts:
        return folder.told(engagement.id, found)
    accepted = Problem(found.accepted)
    if not found.agreement:
        return (accepted,)
    signed = Alterations(agreement=True, since=found.since)  # that is never accepted
    return (accepted, *folder.told(engagement.id, signed))


def _reread(folder: Folder, new: bytes, path: Path) -> dict[str, Any]:
    try:
        return parsed(new, folder.shown(path))
    except Refused as error:
        raise Refused(
            Problem(
                "Nothing was saved: an entry cannot be appended to this file.",
                "A line such as log = [] must go; entries stand as [[log]] at the end.",
                file=folder.shown(path),
            ),
            *error.problems,
        ) from error


def _repeated(ids: list[str]) -> Problem:
    known = ", ".join(dict.fromkeys(ids))
    return Problem(
        f"This entry exists already: {known}.",
        "Nothing was saved.",
        hint=Hint("If it did happen twice, say {}.", "again"),
    )


def latest_of(folder: Folder, id_: str) -> tuple[Engagement, seals.Latest]:
    """An engagement, and what the last command wrote to it."""
    content = folder.content(id_, LARGEST_TO_MEND)
    engagement = folder.engagement_from(parsed(content, id_), content, id_)
    return engagement, seals.load(folder.path, id_).latest(engagement.log, content)


def undo(
    folder: Folder, id_: str, latest: tuple[str, ...], reason: str, *, now: datetime, manner: Manner
) -> Appended[list[Void]]:
    """Void what a command wrote to an engagement, latest entry first."""
    plan = undoing(latest=latest, reason=reason)
    return append(folder, id_, plan, now, manner._replace(undoes=latest))


def append_menu_item(folder: Folder, item: Mapping[str, Any]) -> None:
    """Append an item to the menu in practice.toml: old bytes, comments and all, and a block."""
    path = folder.path / place.PRACTICE_FILE
    with locked(folder.path):
        old = read_bytes(path, within=folder.path)
        new = _with_block(old, "menu", item)
        data = parsed(old, folder.shown(path))
        expected = {**data, "menu": [*data.get("menu", []), dict(item)]}
        if _reread(folder, new, path) != expected:
            raise refused(f"{path} would not read back as written.", "Add the item by hand.")
        whole(practice_from(expected), new, folder.shown(path))
        if any(known.id == item["id"] for known in folder.practice.menu):
            raise refused(f"{item['id']} is on the menu already.", "Choose another id.")
        if not replace_bytes(path, old, new, within=folder.path):
            raise refused(f"{path} was changed meanwhile.", "Run the command again.")
        practice_file.remember(folder.path, new)


def _with_blocks(old: bytes, raws: list[Raw]) -> bytes:
    """The old bytes, unchanged, and a block for each entry."""
    gap = b"" if old.endswith(b"\n") or not raws else b"\n"
    return b"".join((old, gap, *(block("log", raw).encode() for raw in raws)))


def _with_block(old: bytes, name: str, table: Mapping[str, Any]) -> bytes:
    gap = b"" if old.endswith(b"\n") else b"\n"
    return old + gap + block(name, table).encode()
