"""The practice as a folder: found, listed, read, and appended to by one way only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from valueback.errors import Problem, Refused, refused
from valueback.identifiers import folded, is_identifier, slug
from valueback.model.engagement import Engagement
from valueback.model.log import Raw
from valueback.model.practice import Practice, practice_from
from valueback.model.reading import engagement_from
from valueback.record import place, seals, templates
from valueback.record.files import locked, make_folder, read_bytes, replace_bytes
from valueback.record.toml import block, document, lines_of, parsed, placed

_TRIES = 50

if TYPE_CHECKING:
    from valueback.model.draft import Draft, Write, Written

T = TypeVar("T")

_RESERVED = ("practice",)
"""Ids that would be taken for something else: `edit practice` means practice.toml."""


@dataclass(frozen=True)
class Folder:
    """A practice on the disk.

    `accepts` lets a write pass over entries that vanished since valueback wrote them, and `again`
    write the same once more; `ask` puts a question to somebody who is there. `notices` collects
    what was found altered, for the answer to tell.
    """

    path: Path
    accepts: bool = False
    again: bool = False
    ask: Callable[[str], bool] | None = None
    notices: list[Problem] = field(default_factory=list, compare=False)
    _agreed: set[str] = field(default_factory=set, compare=False)

    @cached_property
    def practice(self) -> Practice:
        """Who keeps it, and the defaults; Refused with every problem of the file."""
        path = self.path / place.PRACTICE_FILE
        content = read_bytes(path)
        data = parsed(content, self.shown(path))
        return whole(practice_from(data), content, self.shown(path))

    def shown(self, path: Path) -> str:
        """A path as messages name it: short where it lies inside the practice."""
        return str(path.relative_to(self.path)) if path.is_relative_to(self.path) else str(path)

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

    def engagement(self, id_: str) -> Engagement:
        """One engagement; Refused with every problem of its file."""
        path = self.file_of(id_)
        return self.engagement_in(id_, read_bytes(path))

    def document(self, id_: str, name: str) -> Path:
        """Where a document of an engagement belongs."""
        return self.path / "documents" / id_ / name

    def template(self, name: str) -> tuple[str, str] | None:
        """A template's text and file: the practice's own version, else the built-in one."""
        return templates.source(self.path, name)

    def read_all(self) -> tuple[list[Engagement], dict[str, str]]:
        """Every engagement that can be read, and for the others what is wrong, by id."""
        _ = self.practice  # a practice that cannot be read is no matter of one client
        found, broken = [], {}
        for id_ in self.ids():
            try:
                found.append(self.engagement(id_))
            except Refused as error:
                broken[id_] = "; ".join(str(problem) for problem in error.problems)
        return found, broken

    def engagement_in(self, id_: str, content: bytes) -> Engagement:
        """The engagement that a file's content describes; Refused with every problem of it."""
        path = self.file_of(id_)
        found = self._engagement_from(parsed(content, self.shown(path)), content, path, id_)
        altered = seals.load(self.path, id_).alterations(found, content)
        if altered and read_bytes(path) == content:  # else somebody wrote in between
            self.notices.extend(self._told(id_, altered))
        return found

    def _told(self, id_: str, altered: seals.Alterations) -> list[Problem]:
        """What was altered in an engagement, in words."""
        return altered.problems(self.shown(self.file_of(id_)), self.practice.practice.zone)

    def _engagement_from(self, data: Raw, content: bytes, path: Path, id_: str) -> Engagement:
        zone = self.practice.practice.zone
        return whole(engagement_from(data, id_, zone), content, self.shown(path))

    # --- writing ---

    def append(self, id_: str, write: Write, now: datetime, *, dry_run: bool = False) -> Written:
        """Append what `write` drafts to an engagement: all of it or nothing.

        The engagement is read, and `write` called, under the lock; where somebody changed the file
        meanwhile, both happen again. Returns only when the entries are on the disk.
        """
        try:
            return self._append(id_, write, now, dry_run=dry_run)
        except Repeated as repeated:
            if self.ask is None or not self.ask(f"{repeated.problems[0]} Log it again?"):
                raise
        self._agreed.add(id_)
        return self._append(id_, write, now, dry_run=dry_run)

    def _append(self, id_: str, write: Write, now: datetime, *, dry_run: bool) -> Written:
        path = self.file_of(id_)
        if dry_run:
            return self._drafted(path, id_, write, now)[0]
        read_bytes(path)
        with locked(self.path):
            for _ in range(_TRIES):
                written, old, new = self._drafted(path, id_, write, now)
                if replace_bytes(path, old, new):
                    self._seal(id_, written, (old, new), now)
                    return written
        raise refused(
            f"{path} changes all the time.", "Close the program that writes it, then try again."
        )

    def _seal(
        self, id_: str, written: Written, contents: tuple[bytes, bytes], now: datetime
    ) -> None:
        """Remember what was written."""
        known = seals.load(self.path, id_)
        if self.accepts:
            known = known.accepting(written.before)
        ids = [raw["id"] for raw in written.entries]
        seals.save(self.path, id_, known.after(written.after, contents, ids, now))

    def _drafted(
        self, path: Path, id_: str, write: Write, now: datetime
    ) -> tuple[Written, bytes, bytes]:
        from valueback.model.draft import Draft, Written

        old = read_bytes(path)
        before = parsed(old, self.shown(path))
        engagement = self._engagement_from(before, old, path, id_)
        altered = seals.load(self.path, id_).alterations(engagement, old)
        if altered.vanished and not self.accepts:
            raise Refused(*self._told(id_, altered))
        if altered and self.accepts:
            ids = ", ".join((*altered.vanished, *altered.changed))
            self.notices.append(Problem(f"Accepted as it stands now: {ids or 'nothing'}."))
        if altered.agreement or (altered and not self.accepts):
            altered = replace(altered, vanished=(), changed=()) if self.accepts else altered
            self.notices.extend(self._told(id_, altered))
        draft = Draft(engagement, now)
        write(draft)
        if draft.repeats and not self.again and id_ not in self._agreed:
            raise Repeated(_repeated(draft.repeats))
        new = _appended(old, draft.raws)
        if self._reread(new, path) != {**before, "log": [*before.get("log", []), *draft.raws]}:
            raise refused(
                f"Nothing was saved: {path} would not read back as what was written.",
                "Please report this, with the command.",
            )
        written = Written(engagement, draft.engagement, tuple(draft.raws), tuple(draft.notes))
        return written, old, new

    def _reread(self, new: bytes, path: Path) -> dict[str, Any]:
        try:
            return parsed(new, self.shown(path))
        except Refused as error:
            raise Refused(
                Problem(
                    "Nothing was saved: an entry cannot be appended to this file.",
                    "A line such as log = [] must go; entries stand as [[log]] at the end.",
                    file=self.shown(path),
                ),
                *error.problems,
            ) from error

    def create(self, id_: str, header: Mapping[str, Any]) -> tuple[Engagement, Path]:
        """A new engagement from its header; Refused where it is wrong or the id is taken."""
        engagement, path, content = self.checked(id_, header)
        make_folder(path.parent)
        with locked(self.path):
            if not replace_bytes(path, None, content):
                raise refused(
                    f"There is an engagement {id_} already.", "Give another id with --id."
                )
        return engagement, path

    def checked(self, id_: str, header: Mapping[str, Any]) -> tuple[Engagement, Path, bytes]:
        """The engagement that a header would make, and its file; Refused where it is wrong."""
        path = self.file_of(id_)
        if id_ in _RESERVED:
            raise refused(f"{id_!r} means practice.toml.", "Give another id with --id.")
        content = document(header).encode()
        engagement = engagement_from(parsed(content, ""), id_, self.practice.practice.zone)
        if isinstance(engagement, list):
            raise Refused(*engagement)
        return engagement, path, content

    def free_id(self, name: str) -> str:
        """An unused id made from a client's name: `ana-souza`, then `ana-souza-2`."""
        base = slug(name) or "client"
        taken = {*self.ids(), *seals.sealed_ids(self.path), *_RESERVED}
        number, id_ = 1, base
        while id_ in taken:
            number += 1
            id_ = f"{base}-{number}"
        return id_

    def append_menu_item(self, item: Mapping[str, Any]) -> None:
        """Append an item to the menu in practice.toml: old bytes, comments and all, and a block."""
        path = self.path / place.PRACTICE_FILE
        with locked(self.path):
            old = read_bytes(path)
            new = _appended_block(old, "menu", item)
            data = parsed(old, self.shown(path))
            expected = {**data, "menu": [*data.get("menu", []), dict(item)]}
            if self._reread(new, path) != expected:
                raise refused(f"{path} would not read back as written.", "Add the item by hand.")
            whole(practice_from(expected), new, self.shown(path))
            if any(known.id == item["id"] for known in self.practice.menu):
                raise refused(f"{item['id']} is on the menu already.", "Choose another id.")
            if not replace_bytes(path, old, new):
                raise refused(f"{path} was changed meanwhile.", "Run the command again.")

    def undo(self, id_: str, reason: str, now: datetime, *, dry_run: bool = False) -> Written:
        """Void what the last command wrote to an engagement, latest entry first."""
        known = seals.load(self.path, id_)

        def take_back(draft: Draft) -> None:
            ids = known.latest_batch(draft.engagement.log)
            if not ids:
                raise refused("Nothing is left to undo.", "See the log with: valueback show")
            for entry in ids:
                draft.add("void", entry=entry, reason=reason)

        written = self.append(id_, take_back, now, dry_run=dry_run)
        if not dry_run:  # forget the undo itself, and what it took back
            seals.save(self.path, id_, seals.load(self.path, id_).without_last(2))
        return written

    # --- finding ---

    def names(self) -> dict[str, str]:
        """The client's name of each engagement whose header can be read, by id."""
        found = {}
        for id_ in self.ids():
            try:
                head = _head(read_bytes(self.file_of(id_)))
                found[id_] = str(head["client"]["name"]) if head.get("id") == id_ else ""
            except (Refused, KeyError, TypeError):
                continue
        return found

    def resolve(self, query: str, today: str) -> str:
        """The engagement that is meant: an id, or a name, prefix or part that fits one client.

        Of several engagements of that client the current one is meant. Refused where none or more
        than one client fits; a near miss is suggested, never picked.
        """
        ids = self.ids()
        if query in ids:
            return query
        names = self.names()
        ids = [id_ for id_ in ids if names.get(id_) != ""]  # no copies under another name
        wanted = folded(query)
        clients = {id_: folded(names.get(id_, id_)) for id_ in ids}
        for fits in (_same, _begins, _within):
            found = [
                id_ for id_ in ids if wanted and (fits(wanted, clients[id_]) or fits(wanted, id_))
            ]
            people = {clients[id_] for id_ in found}
            if len(people) == 1:
                return self._current(found, today)
            if people:
                listed = ", ".join(f"{id_} ({names.get(id_, '?')})" for id_ in found[:8])
                raise refused(f"{query!r} fits more than one client: {listed}.", "Give the id.")
        raise _nobody(query, ids, names)

    def _current(self, ids: list[str], today: str) -> str:
        """Of one client's engagements the one that runs today, else the one that began last."""
        if len(ids) == 1:
            return ids[0]
        terms = []
        for id_ in ids:
            try:
                agreement = _head(read_bytes(self.file_of(id_)))["agreement"]
                starts, ends = str(agreement["starts"]), str(agreement.get("ends", "9999"))
            except (Refused, KeyError, TypeError):
                starts, ends = "", ""
            terms.append((starts <= today <= ends, starts, id_))
        return max(terms)[2]


