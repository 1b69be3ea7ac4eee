"""Results and money: what came of it, what nobody could help, what the client says and is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.options import AtOption, ClientArgument, NoteOption, TextArgument
from valueback.errors import mistyped, refused

if TYPE_CHECKING:
    from valueback.model.draft import Draft

_CHECK = "valueback check-guarantee {id}"

AmountArgument = Annotated[
    str, typer.Argument(metavar="AMOUNT", help="In the agreement's currency: 800.00")
]


def log_result(
    desk: Desk,
    client: ClientArgument,
    result: Annotated[
        str | None, typer.Argument(metavar="[RESULT]", help="The id of the minimum result.")
    ] = None,
    amount: Annotated[
        str | None, typer.Option("--amount", metavar="AMOUNT", help="The sum, where it is one.")
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help="What came of it.")
    ] = None,
    evidence: Annotated[
        str | None,
        typer.Option("--evidence", metavar="TEXT", help="What shows it: a link, a file."),
    ] = None,
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="The client confirms it; only then it counts.")
    ] = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without --confirmed it is only your word, shown as such. Sums add up until the target."""
    words = desk.optional_text(text)

    def write(draft: Draft) -> None:
        draft.add(
            "result",
            desk.at(at),
            result=result or _only_result(draft),
            amount=_priced(draft, amount),
            text=words,
            evidence=evidence,
            confirmed_by_client=confirmed or None,
            note=note,
        )

    return desk.save(client, write, then=_CHECK)


def _only_result(draft: Draft) -> str:
    agreed = [result.id for result in draft.engagement.agreement.minimum_result]
    if len(agreed) != 1:
        raise mistyped("Which result?", f"The agreement names: {', '.join(agreed) or 'none'}.")
    return agreed[0]


def _priced(draft: Draft, amount: str | None) -> str | None:
    from valueback.model.beginning import priced

    return amount and priced(amount, draft.engagement.agreement.currency, "AMOUNT")


def log_assessment(
    desk: Desk,
    client: ClientArgument,
    got_value: Annotated[
        Literal["yes", "no"] | None, typer.Argument(metavar="yes|no", help="Did value come back?")
    ] = None,
    text: TextArgument = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """The client judges in the end whether value came back; write down the client's own words."""
    said = got_value or desk.text(
        None, "Does the client say that value came back? (yes, no)", "yes|no"
    )
    if said not in ("yes", "no"):
        raise mistyped(f"{said!r} is neither yes nor no.", "Write yes or no.")
    words = desk.text(text, "What does the client say?", "TEXT")

    def write(draft: Draft) -> None:
        draft.add("assessment", desk.at(at), got_value=said == "yes", text=words, note=note)

    return desk.save(client, write, then=_CHECK)


def log_factor(
    desk: Desk,
    client: ClientArgument,
    text: TextArgument = None,
    cause: Annotated[
        Literal["economy", "disaster", "health", "other"],
        typer.Option("--cause", help="What kind."),
    ] = "other",
    first: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="Its first day; today if left out.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help="Its last day; the first if left out.")
    ] = None,
    affects: Annotated[
        Literal["attendance", "results", "both"],
        typer.Option(
            "--affects", help="What it kept back: attendance is anything the client does."
        ),
    ] = "attendance",
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """What nobody could help turns misses on its days into questions for people to settle."""
    words = desk.text(text, "What happened?", "TEXT")
    begins = desk.day(first, "back") or desk.today
    ends = desk.day(last, "back") or begins

    def write(draft: Draft) -> None:
        fields: dict[str, Any] = {"from_": begins, "to": ends, "text": words, "affects": affects}
        draft.add("factor", desk.at(at), cause=cause, note=note, **fields)

    return desk.save(client, write, then=_CHECK)


def rule(
    desk: Desk,
    client: ClientArgument,
    entry: Annotated[
        str, typer.Argument(metavar="ENTRY", help="The entry, or 'agreement' for the whole.")
    ],
    outcome: Annotated[
        Literal["excused", "upheld"],
        typer.Argument(metavar="excused|upheld", help="What was decided."),
    ],
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why; asked for if left out.")
    ] = None,
    check: Annotated[
        Literal["feedback", "homework", "presence", "notice", "reschedule", "voice"] | None,
        typer.Option("--check", help="Only this question about the entry."),
    ] = None,
    by: Annotated[
        Literal["provider", "client", "both", "mediator"] | None,
        typer.Option("--by", help="Who decided."),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Excused waives a miss, or lets a circumstance or an early end pass; upheld lets it stand.
    Where you ended the engagement yourself, you alone cannot rule against the client.
    """
    why = desk.text(reason, "Why was it decided so?", "--reason")

    def write(draft: Draft) -> None:
        draft.add(
            "ruling",
            desk.at(at),
            on=entry,
            outcome=outcome,
            check=check,
            by=by,
            reason=why,
            note=note,
        )

    return desk.save(client, write, then=_CHECK)


def log_claim(
    desk: Desk,
    client: ClientArgument,
    text: TextArgument = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """The client's own words; the day on which they reached you decides whether it is in time."""
    words = desk.text(text, "What does the client write?", "TEXT")

    def write(draft: Draft) -> None:
        draft.add("claim", desk.at(at), text=words, note=note)

    return desk.save(client, write, then=_CHECK)


def log_payment(
    desk: Desk,
    client: ClientArgument,
    amount: AmountArgument,
    for_: Annotated[
        Literal["agreement", "change-order", "penalty", "expense"],
        typer.Option("--for", help="What was paid; only the first two can come back."),
    ] = "agreement",
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """From the first payment on, a refund is counted from what was paid and not from the price."""

    def write(draft: Draft) -> None:
        draft.add("payment", desk.at(at), amount=_priced(draft, amount), for_=for_, note=note)

    return desk.save(client, write, then=_CHECK)


def log_refund(
    desk: Desk,
    client: ClientArgument,
    amount: Annotated[
        str | None,
        typer.Argument(metavar="[AMOUNT]", help="What went back; all of it if left out."),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without an amount, what the guarantee still owes."""

    def write(draft: Draft) -> None:
        draft.add("refund", desk.at(at), amount=_priced(draft, amount) or _owed(draft), note=note)

    return desk.save(client, write, then=_CHECK)


def _owed(draft: Draft) -> str:
    from valueback.money import coded, plain
    from valueback.render.words import said
    from valueback.rules.guarantee import assess

    answer = assess(draft.timeline)
    currency = draft.engagement.agreement.currency
    if answer.verdict != "refund-due":
        raise refused(
            f"No refund is due ({answer.verdict}): {said(answer.reason)}",
            "If you pay back all the same, give the amount.",
        )
    draft.assume(f"Taken to be all that is owed: {coded(answer.amount, currency)}.")
    return plain(answer.amount, currency)
