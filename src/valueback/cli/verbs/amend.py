"""Some fields of an entry corrected; both versions stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, get_args

from valueback.cli.answers import Answer
from valueback.cli.arguments import AtOption, ClientArgument, EntryArgument, NoteOption
from valueback.cli.context import Context
from valueback.cli.declared import Argument
from valueback.errors import mistyped, refused
from valueback.frozen import replace
from valueback.moments import in_zone

if TYPE_CHECKING:
    from valueback.model.entries import Entry


def run(
    context: Context,
    client: ClientArgument,
    entry: EntryArgument,
    changes: Annotated[
        list[str],
        Argument(metavar="FIELD=VALUE...", help="What is right instead: minutes=45."),
    ],
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """The correction works from its own moment on: a check as of an earlier day still sees the old
    version. A due day moves only before it passes.
    """
    from valueback.drafting.draft import Note
    from valueback.drafting.mend import amendment
    from valueback.model.message import say
    from valueback.render.entries import in_words

    engagement = context.engagement(client)
    current = engagement.log.as_amended().get(entry)
    if current is None:
        raise refused(f"There is no entry {entry}.", "See them with: valueback show")
    corrected = dict(_change(context, type(current), text) for text in changes)
    plan = amendment(entry=entry, changes=corrected, at=context.at(at), note=note)
    written = context.append(engagement.id, plan)
    both = tuple(
        Note(say(key, at=in_zone(version.at, context.zone), what=in_words(version, written.after)))
        for key, version in zip(("amended.before", "amended.after"), written.made, strict=True)
    )
    return context.answered(replace(written, notes=(*written.notes, *both)), "valueback show {id}")


def _change(context: Context, kind: type[Entry], text: str) -> tuple[str, Any]:
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
    return name, _value(context, name, list(_kinds(known[name].annotation)), value)


def _kinds(annotation: Any) -> Iterator[Any]:
    """A field's types, those inside unions and annotations too."""
    yield annotation
    for inner in get_args(annotation):
        yield from _kinds(inner)


def _value(context: Context, name: str, kinds: list[Any], text: str) -> Any:
    """A typed value for a field of these kinds; the model refuses what does not fit."""
    if datetime in kinds:
        return context.moment(text, "ahead" if name == "to" else "back")
    if date in kinds:
        return context.day(text)
    if bool in kinds and text in ("true", "false"):
        return text == "true"
    if int in kinds and text.isascii() and text.isdigit():
        return int(text)
    return text
