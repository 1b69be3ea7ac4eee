"""How every report on a client begins: who, which agreement, when; and under abuse, what to do."""

from __future__ import annotations

from valueback.model.entries import Incident
from valueback.model.term import ended
from valueback.model.timeline import Timeline
from valueback.moments import show_day, show_minute
from valueback.render.page import Page, Styled


def report_head(timeline: Timeline) -> Page:
    """The first line of a report. Abuse overrides everything: then ending it comes first."""
    page = Page()
    when = show_minute(timeline.as_of, timeline.engagement.zone)
    page.line(
        Styled(timeline.engagement.client.name, "bold"),
        f" · {timeline.agreement.title} · as of {when}",
    ).line()
    incidents = timeline.of(Incident)
    if not incidents or ended(timeline):
        return page
    abuse = incidents[-1]
    day = show_day(timeline.day(abuse.at))
    page.line(Styled("End this engagement.", "bold red"))
    said = f"Abuse by the {abuse.by} was noted on {day} ({abuse.id}): {abuse.text}"
    page.line(said, indent=2)
    page.line("Nobody has to bear abuse, whoever is at fault. Close it with:", indent=2)
    command = f"valueback end {timeline.engagement.id} --incident {abuse.id}"
    return page.command(f"  {command}").line()
