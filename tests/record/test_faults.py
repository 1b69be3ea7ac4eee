"""Kills at every file operation, a full disk, many writers at once."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.story import header
from valueback.drafting.between_meetings import homework as homework_of
from valueback.errors import Refused
from valueback.record.append import append
from valueback.record.folder import Folder
from valueback.record.founding import begin_engagement, begin_practice
from valueback.system import OpenFolder

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)

KILLER = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from valueback.drafting.between_meetings import homework
from valueback.drafting.draft import drafts
from valueback.record.append import append
from valueback.record.folder import Folder

folder, deadly = Folder(Path(sys.argv[1])), int(sys.argv[2])
count = 0

def watched(function):
    def call(*args, **kwargs):
        global count
        count += 1
        if count == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)
    return call

_ = folder.practice
folder.read("ana-souza")
for name in ("open", "write", "fsync", "replace", "close", "unlink", "mkdir", "fstat", "stat"):
    setattr(os, name, watched(getattr(os, name)))

@drafts
def two(draft):
    for text in ("one", "two"):
        draft.carry_out(homework(text=text, due=datetime(2026, 3, 1).date()))

append(folder, "ana-souza", two(), datetime(2026, 2, 1, 12, tzinfo=UTC))
print(count)
"""

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from valueback.drafting.between_meetings import homework
from valueback.record.append import append
from valueback.record.folder import Folder

folder = Folder(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    plan = homework(text=f"{sys.argv[2]}-{number}", due=datetime(2026, 3, 1).date())
    append(folder, "ana-souza", plan, datetime(2026, 2, 1, 12, tzinfo=UTC))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = begin_practice(tmp_path / "practice", {"schema": 1})
    begin_engagement(made, "ana-souza", header())
    return made


homework = homework_of(text="x", due=NOW.date())


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, whose file operations are only ours: coverage has some, too."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip


def test_a_kill_at_any_file_operation_leaves_the_old_or_the_new_file(folder: Folder) -> None:
    path = folder.file_of("ana-souza")
    old = path.read_bytes()
    outcomes = set()
    for deadly in range(1, 200):
        path.write_bytes(old)
        shutil.rmtree(folder.path / ".valueback" / "seals", ignore_errors=True)
        found = run(KILLER, str(folder.path), str(deadly))
        entries = len(folder.read("ana-souza").engagement.log.entries)
        assert entries in (0, 2)
        assert path.read_bytes().startswith(old)
        outcomes.add((found.returncode, entries))
        append(folder, "ana-souza", homework, NOW)  # the next command works
        if found.returncode == 0:
            assert int(found.stdout) == deadly - 1
            break
        assert found.returncode == -signal.SIGKILL, found.stderr
    assert outcomes == {(-signal.SIGKILL, 0), (-signal.SIGKILL, 2), (0, 2)}


def test_leftovers_of_killed_writes_are_never_read_as_engagements(folder: Folder) -> None:
    leftover = folder.path / "engagements" / ".ana-souza.toml.123.abc.tmp"
    leftover.write_text("half")
    assert folder.ids() == ["ana-souza"]
    assert folder.strays() == []


def test_eight_processes_writing_fifty_entries_each(folder: Folder) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(folder.path), f"w{n}", "50"])
        for n in range(8)
    ]
    assert [writer.wait() for writer in writers] == [0] * 8
    entries = folder.read("ana-souza").engagement.log.raws
    assert len({raw["text"] for raw in entries}) == 400
    assert [raw["id"] for raw in entries] == [f"H{n}" for n in range(1, 401)]


def test_a_full_disk_leaves_the_old_file_and_says_so(folder: Folder) -> None:
    path = folder.file_of("ana-souza")
    before = path.read_bytes()
    child = os.fork()
    if child == 0:  # pragma: no cover  # another process
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before), len(before)))
        try:
            append(folder, "ana-souza", homework, NOW)
        except Refused as error:
            os._exit(7 if "Nothing was saved" in str(error) else 8)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 7
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.iterdir()) == ["ana-souza.toml"]


@pytest.mark.parametrize("name", ["write", "fsync", "open"])
def test_an_error_of_any_operation_leaves_the_old_file(
    folder: Folder, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder.file_of("ana-souza")
    before = path.read_bytes()
    real = getattr(os, name)

    def failing(*args: object, **kwargs: object) -> object:
        if name == "open" and ".tmp" not in str(args[0]):
            return real(*args, **kwargs)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, name, failing)
        with pytest.raises(Refused, match="No space left"):
            append(folder, "ana-souza", homework, NOW)
    assert path.read_bytes() == before


def test_a_short_write_is_carried_on(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data)[:7]))
    append(folder, "ana-souza", homework, NOW)
    assert len(folder.read("ana-souza").engagement.log.entries) == 1


def failing_sync(monkeypatch: pytest.MonkeyPatch, folder: Folder, name: str) -> None:
    """The disk no longer confirms the names in one of the practice's folders."""
    real = os.fsync
    place = (folder.path / name).stat()

    def failing(descriptor: int) -> None:
        if os.path.samestat(os.fstat(descriptor), place):
            raise OSError(5, "Input/output error")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", failing)


def test_what_the_disk_does_not_confirm_is_taken_back_and_never_called_saved(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder.file_of("ana-souza")
    before = path.read_bytes()
    failing_sync(monkeypatch, folder, "engagements")
    with pytest.raises(Refused, match=r"Nothing was saved.*Input/output error"):
        append(folder, "ana-souza", homework, NOW)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    monkeypatch.undo()
    written = append(folder, "ana-souza", homework, NOW).written
    assert len(folder.read("ana-souza").engagement.log.entries) == len(written.entries) == 1


def test_where_it_cannot_be_taken_back_that_is_said(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_sync(monkeypatch, folder, "engagements")
    monkeypatch.setattr(OpenFolder, "exchange", lambda *_: False)
    with pytest.raises(Refused, match="was written, but the disk did not confirm it"):
        append(folder, "ana-souza", homework, NOW)
    assert len(folder.read("ana-souza").engagement.log.entries) == 1


def test_a_new_folder_is_confirmed_in_the_one_around_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, synced = os.fsync, []

    def noting(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    practice = tmp_path / "a" / "b"
    begin_practice(practice, {"schema": 1})
    assert {folder.stat().st_ino for folder in (tmp_path, practice.parent, practice)} <= set(synced)
