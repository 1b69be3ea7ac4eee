"""Begin a practice: who you are, and your usual terms."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from valueback import system
from valueback.cli.answers import Answer
from valueback.cli.arguments import GuaranteeOption
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option
from valueback.cli.identity import GivenIdentity, asked_identity
from valueback.errors import refused
from valueback.record import place

_LADDER = (
    "When homework is missed, a client does not come, or calls off too late: the first time brings "
    "a reminder, the second a warning, the fourth a pause, the fifth the end; both know it in "
    "advance, and you take each step yourself."
)


def run(
    context: Context,
    folder: Annotated[
        Path | None, Argument(metavar="[FOLDER]", help="Where; else as --practice says.")
    ] = None,
    name: Annotated[str | None, Option("--name", help="The practice's name.")] = None,
    provider: Annotated[str | None, Option("--provider", help="Your own name.")] = None,
    email: Annotated[str | None, Option("--email", help="Your e-mail address.")] = None,
    phone: Annotated[str | None, Option("--phone", help="Your telephone number.")] = None,
    time_zone: Annotated[
        str | None,
        Option("--time-zone", help="Where your days begin and end: Europe/Berlin."),
    ] = None,
    currency: Annotated[str | None, Option("--currency", help="Your currency: USD.")] = None,
    locale: Annotated[str | None, Option("--locale", help="How you write money: en_US.")] = None,
    hourly_rate: Annotated[
        str | None, Option("--hourly-rate", help="What an hour of yours costs.")
    ] = None,
    profile: Annotated[
        Literal["coach", "consultant", "bookkeeper"] | None,
        Option("--profile", help="Begin with segments, promises, house rules, a package, a menu."),
    ] = None,
    guarantee: GuaranteeOption = None,
    ladder: Annotated[
        bool | None,
        Option(
            "--ladder/--no-ladder", help="Whether misses have agreed consequences, step by step."
        ),
    ] = None,
    git: Annotated[
        bool,
        Option("--git", help="Put it under git, merged entry by entry; also afterwards."),
    ] = False,
) -> Answer:
    """Writes practice.toml with your usual terms, ready to be edited. What is not given is asked
    for at a terminal, and otherwise taken from this computer.
    """
    from valueback.drafting.agreements import practice_table
    from valueback.model.data import language_of
    from valueback.record.profiles import profile_text

    path = folder.expanduser().absolute() if folder else context.path
    if git and place.exists(path):
        return _under_git(context, path)
    if place.exists(path):
        raise refused(
            f"There is a practice in {path} already.",
            "Begin another one elsewhere: valueback init FOLDER",
        )
    given = GivenIdentity(
        name=name,
        provider=provider,
        email=email,
        phone=phone,
        time_zone=time_zone,
        currency=currency,
        locale=locale,
        hourly_rate=hourly_rate,
    )
    identity = asked_identity(context.prompts, given)
    table, further = practice_table(identity), profile_text(profile, language_of(identity.locale))
    for own in ("accountability", "guarantee", "meetings"):
        if f"\n[{own}]\n" in further:  # a profile brings its own
            del table[own]
    table |= _promised(context, table, guarantee=guarantee, ladder=ladder)
    if not context.dry_run:
        _begun(path, table, further, git=git)
    word = "Would begin" if context.dry_run else "Began"
    prices = "  The prices of the profile are examples: set your own there first.\n"
    return Answer(
        {"schema": 1, "report": "init", "path": str(path), "saved": not context.dry_run},
        lambda: (
            f"{word} the practice {identity.name} in {path}.\n"
            f"  Days end in {identity.time_zone}; money is in {identity.currency}.\n"
            "  Your usual terms stand in practice.toml; change them there at any time.\n"
            f"{prices if profile else ''}"
            f"{_synced(path)}"
            f"{_first_client(path)}\n"
        ),
        saved=not context.dry_run,
    )


def _synced(path: Path) -> str:
    """What to know of a folder that a program copies to other computers."""
    by = place.synced_by(path)
    told = f"  {by} copies this folder: write on one computer at a time, and let it finish first.\n"
    return told if by else ""


def _promised(
    context: Context, table: Mapping[str, Any], *, guarantee: bool | None, ladder: bool | None
) -> dict[str, Any]:
    """Whether money can come back and misses have consequences: asked once, before either is
    promised to every client.
    """
    changed: dict[str, Any] = {}
    if "guarantee" in table:
        if guarantee is None:
            guarantee = context.prompts.confirm(
                "Do you give the money back to a client who did their part, where no result came? "
                "Each agreement can say otherwise.",
                default=True,
            )
        changed["guarantee"] = {**table["guarantee"], "offered": guarantee}
    if "accountability" in table:
        if ladder is None and context.prompts.interactive:
            context.prompts.show(_LADDER)
            ladder = context.prompts.confirm("Is that how you want to hold clients?", default=True)
        if ladder is False:
            changed["accountability"] = {**table["accountability"], "step": []}
    return changed


def _begun(path: Path, table: Mapping[str, Any], further: str, *, git: bool) -> None:
    from valueback.record.founding import begin_practice
    from valueback.record.git import set_up

    begin_practice(path, table, further)
    if git:
        set_up(path)


def _under_git(context: Context, path: Path) -> Answer:
    """A practice that is there already put under git, or what is missing there completed."""
    from valueback.record.git import lacking, set_up

    done = lacking(path) if context.dry_run else set_up(path)
    said = "".join(f"  {line}\n" for line in done) or "  Everything was in place.\n"
    word = "Would set up" if context.dry_run else "Set up"
    saved = not context.dry_run
    return Answer(
        {"schema": 1, "report": "init", "path": str(path), "saved": saved, "git": done},
        lambda: f"{word} git for {path}.\n{said}",
        saved=saved,
    )


def _first_client(path: Path) -> str:
    """The next command, with the practice named where the present folder is not inside it."""
    inside = Path.cwd().is_relative_to(path)
    return 'Next: valueback new-client "Ana Souza"' + (
        "" if inside else f" --practice {system.quoted(str(path))}"
    )
