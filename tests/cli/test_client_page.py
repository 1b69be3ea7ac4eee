"""The client's own page: what is hers to read, and nothing that stays in the house."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_every_meeting import logged, refusal
from tests.conftest import Run

NOW = "2026-03-04T09:00"


def page(run: Run, client: str, *more: str, now: str = NOW) -> str:
    said = run("report", client, "--for", "client", "--output", "-", *more, now=now)
    assert said.exit_code == 0, said.err
    return said.out


def test_says_where_both_stand(run: Run, lima: Path) -> None:
    said = page(run, "ana")
    for part in (
        "Held so far: 8 of 24.",
        "**We meet next on March 9, 2026, at 10:00.**",
        "- Send the offer to five firms (due February 12, 2026)",
        "- your feedback on our meeting of March 2, 2026 (due March 9, 2026)",
    ):
        assert part in said


def test_nothing_of_what_stays_in_the_house(run: Run, lima: Path) -> None:
    """Notes, hours given away, incidents and other clients are not in it, whatever is logged."""
    before = page(run, "ana")
    logged(run, "log-work", "ana", "50", "PRIVATE-WORK", now=NOW)
    logged(run, "log-expense", "ana", "70", "PRIVATE-COST", now=NOW)
    logged(run, "log-incident", "ana", "PRIVATE-INCIDENT", "--by", "client", now=NOW)
    logged(run, "log-referral", "ana", "PRIVATE-NAME", now=NOW)
    assert page(run, "ana") == before
    for other in ("Bruno", "Carla", "Davi", "Elisa", "Gil"):
        assert other not in before


@pytest.mark.parametrize(
    ("client", "now", "last"),
    [
        ("carla", NOW, "I pay you back $900.00."),
        ("elisa", NOW, None),  # value came back: nothing is open
        ("gil", NOW, None),  # no guarantee
    ],
)
def test_the_guarantee_as_it_stands(
    client: str, now: str, last: str | None, run: Run, lima: Path
) -> None:
    said = page(run, client, now=now)
    assert ("## Your guarantee" in said) is (last is not None)
    assert last is None or last in said


def test_what_can_be_claimed_is_offered(run: Run, lima: Path) -> None:
    said = page(run, "carla", "--as-of", "2026-01-15")
    verdict = run("check-guarantee", "carla", "--as-of", "2026-01-15", "--json", now=NOW).json
    assert verdict["verdict"] == "eligible"
    assert "write to me by February" in said


def test_one_client_at_a_time(run: Run, lima: Path) -> None:
    assert refusal(run, "report", "--for", "client", now=NOW, code=2).startswith(
        "For which client?"
    )
