"""All of the soak, thoroughly; `--write` puts its counts into docs/reliability.md."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from tests.soak import damage, edits, faults, hostile, merges, power
from tests.soak.practice import PAGE, WRITES, Tally

REQUEST = ("log-request", "ana", "soaked")
MERGES = 2_000


def _faults(how: str) -> Callable[[Tally], None]:
    return lambda tally: faults.faults(tally, how, WRITES)


def _undone(how: str) -> Callable[[Tally], None]:
    own = tuple(words for words in WRITES if words[1:2] == ("ana",) and words[0] != "undo")
    return lambda tally: faults.undo_after_faults(tally, how, own, step=5)


def _damage(tally: Tally) -> None:
    for seed in range(10):
        damage.damaged_files(tally, 40, seed)
        damage.wild_arguments(tally, 400, seed)
    damage.many_writers(tally, 8, 50)


def _merges(tally: Tally) -> None:
    merges.merges(tally, MERGES, seed=1)
    merges.git_merges(tally, 20, seed=1)


PARTS: dict[str, Callable[[Tally], None]] = {
    "kill": _faults("kill"),
    "error": _faults("error"),
    "short": _faults("short"),
    "undo": _undone("kill"),
    "undo-error": _undone("error"),
    "power": lambda tally: power.power_cuts(tally, WRITES, disks=2, seed=1),
    "edits": lambda tally: edits.hand_edits(tally, REQUEST),
    "damage": _damage,
    "merges": _merges,
    "folders": hostile.folders,
    "templates": hostile.templates,
}


def part(name: str) -> Tally:
    """One part of the soak, in a process of its own."""
    tally = Tally()
    PARTS[name](tally)
    return tally


def soak(names: list[str]) -> Tally:
    """The parts of these names, several at a time."""
    whole = Tally()
    with ProcessPoolExecutor() as pool:
        for tally in pool.map(part, names):
            for what, number in tally.counts.items():
                whole.count(what, number)
            whole.problems += tally.problems
    return whole


def main() -> int:
    """Run it, say what was counted, and write the page where asked."""
    began = time.monotonic()
    wanted = [name for name in sys.argv[1:] if not name.startswith("-")]
    tally = soak(wanted or list(PARTS))
    text = _page(tally)
    print(text, *tally.problems, f"{time.monotonic() - began:.0f} s", sep="\n")
    if "--write" in sys.argv and not wanted:
        before, _, _ = PAGE.read_text().partition(MARK)
        PAGE.write_text(f"{before}{MARK}{text}")
    return 1 if tally.problems else 0


MARK = "<!-- written by `make soak` -->\n\n"


def _page(tally: Tally) -> str:
    lines = [
        "| what | how many |",
        "|---|---|",
        f"| writing commands tried | {len(WRITES)} |",
        *(f"| {what} | {number:,} |" for what, number in tally.counts.items()),
        f"| problems found | {len(tally.problems)} |",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
