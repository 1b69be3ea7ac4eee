"""README and examples: every command that they show is run, and its output compared.

A block marked `console` holds commands behind `$ ` and what they answer. A comment
`<!-- clock 2026-01-12T11:10:00-03:00 -->` sets the time from there on. Blocks of one file share
a practice. `make golden` rewrites the outputs.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "examples/README.md")

_PIECE = re.compile(
    r"<!-- clock (?P<clock>\S+) -->|^```console\n(?P<block>.*?)^```$", re.MULTILINE | re.DOTALL
)
_PROGRAM = "import sys; from valueback.main import main; sys.argv[0] = 'valueback'; main()"


def answer(command: str, folder: Path, clock: str) -> str:
    """What a command prints, on both streams, as in a pipe without colour."""
    words = shlex.split(command)
    assert words[0] == "valueback", command
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TZ": "America/Sao_Paulo",
        "LANG": "en_US.UTF-8",
        "VALUEBACK_NOW": clock,
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *words[1:]],
        cwd=folder, env=environment, text=True, check=False, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode in (0, 3, 4), done.stdout
    return done.stdout


def played(block: str, place: list[Path], clock: str) -> str:
    """The block as it should read: each command, and what it answers now; `cd` moves on."""
    lines = re.sub(r"\\\n\s*", "\x00", block).splitlines()
    commands = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    shown = []
    for command in commands:
        if command.startswith("cd "):
            place.append(place[-1] / command.removeprefix("cd "))
            shown.append(f"$ {command}\n")
            continue
        output = answer(command.replace("\x00", " "), place[-1], clock)
        shown.append(f"$ {command.replace(chr(0), chr(92) + chr(10) + '    ')}\n{output}")
    return "\n".join(shown)


@pytest.mark.parametrize(
    "day", ["2026-02-28T23:50:00-03:00", "2026-11-27T09:00:00-03:00", "2028-02-29T00:05:00-03:00"]
)
def test_the_five_minutes_work_on_any_day(day: str, tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text()
    walk = text[text.index("## Five minutes") : text.index('## "Could you just')]
    place, said = [tmp_path], ""
    for piece in _PIECE.finditer(walk):
        if piece["block"]:
            said += played(piece["block"], place, day)
    assert said.count("$ valueback ") == 14
    assert "The guarantee stands, on track." in said
    assert "Nothing" not in said.replace("1 = nothing", "")


@pytest.mark.parametrize("name", PAGES)
def test_every_command_answers_as_shown(name: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    page = ROOT / name
    text = page.read_text()
    clock = "2026-03-04T09:00:00-03:00"
    parts, position, blocks, place = [], 0, 0, [tmp_path]
    for piece in _PIECE.finditer(text):
        if piece["clock"]:
            clock = piece["clock"]
            continue
        blocks += 1
        parts += [text[position : piece.start("block")], played(piece["block"], place, clock)]
        position = piece.end("block")
    result = "".join(parts) + text[position:]
    result = result.replace(str(tmp_path), "/home/clara")
    if os.environ.get("GOLDEN") == "write":
        page.write_text(result)
        text = result
    assert blocks > 0
    assert result == text


def test_every_verb_stands_in_the_documents() -> None:
    from valueback.cli.catalogue import VERBS

    text = "".join((ROOT / name).read_text() for name in (*PAGES, "docs/reference.md"))
    assert [verb for verb in VERBS if f"valueback {verb}" not in text] == []
