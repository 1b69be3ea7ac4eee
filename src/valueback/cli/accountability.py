"""Accountability: the agreed steps that were taken, abuse, and the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.messages import EmlOption, Form, MailtoOption, WhatsappOption, letter
from valueback.cli.options import AtOption, ClientArgument, NoteOption, TextArgument
from valueback.errors import mistyped, refused

if TYPE_CHECKING:
    from datetime import datetime

    from valueback.model.agreement import Action
    from valueback.model.draft import Draft
    from valueback.rules.accountability import Ladder, Miss

_CHECK = "valueback check-accountability {id}"


def log_consequence(
    desk: Desk,
    client: ClientArgument,
    miss: Annotated[
        str | None,
        typer.Argument(metavar="[MISS]", help="The entry that was missed; the oldest owed."),
    ] = None,
    action: Annotated[
        Literal["reminder", "warning", "penalty", "pause", "disengage"] | None,
        typer.Argument(metavar="[ACTION]", help="What you did, if not what was agreed."),
    ] = None,
    amount: Annotated[
        str | None,
        typer.Option("--amount", metavar="AMOUNT", help="What a penalty charges, if less."),
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Without more, the oldest action that is owed. You may do less than was agreed, and a milder
    step lifts a pause; more than was agreed is refused.
    """

    def write(draft: Draft) -> None:
        when = desk.at(at)
        found = _ladder(draft, when)
        entry = miss or _oldest_owed(draft, found)
        taken, answered = _step_for(found, entry, action)
        agreed = answered.action if answered is not None else None
        draft.add(
            "consequence",
            when,
            miss=entry,
            action=taken,
            amount=_charge(draft, answered, amount) if taken == "penalty" else amount,
            note=note,
        )
        if agreed is not None and taken != agreed:
            draft.assume(f"The agreement has {agreed} for it; you chose the milder {taken}.")

    return desk.save(client, write, then=_CHECK)


def _ladder(draft: Draft, when: datetime | None) -> Ladder:
    from valueback.model.timeline import Timeline
    from valueback.rules.accountability import ladder

    return ladder(Timeline(draft.engagement, when or draft.now))


def _oldest_owed(draft: Draft, found: Ladder) -> str:
    owed = found.owed
    if not owed:
        raise refused(
            "No action is owed.",
            f"See where the client stands: valueback check-accountability {draft.engagement.id}",
        )
    draft.assume(f"Taken to be the oldest action owed: {owed[0].action} for {owed[0].entry}.")
    return owed[0].entry


def _step_for(found: Ladder, entry: str, action: Action | None) -> tuple[Action, Miss | None]:
    """The step taken, and the miss that it answers; more than was agreed for it is refused."""
    from valueback.rules.accountability import harsher

    if found.abuse is not None and found.abuse.id == entry:
        return action or "disengage", None
    misses = [miss for miss in found.all_misses if miss.entry == entry]
    waiting = [miss for miss in misses if not found.taken_for(miss)] or misses[-1:]
    if not waiting:
        if action == "reminder":
            return "reminder", None
        raise refused(
            f"{entry} is no miss that counts.",
            "A reminder may be noted for any entry; other steps need a miss.",
        )
    miss, agreed = waiting[0], waiting[0].action
    taken = action or agreed
    if taken is None:
        raise refused(f"Nothing was agreed for {entry} yet.", "Name the step: reminder")
    if taken != "reminder" and harsher(taken, agreed):
        raise refused(
            f"For {entry} the agreement has {agreed or 'no step'}; {taken} goes beyond it.",
            "Only what both knew beforehand may follow.",
        )
    same = next((c for c in found.taken_for(miss) if c.action == taken != "reminder"), None)
    if same is not None:
        raise refused(
            f"That step was taken already: {same.id}.", "See: valueback check-accountability"
        )
    return taken, miss


def _charge(draft: Draft, miss: Miss | None, amount: str | None) -> str:
    """The penalty in the agreement's money: what came due for the miss, or less."""
    from decimal import Decimal

    from valueback.model.beginning import priced
    from valueback.money import coded, plain

    currency = draft.engagement.agreement.currency
    due = miss.penalty if miss is not None else Decimal(0)
    if amount is None:
        return plain(due, currency)
    given = priced(amount, currency, "--amount")
    if Decimal(given) > due:
        raise refused(
            f"{coded(Decimal(given), currency)} is more than came due: {coded(due, currency)}.",
            "Charge that, or less.",
        )
    return given


def log_incident(
    desk: Desk,
    client: ClientArgument,
    text: TextArgument = None,
    by: Annotated[
        Literal["client", "provider"], typer.Option("--by", help="Who was abusive.")
    ] = "client",
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Abuse overrides the ladder: from then on every report of this client says one thing, to end
    the engagement, whoever is at fault.
    """
    words = desk.text(text, "What happened?", "TEXT")

    def write(draft: Draft) -> None:
        draft.add("incident", desk.at(at), text=words, by=by, note=note)

    id_ = desk.client(client)
    written = desk.folder.append(id_, write, desk.now, dry_run=desk.dry_run)
    return desk.answered(written, f"valueback end {{id}} --incident {written.entries[-1]['id']}")


def end(
    desk: Desk,
    client: ClientArgument,
    by: Annotated[
        Literal["client", "provider", "both"] | None, typer.Option("--by", help="Who ends it.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why; asked for if left out.")
    ] = None,
    incident: Annotated[
        str | None,
        typer.Option("--incident", metavar="ID", help="The abuse that caused it, like I1."),
    ] = None,
    eml: EmlOption = None,
    mailto: MailtoOption = False,
    whatsapp: WhatsappOption = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Before the agreed last day, it moves that day, and may need a ruling on the guarantee. Shows
    a short letter that you can send; it owns what you missed yourself, if anything.
    """
    from valueback.model.entries import End
    from valueback.model.message import say
    from valueback.model.timeline import Timeline
    from valueback.render.endings import ending_words
    from valueback.render.papers import words_of

    form = Form(eml, mailto, whatsapp)
    who = by or ("provider" if incident else _asked_who(desk))
    why = desk.text(reason or ("Abuse" if incident else None), "Why does it end?", "--reason")

    def write(draft: Draft) -> None:
        draft.add("end", desk.at(at), by=who, reason=why, incident=incident, note=note)

    id_ = desk.client(client)
    planned = desk.folder.append(id_, write, desk.now, dry_run=True)
    entry = planned.after.log.entries[-1]
    assert isinstance(entry, End)
    own = words_of(planned.after, desk.folder.practice)
    words = ending_words(Timeline(planned.after, desk.now), entry, own)
    message = letter(desk, planned.after, "ending.txt", say("subject.ending"), words)
    shown = form.of(message, desk)
    written = planned
    if not desk.dry_run:
        written = desk.folder.append(id_, write, desk.now)
    return desk.answered(written, "valueback check-guarantee {id}", shown)


def _asked_who(desk: Desk) -> Literal["client", "provider", "both"]:
    who = desk.text(None, "Who ends it: client, provider or both?", "--by")
    found: dict[str, Literal["client", "provider", "both"]]
    found = {"client": "client", "provider": "provider", "both": "both"}
    if who not in found:
        raise mistyped(f"{who!r} cannot end it.", "One of: client, provider, both.")
    return found[who]
