"""How long commands take, as ratios in one run: medians of paired runs, alternating.

    make bench            prints the table
    make bench-page       also writes it into benchmarks/README.md

Measured on the installed wheel, by its environment's own interpreter. "bare" is `python -c pass`;
"libraries" is a process that only imports typer, rich's console and pydantic's BaseModel.
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
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "benchmarks" / "README.md"
RUNS = 21
LIBRARIES = "import typer, rich.console; from pydantic import BaseModel"
START = datetime.fromisoformat("2026-01-12T10:00:00-03:00")


@dataclass(frozen=True)
class Case:
    """A command to measure, what to divide its time by, and the most that the ratio may be."""

    name: str
    command: list[str]
    beside: str
    at_most: float | None = None


def installed(folder: Path) -> Path:
    """A fresh environment with the wheel; its interpreter."""
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    quiet = ["--quiet", "--disable-pip-version-check"]
    # the start script that older versions of pip write imports `re`, half of a bare start
    for wanted in ("pip>=25", str(ROOT)):
        subprocess.run([python, "-m", "pip", "install", *quiet, "--upgrade", wanted], check=True)
    return python


def engagement(id_: str, entries: int) -> str:
    """The text of a signed engagement with so many entries, meeting after meeting."""
    header = (
        f'schema = 1\nid = "{id_}"\n[client]\nname = "{id_}"\n[agreement]\ntitle = "Bench"\n'
        'objective = "x"\nstarts = 2026-01-12\nends = 2126-01-12\n'
        'price = "2400.00"\ncurrency = "USD"\n'
        '[[agreement.minimum_result]]\nid = "r"\ntext = "x"\n'
        '[[agreement.scope]]\nid = "sessions"\ntext = "session"\nquantity = 99999\nminutes = 60\n'
    )
    parts = [header]
    for number, by in enumerate(("client", "provider"), 1):
        parts.append(_entry(f"SG{number}", "signature", START - timedelta(days=1), f'by = "{by}"'))
    parts.append(_entry("R1", "request", START, 'text = "more"\nitem = "sessions"'))
    for number in range(1, (entries - 2) // 4 + 1):
        at = START + timedelta(days=number)
        after = at + timedelta(hours=2)
        session = f'session = "S{number}"'
        parts += [
            _entry(f"S{number}", "session", at, 'minutes = 60\nrecording = "here"'),
            _entry(f"Q{number}", "feedback-request", after, f'{session}\nchannel = "email"'),
            _entry(
                f"F{number}",
                "feedback",
                after,
                f'{session}\ntext = "good"\nvalue = {number % 5 + 1}',
            ),
            _entry(f"H{number}", "homework", after, f'text = "write"\ndue = {at.date()}'),
        ]
    return "".join(parts)


def _entry(id_: str, kind: str, at: datetime, fields: str) -> str:
    when = at.isoformat()
    return f'\n[[log]]\nid = "{id_}"\nkind = "{kind}"\nat = {when}\nlogged = {when}\n{fields}\n'


def practice(folder: Path) -> Path:
    """A practice with engagements of 100, 200, 1,000 and 10,000 entries."""
    path = folder / "practice"
    (path / "engagements").mkdir(parents=True)
    (path / "practice.toml").write_text('schema = 1\n[practice]\ntime_zone = "America/Sao_Paulo"\n')
    for size in (100, 200, 1000, 10_000):
        (path / "engagements" / f"e{size}.toml").write_text(engagement(f"e{size}", size))
    return path


def cases(python: Path) -> list[Case]:
    """What is measured."""
    run = str(python.parent / "valueback")
    bare = [str(python), "-c", "pass"]
    return [
        Case("bare", bare, "bare"),
        Case("libraries", [str(python), "-c", LIBRARIES], "bare"),
        Case("--version", [run, "--version"], "bare", 1.5),
        Case("--help", [run, "--help"], "bare", 9),
        Case(
            "log-homework, 200 entries",
            [run, "log-homework", "e200", "x", "--dry-run"],
            "libraries",
            1.5,
        ),
        Case("check-guarantee, 200 entries", [run, "check-guarantee", "e200"], "libraries", 1.5),
        Case("check-scope, 200 entries", [run, "check-scope", "e200"], "libraries", 1.5),
        Case("options, 200 entries", [run, "options", "e200"], "libraries", 1.5),
        Case("check-guarantee, 100 entries", [run, "check-guarantee", "e100"], "bare"),
        Case("check-guarantee, 1,000 entries", [run, "check-guarantee", "e1000"], "bare"),
        Case("check-guarantee, 10,000 entries", [run, "check-guarantee", "e10000"], "bare"),
    ]


def measured(found: list[Case], environment: dict[str, str]) -> dict[str, list[float]]:
    """The times of each case in seconds, round by round; the cases take turns."""
    times: dict[str, list[float]] = {case.name: [] for case in found}
    for number in range(RUNS + 1):
        for case in found:
            began = time.perf_counter()
            subprocess.run(case.command, env=environment, capture_output=True, check=True)
            if number:  # the first round only warms up
                times[case.name].append(time.perf_counter() - began)
    return times


def table(found: list[Case], times: dict[str, list[float]]) -> tuple[str, bool]:
    """The results as a markdown table, and whether all are within their bounds."""
    rows = ["| what | ratio | beside | at most | ms here |", "|---|---|---|---|---|"]
    good = True
    for case in found:
        pairs = zip(times[case.name], times[case.beside], strict=True)
        ratio = statistics.median(taken / beside for taken, beside in pairs)
        good = good and (case.at_most is None or ratio <= case.at_most)
        bound = "" if case.at_most is None else f"{case.at_most:g}"
        here = f"{statistics.median(times[case.name]) * 1000:.0f}"
        rows.append(f"| {case.name} | {ratio:.2f} | {case.beside} | {bound} | {here} |")
    small, large = (
        statistics.median(times[f"check-guarantee, {n} entries"]) for n in ("100", "10,000")
    )
    per_entry = (large - small) / 9_900 * 1e6
    rows += ["", f"From 100 to 10,000 entries: {per_entry:.0f} µs for each further entry."]
    return "\n".join(rows), good


# --- the whole practice ---

READING = """
import hashlib, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1], "engagements").iterdir()):
    hashlib.sha256(path.read_bytes()).hexdigest()
