"""The way in: help, questions for what is missing, moving, series, errors for programs."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import pytest

from tests.cli.test_terminal import NOW, Terminal
from tests.conftest import Run
from valueback.cli.catalogue import EVERY_DAY, GROUPS, VERBS, example
from valueback.cli.command import command_of
from valueback.cli.identity import zone_named
from valueback.errors import Mistyped

if sys.platform != "win32":
    import pexpect

pytestmark = pytest.mark.usefixtures("practice")


def test_the_help_shows_the_verbs_of_every_day_and_names_the_way_to_the_others(run: Run) -> None:
    said = run("--help").out
    shown = [verb for verb in VERBS if f"\n  {verb} " in said]
    assert shown == list(GROUPS[EVERY_DAY])
    assert "valueback help all" in said
    assert run("-h").out == said


def test_all_verbs_are_in_the_help_of_all(run: Run) -> None:
    said = run("help", "all").out
    assert [verb for verb in VERBS if f"  {verb} " not in said] == []
    assert max(map(len, said.splitlines())) <= 80
    assert run("help").out.count("\n  ") == len(GROUPS[EVERY_DAY])
    assert "undo" in run("help", "mend").out
    assert run("help", "results", "and", "money").exit_code == 0
    assert run("help", "move").out == run("move", "-h").out
    assert "There is no verb or group" in run("help", "fly").err


@pytest.mark.parametrize("verb", VERBS)
def test_every_help_has_an_example_that_the_verb_understands(verb: str, run: Run) -> None:
    assert f"Example: {example(verb)}" in " ".join(run(verb, "--help").out.split())
    with command_of(verb).make_context(verb, shlex.split(VERBS[verb].example)):
        pass


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_called_bare_in_a_pipe_does_its_work_or_says_what_to_do(
    verb: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EDITOR", "true")
    said = run(verb, "--no-input")
    assert said.exit_code in (0, 2, 3)
    assert said.out or said.err.count("\n") >= 2
    assert "Usage:" not in said.err


def test_what_is_missing_is_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(["log-payment"], NOW, monkeypatch)
    terminal.wait_for("ana-souza  Ana Souza")
    terminal.answer("Which client?", "zz")
    terminal.wait_for("No client fits 'zz'.")
    terminal.answer("Which client?", "ana")
    terminal.answer("How much?", "$2,400")
    assert terminal.end() == 0
    assert run("show", "ana", "--json").json["entries"][-1]["amount"] == "2400.00"


def test_a_bare_verb_shows_what_it_would_write(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("book", "ana", "2026-01-12 10:00", now="2026-01-11T10:00")
    before = run("show", "ana", "--json").json["entries"]
    terminal = Terminal(["log-session", "ana"], NOW, monkeypatch)
    terminal.wait_for("Ana Souza: ")
    terminal.answer("Save this?", "n")
    terminal.wait_for("Nothing was saved.")
    assert terminal.end() == 3
    assert run("show", "ana", "--json").json["entries"] == before
    terminal = Terminal(["log-session", "ana"], NOW, monkeypatch)
    terminal.answer("Save this?", "")
    assert terminal.end() == 0
    assert len(run("show", "ana", "--json").json["entries"]) == len(before) + 1


def test_undo_takes_back_the_last_command_of_the_practice(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("log-payment", "ana", "100", now="2026-01-12T10:00")
    said = run("undo", now="2026-01-12T10:30")
    assert (said.exit_code, "P1" in said.err) == (3, True), said.err
    terminal = Terminal(["undo"], NOW, monkeypatch)
    terminal.wait_for("The last command of the practice wrote:")
    terminal.wait_for("P1")
    terminal.answer("Take this back?", "n")
    assert terminal.end() == 3
    terminal = Terminal(["undo"], NOW, monkeypatch)
    terminal.answer("Take this back?", "y")
    assert terminal.end() == 0
    assert run("show", "ana", "--json").json["entries"][-1]["kind"] == "void"


def test_init_asks_again_and_keeps_what_was_typed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(["init", str(tmp_path / "new")], NOW, monkeypatch)
    terminal.answer("The practice's name", "Luz")
    terminal.answer("Your name", "Eva Luz")
    terminal.answer("Your e-mail address", "eva at example")
    terminal.wait_for("is not an e-mail address")
    terminal.answer("Your e-mail address", "eva@example.es")
    terminal.answer("Your telephone number", "no")
    terminal.answer("Your time zone", "madird")
    terminal.wait_for("Did you mean Europe/Madrid")
    terminal.answer("Your time zone", "madrid")
    terminal.answer("Your language and country", "es_ES")
    terminal.answer("Your currency [EUR]", "euros")
    terminal.wait_for("is not a currency")
    terminal.answer("Your currency", "eur")
    terminal.answer("Your hourly rate", "90,00")
    terminal.answer("Do you give the money back", "n")
    terminal.wait_for("brings")
    terminal.answer("Is that how", "n")
    terminal.wait_for("Began the practice Luz")
    assert terminal.end() == 0
    text = (tmp_path / "new" / "practice.toml").read_text()
    for line in (
        'time_zone = "Europe/Madrid"',
        'currency = "EUR"',
        'hourly_rate = "90.00"',
        "offered = false",
        "step = []",
    ):
        assert line in text
    assert "phone" not in text


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("madrid", "Europe/Madrid"),
        ("europe/MADRID", "Europe/Madrid"),
        ("new york", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_by_its_city(text: str, zone: str) -> None:
    assert zone_named(text) == zone


@pytest.mark.parametrize("text", ["", "Atlantis", "Gotham City"])
def test_a_zone_that_there_is_not(text: str) -> None:
    with pytest.raises(Mistyped):
        zone_named(text)


def test_the_demo_tells_a_story_up_to_today(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for number, now in enumerate(
        ("2026-11-28T06:00", "2026-11-23T09:00", "2028-02-29T23:50", "2026-03-30T00:10")
    ):
        where = ("--practice", f"play{number}")
        said = run("demo", f"play{number}", now=now)
        assert said.exit_code == 0, said.err
        assert "The guarantee stands" in run("check-guarantee", "ana", *where, now=now).out
        assert "USD 900.00 overdue" in run("check-payments", "bo", *where, now=now).out
        assert run("options", "ana", *where, now=now).exit_code == 0
        assert run("doctor", *where, now=now).exit_code == 0
    assert run("demo", "play0").exit_code == 3
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")
    assert run("demo", "mine").exit_code == 3
    assert (tmp_path / "mine" / "letter.txt").read_text() == "keep me"
    assert run("demo", "other", "--dry-run").exit_code == 0
    assert not (tmp_path / "other").exists()


def test_what_came_back_is_one_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run(
        "wrap-up",
        "ana",
        "--start",
        "2026-01-12 10:00",
        "--homework",
        "Read",
        now="2026-01-12T11:01",
    )
    terminal = Terminal(["log-feedback", "ana"], NOW, monkeypatch)
    terminal.answer("What did the client write", "Too fast for me")
    terminal.answer("take away", "7")
    terminal.answer("take away", "2")
    terminal.answer("miss anything?", "examples")
    terminal.answer("Homework H1 done? (Read)", "y")
    terminal.answer("What will you change in answer?", "Two examples each time")
    assert terminal.end() == 0
    entries = run("show", "ana", "--json").json["entries"][-3:]
    assert [entry["kind"] for entry in entries] == ["feedback", "homework-done", "adjustment"]
    assert entries[0] | {"value": 2, "missing": "examples"} == entries[0]
    assert entries[2]["feedback"] == entries[0]["id"]


def test_only_homework_came(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("log-homework", "ana", "Read", "--due", "fri")
    assert run("log-feedback", "ana", "--done", "H1").exit_code == 0
    assert run("show", "ana", "--json").json["entries"][-1]["kind"] == "homework-done"
    assert run("log-feedback", "ana").exit_code == 2
    assert run("log-feedback", "ana", "--done", "H1", "--value", "2").exit_code == 2


def test_a_score_in_the_meeting_needs_words(run: Run) -> None:
    run("wrap-up", "ana", "--start", "2026-01-12 10:00", "--value", "5", "--said", "Clear now.")
    entries = run("show", "ana", "--json").json["entries"]
    said = run("wrap-up", "ana", "--start", "2026-01-12 11:00", "--value", "5")
    assert (said.exit_code, "--said" in said.err) == (2, True)
    feedback = next(entry for entry in entries if entry["kind"] == "feedback")
    assert feedback | {"value": 5, "text": "Clear now."} == feedback


def test_where_two_fit_a_terminal_asks(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("new-client", "Ana Lima", "--price", "90", "--months", "1", "--no-guarantee")
    assert run("show", "ana").exit_code == 3
    terminal = Terminal(["show", "ana"], NOW, monkeypatch)
    terminal.wait_for("ana-lima  Ana Lima")
    terminal.answer("Which one?", "lima")
    terminal.wait_for("Ana Lima")
    assert terminal.end() == 0


def test_a_failure_is_an_object_for_programs(run: Run) -> None:
    said = run("check-guarantee", "nobody", "--json")
    assert said.exit_code == 3
    assert json.loads(said.out)["report"] == "error"
    assert json.loads(said.out)["problems"] == [
        {
            "file": None,
            "line": None,
            "field": None,
            "message": "No client fits 'nobody'.",
            "remedy": "See them with: valueback list",
        }
    ]
    assert json.loads(run("book", "ana", "soon", "--json").out)["problems"][0]["message"]
    assert json.loads(run("book", "ana", "--bla", "--json").out)["problems"][0]["message"]
    field = json.loads(run("log-payment", "ana", "€5", "--json").out)["problems"][0]
    assert field["field"] == "amount"


def test_a_move_is_notice_and_new_date_in_one(run: Run) -> None:
    run("book", "ana", "2026-01-20 10:00", now="2026-01-12T12:00")
    said = run("move", "ana", "2026-01-22", "15h", "--by", "client", now="2026-01-15T12:00")
    assert said.exit_code == 0, said.err
    entries = run("show", "ana", "--json").json["entries"][-2:]
    assert [entry["kind"] for entry in entries] == ["cancellation", "booking"]
    assert entries[0] | {"booking": "B1", "by": "client"} == entries[0]
    assert entries[0]["at"] == entries[1]["at"] == "2026-01-15T12:00:00-03:00"
    assert entries[1] | {"to": "2026-01-22T15:00:00-03:00", "replaces": "C1"} == entries[1]
    run("undo", "ana")
    kinds = [entry["kind"] for entry in run("show", "ana", "--json").json["entries"]]
    assert kinds.count("void") == 2


def test_a_move_of_a_booking_that_is_named(run: Run) -> None:
    run("book", "ana", "2026-01-20 10:00", "--weekly", "2")
    assert run("move", "ana", "b2", "fri", "10:00", "--by", "provider").exit_code == 0
    moved = run("show", "ana", "--json").json["entries"][-2]
    assert moved | {"booking": "B2", "by": "provider"} == moved


def test_a_move_asks_what_it_needs(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("book", "ana", "2026-01-20 10:00", now="2026-01-12T10:00")
    terminal = Terminal(["move", "ana"], NOW, monkeypatch)
    terminal.wait_for("The meeting of Tue 2026-01-20 10:00 (B1) is moved.")
    terminal.answer("When is it to be?", "2026-01-21 10:00")
    terminal.answer("Who asked", "client")
    assert terminal.end() == 0


def test_nothing_to_move(run: Run) -> None:
    said = run("move", "ana", "fri 10:00", "--by", "client")
    assert (said.exit_code, "No meeting is booked" in said.err) == (2, True)
    run("book", "ana", "2026-01-20 10:00")
    said = run("move", "ana", "fri 10:00")
    assert (said.exit_code, "--by is missing" in said.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "starts"),
    [
        (("--every", "2w", "--times", "3"), ["2026-01-20", "2026-02-03", "2026-02-17"]),
        (("--every", "1 month", "--times", "2"), ["2026-01-20", "2026-02-20"]),
        (("--every", "weekly", "--times", "2"), ["2026-01-20", "2026-01-27"]),
        (
            ("--every", "1w", "--times", "3", "--skip", "2026-01-27"),
            ["2026-01-20", "2026-02-03", "2026-02-10"],
        ),
        (("--weekly", "2"), ["2026-01-20", "2026-01-27"]),
    ],
)
def test_a_series(words: tuple[str, ...], starts: list[str], run: Run) -> None:
    said = run("book", "ana", "2026-01-20", "10:00", *words)
    assert said.exit_code == 0, said.err
    booked = [e for e in run("show", "ana", "--json").json["entries"] if e["kind"] == "booking"]
    assert [entry["to"] for entry in booked] == [f"{day}T10:00:00-03:00" for day in starts]
    assert ("No meeting on Tue 2026-01-27." in said.err) == ("--skip" in words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--every", "2w"), "--times is missing"),
        (("--times", "3"), "--every is missing"),
        (("--skip", "fri"), "--skip is for a series"),
        (("--weekly", "2", "--times", "3"), "Leave --every and --times out"),
        (("--every", "0w", "--times", "3"), "is not understood"),
        (("--every", "often", "--times", "3"), "is not understood"),
    ],
)
def test_a_series_that_is_refused(words: tuple[str, ...], told: str, run: Run) -> None:
    said = run("book", "ana", "2026-01-20 10:00", *words)
    assert (said.exit_code, told in said.err) == (2, True)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_called_bare_at_a_terminal_asks_answers_or_says_what_to_do(
    verb: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VALUEBACK_PRACTICE", str(tmp_path / "practice"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EDITOR", "true")
    program = Terminal([verb], NOW, monkeypatch).program
    program.expect([r"((\)|\]|mail|name|client|zone).{0,60}:|\?|\]) $", pexpect.EOF])
    said = f"{program.before}{program.after if isinstance(program.after, str) else ''}"
    assert said.strip()
    assert "Traceback" not in said
    assert "Usage:" not in said or verb == "help"
    program.close(force=True)


# --- a draft that comes to nothing, and who is meant ---


def test_a_draft_is_discarded_and_brought_back(run: Run, practice: Path) -> None:
    run("new-client", "Carla Reis", "--price", "900", "--months", "3")
    file = practice / "engagements" / "carla-reis.toml"
    before = file.read_bytes()
    assert run("discard", "carla", "--dry-run").out == "Would discard carla-reis.\n"
    assert file.read_bytes() == before
    said = run("discard", "carla", "--json").json
    assert not file.exists()
    assert Path(said["kept"]).read_bytes() == before
    assert "carla" not in run("list").out
    assert run("doctor").exit_code == 0
    assert "carla-reis was discarded" in run("edit", "carla-reis").err
    assert "replaced" in run("history", "carla-reis").out
    assert run("history", "carla-reis", "--restore", "1").exit_code == 0
    assert file.read_bytes() == before
    assert run("doctor").exit_code == 0
    assert run("discard", "carla").exit_code == 0


def test_the_id_of_a_discarded_draft_is_free_again(run: Run) -> None:
    draft = ("new-client", "Carla Reis", "--price", "900", "--months", "3")
    run(*draft)
    run("discard", "carla")
    again = run(*draft, "--json").json
    assert again["engagement"] == "carla-reis"
    run("agreement", "carla")
    assert "Its papers are still in" in run("discard", "carla").out


@pytest.mark.parametrize(
    ("client", "refusal"), [("ana", "what was logged stays"), ("carla", "carla-reis-2 renews it")]
)
def test_what_something_rests_on_is_not_discarded(run: Run, client: str, refusal: str) -> None:
    run("new-client", "Carla Reis", "--price", "900", "--months", "3")
    run("renew", "carla-reis")
    said = run("discard", "carla-reis" if client == "carla" else client)
    assert (said.exit_code, refusal in said.err) == (3, True)
    assert run("discard", "carla-reis-2").exit_code == 0


def test_a_terminal_asks_before_a_draft_is_discarded(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("new-client", "Carla Reis", "--price", "900", "--months", "3")
    terminal = Terminal(["discard", "carla"], NOW, monkeypatch)
    terminal.answer("discard this draft?", "no")
    terminal.wait_for("Nothing was discarded")
    assert terminal.end() == 3
    assert run("show", "carla").exit_code == 0


def test_of_one_persons_engagements_the_one_that_goes_on_is_meant(run: Run) -> None:
    run("renew", "ana", "--starts", "2026-03-01", "--months", "6")
    run("sign", "ana-souza-2", "--by", "both")

    def meant(now: str) -> str:
        return str(run("show", "ana", "--json", now=now).json["engagement"])

    assert meant("2026-02-01T10:00") == "ana-souza"
    assert (
        run("end", "ana-souza", "--by", "client", "--reason", "x", now="2026-02-20T10:00").exit_code
        == 0
    )
    assert meant("2026-02-20T11:00") == "ana-souza"
    assert meant("2026-02-21T11:00") == "ana-souza-2"
    assert meant("2026-03-10T11:00") == "ana-souza-2"
    said = run("book", "ana", "2026-03-12 10:00", now="2026-03-10T11:00").out
    assert said.startswith("Saved ana-souza-2 B1 ")
