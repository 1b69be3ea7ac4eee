"""A file in your editor, checked before it counts."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from valueback import system
from valueback.cli.answers import Answer
from valueback.cli.arguments import FileArgument, ForceOption
from valueback.cli.context import Context
from valueback.cli.hand_files import changed_answer, consequences, hand_file
from valueback.errors import Problem, Refused, mistyped, refused

if TYPE_CHECKING:
    from valueback.record.versions import HandFile


def run(
    context: Context,
    name: FileArgument,
    force: ForceOption = False,
) -> Answer:
    """Opens the client's file, or practice.toml for `practice`, in $VISUAL or $EDITOR. It is
    checked when you close the editor, and the old version is kept: see valueback history. What a
    change of practice.toml would do to whom is said before it is saved.
    """
    file = hand_file(context, name)
    old = file.content()
    if old is None:
        context.folder  # noqa: B018  # says what is missing, and how to bring it back
        raise refused(
            f"{file.name} was discarded.",
            f"Bring it back with: valueback history {file.name} --restore 1",
        )
    new = _edited(context, file, old, force=force)
    if new is None or (new == old and not file.is_practice):
        return changed_answer(file, "Nothing was changed.", saved=False)
    said = consequences(context, file, new) if file.is_practice else []
    if said and not force:
        _agreed(context, file, new, said)
    if new == old:
        return _kept_as_it_is(context, file, new, accepted=bool(said))
    if context.dry_run:
        return changed_answer(file, "Would save the new version.", saved=False)
    try:
        kept, altered = file.replace(old, new, context.now)
    except Refused as error:
        aside = file.set_aside(new)
        raise Refused(*error.problems, Problem(f"Your text is kept in {aside}.")) from None
    context.notice(altered)
    return changed_answer(file, f"Saved. The old version is kept in {kept}.", saved=True)


def _agreed(context: Context, file: HandFile, new: bytes, said: list[str]) -> None:
    """Have it agreed that answers change; the text is kept aside where nobody agrees."""
    context.prompts.show("This changes answers:", *(f"  {line}" for line in said))
    if not context.prompts.confirm("Save it all the same?", default=False):
        aside = file.set_aside(new)
        raise refused(
            "Nothing was saved: it would change answers that were given.",
            f"Your text is kept in {aside}; with --force it is saved.",
        )


def _kept_as_it_is(context: Context, file: HandFile, text: bytes, *, accepted: bool) -> Answer:
    """The answer where nothing was changed here; what was changed before, and agreed to, counts."""
    from valueback.record.practice_file import remember

    if accepted and not context.dry_run:
        remember(file.folder.path, text)
        context.noticed.clear()
        return changed_answer(file, "Kept as it stands, with what it changes.", saved=True)
    return changed_answer(file, "Nothing was changed.", saved=False)


def _edited(context: Context, file: HandFile, old: bytes, *, force: bool) -> bytes | None:
    """The text as the user left it and it can be saved; None where it is given up."""
    text, prompts = _turned(context, file, old), context.prompts
    while True:
        text = _in_editor(file, text)
        problems = file.problems(old, text, force=force) if text != old else ()
        if not problems:
            return text
        for problem in problems:
            prompts.show(str(problem), f"  {problem.remedy}")
        question = "Edit again, keep the text aside, or discard it? (e/k/d)"
        choice = prompts.ask(question, "e") if prompts.interactive else "k"
        if choice[:1] == "d":
            return None
        if choice[:1] == "k":
            aside = file.set_aside(text)
            raise refused("Nothing was saved.", f"Your text is kept in {aside}")


def _turned(context: Context, file: HandFile, old: bytes) -> bytes:
    """The text with which to begin: a practice.toml of the first edition in today's form, where the
    user agrees to what that changes.
    """
    from valueback.record.practice_turned import turned

    found = turned(old) if file.is_practice and context.prompts.interactive else None
    if found is None:
        return old
    rows = (f"  {before}  becomes  {after or 'nothing'}" for before, after in found.changes)
    context.prompts.show("This file has the form of the first edition. In today's form:", *rows)
    agreed = context.prompts.confirm("Edit it in today's form?", default=True)
    return found.text if agreed else old


def _in_editor(file: HandFile, text: bytes) -> bytes:
    """The text after the user's editor was closed; edited as a private copy."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or system.usual_editor()
    with file.copied_out(text) as copy:
        try:
            words = [*system.split(command), str(copy)]
            done = subprocess.run(words, check=False)  # noqa: S603  # the user's own editor
        except (OSError, ValueError) as error:
            raise mistyped(
                f"The editor {command!r} cannot be started: {error}.", "Set EDITOR."
            ) from None
        if done.returncode:
            raise refused(
                f"The editor ended with {done.returncode}; nothing was saved.", "Try again."
            )
        return file.copy_of(copy)
