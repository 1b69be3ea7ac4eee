"""The ladder at the command line: steps noted, messages, a pause that holds, abuse, the end."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

import icalendar
import pytest

from tests.cli.test_every_meeting import logged, refusal
from tests.conftest import Run


@pytest.fixture(autouse=True)
def _practice(practice: Path) -> None: ...


def miss(run: Run, count: int) -> None:
    """So much homework that is not done by 20 January."""
    for number in range(count):
        logged(run, "log-homework", "ana", f"Task {number}", "--due", f"2026-01-{14 + number}")


LATER = "2026-01-20T10:00"


def test_the_oldest_action_owed_is_noted_first(run: Run) -> None:
    miss(run, 2)
    [first] = logged(run, "log-consequence", "ana", now=LATER)
    [second] = logged(run, "log-consequence", "ana", now=LATER)
    assert (first["miss"], first["action"]) == ("H1", "reminder")
    assert (second["miss"], second["action"]) == ("H2", "warning")
    assert "No action is owed." in refusal(run, "log-consequence", "ana", now=LATER)


def test_milder_is_allowed_and_said_more_is_refused(run: Run) -> None:
    miss(run, 2)
    said = run("log-consequence", "ana", "H2", "reminder", now=LATER)
    assert "you chose the milder reminder" in said.out
    assert "pause goes beyond it" in refusal(
        run, "log-consequence", "ana", "H1", "pause", now=LATER
    )
    assert "does not count as a miss" in refusal(
        run, "log-consequence", "ana", "SG1", "pause", now=LATER
    )


def test_exit_code_4_while_an_action_is_owed(run: Run) -> None:
    miss(run, 1)
    check = ("check-accountability", "ana", "--exit-code")
    assert run(*check, now="2026-01-14T12:00").exit_code == 0
    assert run(*check, now=LATER).exit_code == 4
    assert run("check-accountability", "ana", now=LATER).exit_code == 0
    run("log-consequence", "ana", now=LATER)
    assert run(*check, now=LATER).exit_code == 0


def test_the_report_has_its_keys(run: Run) -> None:
    miss(run, 2)
    logged(run, "log-consequence", "ana", now=LATER)
    report = run("check-accountability", "ana", "--json", now=LATER).json
    first, second = report["misses"]
    assert first | {"text": ""} == {
        "entry": "H1", "what": "homework", "on": "2026-01-14", "action": "reminder",
        "penalty": None, "fee": None, "text": "", "taken": ["N1"],
    }  # fmt: skip
    assert (second["entry"], second["action"]) == ("H2", "warning")
    assert report["step"] == "warning"
    assert report["next"] == {"misses": 3, "action": "warning"}
    assert report["penalties"] == {
        "accrued": "0.00",
        "charged": "0.00",
        "paid": "0.00",
        "cap": None,
    }
    assert report["owed"] == [{"entry": "H2", "action": "warning", "amount": None}]
    assert report["commitments"] == {"kept": 0, "total": 2, "percent": "0.00"}
    assert (report["reminders"], report["caring_more"], report["abuse"]) == (1, False, False)


def test_a_pause_refuses_new_meetings_until_both_talked(run: Run) -> None:
    miss(run, 4)
    said = refusal(run, "book", "ana", "tue 10:00", now=LATER)
    assert "H4" in said
    assert "log-consequence ana-souza H4 reminder" in said
    logged(run, "log-consequence", "ana", "H4", "reminder", now=LATER)
    logged(run, "book", "ana", "tue 10:00", now=LATER)


def test_a_pause_leaves_what_is_owed_a_new_date(run: Run) -> None:
    logged(run, "book", "ana", "2026-01-22 10:00")
    logged(run, "log-cancellation", "ana")
    miss(run, 4)
    [booking] = logged(run, "book", "ana", "2026-01-23 10:00", now=LATER)
    assert booking["replaces"] == "C1"


def test_a_cancellation_of_one_s_own_opens_no_way_round_a_pause(run: Run) -> None:
    logged(run, "book", "ana", "2026-01-22 10:00")
    logged(run, "log-cancellation", "ana", "--by", "provider")
    miss(run, 4)
    assert "No new meetings" in refusal(run, "book", "ana", "2026-01-23 10:00", now=LATER)


def test_wrap_up_saves_the_meeting_and_books_nothing_in_a_pause(run: Run) -> None:
    miss(run, 3)
    words = ("wrap-up", "ana", "--start", "2026-01-20 09:00", "--no-show", "client")
    said = run(*words, "--next", "2026-01-27 10:00", now=LATER)  # the fourth miss is this one
    assert said.exit_code == 0
    assert "Not booked: the agreed pause is in force" in " ".join(said.out.split())
    report = run("show", "ana", "--json", now=LATER).json
    assert [e["kind"] for e in report["entries"]].count("session") == 1
    assert "booking" not in [e["kind"] for e in report["entries"]]


PENALTY = """
[[accountability.step]]
misses = 1
action = "penalty"
amount = "50.00"
basis = "the hour"
"""


def test_a_penalty_is_charged_as_agreed_or_less_and_paid_apart(run: Run, practice: Path) -> None:
    file = practice / "practice.toml"
    without = re.sub(r"\[\[accountability\.step\]\]\n([^\[\n].*\n)*", "", file.read_text())
    file.write_text(without + PENALTY)
    new = ("--result", "x", "--objective", "y", "--price", "900", "--starts", "2026-01-12",
           "--months", "3")  # fmt: skip
    assert run("new-client", "Rui", *new).exit_code == 0
    assert "without a cap" in refusal(run, "sign", "rui", "--by", "both")
    said = run("new-client", "Eva", *new, "--set", "accountability.penalty_cap=300.00")
    assert said.exit_code == 0, said.err
    logged(run, "sign", "eva", "--by", "both")
    logged(run, "log-homework", "eva", "Task", "--due", "2026-01-14")
    assert "more than accrued" in refusal(
        run, "log-consequence", "eva", "--amount", "60", now=LATER
    )
    text = run("reminder", "eva", now=LATER).out
    assert "$50.00 is charged, for the hour" in text
    [entry] = logged(run, "reminder", "eva", "--sent", now=LATER)
    assert (entry["action"], entry["amount"]) == ("penalty", "50.00")
    logged(run, "log-payment", "eva", "50", "--for", "penalty", now=LATER)
    report = run("check-accountability", "eva", "--json", now=LATER).json
    assert report["penalties"] == {
        "accrued": "50.00", "charged": "50.00", "paid": "50.00", "cap": "300.00",
    }  # fmt: skip


# --- messages ---


def test_before_the_due_day_a_reminder_is_a_friendly_nudge(run: Run) -> None:
    miss(run, 1)
    said = run("reminder", "ana", "--json", now="2026-01-13T10:00")
    assert said.json["action"] is None
    assert "Task 0 (due January 14, 2026)" in said.json["body"]
    [entry] = logged(run, "reminder", "ana", "--sent", now="2026-01-13T10:00")
    assert (entry["miss"], entry["action"]) == ("H1", "reminder")
    report = run("check-accountability", "ana", "--json", now=LATER).json
    assert (report["reminders"], len(report["owed"])) == (1, 1)


def test_with_nothing_open_there_is_nothing_to_remind_of(run: Run) -> None:
    assert "nothing to remind of" in refusal(run, "reminder", "ana")


LADDER = [("reminder", ["H1"]), ("warning", ["H2", "H3"]), ("pause", ["H4"]), ("disengage", ["H5"])]


@pytest.mark.parametrize(("count", "letters"), [(1, 1), (3, 2), (4, 3), (5, 4)])
def test_letters_go_up_the_ladder_a_step_at_a_time(run: Run, count: int, letters: int) -> None:
    """Whatever has gathered: what was never said is not first said as a pause or an end."""
    miss(run, count)
    for step, (action, entries) in enumerate(LADDER[:letters]):
        said = run("reminder", "ana", "--json", now=LATER).json
        assert (said["action"], said["entries"]) == (action, entries)
        assert said["left_out"] == [name for name, _ in LADDER[step + 1 : letters - 1]]
        assert f"Task {int(entries[0][1:]) - 1}" in said["body"]
        taken = logged(run, "reminder", "ana", "--sent", now=LATER)
        assert [entry["miss"] for entry in taken] == entries
    assert run("check-accountability", "ana", "--json", now=LATER).json["owed"] == []


def test_a_charge_alone_comes_after_a_reminder_and_stays_owed_until_it_is_made(
    run: Run, practice: Path
) -> None:
    steps = '[[accountability.step]]\nmisses = 1\naction = "reminder"\n'
    file = practice / "practice.toml"
    without = re.sub(r"\[\[accountability\.step\]\]\n([^\[\n].*\n)*", "", file.read_text())
    file.write_text(without + steps + PENALTY.replace("misses = 1", "misses = 2"))
    new = ("--result", "x", "--objective", "y", "--price", "900", "--starts", "2026-01-12")
    run("new-client", "Eva", *new, "--months", "3", "--set", "accountability.penalty_cap=80.00")
    logged(run, "sign", "eva", "--by", "both")
    for day in (14, 15, 16):
        logged(run, "log-homework", "eva", "Task", "--due", f"2026-01-{day}")
    first = run("reminder", "eva", now=LATER).out
    assert "charged" not in first
    assert [e["action"] for e in logged(run, "reminder", "eva", "--sent", now=LATER)] == [
        "reminder"
    ]
    second = run("reminder", "eva", now=LATER).out
    assert "As we agreed, $50.00 is charged, for the hour (Task (due January 15, 2026))." in second
    assert "As we agreed, $30.00 is charged, for the hour (Task (due January 16, 2026))." in second
    taken = logged(run, "reminder", "eva", "--sent", now=LATER)
    assert [(e["miss"], e["amount"]) for e in taken] == [("H2", "50.00"), ("H3", "30.00")]


NASTY = 'Ana\r\nBcc: eve@example.com\r\n\r\n<b>{{ 7 * 7 }}</b> =?utf-8?q?=0ABcc:_x@y.z?= "Q" \u202e'


def test_the_e_mail_draft_has_one_recipient_whatever_the_texts_hold(
    run: Run, tmp_path: Path, practice: Path
) -> None:
    file = practice / "engagements" / "ana-souza.toml"
    quoted = (
        NASTY.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r").replace("\n", "\\n")
    )
    file.write_text(file.read_text().replace('name = "Ana Souza"', f'name = "{quoted}"'))
    logged(run, "log-homework", "ana-souza", NASTY, "--due", "2026-01-14")
    draft = tmp_path / "draft.eml"
    said = run("reminder", "ana-souza", "--eml", str(draft), now=LATER)
    assert said.exit_code == 0, said.err
    message = email.message_from_bytes(draft.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert sorted(message.keys()) == sorted(
        ["To", "Subject", "X-Unsent", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"]
    )
    [recipient] = message["To"].addresses
    assert recipient.addr_spec == "ana@example.com"
    assert "{{ 7 * 7 }}" in message.get_content()
    link = run("reminder", "ana-souza", "--mailto", now=LATER).out.splitlines()[0]
    assert link.startswith("mailto:ana@example.com?subject=A%20friendly%20reminder&body=")
    assert link.count("&") == 1


def test_a_draft_asks_for_one_form_and_a_dry_run_writes_none(run: Run, tmp_path: Path) -> None:
    miss(run, 1)
    assert refusal(run, "reminder", "ana", "--mailto", "--whatsapp", code=2)
    draft = tmp_path / "draft.eml"
    assert run("reminder", "ana", "--eml", str(draft), "--dry-run").exit_code == 0
    assert not draft.exists()


def test_a_pause_letter_names_what_it_charges(run: Run, practice: Path) -> None:
    steps = PENALTY + PENALTY.replace("misses = 1", "misses = 2").replace("the hour", "the room")
    steps += '[[accountability.step]]\nmisses = 3\naction = "pause"\n'
    file = practice / "practice.toml"
    without = re.sub(r"\[\[accountability\.step\]\]\n([^\[\n].*\n)*", "", file.read_text())
    file.write_text(without + steps)
    new = ("--result", "x", "--objective", "y", "--price", "900", "--starts", "2026-01-12")
    run("new-client", "Eva", *new, "--months", "3", "--set", "accountability.penalty_cap=80.00")
    logged(run, "sign", "eva", "--by", "both")
    for day in (14, 15, 16):
        logged(run, "log-homework", "eva", "Task", "--due", f"2026-01-{day}")
    text = run("reminder", "eva", now=LATER).out
    assert "$50.00 is charged, for the hour (" in text
    assert "$30.00 is charged, for the room (" in text  # 80 at most
    assert "I book no new meetings" not in text
    entries = logged(run, "reminder", "eva", "--sent", now=LATER)
    assert [entry.get("amount") for entry in entries] == ["50.00", "30.00"]
    assert "I book no new meetings" in run("reminder", "eva", now=LATER).out
    assert "taken already" in refusal(run, "log-consequence", "eva", "H1", "penalty", now=LATER)


def test_a_letter_as_of_an_earlier_day_notes_only_what_had_happened(run: Run) -> None:
    miss(run, 2)
    [entry] = logged(run, "reminder", "ana", "--sent", "--at", "2026-01-15 10:00", now=LATER)
    assert (entry["miss"], entry["action"]) == ("H1", "reminder")


def test_a_letter_says_what_came_late_and_names_the_agreed_day(run: Run) -> None:
    miss(run, 1)
    logged(run, "complete-homework", "ana", now="2026-01-16T10:00")
    text = run("reminder", "ana", now=LATER).out
    assert "Task 0 (due January 14, 2026, done on January 16, 2026)" in text


def test_after_the_end_nothing_new_is_missed_booked_or_reminded_of(run: Run) -> None:
    miss(run, 1)
    logged(run, "log-homework", "ana", "Later", "--due", "2026-01-25")
    logged(run, "end", "ana", "--by", "both", "--reason", "Done", now=LATER)
    later = "2026-01-30T10:00"
    report = run("check-accountability", "ana", "--json", now=later).json
    assert [m["entry"] for m in report["misses"]] == ["H1"]
    assert report["owed"] == []
    assert "nothing to remind of" in refusal(run, "reminder", "ana", now=later)
    assert "ended on" in refusal(run, "book", "ana", "2026-02-10 10:00", now=later)
    assert "ended already" in refusal(run, "log-homework", "ana", "More", now=later)


def test_once_the_end_is_announced_it_is_to_be_logged(run: Run) -> None:
    miss(run, 5)
    for _ in range(3):
        run("reminder", "ana", "--sent", now=LATER)
    said = run("reminder", "ana", "--sent", now=LATER)
    assert "Next: valueback end ana-souza --by provider" in said.out
    items = run("due", "--json", now=LATER).json["items"]
    assert [(item["what"], item["command"]) for item in items] == [
        ("end", "valueback end ana-souza --by provider")
    ]
    assert "nothing to remind of" in refusal(run, "reminder", "ana", now=LATER)


def test_an_approved_extension_can_be_booked(run: Run) -> None:
    order = ("change-order", "ana", "--title", "Longer", "--reason", "Ill", "--extend-days", "30")
    assert run(*order).exit_code == 0
    late = ("book", "ana", "2026-08-01 10:00")
    assert "lies outside" in refusal(run, *late)
    for status in ("sent", "approved"):
        assert run("mark-change-order", "ana", "CO1", status).exit_code == 0
    logged(run, *late)


# --- abuse and the end ---


def test_abuse_turns_every_report_to_one_recommendation(run: Run) -> None:
    logged(run, "log-homework", "ana", "Task", "--due", "2026-01-14")
    logged(run, "log-incident", "ana", "Shouted at me on the telephone")
    for check in ("check-guarantee", "check-scope", "check-accountability"):
        out = run(check, "ana", now=LATER).out
        assert out.splitlines()[2] == "End this engagement."
        assert "valueback end ana-souza --incident I1" in out
    [item] = run("due", "--json", now=LATER).json["items"]
    assert (item["what"], item["command"]) == ("abuse", "valueback end ana-souza --incident I1")
    [entry] = logged(run, "end", "ana", "--incident", "I1", now=LATER)
    assert (entry["by"], entry["incident"]) == ("provider", "I1")
    assert "End this engagement." not in run("check-guarantee", "ana", now=LATER).out


def test_the_letter_owns_what_the_provider_missed(run: Run, tmp_path: Path) -> None:
    logged(run, "log-session", "ana", "--start", "2026-01-12 10:00")
    draft = tmp_path / "end.eml"
    letter = run("end", "ana", "--by", "provider", "--reason", "Full", "--dry-run", now=LATER).out
    assert "I want to own my side. Not every meeting was recorded" in letter
    assert "never held against you" in " ".join(letter.split())
    said = run("end", "ana", "--by", "both", "--reason", "Done", "--eml", str(draft), now=LATER)
    assert said.exit_code == 0
    assert b"As we decided together" in draft.read_bytes()


def test_a_letter_that_cannot_be_written_ends_nothing(run: Run, tmp_path: Path) -> None:
    there = tmp_path / "there.eml"
    there.write_text("mine")
    refusal(run, "end", "ana", "--by", "both", "--reason", "Done", "--eml", str(there))
    assert there.read_text() == "mine"
    assert "E1" not in run("show", "ana").out


# --- due ---


def test_due_says_what_to_do_soonest_first(run: Run) -> None:
    logged(run, "book", "ana", "2026-01-15 10:00", "--minutes", "45")
    logged(run, "log-homework", "ana", "Task", "--due", "2026-01-14")
    logged(run, "log-request", "ana", "A favour")
    items = run("due", "--json", now="2026-01-13T10:00").json["items"]
    assert [(item["what"], item["command"]) for item in items] == [
        ("request", "valueback options ana-souza R1"),
        ("homework", "valueback complete-homework ana-souza H1"),
        ("meeting", "valueback wrap-up ana-souza"),
    ]
    today = run("due", "--days", "0", "--json", now="2026-01-13T10:00").json["items"]
    assert [item["what"] for item in today] == ["request"]
    later = run("due", "--json", now="2026-01-15T12:00").json["items"]
    assert ("outcome", "valueback wrap-up ana-souza --booking B1") in [
        (item["what"], item["command"]) for item in later
    ]


def test_a_signature_is_asked_of_the_side_that_is_missing(run: Run) -> None:
    new = ("--result", "x", "--objective", "y", "--price", "900", "--starts", "2026-01-13")
    run("new-client", "Eva", *new, "--months", "3")
    assert run("due", "--json").json["items"][0]["command"] == "valueback sign eva --by both"
    logged(run, "sign", "eva", "--by", "client")
    assert run("due", "--json").json["items"][0]["command"] == "valueback sign eva --by provider"


def test_after_the_last_day_what_became_of_a_meeting_is_still_asked(run: Run) -> None:
    logged(run, "book", "ana", "2026-07-12 10:00")
    whats = [item["what"] for item in run("due", "--json", now="2026-07-20T10:00").json["items"]]
    assert "outcome" in whats


def test_every_command_that_due_suggests_is_understood(run: Run, practice: Path) -> None:
    from valueback.cli.catalogue import VERBS
    from valueback.render.agenda import _COMMANDS

    for command in _COMMANDS.values():
        assert command.split()[0] in VERBS


def test_without_a_verb_today_is_shown_or_the_help(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = run(now="2026-01-13T10:00").out.splitlines()[0]
    assert head.endswith("practice · Tue 2026-01-13 · due until Wed 2026-01-14")
    monkeypatch.setenv("VALUEBACK_PRACTICE", "/nowhere")
    assert run().out.startswith("Usage: valueback")


def test_an_unreadable_engagement_is_named_and_stops_nothing(run: Run, practice: Path) -> None:
    (practice / "engagements" / "bad.toml").write_text("schema = 2\n")
    said = run("due", "--json")
    assert said.exit_code == 0
    assert [error["id"] for error in said.json["errors"]] == ["bad"]
    assert "bad cannot be read" in said.err


def test_the_calendar_reads_back(run: Run, tmp_path: Path) -> None:
    logged(run, "book", "ana", "2026-01-15 10:00", "--minutes", "45")
    logged(
        run,
        "log-homework",
        "ana",
        "Write; call, then\nwait \\ ü " + "long " * 30,
        "--due",
        "2026-01-14",
    )
    file = tmp_path / "due.ics"
    assert run("due", "--ics", str(file), now="2026-01-13T10:00").exit_code == 0
    private = file.read_bytes()
    assert b"Write" not in private
    told = ("export", "ics", "--details", "-o", str(file))
    assert run(*told, now="2026-01-13T10:00").exit_code == 0
    raw = file.read_bytes()
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    events = {str(e["summary"]): e for e in icalendar.Calendar.from_ical(raw).walk("VEVENT")}
    meeting, homework = events["Ana Souza"], events["homework: Ana Souza"]
    assert homework.decoded("dtstart").isoformat() == "2026-01-14"
    assert "Write; call, then\\u000await \\ ü" in str(homework["description"])
    assert meeting.decoded("dtstart").isoformat() == "2026-01-15T13:00:00+00:00"
    assert meeting.decoded("duration").total_seconds() == 45 * 60
    assert all("ana" not in str(event["uid"]) for event in events.values())
