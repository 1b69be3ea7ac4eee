"""What people read, as it looks at 80 columns, without colour. `make golden` rewrites the files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import Run

HERE = Path(__file__).parent
EXAMPLE = HERE.parent / "examples" / "lima"

CASES = {
    "help": ("--help",),
    "help-wrap-up": ("wrap-up", "--help"),
    "list": ("list",),
    "show": ("show", "bruno"),
    "check-guarantee-ana": ("check-guarantee", "ana", "--as-of", "2026-03-04"),
    "check-guarantee-ana-all": ("check-guarantee", "ana", "--as-of", "2026-01-24", "--all"),
    "check-guarantee-bruno": ("check-guarantee", "bruno", "--as-of", "2026-03-04"),
    "check-guarantee-carla": ("check-guarantee", "carla"),
    "check-guarantee-davi": ("check-guarantee", "davi"),
    "check-guarantee-elisa": ("check-guarantee", "elisa"),
    "check-scope-ana": ("check-scope", "ana"),
    "check-scope-gil": ("check-scope", "gil"),
    "check-accountability-ana": ("check-accountability", "ana"),
    "check-accountability-davi": ("check-accountability", "davi"),
    "reminder-ana": ("reminder", "ana"),
    "due-2026-01-26": ("due", "--as-of", "2026-01-26 08:00"),
    "due-2026-02-13": ("due", "--as-of", "2026-02-13"),
    "due-2026-03-04": ("due", "--days", "14"),
    "practice": ("practice",),
    "change-order": ("change-order", "gil", "--reprint", "CO1", "--output", "-"),
    "agreement": ("agreement", "ana", "--output", "-"),
}


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    practice = tmp_path / "lima"
    shutil.copytree(EXAMPLE, practice)
    monkeypatch.setenv("VALUEBACK_PRACTICE", str(practice))
    said = run(*CASES[name], now="2026-03-04T09:00")
    assert said.exit_code == 0, said.err
    assert max(map(len, said.out.splitlines())) <= 80 or name in (
        "agreement",
        "change-order",
        "reminder-ana",
    )
    path = HERE / "golden" / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(said.out)
    assert said.out == path.read_text()
