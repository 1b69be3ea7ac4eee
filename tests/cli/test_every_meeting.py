"""The commands of every meeting: what they write, assume and refuse."""

from pathlib import Path

import icalendar
import pytest

from tests.conftest import Run


def logged(run: Run, *words: str, now: str = "2026-01-12T12:00") -> list[dict[str, object]]:
    said = run(*words, "--json", now=now)
    assert said.exit_code == 0, said.err
    assert said.json["report"] == "logged"
    entries: list[dict[str, object]] = said.json["entries"]
    return entries


def refusal(run: Run, *words: str, now: str = "2026-01-12T12:00", code: int = 3) -> str:
    said = run(*words, now=now)
    assert (said.exit_code, said.out) == (code, ""), said
    return said.err


@pytest.fixture(autouse=True)
def _practice(practice: Path) -> None: ...


def test_a_logged_entry_is_shown_as_stored(run: Run) -> None:
    [entry] = logged(run, "book", "ana", "2026-01-12 10:00", now="2026-01-09T16:00")
    assert entry == {
        "id": "B1",
        "kind": "booking",
        "at": "2026-01-09T16:00:00-03:00",
        "logged": "2026-01-09T16:00:00-03:00",
        "to": "2026-01-12T10:00:00-03:00",
    }


def test_a_weekly_series_keeps_its_time_of_day(run: Run) -> None:
    entries = logged(run, "book", "ana", "tue 9:30", "--weekly", "3", "--minutes", "45")
    assert [e["to"] for e in entries] == [
        "2026-01-13T09:30:00-03:00",
        "2026-01-20T09:30:00-03:00",
        "2026-01-27T09:30:00-03:00",
    ]
    assert {e["minutes"] for e in entries} == {45}


def test_a_series_beyond_the_end_is_refused_whole(run: Run) -> None:
    said = refusal(run, "book", "ana", "2026-06-30 10:00", "--weekly", "3")
    assert "outside the agreement" in said
    assert logged(run, "book", "ana", "2026-06-30 10:00")[0]["id"] == "B1"


def test_a_session_belongs_to_the_latest_booking_without_an_outcome(run: Run) -> None:
    run("book", "ana", "2026-01-12 10:00", "--minutes", "45", now="2026-01-09T16:00")
    [session] = logged(run, "log-session", "ana", "--recording", "here", "--late", "3")
    assert (session["booking"], session["minutes"], session["late_minutes"]) == ("B1", 45, 3)
    assert session["at"] == "2026-01-12T10:00:00-03:00"


def test_without_a_booking_the_start_is_never_assumed(run: Run) -> None:
    assert "--start" in refusal(run, "log-session", "ana", code=2)
    [session] = logged(run, "log-session", "ana", "--start", "today 10:00")
    assert session["minutes"] == 60


@pytest.mark.parametrize("flag", ["--start", "--at"])
def test_a_start_that_is_booked_finds_its_booking(run: Run, flag: str) -> None:
    run("book", "ana", "2026-01-12 10:00", now="2026-01-09T16:00")
    [session] = logged(run, "log-session", "ana", flag, "2026-01-12 10:00")
    assert session["booking"] == "B1"


def test_a_cancellation_means_the_next_meeting_and_a_new_date_replaces_it(run: Run) -> None:
    run("book", "ana", "2026-01-19 10:00", "--weekly", "2")
    [cancelled] = logged(run, "log-cancellation", "ana", "--reason", "ill", now="2026-01-13T09:00")
    assert (cancelled["booking"], cancelled["by"]) == ("B1", "client")
    [booked] = logged(run, "book", "ana", "2026-01-22 10:00", now="2026-01-13T09:00")
    assert booked["replaces"] == "C1"
    [other] = logged(run, "book", "ana", "2026-01-23 10:00", now="2026-01-13T09:00")
    assert "replaces" not in other


def test_a_start_that_was_never_booked_is_cancelled_in_one_write(run: Run) -> None:
    entries = logged(
        run, "log-cancellation", "ana", "--start", "2026-01-20 10:00", "--by", "provider"
    )
    assert [e["id"] for e in entries] == ["B1", "C1"]


