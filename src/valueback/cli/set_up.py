"""Set up: the practice, and the signatures under an agreement."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.options import AtOption, ClientArgument, NoteOption
from valueback.errors import mistyped
from valueback.record import place

if TYPE_CHECKING:
    from valueback.model.draft import Draft


def init(
    desk: Desk,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Where; else as --practice says.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="The practice's name.")] = None,
    provider: Annotated[str | None, typer.Option("--provider", help="Your own name.")] = None,
    email: Annotated[str | None, typer.Option("--email", help="Your e-mail address.")] = None,
    phone: Annotated[str | None, typer.Option("--phone", help="Your telephone number.")] = None,
    time_zone: Annotated[
        str | None,
        typer.Option("--time-zone", help="Where your days begin and end: Europe/Berlin."),
    ] = None,
    currency: Annotated[str | None, typer.Option("--currency", help="Your currency: USD.")] = None,
    locale: Annotated[
        str | None, typer.Option("--locale", help="How you write money: en_US.")
    ] = None,
    hourly_rate: Annotated[
        str | None, typer.Option("--hourly-rate", help="What an hour of yours costs.")
    ] = None,
    profile: Annotated[
        Literal["coach", "consultant", "bookkeeper"] | None,
        typer.Option(
            "--profile", help="Begin with segments, promises, house rules, a package, a menu."
        ),
    ] = None,
    git: Annotated[
        bool,
        typer.Option("--git", help="Put it under git, merged entry by entry; also afterwards."),
    ] = False,
) -> Answer:
    """Writes practice.toml with your usual terms, ready to be edited. What is not given is asked
    for at a terminal, and otherwise taken from this computer.
    """
    from valueback.model.beginning import Identity, practice_table
    from valueback.record.profiles import profile_text

    path = folder.expanduser().absolute() if folder else desk.path
    if git and place.exists(path):
        return _under_git(desk, path)
    likely = likely_identity()
    identity = Identity(
        name=name or _asked(desk, "The practice's name", likely.name),
        provider=provider or _asked(desk, "Your name", likely.provider),
        email=email or _asked(desk, "Your e-mail address (Enter to leave it out)", "") or None,
        phone=phone or _asked(desk, "Your telephone number (Enter to leave it out)", "") or None,
        time_zone=time_zone or _asked(desk, "Your time zone", likely.time_zone),
        currency=currency or _asked(desk, "Your currency", likely.currency),
        locale=locale or likely.locale,
        hourly_rate=hourly_rate
        or _asked(desk, "Your hourly rate (Enter to leave it out)", "")
        or None,
    )
    table, further = practice_table(identity), profile_text(profile)
    for own in ("accountability", "guarantee"):
        if f"\n[{own}]\n" in further:  # a profile brings its own
            del table[own]
    if not desk.dry_run:
        from valueback.record.founding import create

        create(path, table, further)
        if git:
            from valueback.record.git import set_up

            set_up(path)
    word = "Would begin" if desk.dry_run else "Began"
    return Answer(
        {"schema": 1, "report": "init", "path": str(path), "saved": not desk.dry_run},
        lambda: (
            f"{word} the practice {identity.name} in {path}.\n"
            f"  Days end in {identity.time_zone}; money is in {identity.currency}.\n"
            "  Your usual terms stand in practice.toml; change them there at any time.\n"
            f"{_PRICES if profile else ''}"
            f"{_first_client(path)}\n"
        ),
        saved=not desk.dry_run,
    )


def _under_git(desk: Desk, path: Path) -> Answer:
    """A practice that is there already put under git, or what is missing there completed."""
    from valueback.record.git import lacking, set_up

    done = lacking(path) if desk.dry_run else set_up(path)
    said = "".join(f"  {line}\n" for line in done) or "  Everything was in place.\n"
    word = "Would set up" if desk.dry_run else "Set up"
    return Answer(
        {"schema": 1, "report": "init", "path": str(path), "saved": not desk.dry_run, "git": done},
        lambda: f"{word} git for {path}.\n{said}",
        saved=not desk.dry_run,
    )


_PRICES = "  The prices of the profile are examples: set your own there first.\n"


def _first_client(path: Path) -> str:
    """The next command, with the practice named where the present folder is not inside it."""
    inside = Path.cwd().is_relative_to(path)
    return 'Next: valueback new-client "Ana Souza"' + (
        "" if inside else f" --practice {shlex.quote(str(path))}"
    )


def _asked(desk: Desk, question: str, default: str) -> str:
    return desk.ask(question, default) if desk.interactive else default


def likely_identity() -> Any:
    """Who this computer says that its user is, and where."""
    from valueback.model.beginning import Identity
    from valueback.record.surroundings import language, user_name, zone_name

    return Identity.likely(user_name(), zone_name(), language())


def sign(
    desk: Desk,
    client: ClientArgument,
    by: Annotated[
        Literal["client", "provider", "both"] | None,
        typer.Option("--by", help="Who signed; asked for if left out."),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """The first signature freezes the agreement; with both, it is in force."""
    who = by or desk.text(None, "Who signed: client, provider or both?", "--by")
    if who not in ("client", "provider", "both"):
        raise mistyped(f"{who!r} cannot sign.", "One of: client, provider, both.")

    def write(draft: Draft) -> None:
        for party in ("client", "provider") if who == "both" else (who,):
            draft.add("signature", desk.at(at), by=party, note=note)

    return desk.save(client, write, then="valueback book {id} 'tue 10:00'")
