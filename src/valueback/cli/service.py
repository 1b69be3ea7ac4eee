"""Service: promises kept, clients asked, recommendations, and the papers that say what one does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from valueback.cli.desk import Answer, Desk
from valueback.cli.desk import say as tell
from valueback.cli.messages import (
    EmlOption,
    Form,
    MailtoOption,
    Sending,
    SentOption,
    WhatsappOption,
    drafted,
    letter,
    offered,
)
from valueback.cli.options import AtOption, ClientArgument, NoteOption
from valueback.cli.papers import OutputOption, document_answer, practice_document
from valueback.errors import mistyped, refused
from valueback.model.message import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valueback.model.draft import Draft, Written
    from valueback.model.practice import Practice
    from valueback.rules.service import Service

_CHECK = "valueback check-service {id}"


def _service(desk: Desk, client: str) -> Service:
    from valueback.rules.service import Service

    return Service(desk.timeline(client), desk.folder.practice)


def log_touch(
    desk: Desk,
    clients: Annotated[
        list[str], typer.Argument(metavar="CLIENT…", help="One client, or several.")
    ],
    standard: Annotated[
        str | None,
        typer.Option("--standard", metavar="ID", help="Which promise; the one due first."),
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help="What you did.")
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Several clients in one call: one round of cards, one line. Nothing is saved unless it can be
    saved for all of them.
    """
    practice = desk.folder.practice
    if standard is not None:
        _known_standard(practice, standard)
    words = desk.optional_text(text)
    ids = list(dict.fromkeys(desk.client(client) for client in clients))

    def draft_touch(draft: Draft) -> None:
        kept = standard or _due_first(draft, practice)
        _say_if_not_promised(draft, practice, kept)
        draft.add("touch", desk.at(at), standard=kept, text=words, note=note)

    done = [desk.folder.append(id_, draft_touch, desk.now, dry_run=True) for id_ in ids]
    if not desk.dry_run:
        done = [desk.folder.append(id_, draft_touch, desk.now) for id_ in ids]
    if len(done) == 1:
        return desk.answered(done[0], _CHECK)
    return _several(desk, done)


def _known_standard(practice: Practice, id_: str) -> None:
    known = [standard.id for standard in practice.standard]
    if id_ not in known:
        from valueback.model.data import unknown_field

        hint = unknown_field((id_,), known).remedy if known else ""
        raise mistyped(
            f"There is no standard {id_!r}.",
            hint or "Write it as [[standard]] into practice.toml: valueback edit practice",
        )


def _due_first(draft: Draft, practice: Practice) -> str:
    from valueback.rules.service import Service

    promises = Service(draft.timeline, practice).promises
    if not promises:
        raise refused(
            "Nothing is promised to this client yet.",
            "Promises stand as [[standard]] in practice.toml: valueback edit practice",
        )
    first = min(promises, key=lambda promise: promise.due)
    draft.assume(f"Taken to be {first.standard.id}: {first.standard.text}")
    return first.standard.id


def _say_if_not_promised(draft: Draft, practice: Practice, id_: str) -> None:
    segment = draft.engagement.client.segment
    if not any(s.id == id_ and s.holds_for(segment) for s in practice.standard):
        draft.assume(f"{id_} is not promised to this client; it is written down all the same.")


def _several(desk: Desk, done: Sequence[Written]) -> Answer:
    """What was saved for several clients: one report that holds one per client."""
    from valueback.render.logged import logged_json, logged_page
    from valueback.render.page import Page, Styled

    def page() -> Page:
        whole = Page()
        for written in done:
            whole.line(Styled(written.after.client.name, "bold"))
            whole.append(logged_page(written, desk.now, "", "", dry_run=desk.dry_run))
        return whole.command(desk.next("valueback check-service"))

    report = {
        "schema": 1,
        "report": "logged",
        "engagement": None,
        "entries": [raw for written in done for raw in written.entries],
        "engagements": [logged_json(written, dry_run=desk.dry_run) for written in done],
        "saved": not desk.dry_run,
    }
    return Answer(report, page, saved=not desk.dry_run)


