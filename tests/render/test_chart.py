"""The drawing of an engagement says what the rules say: late is late, what is missing has a mark."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.story import as_of, story
from valueback.model.timeline import Timeline
from valueback.render.chart import INKS, LEGEND, SIZES, Chart

MET = """
B1 booking 01-09T16:00 to=2026-01-12T10:00
S1 session 01-12T10:00 minutes=60
Q1 feedback-request 01-12T12:00 session=S1 channel=mail
"""


def marks(lines: str, when: str) -> dict[str, list[tuple[str, str, str]]]:
    """Each lane's marks: the day, the shape, the colour."""
    chart = Chart(Timeline(story(lines), as_of(when)))
    return {
        name: [(f"{m.day:%m-%d}", m.shape, m.colour) for m in lane]
        for name, lane in chart.lanes.items()
    }


@pytest.mark.parametrize(
    ("lines", "when", "lane", "mark"),
    [
        (MET, "01-13", "Meetings", ("01-12", "dot", "good")),
        ("S1 session 01-12T10:00 minutes=60 late_minutes=6", "01-13", "Meetings",
         ("01-12", "wedge", "warn")),
        ("S1 session 01-12T10:00 minutes=60 late_minutes=5", "01-13", "Meetings",
         ("01-12", "dot", "good")),
        ("S1 session 01-12T10:00 minutes=60 no_show=client", "01-13", "Meetings",
         ("01-12", "cross", "bad")),
        ("S1 session 01-12T10:00 minutes=60 no_show=provider", "01-13", "Meetings",
         ("01-12", "cross", "bad")),
        ("B1 booking 01-09T16:00 to=2026-01-12T10:00", "01-11", "Meetings",
         ("01-12", "ring", "")),
        ("B1 booking 01-09T16:00 to=2026-01-12T10:00", "01-13", "Meetings",
         ("01-12", "ring", "late")),
        ("B1 booking 01-09T16:00 to=2026-01-12T10:00\n"
         "C1 cancellation 01-11T10:00 booking=B1 by=client", "01-13", "Meetings",
         ("01-12", "dash", "")),
        ("B1 booking 01-09T16:00 to=2026-01-12T10:00\n"
         "C1 cancellation 01-11T10:01 booking=B1 by=client", "01-13", "Meetings",
         ("01-12", "dash", "late")),
        ("B1 booking 01-09T16:00 to=2026-01-12T10:00\n"
         "C1 cancellation 01-12T09:00 booking=B1 by=provider", "01-13", "Meetings",
         ("01-12", "dash", "")),
        ("H1 homework 01-12T11:00 due=01-19 text=t", "01-19", "Homework", ("01-19", "ring", "")),
        ("H1 homework 01-12T11:00 due=01-19 text=t", "01-20", "Homework",
         ("01-19", "cross", "bad")),
        ("H1 homework 01-12T11:00 due=01-19 text=t\nD1 homework-done 01-19T23:59 homework=H1",
         "01-20", "Homework", ("01-19", "dot", "good")),
        ("H1 homework 01-12T11:00 due=01-19 text=t\nD1 homework-done 01-20T00:00 homework=H1",
         "01-21", "Homework", ("01-19", "wedge", "warn")),
        ("H1 homework 01-12T11:00 due=01-19 text=t\nJ1 ruling 01-21T09:00 on=H1 outcome=excused "
         "reason=ill", "01-22", "Homework", ("01-19", "diamond", "")),
        (MET, "01-19", "Feedback", ("01-19", "ring", "")),
        (MET, "01-20", "Feedback", ("01-19", "cross", "bad")),
        ("S1 session 01-12T10:00 minutes=60", "01-20", "Feedback", ("01-19", "diamond", "")),
        (MET + "F1 feedback 01-14T10:00 session=S1 text=t", "01-20", "Feedback",
         ("01-14", "dot", "good")),
        (MET + "F1 feedback 01-20T00:00 session=S1 text=t", "01-20", "Feedback",
         ("01-20", "wedge", "warn")),
        (MET + "F1 feedback 01-14T10:00 session=S1 text=t value=2", "01-20", "Feedback",
         ("01-14", "square", "warn")),
    ],
)  # fmt: skip
def test_each_thing_has_its_mark_on_its_day(
    lines: str, when: str, lane: str, mark: tuple[str, str, str]
) -> None:
    assert marks(lines, when)[lane] == [mark]


def test_every_shape_stands_in_the_legend() -> None:
    assert {shape for shape, _, _ in LEGEND} == {
        "dot", "wedge", "cross", "ring", "dash", "square", "diamond",
    }  # fmt: skip


@pytest.mark.parametrize("when", ["01-12", "03-04", "07-12", "2027-03-01"])
def test_today_is_in_view_in_every_size(when: str) -> None:
    chart = Chart(Timeline(story(MET), as_of(when)))
    for drawing, size in zip(chart.happened()["drawings"], SIZES, strict=True):
        assert size.left <= drawing["now"] <= size.right
        assert all(0 <= tick["label"] <= size.width - 20 for tick in drawing["ticks"])
        places = [tick["label"] for tick in drawing["ticks"]]
        assert all(after - before >= 20 for before, after in pairwise(places[:-1]))
        assert {tick["text"] for tick in drawing["ticks"]} <= {
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        }  # fmt: skip


def test_inks_are_those_of_the_stylesheet() -> None:
    css = (Path(__file__).parents[2] / "templates" / "page.css").read_text()
    printed = css[css.index("@media print") :]
    for name in ("good", "warn", "bad", "info"):
        assert f"--{name}: {INKS[name]}" in printed


def test_what_was_not_begun_says_so(run: Run, practice: Path) -> None:
    said = run("report", "ana-souza", "--output", "-", now="2026-01-10T09:00")
    assert "Nothing is written down yet." in said.out


def test_a_page_has_no_markdown(run: Run, lima: Path, tmp_path: Path) -> None:
    said = run("report", "ana", "--output", str(tmp_path / "r.md"), now="2026-03-04T09:00")
    assert said.exit_code == 2
    assert ".html or .pdf" in said.err
    assert not (tmp_path / "r.md").exists()


def test_what_is_overdue_is_marked_for_the_practice(run: Run, lima: Path) -> None:
    page = run("report", "--output", "-", now="2026-03-04T09:00").out
    assert '<td class="day bad">2026-02-12<br>overdue</td>' in page
