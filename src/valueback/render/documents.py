"""Documents from templates: the user's own versions first, then the built-in ones.

Templates run in a sandbox and see plain data only. Whatever is filled in is escaped for markdown
here, once: client text never becomes a heading, a table cell, a tag or a template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from valueback.errors import Problem, Refused
from valueback.render.safe import safe

Source = Callable[[str], tuple[str, str] | None]
"""Gives a template's text and file by name."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_AT_START = re.compile(r"^(\s*)([-+=]|[0-9]+(?=[.)]))")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")


def markdown(text: str) -> str:
    """A text as markdown shows it unchanged, on one line; its line breaks become `<br>`."""
    shown = (_one_line(line) for line in _LINE_ENDS.split(text))
    return "<br>".join(shown)


def _one_line(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", safe(text))
    start = _AT_START.match(escaped)
    if start is None:
        return escaped
    rest = escaped[start.end() :]
    if start[2].isdigit():
        return f"{start[1]}{start[2]}\\{rest}"
    return f"{start[1]}\\{start[2]}{rest}"


def rendered(name: str, context: Mapping[str, Any], source: Source, *, escape: bool = True) -> str:
    """A document from a template, with values escaped for markdown unless it is plain text.

    `source` gives a template's text and file by name. Raises Refused, with file and line, where a
    template does not work.
    """
    environment = _environment(source, escape=escape)
    try:
        return environment.get_template(name).render(context)
    except TemplateSyntaxError as error:
        message, file, line = error.message or "is wrong", error.filename or name, error.lineno
    except TemplateError as error:
        file, line = _raised_at(error, name)
        message = error.message or "is wrong"
    raise Refused(
        Problem(
            f"the template cannot be used: {message}",
            "Mend it, or delete it to use the built-in one.",
            file=file,
            line=line,
        )
    )


def _environment(source: Source, *, escape: bool) -> ImmutableSandboxedEnvironment:
    def load(name: str) -> tuple[str, str, None] | None:
        found = source(name)
        return (*found, None) if found else None

    return ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        finalize=_filled_in_markdown if escape else _filled_in_text,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # markdown is escaped by finalize, HTML is not made here
    )


def _filled_in_markdown(value: object) -> object:
    return markdown(value) if isinstance(value, str) else value


def _filled_in_text(value: object) -> object:
    return safe(value) if isinstance(value, str) else value


def _raised_at(error: TemplateError, name: str) -> tuple[str, int]:
    """The template's file and line that an error passed through last."""
    trace, found = error.__traceback__, (name, 0)
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith((".md", ".txt")):
            found = (file, trace.tb_lineno)
        trace = trace.tb_next
    return found
