"""How long commands take, as ratios in one run: medians of paired runs, alternating.

    make bench            prints the table
    make bench-page       also writes it into benchmarks/README.md

Measured on the installed wheel, by its environment's own interpreter, in seconds of the processor.
"bare" is `python -c pass`; "libraries" is a process that only imports typer, rich's console and
pydantic's BaseModel. "wanted" is the aim; above "at most" the run fails.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "benchmarks" / "README.md"
RUNS = 21
LIBRARIES = "import typer, rich.console; from pydantic import BaseModel"
START = datetime.fromisoformat("2026-01-12T10:00:00-03:00")


class Case(NamedTuple):
    """A command to measure, what to divide its CPU time by, what is wanted of the ratio, and the
    most that it may be.
    """

    name: str
    command: list[str]
    beside: str = "bare"
    wanted: float | None = None
    at_most: float | None = None
    environment: Mapping[str, str] = {}


def installed(folder: Path, package: str = str(ROOT)) -> Path:
    """A fresh environment with a package, valueback's wheel if none is named; its interpreter."""
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    quiet = ["--quiet", "--disable-pip-version-check"]
    # the start script that older versions of pip write imports `re`, half of a bare start
    for wanted in ("pip>=25", package):
        subprocess.run([python, "-m", "pip", "install", *quiet, "--upgrade", wanted], check=True)
    return python


def engagement(id_: str, entries: int, *, over: bool = False) -> str:
    """The text of a signed engagement with so many entries: meetings, each with feedback and with
    homework that was done; one that is `over` ended last year, its result reached.
    """
    start = START - timedelta(days=365) if over else START
    ends = (start + timedelta(days=120)).date() if over else "2127-01-12"
    header = (
        f'schema = 1\nid = "{id_}"\n[client]\nname = "{id_}"\n[agreement]\ntitle = "Bench"\n'
        f'objective = "x"\nstarts = {start.date()}\nends = {ends}\n'
        'price = "2400.00"\ncurrency = "USD"\n'
        '[[agreement.minimum_result]]\nid = "r"\ntext = "x"\n'
        '[[agreement.scope]]\nid = "sessions"\ntext = "session"\nquantity = 99999\nminutes = 60\n'
    )
    parts = [header]
    for number, by in enumerate(("client", "provider"), 1):
        parts.append(_entry(f"SG{number}", "signature", start - timedelta(days=1), f'by = "{by}"'))
    for number in range(1, (entries - 2) // 4 + 1):
        at = start + timedelta(days=number)
        after, due = at + timedelta(hours=2), (at + timedelta(days=3)).date()
        words = f'session = "S{number}"\ntext = "good"\nvalue = {4 + number % 2}'
        parts += [
            _entry(f"S{number}", "session", at, 'minutes = 60\nrecording = "here"'),
            _entry(f"F{number}", "feedback", after, words),
            _entry(f"H{number}", "homework", after, f'text = "write"\ndue = {due}'),
            _entry(f"D{number}", "homework-done", after, f'homework = "H{number}"'),
        ]
    if over:
        reached = 'result = "r"\nevidence = "seen"'
        parts.append(_entry("V1", "result", start + timedelta(days=60), reached))
    return "".join(parts)


def _entry(id_: str, kind: str, at: datetime, fields: str) -> str:
    when = at.isoformat()
    return f'\n[[log]]\nid = "{id_}"\nkind = "{kind}"\nat = {when}\nlogged = {when}\n{fields}\n'


def practice(folder: Path) -> Path:
    """A practice with engagements of 200 and 10,000 entries."""
    path = folder / "practice"
    (path / "engagements").mkdir(parents=True)
    (path / "practice.toml").write_text('schema = 1\n[practice]\ntime_zone = "America/Sao_Paulo"\n')
    for size in (200, 10_000):
        (path / "engagements" / f"e{size}.toml").write_text(engagement(f"e{size}", size))
    return path


def cases(python: Path) -> list[Case]:
    """What is measured."""
    run = str(python.parent / "valueback")
    book = [run, "book", "e200", "2126-01-05 10:00", "--dry-run"]
    typed = {
        "_VALUEBACK_COMPLETE": "complete_bash",
        "COMP_WORDS": "valueback check-guarantee e",
        "COMP_CWORD": "2",
    }
    log = "log-homework, 200 entries"
    return [
        Case("bare", [str(python), "-c", "pass"]),
        Case("libraries", [str(python), "-c", LIBRARIES]),
        Case("--version", [run, "--version"], "bare", 1.2, 1.3),
        Case("--help", [run, "--help"], "bare", 6.5, 8),
        Case("completion of a client", [run], "bare", 3, 5, typed),
        Case(log, [run, "log-homework", "e200", "x", "--dry-run"], "bare", 10.5, 13),
        Case("check-guarantee, 200 entries", [run, "check-guarantee", "e200"], "bare", 9.5, 12),
        Case("check-scope, 200 entries", [run, "check-scope", "e200"], "bare", 9.5, 12),
        Case("log, 10,000 entries", [run, "log-homework", "e10000", "x", "--dry-run"], log, 3, 8),
        Case("check-guarantee, 10,000 entries", [run, "check-guarantee", "e10000"], "bare"),
        Case("one booking", book, "bare"),
        Case("twelve bookings", [*book, "--weekly", "12"], "one booking", 1.5, 2),
    ]


class Taken(NamedTuple):
    """What a run took: seconds of the processor and on the clock."""

    cpu: float
    wall: float


def measured(found: list[Case], environment: dict[str, str]) -> dict[str, list[Taken]]:
    """What each case took, round by round; the cases take turns."""
    times: dict[str, list[Taken]] = {case.name: [] for case in found}
    for number in range(RUNS + 1):
        for case in found:
            taken, _ = timed(case.command, {**environment, **case.environment})
            if number:  # the first round only warms up
                times[case.name].append(taken)
    return times


def table(found: list[Case], times: dict[str, list[Taken]]) -> tuple[str, bool]:
    """The results as a markdown table, and whether all are within their bounds."""
    rows = [
        "| what | ratio (CPU) | beside | wanted | at most | ms CPU | ms here |",
        "|---" * 7 + "|",
    ]
    good = True
    for case in found:
        pairs = zip(times[case.name], times[case.beside], strict=True)
        ratio = statistics.median(taken.cpu / beside.cpu for taken, beside in pairs)
        good = good and (case.at_most is None or ratio <= case.at_most)
        bounds = ("" if bound is None else f"{bound:g}" for bound in (case.wanted, case.at_most))
        here = (
            f"{statistics.median(getattr(taken, what) for taken in times[case.name]) * 1000:.0f}"
            for what in ("cpu", "wall")
        )
        cells = (case.name, f"{ratio:.2f}", case.beside, *bounds, *here)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows), good


