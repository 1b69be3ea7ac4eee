"""A file in your editor, checked before it counts."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from valueback.cli.answers import Answer
from valueback.cli.arguments import ClientArgument, ForceOption
from valueback.cli.context import Context
from valueback.cli.hand_files import changed_answer, hand_file
from valueback.errors import Problem, Refused, mistyped, refused

if TYPE_CHECKING:
    from valueback.record.versions import HandFile


def run(
    context: Context,
    client: ClientArgument,
    force: ForceOption = False,
) -> Answer:
    """Opens the client's file, or practice.toml for `practice`, in $VISUAL or $EDITOR. It is
    checked when you close the editor, and the old version is kept: see valueback history.
    """
    file = hand_file(context, client)
    old = file.content()
    new = _edited(context, file, old, force=force)
    if new is None or new == old:
        return changed_answer(file, "Nothing was changed.", saved=False)
    if context.dry_run:
        return changed_answer(file, "Would save the new version.", saved=False)
    try:
        kept, altered = file.replace(old, new, context.now)
    except Refused as error:
        aside = file.set_aside(new)
        raise Refused(*error.problems, Problem(f"Your text is kept in {aside}.")) from None
    context.notice(altered)
    return changed_answer(file, f"Saved. The old version is kept in {kept}.", saved=True)


def _edited(context: Context, file: HandFile, old: bytes, *, force: bool) -> bytes | None:
    """The text as the user left it and it can be saved; None where it is given up."""
    text, prompts = old, context.prompts
    while True:
        text = _in_editor(file, text)
        problems = file.problems(old, text, force=force) if text != old else ()
        if not problems:
            return text
        for problem in problems:
            prompts.show(f"{problem}\n  {problem.remedy}")
        question = "Edit again, keep the text aside, or discard it? (e/k/d)"
        choice = prompts.ask(question, "e") if prompts.interactive else "k"
        if choice[:1] == "d":
            return None
        if choice[:1] == "k":
            aside = file.set_aside(text)
            raise refused("Nothing was saved.", f"Your text is kept in {aside}")


def _in_editor(file: HandFile, text: bytes) -> bytes:
    """The text after the user's editor was closed; edited as a private copy."""
    import tempfile

    from valueback.record.files import read_bytes

    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or shutil.which("nano") or "vi"
    with tempfile.TemporaryDirectory(prefix="valueback-") as folder:
        copy = Path(folder) / f"{file.name}.toml"
        copy.write_bytes(text)
        copy.chmod(0o600)
        try:
            words = [*shlex.split(command), str(copy)]
            done = subprocess.run(words, check=False)  # noqa: S603  # the user's own editor
        except (OSError, ValueError) as error:
            raise mistyped(
                f"The editor {command!r} cannot be started: {error}.", "Set EDITOR."
            ) from None
        if done.returncode:
            raise refused(
                f"The editor ended with {done.returncode}; nothing was saved.", "Try again."
            )
        return read_bytes(copy)
