"""Wishes in the example practice to which each kind of answer applies."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_every_meeting import logged
from tests.conftest import Run
from valueback.model.entries import Answered

SOLD = """
[[menu]]
id = "cv-review"
text = "CV review"
price = "90.00"
minutes = 60

[[retainer]]
id = "monthly"
name = "Monthly call"
price = "200.00"
"""

WISHES: dict[Answered, tuple[str, str]] = {
    "included": ("rui", "R1"),
    "menu": ("rui", "R2"),
    "upgrade": ("ana", "R1"),
    "package": ("gil", "R2"),
    "retainer": ("rui", "R3"),
    "change-order": ("ana", "R1"),
    "goodwill": ("ana", "R1"),
    "declined": ("ana", "R1"),
    "referred-out": ("rui", "R4"),
}
"""For each kind of answer a client, and the request to which it is one of the options."""


def every_wish(run: Run, lima: Path, now: str = "2026-03-04T09:00") -> None:
    """Write those wishes down, and what the practice sells beside."""
    with (lima / "practice.toml").open("a") as file:
        file.write(SOLD)
    new = ("--result", "99", "--objective", "99", "--price", "900", "--starts", "2026-01-12")
    said = run("new-client", "Rui", *new, "--months", "3", "--sessions", "10", now=now)
    assert said.exit_code == 0, said.err
    logged(run, "sign", "rui", "--by", "both", "--at", "2026-01-12", now=now)
    logged(run, "log-request", "rui", "99", "--item", "sessions", now=now)
    logged(run, "log-request", "rui", "98", "--item", "cv-review", now=now)
    logged(run, "log-request", "rui", "97", now=now)
    logged(run, "log-request", "rui", "96", "--not-competent", now=now)
    logged(run, "log-request", "gil", "95", "--item", "cv-review", now=now)
