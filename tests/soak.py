"""What the record goes through: kills, faults, damaged files, wild arguments, many writers.

`make check` runs a little of it (tests/test_soak.py); `make soak` much more, and writes its counts
into docs/reliability.md. Nothing of it may lose an entry, write outside the practice, or crash.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from valueback.cli.app import app
from valueback.cli.catalogue import VERBS
from valueback.record.folder import Folder, existing

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "lima"
PAGE = ROOT / "docs" / "reliability.md"
NOW = "2026-03-04T09:00:00-03:00"

WRITES: tuple[tuple[str, ...], ...] = (
    ("new-client", "Eva", "--price", "900", "--months", "3", "--result", "x", "--objective", "y"),
    ("agreement", "ana"),
    ("sign", "nina", "--by", "both"),
    ("renew", "elisa"),
    ("templates", "--copy", "ending.txt"),
    ("book", "ana", "2026-04-01 10:00", "--weekly", "3"),
    ("wrap-up", "ana", "--start", "2026-03-03 10:00", "--homework", "x", "--next", "2026-03-17 10:00"),
    ("log-session", "gil", "--start", "2026-03-03 10:00"),
    ("log-cancellation", "ana"),
    ("log-homework", "ana", "Call", "--due", "2026-03-20"),
    ("complete-homework", "ana"),
    ("request-feedback", "ana", "--sent"),
    ("log-feedback", "ana", "Good"),
    ("log-adjustment", "ana", "Changed", "--feedback", "F2"),
    ("log-request", "ana", "More"),
    ("decide", "ana", "R1", "menu", "--price", "90"),
    ("log-work", "ana", "30", "x"),
    ("log-expense", "ana", "12", "x"),
    ("change-order", "ana", "--title", "x", "--reason", "y", "--line", "1 x 90.00 More"),
    ("mark-change-order", "nina", "CO1", "sent"),
    ("log-result", "carla", "--amount", "10"),
    ("log-assessment", "carla", "no", "x"),
    ("log-factor", "ana", "Flu"),
    ("log-claim", "ana", "x"),
    ("log-payment", "bruno", "100"),
    ("log-refund", "carla"),
    ("reminder", "ana", "--sent"),
    ("log-consequence", "ana"),
    ("log-incident", "ana", "Shouted"),
    ("end", "gil", "--by", "both", "--reason", "x"),
    ("log-touch", "ana", "gil", "--standard", "review"),
    ("survey-form", "ana"),
    ("log-survey", "ana", "--nps", "9"),
    ("ask-referral", "ana", "--sent"),
    ("log-referral", "ana", "Rui"),
    ("policies",),
    ("bill-of-rights",),
    ("dossier", "ana"),
    ("report", "ana"),
    ("report",),
    ("statement", "ana"),
    ("rule", "davi", "S2", "excused", "--reason", "x"),
    ("amend", "ana", "H1", "text=Another"),
    ("void", "ana", "D1", "--reason", "x"),
    ("undo", "ana"),
    ("edit", "gil"),
    ("doctor", "--fix"),
    ("forget", "carla", "--yes", "--force"),
    ("due",),
    ("practice",),
)  # fmt: skip
ELSEWHERE = {
    "init": "begins a practice of its own: tests/cli/test_service.py",
    "history": "brings back what edit kept: tests/cli/test_by_hand.py",
    "reply": "prints",
}
"""Writing verbs that are not tried here, and why."""

STANDARD = '\n[[standard]]\nid = "review"\ntext = "We review"\nevery_days = 30\n'
NINA = """schema = 1
id = "nina"
[client]
name = "Nina"
[agreement]
title = "x"
objective = "x"
starts = 2026-03-01
price = "9.00"
price_per = "month"
currency = "USD"
[agreement.guarantee]
offered = false

[[log]]
id = "CO1"
kind = "change-order"
at = 2026-03-01T10:00:00Z
logged = 2026-03-01T10:00:00Z
title = "x"
reason = "y"
days = 3
"""
"""A client who has not signed yet, and a change order that was not sent."""

OPERATIONS = ("open", "write", "fsync", "replace", "mkdir", "unlink", "close")


@dataclass
class Tally:
    """How much was tried, and what went wrong."""

    counts: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def count(self, what: str, number: int = 1) -> None:
        """Note that something was tried."""
        self.counts[what] = self.counts.get(what, 0) + number


@contextmanager
def practice() -> Iterator[Path]:
    """A copy of the example practice, alone in a folder, with a clock."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "alone" / "lima"
        shutil.copytree(EXAMPLE, path, ignore=shutil.ignore_patterns(".valueback", "documents"))
        with (path / "practice.toml").open("a") as file:
            file.write(STANDARD)
        (path / "engagements" / "nina.toml").write_text(NINA)
        os.environ |= {
            "VALUEBACK_PRACTICE": str(path),
            "VALUEBACK_NOW": NOW,
            "NO_COLOR": "1",
            "EDITOR": "sed -i $a#hello",
        }
        yield path


