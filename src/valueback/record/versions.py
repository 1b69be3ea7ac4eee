"""A file changed as a whole, by hand: the old bytes are kept aside before anything is replaced."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from valueback.drafting.trial import unusable
from valueback.errors import Problem, Refused, refused
from valueback.frozen import frozen
from valueback.model.engagement import Engagement
from valueback.model.practice import Practice, practice_from
from valueback.model.protection import alterations
from valueback.record import place, practice_file, seals
from valueback.record.files import (
    LARGEST_TO_MEND,
    exists,
    locked,
    looked_at,
    read_bytes,
    remove,
    replace_bytes,
)
from valueback.record.folder import Folder, whole
from valueback.record.toml import parsed

_STAMP = "%Y%m%dT%H%M%S%fZ"


@frozen
class Version:
    """An earlier content of a file, and when it was replaced."""

    path: Path
    replaced: datetime


@frozen
class HandFile:
    """A file of the practice that may be changed by hand: practice.toml, or an engagement."""

    folder: Folder
    name: str

    @property
    def is_practice(self) -> bool:
        """Whether it is practice.toml."""
        return self.name == "practice"

    @property
    def path(self) -> Path:
        """Where it stands."""
        if self.is_practice:
            return self.folder.path / place.PRACTICE_FILE
        return self.folder.file_of(self.name)

    @property
    def _memory(self) -> Path:
        return self.folder.path / ".valueback"

    @property
    def _backups(self) -> Path:
        return self._memory / "backups"

    def content(self) -> bytes | None:
        """What it holds now, even where it is too large for all else; None where it is gone."""
        within = self.folder.path
        if not exists(self.path, within=within):
            return None
        return read_bytes(self.path, within=within, largest=LARGEST_TO_MEND)

    def problems(self, old: bytes | None, new: bytes, *, force: bool) -> tuple[Problem, ...]:
        """Everything that speaks against the new content."""
        try:
            after = self.read(new)
        except Refused as error:
            return error.problems
        if force:
            return ()
        if isinstance(after, Practice):
            return tuple(unusable(after))
        if old is None:
            return ()
        try:
            before = self.read(old)
        except Refused:
            return ()  # what cannot be read protects nothing: this is how it is mended
        return tuple(alterations(before, after)) if isinstance(before, Engagement) else ()

    def read(self, content: bytes) -> Engagement | Practice:
        """What a content of it says; Refused with every problem of it."""
        shown = self.folder.shown(self.path)
        data = parsed(content, shown)
        if self.is_practice:
            return whole(practice_from(data), content, shown)
        return self.folder.engagement_from(data, content, self.name)

    # --- saving ---

    def replace(
        self, old: bytes | None, new: bytes, now: datetime
    ) -> tuple[Path | None, tuple[Problem, ...]]:
        """Put the new content in the place of the old, which is kept: where, and what had been
        altered outside valueback before.

        Raises Refused where the file was changed meanwhile.
        """
        with locked(self.folder.path):
            kept = None if old is None else self._kept(old, now)
            ahead = None if self.is_practice else self._noted(old or b"", new, now)
            if not replace_bytes(self.path, old, new, within=self.folder.path):
                raise refused(
                    f"{self.path} was changed meanwhile; nothing was saved.",
                    "Run the command again, on what stands there now.",
                )
            if ahead is None:
                practice_file.remember(self.folder.path, new)
                return kept, ()
            seals.confirm(self.folder.path, self.name, ahead)
            after = self.read(new)
            assert isinstance(after, Engagement)
            return kept, self.folder.told(self.name, ahead.alterations(after, new))

    def discard(self, old: bytes, now: datetime) -> Path:
        """Take the file of an unsigned draft away; where it is kept. Its id can be given again.

        Raises Refused where the file was changed meanwhile.
        """
        with locked(self.folder.path):
            kept = self._kept(old, now)
            if self.content() != old:
                raise refused(
                    f"{self.path} was changed meanwhile; nothing was discarded.",
                    "Run the command again, on what stands there now.",
                )
            seals.forget(self.folder.path, self.name)
            remove(self.path, within=self.folder.path)
        return kept

    def _kept(self, old: bytes, now: datetime) -> Path:
        """The old content, kept aside before it is replaced."""
        kept = self._backups / f"{self.name}.{now.astimezone(UTC).strftime(_STAMP)}.toml"
        while not self._wrote(kept, old):
            kept = kept.with_name(f"{kept.stem}-again.toml")
        return kept

    def _wrote(self, path: Path, content: bytes) -> bool:
        within = self.folder.path
        return replace_bytes(path, None, content, within=within, largest=LARGEST_TO_MEND)

    def _noted(self, old: bytes, new: bytes, now: datetime) -> seals.Seals:
        """What is changed here is meant, and sealed; what had been altered before is told on."""
        after = self.read(new)
        try:
            before = self.read(old)
        except Refused:
            before = None
        assert isinstance(after, Engagement)
        earlier = before if isinstance(before, Engagement) else None
        known = seals.load(self.folder.path, self.name)
        ahead = known.before_edit(earlier, after, (old, new), now)
        with suppress(Refused):  # costs only the memory: the text is saved all the same
            seals.save(self.folder.path, self.name, ahead)
        return ahead

    def set_aside(self, text: bytes) -> Path:
        """Keep a text that could not be saved; where it is kept."""
        aside = self._backups / f"{self.name}.set-aside.toml"
        number = 1
        while not self._wrote(aside, text):
            number += 1
            aside = self._backups / f"{self.name}.set-aside-{number}.toml"
        return aside

    # --- a copy in an editor ---

    @contextmanager
    def copied_out(self, text: bytes) -> Iterator[Path]:
        """A private copy for an editor, inside the practice: where the computer stops meanwhile,
        `doctor` finds it. Taken away again, unless the editor failed on a text that was changed.
        """
        place_ = editing(self.folder.path) / f"{os.getpid()}.{os.urandom(4).hex()}"
        copy = place_ / f"{self.name}.toml"
        self._wrote(copy, text)
        try:
            yield copy
        except BaseException:
            if self.copy_of(copy) == text:
                shutil.rmtree(place_, ignore_errors=True)
            raise
        shutil.rmtree(place_, ignore_errors=True)

    def copy_of(self, copy: Path) -> bytes:
        """What the copy in an editor holds; Refused where it is none any more."""
        return read_bytes(copy, within=self.folder.path, largest=LARGEST_TO_MEND)

    # --- what it held before ---

    def versions(self) -> list[Version]:
        """The contents that were replaced by hand, latest first; for practice.toml also what
        valueback saw last, where it holds something else now.
        """
        found = []
        for each in looked_at(self._backups, within=self.folder.path):
            stamp = each.name.removeprefix(f"{self.name}.").removesuffix(".toml").partition("-")[0]
            if each.is_file and each.name.startswith(f"{self.name}."):
                moment = _moment(stamp)
                found += [Version(self._backups / each.name, moment)] if moment else []
        found.sort(key=lambda version: (version.replaced, version.path.name), reverse=True)
        return [*self._last_seen(), *found]

    def _last_seen(self) -> list[Version]:
        if not self.is_practice:
            return []
        seen = practice_file.remembered(self.folder.path)
        if seen is None or seen == self.content():
            return []
        copy = practice_file.copy_of(self.folder.path)
        return [
            Version(copy, datetime.fromtimestamp(each.changed, UTC))
            for each in looked_at(copy.parent, within=self.folder.path)
            if each.name == copy.name
        ]

    def content_of(self, version: Version) -> bytes:
        """What a version holds; Refused where it is no plain file."""
        return read_bytes(version.path, within=self.folder.path, largest=LARGEST_TO_MEND)


def editing(practice: Path) -> Path:
    """Where the copies are that are open in editors."""
    return practice / ".valueback" / "editing"


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
