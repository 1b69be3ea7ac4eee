"""Statements that can be checked, the dossier, and pages to look at."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.cli.test_every_meeting import logged, refusal
from tests.conftest import Run

NOW = "2026-03-04T09:00"


def stated(run: Run) -> str:
    said = run("statement", "ana", "--json", now=NOW)
    assert said.exit_code == 0, said.err
    fingerprint = said.json["fingerprint"]
    assert re.fullmatch(r"[0-9a-f]{64}", fingerprint)
    return str(fingerprint)


def edit(practice: Path, old: str, new: str, count: int = 1) -> None:
    file = practice / "engagements" / "ana-souza.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, count))


def verified(run: Run, *words: str) -> tuple[bool, list[str], list[str]]:
    report = run("verify", "ana", *words, "--json", now="2026-03-05T09:00").json
    return report["holds"], report["changed"], report["missing"]


def test_later_entries_amendments_and_voids_are_no_change(run: Run, lima: Path) -> None:
    fingerprint = stated(run)
    assert verified(run) == (True, [], [])
    logged(run, "complete-homework", "ana", "H4", now="2026-03-04T10:00")
    logged(run, "amend", "ana", "H1", "text=Two pages", now="2026-03-04T10:00")
    logged(run, "void", "ana", "D1", "--reason", "wrong", now="2026-03-04T10:00")
    stated(run)
    for words in ((), ("ST1",), (fingerprint,), (fingerprint[:8].upper(),)):
        assert verified(run, *words) == (True, [], [])


def test_another_formatting_with_the_same_meaning_is_no_change(run: Run, lima: Path) -> None:
    stated(run)
    edit(lima, "at = 2026-01-12T11:10:00-03:00", "at    =   2026-01-12T14:10:00Z # the same")
    edit(lima, 'price = "2400.00"', 'price = "2400"')
    edit(lima, "minutes = 60\nbooking", 'minutes = 60\nitem = "sessions"\nbooking')
    assert verified(run) == (True, [], [])


@pytest.mark.parametrize("memory", ["both", "document", "seals"])
def test_a_changed_character_is_named(run: Run, lima: Path, memory: str) -> None:
    stated(run)
    edit(lima, "Call three former", "Call threx former")
    edit(lima, 'objective = "Win', 'objective = "Wix')
    if memory == "document":
        shutil.rmtree(lima / ".valueback")
    if memory == "seals":
        shutil.rmtree(lima / "documents")
    assert verified(run) == (False, ["agreement", "H2"], [])
    assert run("verify", "ana", "--exit-code", now=NOW).exit_code == 4


def test_a_missing_entry_is_named(run: Run, lima: Path) -> None:
    fingerprint = stated(run)
    file = lima / "engagements" / "ana-souza.toml"
    blocks = file.read_text().split("\n[[log]]\n")
    kept = [block for block in blocks if 'id = "W2"' not in block]
    file.write_text("\n[[log]]\n".join(kept))
    assert verified(run, fingerprint) == (False, [], ["W2"])


def test_without_any_memory_it_says_so(run: Run, lima: Path) -> None:
    stated(run)
    edit(lima, "Call three former", "Call threx former")
    for folder in (".valueback", "documents"):
        shutil.rmtree(lima / folder)
    assert verified(run) == (False, [], [])
    assert "cannot be told" in run("verify", "ana", now=NOW).out


def test_a_fingerprint_outlives_its_own_entry(run: Run, lima: Path) -> None:
    before = (lima / "engagements" / "ana-souza.toml").read_text()
    fingerprint = stated(run)
    (lima / "engagements" / "ana-souza.toml").write_text(before)
    assert verified(run, fingerprint)[0] is True
    assert "no statement" in refusal(run, "verify", "ana", "0" * 64, now=NOW)
    assert "No statement was made" in refusal(run, "verify", "bruno", now=NOW)


def test_what_was_changed_is_named_even_when_the_statement_was_taken_out(
    run: Run, lima: Path
) -> None:
    before = (lima / "engagements" / "ana-souza.toml").read_text()
    fingerprint = stated(run)
    (lima / "engagements" / "ana-souza.toml").write_text(before)
    edit(lima, "Call three former", "Call threx former")
    assert verified(run, fingerprint) == (False, ["H2"], ["ST1"])


def test_a_statement_bent_to_fit_is_found_out_by_its_paper(run: Run, lima: Path) -> None:
    first = stated(run)
    edit(lima, "Call three former", "Call threx former")
    (lima / ".valueback" / "seals" / "ana-souza.json").unlink()
    from valueback.model.canonical import fingerprints
    from valueback.record.folder import existing

    bent = dict(fingerprints(existing(lima).read("ana-souza").engagement))["K2"]
    edit(lima, first, bent)
    assert verified(run) == (False, ["H2"], [])


def test_entries_moved_or_put_in_between_say_the_same(run: Run, lima: Path) -> None:
    stated(run)
    file = lima / "engagements" / "ana-souza.toml"
    head, *blocks = file.read_text().split("\n[[log]]\n")
    blocks[3], blocks[4] = blocks[4], blocks[3]
    extra = (
        'id = "H99"\nkind = "homework"\nat = 2026-01-12T13:00:00Z\n'
        'logged = 2026-01-12T13:00:00Z\ntext = "By hand"\ndue = 2026-02-01\n'
    )
    file.write_text("\n[[log]]\n".join([head, *blocks[:5], extra, *blocks[5:]]))
    assert verified(run) == (True, [], [])


def test_a_count_is_no_percentage(run: Run, lima: Path) -> None:
    stated(run)
    edit(lima, 'feedback = "10%"', "feedback = 10")
    assert verified(run) == (False, ["agreement"], [])


def test_values_of_an_amendment_in_another_form_are_no_change(run: Run, lima: Path) -> None:
    logged(run, "amend", "elisa", "P1", "amount=20.00", now=NOW)
    assert run("statement", "elisa", now=NOW).exit_code == 0
    file = lima / "engagements" / "elisa-prado.toml"
    file.write_text(file.read_text().replace('amount = "20.00"', 'amount = "20.0"'))
    said = run("verify", "elisa", now=NOW)
    assert "still says" in said.out
    assert said.err == ""


def test_an_undone_signature_leaves_a_draft(run: Run, practice: Path) -> None:
    run("new-client", "Rui", "--result", "x", "--objective", "y", "--price", "900", "--months", "3")
    logged(run, "sign", "rui", "--by", "client")
    logged(run, "undo", "rui")
    file = practice / "engagements" / "rui.toml"
    file.write_text(file.read_text().replace('price = "900.00"', 'price = "950.00"'))
    assert run("show", "rui").err == ""
    logged(run, "sign", "rui", "--by", "both")
    assert run("show", "rui").err == ""


def test_a_statement_needs_something_to_state(run: Run, practice: Path) -> None:
    new = ("--result", "x", "--objective", "y", "--price", "900", "--months", "3")
    run("new-client", "Rui", *new)
    assert "nothing to state" in refusal(run, "statement", "rui")
    assert run("statement", "ana", "--dry-run").exit_code == 0
    assert "ST1" not in run("show", "ana").out
    assert not (practice / "documents").exists()


NASTY = "| x | <script>alert(1)</script> **b** [l](javascript:x)\n| H1 | y | 000000000000 |"


def test_client_text_in_a_statement_is_no_markup_and_no_row(run: Run, practice: Path) -> None:
    logged(run, "log-homework", "ana", NASTY, "--due", "2026-01-14")
    stated(run)
    text = (practice / "documents" / "ana-souza" / "statement-ST1.html").read_text()
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert "<script" not in html
    assert "<a " not in html
    edit(practice, "alert(1)", "alert(2)")
    assert verified(run) == (False, ["H1"], [])


# --- the dossier ---


def test_the_dossier_names_every_entry_in_the_order_that_is_asked(run: Run, lima: Path) -> None:
    logged(run, "amend", "bruno", "C1", "reason=Ill", now=NOW)
    text = run("dossier", "bruno", "--output", "-", now=NOW).out
    dossier, annex = text.split("\n---\n")
    titles = [line[3:] for line in dossier.splitlines() if line.startswith("## ")]
    assert annex.strip() == run("agreement", "bruno", "--output", "-", now=NOW).out.strip()
    assert titles == [
        "In short",
        "The agreement, and what was disclosed",
        "Signatures",
        "Service: dates and recordings",
        "Cancellations, with the moment of notice",
        "The client's written feedback",
        "Requests, and how they were answered",
        "Work, and what was spent",
        "The conditions, one by one",
        "Corrections",
        "What the provider did not do",
    ]
    contents = text.split("Contents:")[1].split("## In short")[0]
    assert [line[2:] for line in contents.strip().splitlines()][:-1] == titles
    report = run("show", "bruno", "--json", now=NOW).json
    evidence = ("signature", "booking", "session", "cancellation", "feedback", "amendment")
    for entry in report["entries"]:
        if entry["kind"] in evidence:
            assert f"| {entry['id']} |" in text
    assert "Cancelled 23 h before" in text
    assert "A meeting of the board" in text  # what stood there before the correction


class Tags(HTMLParser):
    """What a page holds, and what it would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.fetched += [
            f"{n}={v}"
            for n, v in attrs
            if n in ("src", "href", "action", "srcset") and not (v or "").startswith("#")
        ]


