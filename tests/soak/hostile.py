"""Folders and templates as somebody leaves them who means harm: refused, in time, and nothing read
or written anywhere else.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from typer.testing import CliRunner

from tests.soak.practice import Tally, crashed, practice
from valueback.cli.app import app

SECRET = "a-secret-of-somebody-else"
SECONDS = 60
"""After how long a command counts as one that hangs."""

COMMANDS = (
    ("list",), ("due",), ("practice",), ("show", "ana"), ("check-guarantee", "ana"), ("verify", "ana"),
    ("doctor",), ("doctor", "--fix"), ("history", "ana"), ("history", "ana", "--restore", "1", "--force"),
    ("log-request", "ana", "x"), ("agreement", "ana"), ("statement", "ana"), ("undo", "ana"),
    ("edit", "ana"), ("edit", "practice"), ("templates",), ("templates", "--copy", "ending.txt"),
)  # fmt: skip

FOLDERS = ("engagements", "documents", "documents/ana-souza", "templates", ".valueback",
           ".valueback/seals", ".valueback/backups", ".valueback/cache", ".valueback/editing")  # fmt: skip
FILES = ("practice.toml", "engagements/ana-souza.toml", ".valueback/lock", ".valueback/practice.toml",
         ".valueback/seals/ana-souza.json", ".valueback/cache/portfolio", ".valueback/documents.json",
         ".valueback/backups/ana-souza.20260301T120000000000Z.toml", "templates/agreement.md",
         "documents/ana-souza/agreement.md", "documents/ana-souza/statement-ST1.md")  # fmt: skip


def _linked(outside: Path, path: Path) -> None:
    _cleared(path)
    path.symlink_to(outside if path.suffix == "" else outside / "secret.toml")


def _pipe(_outside: Path, path: Path) -> None:
    _cleared(path)
    os.mkfifo(path)


def _endless(_outside: Path, path: Path) -> None:
    _cleared(path)
    path.symlink_to("/dev/zero")


def _folder(_outside: Path, path: Path) -> None:
    _cleared(path)
    path.mkdir()


def _huge(_outside: Path, path: Path) -> None:
    _cleared(path)
    with path.open("wb") as file:
        file.truncate(300 * 1024 * 1024)


def _cleared(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)


def folders(tally: Tally, step: int = 1) -> None:
    """Every folder and file of a practice as a link, a pipe, a device, a folder, a huge file."""
    cases: list[tuple[str, Callable[[Path, Path], None]]] = [(name, _linked) for name in FOLDERS]
    cases += [(name, how) for name in FILES for how in (_linked, _pipe, _endless, _folder, _huge)]
    for name, how in cases[::step]:
        with practice() as path:
            outside = path.parent.parent / "outside"
            outside.mkdir()
            for each in ("secret.toml", "ana-souza.toml", "agreement.md", "ending.txt"):
                (outside / each).write_text(f'{SECRET} = "{SECRET}\n')
            CliRunner().invoke(app, ["statement", "ana"])
            how(outside, path / name)
            before = _all(outside)
            for words in COMMANDS:
                tally.count("commands in hostile folders")
                where = f"{name}, {how.__name__[1:]}: {' '.join(words)}"
                tally.problems += [f"{where}: {problem}" for problem in _tried(words)]
            if _all(outside) != before:
                tally.problems.append(f"{name}, {how.__name__[1:]}: something outside was changed")


def _all(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def _tried(words: tuple[str, ...]) -> Iterator[str]:
    try:
        with _watched():
            result = CliRunner().invoke(app, [*words, "--no-input"])
    except TimeoutError:
        yield "hangs"
        return
    if isinstance(result.exception, TimeoutError):
        yield "hangs"
    elif crashed(result) or result.exit_code not in (0, 3, 4):
        yield f"{result.exit_code} {result.exception!r}"
    if SECRET in result.output:
        yield "shows what stands elsewhere"


@contextmanager
def _watched() -> Iterator[None]:
    def stop(_number: int, _frame: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)


TEMPLATES: dict[str, str] = {
    "a division by zero": "{{ 1/0 }}",
    "one of constants": "{% if 1/0 %}{% endif %}",
    "itself": '{% include "agreement.md" %}',
    "itself, by another": '{% extends "agreement.md" %}',
    "loops in loops": "{% for a in range(90000) %}{% for b in range(90000) %}{% for c in range(90000) %}{% endfor %}{% endfor %}{% endfor %}",
    "a huge text": "{{ 'x' * 10**10 }}",
    "a huge number": "{{ 10**(10**10) }}",
    "a wide text": "{{ 'x'|center(10**10) }}",
    "a doubled text": "{% set ns = namespace(s='x') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}",
    "a huge list": "{{ ([1] * 10**9)|length }}",
    "a wide number": "{{ '%1000000000d'|format(1) }}",
    "parentheses": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "blocks": "{% if 1 %}" * 3000 + "{% endif %}" * 3000,
    "what is not there": "{{ nothing.of.that }}",
    "a wrong key": "{{ {'a': 1}['b'] }}",
    "a wrong call": "{{ 5() }}",
    "the way to a shell": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "no end": "{% for a in",
    "a type": "{{ 'a' + 1 }}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "ten megabytes": "{% for a in range(99999) %}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}",
}
"""Templates that mean harm, or were written late at night."""


def templates(tally: Tally, step: int = 1) -> None:
    """Each of them is refused, in time, with its file and a line."""
    for name, text in list(TEMPLATES.items())[::step]:
        with practice() as path:
            (path / "templates").mkdir()
            (path / "templates" / "agreement.md").write_text(f"first line\n{text}\n")
            for words in (("agreement", "ana"), ("doctor",)):
                tally.count("commands with hostile templates")
                wrong = list(_tried(words))
                result = CliRunner().invoke(app, list(words)) if words[0] == "agreement" else None
                if result is not None and (
                    result.exit_code != 3 or "templates/agreement.md:" not in result.stderr
                ):
                    wrong.append(f"{result.exit_code} {result.output[-300:]}")
                tally.problems += [f"template with {name}, {words[0]}: {each}" for each in wrong]


ALL: tuple[Callable[[Tally], None], ...] = (folders, templates)
