"""The next engagement of the same client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    ClientArgument,
    EndsOption,
    GuaranteeOption,
    PackageOption,
    PriceOption,
    TitleOption,
)
from valueback.cli.completion import retainers_like
from valueback.cli.context import Context
from valueback.cli.declared import Option
from valueback.cli.new_agreements import drawn_up
from valueback.errors import refused

if TYPE_CHECKING:
    from valueback.model.engagement import Engagement

FIELDS = {"set": "term"}
"""Fields of what is written that are given by another name here."""


def run(
    context: Context,
    client: ClientArgument,
    package: PackageOption = None,
    retainer: Annotated[
        str | None,
        Option(
            "--retainer",
            metavar="ID",
            help="A retainer of it: month by month.",
            autocompletion=retainers_like,
        ),
    ] = None,
    title: TitleOption = None,
    objective: Annotated[
        str | None, Option("--objective", help="What the client wants to reach now.")
    ] = None,
    result: Annotated[
        list[str] | None,
        Option("--result", metavar="TEXT", help="A new minimum result; repeatable."),
    ] = None,
    price: PriceOption = None,
    starts: Annotated[
        str | None,
        Option("--starts", metavar="DAY", help="The first day; the one after the last."),
    ] = None,
    ends: EndsOption = None,
    months: Annotated[int | None, Option("--months", min=1, max=240, help="For how long.")] = None,
    guarantee: GuaranteeOption = None,
    term: Annotated[
        list[str] | None,
        Option("--set", metavar="FIELD=VALUE", help="Any other term. Repeatable."),
    ] = None,
) -> Answer:
    """A draft, linked to the engagement before it, with the client's data. Without --package or
    --retainer the same again, at the package's present price where it came from a package.
    """
    from valueback.drafting.renewals import Renewal, renewed
    from valueback.model.data import as_table
    from valueback.model.schema import SCHEMA
    from valueback.record.founding import free_id

    folder, before = context.folder, context.engagement(client)
    _not_renewed_yet(context, before)
    wanted = Renewal(
        package=package,
        retainer=retainer,
        title=title,
        objective=objective,
        results=result or (),
        price=context.written_money(price, before.agreement.currency, "price"),
        starts=context.day(starts),
        ends=context.day(ends),
        months=months,
        offered=guarantee,
        changes=term or (),
    )
    table = renewed(folder.practice, context.timeline_of(before), wanted)
    header = {
        "schema": SCHEMA,
        "id": free_id(folder, before.client.name),
        "previous": before.id,
        "client": as_table(before.client),
        "agreement": table,
    }
    return drawn_up(context, folder, header)


def _not_renewed_yet(context: Context, before: Engagement) -> None:
    known = context.folder.read_all().engagements
    after = next((e for e in known if e.header.previous == before.id), None)
    if after is not None:
        raise refused(
            f"{after.id} renews {before.id} already.", f"Look at it: valueback show {after.id}"
        )