def tags(path: Path) -> Tags:
    found = Tags()
    found.feed(path.read_text())
    return found


def test_pages_are_whole_and_client_text_stays_text(run: Run, practice: Path) -> None:
    file = practice / "engagements" / "ana-souza.toml"
    file.write_text(file.read_text().replace("Ana Souza", "Ana <img src=x> {{ 7*7 }} & 'q'"))
    logged(run, "log-session", "ana-souza", "--start", "2026-01-12 10:00")
    words = ("log-feedback", "ana-souza", '"><script>x</script>\n<b>', "--value", "2")
    logged(run, *words, now="2026-01-13T10:00")
    for name, command in {
        "client": ("report", "ana-souza"),
        "practice": ("report",),
        "dossier": ("dossier", "ana-souza"),
        "agreement": ("agreement", "ana-souza"),
        "statement": ("statement", "ana-souza", "--html"),
    }.items():
        path = practice.parent / f"{name}.html"
        where = () if name == "statement" else ("--output", str(path))
        said = run(*command, *where, now=NOW)
        assert said.exit_code == 0, said.err
        if name == "statement":
            path = practice / "documents" / "ana-souza" / "statement-ST1.html"
        found = tags(path)
        assert {"script", "img", "b", "link", "iframe"}.isdisjoint(found.names)
        assert found.fetched == []
        assert "49" not in path.read_text().split("<main>")[1].split("</h1>")[0]
        assert "@import" not in path.read_text()
        assert "url(" not in path.read_text()