"""


def portfolio(folder: Path, engagements: int) -> Path:
    """A practice of so many engagements with 200 entries each."""
    path = folder / f"portfolio-{engagements}"
    (path / "engagements").mkdir(parents=True)
    (path / "practice.toml").write_text('schema = 1\n[practice]\ntime_zone = "America/Sao_Paulo"\n')
    for number in range(engagements):
        text = engagement(f"e{number}", 200)
        (path / "engagements" / f"e{number}.toml").write_text(text)
    return path


def timed(command: list[str], environment: dict[str, str]) -> tuple[float, int]:
    """Seconds of a run, and the most memory that it took, in MiB."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    taken = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"{command} failed")
    return taken, used.ru_maxrss // 1024


def whole_practice(folder: Path, python: Path, environment: dict[str, str]) -> str:
    """`practice` over 100 and 1,000 engagements, cold and warm, beside reading the same bytes."""
    run = str(python.parent / "valueback")
    environment = environment | {"VALUEBACK_NOW": "2026-03-04T12:00:00-03:00"}
    titles = ("engagements x 200 entries", "reading the bytes", "cold", "warm", "one changed",
              "as JSON", "peak MiB, cold")  # fmt: skip
    rows = [f"| {' | '.join(titles)} |", "|---" * len(titles) + "|"]
    for engagements in (100, 1000):
        path = portfolio(folder, engagements)
        command = [run, "--practice", str(path), "practice"]
        reading = [str(python), "-c", READING, str(path)]
        cold, peak = timed(command, environment)
        base = statistics.median(timed(reading, environment)[0] for _ in range(5))
        warm = statistics.median(timed(command, environment)[0] for _ in range(5))
        as_json = statistics.median(timed([*command, "--json"], environment)[0] for _ in range(5))
        log = [run, "--practice", str(path), "log-homework", "e7", "x", "--due", "2126-01-01"]
        timed(log, environment)
        changed, _ = timed(command, environment)
        cells = (
            f"{base * 1000:.0f} ms",
            f"{cold:.2f} s = {cold / base:.0f} x",
            f"{warm:.2f} s = {warm / base:.1f} x",
            f"{changed:.2f} s",
            f"{as_json:.2f} s",
            str(peak),
        )
        rows.append(f"| {engagements} | {' | '.join(cells)} |")
    return "\n".join(rows)


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
        text += f"\n\n{whole_practice(folder, python, environment)}"
    print(text)
    if "--write" in sys.argv:
        head = PAGE.read_text().partition("<!-- figures -->")[0]
        where = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores."
        PAGE.write_text(f"{head}<!-- figures -->\n\n{where}\n\n{text}\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
