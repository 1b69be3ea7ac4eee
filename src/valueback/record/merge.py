"""Two sides that each logged entries, merged: what they have in common, then both sides' entries.

Git calls it for engagement files, as set up by `valueback init --git`:

    python -P -E -m valueback.record.merge BASE OURS THEIRS PATH

OURS is replaced by the result, and 0 means that it reads and holds every entry of both sides. All
else ends with 1, which git reports as a conflict. `-P -E`: git calls it inside the work tree, where
a stranger's files lie, and nothing of those may run.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from valueback.errors import Refused
from valueback.model.log import Raw
from valueback.model.merging import Clash, Renumbering, renamed, renumbering
from valueback.model.merging import naming as _naming
from valueback.model.reading import engagement_from
from valueback.record.files import LARGEST
from valueback.record.toml import lines_of, parsed

_UTC = ZoneInfo("UTC")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
"""A line as TOML counts them: other characters that end lines elsewhere stand inside texts."""


class _Side(NamedTuple):
    """One of the files: its bytes, its tables, and how many of its entries all have in common."""

    content: bytes
    data: dict[str, Any]
    common: int

    @property
    def log(self) -> list[Raw]:
        found: list[Raw] = self.data.get("log", [])
        return found

    @property
    def own(self) -> list[Raw]:
        """The entries that this side added."""
        return self.log[self.common :]

    @property
    def header(self) -> dict[str, Any]:
        return {name: value for name, value in self.data.items() if name != "log"}

    def lines(self) -> list[str]:
        return _LINE.findall(self.content.decode())

    def starts(self) -> list[int]:
        """Where each own entry begins, and where the file ends, as numbers of lines from 0."""
        places = lines_of(self.content.decode())
        last = len(self.lines())
        return [*(places["log", n] - 1 for n in range(self.common, len(self.log))), last]

    @property
    def head(self) -> bytes:
        """All before its own entries."""
        return "".join(self.lines()[: self.starts()[0]]).encode()


def merged(base: bytes, ours: bytes, theirs: bytes, *, given: Sequence[str] = ()) -> bytes | None:
    """What both sides have in common, then the entries of both, each once; None for a conflict.

    Entries to which both sides gave the same id get another one, with all that refers to them,
    where nothing that left the house names them. `given` are ids that are never given again.
    """
    try:
        sides = _sides(base, ours, theirs)
        return None if sides is None else _brought_together(sides, given)
    except (Refused, KeyError):  # not TOML, or entries that stand otherwise than as [[log]]
        return None


def _brought_together(sides: tuple[_Side, _Side, _Side], given: Sequence[str]) -> bytes | None:
    root, mine, other = sides
    if _differently_signed(mine, other):
        return None
    found = renumbering(root.log, mine.own, other.own, given)
    head = _merged_heads(root.content, mine.head, other.head)
    if isinstance(found, Clash) or head is None:
        return None
    same = [raw for raw in other.own if raw in mine.own]
    new = _joined(head, _blocks(mine, found.ours, ()), _blocks(other, found.theirs, same))
    return new if _holds(new, sides, found) else None


def _sides(base: bytes, ours: bytes, theirs: bytes) -> tuple[_Side, _Side, _Side] | None:
    """The three files; None where a side did more to the log than to go on with it."""
    read = [parsed(content, "") for content in (base, ours, theirs)]
    log = read[0].get("log", [])
    for data in read:
        found = data.get("log", [])
        if not isinstance(found, list) or found[: len(log)] != log:
            return None
    root, mine, other = (
        _Side(content, data, len(log))
        for content, data in zip((base, ours, theirs), read, strict=True)
    )
    return root, mine, other


def _differently_signed(ours: _Side, theirs: _Side) -> bool:
    """Whether one side signed what the other changed: no machine may say what was agreed."""
    kinds = {entry.get("kind") for side in (ours, theirs) for entry in side.log}
    return "signature" in kinds and ours.header != theirs.header


def _merged_heads(base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
    """What stands above the new entries, merged as text; None for a conflict."""
    bare, mine, other = (side.rstrip(b"\r\n") for side in (base, ours, theirs))
    if mine == bare == other:
        return base
    if other in (bare, mine):
        return ours
    if mine == bare:
        return theirs
    with TemporaryDirectory(prefix="valueback-") as name:
        paths = [Path(name) / side for side in ("ours", "base", "theirs")]
        for path, content in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(content)
        words = ["git", "merge-file", "-p", *(str(path) for path in paths)]
        done = subprocess.run(words, check=False, capture_output=True)
    return done.stdout if done.returncode == 0 else None


def _blocks(side: _Side, names: Mapping[str, str], leave_out: Sequence[Raw]) -> bytes:
    """A side's own entries as they stand in its file, under their new ids."""
    lines, starts = side.lines(), side.starts()
    places = lines_of(side.content.decode())
    kinds = _kinds(side.log)
    for number, raw in enumerate(side.own, side.common):
        for path, id_ in _naming(raw, kinds):
            if id_ in names:
                place = places.get(("log", number, *path), places.get(("log", number, path[0]), 1))
                lines[place - 1] = _with_id(lines[place - 1], path[-1], id_, names[id_])
    kept = [
        "".join(lines[start:end])
        for raw, start, end in zip(side.own, starts[:-1], starts[1:], strict=True)
        if raw not in leave_out
    ]
    return "".join(kept).encode()