def survey_form(
    desk: Desk,
    client: ClientArgument,
    output: OutputOption = None,
    eml: EmlOption = None,
    mailto: MailtoOption = False,
    whatsapp: WhatsappOption = False,
) -> Answer:
    """The questions of the audit, from what you promised this client: written as a document, or as
    a message with --eml, --mailto or --whatsapp.
    """
    from valueback.render.documents import rendered
    from valueback.render.papers import agreement_words
    from valueback.render.service import survey_words

    answer = _service(desk, client)
    engagement = answer.timeline.engagement
    if not answer.promises:
        raise refused(
            "Nothing is promised to this client yet, so there is nothing to ask about.",
            "Promises stand as [[standard]] in practice.toml: valueback edit practice",
        )
    words = survey_words(answer)
    if eml is None and not mailto and not whatsapp:
        known = agreement_words(engagement, desk.folder.practice) | words
        text = rendered("survey-form.md", known, desk.folder.template)
        then = desk.next(f"valueback log-survey {engagement.id}") + "\n"
        return document_answer(desk, engagement, "survey-form.md", text, output, then)
    message = letter(desk, engagement, "survey-form.txt", say("subject.survey"), words)
    shown = Form(eml, mailto, whatsapp).of(message, desk)
    return drafted(engagement, message, f"{shown}\n", {})


def log_survey(
    desk: Desk,
    client: ClientArgument,
    score: Annotated[
        list[str] | None,
        typer.Option("--score", metavar="STANDARD=N", help="0 to 10 for a promise; repeatable."),
    ] = None,
    nps: Annotated[
        int | None, typer.Option("--nps", min=0, max=10, help="Would they recommend you?")
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """The client's answers to the audit; at a terminal they are asked for one by one."""
    answer = _service(desk, client)
    given = [_score(desk.folder.practice, text) for text in score or ()]
    scores = dict(given)
    if len(scores) < len(given):
        raise mistyped("A promise has two scores.", "Give each of them once.")
    if desk.interactive and not scores and nps is None:
        scores, nps = _asked(desk, answer)

    def write(draft: Draft) -> None:
        for id_ in scores:
            _say_if_not_promised(draft, desk.folder.practice, id_)
        draft.add("survey", desk.at(at), nps=nps, scores=scores or None, note=note)

    return desk.save(client, write, then=_CHECK)


def _score(practice: Practice, text: str) -> tuple[str, int]:
    id_, _, number = text.partition("=")
    _known_standard(practice, id_.strip())
    found = _zero_to_ten(number.strip())
    if found is None:
        raise mistyped(f"--score {text!r} is not STANDARD=N.", "Write it like monthly-review=8.")
    return id_.strip(), found


def _zero_to_ten(text: str) -> int | None:
    return int(text) if text in {str(n) for n in range(11)} else None


def _asked(desk: Desk, answer: Service) -> tuple[dict[str, int], int | None]:
    from valueback.cli.ask import until_understood

    def read(text: str) -> int | None:
        if text and _zero_to_ten(text) is None:
            raise ValueError("Please give a number from 0 to 10, or Enter where there is none.")
        return _zero_to_ten(text)

    from valueback.render.safe import safe

    scores = {
        p.standard.id: until_understood(desk, f"{safe(p.standard.text)} (0 to 10)", read)
        for p in answer.promises
    }
    nps = until_understood(desk, "How likely to recommend you? (0 to 10)", read)
    return {id_: found for id_, found in scores.items() if found is not None}, nps


def ask_referral(
    desk: Desk,
    client: ClientArgument,
    eml: EmlOption = None,
    mailto: MailtoOption = False,
    whatsapp: WhatsappOption = False,
    sent: SentOption = False,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """A short message with a paragraph that the client can forward. It says whether the moment is
    right: a referral is asked for when it has been earned.
    """
    from valueback.render.words import said

    answer = _service(desk, client)
    engagement = answer.timeline.engagement
    referral = answer.referral
    if not referral.due:
        tell(f"This may not be the moment. {said(referral.reason)}")
    message = letter(desk, engagement, "ask-referral.txt", say("subject.referral"), {})

    def write(draft: Draft) -> None:
        draft.add("referral-ask", desk.at(at), note=note)

    return offered(
        desk,
        engagement,
        message,
        Form(eml, mailto, whatsapp),
        sent=sent,
        sending=Sending(
            write, f"valueback ask-referral {engagement.id} --sent", "valueback log-referral {id}"
        ),
        about={"referral": {"due": referral.due, "reason": said(referral.reason)}},
    )


def log_referral(
    desk: Desk,
    client: ClientArgument,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Whom the client sent.")
    ] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="TEXT", help="What came of it.")
    ] = None,
    at: AtOption = None,
    note: NoteOption = None,
) -> Answer:
    """Whom the client sent, and what came of it."""
    who = desk.text(name, "Whom did the client send?", "NAME")

    def write(draft: Draft) -> None:
        draft.add("referral", desk.at(at), name=who, outcome=outcome, note=note)

    return desk.save(client, write, then=_CHECK)


