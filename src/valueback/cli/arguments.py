"""The arguments and options that several verbs share."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from valueback.cli.completion import (
    answers_like,
    bookings_like,
    entries_like,
    files_like,
    items_like,
    known_ids,
    packages_like,
)
from valueback.cli.declared import Argument, Option
from valueback.errors import mistyped

if TYPE_CHECKING:
    from decimal import Decimal

ClientArgument = Annotated[
    str,
    Argument(metavar="CLIENT", help="Id, or name or a part of it.", autocompletion=known_ids),
]
FileArgument = Annotated[
    str,
    Argument(
        metavar="CLIENT|practice",
        help="A client's file, or practice.toml.",
        autocompletion=files_like,
    ),
]
AtOption = Annotated[
    str | None,
    Option(
        "--at", metavar="WHEN", help="When it happened: 2026-01-12 10:00, yesterday 14:00, -2d."
    ),
]
SinceOption = Annotated[str | None, Option("--since", metavar="DAY", help="Nothing from before.")]
UntilOption = Annotated[str | None, Option("--until", metavar="DAY", help="Nothing from after.")]
NoteOption = Annotated[
    str | None, Option("--note", metavar="TEXT", help="A remark kept with the entry.")
]
SessionOption = Annotated[
    str | None,
    Option(
        "--session",
        metavar="ID",
        help="The meeting it is about, like S5.",
        autocompletion=entries_like,
    ),
]
MinutesOption = Annotated[int | None, Option("--minutes", min=1, help="How long, as planned.")]
TextArgument = Annotated[
    str | None,
    Argument(metavar="[TEXT]", help="The words; asked for if left out, - reads them."),
]
ItemOption = Annotated[
    str | None,
    Option(
        "--item",
        metavar="ID",
        help="The scope item, if not sessions.",
        autocompletion=items_like,
    ),
]
WishItemOption = Annotated[
    str | None,
    Option(
        "--item",
        metavar="ID",
        help="The scope or menu item it is about.",
        autocompletion=items_like,
    ),
]
BookingOption = Annotated[
    str | None,
    Option("--booking", metavar="ID", help="Which booking, like B5.", autocompletion=bookings_like),
]
PartyChoice = Literal["client", "provider"]
NoShowOption = Annotated[PartyChoice | None, Option("--no-show", help="Who did not come.")]
AmountArgument = Annotated[
    str, Argument(metavar="AMOUNT", help="In the agreement's currency: 800.00")
]
EntryArgument = Annotated[
    str,
    Argument(metavar="ENTRY", help="The id of the entry, like S5.", autocompletion=entries_like),
]
AnswerArgument = Annotated[
    list[str] | None,
    Argument(
        metavar="[REQUEST] KIND",
        help="Like R2 menu; the latest if left out.",
        autocompletion=answers_like,
    ),
]
EvidenceOption = Annotated[
    str | None,
    Option("--evidence", metavar="TEXT", help="What shows it: a link, a file."),
]
PackageOption = Annotated[
    str | None,
    Option(
        "--package",
        metavar="ID",
        help="A package of your practice.toml.",
        autocompletion=packages_like,
    ),
]
TitleOption = Annotated[str | None, Option("--title", help="What the agreement is called.")]
PriceOption = Annotated[str | None, Option("--price", metavar="AMOUNT", help="2400, or 2,400.00")]
EndsOption = Annotated[str | None, Option("--ends", metavar="DAY", help="The last day.")]
GuaranteeOption = Annotated[
    bool | None,
    Option("--guarantee/--no-guarantee", help="Whether money can come back."),
]
AsOfOption = Annotated[
    str | None,
    Option("--as-of", metavar="WHEN", help="Judge as of then; a day means its end."),
]
ExitCodeOption = Annotated[bool, Option("--exit-code", help="Exit with 4 where the answer is no.")]
MeantOption = Annotated[
    bool, Option("--yes", help="The sum is meant, although it is more than is open.")
]
HtmlOption = Annotated[bool, Option("--html", help="As a page, for a browser or printer.")]
PdfOption = Annotated[bool, Option("--pdf", help="As a PDF.")]
OutputOption = Annotated[
    str | None,
    Option("--output", metavar="FILE", help="Where to write it; - prints it."),
]
ForceOption = Annotated[
    bool,
    Option("--force", help="Even where a signed agreement or a written entry changes."),
]
EmlOption = Annotated[
    Path | None, Option("--eml", metavar="FILE", help="Write an e-mail draft there.")
]
MailtoOption = Annotated[bool, Option("--mailto", help="Print a link for a mail program.")]
WhatsappOption = Annotated[bool, Option("--whatsapp", help="Print a link for WhatsApp.")]
SentOption = Annotated[bool, Option("--sent", help="You have sent it: log that.")]


def units(text: str | None) -> Decimal | None:
    """A number of things, as `--quantity` gives it. Raises Mistyped for anything else."""
    from decimal import Decimal

    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", text):
        raise mistyped(f"--quantity {text!r} is no number.", "Write it like 2 or 1.5.")
    return Decimal(text)
