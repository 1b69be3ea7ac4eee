"""The tables of wordings: the built-in one of a language, and the user's own beside it."""

from __future__ import annotations

from collections.abc import Callable

from valueback.errors import Problem, Refused
from valueback.model.data import read
from valueback.record.templates import BUILT_IN, TemplateFile
from valueback.record.toml import lines_of, parsed, placed
from valueback.rules.wording import Pattern

Source = Callable[[str], TemplateFile | None]


def patterns(source: Source, locale: str) -> dict[str, list[Pattern]]:
    """The patterns by language: of the locale's, where there is a table for it, and of English;
    the user's own come first.

    Raises Refused, with file and line, for a table that is wrong.
    """
    found: dict[str, list[Pattern]] = {}
    for language in dict.fromkeys((locale[:2].lower(), "en")):
        name = f"wording-{language}.toml"
        tables = (source(name), source(BUILT_IN + name))
        texts = {table.file: table.text for table in tables if table is not None}
        if texts:
            found[language] = [p for file, text in texts.items() for p in _patterns(text, file)]
    return found


def _patterns(text: str, file: str) -> list[Pattern]:
    tables = parsed(text.encode(), file).get("pattern", [])
    if not isinstance(tables, list):
        raise Refused(Problem("must be a list of [[pattern]] tables", file=file, line=1))
    found, problems = [], []
    for number, table in enumerate(tables):
        kind = read(Pattern, table, path=("pattern", number))
        if isinstance(kind, Pattern):
            found.append(kind)
        else:
            problems += kind
    if problems:
        lines = lines_of(text)
        raise Refused(*(placed(problem, file, lines) for problem in problems))
    return found