def test_a_replacement_may_lie_after_the_end(run: Run) -> None:
    run("book", "ana", "2026-07-10 10:00")
    run("log-cancellation", "ana", now="2026-07-08T10:00")
    [booked] = logged(run, "book", "ana", "2026-07-20 10:00", now="2026-07-08T11:00")
    assert booked["replaces"] == "C1"
    run("wrap-up", "ana", "--booking", "B2", now="2026-07-20T11:10")
    assert logged(run, "log-feedback", "ana", "fine", now="2026-07-21T10:00")[0]["session"] == "S1"


def test_short_notice_says_what_it_means(run: Run) -> None:
    run("book", "ana", "2026-01-13 10:00", now="2026-01-10T12:00")
    said = run("log-cancellation", "ana", now="2026-01-12T12:00")
    assert "Excused: Cancelled 22 h before" in said.out
    assert "1 of 1 allowed" in said.out


def test_homework_from_giving_to_doing(run: Run) -> None:
    [given] = logged(run, "log-homework", "ana", "Write a page")
    assert given["due"] == "2026-01-19"
    [second] = logged(run, "log-homework", "ana", "Call them", "--due", "fri")
    assert second["due"] == "2026-01-16"
    [done] = logged(run, "complete-homework", "ana", now="2026-01-15T10:00")
    assert done["homework"] == "H2"  # the one due first
    assert "was done already" in refusal(
        run, "complete-homework", "ana", "H2", now="2026-01-15T10:00"
    )


def test_feedback_belongs_to_the_latest_meeting_without_one(run: Run) -> None:
    run("log-session", "ana", "--start", "2026-01-12 10:00")
    run("log-session", "ana", "--start", "2026-01-13 10:00", now="2026-01-13T12:00")
    now = "2026-01-14T12:00"
    assert logged(run, "log-feedback", "ana", "good", "--value", "5", now=now)[0]["session"] == "S2"
    assert logged(run, "log-feedback", "ana", "bad", "--value", "1", now=now)[0]["session"] == "S1"
    more = logged(run, "log-feedback", "ana", "and more", now=now)
    assert more[0]["session"] == "S2"  # none is without feedback: the latest, and it says so
    assert logged(run, "log-adjustment", "ana", "changed", now=now)[0]["feedback"] == "F2"
    assert "No concern" in refusal(run, "log-adjustment", "ana", "changed", now=now)


def test_texts_come_from_standard_input_exactly(run: Run) -> None:
    run("log-session", "ana", "--start", "2026-01-12 10:00")
    words = 'it cost "$500"\n  twice'
    said = run("log-feedback", "ana", "-", "--json", stdin=words + "\n")
    assert said.json["entries"][0]["text"] == words
    assert "TEXT is missing" in refusal(run, "log-homework", "ana", code=2)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("log-session", "ana", "--start", "2026-01-12 13:00"), "is in the future"),
        (("log-session", "ana", "--start", "2026-01-11 10:00"), "outside the agreement"),
        (("log-session", "ana", "--booking", "B7"), "no booking B7"),
        (("log-feedback", "ana", "x", "--session", "S7"), "no entry S7"),
        (("complete-homework", "ana"), "No homework is open"),
        (("complete-homework", "ana", "SG1"), "SG1 is a signature"),
        (("log-homework", "ana", "x", "--due", "2026-01-11"), "before it was given"),
        (("log-homework", "ana", "x", "--at", "2026-01-13 10:00"), "is in the future"),
        (("sign", "ana", "--by", "client"), "has signed already"),
    ],
)
def test_what_cannot_be_is_refused(run: Run, words: tuple[str, ...], message: str) -> None:
    assert message in refusal(run, *words)


def test_impossible_beside_what_is_there(run: Run) -> None:
    run("book", "ana", "2026-01-12 10:00", now="2026-01-09T16:00")
    assert "booked for that start" in refusal(run, "book", "ana", "2026-01-12 10:00")
    run("log-session", "ana")
    assert "logged already" in refusal(run, "log-session", "ana", "--booking", "B1")
    assert "took place" in refusal(run, "log-cancellation", "ana", "--booking", "B1")
    early = ("log-feedback", "ana", "x", "--session", "S1", "--at", "2026-01-12 09:00")
    assert "follows its meeting" in refusal(run, *early)
    run("book", "ana", "2026-01-13 10:00")
    run("log-cancellation", "ana", "--booking", "B2")
    assert "cancelled already" in refusal(run, "log-cancellation", "ana", "--booking", "B2")
    late = ("log-session", "ana", "--booking", "B2")
    assert "was cancelled" in refusal(run, *late, now="2026-01-13T12:00")


