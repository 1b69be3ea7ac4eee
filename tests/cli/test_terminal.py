"""At a terminal: questions, their likely answers, and nothing written when they are left."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests import not_on_windows
from tests.conftest import Run

if sys.platform != "win32":
    import pexpect

PROGRAM = "import sys; from valueback.main import main; sys.argv[0] = 'valueback'; main()"


def _hears_ctrl_c() -> None:
    """A job in the background, as CI may be, hands down that Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A program in a pseudo-terminal: wait for words, type an answer."""

    def __init__(self, words: list[str], now: str, monkeypatch: pytest.MonkeyPatch) -> None:
        not_on_windows.needs_terminal()
        monkeypatch.setenv("VALUEBACK_NOW", now)
        self.program = pexpect.spawn(
            sys.executable,
            ["-c", PROGRAM, *words],
            encoding="utf-8",
            timeout=20,
            dimensions=(40, 80),
            preexec_fn=_hears_ctrl_c,
        )

    def wait_for(self, words: str) -> None:
        self.program.expect_exact(words)

    def answer(self, question: str, text: str) -> None:
        self.wait_for(question)
        self.program.sendline(text)

    def end(self) -> int:
        self.program.expect(pexpect.EOF)
        self.program.close()
        return int(self.program.exitstatus or 0)


@pytest.fixture(autouse=True)
def _practice(practice: Path, run: Run) -> None:
    run("book", "ana", "2026-01-12 10:00", now="2026-01-09T16:00")
    run("log-homework", "ana", "Read", "--due", "2026-01-12", now="2026-01-09T16:00")


NOW = "2026-01-12T11:10:00-03:00"


def test_wrap_up_asks_and_saves_all_at_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(["wrap-up", "ana"], NOW, monkeypatch)
    terminal.answer("Did it take place?", "perhaps")
    terminal.answer("Please answer yes or no.", "")
    terminal.answer("late?", "4")
    terminal.answer("left early?", "")
    terminal.answer("late yourself?", "")
    terminal.answer("recording?", "https://example.com/1")
    terminal.answer("Homework H1 done? (Read)", "y")
    terminal.answer("New homework?", "Write *a* page")
    terminal.answer("Due by?", "")
    terminal.answer("take away", "")
    terminal.answer("missed?", "")
    terminal.answer("Next meeting?", "mon 10:00")
    terminal.wait_for("What was missing")
    terminal.answer("Send it?", "copy")
    terminal.answer("Have you sent it?", "")
    terminal.wait_for("Asked for feedback on S1")
    assert terminal.end() == 0
    entries = run("show", "ana", "--json").json["entries"]
    assert sorted(e["id"] for e in entries) == [
        "B1",
        "B2",
        "D1",
        "H1",
        "H2",
        "Q1",
        "S1",
        "SG1",
        "SG2",
    ]
    by_id = {e["id"]: e for e in entries}
    assert by_id["S1"]["late_minutes"] == 4
    assert by_id["H2"] | {"due": "2026-01-19", "text": "Write *a* page"} == by_id["H2"]
    assert by_id["B2"]["to"] == "2026-01-19T10:00:00-03:00"


def test_no_means_no(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(["wrap-up", "ana"], NOW, monkeypatch)
    for question, word in (
        ("Did it take place?", ""),
        ("late?", ""),
        ("left early?", ""),
        ("late yourself?", ""),
        ("recording?", "n"),
        ("Homework H1 done? (Read)", "no"),
        ("New homework?", "none"),
        ("take away", "no"),
        ("missed?", "no"),
        ("Next meeting?", "-"),
        ("Send it?", "later"),
    ):
        terminal.answer(question, word)
    assert terminal.end() == 0
    entries = run("show", "ana", "--json").json["entries"]
    assert sorted(e["id"] for e in entries) == ["B1", "H1", "S1", "SG1", "SG2"]
    session = next(e for e in entries if e["id"] == "S1")
    assert "recording" not in session
    assert "missing" not in session


def test_leaving_writes_nothing(practice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = practice / "engagements" / "ana-souza.toml"
    before = path.read_bytes()
    terminal = Terminal(["wrap-up", "ana"], NOW, monkeypatch)
    terminal.answer("Did it take place?", "")
    terminal.wait_for("late?")
    terminal.program.sendcontrol("c")
    terminal.wait_for("nothing was written")
    assert terminal.end() == 130
    assert path.read_bytes() == before


def test_new_client_asks_for_what_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(["new-client", "Zoë Ägir"], NOW, monkeypatch)
    terminal.answer("e-mail address", "zoe at example.com")
    terminal.answer("is not an e-mail address", "zoe@example.com")
    terminal.answer("What does the client want to reach?", "A calmer week")
    terminal.answer("What should come of it", "5")
    terminal.answer("Please say it in words", "Five free evenings")
    terminal.answer("How much of it?", "many")
    terminal.wait_for("'many' is not an amount")
    terminal.answer("How much of it?", "5 evenings")
    terminal.answer("Another minimum result?", "")
    terminal.answer("What does the client pay?", "2.400")
    terminal.answer("can be USD 2,400.00 or 2.400", "$900")
    terminal.answer("First day?", "tomorrow")
    terminal.answer("For how many months?", "3")
    terminal.answer("How many meetings?", "6")
    terminal.wait_for("Next: valueback agreement zoe-agir")
    assert terminal.end() == 0
    agreement = run("show", "zoe", "--json").json["agreement"]
    assert (agreement["starts"], agreement["ends"]) == ("2026-01-13", "2026-04-13")
    [least] = agreement["minimum_result"]
    assert (least["text"], least["target"], least["unit"]) == (
        "Five free evenings",
        "5",
        "evenings",
    )


def test_no_input_never_asks(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(["log-homework", "ana", "--no-input"], NOW, monkeypatch)
    terminal.wait_for("TEXT is missing")
    assert terminal.end() == 2


def test_feedback_is_logged_when_the_user_says_that_it_was_sent(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("log-session", "ana", "--booking", "B1")
    terminal = Terminal(["request-feedback", "ana"], NOW, monkeypatch)
    terminal.wait_for("Have you sent it?")
    shown = terminal.program.before or ""
    assert "Hello Ana,\r\n" in shown
    assert "\\u000a" not in shown
    terminal.program.sendline("y")
    terminal.wait_for("Saved ana-souza Q1")
    assert terminal.end() == 0


def test_the_very_same_is_asked_about(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    words = ["log-payment", "ana", "900", "--at", "2026-01-12 09:00"]
    assert run(*words).exit_code == 0
    for answer, code in (("n", 3), ("y", 0)):
        terminal = Terminal(words, "2026-01-12T12:05:00-03:00", monkeypatch)
        terminal.answer("P1. Log it again?", answer)
        assert terminal.end() == code
    assert "P2" in run("show", "ana").out
    assert "P3" not in run("show", "ana").out


def test_a_repetition_for_several_clients_is_asked_about_once_for_each(
    monkeypatch: pytest.MonkeyPatch, run: Run, practice: Path
) -> None:
    with (practice / "practice.toml").open("a") as file:
        file.write('[[standard]]\nid = "card"\ntext = "You get a card"\nevery = "30 days"\n')
    words = ["log-touch", "ana", "--standard", "card", "--at", "2026-01-12 09:00"]
    assert run(*words).exit_code == 0
    terminal = Terminal(words, NOW, monkeypatch)
    terminal.answer("T1. Log it again?", "y")
    terminal.wait_for("Saved ana-souza T2")
    assert terminal.end() == 0


@pytest.mark.parametrize(
    ("words", "question"),
    [
        (["sign", "ana"], "Who signed: client, provider or both?"),
        (["end", "ana", "--reason", "x"], "Who ends it: client, provider or both?"),
        (["log-assessment", "ana"], "Does the client say that value came back?"),
    ],
)
def test_a_wrong_answer_is_asked_for_again(
    words: list[str], question: str, run: Run, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (practice / "engagements" / "ana-souza.toml").read_bytes()
    terminal = Terminal(words, NOW, monkeypatch)
    terminal.answer(question, "nobody")
    terminal.answer("Please answer", "")
    terminal.wait_for("Please answer")
    terminal.program.sendcontrol("c")
    assert terminal.end() == 130
    assert (practice / "engagements" / "ana-souza.toml").read_bytes() == before


def test_a_new_client_of_a_bookkeeper_takes_the_package(
    monkeypatch: pytest.MonkeyPatch, run: Run, tmp_path: Path
) -> None:
    where = ["--practice", str(tmp_path / "books")]
    assert run("init", "--profile", "bookkeeper", "--provider", "x", *where).exit_code == 0
    terminal = Terminal(["new-client", "Tom", *where], "2026-01-12T12:00:00-03:00", monkeypatch)
    terminal.answer("e-mail address", "")
    terminal.answer("Which package? (books-monthly; Enter for none)", "books")
    terminal.answer("Please give one of: books-monthly", "books-monthly")
    terminal.answer("What does the client want to reach?", "")
    terminal.answer("First day?", "")
    terminal.wait_for("Next: valueback agreement tom")
    assert terminal.end() == 0
    terms = run("show", "tom", "--json", *where).json["agreement"]
    assert (terms["price"], terms["price_per"]) == ("400.00", "month")
    assert terms["guarantee"]["offered"] is False


# --- what a newcomer stumbled over ---


def test_who_did_not_come_is_asked_after_a_no(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(["wrap-up", "ana"], NOW, monkeypatch)
    terminal.answer("Did it take place? (yes / no)", "no")
    terminal.answer("Who did not come? (client / me)", "client")
    terminal.answer("Homework H1 done?", "")
    terminal.answer("New homework?", "")
    terminal.answer("Next meeting?", "none")
    terminal.wait_for("the client did not come")
    assert terminal.end() == 0


def test_stopping_at_the_message_says_that_the_meeting_is_saved(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(["wrap-up", "ana"], NOW, monkeypatch)
    for question in ("Did it take place?", "was late?", "left early?"):
        terminal.answer(question, "")
    terminal.answer("late yourself?", "no")
    for question in ("recording?", "Homework H1 done?", "New homework?", "take away", "missed?"):
        terminal.answer(question, "")
    terminal.answer("Next meeting?", "")
    terminal.wait_for("Send it?")
    terminal.program.sendintr()
    terminal.wait_for("The meeting is saved; that the message was sent is not noted.")
    assert terminal.end() == 0
    entries = run("show", "ana", "--json", now="2026-01-12T11:12").json["entries"]
    assert [e["id"] for e in entries if e["kind"] == "session"] == ["S1"]


def test_what_was_typed_wrong_in_the_command_is_asked_again(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = "2026-01-10T11:10:00-03:00"
    terminal = Terminal(["move", "ana", "tomorow", "3pm"], earlier, monkeypatch)
    terminal.answer("When?", "yesterday")
    terminal.answer("When?", "mon 3pm")
    terminal.answer("Who asked", "client")
    terminal.wait_for("Saved ana-souza B2")
    assert terminal.end() == 0
    terminal = Terminal(["log-payment", "ana", "lots"], NOW, monkeypatch)
    terminal.wait_for("'lots' is not an amount.")
    terminal.answer("How much?", "200")
    terminal.wait_for("Saved ana-souza P1")
    assert terminal.end() == 0


def test_a_meeting_is_not_moved_into_the_past(run: Run) -> None:
    said = run("move", "ana", "2026-01-09 10:00", "--by", "client", now="2026-01-10T10:00")
    assert (said.exit_code, "had passed when notice was given" in said.err) == (2, True)
    noted = ("--by", "client", "--at", "2026-01-10 08:00")
    said = run("move", "ana", "2026-01-10 18:00", *noted, now="2026-01-10T19:00")
    assert said.exit_code == 0, said.err


def test_an_answer_is_chosen_from_those_that_there_are(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("log-request", "ana", "Read my contract", "--minutes", "60", now="2026-01-12T11:00")
    terminal = Terminal(["decide", "ana"], NOW, monkeypatch)
    terminal.wait_for("R1: Read my contract")
    terminal.answer("Which answer?", "menu")
    terminal.answer("Please answer with a number", "no")
    terminal.wait_for("Answered R1: declined")
    assert terminal.end() == 0


def test_what_is_told_on_a_later_day_is_dated_by_the_meeting(run: Run) -> None:
    done = ("--done", "H1", "--value", "5", "--said", "Clear")
    assert run("wrap-up", "ana", *done, now="2026-01-14T09:00").exit_code == 0
    entries = {
        e["kind"]: e for e in run("show", "ana", "--json", now="2026-01-14T10:00").json["entries"]
    }
    for kind in ("feedback", "homework-done"):
        assert entries[kind]["at"].startswith("2026-01-12T11:00"), kind


@pytest.mark.parametrize(
    ("typed", "meant"), [("pay", "log-payment"), ("reschedule", "move"), ("today", "due")]
)
def test_what_people_type_leads_to_a_verb(typed: str, meant: str, run: Run) -> None:
    said = run(typed, "ana")
    assert (said.exit_code, f"You may mean: {meant}" in said.err) == (2, True)


def test_stopping_after_the_message_says_so_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(["wrap-up", "ana"], NOW, monkeypatch)
    for question in ("Did it take place?", "was late?", "left early?", "late yourself?"):
        terminal.answer(question, "")
    for question in ("recording?", "Homework H1 done?", "New homework?", "take away", "missed?"):
        terminal.answer(question, "")
    terminal.answer("Next meeting?", "")
    terminal.answer("Send it?", "copy")
    terminal.wait_for("Have you sent it?")
    terminal.program.sendintr()
    terminal.wait_for("The meeting is saved; that the message was sent is not noted.")
    assert terminal.end() == 0
    kinds = [
        e["kind"] for e in run("show", "ana", "--json", now="2026-01-12T12:00").json["entries"]
    ]
    assert "session" in kinds
    assert "feedback-request" not in kinds


def test_what_no_answer_can_mend_is_not_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(["new-client", "Bo", "--currency", "XXZ", "--price", "9"], NOW, monkeypatch)
    terminal.wait_for("'XXZ' is not a currency.")
    assert terminal.end() == 2


def test_homework_given_after_the_meeting_was_not_done_at_it(run: Run) -> None:
    run("log-homework", "ana", "Write", "--due", "2026-01-20", now="2026-01-13T09:00")
    said = run("wrap-up", "ana", "--done", "H2", "--done", "H1", now="2026-01-14T09:00")
    assert said.exit_code == 0, said.err
    entries = run("show", "ana", "--json", now="2026-01-14T10:00").json["entries"]
    done = {e["homework"]: e["at"][:10] for e in entries if e["kind"] == "homework-done"}
    assert done == {"H1": "2026-01-12", "H2": "2026-01-14"}
