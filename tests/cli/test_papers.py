"""Every paper in its three forms: the same words and sums, nothing unfinished, fit to be sent."""

from __future__ import annotations

import re
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import get_args

import pytest

from tests.cli.test_every_meeting import logged
from tests.conftest import Run
from tests.wishes import WISHES, every_wish
from valueback.model.entries import Answered

NOW = "2026-03-04T09:00"
CLIENTS = ("ana", "bruno", "carla", "davi", "elisa", "gil")
PAPERS = {
    **{f"agreement-{who}": ("agreement", who) for who in CLIENTS},
    **{f"dossier-{who}": ("dossier", who) for who in CLIENTS},
    **{f"progress-{who}": ("report", who, "--for", "client") for who in CLIENTS},
    "policies": ("policies",),
    "bill-of-rights": ("bill-of-rights",),
    "survey-form": ("survey-form", "ana"),
    "change-order": ("change-order", "gil", "--reprint", "CO1"),
}
_SUM = re.compile(r"(?:USD |\$)[0-9][0-9,]*(?:\.[0-9]+)?")
_EMPTY_ROW = re.compile(r"<tr>(?:\s*<td[^>]*>\s*</td>)+\s*</tr>")


class Text(HTMLParser):
    """The text of a page's body."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def text_of(page: str) -> str:
    """What a page says, between its tags."""
    found = Text()
    found.feed(page.split("<main>")[1])
    return " ".join(" ".join(found.text).split())


def words_of(run: Run, name: str) -> str:
    said = run(*PAPERS[name], "--output", "-", now=NOW)
    assert said.exit_code == 0, said.err
    return said.out


@pytest.fixture
def promised(lima: Path) -> Path:
    """The example practice, with a promise to all clients."""
    standard = '[[standard]]\nid = "review"\ntext = "A word in between"\nevery = "1 month"\n'
    with (lima / "practice.toml").open("a") as file:
        file.write(f"\n{standard}")
    return lima


def made(run: Run, folder: Path, name: str, form: str) -> Path:
    path = folder / f"{name}.{form}"
    said = run(*PAPERS[name], f"--{form}", "--output", str(path), now=NOW)
    assert said.exit_code == 0, said.err
    return path


@pytest.mark.parametrize("name", PAPERS)
def test_a_page_says_what_its_words_say(
    name: str, run: Run, promised: Path, tmp_path: Path
) -> None:
    words = words_of(run, name)
    page = made(run, tmp_path, name, "html").read_text()
    text = text_of(page)
    assert sorted(_SUM.findall(text)) == sorted(_SUM.findall(words.replace("\\", "")))
    for unfinished in ("\\", "{{", "{%", "None", "Undefined", "**", "| "):
        assert unfinished not in text
    assert _EMPTY_ROW.search(page) is None
    assert re.search(r"(?:,|:|;) ?(?:\.|,|;)", text) is None  # a hole in a sentence
    places = re.findall(r'id="(s[0-9]+)"', page)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#(s[0-9]+)"', page)) <= set(places)


def has_weasyprint() -> bool:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


needs_weasyprint = pytest.mark.skipif(not has_weasyprint(), reason="the extra pdf is not there")


@needs_weasyprint
@pytest.mark.parametrize("name", ["agreement-ana", "dossier-ana", "change-order", "progress-ana"])
def test_a_pdf_says_the_same_with_numbered_pages(
    name: str, run: Run, lima: Path, tmp_path: Path
) -> None:
    from pypdf import PdfReader

    words = words_of(run, name)
    content = made(run, tmp_path, name, "pdf").read_bytes()
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    for number, page in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in page
    text = " ".join(" ".join(pages).split())
    assert set(_SUM.findall(text)) == set(_SUM.findall(words.replace("\\", "")))
    title = words.splitlines()[0].removeprefix("# ").replace("\\", "")
    assert title in text
    assert "\\" not in text

    again = tmp_path / "again"
    again.mkdir()
    assert made(run, again, name, "pdf").read_bytes() == content


@needs_weasyprint
def test_a_dossier_of_26_meetings_has_at_most_20_pages(
    run: Run, practice: Path, tmp_path: Path
) -> None:
    from pypdf import PdfReader

    for week in range(26):
        number, month, day = week + 1, 1 + week // 4, 1 + 7 * (week % 4)
        met, after = f"2026-{month:02}-{day:02}", f"2026-{month:02}-{day + 1:02}"
        if month == 1:
            met, after = f"2026-01-{13 + 2 * week}", f"2026-01-{14 + 2 * week}"
        logged(run, "book", "ana-souza", f"{met} 10:00", now=f"{met}T08:00")
        recording = ("--recording", f"https://example.com/rec/{number}")
        logged(
            run,
            "log-session",
            "ana-souza",
            "--start",
            f"{met} 10:00",
            *recording,
            now=f"{met}T11:00",
        )
        logged(run, "log-homework", "ana-souza", f"Homework {number}", now=f"{met}T11:05")
        words = ("Good, and clear what comes next", "--value", "5")
        logged(run, "log-feedback", "ana-souza", *words, now=f"{after}T09:00")
        logged(run, "complete-homework", "ana-souza", f"H{number}", now=f"{after}T10:00")
    path = tmp_path / "d.pdf"
    said = run("dossier", "ana-souza", "--pdf", "--output", str(path), now="2026-07-13T09:00")
    assert said.exit_code == 0, said.err
    pages = PdfReader(BytesIO(path.read_bytes())).pages
    assert len(pages) <= 20
    text = " ".join(page.extract_text() for page in pages)
    assert "S26" in text
    assert "H26" in text


@pytest.mark.parametrize("paper", ["dossier", "statement"])
def test_notes_and_details_of_incidents_stay_in_the_house(paper: str, run: Run, lima: Path) -> None:
    note = ("--note", "HOUSE-NOTE")
    logged(run, "log-incident", "bruno", "HOUSE-DETAIL", "--by", "client", *note, now=NOW)
    logged(run, "amend", "bruno", "I1", "text=HOUSE-MENDED", now=NOW)
    logged(run, "amend", "bruno", "I1", "note=HOUSE-REMARK", now=NOW)
    logged(run, "amend", "bruno", "I1", "by=provider", "text=HOUSE-AGAIN", now=NOW)
    if paper == "dossier":
        text = run("dossier", "bruno", "--output", "-", now=NOW).out
    else:
        made = run("statement", "bruno", "--json", now=NOW).json
        text = Path(made["path"]).read_text() + Path(made["file"]).read_text()
    assert "HOUSE" not in text
    assert "Abuse by the" in text
    assert "in what is not shown here" in text


def test_the_dossier_shows_lines_of_orders_work_and_requests(run: Run, lima: Path) -> None:
    text = run("dossier", "gil", "--output", "-", now=NOW).out
    assert "1 at USD 500.00 each, every month" in text
    assert "| W1 |" in text
    assert "| R1 |" in text
    assert "accepted it on Mon 2025-12-29 10:00 (SG1)" in text
    annex = run("agreement", "gil", "--output", "-", now=NOW).out
    assert annex.strip() in text


def test_the_fingerprint_of_a_dossier_can_be_checked(run: Run, lima: Path) -> None:
    text = run("dossier", "ana", "--output", "-", now=NOW).out
    found = re.search(r"this rests on, through K2: ([0-9a-f]{64})", text)
    assert found is not None
    assert run("verify", "ana", found[1], "--json", now=NOW).json["holds"]


@pytest.mark.parametrize("kind", get_args(Answered))
def test_no_reply_has_a_hole(kind: Answered, run: Run, lima: Path) -> None:
    every_wish(run, lima)
    body = run("reply", *WISHES[kind], kind, "--json", now=NOW).json["body"]
    answer = body.split('"')[-1]
    assert re.search(r"[,:;] ?[.,;]|(?<!made) (?:for|with|what) ?[.,;]|  ", answer) is None
    assert answer.endswith("\n\nClara Lima\n")


# --- sums ---

_CELL = re.compile(r"\*{0,2}-?\$(-?[0-9,]+\.[0-9]{2})\*{0,2}\Z")


def sum_in(cell: str) -> Decimal | None:
    """The sum in a cell of a table."""
    found = _CELL.match(cell.strip())
    return None if found is None else Decimal(found[1].replace(",", ""))


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a paper: rows of cells."""
    found: list[list[list[str]]] = []
    for block in re.split(r"\n(?!\|)", text):
        rows = [line.strip("|").split("|") for line in block.splitlines() if line.startswith("|")]
        if rows:
            found.append(rows)
    return found


