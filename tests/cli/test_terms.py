"""Terms as people agree them, at the command line: said, shown, changed by orders, told in due."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.test_terminal import Terminal
from tests.conftest import Run

NOW = "2026-01-12T12:00"


def new(run: Run, *words: str, code: int = 0) -> str:
    said = run("new-client", "Bo Lee", "--price", "900", "--starts", "2026-01-12", *words, now=NOW)
    assert said.exit_code == code, said.err
    return said.out + said.err


def file_of(practice: Path, id_: str = "bo-lee") -> str:
    return (practice / "engagements" / f"{id_}.toml").read_text()


# --- new agreements ---


def test_any_term_can_be_said(run: Run, practice: Path) -> None:
    new(
        run, "--months", "6", "--no-guarantee", "--sessions", "4", "--sessions-per", "quarter",
        "--set", "meetings.cancellation_notice=2 working days by 16:00",
        "--set", "meetings.moving_notice=12 hours",
        "--set", "guarantee.allowed.cancellation=1 per quarter",
        "--set", "scope.sessions.carry=50%",
        "--set", "calendar.free_days=2026-02-16, 2026-02-17",
        "--set", "calendar.working_days=mon,tue",
        "--set", "accountability.counts=homework,move",
        "--set", "accountability.moves_allowed=3",
    )  # fmt: skip
    text = file_of(practice)
    for line in (
        "schema = 2",
        'time_zone = "America/Sao_Paulo"',
        'cancellation_notice = "2 working days by 16:00"',
        'moving_notice = "12 hours"',
        'cancellation = "1 per quarter"',
        'carry = "50%"',
        'per = "quarter"',
        "free_days = [2026-02-16, 2026-02-17]",
        'working_days = ["mon", "tue"]',
        'counts = ["homework", "move"]',
        "moves_allowed = 3",
    ):
        assert f"\n{line}\n" in f"\n{text}", line
    shown = " ".join(run("show", "bo", now=NOW).out.split())
    assert (
        "2 working days, by 16:00 before (12 hours to move it); a new date within 15 days" in shown
    )
    assert "free days 2, the last one on Tue 2026-02-17" in shown


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("meetings.cancellation_notice=2 weeks", "must be hours, days or working days"),
        ("meetings.cancelation_notice=2 days", "Did you mean 'cancellation_notice'?"),
        ("guarantee.homework_due_days=10", "is no term"),
        ("meeting.ask_within=1 day", "Did you mean 'meetings'?"),
        ("scope.hours.carry=all", "there is no 'scope.hours.carry' in this agreement"),
        ("scope.sessions.carry=all", "has nothing to carry"),
        ("calendar.free_days=christmas", "must be a day like 2026-01-12"),
        ("calendar.working_days=monday", "must be one of: mon"),
        ("meetings.ask_within", "is not FIELD=VALUE"),
    ],
)
def test_a_term_that_is_none_is_refused(
    run: Run, practice: Path, change: str, message: str
) -> None:
    said = run(
        "new-client", "Bo", "--price", "9", "--months", "6", "--sessions", "4", "--set", change,
        "--no-guarantee", now=NOW,
    )  # fmt: skip
    assert said.exit_code in (2, 3)
    assert message in " ".join(said.err.split())
    assert not (practice / "engagements" / "bo.toml").exists()


def test_a_number_to_reach_and_a_pack_without_an_end(run: Run, practice: Path) -> None:
    new(run, "--months", "6", "--result-count", "5 client New clients")
    assert 'target = 5\nunit = "client"' in file_of(practice)
    assert "New clients: 5" in run("show", "bo", now=NOW).out
    said = run("new-client", "Cy", "--price", "800", "--no-guarantee", "--sessions", "10", now=NOW)
    assert said.exit_code == 0, said.err
    assert "ends" not in file_of(practice, "cy")
    assert "open-ended" in said.out
    new_words = ("--months", "6", "--result-count", "five clients")
    assert "is not a number, what is counted, and words" in new(run, *new_words, code=2)


def test_results_that_are_counted(run: Run, practice: Path) -> None:
    new(run, "--months", "6", "--objective", "x", "--result-count", "5 client New clients")
    run("sign", "bo", "--by", "both", now=NOW)
    assert "a number: client" in run("log-result", "bo", "--amount", "5", now=NOW).err
    assert run("log-result", "bo", "--quantity", "3", "--confirmed", now=NOW).exit_code == 0
    [item] = run("check-guarantee", "bo", "--json", now=NOW).json["results"]["items"]
    assert (item["value"], item["target"], item["unit"]) == ("3", "5", "client")
    assert "3 of 5, confirmed by the client" in run("check-guarantee", "bo", "--all", now=NOW).out
    assert "is not counted" in run("log-result", "ana", "--quantity", "3", now=NOW).err


def holidays(practice: Path, region: str = "BR-SP") -> None:
    file = practice / "practice.toml"
    file.write_text(
        file.read_text() + f'\n[calendar]\nholidays = "{region}"\nfree_days = [2026-02-18]\n'
    )


def test_public_holidays_are_written_into_the_agreement(run: Run, practice: Path) -> None:
    holidays(practice)
    said = new(run, "--months", "3", "--no-guarantee")
    text = file_of(practice)
    # Ash Wednesday is the practice's own; Good Friday lies in the term, Tiradentes' Day after it
    assert "free_days = [2026-02-18, 2026-04-03]" in text
    assert "2 free days are written into it, the last one on Fri 2026-04-03." in said
    new(run, "--months", "3", "--result", "x", "--id", "bo-2")
    assert "2026-04-21" in file_of(practice, "bo-2")  # in the time to claim
    new(run, "--no-guarantee", "--id", "bo-3")
    assert "2027-12-" not in file_of(practice, "bo-3").replace("2027-12-25", "")
    assert "2027-11-15" in file_of(practice, "bo-3")  # two years, where no last day is agreed


def test_public_holidays_are_shown_for_confirmation(
    run: Run, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holidays(practice)
    words = ["new-client", "Bo Lee", "--price", "900", "--starts", "2026-01-12", "--months", "3",
             "--no-guarantee", "--objective", "x", "--sessions", "4"]  # fmt: skip
    terminal = Terminal(words, "2026-01-12T12:00:00-03:00", monkeypatch)
    terminal.wait_for("Fri 2026-04-03  Good Friday")
    terminal.answer("Write them into the agreement?", "n")
    terminal.wait_for("One free day is written into it")
    assert terminal.end() == 0
    assert "free_days = [2026-02-18]" in file_of(practice)


def test_a_region_that_is_none_and_an_extra_that_is_missing(
    run: Run, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holidays(practice, "BR-QQ")
    said = run("new-client", "Bo", "--price", "9", "--months", "3", "--no-guarantee", now=NOW)
    assert (said.exit_code, "No public holidays are known of 'BR-QQ'" in said.err) == (3, True)
    monkeypatch.setitem(sys.modules, "holidays", None)
    said = run("new-client", "Bo", "--price", "9", "--months", "3", "--no-guarantee", now=NOW)
    assert (said.exit_code, "pip install 'valueback[holidays]'" in said.err) == (3, True)


# --- orders ---


def test_an_order_brings_free_days_and_moves_the_end(run: Run, practice: Path) -> None:
    said = run("change-order", "ana", "--title", "Later", "--reason", "x", "--extend-days", "14",
               "--free-day", "2026-07-17", now=NOW)  # fmt: skip
    assert said.exit_code == 0, said.err
    paper = next((practice / "documents" / "ana-souza").glob("CO1*")).read_text()
    assert "Days on which nobody works: July 17, 2026." in paper
    assert "It ends on July 26, 2026 instead of July 12, 2026." in paper
    for status in ("sent", "approved"):
        assert run("mark-change-order", "ana", "CO1", status, now=NOW).exit_code == 0
    back = run("change-order", "ana", "--title", "Sooner", "--reason", "x", "--extend-days", "-14",
               "--json", now=NOW).json  # fmt: skip
    assert back["ends"] == {"before": "2026-07-26", "after": "2026-07-12"}


def test_an_order_that_moves_the_end_brings_the_holidays_of_its_days(
    run: Run, practice: Path
) -> None:
    holidays(practice)
    words = ("change-order", "ana", "--title", "Later", "--reason", "x", "--extend-days", "60")
    assert run(*words, now=NOW).exit_code == 0
    text = file_of(practice, "ana-souza")
    assert "free_days = [\n    2026-09-07,\n]" in text or "free_days = [2026-09-07]" in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--extend-days", "-200"), "which has passed"),
        (("--from", "2026-02-01", "--line", "1 x 5.00 a"), "holds from a day on"),
        (("--from", "2026-08-01", "--line", "1 x 5.00 a", "--per", "month"), "after the last day"),
        (("--line", "1 x 5.00 a", "--per", "period", "--item", "weekly"), "no price of its own"),
        (("--line", "1 x 0.00 a", "--per", "period", "--item", "sessions"), "needs an item"),
        (("--line", "1 x 5.00 a", "--per", "month", "--item", "weekly"), "promised by the week"),
        ((), "changes nothing"),
    ],
)
def test_an_order_that_cannot_act_is_refused(
    run: Run, practice: Path, words: tuple[str, ...], message: str
) -> None:
    file = practice / "engagements" / "ana-souza.toml"
    weekly = '[[agreement.scope]]\nid = "weekly"\ntext = "Mail"\nquantity = 1\nper = "week"\n\n'
    text = file.read_text().replace("[agreement.meetings]", f"{weekly}[agreement.meetings]")
    new_one = text.partition("[[log]]")[0].replace("ana-souza", "eva")
    (practice / "engagements" / "eva.toml").write_text(new_one)
    said = run("change-order", "eva", "--title", "x", "--reason", "x", *words, now=NOW)
    assert (said.exit_code, message in said.err) == (3, True), said.err


def test_an_order_for_every_month_says_from_when(run: Run, practice: Path) -> None:
    words = ("change-order", "ana", "--title", "More", "--reason", "x", "--line", "1 x 50.00 Mail",
             "--per", "month")  # fmt: skip
    said = run(*words, "--output", "-", now=NOW)
    assert "the month of the agreement in which this is signed" in " ".join(said.out.split())
    said = run(*words, "--from", "2026-03-01", "--output", "-", now=NOW)
    assert "each period, holds from February 12, 2026." in " ".join(said.out.split())


# --- every day ---


def test_the_provider_s_own_lateness(run: Run, practice: Path) -> None:
    run("book", "ana", "2026-01-12 10:00", now="2026-01-09T16:00")
    run("wrap-up", "ana", "--provider-late", "12", now=NOW)
    assert "provider 12 min late" in run("show", "ana", now=NOW).out
    assert "· being on time S1" in " ".join(run("check-guarantee", "ana", now=NOW).out.split())
    found = run("check-guarantee", "ana", "--all", now=NOW).out
    assert "the provider was 12 minutes late; up to 5 are allowed" in " ".join(found.split())


def test_work_on_hours_has_no_quantity(run: Run, practice: Path) -> None:
    new(run, "--no-guarantee", "--sessions", "8", "--sessions-per", "month",
        "--set", "scope.sessions.unit=hour", "--set", "scope.sessions.minutes=60")  # fmt: skip
    said = run("log-work", "bo", "90", "x", "--item", "sessions", "--quantity", "2", now=NOW)
    assert (said.exit_code, "is measured" in said.err) == (3, True)
    assert run("log-work", "bo", "90", "x", "--item", "sessions", now=NOW).exit_code == 0
    [item] = run("check-scope", "bo", "--json", now=NOW).json["items"]
    assert (item["used"], item["remaining"]) == ("1.5", "6.5")


def test_due_says_when_answers_are_promised_and_when_free_days_run_out(
    run: Run, practice: Path
) -> None:
    new(run, "--no-guarantee", "--sessions", "8", "--sessions-per", "month",
        "--set", "scope.sessions.answer_within=48 hours",
        "--set", "calendar.free_days=2026-12-25")  # fmt: skip
    run("sign", "bo", "--by", "both", now=NOW)
    run("log-request", "bo", "Could you look at this?", "--item", "sessions", now=NOW)
    told = " ".join(run("due", now=NOW).out.split())
    assert "A request waits for an answer, promised by Wed 2026-01-14 12:00" in told
    assert "free days" not in run("due", now="2027-11-11T12:00").out
    told = " ".join(run("due", "--days", "90", now="2027-11-12T12:00").out.split())
    assert "The free days that you agreed on are known until Wed 2028-01-12" in told


def test_a_missed_meeting_is_made_up_for(run: Run, practice: Path) -> None:
    run("book", "ana", "2026-01-12 10:00", now="2026-01-09T16:00")
    run("log-session", "ana", "--no-show", "provider", now=NOW)
    words = ("book", "ana", "2026-01-14 10:00")
    assert "Taken to make up for S1, which you missed." in run(*words, "--dry-run", now=NOW).out
    [booked] = run(*words, "--json", now=NOW).json["entries"]
    assert booked["replaces"] == "S1"


# --- files of both editions ---


def test_a_practice_of_the_first_edition_is_turned_when_asked(run: Run, first: Path) -> None:
    file = first / "practice.toml"
    before = file.read_bytes()
    said = run("doctor", now=NOW)
    assert said.exit_code == 0
    shown = " ".join(said.out.split())
    assert (
        '[guarantee] claim_within_days = 30 becomes [guarantee] claim_within = "30 days"' in shown
    )
    assert file.read_bytes() == before
    answers = run("check-service", "ana", "--json", now="2026-03-04T09:00").json
    assert run("doctor", "--fix", now=NOW).exit_code == 0
    text = file.read_text()
    assert "schema = 2" in text
    assert "_days" not in text
    assert '[meetings]\nask_within = "1 day"' in text
    assert "# Money stands in quotes" in text
    assert "Nothing is wrong." in run("doctor", now=NOW).out
    assert run("check-service", "ana", "--json", now="2026-03-04T09:00").json == answers
    assert before in [path.read_bytes() for path in (first / ".valueback/backups").iterdir()]


def test_edit_practice_offers_today_s_form(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    file = first / "practice.toml"
    before = file.read_bytes()
    terminal = Terminal(["edit", "practice"], "2026-01-12T12:00:00-03:00", monkeypatch)
    terminal.wait_for('[meetings] feedback_within = "7 days"')
    terminal.answer("Edit it in today's form?", "n")
    terminal.wait_for("Nothing was changed.")
    assert (terminal.end(), file.read_bytes()) == (0, before)
    terminal = Terminal(["edit", "practice"], "2026-01-12T12:00:00-03:00", monkeypatch)
    terminal.answer("Edit it in today's form?", "")
    terminal.wait_for("Saved.")
    assert terminal.end() == 0
    assert "schema = 2" in file.read_text()


def test_a_practice_of_the_first_edition_may_hold_keys_of_both(run: Run, first: Path) -> None:
    file = first / "practice.toml"
    both = '\n[meetings]\nmoving_notice = "3 hours"\n\n[[standard]]\nid = "a"\ntext = "x"\n'
    text = file.read_text() + both + "every_days = 7\n"
    file.write_text(text)
    assert run("check-service", "ana", now="2026-03-04T09:00").exit_code == 0
    new(run, "--months", "3", "--no-guarantee")
    made = file_of(first)
    assert 'moving_notice = "3 hours"' in made
    assert 'feedback_within = "7 days"' in made
    file.write_text(text.replace("every_days = 7", 'every_days = 7\nevery = "1 week"'))
    assert "says the same as every" in run("list").err
    file.write_text(text.replace("every_days = 7", "every_days = -7"))
    assert "must be a whole number" in run("list").err


def test_a_newer_form_is_answered_with_update(run: Run, practice: Path) -> None:
    file = practice / "engagements" / "ana-souza.toml"
    file.write_text(file.read_text().replace("schema = 2", "schema = 3"))
    said = run("show", "ana-souza")
    assert said.exit_code == 3
    assert "engagements/ana-souza.toml:1: schema: is 3: written by a newer valueback" in said.err
    settings = practice / "practice.toml"
    settings.write_text(settings.read_text().replace("schema = 2", "schema = 3"))
    assert "practice.toml:5: schema: is 3: written by a newer valueback" in run("list").err


def test_a_renewal_of_a_first_agreement_keeps_its_terms_in_today_s_form(
    run: Run, first: Path
) -> None:
    assert run("renew", "hana", "--months", "6", now="2026-04-10T10:00").exit_code == 0
    text = file_of(first, "hana-okada-2")
    assert "schema = 2" in text
    assert 'window = "30 days"' in text
    assert "booking_grace_minutes = 0" in text