def test_wrap_up_by_flags_alone(run: Run) -> None:
    run("book", "ana", "2026-01-12 10:00", now="2026-01-09T16:00")
    run("log-homework", "ana", "old", "--due", "2026-01-12", now="2026-01-10T10:00")
    entries = logged(
        run, "wrap-up", "ana", "--recording", "here", "--late", "4", "--done", "H1",
        "--homework", "new", "--due", "fri", "--missing", "examples", "--next", "mon 10:00",
    )  # fmt: skip
    assert [e["id"] for e in entries] == ["S1", "D1", "H2", "F1", "B2"]
    assert entries[2]["session"] == "S1"
    assert entries[4]["to"] == "2026-01-19T10:00:00-03:00"


def test_wrap_up_writes_nothing_when_one_answer_is_wrong(run: Run, practice: Path) -> None:
    path = practice / "engagements" / "ana-souza.toml"
    before = path.read_bytes()
    start = ("--start", "2026-01-12 10:00")
    assert "no entry H9" in refusal(run, "wrap-up", "ana", *start, "--done", "H9")
    assert path.read_bytes() == before


def test_wrap_up_shows_the_question_to_send(run: Run) -> None:
    said = run("wrap-up", "ana", "--start", "2026-01-12 10:00", "--recording", "here")
    assert "What was missing" in said.out
    assert "request-feedback ana-souza --sent" in said.out
    missed = run("wrap-up", "ana", "--start", "2026-01-12 11:00", "--no-show", "client")
    assert "What was missing" not in missed.out


def test_asking_for_feedback_in_every_form(run: Run, tmp_path: Path) -> None:
    run("log-session", "ana", "--start", "2026-01-12 10:00")
    plain = run("request-feedback", "ana")
    assert plain.out.startswith("Hello Ana,")
    assert run("request-feedback", "ana", "--mailto").out.startswith(
        "mailto:ana@example.com?subject=Our%20m"
    )
    assert run("request-feedback", "ana", "--whatsapp").out.startswith(
        "https://wa.me/5511912345678?text=Hel"
    )
    draft = tmp_path / "ask.eml"
    run("request-feedback", "ana", "--eml", str(draft))
    assert b"To: Ana Souza <ana@example.com>" in draft.read_bytes()
    assert run("show", "ana", "--kind", "feedback-request", "--json").json["entries"] == []
    [asked] = logged(run, "request-feedback", "ana", "--sent", "--whatsapp")
    assert (asked["session"], asked["channel"]) == ("S1", "whatsapp")


def test_a_meeting_goes_by_its_agreed_start_and_is_logged_once(run: Run) -> None:
    run("book", "ana", "2026-01-12 10:00", now="2026-01-09T16:00")
    assert "--booking B1" in refusal(run, "log-session", "ana", "--start", "2026-01-12 10:05")
    run("log-session", "ana")
    again = refusal(run, "log-session", "ana", "--start", "2026-01-12 10:30")
    assert "S1, the meeting of Mon 2026-01-12 10:00, is logged already" in again


def test_what_the_client_missed_is_counted_as_said_in_the_meeting(run: Run) -> None:
    said = run("wrap-up", "ana", "--start", "2026-01-12 10:00", "--missing", "examples")
    assert "given in the meeting" in said.out
    assert "What was missing" in said.out  # the question is there to be sent all the same
    [later] = logged(run, "log-feedback", "ana", "Here is what I think", "--value", "4")
    assert later["session"] == "S1"
    assert run("request-feedback", "ana", "--sent").exit_code == 0


def test_an_unknown_item_is_pointed_out(run: Run) -> None:
    assert (
        "coaching is not in the scope" in run("book", "ana", "fri 10:00", "--item", "coaching").out
    )


# --- messages ---


