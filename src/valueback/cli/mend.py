"""Mend: correct, take back, undo. Whatever is mended, both versions stay in the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.options import AtOption, ClientArgument, NoteOption
from valueback.errors import mistyped, refused
from valueback.moments import show_moment

if TYPE_CHECKING:
    from valueback.model.draft import Draft

EntryArgument = Annotated[
    str, typer.Argument(metavar="ENTRY", help="The id of the entry, like S5.")
]


def amend(
    desk: Desk,
    client: ClientArgument,
    entry: EntryArgument,
    changes: Annotated[
        list[str],
        typer.Argument(metavar="FIELD=VALUE...", help="What is right instead: minutes=45."),
    ],
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """The correction works from its own moment on: a check as of an earlier day still sees the old
    version. A due day moves only before it passes.
    """
    from valueback.render.entries import sentence

    def write(draft: Draft) -> None:
        before = draft.engagement.log.as_amended().get(entry)
        if before is None:
            raise refused(f"There is no entry {entry}.", "See them with: valueback show")
        changed = dict(_change(desk, type(before), text) for text in changes)
        draft.add("amendment", desk.at(at), entry=entry, set=changed, note=note)
        after = draft.engagement.log.as_amended()[entry]
        for word, version in (("Before", before), ("After", after)):
            when = show_moment(version.at, desk.zone)
            draft.assume(f"{word}: {when}, {sentence(version, draft.engagement)}")

    return desk.save(client, write, then="valueback show {id}")


def _change(desk: Desk, kind: Any, text: str) -> tuple[str, Any]:
    """A field and its new value, read as the field's kind of value."""
    from valueback.model.data import field_names, fields, unknown_field

    name, equals, value = text.partition("=")
    name = name.strip()
    if equals and not value.strip():
        raise mistyped(f"{name} cannot be emptied.", "Void the entry and log it anew, without it.")
    if not equals:
        raise mistyped(f"{text!r} is not FIELD=VALUE.", "Write it like minutes=45.")
    known = {field.key: field for field in fields(kind)}
    if name not in known:
        problem = unknown_field((name,), field_names(kind))
        raise mistyped(f"{name!r} is not a field of this entry.", problem.remedy)
    return name, _value(desk, name, list(_kinds(known[name].annotation)), value)


def _kinds(annotation: Any) -> Iterator[Any]:
    """A field's types, those inside unions and annotations too."""
    yield annotation
    for inner in get_args(annotation):
        yield from _kinds(inner)


def _value(desk: Desk, name: str, kinds: list[Any], text: str) -> Any:
    """A typed value for a field of these kinds; the model refuses what does not fit."""
    if datetime in kinds:
        return desk.moment(text, "ahead" if name == "to" else "back")
    if date in kinds:
        return desk.day(text)
    if bool in kinds and text in ("true", "false"):
        return text == "true"
    if int in kinds and text.isascii() and text.isdigit():
        return int(text)
    return text


def void(
    desk: Desk,
    client: ClientArgument,
    entry: EntryArgument,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why it is taken back.")
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """An entry to which others refer cannot be void; they are named. Voiding a void brings the
    entry back.
    """
    why = desk.text(reason, "Why is it taken back?", "--reason")

    def write(draft: Draft) -> None:
        draft.add("void", desk.at(at), entry=entry, reason=why, note=note)

    return desk.save(client, write, then="valueback show {id}")


def undo(
    desk: Desk,
    client: ClientArgument,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why it is taken back.")
    ] = "undone: it was a mistake",
) -> Answer:
    """Everything that the last command wrote for this client is voided, latest entry first. Again,
    and the command before that is undone.
    """
    return desk.answered(
        desk.folder.undo(desk.client(client), reason, desk.now, dry_run=desk.dry_run),
        "valueback show {id}",
    )