def test_reports_of_everything_that_an_engagement_can_be(run: Run, practice: Path) -> None:
    new = ("--price", "900", "--starts", "2026-01-12")
    run("new-client", "Open", *new, "--price-per", "month", "--no-guarantee")
    run("new-client", "Draft", *new, "--months", "3", "--result", "x", "--objective", "y")
    logged(run, "sign", "open", "--by", "both")
    logged(run, "log-incident", "open", "Shouted <b>")
    for who in ("open", "draft", "ana"):
        assert run("report", who, now=NOW).exit_code == 0
        assert run("dossier", who, now=NOW).exit_code == 0
        text = (
            practice / "documents" / run("show", who, "--json").json["engagement"] / "report.html"
        ).read_text()
        assert text.count("<h1>") == 1
    assert (
        "End this engagement: Shouted &lt;b&gt;"
        in (practice / "documents" / "open" / "report.html").read_text()
    )
    assert run("report").exit_code == 0


def test_the_practitioner_is_told_what_binds_the_wording(run: Run, practice: Path) -> None:
    new = ("--price", "900", "--months", "3", "--result", "x", "--objective", "y")
    run("new-client", "Rui", *new)
    said = run("agreement", "rui")
    assert "16 CFR 239.3" in said.out
    paper = (practice / "documents" / "rui" / "agreement.html").read_text()
    assert "CFR" not in paper  # for the practitioner, not for the client
    assert "CFR" not in run("agreement", "ana").out  # signed: the advice would come late
