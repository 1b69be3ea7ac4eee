"""A file changed as a whole, by hand: the old bytes are kept aside before anything is replaced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from valueback.errors import Problem, Refused, refused
from valueback.model.engagement import Engagement
from valueback.model.practice import Practice, practice_from
from valueback.model.protection import alterations
from valueback.model.reading import engagement_from
from valueback.record import place, seals
from valueback.record.files import locked, make_folder, read_bytes, replace_bytes
from valueback.record.folder import Folder, whole
from valueback.record.toml import parsed

_STAMP = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True)
class Version:
    """An earlier content of a file, and when it was replaced."""

    path: Path
    replaced: datetime


@dataclass(frozen=True)
class HandFile:
    """A file of the practice that may be changed by hand: practice.toml, or an engagement."""

    folder: Folder
    name: str

    @property
    def path(self) -> Path:
        """Where it stands."""
        if self.name == "practice":
            return self.folder.path / place.PRACTICE_FILE
        return self.folder.file_of(self.name)

    @property
    def _backups(self) -> Path:
        return self.folder.path / ".valueback" / "backups"

    def content(self) -> bytes:
        """What it holds now."""
        return read_bytes(self.path)

    def problems(self, old: bytes, new: bytes, *, force: bool) -> tuple[Problem, ...]:
        """Everything that speaks against the new content."""
        try:
            after = self._read(new)
        except Refused as error:
            return error.problems
        if force or not isinstance(after, Engagement):
            return ()
        try:
            before = self._read(old)
        except Refused:
            return ()  # what cannot be read protects nothing: this is how it is mended
        return tuple(alterations(before, after)) if isinstance(before, Engagement) else ()

    def _read(self, content: bytes) -> Engagement | Practice:
        shown = self.folder.shown(self.path)
        data = parsed(content, shown)
        if self.name == "practice":
            return whole(practice_from(data), content, shown)
        zone = self.folder.practice.identity.zone
        return whole(engagement_from(data, self.name, zone), content, shown)

    def replace(self, old: bytes, new: bytes, now: datetime) -> tuple[Path, tuple[Problem, ...]]:
        """Put the new content in the place of the old, which is kept: where, and what had been
        altered outside valueback before.

        Raises Refused where the file was changed meanwhile.
        """
        make_folder(self._backups)
        kept = self._backups / f"{self.name}.{now.astimezone(UTC).strftime(_STAMP)}.toml"
        with locked(self.folder.path):
            while not replace_bytes(kept, None, old):
                kept = kept.with_name(f"{kept.stem}-again.toml")
            if not replace_bytes(self.path, old, new):
                raise refused(
                    f"{self.path} was changed meanwhile; nothing was saved.",
                    "Run the command again, on what stands there now.",
                )
            altered = self._seal(old, new, now)
        return kept, altered

    def _seal(self, old: bytes, new: bytes, now: datetime) -> tuple[Problem, ...]:
        """What was changed here is meant, and sealed; what had been altered before is told."""
        if self.name == "practice":
            return ()
        after = self._read(new)
        try:
            before = self._read(old)
        except Refused:
            before = None
        assert isinstance(after, Engagement)
        earlier = before if isinstance(before, Engagement) else None
        known = seals.load(self.folder.path, self.name)
        known = known.after_edit(earlier, after, new, now)
        seals.save(self.folder.path, self.name, known)
        return self.folder.told(self.name, known.alterations(after, new))

    def set_aside(self, text: bytes) -> Path:
        """Keep a text that could not be saved; where it is kept."""
        aside = self._backups / f"{self.name}.set-aside.toml"
        make_folder(self._backups)
        number = 1
        while not replace_bytes(aside, None, text):
            number += 1
            aside = self._backups / f"{self.name}.set-aside-{number}.toml"
        return aside

    def versions(self) -> list[Version]:
        """The contents that were replaced by hand, latest first."""
        found = []
        for path in self._backups.glob(f"{self.name}.*.toml"):
            stamp = path.name.removeprefix(f"{self.name}.").removesuffix(".toml").partition("-")[0]
            if (moment := _moment(stamp)) is not None:
                found.append(Version(path, moment))
        return sorted(
            found, key=lambda version: (version.replaced, version.path.name), reverse=True
        )


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