def state(path: Path) -> dict[str, bytes]:
    """Every file of the record, and of the folder around the practice."""
    found = {}
    for file in path.parent.rglob("*"):
        relative = file.relative_to(path.parent)
        if file.is_file() and not {".valueback", "documents"} & set(relative.parts):
            if file.suffix == ".tmp" and file.name.startswith("."):
                continue
            found[str(relative)] = file.read_bytes()
    return found


def lost(before: dict[str, bytes], path: Path) -> list[str]:
    """What of the record is not there any more, or stands where nothing should."""
    after = state(path)
    wrong = [n for n, c in before.items() if not after.get(n, b"").startswith(c)]
    allowed = ("lima/engagements/", "lima/templates/")
    new = [n for n in after if n not in before and not n.startswith(allowed)]
    return [f"{name} lost bytes" for name in wrong] + [f"{name} appeared" for name in new]


def _but_erased(words: tuple[str, ...], before: dict[str, bytes], path: Path) -> dict[str, bytes]:
    """What must still be there: all, but for a file that was erased and has its successor."""
    if words[0] != "forget" or not (path / "engagements" / "erased-1.toml").is_file():
        return before
    return {name: content for name, content in before.items() if "carla-nunes" not in name}


def unreadable(path: Path) -> list[str]:
    """Engagements that no longer can be read."""
    broken = existing(path).read_all().broken
    return [f"{id_}: {why}" for id_, why in broken.items()]


# --- kills and faults at every file operation ---


class Deadly:
    """Counts file operations, and lets the one of a number go wrong."""

    def __init__(self, number: int, how: str) -> None:
        self.left, self.how, self.count = number, how, 0

    def install(self) -> None:
        """Stand before every operation that changes a disk."""
        for name in OPERATIONS:
            setattr(os, name, self._watched(name, getattr(os, name)))

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*given: Any, **named: Any) -> Any:
            self.count += 1
            if self.count == self.left:
                if self.how == "kill":
                    os.kill(os.getpid(), signal.SIGKILL)
                elif self.how == "short" and name == "write":
                    return real(given[0], bytes(given[1])[:1])
                elif self.how == "error" and name != "close":
                    raise OSError(errno.EIO, "Input/output error")
            return real(*given, **named)

        return watched


def attempt(words: tuple[str, ...], number: int, how: str) -> tuple[int, str]:
    """Run a command in a process of its own where one operation goes wrong: its status, its words.

    Status -9 is the kill, 200 a run that had fewer operations, 1 a crash.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover  # another process
        os.close(reading)
        tell = os.write
        deadly = Deadly(number, how)
        deadly.install()
        result = CliRunner().invoke(app, list(words))
        crashed = result.exception is not None and not isinstance(result.exception, SystemExit)
        said = repr(result.exception) if crashed else result.stderr
        tell(writing, said.encode(errors="replace")[:4000])
        os._exit(1 if crashed else 200 if deadly.count < number else result.exit_code)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode(errors="replace")
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), said


def faults(tally: Tally, how: str, commands: tuple[tuple[str, ...], ...], step: int = 1) -> None:
    """Let every `step`-th file operation of each command go wrong, one at a time."""
    names = {"kill": "kills", "error": "errors of the disk", "short": "short writes"}
    for words in commands:
        for number in range(1, 400, step):
            with practice() as path:
                if words[0] == "undo":
                    CliRunner().invoke(app, ["log-request", "ana", "x"])
                before = state(path)
                status, said = attempt(words, number, how)
                tally.count(names[how])
                where = f"{' '.join(words)}, {how} at operation {number}"
                wrong = [*lost(_but_erased(words, before, path), path), *unreadable(path)]
                if status == 1 or (how == "kill" and status not in (-9, 200)):
                    wrong.append(f"ended with {status}: {said}")
                if how != "kill" and status not in (0, 3, 200):
                    wrong.append(f"exit {status}: {said}")
                again = CliRunner().invoke(app, ["log-request", "ana", f"after {number}"])
                if again.exit_code:
                    wrong.append(f"the next command failed: {again.output}")
                tally.problems += [f"{where}: {problem}" for problem in wrong]
                if status == 200:
                    break


# --- damaged files and wild arguments ---

READS = (
    ("list",), ("practice",), ("due",), ("doctor",), ("show", "ana"), ("check-guarantee", "ana"),
    ("check-scope", "ana"), ("check-accountability", "ana"), ("check-service", "ana"),
    ("verify", "ana"), ("dossier", "ana"), ("report", "ana"), ("reminder", "ana"),
)  # fmt: skip


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A file as a bad disk, a bad merge or a bad evening leaves it."""
    for _ in range(chance.randint(1, 3)):
        at, length = chance.randrange(len(content) + 1), chance.choice((1, 1, 4, 40, 400))
        piece = content[at : at + length]
        content = (
            chance.choice(
                (
                    content[:at] + content[at + length :],
                    content[:at] + piece + content[at:],
                    content[:at] + bytes(chance.randrange(256) for _ in range(3)) + content[at:],
                    content[:at] + content[chance.randrange(len(content) + 1) :],
                    content.replace(piece, b"", 1),
                    content[:at],
                )
            )
            or b"x"
        )
    return content


