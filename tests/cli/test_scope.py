"""Requests, work, and change orders from draft to approval."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run

LINE = "4 x 500.00 On-site review | of *medical* bills"


@pytest.fixture(autouse=True)
def _practice(practice: Path) -> None: ...


def test_from_a_request_to_an_approved_change(run: Run, practice: Path) -> None:
    run("log-request", "ana", "Could you also look at the medical bills?", "--minutes", "240")
    drawn = run(
        "change-order",
        "ana",
        "R1",
        "--line",
        LINE,
        "--item",
        "reviews",
        "--extend-days",
        "14",
        "--json",
    ).json
    assert (drawn["id"], drawn["status"]) == ("CO1", "draft")
    assert drawn["price"] == {
        "original": "2400.00", "approved_before": "0.00", "before": "2400.00",
        "change": "2000.00", "after": "4400.00", "monthly": None,
    }  # fmt: skip
    assert drawn["ends"] == {"before": "2026-07-12", "after": "2026-07-26"}
    document = Path(drawn["path"])
    assert document == practice / "documents/ana-souza/CO1.html"
    assert run("mark-change-order", "ana", "sent").exit_code == 0
    sent = document.read_bytes()
    marked = run("mark-change-order", "ana", "CO1", "approved", now="2026-01-20T10:00")
    assert "The price is USD 4,400.00 now" in marked.out
    assert run("change-order", "ana", "--reprint", "CO1", now="2026-03-01T10:00").exit_code == 0
    assert document.read_bytes() == sent  # a sent document never changes
    assert "Next" not in run("change-order", "ana", "--reprint", "CO1", now="2026-03-01T10:00").out
    report = run("check-scope", "ana", "--json", now="2026-01-21T10:00").json
    assert (report["requests"]["open"], report["requests"]["change-order"]) == (0, 1)
    assert report["price"]["current"] == "4400.00"
    assert [i["id"] for i in report["items"]] == ["sessions", "reviews"]
    assert (
        run("check-guarantee", "ana", "--json").json["claim"]["deadline"].startswith("2026-08-11")
    )
    later = run("check-guarantee", "ana", "--json", now="2026-01-21T10:00").json
    assert later["claim"]["deadline"].startswith("2026-08-25")


def test_the_document_renders_as_meant(run: Run) -> None:
    from markdown_it import MarkdownIt

    run(
        "change-order",
        "ana",
        "--line",
        LINE,
        "--title",
        "<script>x</script>",
        "--reason",
        "# no\n- heading",
    )
    text = run("change-order", "ana", "--reprint", "CO1", "--output", "-").out
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert html.count("<h1>") == 1
    assert "<script>" not in html
    assert html.count("<table>") == 3
    assert "<td>On-site review | of *medical* bills</td>" in html
    assert '<td style="text-align:right">$2,000.00</td>' in html


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (
            ("change-order", "ana", "--line", "four x 5", "--title", "x", "--reason", "y"),
            2,
            "not understood",
        ),
        (
            ("change-order", "ana", "--line", "1 x 10.0001 a", "--title", "x", "--reason", "y"),
            2,
            "decimals",
        ),
        (("change-order", "ana", "--title", "x", "--reason", "y"), 3, "It changes nothing"),
        (
            ("change-order", "ana", "R9", "--line", "1 x 5 a", "--title", "x", "--reason", "y"),
            3,
            "no entry R9",
        ),
        (("change-order", "ana", "--reprint", "CO9"), 3, "no change order CO9"),
        (("mark-change-order", "ana", "sent"), 3, "No change order waits"),
        (("mark-change-order", "ana", "CO1", "lost"), 2, "not understood"),
        (("log-work", "ana", "-5", "x"), 2, ""),
        (("log-work", "ana", "5", "x", "--asked"), 3, "No request is open"),
    ],
)
def test_what_is_refused(run: Run, words: tuple[str, ...], code: int, message: str) -> None:
    said = run(*words)
    assert (said.exit_code, said.out) == (code, "")
    assert message in said.err


def test_steps_out_of_turn_and_late_answers_are_refused(run: Run) -> None:
    words = ("change-order", "ana", "--line", "-1 x 5 less", "--title", "x", "--reason", "y")
    run(*words, "--valid-days", "3")
    assert "it cannot become approved" in run("mark-change-order", "ana", "CO1", "approved").err
    run("mark-change-order", "ana", "CO1", "sent")
    late = run("mark-change-order", "ana", "CO1", "approved", now="2026-01-16T00:00")
    assert (late.exit_code, "CO1 expired" in late.err) == (3, True)
    assert run("mark-change-order", "ana", "approved", now="2026-01-15T23:59").exit_code == 0
    assert (
        "CO1 is approved"
        in run("mark-change-order", "ana", "CO1", "void", now="2026-01-15T23:59").err
    )


def test_check_scope_on_one_screen(run: Run) -> None:
    run("log-session", "ana", "--start", "2026-01-12 10:00", "--actual", "90")
    run("log-request", "ana", "Look over my CV", "--item", "cv-review")
    run("log-work", "ana", "45", "Read the CV", "--asked")
    proposed = run("log-work", "ana", "30", "Sent an article").out
    assert "R1 is open (Look over my CV). If this answers it, say --asked." in " ".join(
        proposed.split()
    )
    run("log-expense", "ana", "12.50", "Train")
    said = run("check-scope", "ana", "--exit-code")
    assert said.exit_code == 0
    text = " ".join(said.out.split())
    assert "sessions [....................] ok 1 of 24 used, 23 left" in text
    for part in (
        "1:00 h in scope",
        "0:30 h meetings that ran over",
        "0:45 h asked for and not paid",
        "0:30 h given on your own",
        "1 open",
    ):
        assert part in text
    assert max(map(len, said.out.splitlines())) <= 80
    run("log-work", "ana", "900", "And more", "--at", "2026-01-12 11:00")
    assert run("check-scope", "ana", "--exit-code").exit_code == 4


def test_an_item_that_the_words_name_is_proposed_never_assumed(run: Run) -> None:
    said = run("log-work", "ana", "60", "Prepared a 60-minute session")
    assert "It may be sessions. If so, say --item sessions." in said.out
    assert "item" not in run("show", "ana", "--json").json["entries"][-1]


def test_other_currencies_are_exact(run: Run) -> None:
    words = (
        "--price",
        "90000",
        "--currency",
        "JPY",
        "--months",
        "1",
        "--objective",
        "x",
        "--result",
        "y",
    )
    run("new-client", "Ken", *words)
    run("sign", "ken", "--by", "both")
    refused = run("change-order", "ken", "--line", "1 x 10.5 a", "--title", "x", "--reason", "y")
    assert "more decimals" in refused.err
    run("change-order", "ken", "--line", "3 x 100 a", "--title", "x", "--reason", "y")
    assert run("mark-change-order", "ken", "sent", "--json").json["price"]["after"] == "90300"


def test_an_approval_in_time_may_be_written_down_late(run: Run) -> None:
    words = (
        "change-order",
        "ana",
        "--line",
        "1 x 5 a",
        "--title",
        "x",
        "--reason",
        "y",
        "--valid-days",
        "3",
    )
    run(*words)
    early = run("mark-change-order", "ana", "sent", "--at", "2026-01-11 10:00")
    assert "drawn up only after that" in early.err
    run("mark-change-order", "ana", "sent", now="2026-01-13T10:00")
    before = run(
        "mark-change-order",
        "ana",
        "CO1",
        "approved",
        "--at",
        "2026-01-12 13:00",
        now="2026-01-14T10:00",
    )
    assert "sent only after that" in before.err
    late = run(
        "mark-change-order",
        "ana",
        "CO1",
        "approved",
        "--at",
        "2026-01-15 10:00",
        now="2026-01-25T10:00",
    )
    assert late.exit_code == 0, late.err