def adds_up(text: str) -> int:
    """How many totals a paper has; each is the sum of the rows above it, column by column."""
    totals = 0
    for rows in tables(text):
        last = rows[-1]
        if "Together" not in last[0]:
            continue
        for column, cell in enumerate(last):
            total = sum_in(cell)
            if total is not None:
                above = [sum_in(row[column]) for row in rows[:-1]]
                assert sum((a for a in above if a is not None), Decimal(0)) == total, rows
                totals += 1
    return totals


@pytest.mark.parametrize("who", ["carla", "elisa", "gil"])
def test_the_account_of_payments_adds_up_to_what_json_says(who: str, run: Run, lima: Path) -> None:
    logged(run, "log-payment", "gil", "1500", now=NOW)
    logged(run, "log-payment", "elisa", "100", "--for", "change-order", "--yes", now=NOW)
    report = run("check-payments", who, "--json", now=NOW).json
    text = run("check-payments", who, "--output", "-", now=NOW).out
    assert adds_up(text) >= 4
    [first, *_] = [rows for rows in tables(text) if "Together" in rows[-1][0]]
    agreed, covered, open_ = (sum_in(first[-1][column]) for column in (2, 3, 4))
    assert (agreed, open_) == (Decimal(report["agreed"]), Decimal(report["outstanding"]))
    rows = report["instalments"]
    assert covered == sum(Decimal(row["paid"]) for row in rows)
    assert agreed == sum(Decimal(row["amount"]) for row in rows)


