"""The practice as a folder: where things are, and reading them. Writing is another room's."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from valueback.errors import MOST, Problem, Refused, refused
from valueback.frozen import frozen
from valueback.identifiers import is_identifier
from valueback.model.engagement import Engagement
from valueback.model.log import Raw
from valueback.model.practice import Practice, practice_from
from valueback.model.reading import engagement_from
from valueback.record import place, practice_file, seals
from valueback.record.alterations import Alterations
from valueback.record.files import LARGEST, read_bytes
from valueback.record.templates import Templates
from valueback.record.toml import lines_of, parsed, placed
from valueback.shipped import ENGLISH, untranslated

T = TypeVar("T")


class Reading(NamedTuple):
    """An engagement as it was read, and what had been altered in its file outside valueback."""

    engagement: Engagement
    altered: tuple[Problem, ...] = ()


class Readings(NamedTuple):
    """Every engagement that can be read; for the others what is wrong, by id."""

    engagements: list[Engagement]
    broken: dict[str, str]
    altered: tuple[Problem, ...]


@frozen
class Folder:
    """A practice on the disk."""

    path: Path

    @cached_property
    def practice(self) -> Practice:
        """Who keeps it, and the defaults; Refused with every problem of the file."""
        path = self.path / place.PRACTICE_FILE
        content = read_bytes(path, within=self.path)
        data = parsed(content, self.shown(path))
        return whole(practice_from(data), content, self.shown(path))

    def shown(self, path: Path) -> str:
        """A path as messages name it: short where it lies inside the practice."""
        inside = path.is_relative_to(self.path)
        return path.relative_to(self.path).as_posix() if inside else str(path)

    def file_of(self, id_: str) -> Path:
        """The file of an engagement; Refused for what is no id, so that no text becomes a path."""
        if not is_identifier(id_):
            raise refused(
                f"{id_!r} is not the id of an engagement.", "See them with: valueback list"
            )
        return place.engagements(self.path) / f"{id_}.toml"

    def ids(self) -> list[str]:
        """The ids of all engagements, in order. Reads names only."""
        return place.ids(self.path)

    def strays(self) -> list[str]:
        """Files beside the engagements that are none: conflict copies, backups, other things."""
        return place.strays(self.path)

    def documents(self, id_: str) -> Path:
        """The folder of an engagement's documents."""
        return self.path / "documents" / id_

    def document(self, id_: str, name: str) -> Path:
        """Where a document of an engagement belongs."""
        return self.documents(id_) / name

    @property
    def template(self) -> Templates:
        """The templates in the practice's language, as far as they are there in it."""
        return self.template_in(self.practice.identity.speaks)

    def template_in(self, language: str, wanted: str = "") -> Templates:
        """The templates in a language: the own version of each, else the built-in one.

        Where another language was `wanted`, and is that of the practice, its own versions serve.
        """
        known = ENGLISH if untranslated(language) else language
        own = self.practice.identity.speaks
        return Templates(self.path, known, known if (wanted or language)[:2] == own[:2] else own)

    # --- reading ---

    def content(self, id_: str, largest: int = LARGEST) -> bytes:
        """What the file of an engagement holds, so many bytes at most."""
        return read_bytes(self.file_of(id_), within=self.path, largest=largest)

    def read(self, id_: str) -> Reading:
        """One engagement; Refused with every problem of its file."""
        return self.reading_of(id_, self.content(id_))

    def read_all(self) -> Readings:
        """Every engagement that can be read, and for the others what is wrong."""
        _ = self.practice  # a practice that cannot be read is no matter of one client
        found: list[Engagement] = []
        broken: dict[str, str] = {}
        altered: list[Problem] = []
        for id_ in self.ids():
            try:
                reading = self.read(id_)
            except Refused as error:
                broken[id_] = "; ".join(str(problem) for problem in error.problems)
            else:
                found.append(reading.engagement)
                altered += reading.altered
        return Readings(found, broken, tuple(altered))

    def reading_of(self, id_: str, content: bytes) -> Reading:
        """The engagement that a file's content describes; Refused with every problem of it."""
        path = self.file_of(id_)
        found = self.engagement_from(parsed(content, self.shown(path)), content, id_)
        altered = self.alterations(found, content)
        if not altered or self.content(id_) != content:  # somebody wrote in between
            return Reading(found)
        return Reading(found, self.told(id_, altered))

    def alterations(self, engagement: Engagement, content: bytes) -> Alterations:
        """What differs in an engagement from what valueback wrote.

        With a memory that cannot be read, none of its entries has a seal; without any, as after a
        clone, they count as they stand, and `doctor` says so.
        """
        known = seals.load(self.path, engagement.id)
        if known.known or not seals.is_damaged(self.path, engagement.id):
            return known.alterations(engagement, content)
        return Alterations(unsealed=tuple(engagement.log.by_id))

    def told(self, id_: str, altered: Alterations) -> tuple[Problem, ...]:
        """What was altered in an engagement, in words."""
        file = self.shown(self.file_of(id_))
        return tuple(altered.problems(file, self.practice.identity.zone))

    def engagement_from(self, data: Raw, content: bytes, id_: str) -> Engagement:
        """The engagement of that id in the tables of a file; Refused with every problem of it."""
        return self._whole(data, content, id_, self.practice.identity.zone)

    def read_in(self, zone: ZoneInfo, id_: str) -> Engagement:
        """One engagement as it would read were the practice in another time zone."""
        content = self.content(id_)
        data = parsed(content, self.shown(self.file_of(id_)))
        return self._whole(data, content, id_, zone)

    def _whole(self, data: Raw, content: bytes, id_: str, zone: ZoneInfo) -> Engagement:
        return whole(engagement_from(data, id_, zone), content, self.shown(self.file_of(id_)))


def whole(read: T | list[Problem], content: bytes, shown: str) -> T:
    """What was read, or Refused with the line of each problem, in the order of lines."""
    if not isinstance(read, list):
        return read
    lines = lines_of(content.decode("utf-8"))
    found = [placed(problem, shown, lines) for problem in read[:MOST]]
    found.sort(key=lambda problem: problem.line)
    if len(read) >= MOST:
        found.append(Problem(f"These are the first {MOST}; there may be more.", file=shown))
    raise Refused(*found)


def existing(path: Path) -> Folder:
    """The practice in a folder; Refused where there is none, or where it lost practice.toml."""
    if place.exists(path):
        return Folder(path)
    if path.is_dir() and place.ids(path):
        raise practice_file.missing(path)
    raise refused(
        f"There is no practice in {path}.",
        "Begin one with: valueback init, or name its folder with --practice.",
    )