def damaged_files(tally: Tally, number: int, seed: int) -> None:
    """Damage a file of the practice, and run every command that reads, and one that writes."""
    chance = random.Random(seed)
    with practice() as path:
        files = [path / "practice.toml", *(path / "engagements").iterdir()]
        whole = {file: file.read_bytes() for file in files}
        for _ in range(number):
            file = chance.choice(files)
            file.write_bytes(damaged(whole[file], chance))
            before = state(path)
            for words in (*READS, ("log-request", "ana", str(chance.random()))):
                result = CliRunner().invoke(app, list(words))
                tally.count("commands on damaged files")
                if result.exit_code not in (0, 3, 4) or _crashed(result):
                    tally.problems.append(f"{words} on a damaged {file.name}: {result.exception!r}")
            tally.count("damaged files")
            tally.problems += [f"damaged {file.name}: {p}" for p in lost(before, path)]
            for one, content in whole.items():
                one.write_bytes(content)
            shutil.rmtree(path / ".valueback", ignore_errors=True)


def _crashed(result: Any) -> bool:
    return result.exception is not None and not isinstance(result.exception, SystemExit)


WORDS = (
    "ana", "bruno", "", " ", "-", "--", "../x", "/etc/passwd", "a" * 300, "\u202eevil", "💥", "S1", "H4",
    "C1", "AM1", "today", "yesterday 25:00", "2026-02-30", "+9999d", "-1", "0", "1e9", "NaN", "9" * 40,
    "--json", "--at", "--note", "--reason", "--by", "client", "--due", "fri", "--value", "5", "--dry-run",
    "excused", "text=x", "id=S9", "{{ 7*7 }}", "'; rm -rf /", "\x1b[31m", "a\nb", "\x00", "--practice",
)  # fmt: skip


def wild_arguments(tally: Tally, number: int, seed: int) -> None:
    """Commands with arguments that nobody means: refused or done, never a crash."""
    chance = random.Random(seed)
    verbs = [verb for verb in VERBS if verb not in ("edit", "init")]
    with practice() as path:
        for _ in range(number):
            before = state(path)
            words = [chance.choice(verbs), *chance.choices(WORDS, k=chance.randrange(6))]
            words = [word for word in words if word != "--practice"]
            result = CliRunner().invoke(app, [*words, "--no-input"], input="")
            tally.count("wild command lines")
            if result.exit_code not in (0, 2, 3, 4) or _crashed(result):
                tally.problems.append(f"{words}: {result.exit_code} {result.exception!r}")
            tally.problems += [f"{words}: {problem}" for problem in lost(before, path)]
        tally.problems += unreadable(path)


# --- many writers ---

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from valueback.drafting.scope import request
from valueback.record.append import append
from valueback.record.folder import existing
folder = existing(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    plan = request(text=f"{sys.argv[2]}-{number}")
    append(folder, "ana-souza", plan, datetime(2026, 3, 4, 12, tzinfo=UTC))
"""


def many_writers(tally: Tally, writers: int, each: int) -> None:
    """Processes that write to one engagement at the same time: every entry is there once."""
    with practice() as path:
        started = [
            subprocess.Popen([sys.executable, "-c", WRITER, str(path), f"w{n}", str(each)])
            for n in range(writers)
        ]
        if any(process.wait() for process in started):
            tally.problems.append("a writer failed")
        log = Folder(path).read("ana-souza").engagement.log
        found = [raw["text"] for raw in log.raws if str(raw.get("text", "")).startswith("w")]
        tally.count("entries by several writers at once", writers * each)
        if sorted(found) != sorted(f"w{w}-{n}" for w in range(writers) for n in range(each)):
            tally.problems.append(f"{len(found)} of {writers * each} entries of many writers")


def soak() -> Tally:
    """All of it, thoroughly."""
    tally = Tally()
    for how in ("kill", "error", "short"):
        faults(tally, how, WRITES)
    for seed in range(10):
        damaged_files(tally, 40, seed)
        wild_arguments(tally, 400, seed)
    many_writers(tally, 8, 50)
    return tally


def main() -> int:
    """Run it, say what was counted, and write the page where asked."""
    began = time.monotonic()
    tally = soak()
    lines = [
        "# Reliability",
        "",
        "Counts of the last `make soak`. After each of these the record was read again: every byte that had been",
        "saved had to be there still, nothing had to stand outside the practice, no command may have crashed, and the",
        "next command had to work. Short runs of the same are part of `make check`, beside the random histories of",
        "tests/test_histories.py.",
        "",
        "| what | how many |",
        "|---|---|",
        f"| writing commands tried | {len(WRITES)} |",
        *(f"| {what} | {number:,} |" for what, number in tally.counts.items()),
        f"| problems found | {len(tally.problems)} |",
        "",
        "Kills and faults are tried at every single file operation of each command: opening, writing, syncing,",
        "replacing, making folders, removing, closing.",
        "",
    ]
    text = "\n".join(lines)
    print(text, *tally.problems, f"{time.monotonic() - began:.0f} s", sep="\n")
    if "--write" in sys.argv:
        PAGE.write_text(text)
    return 1 if tally.problems else 0


if __name__ == "__main__":
    sys.exit(main())
