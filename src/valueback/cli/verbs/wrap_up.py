"""After a meeting: a few questions, one write, and the question to send to the client."""

from __future__ import annotations

from typing import Annotated

from valueback.cli.answers import Answer
from valueback.cli.arguments import (
    BookingOption,
    ClientArgument,
    MinutesOption,
    NoShowOption,
    NoteOption,
)
from valueback.cli.context import Context
from valueback.cli.debriefing import asked
from valueback.cli.declared import Option
from valueback.cli.sending import feedback_letter
from valueback.cli.sending_now import sent_now

FIELDS = {
    "at": "start",
    "late_minutes": "late",
    "left_early_minutes": "left_early",
    "provider_late_minutes": "provider_late",
    "actual_minutes": "actual",
}
"""Fields of what is written that are given by another name here."""


def run(
    context: Context,
    client: ClientArgument,
    start: Annotated[
        str | None, Option("--start", metavar="WHEN", help="The agreed start, if not booked.")
    ] = None,
    booking: BookingOption = None,
    minutes: MinutesOption = None,
    no_show: NoShowOption = None,
    late: Annotated[
        int | None, Option("--late", min=0, help="Minutes the client was late.")
    ] = None,
    left_early: Annotated[
        int | None, Option("--left-early", min=0, help="Minutes the client left early.")
    ] = None,
    provider_late: Annotated[
        int | None, Option("--provider-late", min=0, help="Minutes you were late yourself.")
    ] = None,
    actual: Annotated[
        int | None, Option("--actual", min=0, help="How many minutes it took in the end.")
    ] = None,
    recording: Annotated[
        str | None, Option("--recording", metavar="WHERE", help="Where both can hear it.")
    ] = None,
    done: Annotated[
        list[str] | None,
        Option("--done", metavar="ID", help="Homework that was done; repeatable."),
    ] = None,
    homework: Annotated[
        str | None, Option("--homework", metavar="TEXT", help="What the client will do.")
    ] = None,
    due: Annotated[
        str | None, Option("--due", metavar="DAY", help="The last day for that homework.")
    ] = None,
    missing: Annotated[
        str | None, Option("--missing", metavar="TEXT", help="What the client found missing.")
    ] = None,
    value: Annotated[
        int | None, Option("--value", min=1, max=5, help="What they took away, 1 to 5.")
    ] = None,
    said: Annotated[
        str | None, Option("--said", metavar="TEXT", help="What they said of the meeting.")
    ] = None,
    following: Annotated[
        str | None, Option("--next", metavar="START", help="The next meeting's start.")
    ] = None,
    note: NoteOption = None,
) -> Answer:
    """At a terminal it asks, and Enter takes the likely answer; nothing is written until the last
    one, and everything at once. With --no-input, the flags say it all.
    """
    from valueback.drafting.wrap_up import Meeting, wrap_up

    engagement = context.engagement(client)
    meeting = Meeting(
        start=context.moment(start),
        booking=booking,
        minutes=minutes,
        no_show=no_show,
        late=late,
        left_early=left_early,
        provider_late=provider_late,
        actual=actual,
        recording=context.prompts.optional_text(recording),
        homework=context.prompts.optional_text(homework),
        due=context.day(due),
        missing=context.prompts.optional_text(missing),
        value=value,
        said=context.prompts.optional_text(said),
        following=context.moment(following, "ahead"),
        note=note,
        done=done or (),
    )
    if context.prompts.interactive:
        meeting = asked(context, engagement, meeting)
    written = context.append(engagement.id, wrap_up(meeting=meeting))
    session = written.made
    if not session.attended:
        return context.answered(written, "valueback check-guarantee {id}")
    if meeting.value is not None and (meeting.missing or meeting.said):
        return context.answered(written, _after(meeting.missing))
    letter = feedback_letter(context, written.after, session)
    if context.prompts.interactive and not context.switches.json and not context.dry_run:
        answer = context.answered(written, "")
        return sent_now(context, answer, letter, written.after.id, session.id)
    return context.answered(written, "valueback request-feedback {id} --sent", letter.body)


def _after(missing: str | None) -> str:
    """What comes next where the client has said already how it was: nobody is asked again."""
    return f"valueback {'log-adjustment' if missing else 'check-guarantee'} {{id}}"
