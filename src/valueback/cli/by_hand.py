"""Files changed by hand: in the user's editor, checked before it counts, with the way back."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.options import ClientArgument
from valueback.errors import Problem, Refused, mistyped, refused
from valueback.moments import show_moment
from valueback.render.safe import safe

if TYPE_CHECKING:
    from valueback.record.versions import HandFile

ForceOption = Annotated[
    bool,
    typer.Option("--force", help="Even where a signed agreement or a written entry changes."),
]


def edit(
    desk: Desk,
    client: ClientArgument,
    force: ForceOption = False,
) -> Answer:
    """Opens the client's file, or practice.toml for `practice`, in $VISUAL or $EDITOR. It is
    checked when you close the editor, and the old version is kept: see valueback history.
    """
    file = _file(desk, client)
    old = file.content()
    new = _edited(desk, file, old, force=force)
    if new is None or new == old:
        return _answer(file, "Nothing was changed.", saved=False)
    if desk.dry_run:
        return _answer(file, "Would save the new version.", saved=False)
    try:
        kept = file.replace(old, new, desk.now)
    except Refused as error:
        aside = file.set_aside(new)
        raise Refused(*error.problems, Problem(f"Your text is kept in {aside}.")) from None
    return _answer(file, f"Saved. The old version is kept in {kept}.", saved=True)


def _file(desk: Desk, name: str) -> HandFile:
    from valueback.record.versions import HandFile

    return HandFile(desk.folder, "practice" if name == "practice" else desk.client(name))


def _edited(desk: Desk, file: HandFile, old: bytes, *, force: bool) -> bytes | None:
    """The text as the user left it and it can be saved; None where it is given up."""
    text = old
    while True:
        text = _in_editor(file, text)
        problems = file.problems(old, text, force=force) if text != old else ()
        if not problems:
            return text
        for problem in problems:
            typer.echo(f"{safe(str(problem))}\n  {safe(problem.remedy)}", err=True)
        question = "Edit again, keep the text aside, or discard it? (e/k/d)"
        choice = desk.ask(question, "e") if desk.interactive else "k"
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


def history(
    desk: Desk,
    client: ClientArgument,
    restore: Annotated[
        int | None, typer.Option("--restore", min=1, metavar="N", help="Bring version N back.")
    ] = None,
    force: ForceOption = False,
) -> Answer:
    """Lists what stood in the client's file, or in practice.toml for `practice`, before it was
    changed by hand. A version that lacks entries written since comes back only with --force.
    """
    file = _file(desk, client)
    versions = file.versions()
    if restore is None:
        return _listed(desk, file)
    if restore > len(versions):
        raise refused(
            f"There is no version {restore}.", f"See them with: valueback history {file.name}"
        )
    old, new = file.content(), versions[restore - 1].path.read_bytes()
    problems = file.problems(old, new, force=force)
    if problems:
        raise Refused(*problems)
    if desk.dry_run:
        return _answer(file, f"Would bring version {restore} back.", saved=False)
    kept = file.replace(old, new, desk.now)
    return _answer(
        file, f"Version {restore} is back. What stood there is kept in {kept}.", saved=True
    )


def _listed(desk: Desk, file: HandFile) -> Answer:
    versions = file.versions()
    lines = [
        f"{number}  replaced {show_moment(version.replaced, desk.zone)}  {version.path}"
        for number, version in enumerate(versions, 1)
    ]
    report = {
        "schema": 1,
        "report": "history",
        "file": str(file.path),
        "versions": [{"replaced": v.replaced.isoformat(), "path": str(v.path)} for v in versions],
    }
    text = "\n".join(lines) or "It was never changed by hand through valueback."
    return Answer(report, lambda: f"{text}\n")


def _answer(file: HandFile, said: str, *, saved: bool) -> Answer:
    report = {"schema": 1, "report": "edit", "file": str(file.path), "saved": saved}
    return Answer(report, lambda: f"{said}\n", saved=saved)