class Repeated(Refused):
    """The same entry once more, as after a lost terminal: meant only where somebody says so."""


def _repeated(ids: list[str]) -> Problem:
    known = ", ".join(dict.fromkeys(ids))
    return Problem(
        f"The very same is written down already: {known}.",
        "Nothing was saved. If it did happen twice, say --again.",
    )


def whole(read: T | list[Problem], content: bytes, shown: str) -> T:
    """What was read, or Refused with the line of each problem, in the order of lines."""
    if not isinstance(read, list):
        return read
    lines = lines_of(content.decode("utf-8"))
    found = [placed(problem, shown, lines) for problem in read]
    raise Refused(*sorted(found, key=lambda problem: problem.line))


def _appended(old: bytes, raws: list[Raw]) -> bytes:
    """The old bytes, unchanged, and a block for each entry."""
    new = old
    for raw in raws:
        new = _appended_block(new, "log", raw)
    return new


def _appended_block(old: bytes, name: str, table: Mapping[str, Any]) -> bytes:
    gap = b"" if old.endswith(b"\n") else b"\n"
    return old + gap + block(name, table).encode()


def _head(content: bytes) -> dict[str, Any]:
    """The header of an engagement file without reading its log."""
    head, mark, _ = content.partition(b"\n[[log]]")
    try:
        return parsed(head + b"\n", "")
    except Refused:
        return parsed(content, "") if mark else {}


def _nobody(query: str, ids: list[str], names: Mapping[str, str]) -> Refused:
    if not ids:
        return refused("There is no client yet.", 'Begin with: valueback new-client "Ana Souza"')
    from difflib import get_close_matches

    words = {id_: id_ for id_ in ids} | {folded(name): id_ for id_, name in names.items()}
    words |= {part: id_ for id_, name in names.items() for part in folded(name).split()}
    near = get_close_matches(folded(query), list(words), 1)
    if near:
        return refused(f"No client fits {query!r}.", f"Did you mean {words[near[0]]}?")
    return refused(f"No client fits {query!r}.", "See them with: valueback list")


def _same(wanted: str, text: str) -> bool:
    return wanted == text


def _begins(wanted: str, text: str) -> bool:
    return text.startswith(wanted)


def _within(wanted: str, text: str) -> bool:
    return wanted in text


def existing(
    path: Path,
    *,
    accepts: bool = False,
    again: bool = False,
    ask: Callable[[str], bool] | None = None,
) -> Folder:
    """The practice in a folder; Refused where there is none."""
    if not place.exists(path):
        raise refused(
            f"There is no practice in {path}.",
            "Begin one with: valueback init, or name its folder with --practice.",
        )
    return Folder(path, accepts, again, ask)
