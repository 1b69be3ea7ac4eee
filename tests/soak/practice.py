"""What every part of the soak shares: a copy of the example practice, commands, a tally."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from valueback.record.folder import existing

ROOT = Path(__file__).parents[2]
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
    ("move", "ana", "2026-03-26 10:00", "--by", "client"),
    ("log-cancellation", "ana"),
    ("log-homework", "ana", "Call", "--due", "2026-03-20"),
    ("complete-homework", "ana"),
    ("request-feedback", "ana", "--sent"),
    ("log-feedback", "ana", "Good"),
    ("log-adjustment", "ana", "Changed", "--feedback", "F2"),
    ("log-request", "ana", "More", "--minutes", "60"),
    ("decide", "nina", "R1", "menu", "--price", "90"),
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
    ("check-payments", "carla", "--html"),
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
    ("discard", "otto", "--yes"),
    ("due",),
    ("practice",),
)  # fmt: skip
ELSEWHERE = {
    "import": "reads files of other programs: tests/cli/test_import.py",
    "export": "writes outside of the practice: tests/cli/test_export.py",
    "init": "begins a practice of its own: tests/cli/test_service.py",
    "demo": "begins a practice of its own: tests/cli/test_at_home.py",
    "history": "brings back what edit kept: tests/cli/test_by_hand.py",
    "reply": "prints",
}
"""Writing verbs that are not tried here, and why."""

STANDARD = '\n[[standard]]\nid = "review"\ntext = "We review"\nevery = "30 days"\n'
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

[[log]]
id = "R1"
kind = "request"
at = 2026-03-01T10:00:00Z
logged = 2026-03-01T10:00:00Z
text = "More"
"""
"""A client who has not signed yet, a change order that was not sent, a wish not answered."""
OTTO = NINA.partition("[[log]]")[0].replace("nina", "otto").replace("Nina", "Otto")
"""A draft in whose log nothing stands."""


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
        (path / "engagements" / "otto.toml").write_text(OTTO)
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


def but_erased(words: tuple[str, ...], before: dict[str, bytes], path: Path) -> dict[str, bytes]:
    """What must still be there: all, but for a file that was erased and has its successor, and a
    draft that was discarded and of which there is a copy.
    """
    if words[0] == "discard":
        copies = (path / ".valueback" / "backups").glob("otto.*.toml")
        kept = any(copy.read_text() == OTTO for copy in copies)
        return {name: content for name, content in before.items() if not kept or "otto" not in name}
    if words[0] != "forget" or not (path / "engagements" / "erased-1.toml").is_file():
        return before
    return {name: content for name, content in before.items() if "carla-nunes" not in name}


def unreadable(path: Path) -> list[str]:
    """Engagements that no longer can be read."""
    broken = existing(path).read_all().broken
    return [f"{id_}: {why}" for id_, why in broken.items()]


def crashed(result: Any) -> bool:
    """Whether a command ended by a bug, and not by what the user can mend."""
    return result.exception is not None and not isinstance(result.exception, SystemExit)
