"""What an import takes, what it asks, and what it never does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run, Said

SAMPLES = Path(__file__).parents[1] / "sources" / "samples"
NOW = "2026-03-05T08:00:00-06:00"
WHOLE = [path.name for path in sorted(SAMPLES.iterdir()) if path.suffix != ".md"]


@pytest.fixture
def roe(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A practice in Chicago with one client, signed in January."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "practice.toml").write_text(
        'schema = 2\n\n[practice]\nname = "Roe Practice"\nprovider = "Pat Roe"\n'
        'email = "pat@example.com"\ntime_zone = "America/Chicago"\n# kept as it is\n'
    )
    begun = "2026-01-02T08:00:00-06:00"
    terms = ("--price", "2400", "--months", "6", "--starts", "2026-01-05")
    promised = ("--objective", "Prices", "--result", "A price list")
    run("new-client", "Ana Doe", "--email", "ana@example.com", *terms, *promised, now=begun)
    assert run("sign", "ana", "--by", "both", now=begun).exit_code == 0
    return tmp_path


def imported(run: Run, *words: str, now: str = NOW) -> dict[str, Any]:
    said = run("import", *words, "--json", now=now)
    assert said.exit_code == 0, said.err
    report: dict[str, Any] = said.json
    return report


def rows(report: dict[str, Any]) -> int:
    return sum(len(report[name]) for name in ("proposals", "known", "ignored", "refused"))


def calendar(folder: Path, *events: str, method: str = "PUBLISH", name: str = "x.ics") -> str:
    body = "".join(
        "BEGIN:VEVENT\r\n" + e.strip().replace("\n", "\r\n") + "\r\nEND:VEVENT\r\n" for e in events
    )
    file = folder / name
    file.write_bytes(f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\n{body}END:VCALENDAR\r\n".encode())
    return str(file)


ANA = "ATTENDEE:mailto:ana@example.com"


def log(run: Run) -> list[dict[str, Any]]:
    return [e for e in run("show", "ana", "--json", now=NOW).json["entries"] if not e["void"]]


@pytest.mark.parametrize("name", WHOLE)
def test_nothing_is_written_without_a_terminal(name: str, roe: Path, run: Run) -> None:
    before = (roe / "engagements" / "ana-doe.toml").read_bytes()
    report = imported(run, str(SAMPLES / name))
    assert rows(report) > 0
    assert report["saved"] is False
    assert (roe / "engagements" / "ana-doe.toml").read_bytes() == before


def test_yes_takes_what_is_certain_and_a_second_time_nothing(roe: Path, run: Run) -> None:
    file = str(SAMPLES / "calendly-events.csv")
    report = imported(run, file, "--yes")
    assert [e["kind"] for e in report["entries"]] == ["booking"] * 3
    assert {e["source"]["id"] for e in report["entries"]} == {"i0001", "i0002", "i0003"}
    assert all(len(e["source"]["sha256"]) == 64 for e in report["entries"])
    asked = {ask["ask"] for p in report["proposals"] for ask in p["asks"]}
    assert asked == {"held", "called-off-by", "notice"}
    again = imported(run, file, "--yes")
    assert again["entries"] == []
    assert {row["source"]["id"] for row in again["known"]} == {"i0001", "i0003"}
    assert run("undo", "ana", "--yes", now=NOW).exit_code == 0
    assert [e["kind"] for e in log(run) if e["kind"] == "booking"] == []
    back = imported(run, file, "--yes")
    assert back["entries"] == []
    assert "was taken back" in back["known"][0]["message"]


def findings(run: Run) -> list[tuple[str, str, str]]:
    report = run("check-guarantee", "ana", "--json", now=NOW).json
    return sorted(
        (clause["id"], f["entry"], f["status"])
        for clause in report["clauses"]
        for f in clause["findings"]
        if f["status"] in {"breached", "judgement"}
    )


def test_no_import_without_an_answer_makes_a_finding_worse(roe: Path, run: Run) -> None:
    cancelled = f"UID:9\nDTSTART:20260304T160000Z\nSTATUS:CANCELLED\n{ANA}"
    files = [str(SAMPLES / name) for name in WHOLE] + [calendar(roe, cancelled)]
    before = findings(run)
    imported(run, *files, "--yes", "--client", "ana")
    assert findings(run) == before


def test_a_cancellation_whose_file_proves_notice_in_time(roe: Path, run: Run) -> None:
    """Even the last change lies a day and more before: only who called it off is asked."""
    event = f"UID:1\nDTSTART:20260310T160000Z\nDTEND:20260310T170000Z\n{ANA}"
    imported(run, calendar(roe, event), "--yes")
    late = "LAST-MODIFIED:20260304T160000Z\nSTATUS:CANCELLED"
    report = imported(run, calendar(roe, f"{event}\n{late}"))
    [proposal] = report["proposals"]
    assert [ask["ask"] for ask in proposal["asks"]] == ["called-off-by"]
    assert proposal["entries"][0]["at"].startswith("2026-03-04T")
    assert proposal["entries"][0]["booking"] == "B1"


def test_a_cancellation_whose_file_proves_nothing(roe: Path, run: Run) -> None:
    event = f"UID:1\nDTSTART:20260305T120000Z\n{ANA}"
    imported(run, calendar(roe, event), "--yes", now="2026-03-01T08:00:00-06:00")
    late = "LAST-MODIFIED:20260305T110000Z\nSTATUS:CANCELLED"
    report = imported(run, calendar(roe, f"{event}\n{late}"))
    [proposal] = report["proposals"]
    assert [ask["ask"] for ask in proposal["asks"]] == ["called-off-by", "notice"]
    assert imported(run, calendar(roe, f"{event}\n{late}"), "--yes")["entries"] == []


def test_the_message_of_a_cancellation_proves_its_moment(roe: Path, run: Run) -> None:
    event = f"UID:1\nDTSTART:20260305T120000Z\n{ANA}"
    imported(run, calendar(roe, event), "--yes", now="2026-03-01T08:00:00-06:00")
    told = calendar(roe, f"{event}\nDTSTAMP:20260305T113000Z", method="CANCEL")
    [proposal] = imported(run, told)["proposals"]
    assert [ask["ask"] for ask in proposal["asks"]] == ["called-off-by"]


def test_what_was_moved_is_called_off_and_booked_anew_in_one(roe: Path, run: Run) -> None:
    imported(run, calendar(roe, f"UID:1\nDTSTART:20260310T160000Z\n{ANA}"), "--yes")
    later = f"UID:1\nDTSTART:20260312T160000Z\nLAST-MODIFIED:20260304T160000Z\n{ANA}"
    [proposal] = imported(run, calendar(roe, later))["proposals"]
    assert [e["kind"] for e in proposal["entries"]] == ["cancellation", "booking"]
    assert [ask["ask"] for ask in proposal["asks"]] == ["called-off-by"]


def test_what_vanished_from_a_series_is_asked_about(roe: Path, run: Run) -> None:
    series = f"UID:1\nDTSTART:20260306T160000Z\nRRULE:FREQ=WEEKLY;COUNT=3\n{ANA}"
    report = imported(run, calendar(roe, series), "--yes")
    assert len(report["entries"]) == 3
    without = f"{series}\nEXDATE:20260313T160000Z"
    report = imported(run, calendar(roe, without))
    [proposal] = report["proposals"]
    assert proposal["entries"][0]["booking"] == "B2"
    assert {ask["ask"] for ask in proposal["asks"]} == {"called-off-by", "notice"}
    assert len(report["known"]) == 2


def test_the_same_start_from_elsewhere_is_already_there(roe: Path, run: Run) -> None:
    run("book", "ana", "2026-03-10 10:00", now=NOW)
    event = f"UID:1\nDTSTART;TZID=America/Chicago:20260310T100000\n{ANA}"
    report = imported(run, calendar(roe, event), "--yes")
    assert (report["entries"], report["known"][0]["message"]) == ([], "already there: B1")


def test_the_order_of_files_makes_no_difference(roe: Path, run: Run) -> None:
    one = calendar(roe, f"UID:1\nDTSTART:20260310T160000Z\n{ANA}", name="1.ics")
    other = calendar(roe, f"UID:2\nDTSTART:20260311T160000Z\n{ANA}", name="2.ics")
    found = []
    for files in ((one, other), (other, one)):
        entries = imported(run, *files, "--dry-run", "--yes")["entries"]
        found.append(sorted((e["kind"], e["to"], e["source"]["id"]) for e in entries))
    assert found[0] == found[1]
    assert len(found[0]) == 2


def test_aliases_make_somebody_certain(roe: Path, run: Run) -> None:
    file = str(SAMPLES / "toggl-detailed.csv")
    assert {a["ask"] for p in imported(run, file)["proposals"] for a in p["asks"]} == {"client"}
    practice = roe / "practice.toml"
    text = practice.read_text()
    practice.write_text(f'{text}\n[[alias]]\nclient = "ana-doe"\nproject = "Coaching"\n')
    report = imported(run, file, "--yes")
    assert [e["minutes"] for e in report["entries"]] == [65, 45]


def test_a_named_client_takes_what_is_nobody_elses(roe: Path, run: Run) -> None:
    begun = "2026-01-02T08:00:00-06:00"
    words = ("new-client", "Bo Lind", "--email", "bo@example.com", "--price", "9", "--months", "3")
    assert run(*words, now=begun).exit_code == 0
    ours, other, open_ = (
        calendar(roe, f"UID:{n}\nDTSTART:2026031{n}T160000Z\n{who}", name=f"{n}.ics")
        for n, who in enumerate((ANA, "ATTENDEE:mailto:bo@example.com", "SUMMARY:Coaching"))
    )
    report = imported(run, ours, other, open_, "--client", "ana", "--yes")
    assert [entry["source"]["id"] for entry in report["entries"]] == ["0", "2"]
    assert [row["message"] for row in report["ignored"]] == ["is another client's"]


def test_what_is_to_be_ignored_is(roe: Path, run: Run) -> None:
    practice = roe / "practice.toml"
    practice.write_text(f'{practice.read_text()}\n[import.bookings]\nignore = ["i0002"]\n')
    report = imported(run, str(SAMPLES / "calendly-events.csv"), "--yes")
    assert len(report["entries"]) == 2
    assert report["ignored"][0]["message"] == "was left out before"


def test_money_in_another_currency_is_refused(roe: Path, run: Run) -> None:
    file = roe / "stripe.csv"
    file.write_text(
        "id,Created date (UTC),Amount,Currency,Status,Customer Email\n"
        "ch_1,2026-01-13 21:08:44,2400.00,usd,Paid,ana@example.com\n"
        "ch_2,2026-01-14 21:08:44,2400.00,eur,Paid,ana@example.com\n"
        "ch_3,2026-01-15 21:08:44,17.00,usd,Paid,ana@example.com\n"
    )
    report = imported(run, str(file), "--yes")
    assert [(e["kind"], e["amount"], e["for"]) for e in report["entries"]] == [
        ("payment", "2400.00", "agreement")
    ]
    assert [(r["line"], "EUR" in r["message"]) for r in report["refused"]] == [(3, True)]
    assert [ask["ask"] for ask in report["proposals"][1]["asks"]] == ["for"]


def test_a_mail_that_names_its_session_is_feedback(roe: Path, run: Run) -> None:
    run("log-session", "ana", "--start", "2026-03-02 10:00", now=NOW)
    mail = roe / "answer.eml"
    mail.write_text(
        "Message-ID: <1@x>\nFrom: Ana Doe <ana@example.com>\nSubject: Re: Our meeting [S1]\n"
        "Date: Mon, 02 Mar 2026 18:00:00 -0600\n\nIt helped.\n"
    )
    [entry] = imported(run, str(mail), "--yes")["entries"]
    assert (entry["kind"], entry["session"], entry["text"]) == ("feedback", "S1", "It helped.")
    assert entry["source"]["said"] == "It helped."


def test_a_file_that_nobody_knows_is_refused_loudly(roe: Path, run: Run) -> None:
    file = roe / "x.csv"
    file.write_text("a,b\n1,2\n")
    report = imported(run, str(file))
    assert report["refused"][0]["message"] == "is no file that valueback knows."
    assert run("import", str(roe / "absent.csv"), now=NOW).exit_code == 2
    assert run("import", str(file), "--from", "carrier-pigeon", now=NOW).exit_code == 2


def test_a_table_by_a_map_of_its_columns(roe: Path, run: Run) -> None:
    practice = roe / "practice.toml"
    columns = '{ kind = "homework-done", at = "Day", homework = "Task", email = "Mail" }'
    practice.write_text(f"{practice.read_text()}\n[import.csv]\ncolumns = {columns}\n")
    run("log-homework", "ana", "List ten", "--due", "2026-03-04", now="2026-03-01T08:00:00-06:00")
    file = roe / "x.csv"
    file.write_text("Day;Task;Mail\n2026-03-03 10:00;H1;ana@example.com\nx;H1;ana@example.com\n")
    report = imported(run, str(file), "--yes")
    assert [(e["kind"], e["homework"]) for e in report["entries"]] == [("homework-done", "H1")]
    assert report["refused"][0]["line"] == 3


def said_at_once(said: Said) -> str:
    return " ".join(said.out.split())


def test_the_counts_are_all_of_the_rows(roe: Path, run: Run) -> None:
    said = run("import", str(SAMPLES / "whatsapp-ios-us.txt"), now=NOW)
    assert "4 rows: 1 not saved, 3 ignored." in said_at_once(said)
    assert "What is this?" in said_at_once(said)


def test_the_source_is_kept_told_and_forgotten(roe: Path, run: Run) -> None:
    practice = roe / "practice.toml"
    alias = '[[alias]]\nclient = "ana-doe"\nname = "Ana D"\n\n'
    others = '[[alias]]\nclient = "bo"\nname = "Bo"\n'
    ignored = '\n[import.mail]\nignore = ["<ana@example.com/1>", "2"]\n'
    practice.write_text(f"{practice.read_text()}\n{alias}{others}{ignored}")
    imported(run, str(SAMPLES / "calendly-events.csv"), "--yes")
    dossier = run("dossier", "ana", "--output", "-", now=NOW).out.replace("\\", "")
    assert "(from: booking page, i0001, SHA-256 " in dossier
    run("end", "ana", "--by", "both", "--reason", "done", now=NOW)
    assert run("forget", "ana", "--yes", "--force", now="2026-09-05T08:00:00-06:00").exit_code == 0
    text = (roe / "engagements" / "erased-1.toml").read_text()
    assert "i0001" not in text
    left = practice.read_text()
    assert "Ana D" not in left
    assert 'client = "bo"' in left
    assert 'ignore = ["2"]' in left
    assert "# kept as it is" in left
    assert '[log.source]\nof = "bookings"\nid = "(erased)"\nsha256 = "(erased)"' in text


def test_the_question_is_found_again_by_its_answer(
    roe: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run("log-session", "ana", "--start", "2026-03-02 10:00", now=NOW)
    file = tmp_path_factory.mktemp("out") / "ask.eml"
    assert run("request-feedback", "ana", "--eml", str(file), now=NOW).exit_code == 0
    draft = file.read_text()
    assert "Subject: Our meeting on March 2, 2026 [S1]" in draft
    assert "Message-ID: <s1." in draft
    form = "https://forms.example/x?s={session}"
    told = run("request-feedback", "ana", "--form", form, now=NOW).out
    assert "If you prefer a form, it is here: https://forms.example/x?s=S1" in told
    assert run("request-feedback", "ana", "--form", "x", now=NOW).exit_code == 2
    assert "ana" not in draft.split("Message-ID: ")[1].split("\n")[0]
