"""Logging one entry with valueback, watson and jrnl, at 1,000 and at 10,000 entries on record.

    make bench-peers      prints the table, and fails where valueback is not ahead

The others are installed from PyPI into environments of their own. All write for real, to the disk:
valueback into one of fifty engagements, after it has read and checked all of that file.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from typing import NamedTuple

from benchmarks.bench import RUNS, START, Taken, engagement, installed, timed, written

FILES = 50
SIZES = (1_000, 10_000)
PEERS = {"watson": "td-watson", "jrnl": "jrnl"}
_JRNL = """version: {version}
journals: {{default: {{journal: {journal}}}}}
colors: {{body: none, date: none, tags: none, title: none}}
default_hour: 9
default_minute: 0
timeformat: "%Y-%m-%d %H:%M"
editor: ""
encrypt: false
highlight: true
indent_character: "|"
linewrap: 79
tagsymbols: "@"
template: false
"""


class Logger(NamedTuple):
    """A program that logs an entry, where so many are on record."""

    command: list[str]
    environment: dict[str, str]


def valueback(folder: Path, python: Path, size: int) -> Logger:
    """valueback, over a practice of fifty engagements."""
    practice = folder / f"practice-{size}"
    (practice / "engagements").mkdir(parents=True)
    (practice / "practice.toml").write_text(
        'schema = 1\n[practice]\ntime_zone = "America/Sao_Paulo"\n'
    )
    for number in range(FILES):
        text = engagement(f"e{number}", size // FILES)
        (practice / "engagements" / f"e{number}.toml").write_text(text)
    run = [str(python.parent / "valueback"), "log-homework", "e7", "write the pitch", "--again"]
    return Logger(run, {"VALUEBACK_PRACTICE": str(practice)})


def watson(folder: Path, program: Path, size: int) -> Logger:
    """watson, over so many frames of an hour."""
    home = folder / f"watson-{size}"
    home.mkdir()
    first = int(START.timestamp()) - size * 7200
    frames = [
        [begin, begin + 3600, "ana", uuid.UUID(int=number).hex, ["met"], begin + 3600]
        for number in range(size)
        for begin in (first + number * 7200,)
    ]
    (home / "frames").write_text(json.dumps(frames))
    times = ["--from", "2026-01-13 10:00", "--to", "2026-01-13 11:00"]
    return Logger([str(program), "add", *times, "ana"], {"WATSON_DIR": str(home)})


def jrnl(folder: Path, program: Path, size: int) -> Logger:
    """jrnl, over a journal of so many entries."""
    home = folder / f"jrnl-{size}"
    home.mkdir()
    entries = (
        f"[20{number // 336:02}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02} 10:00] "
        f"Met Ana. Wrote the pitch.\n\n"
        for number in range(size)
    )
    (home / "journal.txt").write_text("".join(entries))
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    version = told.stdout.split()[1]
    (home / "jrnl.yaml").write_text(_JRNL.format(version=version, journal=home / "journal.txt"))
    run = [str(program), "--config-file", str(home / "jrnl.yaml"), "today: met Ana"]
    return Logger(run, {"HOME": str(home)})


def measured(folder: Path) -> dict[str, dict[int, Taken]]:
    """The medians of each program at each size; the programs take turns."""
    python = installed(folder)
    programs = {
        name: installed(folder / name, package).with_name(name) for name, package in PEERS.items()
    }
    known = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    found: dict[str, dict[int, Taken]] = {name: {} for name in ("bare", "valueback", *PEERS)}
    for size in SIZES:
        loggers = {
            "bare": Logger([str(python), "-c", "pass"], {}),
            "valueback": valueback(folder, python, size),
            "watson": watson(folder, programs["watson"], size),
            "jrnl": jrnl(folder, programs["jrnl"], size),
        }
        runs: dict[str, list[Taken]] = {name: [] for name in loggers}
        for _ in range(RUNS + 1):
            for name, logger in loggers.items():
                runs[name].append(timed(logger.command, known | logger.environment)[0])
        for name, taken in runs.items():  # the first run only warmed up
            found[name][size] = Taken(*map(statistics.median, zip(*taken[1:], strict=True)))
    return found


def table(found: dict[str, dict[int, Taken]]) -> str:
    """What each program took, as multiples of bare Python's processor time, and on the clock."""
    titles = [f"{size:,} entries" for size in SIZES]
    rows = [f"| logging one entry | {' | '.join(titles)} |", "|---" * (len(SIZES) + 1) + "|"]
    for name in ("valueback", *PEERS):
        cells = (
            f"{found[name][size].cpu / found['bare'][size].cpu:.1f} × bare, "
            f"{found[name][size].wall * 1000:.0f} ms"
            for size in SIZES
        )
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(rows)


def main() -> int:
    """Measure and print; 1 where another is ahead."""
    with tempfile.TemporaryDirectory() as name:
        found = measured(Path(name))
    text = table(found)
    print(text)
    if "--write" in sys.argv:
        written("peers", text)
    ahead = all(
        found["valueback"][size].cpu <= found[peer_][size].cpu for size in SIZES for peer_ in PEERS
    )
    return 0 if ahead else 1


if __name__ == "__main__":
    sys.exit(main())
