"""What a command finds in its process: the clock, and whether a stream is a terminal."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TextIO

from valueback.errors import mistyped
from valueback.moments import YEARS

CLOCK = "VALUEBACK_NOW"


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody sits there."""
    return stream is not None and stream.isatty()


def clock() -> datetime:
    """The moment that it is, or that VALUEBACK_NOW says."""
    text = os.environ.get(CLOCK)
    if not text:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None or moment.year not in YEARS:
        raise mistyped(f"{CLOCK} is no instant: {text!r}.", "Write 2026-01-12T10:00:00-03:00.")
    return moment
