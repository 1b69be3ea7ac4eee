"""What must hold on Windows, tried with Windows' own Python under Wine (`make check-windows`).

    python -m tools.windows.check FOLDER [PART …|all]        FOLDER is what setup.sh made

The README's walk, every answer as on this system; four writers and a reader on one file; a practice
that goes from one system to the other and back; the story of the example, its files byte for byte;
the tests that can be run there. What cannot, and why, is told with them. Faults of Wine are no
faults of ours: README.md lists them.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path

from tests import test_transcripts as pages
from tests.test_as_before import story

ROOT = Path(__file__).parents[2]

NOT_RUN = {
    "tests/record/test_faults.py": "limits what a process may use, as only POSIX can",
    "tests/record/test_merge.py": "asks git, which is not on the test bed",
    "tests/test_histories.py": "stops processes halfway, as only POSIX can",
    "tests/test_soak.py": "stops processes halfway, as only POSIX can",
    "tests/test_transcripts.py": "plays the README once more, as the walk does",
    "tests/test_wheel.py": "makes an environment, which the test bed's Python cannot",
}
"""Modules of tests that are not run there, and why; single ones: tests/not_on_windows.py."""


class Windows:
    """The test bed: programs run by Windows' Python, and paths as they are called there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(
        self, *words: str, cwd: Path = ROOT, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """A program under Windows' Python; both streams in one."""
        known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return subprocess.run(
            [self.folder / "pyw", *words], cwd=cwd, env=known | environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip


def plain(text: str) -> str:
    """An answer without what systems write differently: line ends, and paths."""
    return re.sub(r"\bZ:(?=/)", "", text.replace("\r", "").replace("\\", "/"))


# --- the walk ---

_PROGRAM = (
    "import os, sys; os.environ['USERPROFILE'] = 'Z:/'; sys.argv[0] = 'valueback'\n"
    "from valueback.main import main; main()"
)
"""valueback, where all of this system's folders lie in the user's own."""


def walk(windows: Windows) -> str:
    """Every command of the README, each answer held against the one that this system gives."""
    number = 0
    differ: list[str] = []
    with tempfile.TemporaryDirectory() as here, tempfile.TemporaryDirectory() as there:

        def answer(command: str, folder: Path, clock: str) -> str:
            nonlocal number
            number += 1
            own = before(command, folder, clock)
            other = Path(there) / folder.relative_to(here)
            other.mkdir(exist_ok=True)
            said = windows.run(
                "-c", _PROGRAM, *shlex.split(command)[1:], cwd=other,
                VALUEBACK_NOW=clock, NO_COLOR="1", TZ="America/Sao_Paulo",
            ).stdout  # fmt: skip
            if plain(said).replace(there, here) != plain(own):
                differ.append(f"$ {command}\n--- here\n{own}\n--- on Windows\n{plain(said)}")
            return own

        before, pages.answer = pages.answer, answer
        for top in (here, there):
            shutil.copytree(ROOT / "examples", Path(top) / "examples")
        clock, place = "2026-03-04T09:00:00-03:00", [Path(here)]
        for piece in pages._PIECE.finditer((ROOT / "README.md").read_text(encoding="utf-8")):
            clock = piece["clock"] or clock
            if piece["block"]:
                pages.played(piece["block"], place, clock)
        pages.answer = before
    if differ or number < 40:
        raise AssertionError(
            f"{len(differ)} of {number} answers differ:\n\n" + "\n\n".join(differ[:5])
        )
    return f"{number} commands answer as here"


# --- four writers ---

_WRITER = """
import random, sys, time
from datetime import datetime, timedelta
from pathlib import Path
from valueback.drafting.between_meetings import homework
from valueback.record.append import append
from valueback.record.folder import existing
folder, first = existing(Path(sys.argv[1])), datetime.fromisoformat("2026-01-12T12:00:00-03:00")
for number in range(50):
    text = f"{sys.argv[2]} {number}"
    plan = homework(text=text, due=None, session=None, at=None, note=None)
    written = append(folder, "ana-souza", plan, first + timedelta(seconds=number)).written
    print("saved", written.entries[0]["id"], text, flush=True)
    time.sleep(random.random() * 0.2)  # as between commands that people type
"""
_READER = """
import random, sys, time
from pathlib import Path
until = time.monotonic() + float(sys.argv[2])
while time.monotonic() < until:
    try:
        with open(sys.argv[1], "rb") as file:
            time.sleep(random.random() * 0.05)
            file.read()
    except OSError:
        pass  # it is just being replaced
    time.sleep(random.random() * 0.2)
"""


def writers(windows: Windows) -> str:
    """Four programs write 50 entries each while another has the file open now and then."""
    with tempfile.TemporaryDirectory() as name:
        practice = practice_in(Path(name))
        file = practice / "engagements" / "ana-souza.toml"
        run = [str(windows.folder / "pyw"), "-c"]
        reader = subprocess.Popen([*run, _READER, f"Z:{file}", "60"], stdin=subprocess.DEVNULL)
        some = [
            subprocess.Popen([*run, _WRITER, f"Z:{practice}", f"w{n}"], text=True,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
            for n in range(4)
        ]  # fmt: skip
        said = "".join(one.communicate()[0] for one in some).replace("\r", "")
        reader.kill()
        told = dict(line.split(maxsplit=2)[1:] for line in said.splitlines())
        shown = here("show", "ana", "--json", practice=practice)
        entries = json.loads(shown)["entries"]
        held = {e["id"]: e["text"] for e in entries if re.match(r"w\d ", e.get("text") or "")}
        if len(told) != 200 or held != told:
            raise AssertionError(f"{len(told)} were said to be saved, {len(held)} are there")
    return "200 entries of four writers are there, each under the number that was said"


# --- there and back ---

_LOOKED_AT = (("check-guarantee", "ana"), ("check-scope", "ana"), ("check-payments", "ana"),
              ("check-service", "ana"), ("show", "ana"), ("practice",))  # fmt: skip


def there_and_back(windows: Windows) -> str:
    """A practice of this system, with the line ends of the other, is read and written there; then
    here again.
    """
    with tempfile.TemporaryDirectory() as name:
        practice = practice_in(Path(name))
        for file in practice.rglob("*.toml"):
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
        first = reports(lambda *words: here(*words, practice=practice))

        def across(*words: str) -> str:
            where = f"Z:{practice}".replace("/", "\\")
            return windows.run(
                "-c", _PROGRAM, *words, VALUEBACK_PRACTICE=where, VALUEBACK_NOW=_NOW
            ).stdout

        if first != (second := reports(across)):
            raise AssertionError(difference(first, second))
        saved = json.loads(across("log-homework", "ana", "Grüße, 你好", "--json"))
        own = json.loads(here("show", "ana", "--json", practice=practice))
        if own["entries"][-1]["text"] != saved["entries"][0]["text"] or not saved["saved"]:
            raise AssertionError(f"not what was saved there: {own['entries'][-1]}")
        third = reports(lambda *words: here(*words, practice=practice))
        if third != (fourth := reports(across)):
            raise AssertionError(difference(third, fourth))
    return f"{2 * len(_LOOKED_AT)} reports of a practice that went there and back are the same"


_NOW = "2026-03-04T09:00:00-03:00"


def reports(asked: Callable[..., str]) -> dict[str, str]:
    """What several commands report, for programs."""
    return {" ".join(words): plain(asked(*words, "--json")) for words in _LOOKED_AT}


def difference(one: dict[str, str], other: dict[str, str]) -> str:
    """Which reports differ, and how they read."""
    found = (f"{name}\n{one[name]}\n---\n{other[name]}" for name in one if one[name] != other[name])
    return "\n\n".join(found)[:3000]


def practice_in(folder: Path) -> Path:
    """A copy of the example practice."""
    shutil.copytree(ROOT / "examples" / "lima", folder / "lima")
    return folder / "lima"


def here(*words: str, practice: Path) -> str:
    """What a command answers on this system."""
    environment = os.environ | {"VALUEBACK_PRACTICE": str(practice), "VALUEBACK_NOW": _NOW}
    return subprocess.run(
        [sys.executable, "-m", "valueback", *words], env=environment, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False,
    ).stdout  # fmt: skip


# --- the story ---

_TELLER = """
import json, os, sys
from pathlib import Path
from typer.testing import CliRunner
from valueback.cli.app import app
practice, told, further = sys.argv[1:]
os.environ["VALUEBACK_PRACTICE"] = practice
for now, words in json.loads(Path(told).read_text()):
    os.environ["VALUEBACK_NOW"] = now
    said = CliRunner().invoke(app, words, prog_name="valueback")
    if said.exit_code:
        sys.exit(f"{words}: {said.output}")
    if words[0] == "init":
        with open(Path(practice, "practice.toml"), "ab") as file:
            file.write(Path(further).read_bytes())
"""


def the_story(windows: Windows) -> str:
    """The example practice, told command by command there: its files byte for byte as here."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told, further = story(folder)
        (folder / "told.json").write_text(json.dumps(told))
        (folder / "further.toml").write_text(further)
        done = windows.run(
            "-c", _TELLER, f"Z:{folder}/lima", f"Z:{folder}/told.json", f"Z:{folder}/further.toml"
        )
        kept = ROOT / "examples" / "lima"
        for file in kept.rglob("*.toml"):
            made = folder / "lima" / file.relative_to(kept)
            if done.returncode or not made.exists() or made.read_bytes() != file.read_bytes():
                raise AssertionError(f"{file.name} is another:\n{plain(done.stdout)[-3000:]}")
    return f"{len(told)} commands make the files of the example, byte for byte"


# --- the tests ---


def passed(windows: Windows, places: Sequence[str], *, without: Sequence[str] = ()) -> str:
    """The tests in some places that Windows can run; the others are counted with their reasons."""
    left_out = {name: why for name, why in NOT_RUN.items() if name.startswith(tuple(places))}
    words = ["-m", "pytest", "-p", "no:cacheprovider", "-rs", *places]
    words += [f"--ignore={name}" for name in (*left_out, *without)]
    done = windows.run(*words, PYTHONPATH=str(ROOT), PYTHONUTF8="1")
    found = done.stdout.replace("\r", "")
    lines = [line for line in found.splitlines() if re.match(r"=* ?\d+ passed", line)]
    if done.returncode or len(lines) != 1:
        raise AssertionError(found[-6000:])
    skipped: Counter[str] = Counter()
    for line in found.splitlines():
        if one := re.match(r"SKIPPED \[(\d+)\] \S+: (.+)", line):
            skipped[one[2]] += int(one[1])
    reasons = [f"      {number:3} tests: {why}" for why, number in skipped.most_common()]
    reasons += [f"      {module}: {why}" for module, why in left_out.items()]
    return "\n".join([lines[0].strip("= "), *reasons])


_OF_RULES = ("tests/model", "tests/rules", "tests/sources", "tests/test_moments.py",
             "tests/test_money.py", "tests/test_frozen.py", "tests/test_typed.py")  # fmt: skip
_OF_FILES = ("tests/record", "tests/test_system.py", "tests/cli/test_attach.py",
             "tests/cli/test_boundary.py", "tests/cli/test_doctor.py", "tests/cli/test_plain.py",
             "tests/cli/test_trust.py")  # fmt: skip


def tests_of_rules(windows: Windows) -> str:
    """Rules, model, sources and moments."""
    return passed(windows, _OF_RULES)


def tests_of_files(windows: Windows) -> str:
    """The record, and the commands where systems differ."""
    return passed(windows, _OF_FILES)


def tests_of_the_rest(windows: Windows) -> str:
    """All others."""
    return passed(windows, ["tests"], without=(*_OF_RULES, *_OF_FILES))


PARTS = (tests_of_rules, tests_of_files, walk, there_and_back, the_story, writers)
ALL = (tests_of_the_rest, *PARTS)


def tried(part: Callable[[Windows], str], windows: Windows) -> bool:
    """Whether a part holds; tells what it found, and the time that it took."""
    since = time.monotonic()
    try:
        told, holds = part(windows), True
    except AssertionError as error:
        told, holds = f"FAILED: {error}", False
    sys.stdout.write(f"{time.monotonic() - since:5.0f} s  {part.__name__}: {told}\n")
    sys.stdout.flush()
    return holds


def main() -> int:
    """The parts that were named, `all`, or all but the longest; two at a time."""
    folder, *names = sys.argv[1:]
    parts = [part for part in ALL if part.__name__ in names] or (ALL if names == ["all"] else PARTS)
    with ThreadPoolExecutor(2) as pool:
        holds = list(pool.map(tried, parts, repeat(Windows(Path(folder).absolute()))))
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
