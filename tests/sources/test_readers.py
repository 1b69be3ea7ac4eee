"""Files as other programs export them: every row ends as an observation, ignored, or refused."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from valueback import sources
from valueback.model.observation import (
    Answers,
    Call,
    Effort,
    Event,
    RawEntry,
    Transfer,
    Vanished,
    Writing,
)
from valueback.model.source import SourceKind
from valueback.sources.reading import FileReading, ReadingTerms, Unreadable

SAMPLES = Path(__file__).parent / "samples"
CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 3, 5, 14, tzinfo=UTC)
GIVEN = ReadingTerms(zone=CHICAGO, now=NOW, until=NOW + timedelta(days=60))


def read(
    content: bytes | str, kind: SourceKind | None = None, given: ReadingTerms = GIVEN
) -> FileReading:
    """A file, whose kind is known by its content unless it is named."""
    raw = content.encode() if isinstance(content, str) else content
    found = sources.kind_of(raw)
    if kind is not None:
        assert found in {kind, None}
    named = kind or found
    assert named is not None
    return sources.read("x", raw, named, given)


def counts(reading: FileReading) -> tuple[int, int, int]:
    return len(reading.observations), len(reading.ignored), len(reading.refused)


SAMPLED = {
    "calendly-events.csv": ("bookings", (3, 0, 0)),
    "google-calendar.ics": ("calendar", (5, 0, 0)),
    "google-forms.csv": ("forms", (2, 0, 0)),
    "harvest-detailed.csv": ("tracker", (1, 0, 0)),
    "toggl-detailed.csv": ("tracker", (2, 0, 0)),
    "whatsapp-android-br.txt": ("chat", (1, 2, 0)),
    "whatsapp-ios-us.txt": ("chat", (2, 2, 0)),
    "zoom-participants.csv": ("attendance", (1, 2, 0)),
}


@pytest.mark.parametrize("name", SAMPLED)
def test_each_sample_is_known_and_read_whole(name: str) -> None:
    kind, wanted = SAMPLED[name]
    content = (SAMPLES / name).read_bytes()
    assert sources.kind_of(content) == kind
    assert counts(read(content)) == wanted


@pytest.mark.parametrize("name", [name for name in SAMPLED if not name.endswith(".ics")])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "crlf", "zip"])
def test_each_sample_reads_the_same_however_it_is_stored(name: str, encoding: str) -> None:
    plain = (SAMPLES / name).read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    if encoding == "crlf":
        content = plain.replace("\n", "\r\n").encode()
    elif encoding == "zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(f"inside/{name}", plain)
            archive.writestr("photo.jpg", b"\xff\xd8")
        [(_, content)] = sources.unpacked("x.zip", packed.getvalue())
    else:
        content = plain.encode(encoding)
    found, wanted = read(content), read(plain)
    assert [o.what for o in found.observations] == [o.what for o in wanted.observations]
    assert counts(found) == counts(wanted)


@pytest.mark.parametrize("name", [name for name in SAMPLED if name.endswith(".csv")])
def test_a_table_that_is_cut_off_says_so(name: str) -> None:
    content = (SAMPLES / name).read_text(encoding="utf-8-sig").rstrip()
    last = content.rindex("\n") + 1
    cut = content[: last + (len(content) - last) // 2]
    found = read(cut, sources.kind_of(content.encode()))
    assert len(found.refused) == 1
    assert len(found.observations) + len(found.ignored) == sum(SAMPLED[name][1]) - 1
    header = read(content.splitlines()[0] + "\n", sources.kind_of(content.encode()))
    assert counts(header) == (0, 0, 0)


# --- shapes of each kind ---


def calendar(*events: str, method: str = "PUBLISH") -> str:
    head = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\n"
    body = "".join(
        "BEGIN:VEVENT\r\n" + event.strip().replace("\n", "\r\n") + "\r\nEND:VEVENT\r\n"
        for event in events
    )
    return f"{head}{body}END:VCALENDAR\r\n"


def meetings(text: str, given: ReadingTerms = GIVEN) -> list[Event]:
    found = read(text, "calendar", given)
    return [o.what for o in found.observations if isinstance(o.what, Event)]


def test_windows_zones_are_known() -> None:
    [found] = meetings(calendar("UID:1\nDTSTART;TZID=Romance Standard Time:20260312T090000"))
    assert found.start == datetime(2026, 3, 12, 8, tzinfo=UTC)


def test_a_zone_that_nobody_knows_refuses_that_event_by_name() -> None:
    found = read(
        calendar(
            "UID:1\nDTSTART;TZID=Mars/Olympus:20260312T090000", "UID:2\nDTSTART:20260312T090000Z"
        )
    )
    assert counts(found) == (1, 0, 1)
    assert "Mars/Olympus" in found.refused[0].message


def test_times_in_no_zone_are_asked_about_once() -> None:
    text = calendar("UID:1\nDTSTART:20260312T090000")
    found = read(text)
    assert found.open == {"floating"}
    assert found.observations[0].unsure
    given = ReadingTerms(zone=CHICAGO, now=NOW, until=NOW, floating=ZoneInfo("Europe/Berlin"))
    settled = read(text, "calendar", given)
    assert settled.open == set()
    [meeting] = meetings(text, given)
    assert meeting.start == datetime(2026, 3, 12, 8, tzinfo=UTC)


def test_a_series_without_end_goes_as_far_as_is_looked() -> None:
    rule = "UID:1\nDTSTART;TZID=America/Chicago:20260302T100000\nRRULE:FREQ=WEEKLY"
    found = meetings(calendar(rule))
    assert len(found) == 9
    walls = {m.start.astimezone(CHICAGO).hour for m in found}
    assert walls == {10}  # also across the clock change of 8 March


def test_a_series_keeps_what_was_moved_and_tells_what_vanished() -> None:
    series = (
        "UID:1\nDTSTART;TZID=America/Chicago:20260302T100000\nRRULE:FREQ=WEEKLY;COUNT=4\n"
        "EXDATE;TZID=America/Chicago:20260309T100000"
    )
    moved = (
        "UID:1\nRECURRENCE-ID;TZID=America/Chicago:20260316T100000\n"
        "DTSTART;TZID=America/Chicago:20260317T140000"
    )
    found = read(calendar(series, moved))
    gone = [o.what for o in found.observations if isinstance(o.what, Vanished)]
    assert [v.start for v in gone] == [datetime(2026, 3, 9, 10, tzinfo=CHICAGO)]
    starts = sorted(o.what.start for o in found.observations if isinstance(o.what, Event))
    assert [s.astimezone(CHICAGO).day for s in starts] == [2, 17, 23]
    ids = {o.source.id for o in found.observations}
    assert "1/20260316T150000Z" in ids


def test_a_series_of_seconds_is_refused() -> None:
    rule = "UID:1\nDTSTART:20260302T100000Z\nRRULE:FREQ=SECONDLY"
    assert counts(read(calendar(rule))) == (0, 0, 1)


def test_two_events_with_one_uid() -> None:
    one = "UID:1\nDTSTART:20260302T100000Z\nSEQUENCE:0"
    newer = "UID:1\nDTSTART:20260303T100000Z\nSEQUENCE:1"
    found = read(calendar(one, newer))
    assert counts(found) == (1, 1, 0)
    assert isinstance(found.observations[0].what, Event)
    assert found.observations[0].what.start.day == 3
    other = "UID:1\nDTSTART:20260304T100000Z\nSEQUENCE:0"
    assert counts(read(calendar(one, other))) == (1, 0, 1)


def test_only_the_message_of_a_cancellation_proves_its_moment() -> None:
    event = (
        "UID:1\nDTSTART:20260312T100000Z\nDTSTAMP:20260310T080000Z\n"
        "LAST-MODIFIED:20260310T090000Z\nSTATUS:CANCELLED"
    )
    [published] = meetings(calendar(event))
    assert (published.cancelled, published.notice) == (True, None)
    assert published.changed == datetime(2026, 3, 10, 9, tzinfo=UTC)
    [message] = meetings(calendar(event, method="CANCEL"))
    assert message.notice == datetime(2026, 3, 10, 8, tzinfo=UTC)


def test_what_is_no_meeting_is_ignored_and_what_is_broken_refused() -> None:
    todo = "BEGIN:VTODO\r\nUID:9\r\nEND:VTODO\r\n"
    text = calendar(
        "UID:1\nDTSTART;VALUE=DATE:20260312", "DTSTART:20260312T100000Z", "UID:2\nDTSTART:nonsense"
    ).replace("END:VCALENDAR", todo + "BEGIN:VEVENT\r\nUID:3\r\n")
    assert counts(read(text)) == (0, 2, 3)


TEAMS = (
    "1. Summary\nMeeting title\tCoaching Ana Doe\nStart time\t1/13/26, 9:58:00 AM\n\n"
    "2. Participants\n"
    "Name\tFirst Join\tLast Leave\tIn-Event Duration\tEmail\tParticipant ID (UPN)\tRole\n"
    "Pat Roe\t1/13/26, 9:58:00 AM\t1/13/26, 11:00:00 AM\t1h 2m\tpat@example.com\t\tOrganizer\n"
    "Ana Doe\t1/13/26, 10:04:00 AM\t1/13/26, 10:59:00 AM\t55m\tana@example.com\t\tPresenter\n\n"
    "3. In-Event Activities\n"
    "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"
    "Ana Doe\t1/13/26, 10:04:00 AM\t1/13/26, 10:59:00 AM\t55m\tana@example.com\tPresenter\n"
)
MEET = (
    "First name,Last name,Email,Duration,Time joined,Time exited\n"
    "Ana,Doe,ana@example.com,55 min,2026-01-13 10:04,2026-01-13 10:59\n"
    "Pat,Roe,pat@example.com,62 min,2026-01-13 09:58,2026-01-13 11:00\n"
)


@pytest.mark.parametrize("text", [TEAMS, TEAMS.encode("utf-16"), MEET])
def test_a_call_is_who_was_there_and_when(text: str | bytes) -> None:
    found = read(text, "attendance")
    [call] = [o.what for o in found.observations]
    assert isinstance(call, Call)
    assert {a.email for a in call.attendees} == {"ana@example.com", "pat@example.com"}
    assert call.start.astimezone(CHICAGO).strftime("%d %H:%M") == "13 09:58"


def test_a_waiting_room_is_no_presence_and_connections_are_one_stay() -> None:
    text = (
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,"
        "In Waiting Room\n"
        "Ana,,01/13/2026 09:50:00 AM,01/13/2026 10:05:00 AM,15,Yes,Yes\n"
        "Ana,,01/13/2026 10:05:00 AM,01/13/2026 10:30:00 AM,25,Yes,No\n"
        "Ana,,01/13/2026 10:20:00 AM,01/13/2026 11:00:00 AM,40,Yes,No\n"
    )
    found = read(text, "attendance")
    [call] = [o.what for o in found.observations]
    assert isinstance(call, Call)
    [ana] = call.attendees
    assert len(ana.present) == 1
    assert ana.present[0][0].astimezone(CHICAGO).minute == 5
    assert counts(found) == (1, 2, 0)


CHATS = {
    "12.01.26, 09:59 - Ana: Hallo\n13.01.26, 10:00 - Ana: Ja\n": 12,
    "[2026-01-12, 9:59:00] Ana: Hei\n": 12,
    "12/1/2026, 9:59 a. m. - Ana: Hola\n13/1/2026, 9:59 a. m. - Ana: Sí\n": 12,
    "1/31/26, 9:59\u202fAM - Ana: Hi\n2/1/26, 9:59\u202fAM - Ana: Yes\n": 31,
    "2/1/26, 9:59 - Ana: a\n1/2/26, 9:59 - Ana: b\n": 2,
}


@pytest.mark.parametrize("text", CHATS)
def test_day_and_month_of_a_chat_follow_from_the_whole_of_it(text: str) -> None:
    found = read(text, "chat")
    assert found.open == set()
    first = found.observations[0].what
    assert isinstance(first, Writing)
    assert first.at.astimezone(CHICAGO).day == CHATS[text]


def test_a_chat_that_leaves_day_and_month_open_is_unsure() -> None:
    found = read("1/2/26, 9:59 - Ana: a\n1/3/26, 9:59 - Ana: b\n", "chat")
    assert found.open == {"day-month"}
    assert all(o.unsure for o in found.observations)
    settled = ReadingTerms(zone=CHICAGO, now=NOW, until=NOW, day_first=False)
    [first, _] = read(
        "1/2/26, 9:59 - Ana: a\n1/3/26, 9:59 - Ana: b\n", "chat", settled
    ).observations
    assert isinstance(first.what, Writing)
    assert first.what.at.astimezone(CHICAGO).month == 1


BOOKINGS = {
    "Start Time;End Time;First Name;Last Name;Phone;Email;Type;Calendar;Label;Date Scheduled;"
    "Appointment ID\n13.01.2026 10:00;13.01.2026 11:05;Ana;Doe;;ana@example.com;Coaching;Pat;;"
    "02.01.2026;77\n": (65, False, False),
    "Start Time,End Time,First Name,Last Name,Email,Type,Label,Appointment ID\n"
    '"January 13, 2026 10:00 am","January 13, 2026 11:00 am",Ana,Doe,ana@example.com,Coaching,'
    "Canceled,77\n": (60, True, False),
    "Invitee Name\tInvitee Email\tStart Date & Time\tEnd Date & Time\tCanceled\tMarked as No-Show\n"
    "Ana Doe\tana@example.com\t2026-01-13 10:00\t2026-01-13 10:45\tfalse\tYes\n": (45, False, True),
}


@pytest.mark.parametrize("text", BOOKINGS)
def test_bookings_of_booking_pages(text: str) -> None:
    [found] = read(text, "bookings").observations
    assert isinstance(found.what, Event)
    assert (found.what.minutes, found.what.cancelled, found.what.missed) == BOOKINGS[text]
    assert found.what.start.astimezone(CHICAGO).strftime("%d %H:%M") == "13 10:00"
    assert found.who.names == ("Ana Doe",)
    assert found.what.notice is None


MAIL = (
    "Message-ID: <1@example.com>\r\nFrom: Ana Doe <ana@example.com>\r\nTo: pat@example.com\r\n"
    "Subject: Re: Our meeting [S8]\r\nDate: Mon, 12 Jan 2026 18:00:00 -0600\r\n\r\n"
    "It helped. 4\r\n\r\nOn Mon, Jan 12, 2026 at 5:00 PM Pat Roe wrote:\r\n> How was it?\r\n"
)


def test_a_mail_names_its_session_and_only_the_sender_is_heard() -> None:
    [found] = read(MAIL, "mail").observations
    assert isinstance(found.what, Writing)
    assert (found.what.session, found.what.text) == ("S8", "It helped. 4")
    assert (found.source.id, found.source.said) == ("<1@example.com>", "It helped. 4")


def test_a_mailbox_is_its_messages() -> None:
    body = MAIL.replace("\r\n", "\n").replace("It helped", "From now on it helps")
    box = f"From ana Mon Jan 12\n{body}\nFrom ana Mon Jan 12\n{body.replace('<1@', '<2@')}"
    broken = box + "\nFrom x Mon Jan 12\nSubject: no sender\n\nHi\n"
    found = read(broken, "mail")
    assert counts(found) == (2, 0, 1)
    assert {o.source.id for o in found.observations} == {"<1@example.com>", "<2@example.com>"}


FORMS = {
    "Carimbo de data/hora;E-mail;Quanto você aproveitou?;O que faltou?\n"
    "13/01/2026 15:08:44;ana@example.com;2;Mais exemplos\n": (2, "Mais exemplos"),
    "#,Email,What did you take away?,What was missing?,Submit Date (UTC)\n"
    "abc,ana@example.com,4,,2026-01-13 21:08:44\n": (4, None),
    "Submission ID,Respondent ID,Submitted at,Name,How valuable was it?,Session\n"
    "x1,r1,2026-01-13 21:08:44,Ana Doe,3,S8\n": (3, None),
}


@pytest.mark.parametrize("text", FORMS)
def test_answers_of_forms(text: str) -> None:
    [found] = read(text, "forms").observations
    assert isinstance(found.what, Answers)
    assert (found.what.value, found.what.missing) == FORMS[text]


def test_a_score_that_is_none_is_refused() -> None:
    text = "Timestamp,Name,How valuable was it?\n2026-01-13 10:00,Ana,7\n2026-01-13 10:00,Ana,5\n"
    assert counts(read(text, "forms")) == (1, 0, 1)


TRACKERS = {
    "Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,End Date,"
    "End Time,Duration (h),Duration (decimal)\n"
    "Coaching,Ana Doe,Call,,Pat,,,,Yes,13/01/2026,10:00:00,13/01/2026,11:05:00,01:05:00,1.08\n": 65,
    "Date;Client;Project;Task;Notes;Hours\n13.01.2026;Ana Doe;Coaching;Call;;7,5\n": 450,
    '[{"id":"a","start":"2026-01-13T10:00:00-06:00","stop":"2026-01-13T11:05:00-06:00",'
    '"project":"ana","tags":["call"]}]': 65,
    '[{"id":1,"start":"20260113T160000Z","end":"20260113T170500Z","tags":["ana","call"]}]': 65,
}


@pytest.mark.parametrize("text", TRACKERS)
def test_tracked_time(text: str) -> None:
    [found] = read(text, "tracker").observations
    assert isinstance(found.what, Effort)
    assert found.what.minutes == TRACKERS[text]
    assert found.what.at.astimezone(CHICAGO).day == 13


PAYMENTS = {
    "id,Description,Created date (UTC),Amount,Amount Refunded,Currency,Status,Customer Email\n"
    "ch_1,Coaching,2026-01-13 21:08:44,1200.00,0.00,usd,Paid,ana@example.com\n": "1200.00",
    '"Datum","Uhrzeit","Zeitzone","Name","Typ","Status","Währung","Brutto","Transaktionscode"\n'
    '"13.01.2026","10:00:00","CET","Ana Doe","Zahlung","Abgeschlossen","EUR","1.200,50","T1"\n': (
        "1200.50"
    ),
}


@pytest.mark.parametrize("text", PAYMENTS)
def test_payments(text: str) -> None:
    [found] = read(text, "payments").observations
    assert isinstance(found.what, Transfer)
    assert found.what.amount == Decimal(PAYMENTS[text])
    assert not found.what.refund


def test_what_is_not_paid_is_no_payment_and_a_refund_is_said_apart() -> None:
    text = (
        "id,Created (UTC),Amount,Amount Refunded,Currency,Status,Customer Email\n"
        "ch_1,2026-01-13 21:08,1200.00,200.00,usd,Refunded,ana@example.com\n"
        "ch_2,2026-01-13 21:08,1200.00,0.00,usd,Failed,ana@example.com\n"
        "ch_3,2026-01-13 21:08,lots,0.00,usd,Paid,ana@example.com\n"
    )
    found = read(text, "payments")
    assert counts(found) == (2, 1, 1)
    assert [o.what.refund for o in found.observations if isinstance(o.what, Transfer)] == [
        False,
        True,
    ]


def test_a_bank_is_read_by_a_map_of_its_columns() -> None:
    text = "Buchungstag;Betrag;Empfänger\n13.01.2026;1.200,50;Ana Doe\n"
    columns = {"day": "Buchungstag", "amount": "Betrag", "name": "Empfänger"}
    given = ReadingTerms(zone=CHICAGO, now=NOW, until=NOW, columns=columns)
    [found] = read(text, "payments", given).observations
    assert isinstance(found.what, Transfer)
    assert found.what.amount == Decimal("1200.50")
    assert found.who.names == ("Ana Doe",)


def test_json_lines_are_entries() -> None:
    line = {"engagement": "ana", "id": "P1", "kind": "payment", "at": "2026-01-13T10:00:00-06:00"}
    text = f"{json.dumps(line)}\n{{broken\n[]\n"
    found = read(text, "jsonl")
    assert counts(found) == (1, 0, 2)
    row = found.observations[0].what
    assert isinstance(row, RawEntry)
    assert row.entry["at"] == datetime(2026, 1, 13, 16, tzinfo=UTC)


HOSTILE = [b"", b"\x00\x01\x02", b"PK\x03\x04broken", b"\xff\xfe\x00", b"a" * 100_000, b"\n" * 99]


@pytest.mark.parametrize("content", HOSTILE)
def test_what_is_nothing_is_known_as_nothing(content: bytes) -> None:
    assert sources.kind_of(content) is None
    if content.startswith(b"PK"):
        with pytest.raises(Unreadable):
            list(sources.unpacked("x", content))


def test_the_same_rows_have_names_of_their_own() -> None:
    row = "Pat,p@x.de,Ana Doe,Coaching,,Call,Yes,2026-01-12,10:00:00,2026-01-12,11:05:00,01:05:00\n"
    head = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,"
    text = f"{head}End time,Duration\n{row}{row}"
    one, other = read(text, "tracker").observations
    assert one.source.sha256 == other.source.sha256
    assert one.source.id != other.source.id


SHAPES = (*BOOKINGS, *FORMS, *TRACKERS, *PAYMENTS, *CHATS)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("text", SHAPES)
def test_each_shape_reads_the_same_however_it_is_stored(text: str, encoding: str) -> None:
    found = read(text.encode(encoding))
    assert [o.what for o in found.observations] == [o.what for o in read(text).observations]
    assert found.observations
