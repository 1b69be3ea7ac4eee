"""The wheel, installed where nothing of this checkout is, does the main job."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed program; its dependencies are those of the environment that runs the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT)], check=True)
    [wheel] = folder.glob("valueback-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"valueback/templates/en/agreement.md", "valueback/locale/pt.po"} <= set(names)
    venv.create(folder / "venv", with_pip=True)
    fresh = [str(folder / "venv/bin/python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*fresh, "install", str(wheel)], check=True)
    return folder / "venv" / "bin" / "valueback"


def test_the_main_job(program: Path, tmp_path: Path) -> None:
    def run(*words: str, now: str) -> str:
        environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "VALUEBACK_NOW": now}
        environment |= {"VALUEBACK_PRACTICE": str(tmp_path / "practice"), "LANG": "en_US.UTF-8"}
        done = subprocess.run(
            [str(program), *words],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    early = "2026-01-09T15:00:00+00:00"
    assert "sound defaults" in run(
        "new-client", "Ana Souza", "--price", "2400", "--objective", "Win contracts", "--result",
        "Better feedback", "--starts", "2026-01-12", "--months", "6", now=early,
    )  # fmt: skip
    run("sign", "ana", "--by", "both", now=early)
    run("log-session", "ana", "--start", "2026-01-12 10:00", now="2026-01-12T12:00:00+00:00")
    assert "The guarantee stands" in run("check-guarantee", "ana", now="2026-01-12T12:00:00+00:00")
    assert "or your money back" in run("agreement", "ana", "--output", "-", now=early)
    assert (program.parent / "vb").exists()
