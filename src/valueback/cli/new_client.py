"""A new client: the agreement drawn up from flags, answers, a package and the usual terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.interview import Wanted, asked_package, completed
from valueback.cli.set_up import likely_identity
from valueback.errors import mistyped
from valueback.moments import add_months, show_day
from valueback.render.safe import safe

if TYPE_CHECKING:
    from valueback.model.practice import Package
    from valueback.record.practice import Folder


def new_client(
    desk: Desk,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="The client's name.")] = None,
    email: Annotated[
        str | None, typer.Option("--email", help="The client's e-mail address.")
    ] = None,
    phone: Annotated[
        str | None, typer.Option("--phone", help="The client's telephone number.")
    ] = None,
    time_zone: Annotated[
        str | None, typer.Option("--time-zone", help="The client's time zone, if another.")
    ] = None,
    locale: Annotated[
        str | None, typer.Option("--locale", help="The client's locale, if another.")
    ] = None,
    segment: Annotated[str | None, typer.Option("--segment", help="The client's segment.")] = None,
    trait: Annotated[
        list[str] | None, typer.Option("--trait", help="A trait of the ideal client; repeatable.")
    ] = None,
    package: Annotated[
        str | None, typer.Option("--package", metavar="ID", help="A package of your practice.toml.")
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="What the agreement is called.")
    ] = None,
    objective: Annotated[
        str | None, typer.Option("--objective", help="What the client wants to reach.")
    ] = None,
    result: Annotated[
        list[str] | None,
        typer.Option("--result", metavar="TEXT", help="A minimum result to attest; repeatable."),
    ] = None,
    result_sum: Annotated[
        list[str] | None,
        typer.Option(
            "--result-sum",
            metavar="'AMOUNT TEXT'",
            help="A sum to reach at least: '2400.00 New contracts'; repeatable.",
        ),
    ] = None,
    needed: Annotated[
        Literal["any", "all"] | None,
        typer.Option("--needed", help="Whether any or all of the results are needed."),
    ] = None,
    price: Annotated[str | None, typer.Option("--price", metavar="AMOUNT", help="2400.00")] = None,
    price_per: Annotated[
        Literal["term", "month"], typer.Option("--price-per", help="What the price is for.")
    ] = "term",
    currency: Annotated[
        str | None, typer.Option("--currency", help="If not the practice's.")
    ] = None,
    hourly_rate: Annotated[
        str | None, typer.Option("--hourly-rate", metavar="AMOUNT", help="If not the practice's.")
    ] = None,
    starts: Annotated[
        str | None,
        typer.Option("--starts", metavar="DAY", help="The first day; today if left out."),
    ] = None,
    ends: Annotated[str | None, typer.Option("--ends", metavar="DAY", help="The last day.")] = None,
    months: Annotated[
        int | None, typer.Option("--months", min=1, max=240, help="Instead of --ends.")
    ] = None,
    sessions: Annotated[
        str | None, typer.Option("--sessions", metavar="N", help="How many meetings are promised.")
    ] = None,
    sessions_per: Annotated[
        Literal["term", "month", "week"], typer.Option("--sessions-per", help="Per what.")
    ] = "term",
    minutes: Annotated[int, typer.Option("--minutes", min=1, help="How long a meeting is.")] = 60,
    guarantee: Annotated[
        bool | None,
        typer.Option("--guarantee/--no-guarantee", help="Whether money can come back."),
    ] = None,
    term: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="Any other term: guarantee.homework_due_days=10. Repeatable.",
        ),
    ] = None,
    id_: Annotated[
        str | None, typer.Option("--id", help="Another id than one from the name.")
    ] = None,
) -> Answer:
    """At a terminal, what is missing is asked for. The practice's usual terms are copied into the
    agreement; until the first signature you may edit the file, afterwards nothing changes it.
    """
    with _practice(desk) as (folder, began):
        header = _header(
            desk,
            folder,
            name=name,
            client={
                "email": email,
                "phone": phone,
                "time_zone": time_zone,
                "locale": locale,
                "segment": segment,
                "traits": trait,
            },
            wanted=Wanted(
                objective,
                [
                    *(_sum(text) for text in result_sum or ()),
                    *((None, text) for text in result or ()),
                ],
                price,
                desk.day(starts),
                desk.day(ends),
                months,
                sessions,
                title,
            ),
            terms={
                "price_per": price_per,
                "currency": currency or folder.practice.practice.currency,
                "hourly_rate": hourly_rate,
                "sessions_per": sessions_per,
                "minutes": minutes,
                "offered": folder.practice.guarantee.offered if guarantee is None else guarantee,
                "needed": needed,
            },
            changes=term or (),
            id_=id_,
            package=package_of(folder, package or asked_package(desk, folder, price)),
        )
        return created(desk, folder, header, began)


def _header(
    desk: Desk,
    folder: Folder,
    *,
    name: str | None,
    client: dict[str, Any],
    wanted: Wanted,
    terms: dict[str, Any],
    changes: Sequence[str],
    id_: str | None,
    package: Package | None,
) -> dict[str, Any]:
    """The tables above the log of a new engagement, what is missing asked for."""
    from valueback.identifiers import slug
    from valueback.model.beginning import Offer, agreement_table, client_table

    who = desk.text(name, "What is the client's name?", "NAME")
    own = folder.practice.practice.currency
    if package is not None and terms["currency"] != own:
        raise mistyped(
            f"The package is priced in {own}, the agreement would be in {terms['currency']}.",
            "Leave out --currency, or give the terms without --package.",
        )
    if package is not None:
        wanted, terms = _from_package(wanted, terms, package)
    open_ended = terms["price_per"] == "month" and not terms["offered"]
    wanted = completed(desk, wanted, terms, open_ended=open_ended)
    first, last = _term_days(desk, wanted, open_ended=open_ended)
    offer = Offer(
        title=wanted.title or _title(wanted, first, last),
        objective=wanted.objective,
        results=wanted.results,
        starts=first,
        ends=last,
        price=wanted.price or "",
        sessions=wanted.sessions,
        package=package,
        **terms,
    )
    earlier = [known for known in folder.ids() if known.rpartition("-")[0] == slug(who)]
    earlier += [slug(who)] if slug(who) in folder.ids() else []
    return {
        "schema": 1,
        "id": id_ or folder.free_id(who),
        **({"previous": max(earlier, key=len)} if earlier and id_ is None else {}),
        "client": client_table(who, **client),
        "agreement": agreement_table(folder.practice, offer, changes),
    }


def package_of(folder: Folder, id_: str | None) -> Package | None:
    """The package of that id; None where none was named."""
    packages = {package.id: package for package in folder.practice.package}
    if id_ is not None and id_ not in packages:
        known = ", ".join(packages) or "none"
        raise mistyped(f"There is no package {id_!r}.", f"practice.toml has: {known}.")
    return packages.get(id_ or "")


def _from_package(
    wanted: Wanted, terms: dict[str, Any], package: Package
) -> tuple[Wanted, dict[str, Any]]:
    """What a package says, where nothing else was said."""
    from dataclasses import replace

    filled = replace(
        wanted,
        title=wanted.title or package.name,
        price=wanted.price or f"{package.price:f}",
        months=wanted.months or (None if wanted.ends else package.months),
        sessions=wanted.sessions or "as in the package",
    )
    return filled, terms | {"price_per": package.price_per}


@contextmanager
def _practice(desk: Desk) -> Iterator[tuple[Folder, str]]:
    """The practice, and what to say of it; the first client brings it about where there is none.

    Where the client then is refused, no practice is left behind.
    """
    from valueback.model.beginning import practice_table
    from valueback.record.founding import create, discard
    from valueback.record.place import PRACTICE_FILE
    from valueback.record.practice import existing

    if (desk.path / PRACTICE_FILE).exists() or desk.dry_run:
        yield existing(desk.path), ""
        return
    identity = likely_identity()
    folder = create(desk.path, practice_table(identity))
    try:
        yield (
            folder,
            (
                f"Began a practice in {desk.path}, with sound defaults; look through practice.toml "
                f"there. Days end in {identity.time_zone}, money is in {identity.currency}."
            ),
        )
    except BaseException:
        discard(folder)
        raise


def _sum(text: str) -> tuple[str | None, str]:
    """A minimum result that is a sum: the amount, then its words."""
    target, _, words = text.strip().partition(" ")
    if not words.strip():
        raise mistyped(f"--result-sum {text!r} has no words.", "Write '2400.00 New contracts'.")
    return target, words.strip()


def _term_days(desk: Desk, wanted: Wanted, *, open_ended: bool) -> tuple[date, date | None]:
    """The first and the last day; six months from the 12th end on the 12th, as people count."""
    first = wanted.starts or desk.today
    if wanted.ends is not None and wanted.months is not None:
        raise mistyped("Both --ends and --months are given.", "Give one of them.")
    if wanted.months is not None:
        return first, add_months(first, wanted.months)
    if wanted.ends is None and not open_ended:
        raise mistyped("Until when does it run?", "Give --months 6, or the last day with --ends.")
    return first, wanted.ends


def _title(wanted: Wanted, first: date, last: date | None) -> str:
    if wanted.months:
        return f"{wanted.months} months" if wanted.months > 1 else "One month"
    return f"Agreement of {first}" if last is None else f"Agreement {first} to {last}"


def created(desk: Desk, folder: Folder, header: dict[str, Any], began: str = "") -> Answer:
    """The engagement that a header makes, written, and what to say of it."""
    from valueback.render.papers import lacking

    if desk.dry_run:
        engagement, path, _ = folder.checked(header["id"], header)
    else:
        engagement, path = folder.create(header["id"], header)
    agreement = engagement.agreement
    until = f" to {show_day(agreement.ends)}" if agreement.ends else ", open-ended"
    lines = [began] if began else []
    term = f"{show_day(agreement.starts)}{until}"
    word = "Would draw up" if desk.dry_run else "Drew up"
    lines += [
        f"{word} {engagement.id}: {engagement.client.name}, {term}.",
        f"  A draft until somebody signs; the file is {path}",
    ]
    lacks = lacking(agreement)
    if lacks:
        lines.append(f"  It cannot be signed yet: with a guarantee it needs {' and '.join(lacks)}.")
        lines.append("  Write them into the file, or draw it up with --no-guarantee.")
    segment, known = engagement.client.segment, folder.practice.segment
    if segment and known and segment not in [group.id for group in known]:
        lines.append(f"  {segment} is no segment of practice.toml; check its spelling.")
    if engagement.header.previous:
        lines.append(f"  The same client as {engagement.header.previous}, and linked to it.")
    if not desk.dry_run:
        verb = "edit" if lacks else "agreement"
        lines.append(desk.next(f"valueback {verb} {engagement.id}"))
    return Answer(
        {
            "schema": 1,
            "report": "new-client",
            "engagement": engagement.id,
            "path": str(path),
            "saved": not desk.dry_run,
            "missing": lacks,
        },
        lambda: "".join(f"{safe(line)}\n" for line in lines),
        saved=not desk.dry_run,
    )
