"""Two ways to propose the next word: whatever the short one proposes, the library proposes, too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer._completion_classes import (
    BashComplete,
    FishComplete,
    PowerShellComplete,
    ZshComplete,
)

from valueback.cli.app import app
from valueback.cli.catalogue import VERBS
from valueback.cli.declared import Argument
from valueback.cli.proposals import proposed
from valueback.cli.verb import loaded

SHELLS: dict[str, Any] = {
    "bash": BashComplete,
    "zsh": ZshComplete,
    "fish": FishComplete,
    "powershell": PowerShellComplete,
}


def lines(practice: Path) -> Iterator[str]:
    """Lines that were begun: every word that a shell can ask for, after some that stand."""
    for name in VERBS:
        yield f"{name} "
        yield f"{name} a"
        yield f"{name} ana "
        yield f"--practice {practice} {name} an"
        for taken in loaded(name).taken.values():
            if taken.mark.autocompletion is None or isinstance(taken.mark, Argument):
                continue
            yield f"{name} ana {taken.flag} "
            yield f"{name} {taken.flag} S"
            yield f"{name} ana {taken.flag} x --json {taken.flag} "
    yield from ("", "ch", "--practice ", "amend ana S", "amend ana S1 ", "amend ana S1 x --note ",
                "rule ana S", "rule --json ana S", "rule nobody S", "check-guarantee ana --as-of ",
                "check-guarantee ana --all ", "check-guarantee --al", "check-guarantee 'an",
                "check-guarantee a=b", "check-guarantee ana more even more ", "export ana-souza ",
                "export --form csv ana", "show ana --kind ", "reply ana ", "log-touch ana --standard ",
                f"check-guarantee --practice {practice} ", "no-such-verb a", "move ana B", "é", "show é",
                "show\tan", "show  an", "list ", "templates --copy cl")  # fmt: skip


def environment(shell: str, line: str) -> dict[str, str]:
    """What a shell's script hands over for a line."""
    text = f"valueback {line}"
    last = "" if text.endswith(" ") else text.rsplit(maxsplit=1)[-1]
    if shell == "bash":
        number = len(text.split()) - bool(last)
        return {"COMP_WORDS": text, "COMP_CWORD": str(number)}
    return {
        "_TYPER_COMPLETE_ARGS": text,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": last,
    }


@pytest.mark.parametrize("shell", SHELLS)
def test_both_propose_the_same(shell: str, lima: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = SHELLS[shell](typer.main.get_command(app), {}, "valueback", "_VALUEBACK_COMPLETE")
    answered = 0
    for line in lines(lima):
        given = environment(shell, line)
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        short = proposed(
            "valueback", os.environ | given | {"_VALUEBACK_COMPLETE": f"complete_{shell}"}
        )
        if short is not None:
            assert short == library.complete(), line
            answered += 1
    assert answered > 100


def test_what_is_not_plain_is_the_librarys() -> None:
    asked = environment("bash", "check-guarantee ")
    assert proposed("valueback", {**asked, "_VALUEBACK_COMPLETE": "complete_other"}) is None
    assert proposed("valueback", {**asked, "_VALUEBACK_COMPLETE": "source_bash"}) is None
    assert proposed("valueback", asked) is None
    fish = environment("fish", "check-guarantee ") | {"_TYPER_COMPLETE_FISH_ACTION": "is-args"}
    assert proposed("valueback", {**fish, "_VALUEBACK_COMPLETE": "complete_fish"}) is None
