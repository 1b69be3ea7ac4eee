"""Questions at the terminal. All are asked before anything is locked; each has a flag, too."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

from valueback.errors import Mistyped, Stopped, ValuebackError, mistyped
from valueback.frozen import field, frozen

T = TypeVar("T")
C = TypeVar("C", bound=str)


@frozen
class Prompts:
    """What can be asked of somebody, where somebody is there."""

    interactive: bool
    answered: list[str] = field(default_factory=list)
    """The questions that somebody answered so far."""

    _reading: list[str] = field(default_factory=list)
    """Questions whose answers are being read: what is wrong with one is said where it was asked."""

    def text(self, given: str | None, question: str, flag: str) -> str:
        """A text that is needed: as given, from standard input for `-`, or asked for."""
        found = self.optional_text(given)
        if found is None and self.interactive:
            return self.until_understood(question, _something, needed=True)
        if not found or not found.strip():
            raise mistyped(
                f"{flag} is missing.", f"{question} Give it with {flag}, or - to read it."
            )
        return found

    def optional_text(self, given: str | None) -> str | None:
        """A text as given, or from standard input for `-`."""
        return _piped() if given == "-" else given and whole(given)

    def ask(self, question: str, default: str = "", *, needed: bool = False) -> str:
        """An answer typed at the terminal; Enter takes the default. What Enter leaves empty, "no",
        "none" and the like leave empty, too, unless an answer is needed.
        """
        import typer

        from valueback.typed_words import is_nothing

        suffix = " " if question.endswith("?") else ": "
        try:
            typed: str = typer.prompt(
                question, default, show_default=bool(default), err=True, prompt_suffix=suffix
            )
        except typer.Abort:
            raise Stopped from None
        answer = whole(typed.strip())
        self.answered.append(question)
        return "" if not default and not needed and is_nothing(answer) else answer

    def choice(
        self, given: C | None, question: str, flag: str, *, among: Sequence[C], default: str = ""
    ) -> C:
        """One of a few words: as given, or asked for until it is one of them, or begins one."""
        if given is not None:
            return given
        if not self.interactive:
            raise mistyped(f"{flag} is missing.", f"{question} Give it with {flag}.")

        def read(text: str) -> C:
            found = [word for word in among if text and word.startswith(text.lower())]
            if len(found) != 1:
                raise ValueError(f"Please answer {', '.join(among[:-1])} or {among[-1]}.")
            return found[0]

        return self.until_understood(question, read, default, needed=True)

    def confirm(self, question: str, *, default: bool) -> bool:
        """Yes or no, at the terminal; where nobody can be asked, the default."""
        if not self.interactive:
            return default
        import typer

        from valueback.render.safe import safe

        self.answered.append(question)
        try:
            return typer.confirm(safe(question), default=default, err=True)
        except typer.Abort:
            raise Stopped from None

    def until_understood(
        self, question: str, read: Callable[[str], T], default: str = "", *, needed: bool = False
    ) -> T:
        """The answer to a question, read; what is not understood is said, and asked again."""
        while True:
            answer = self.ask(question, default, needed=needed)
            self._reading.append(question)
            try:
                return read(answer)
            except ValuebackError as error:
                self.explain(error)
            except ValueError as error:
                self.show(str(error))
            finally:
                self._reading.pop()

    def understood(self, text: str, read: Callable[[str], T], question: str) -> T:
        """What was typed in the command, read; where it is not understood, a terminal asks."""
        if not self.interactive or self._reading:
            return read(text)
        try:
            return read(text)
        except Mistyped as error:
            self.explain(error)
        return self.until_understood(question, read, needed=True)

    def explain(self, error: ValuebackError) -> None:
        """Say what was not understood, before it is asked again."""
        for problem in error.problems:
            self.show(f"{problem.message} {problem.remedy}".strip())

    def show(self, *lines: str) -> None:
        """Something to know before the next question; a line end within a line is data."""
        import typer

        from valueback.render.safe import safe

        for line in lines:
            typer.echo(safe(line), err=True)


def _something(text: str) -> str:
    if not text:
        raise ValueError("Please give it in a few words; Ctrl-C gives up, with nothing saved.")
    return text


def _piped() -> str:
    """Standard input as it is, but for the line end with which it closes."""
    if sys.stdin is None:
        raise mistyped("There is no standard input to read from.", "Give the text itself.")
    try:
        return sys.stdin.buffer.read().decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise mistyped("Standard input is not UTF-8 text.", "Save it as UTF-8.") from None


def whole(text: str) -> str:
    """A text that can be stored; bytes that are no text are refused rather than changed."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise mistyped(
            "A text holds bytes that are not UTF-8.", "Type it anew, or give it as -."
        ) from None
    return text
