"""The desk at which a command works: the practice, the moment it is, and how to ask and answer.

Heavy parts are imported where they are used: a command starts in the time of what it needs.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from valueback.errors import mistyped
from valueback.moments import YEARS, Direction, day_of, read_as_of, read_day, read_moment
from valueback.record import place

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from valueback.model.draft import Write, Written
    from valueback.model.engagement import Engagement
    from valueback.model.timeline import Timeline
    from valueback.record.practice import Folder
    from valueback.render.page import Page

CLOCK = "VALUEBACK_NOW"


@dataclass(frozen=True)
class Answer:
    """What a command has to say: for programs, and for people."""

    report: Mapping[str, Any]
    page: Callable[[], Page | str]
    exit_code: int = 0
    saved: bool = False

    def print(self, stream: TextIO, *, json: bool) -> None:
        """Write the answer in one of its two forms."""
        if json:
            import json as json_library

            stream.write(json_library.dumps(self.report, indent=2, default=_as_text) + "\n")
            return
        page = self.page()
        if isinstance(page, str):
            stream.write(page)
        else:
            page.print(stream)


def _as_text(value: object) -> str:
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not for JSON")


@dataclass(frozen=True)
class Desk:
    """Where a command does its work."""

    path: Path
    now: datetime
    json: bool = False
    interactive: bool = False
    dry_run: bool = False
    accepts: bool = False
    again: bool = False
    named: str | None = None

    @classmethod
    def open(
        cls,
        practice: str | None,
        *,
        json: bool,
        no_input: bool,
        dry_run: bool = False,
        accepts: bool = False,
        again: bool = False,
    ) -> Desk:
        """The desk of this process: its folder, its clock, its terminal."""
        return cls(
            path=place.wanted(practice, os.environ, Path.cwd()),
            now=_clock(),
            json=json,
            interactive=not no_input and _is_terminal(sys.stdin) and _is_terminal(sys.stderr),
            named=practice,
            dry_run=dry_run,
            accepts=accepts,
            again=again,
        )

    @cached_property
    def folder(self) -> Folder:
        """The practice; Refused where there is none."""
        from valueback.record.practice import existing

        ask = self._agrees if self.interactive else None
        return existing(self.path, accepts=self.accepts, again=self.again, ask=ask)

    def _agrees(self, question: str) -> bool:
        from valueback.render.safe import safe

        return self.confirm(safe(question), default=False)

    def tell(self) -> None:
        """Say on stderr what was noticed on the way: entries altered outside valueback."""
        for notice in dict.fromkeys(self.folder.notices if "folder" in vars(self) else ()):
            say(str(notice), notice.remedy)

    @property
    def zone(self) -> ZoneInfo:
        """The practice's time zone, in which times are typed and days end."""
        return self.folder.practice.practice.zone

    @property
    def today(self) -> date:
        """The practice's day."""
        return day_of(self.now, self.zone)

    def client(self, query: str) -> str:
        """The id of the engagement that is meant."""
        return self.folder.resolve(_whole(query), self.today.isoformat())

    def engagement(self, query: str) -> Engagement:
        """The engagement that is meant."""
        return self.folder.engagement(self.client(query))

    def timeline(self, query: str, as_of: str | None = None) -> Timeline:
        """The engagement that is meant, as of now or of the moment that was typed."""
        from valueback.model.timeline import Timeline

        return Timeline(self.engagement(query), self.as_of(as_of))

    def next(self, command: str) -> str:
        """The line that names the next useful command, for the practice in hand."""
        named = f" --practice {shlex.quote(self.named)}" if self.named else ""
        return f"Next: {command}{named}"

    def warn_of(self, broken: Mapping[str, str]) -> None:
        """Say on stderr which engagements could not be read, and are left out of the answer."""
        for id_ in broken:
            say(f"{id_} cannot be read, and is left out.", "Mend it with: valueback edit " + id_)

    # --- words to values ---

    def moment(
        self, text: str | None, look: Direction = "back", *, bare_day: bool = False
    ) -> datetime | None:
        """The instant that was typed, in the practice's zone; None where nothing was."""
        if text is None:
            return None
        return read_moment(text, self.now, self.zone, look, bare_day=bare_day)

    def at(self, text: str | None) -> datetime | None:
        """When something happened, where its day is what matters."""
        return self.moment(text, bare_day=True)

    def day(self, text: str | None, look: Direction = "ahead") -> date | None:
        """The day that was typed; None where nothing was."""
        return None if text is None else read_day(text, self.now, self.zone, look)

    def day_needed(self, text: str) -> date:
        """The day that was typed, looking ahead."""
        return read_day(text, self.now, self.zone, "ahead")

    def as_of(self, text: str | None) -> datetime:
        """The moment for which a question is asked: now, unless another was given."""
        return self.now if text is None else read_as_of(text, self.now, self.zone)

    def text(self, given: str | None, question: str, flag: str) -> str:
        """A text that is needed: as given, from standard input for `-`, or asked for."""
        found = self.optional_text(given)
        if found is None and self.interactive:
            found = self.ask(question)
        if not found or not found.strip():
            raise mistyped(
                f"{flag} is missing.", f"{question} Give it with {flag}, or - to read it."
            )
        return found

    def optional_text(self, given: str | None) -> str | None:
        """A text as given, or from standard input for `-`."""
        return _piped() if given == "-" else given and _whole(given)

    def ask(self, question: str, default: str = "") -> str:
        """An answer typed at the terminal; Enter takes the default."""
        import typer

        answer: str = typer.prompt(question, default=default, show_default=bool(default), err=True)
        return _whole(answer.strip())

    def confirm(self, question: str, *, default: bool) -> bool:
        """Yes or no, at the terminal; where nobody can be asked, the default."""
        if not self.interactive:
            return default
        import typer

        return typer.confirm(question, default=default, err=True)

    # --- writing ---

    def save(self, query: str, write: Write, *, then: str = "") -> Answer:
        """Append what `write` drafts, and say what was saved and what comes next."""
        id_ = self.client(query)
        written = self.folder.append(id_, write, self.now, dry_run=self.dry_run)
        return self.answered(written, then)

    def answered(self, written: Written, then: str, message: str = "") -> Answer:
        """The answer to a command that wrote: `then` is the next useful command, `message` a text
        that the user can send now.
        """
        from valueback.render.logged import logged_json, logged_page

        following = self.next(then.format(id=written.after.id)) if then else ""
        return Answer(
            logged_json(written, dry_run=self.dry_run),
            lambda: logged_page(written, self.now, following, message, dry_run=self.dry_run),
            saved=not self.dry_run,
        )


def say(message: str, remedy: str = "") -> None:
    """A message on stderr; a closed stderr changes nothing about the outcome."""
    from valueback.render.safe import safe

    try:
        sys.stderr.write(safe(message) + "\n" + (f"  {safe(remedy)}\n" if remedy else ""))
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _clock() -> datetime:
    text = os.environ.get(CLOCK)
    if not text:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None or moment.year not in YEARS:
        raise mistyped(f"{CLOCK} is no instant: {text!r}.", "Write 2026-01-12T10:00:00-03:00.")
    return moment


def _piped() -> str:
    """Standard input as it is, but for the line end with which it closes."""
    if sys.stdin is None:
        raise mistyped("There is no standard input to read from.", "Give the text itself.")
    try:
        return sys.stdin.buffer.read().decode().rstrip("\n")
    except UnicodeDecodeError:
        raise mistyped("Standard input is not UTF-8 text.", "Save it as UTF-8.") from None


def _whole(text: str) -> str:
    """A text that can be stored; bytes that are no text are refused rather than changed."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise mistyped(
            "A text holds bytes that are not UTF-8.", "Type it anew, or give it as -."
        ) from None
    return text
