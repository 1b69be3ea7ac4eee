"""Pairs of random histories that go on from the same record, merged as git has it done."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.soak.practice import EXAMPLE, Tally
from valueback.drafting.between_meetings import homework
from valueback.drafting.draft import Draft, Plan
from valueback.drafting.mend import amendment, void
from valueback.drafting.scope import request, work
from valueback.drafting.service import statement
from valueback.errors import Refused
from valueback.model.engagement import Engagement
from valueback.model.log import Raw
from valueback.model.reading import engagement_from
from valueback.record.merge import main
from valueback.record.toml import block, parsed

ID = "ana-souza"
ZONE = ZoneInfo("America/Sao_Paulo")
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
BASE = (EXAMPLE / "engagements" / f"{ID}.toml").read_bytes()


def read(content: bytes) -> Engagement:
    """The engagement in a file; the pair generator makes no other."""
    found = engagement_from(parsed(content, ""), ID, ZONE)
    assert isinstance(found, Engagement), found
    return found


def _adding(chance: random.Random, text: str) -> Plan[Any]:
    """A plan that only adds something new."""
    return chance.choice(
        [
            homework(text=text, due=date(2026, 4, 1)),
            request(text=text),
            work(minutes=chance.randrange(1, 90), text=text),
        ]
    )


def _fixing(_chance: random.Random, _text: str) -> Plan[Any]:
    """A plan after which ids stand on a paper."""
    return statement(note=None)


def _taking_back(chance: random.Random, _text: str) -> Plan[Any]:
    """A plan that corrects or voids an entry that both sides have."""
    ids = [
        e.id for e in read(BASE).log.entries if e.kind in ("homework", "homework-done", "feedback")
    ]
    if chance.random() < 0.5:
        return void(entry=chance.choice(ids), reason="x")
    return amendment(entry=chance.choice(ids), changes={"note": f"n{chance.random()}"})


def history(chance: random.Random, side: str, kinds: list[Callable[..., Plan[Any]]]) -> bytes:
    """The base and a few more entries, as one side wrote them."""
    engagement, content = read(BASE), BASE
    for number in range(chance.randrange(1, 7)):
        moment = NOW + timedelta(minutes=chance.randrange(1, 500))
        draft = Draft(engagement, max(moment, *(e.logged for e in engagement.log.entries)))
        try:
            draft.carry_out(chance.choice(kinds)(chance, f"{side} {number}"))
        except Refused:
            continue  # cannot stand beside what is there
        engagement = draft.engagement
        content += "".join(block("log", raw) for raw in draft.raws).encode()
    return content


def own(content: bytes) -> list[Raw]:
    """What a side added."""
    log: list[Raw] = parsed(content, "")["log"]
    return log[len(parsed(BASE, "")["log"]) :]


def fixed(raws: list[Raw]) -> set[str]:
    """Ids that a statement of that side names: all before it, and its own."""
    last = max((n for n, raw in enumerate(raws) if raw["kind"] == "statement"), default=-1)
    return {raw["id"] for raw in raws[: last + 1]}


def must_clash(ours: bytes, theirs: bytes) -> bool:
    """Whether both sides fixed the same id for two different entries."""
    mine, other = own(ours), own(theirs)
    both = fixed(mine) & fixed(other)
    by_id = {raw["id"]: raw for raw in mine}
    return any(raw["id"] in both and by_id[raw["id"]] != raw for raw in other)


SORTS: dict[str, list[Callable[..., Plan[Any]]]] = {
    "pairs that only add": [_adding],
    "pairs that add, with statements": [_adding, _adding, _adding, _fixing],
    "pairs that also void and correct": [_adding, _adding, _taking_back],
}


def merges(tally: Tally, pairs: int, seed: int) -> None:
    """Merge pairs of each sort: a file that reads and holds all of both, or a conflict; those that
    only add merge, but for exactly those in which both fixed the same id.
    """
    chance = random.Random(seed)
    for sort, kinds in SORTS.items():
        for _ in range(pairs // len(SORTS) + 1):
            ours, theirs = (history(chance, side, kinds) for side in ("ours", "theirs"))
            tally.count(f"merges: {sort}")
            code, result = _merged(ours, theirs)
            clash = must_clash(ours, theirs)
            if code:
                tally.count("merges that git reports as a conflict")
                if b"<<<<<<< ours\n" not in result:
                    tally.problems.append(f"{sort}: a conflict without marks")
            if clash:
                tally.count("merges in which both fixed the same id")
            adds = _taking_back not in kinds
            if (adds and bool(code) != clash) or (clash and not code):
                tally.problems.append(f"{sort}: {code} where both fixed the same id: {clash}")
            if not code:
                tally.problems += [f"{sort}: {what}" for what in _missing(ours, theirs, result)]


def _merged(ours: bytes, theirs: bytes) -> tuple[int, bytes]:
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name) / word for word in ("base", "ours", "theirs")]
        for path, content in zip(paths, (BASE, ours, theirs), strict=True):
            path.write_bytes(content)
        code = main(*(str(path) for path in paths))
        return code, paths[1].read_bytes()


def _missing(ours: bytes, theirs: bytes, result: bytes) -> list[str]:
    """What of both sides the result does not hold, ids and what refers to them apart."""
    log = read(result).log
    texts = sorted(str(_plain(raw)) for raw in log.raws)
    wanted = sorted(str(_plain(raw)) for raw in (*read(ours).log.raws, *own(theirs)))
    return [] if texts == wanted else ["an entry of one side is not there"]


def _plain(raw: Raw) -> Raw:
    return {name: value for name, value in raw.items() if name not in ("id", "through")}


def git_merges(tally: Tally, pairs: int, seed: int) -> None:
    """The same by git itself, both ways, with seals: what each side is told, and that it reads."""
    chance = random.Random(seed)
    for _ in range(pairs):
        with tempfile.TemporaryDirectory() as name:
            here, there = Path(name) / "here", Path(name) / "there"
            _practice(here)
            _git(Path(name), "clone", "-q", str(here), str(there))
            _valueback(there, "init", "--git")
            for clone in (here, there):
                for _ in range(chance.randrange(1, 4)):
                    _valueback(clone, "log-request", "ana", f"{clone.name} {chance.random()}")
                _git(clone, "commit", "-qam", "more")
            pulled = _git(here, "pull", "-q", "--no-rebase", "--no-edit", str(there), "HEAD")
            back = _git(there, "pull", "-q", "--no-rebase", "--no-edit", str(here), "HEAD")
            tally.count("merges by git, both ways")
            said = [_valueback(clone, "doctor") for clone in (here, there)]
            shown = [_valueback(clone, "show", "ana") for clone in (here, there)]
            bad = [done for done in (pulled, back, *shown) if done.returncode]
            tally.problems += [f"merge by git: {done.stderr.decode()}" for done in bad]
            if any(done.returncode not in (0, 3) for done in said):
                tally.problems.append("doctor fails after a merge by git")


def _practice(path: Path) -> None:
    import shutil

    shutil.copytree(EXAMPLE, path, ignore=shutil.ignore_patterns(".valueback", "documents"))
    _valueback(path, "init", "--git")
    _git(path, "add", "-A")
    _git(path, "commit", "-qm", "first")


def _valueback(path: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    call = [sys.executable, "-m", "valueback.main", *words, "--practice", str(path)]
    if words[0] == "init":
        call = [sys.executable, "-m", "valueback.main", "init", str(path), "--git"]
    environment = {**os.environ, "VALUEBACK_NOW": NOW.isoformat()}
    environment.pop("VALUEBACK_PRACTICE", None)
    return subprocess.run(call, capture_output=True, check=False, env=environment)


def _git(path: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    names = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "init.defaultBranch=main")
    return subprocess.run(["git", *names, *words], cwd=path, capture_output=True, check=False)