def test_no_draft_for_what_was_answered(run: Run) -> None:
    logged(run, "log-session", "ana", "--start", "2026-01-12 10:00")
    logged(run, "log-feedback", "ana", "Good", "--value", "5", now="2026-01-13T10:00")
    for words in ((), ("--session", "S1")):
        said = refusal(run, "request-feedback", "ana", *words, now="2026-01-13T11:00")
        assert said.startswith("The client answered already: F1")
    assert run("request-feedback", "ana", "--sent", now="2026-01-13T11:00").exit_code == 0


def test_no_draft_names_a_day_that_has_passed(run: Run) -> None:
    logged(run, "log-session", "ana", "--start", "2026-01-12 10:00")
    last = run("request-feedback", "ana", "--json", now="2026-01-19T23:59:59").json["body"]
    assert "Please write by January 19, 2026; your feedback also keeps" in last
    late = run("request-feedback", "ana", "--json", now="2026-01-20T00:00").json["body"]
    assert "January 19" not in late
    assert "guarantee" not in late
    over = "The time that we agreed for it is over; your answer helps me all the same."
    assert late.endswith(f"{over}\n\nClara Lima\n")
    assert last.endswith("keeps your guarantee whole.\n\nClara Lima\n")


def test_a_message_is_a_line_a_paragraph(run: Run) -> None:
    logged(run, "log-session", "ana", "--start", "2026-01-12 10:00")
    said = run("request-feedback", "ana", now="2026-01-12T12:00").out
    assert "\nI read every answer, and what you miss I change before we meet again. Please" in said


def test_an_own_template_of_the_first_edition_has_the_subject_of_ours(
    run: Run, practice: Path
) -> None:
    logged(run, "log-session", "ana", "--start", "2026-01-12 10:00")
    own = practice / "templates" / "request-feedback.txt"
    own.parent.mkdir()
    own.write_text("Hello {{ client.name }},\nhow was {{ session.day }}?\n")
    report = run("request-feedback", "ana", "--json").json
    assert report["subject"] == "Our meeting on January 12, 2026"
    assert report["body"] == "Hello Ana Souza,\nhow was January 12, 2026?\n"
    own.write_text("Subject: Mine\n\nHello\n")
    report = run("request-feedback", "ana", "--json").json
    assert (report["subject"], report["body"]) == ("Mine", "Hello\n")


# --- invitations ---


def test_a_booking_comes_as_an_invitation(run: Run, practice: Path, tmp_path: Path) -> None:
    file = tmp_path / f"{'a-long-name' * 7}.ics"
    words = ("book", "ana", "2026-03-02 10:00", "--weekly", "2", "--ics", str(file))
    dry = run(*words, "--dry-run")
    assert f"Would write the invitation {file}" in dry.out
    assert not file.exists()
    said = run(*words)
    assert said.exit_code == 0, said.err
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    first, second = calendar.walk("VEVENT")
    assert first.decoded("dtstart").isoformat() == "2026-03-02T13:00:00+00:00"
    assert second.decoded("dtstart").isoformat() == "2026-03-09T13:00:00+00:00"
    assert first.decoded("duration").total_seconds() == 60 * 60
    assert str(first["uid"]) == "ana-souza-meeting-b1@valueback"
    assert "Ana Souza and Clara Lima" in str(first["summary"])
    assert (str(calendar["method"]), "attendee" in first) == ("PUBLISH", False)


def test_an_invitation_goes_to_the_client_alone(run: Run, lima: Path, tmp_path: Path) -> None:
    file = tmp_path / "meeting.ics"
    said = run("book", "ana", "2026-03-16 10:00", "--ics", str(file), now="2026-03-04T09:00")
    assert said.exit_code == 0, said.err
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    [event] = calendar.walk("VEVENT")
    assert str(calendar["method"]) == "REQUEST"
    assert str(event["organizer"]) == "mailto:clara@example.com"
    assert str(event["attendee"]) == "mailto:ana@example.com"


def test_nothing_is_booked_where_the_invitation_cannot_be_written(
    run: Run, practice: Path, tmp_path: Path
) -> None:
    file = tmp_path / "taken.ics"
    file.write_text("mine")
    refusal(run, "book", "ana", "2026-03-02 10:00", "--ics", str(file))
    assert file.read_text() == "mine"
    assert not [e for e in run("show", "ana", "--json").json["entries"] if e["kind"] == "booking"]
