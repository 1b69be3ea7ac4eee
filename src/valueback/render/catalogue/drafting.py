"""What was taken for granted when something was written down."""

from __future__ import annotations

SENTENCES: dict[str, str | tuple[str, str]] = {}