# --- the whole practice ---


def portfolio(folder: Path, engagements: int, over: int = 0) -> Path:
    """A practice of so many engagements with 200 entries each, of which some are over."""
    path = folder / f"portfolio-{engagements}-{over}"
    (path / "engagements").mkdir(parents=True)
    (path / "practice.toml").write_text('schema = 1\n[practice]\ntime_zone = "America/Sao_Paulo"\n')
    for number in range(engagements):
        text = engagement(f"e{number}", 200, over=number < over)
        (path / "engagements" / f"e{number}.toml").write_text(text)
    return path


def timed(command: list[str], environment: dict[str, str]) -> tuple[Taken, int]:
    """What a run took, and the most memory of one process, in MiB."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"{command} failed")
    return Taken(used.ru_utime + used.ru_stime, wall), used.ru_maxrss // 1024


DAYS = ("2026-03-04T12:00:00-03:00", "2026-03-05T09:00:00-03:00")


def mornings(folder: Path, python: Path, environment: dict[str, str]) -> str:
    """`due`: without a memory, on the morning after, and again, in seconds on the clock."""
    run = str(python.parent / "valueback")
    titles = ("engagements x 200 entries", "of them over", "without a memory", "the morning after",
              "wanted", "again", "wanted", "peak MiB")  # fmt: skip
    rows = [f"| {' | '.join(titles)} |", "|---" * len(titles) + "|"]
    wanted = {(100, 0): "0.35 s", (1000, 0): "2.3 s", (1000, 900): "0.6 s", (5000, 0): "linear"}
    for (engagements, over), first in wanted.items():
        command = [run, "--practice", str(portfolio(folder, engagements, over)), "due"]
        cold, peak = timed(command, environment | {"VALUEBACK_NOW": DAYS[0]})
        morning, _ = timed(command, environment | {"VALUEBACK_NOW": DAYS[1]})
        again = statistics.median(
            timed(command, environment | {"VALUEBACK_NOW": DAYS[1]})[0].wall for _ in range(5)
        )
        most = "0.3 s" if engagements <= 1000 else "linear"
        cells = (f"{cold.wall:.2f} s", f"{morning.wall:.2f} s", first, f"{again:.2f} s", most)
        rows.append(f"| {engagements} | {over} | {' | '.join(cells)} | {peak} |")
    return "\n".join(rows)


def written(part: str, text: str) -> None:
    """Put figures into the page, in place of those that it has of this part."""
    where = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores."
    head, begin, rest = PAGE.read_text().partition(f"<!-- {part} -->\n")
    _, end, tail = rest.partition("<!-- end -->\n")
    PAGE.write_text(f"{head}{begin}\n{where}\n\n{text}\n\n{end}{tail}")


def main() -> int:
    """Measure, print, and write the page where asked."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = installed(folder)
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"VALUEBACK_PRACTICE": str(practice(folder))}
        environment |= {"VALUEBACK_NOW": "2125-12-31T12:00:00-03:00"}
        found = cases(python)
        text, good = table(found, measured(found, environment))
        text += f"\n\n{mornings(folder, python, environment)}"
    print(text)
    if "--write" in sys.argv:
        written("figures", text)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
