"""Two sides that each logged entries, merged: the base bytes of both, then both sides' blocks.

Git calls it for engagement files, as set up by `valueback init --git`:

    python -m valueback.record.merge BASE OURS THEIRS

OURS is replaced by the result. What is no mere appending is left to git's own merge.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from valueback.errors import Refused
from valueback.record.toml import parsed


def merged(base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """The base with what both sides appended, each entry once; None where a side did more.

    Ids that both sides gave are kept as they are: which of the two is to be renumbered is for
    people to say, and `doctor` names them.
    """
    if not (ours.startswith(base) and theirs.startswith(base)):
        return None
    mine, other = ours[len(base) :], theirs[len(base) :]
    if other.startswith(mine):
        return theirs
    if mine.startswith(other):
        return ours
    gap = b"" if ours.endswith(b"\n") else b"\n"
    result = ours + gap + other
    return result if _holds_both(base, (ours, theirs), result) else None


def _holds_both(base: bytes, sides: tuple[bytes, bytes], result: bytes) -> bool:
    """Whether the result reads back as the base and the entries of both sides, in their order."""
    try:
        before, ours, theirs, after = (parsed(c, "") for c in (base, *sides, result))
    except Refused:
        return False
    count = len(before.get("log", []))
    log = [*ours.get("log", []), *theirs.get("log", [])[count:]]
    return bool(after == {**before, "log": log})


def _differently_signed(ours: bytes, theirs: bytes) -> bool:
    """Whether one side signed what the other changed: no machine may say what was agreed."""
    try:
        sides = [parsed(side, "") for side in (ours, theirs)]
    except Refused:
        return True
    kinds = {entry.get("kind") for side in sides for entry in side.get("log", [])}
    heads = [{k: v for k, v in side.items() if k != "log"} for side in sides]
    return "signature" in kinds and heads[0] != heads[1]


def main(base: str, ours: str, theirs: str) -> int:
    """Merge for git: 0 where it went well, else what git's own merge of text says."""
    paths = [Path(name) for name in (base, ours, theirs)]
    result = merged(*(path.read_bytes() for path in paths))
    if result is not None:
        paths[1].write_bytes(result)
        return 0
    if _differently_signed(*(path.read_bytes() for path in paths[1:])):
        mine, other = (path.read_bytes() for path in paths[1:])
        marked = b"<<<<<<< ours\n" + mine + b"=======\n" + other + b">>>>>>> theirs\n"
        paths[1].write_bytes(marked)
        return 1
    words = ["git", "merge-file", "-L", "ours", "-L", "base", "-L", "theirs", ours, base, theirs]
    return subprocess.run(words, check=False).returncode  # git called us


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
