"""Damaged files, wild command lines, several writers at once."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys

from typer.testing import CliRunner

from tests.soak.practice import Tally, crashed, lost, practice, state, unreadable
from valueback.cli.app import app
from valueback.cli.catalogue import VERBS
from valueback.record.folder import Folder

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
                if result.exit_code not in (0, 3, 4) or crashed(result):
                    tally.problems.append(f"{words} on a damaged {file.name}: {result.exception!r}")
            tally.count("damaged files")
            tally.problems += [f"damaged {file.name}: {p}" for p in lost(before, path)]
            for one, content in whole.items():
                one.write_bytes(content)
            shutil.rmtree(path / ".valueback", ignore_errors=True)


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
            if result.exit_code not in (0, 2, 3, 4) or crashed(result):
                tally.problems.append(f"{words}: {result.exit_code} {result.exception!r}")
            tally.problems += [f"{words}: {problem}" for problem in lost(before, path)]
        tally.problems += unreadable(path)


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
