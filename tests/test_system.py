"""What differs from system to system, as far as this one can show it."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests.conftest import Run
from valueback import system
from valueback.record import computer, place


def test_words_of_a_command_line() -> None:
    assert system.split('code --wait "a b"') == ["code", "--wait", "a b"]
    assert system.split(system.quoted("it's a b")) == ["it's a b"]


def test_a_reader_that_left_is_known() -> None:
    assert system.is_closed(BrokenPipeError(errno.EPIPE, "x"))
    assert not system.is_closed(OSError(errno.ENOSPC, "x"))


@pytest.mark.parametrize("name", ["Con", "aux", "NUL", "Lpt1", "com9"])
def test_no_engagement_is_called_as_a_device_is(name: str, run: Run, practice: Path) -> None:
    said = run("new-client", name, "--price", "90", "--months", "1", "--no-guarantee", "--json")
    assert said.exit_code == 0, said.err
    assert said.json["engagement"] == f"{name.lower()}-2"
    assert (practice / "engagements" / f"{name.lower()}-2.toml").exists()


@pytest.mark.parametrize(
    ("folder", "by"),
    [
        ("/home/a/OneDrive - Firm/practice", "OneDrive - Firm"),
        ("/home/a/Dropbox/practice", "Dropbox"),
        ("/home/a/documents/practice", ""),
    ],
)
def test_a_folder_that_is_copied_is_told_at_the_beginning(folder: str, by: str) -> None:
    assert place.synced_by(Path(folder)) == by


def test_init_says_that_a_folder_is_copied(run: Run, tmp_path: Path) -> None:
    there = tmp_path / "OneDrive" / "practice"
    said = run("init", str(there), "--provider", "Clara", "--time-zone", "UTC", "--currency", "USD")
    assert "OneDrive copies this folder" in said.out
    assert 'valueback new-client "Ana Souza"' in said.out


def test_utc_is_proposed_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tzlocal.get_localzone_name", lambda: "Etc/UTC")
    assert computer.zone_name() == "UTC"


def test_proposed_commands_use_double_quotes(run: Run, practice: Path) -> None:
    run("new-client", "Bo Berg", "--price", "90", "--months", "1", "--no-guarantee")
    assert 'book bo-berg "tue 10:00"' in run("sign", "bo", "--by", "both").out


@pytest.mark.parametrize("error", [ImportError, KeyError, OSError])
def test_a_computer_that_knows_no_user(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown() -> str:
        raise error

    monkeypatch.setattr(system, "full_name", str)
    monkeypatch.setattr("getpass.getuser", unknown)
    assert computer.user_name() == ""
