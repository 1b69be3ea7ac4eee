"""The verbs in their groups, as the help lists them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from typer._click.formatting import HelpFormatter  # typer has its own copy of click

from valueback.cli.catalogue import GROUPS


def write_verbs(formatter: Any, groups: Iterable[str]) -> None:
    """The verbs of some groups, aligned."""
    longest = max(len(name) for group in groups for name in GROUPS[group])
    for group in groups:
        with formatter.section(group):
            rows = [(f"{name:{longest}}", verb.summary) for name, verb in GROUPS[group].items()]
            formatter.write_dl(rows)


def listing(groups: Iterable[str]) -> str:
    """The verbs of some groups, as a text."""
    formatter = HelpFormatter(width=80)
    write_verbs(formatter, groups)
    return formatter.getvalue().lstrip()
