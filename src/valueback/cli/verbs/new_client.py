"""A new client: the agreement drawn up from flags, answers, a package and the usual terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    EndsOption,
    GuaranteeOption,
    PackageOption,
    PriceOption,
    TitleOption,
)
from valueback.cli.context import Context
from valueback.cli.declared import Argument, Option
from valueback.cli.identity import email_address, language_named, likely_identity
from valueback.cli.interview import asked_free_days, asked_package, completed
from valueback.cli.new_agreements import drawn_up
from valueback.errors import mistyped

if TYPE_CHECKING:
    from valueback.drafting.agreements import Aim
    from valueback.drafting.wanted import Wanted
    from valueback.model.practice import Package
    from valueback.record.folder import Folder

FIELDS = {"set": "term", "id": "id_"}
"""Fields of what is written that are given by another name here."""


def run(
    context: Context,
    name: Annotated[str | None, Argument(metavar="[NAME]", help="The client's name.")] = None,
    email: Annotated[str | None, Option("--email", help="The client's e-mail address.")] = None,
    phone: Annotated[str | None, Option("--phone", help="The client's telephone number.")] = None,
    time_zone: Annotated[
        str | None, Option("--time-zone", help="The client's time zone, if another.")
    ] = None,
    locale: Annotated[
        str | None, Option("--locale", help="The client's locale, if another.")
    ] = None,
    language: Annotated[
        str | None,
        Option(
            "--language", metavar="LANGUAGE", help="Of papers and messages, if not the practice's."
        ),
    ] = None,
    segment: Annotated[str | None, Option("--segment", help="The client's segment.")] = None,
    trait: Annotated[
        list[str] | None, Option("--trait", help="A trait of the ideal client; repeatable.")
    ] = None,
    package: PackageOption = None,
    title: TitleOption = None,
    objective: Annotated[
        str | None, Option("--objective", help="What the client wants to reach.")
    ] = None,
    result: Annotated[
        list[str] | None,
        Option("--result", metavar="TEXT", help="A minimum result to attest; repeatable."),
    ] = None,
    result_sum: Annotated[
        list[str] | None,
        Option(
            "--result-sum",
            metavar="'AMOUNT TEXT'",
            help="A sum to reach at least: '2400.00 New contracts'; repeatable.",
        ),
    ] = None,
    result_count: Annotated[
        list[str] | None,
        Option(
            "--result-count",
            metavar="'N UNIT TEXT'",
            help="A number to reach: '5 client New clients'; repeatable.",
        ),
    ] = None,
    needed: Annotated[
        Literal["any", "all"] | None,
        Option("--needed", help="Whether any or all of the results are needed."),
    ] = None,
    price: PriceOption = None,
    price_per: Annotated[
        Literal["term", "month"], Option("--price-per", help="What the price is for.")
    ] = "term",
    currency: Annotated[str | None, Option("--currency", help="If not the practice's.")] = None,
    hourly_rate: Annotated[
        str | None, Option("--hourly-rate", metavar="AMOUNT", help="If not the practice's.")
    ] = None,
    starts: Annotated[
        str | None,
        Option("--starts", metavar="DAY", help="The first day; today if left out."),
    ] = None,
    ends: EndsOption = None,
    months: Annotated[
        int | None, Option("--months", min=1, max=240, help="Instead of --ends.")
    ] = None,
    sessions: Annotated[
        str | None, Option("--sessions", metavar="N", help="How many meetings are promised.")
    ] = None,
    sessions_per: Annotated[
        Literal["term", "week", "month", "quarter", "year"],
        Option("--sessions-per", help="Per what."),
    ] = "term",
    minutes: Annotated[int, Option("--minutes", min=1, help="How long a meeting is.")] = 60,
    guarantee: GuaranteeOption = None,
    term: Annotated[
        list[str] | None,
        Option(
            "--set",
            metavar="FIELD=VALUE",
            help="Any other term: meetings.homework_due='10 days'. Repeatable.",
        ),
    ] = None,
    id_: Annotated[str | None, Option("--id", help="Another id than one from the name.")] = None,
) -> Answer:
    """At a terminal, what is missing is asked for. The practice's usual terms are copied into the
    agreement; until the first signature you may edit the file, afterwards nothing changes it.
    """
    from valueback.drafting.agreements import Aim
    from valueback.drafting.wanted import Wanted, package_of

    with _practice(context) as (folder, began):
        own = folder.practice
        who = context.prompts.text(name, "What is the client's name?", "NAME")
        by_answers = price is None and package is None and context.prompts.interactive
        if email is None and by_answers:
            question = "The client's e-mail address (Enter to leave it out)"
            email = context.prompts.until_understood(question, email_address) or None
        money_in = (currency or own.identity.currency).upper()
        wanted = Wanted(
            objective=objective,
            results=[
                *(_sum(context, text, money_in) for text in result_sum or ()),
                *(_count(text) for text in result_count or ()),
                *(Aim(text) for text in result or ()),
            ],
            price=context.written_money(price, money_in, "price"),
            starts=context.day(starts),
            ends=context.day(ends),
            months=months,
            sessions=sessions,
            title=title,
            price_per=price_per,
            currency=money_in,
            hourly_rate=context.written_money(hourly_rate, money_in, "hourly_rate"),
            sessions_per=sessions_per,
            minutes=minutes,
            offered=own.guarantee.offered if guarantee is None else guarantee,
            needed=needed,
            language=_language(language, locale),
        )
        header = _header(
            context,
            folder,
            name=who,
            client={
                "email": email,
                "phone": phone,
                "time_zone": time_zone,
                "locale": locale,
                "segment": segment,
                "traits": trait,
            },
            wanted=wanted,
            changes=term or (),
            id_=id_,
            package=package_of(own, package or asked_package(context, price)),
        )
        return drawn_up(context, folder, header, began)


def _header(
    context: Context,
    folder: Folder,
    *,
    name: str,
    client: dict[str, Any],
    wanted: Wanted,
    changes: Sequence[str],
    id_: str | None,
    package: Package | None,
) -> dict[str, Any]:
    """The tables above the log of a new engagement, what is missing asked for."""
    from valueback.drafting.agreements import agreement_table, client_table
    from valueback.drafting.wanted import (
        filled_from,
        offered,
        session_text,
        term_days,
        title_of,
    )
    from valueback.model.schema import SCHEMA
    from valueback.record.founding import earlier_ids, free_id
    from valueback.render.words import reader

    if package is not None:
        wanted = filled_from(wanted, package, folder.practice.identity.currency)
    wanted = completed(context, wanted)
    term = term_days(wanted, context.today)
    identity = folder.practice.identity
    words = reader(wanted.language or identity.speaks, client["locale"] or identity.locale)
    offer = offered(
        wanted,
        package,
        title=wanted.title or words(title_of(wanted, *term)),
        term=term,
        session_text=words(session_text(wanted.minutes)),
        free_days=asked_free_days(context, folder.practice, term, offered=wanted.offered),
    )
    earlier = earlier_ids(folder, name) if id_ is None else []
    return {
        "schema": SCHEMA,
        "id": id_ or free_id(folder, name),
        **({"previous": max(earlier, key=len)} if earlier else {}),
        "client": client_table(name, **client),
        "agreement": agreement_table(folder.practice, offer, changes),
    }


@contextmanager
def _practice(context: Context) -> Iterator[tuple[Folder, str]]:
    """The practice, and what to say of it; the first client brings it about where there is none.

    Where the client then is refused, no practice is left behind.
    """
    from valueback.drafting.agreements import practice_table
    from valueback.record.folder import existing
    from valueback.record.founding import begin_practice, discard
    from valueback.record.place import exists

    if exists(context.path) or context.dry_run:
        yield existing(context.path), ""
        return
    identity = likely_identity()
    folder = begin_practice(context.path, practice_table(identity))
    try:
        yield (
            folder,
            (
                f"Began a practice in {context.path}, with sound defaults; look through "
                f"practice.toml there. Days end in {identity.time_zone}, money is in "
                f"{identity.currency}."
            ),
        )
    except BaseException:
        discard(folder)
        raise


def _language(given: str | None, locale: str | None) -> str | None:
    """The language of papers: as it was said, else that of the client's locale."""
    from valueback.model.data import language_of

    if given is not None:
        return language_named(given)
    return language_of(locale) if locale else None


def _sum(context: Context, text: str, currency: str) -> Aim:
    """A minimum result that is a sum: the amount, then its words."""
    from valueback.drafting.agreements import Aim

    target, _, words = text.strip().partition(" ")
    if not words.strip():
        raise mistyped(f"--result-sum {text!r} has no words.", "Write '2400.00 New contracts'.")
    return Aim(words.strip(), context.written_money(target, currency, "result_sum"))


def _count(text: str) -> Aim:
    """A minimum result that is a number of something: how many, of what, then its words."""
    from valueback.drafting.agreements import Aim

    target, _, rest = text.strip().partition(" ")
    unit, _, words = rest.strip().partition(" ")
    if not (target.isascii() and target.isdigit()) or not words.strip():
        raise mistyped(
            f"--result-count {text!r} is not a number, what is counted, and words.",
            "Write '5 client New clients'.",
        )
    return Aim(words.strip(), target, unit)