def test_the_ladder_of_a_change_order_adds_up_to_what_json_says(run: Run, lima: Path) -> None:
    report = run("change-order", "gil", "--reprint", "CO1", "--json", "--output", "-", now=NOW).json
    text = run("change-order", "gil", "--reprint", "CO1", "--output", "-", now=NOW).out
    [lines, month, *_] = tables(text)
    original, before, so_far, change, after = (
        sum_in(row[1]) for row in month if sum_in(row[1]) is not None
    )
    assert original is not None
    assert before is not None
    assert so_far == original + before == Decimal(report["price"]["monthly"]["before"])
    assert change == Decimal(report["price"]["monthly"]["change"])
    assert after == so_far + (change or 0) == Decimal(report["price"]["monthly"]["after"])
    assert "$500.00 a month" in lines[2][3]


def test_instalments_add_up_to_the_price(run: Run, practice: Path) -> None:
    file = practice / "engagements" / "bo.toml"
    new = ("--objective", "x", "--result", "y", "--price", "1200", "--starts", "2026-01-12")
    assert run("new-client", "Bo", *new, "--months", "6").exit_code == 0
    parts = "".join(
        f'\n[[agreement.instalment]]\ndue = {day}\namount = "{sum_}"\n'
        for day, sum_ in (("2026-01-12", "500.00"), ("2026-04-12", "700.00"))
    )
    file.write_text(file.read_text() + parts)
    text = run("agreement", "bo", "--output", "-").out
    assert adds_up(text) == 1
    assert "| **Together** | **$1,200.00** |" in text
    wrong = file.read_text().replace("700.00", "701.00")
    file.write_text(wrong)
    said = run("agreement", "bo", "--output", "-")
    assert "come to 1201.00, and the price is 1200.00" in said.err