def _with_id(line: str, key: str, old: str, new: str) -> str:
    """A line in which a field names another entry."""
    pattern = rf"(\b{re.escape(key)}[\"']?\s*=\s*[\"']){re.escape(old)}(?=[\"'])"
    return re.sub(pattern, rf"\g<1>{new}", line, count=1)


def _kinds(raws: Sequence[Raw]) -> dict[str, str]:
    return {str(raw.get("id")): str(raw.get("kind")) for raw in raws}


def _joined(*parts: bytes) -> bytes:
    """Parts of a file, each on lines of its own, a blank line between blocks."""
    whole = b""
    for part in parts:
        if part:
            gap = b"" if not whole else b"\n" if whole.endswith(b"\n") else b"\n\n"
            gap = b"" if whole.endswith(b"\n\n") or part.startswith(b"\n") else gap
            whole += gap + part
    return whole


def _holds(new: bytes, sides: tuple[_Side, _Side, _Side], found: Renumbering) -> bool:
    """Whether the result reads, and holds every entry of both sides, in their order."""
    root, mine, other = sides
    if len(new) > LARGEST:
        return False
    own = [renamed(raw, found.ours, _kinds(mine.log)) for raw in mine.own]
    theirs = [renamed(raw, found.theirs, _kinds(other.log)) for raw in other.own]
    own += [raw for raw, was in zip(theirs, other.own, strict=True) if was not in mine.own]
    try:
        data = parsed(new, "")
    except Refused:
        return False
    if data.get("log", []) != [*root.log, *own]:
        return False
    return not isinstance(engagement_from(data, str(data.get("id")), _UTC), list)


def _as_conflict(ours: bytes, theirs: bytes) -> bytes:
    """Both sides with the marks of a conflict: what they have in common, then each one's own."""
    mine, other = (side.splitlines(keepends=True) for side in (ours, theirs))
    count = 0
    while count < min(len(mine), len(other)) and mine[count] == other[count]:
        count += 1
    parts = [b"".join(side[count:]) for side in (mine, other)]
    first, second = (part if part.endswith(b"\n") else part + b"\n" for part in parts)
    marked = b"<<<<<<< ours\n" + first + b"=======\n" + second + b">>>>>>> theirs\n"
    return b"".join(mine[:count]) + marked


def _given(path: str) -> list[str]:
    """The ids that the seals of this clone remember of an engagement."""
    from valueback.record import seals

    file = Path(path).absolute()
    return sorted(seals.load(file.parent.parent, file.stem).ids) if path else []


def main(base: str, ours: str, theirs: str, path: str = "") -> int:
    """Merge for git: 0 where the result holds all of both sides, 1 for a conflict."""
    root, mine, other = (Path(name).read_bytes() for name in (base, ours, theirs))
    result = merged(root, mine, other, given=_given(path))
    Path(ours).write_bytes(result if result is not None else _as_conflict(mine, other))
    return 0 if result is not None else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