# --- papers about the practice ---


def policies(desk: Desk, output: OutputOption = None) -> Answer:
    """Your house rules as a paper to hang up or send. Wordings that forbid, threaten or demand are
    pointed out, with a positive way to say the same where there is one.
    """
    from valueback.record.wording import patterns
    from valueback.render.documents import rendered
    from valueback.render.page import Page, Styled
    from valueback.render.service import practice_words
    from valueback.rules.wording import remarks

    practice = desk.folder.practice
    words = practice_words(practice) | {"policies": [{"text": p.text} for p in practice.policy]}
    text = rendered("policies.md", words, desk.folder.template)
    known = patterns(desk.folder.template, practice.practice.locale)
    found = [(rule, remark) for rule in practice.policy for remark in remarks(rule.text, known)]
    path = practice_document(desk, "policies.md", text, output)
    report: dict[str, Any] = {
        "schema": 1,
        "report": "policies",
        "path": None if path is None else str(path),
        "saved": path is not None and not desk.dry_run,
        "wording": [{"policy": rule.id, **remark._asdict()} for rule, remark in found],
    }

    def page() -> Page | str:
        if path is None:
            return text
        whole = Page()
        whole.command(f"{'Would write' if desk.dry_run else 'Wrote'} {path}")
        if not known:
            language = practice.practice.locale
            whole.line(f"The wording was not checked: there is no table for {language}.", indent=2)
        elif practice.policy and not found:
            whole.line("Each rule says what you do for your clients.", indent=2)
        for rule, remark in found:
            whole.line().line(Styled(rule.id, "bold"), f": {rule.text}")
            whole.line(f'"{remark.words}" {remark.why}.', indent=2)
            if remark.say:
                whole.line(remark.say, indent=2)
        return whole

    return Answer(report, page, saved=path is not None and not desk.dry_run)


def bill_of_rights(
    desk: Desk,
    segment: Annotated[
        str | None, typer.Option("--segment", metavar="ID", help="For one group of clients.")
    ] = None,
    output: OutputOption = None,
) -> Answer:
    """What every client can count on, and what each segment gets on top, as a paper."""
    from valueback.render.documents import rendered
    from valueback.render.service import rights_words
    from valueback.render.words import reader

    practice = desk.folder.practice
    known = [group.id for group in practice.segment]
    if segment is not None and segment not in known:
        raise mistyped(
            f"There is no segment {segment!r}.", f"practice.toml has: {', '.join(known) or 'none'}."
        )
    text = rendered(
        "bill-of-rights.md",
        rights_words(practice, segment, reader(practice.practice.locale)),
        desk.folder.template,
    )
    name = f"bill-of-rights-{segment}.md" if segment else "bill-of-rights.md"
    path = practice_document(desk, name, text, output)
    word = "Would write" if desk.dry_run else "Wrote"
    return Answer(
        {
            "schema": 1,
            "report": "document",
            "path": None if path is None else str(path),
            "saved": path is not None and not desk.dry_run,
        }
        | ({"text": text} if path is None else {}),
        lambda: text if path is None else f"{word} {path}\n",
        saved=path is not None and not desk.dry_run,
    )
